/**
 * Writes the tables of the standard libraries, `src/languages/library/*.library.br`, and what they were made from,
 * `src/facts/library-sources.ts`. It runs by hand, when the sources change; the same sources give the same bytes.
 *
 *     node --conditions=stratagraph-source src/dev/generate-libraries.ts --typeshed-dir DIR [--typeshed-commit HASH]
 *
 * `DIR` holds `stdlib`, as in the repository of typeshed and in `dist/typeshed-fallback` of the package pyright.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { hash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { brotliCompressSync, constants } from 'node:zlib';
import { Language, Parser } from 'web-tree-sitter';
import { GRAMMARS } from '../languages/syntax/grammar-table.ts';
import { EcmascriptLibrary, ecmascriptSources, nodeTypesFolder } from './library/ecmascript-library.ts';
import { libraryBytes, type TableEntry } from './library/library-bytes.ts';
import { PythonLibrary } from './library/python-library.ts';
import { PYTHON_MODULES } from './library/python-modules.ts';
import { StubTree } from './library/stub-tree.ts';

const require = createRequire(import.meta.url);
const FOLDER = join(import.meta.dirname, '..', 'languages', 'library');
const SOURCES = join(import.meta.dirname, '..', 'facts', 'library-sources.ts');

export interface LibrarySource {
  readonly from: string;
  readonly licence: string;
  readonly digest: string;
}

async function pythonParser(): Promise<Parser> {
  await Parser.init();
  const source = GRAMMARS['python']!;
  const language = await Language.load(require.resolve(`${source.package}/${source.wasm}`));
  return new Parser().setLanguage(language);
}

/** The entries of `modules` and of what they name, from the stubs below `typeshed`. */
export async function pythonEntries(typeshed: string, modules: readonly string[]): Promise<TableEntry[]> {
  const tree = new StubTree(await pythonParser(), join(typeshed, 'stdlib'));
  return new PythonLibrary(tree).entries(modules);
}

/** Writes the tables and returns the digest of their bytes. */
function writeTables(name: string, entries: readonly TableEntry[]): string {
  const bytes = libraryBytes(entries);
  const packed = brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
  writeFileSync(join(FOLDER, `${name}.library.br`), packed);
  console.log(`${name}: ${bytes.length} bytes, ${packed.length} packed`);
  return hash('sha256', bytes).slice(0, 16);
}

function commitOf(typeshed: string, given: string | undefined): string {
  const path = join(typeshed, 'commit.txt');
  const commit = given ?? (existsSync(path) ? readFileSync(path, 'utf8').trim() : undefined);
  if (commit === undefined) throw new Error('no commit.txt in the folder: pass --typeshed-commit HASH');
  return commit;
}

function sourcesText(sources: Readonly<Record<string, LibrarySource>>): string {
  const lines = Object.entries(sources).map(
    ([name, { from, licence, digest }]) =>
      `  ${name}: {\n    from: '${from}',\n    licence: '${licence}',\n    digest: '${digest}',\n  },`,
  );
  return [
    '/** What the tables of the standard libraries were made from, written by `src/dev/generate-libraries.ts`. Data only. */',
    '',
    '/** `digest`: of the uncompressed tables; what is derived from them has it in its key. */',
    'export const LIBRARY_SOURCES = {',
    ...lines,
    '} as const;',
    '',
    'export type LibraryName = keyof typeof LIBRARY_SOURCES;',
    '',
  ].join('\n');
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { 'typeshed-dir': { type: 'string' }, 'typeshed-commit': { type: 'string' } },
  });
  const typeshed = values['typeshed-dir'];
  if (typeshed === undefined) throw new Error('pass --typeshed-dir DIR');
  const sources = {
    python: {
      from: `https://github.com/python/typeshed at ${commitOf(typeshed, values['typeshed-commit'])}`,
      licence: 'Apache-2.0, parts MIT',
      digest: writeTables('python', await pythonEntries(typeshed, PYTHON_MODULES)),
    },
    javascript: {
      from: ecmascriptSources(nodeTypesFolder()),
      licence: 'Apache-2.0, MIT',
      digest: writeTables('javascript', new EcmascriptLibrary(nodeTypesFolder()).entries()),
    },
  };
  writeFileSync(SOURCES, sourcesText(sources));
}
