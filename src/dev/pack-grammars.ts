/**
 * The last step of the build: compresses each grammar's wasm into `dist/grammars`, its huge functions cut into small ones, puts
 * the tables of the standard libraries beside them, and writes THIRD-PARTY-NOTICES.
 * The same inputs give the same bytes. It must never run in the package: it reads dev dependencies.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { GRAMMARS, type GrammarSource } from '../languages/syntax/grammar-table.ts';
import { libraryNotices, packLibraries } from './pack-libraries.ts';
import { splitSwitches } from './wasm/split-switch.ts';

const require = createRequire(import.meta.url);

/** Byte of the gzip header that names the operating system, and its value for "unknown". */
const GZIP_SYSTEM = 9;
const GZIP_UNKNOWN_SYSTEM = 255;

/**
 * Functions from this size on are cut into pieces of about half of it. Pieces of 4 KiB cost shell 5 % of the time of a parse where
 * these cost 3, those of 16 KiB twice the memory of the compiler.
 */
const SPLIT = { from: 16 * 1024, piece: 8 * 1024 };

/** A grammar's wasm as it is packed: its lexer in pieces, when it is one huge function. */
export function grammarToPack(source: GrammarSource): Uint8Array {
  return splitSwitches(readFileSync(require.resolve(`${source.package}/${source.wasm}`)), SPLIT);
}

/** Writes `<name>.wasm.gz` for every grammar and returns the bytes written. */
export function packGrammars(outDir: string): number {
  mkdirSync(outDir, { recursive: true });
  let total = 0;
  for (const [name, source] of Object.entries(GRAMMARS)) {
    const packed = gzipSync(grammarToPack(source), { level: 9 });
    // Zlib writes no time, but does write the system that it was built for.
    packed[GZIP_SYSTEM] = GZIP_UNKNOWN_SYSTEM;
    writeFileSync(join(outDir, `${name}.wasm.gz`), packed);
    total += packed.length;
  }
  return total;
}

/** The notices: each package with its licence as installed, each grammar with its copyright. */
export function thirdPartyNotices(): string {
  const packages = ['web-tree-sitter', ...new Set(Object.values(GRAMMARS).map((source) => source.package))];
  return [
    'This package contains, or is built on, the works below. Each is under the MIT licence, but for those of which only facts\n' +
      'are taken. Grammars are changed in form: they are compressed, and very large functions are cut into small ones.',
    libraryNotices(),
    ...packages.map(packageNotice),
    ...Object.entries(GRAMMARS).map(
      ([name, { package: from, repository, copyright }]) =>
        `Grammar ${name} (${repository}), as compiled in ${from}\n\n${copyright.join('\n')}\n\nMIT licence, text as above`,
    ),
  ]
    .map((part) => `${part}\n`)
    .join(`\n${'-'.repeat(80)}\n\n`);
}

function packageNotice(name: string): string {
  const root = packageRoot(name);
  const { version }: { version: string } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return `${name} ${version}\n\n${readFileSync(join(root, 'LICENSE'), 'utf8').trim()}`;
}

/** `package.json` itself may not be exported, so it is looked for above the main file. */
function packageRoot(name: string): string {
  let dir = dirname(require.resolve(name));
  while (!existsSync(join(dir, 'LICENSE')) || !existsSync(join(dir, 'package.json'))) {
    if (dir === dirname(dir)) throw new Error(`${name} has no folder with both package.json and LICENSE`);
    dir = dirname(dir);
  }
  return dir;
}

if (import.meta.main) {
  const project = join(import.meta.dirname, '..', '..');
  const bytes = packGrammars(join(project, 'dist', 'grammars'));
  writeFileSync(join(project, 'THIRD-PARTY-NOTICES'), thirdPartyNotices());
  console.log(`packed ${Object.keys(GRAMMARS).length} grammars, ${bytes} bytes`);
  console.log(`packed libraries, ${packLibraries(project, join(project, 'dist', 'libraries'))} bytes`);
}
