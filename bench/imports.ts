/**
 * Imports of a TypeScript repository beside what the compiler's own resolver says, as JSON.
 *
 *     node --conditions=stratagraph-source bench/imports.ts --corpus-dir DIR [--limit-report N]
 *
 * The compiler is asked (`resolveModuleName`, TypeScript 6) with the options of the nearest `tsconfig.json`. A repository that is
 * not installed and not built has no links to its packages and no build output; both are put before it: `node_modules/NAME`
 * is the folder of the package of that name, and a file in `outDir` is there when its source in `rootDir` is, as with project
 * references. Compared are relative imports and those of packages of the repository. It must never ask our own rules.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import ts from 'typescript';
import { importModule, importTable, codeOf, TARGET_KINDS } from '../src/facts/index.ts';
import { UnifiedOrchestrator } from '../src/orchestrator/index.ts';
import { randomNumbers } from '../src/testkit/random-numbers.ts';
import { Misses, rate } from './misses.ts';

const { values } = parseArgs({
  options: { 'corpus-dir': { type: 'string' }, 'limit-report': { type: 'string', default: '10' } },
});
if (values['corpus-dir'] === undefined) throw new Error('pass --corpus-dir DIR');
const root = resolve(values['corpus-dir']);

const FILE = codeOf(TARGET_KINDS, 'file');
const INCLUDE = ['**/*.ts', '**/*.tsx', '**/*.json'];
const STAGES = { enableChunking: false, enableLexical: false, enableSymbols: false, enableOccurrences: false };
/** What a compiled file may have been, first the most likely. */
const SOURCES = ['.ts', '.tsx', '.d.ts'];
const OUTPUT = /(\.d)?\.([cm]?)(ts|js)$/;

/** Folders of the repository's packages by name. */
function packagesOf(paths: readonly string[]): Map<string, string> {
  const packages = new Map<string, string>();
  for (const path of paths.filter((one) => one.endsWith('package.json'))) {
    const manifest: unknown = JSON.parse(readFileSync(join(root, path), 'utf8'));
    const isNamed = typeof manifest === 'object' && manifest !== null && 'name' in manifest;
    if (isNamed && typeof manifest.name === 'string') packages.set(manifest.name, join(root, dirname(path)));
  }
  return packages;
}

class Compiler {
  readonly #packages: ReadonlyMap<string, string>;
  readonly #options = new Map<string, ts.CompilerOptions>();
  readonly #configs = new Map<string, ts.CompilerOptions>();
  readonly #host: ts.ModuleResolutionHost = {
    fileExists: (path) => this.#fileAt(path) !== null,
    directoryExists: (path) => this.#directoryExists(path),
    readFile: (path) => {
      const file = this.#fileAt(path);
      return file === null ? undefined : readFileSync(file, 'utf8');
    },
    getCurrentDirectory: () => root,
  };

  constructor(packages: ReadonlyMap<string, string>) {
    this.#packages = packages;
  }

  /** The file of the repository that a specifier leads to, or ''. */
  resolve(from: string, specifier: string): string {
    const options = this.#optionsAt(dirname(from));
    const found = ts.resolveModuleName(specifier, from, options, this.#host).resolvedModule;
    const file = found === undefined ? null : this.#fileAt(found.resolvedFileName);
    return file === null ? '' : relative(root, file);
  }

  /** The options for the files of a folder: those of the nearest configuration. */
  #optionsAt(folder: string): ts.CompilerOptions {
    const known = this.#options.get(folder);
    if (known !== undefined) return known;
    const config = join(folder, 'tsconfig.json');
    let options: ts.CompilerOptions = {};
    if (existsSync(config)) options = this.#read(config);
    else if (folder !== root && folder.startsWith(root)) options = this.#optionsAt(dirname(folder));
    this.#options.set(folder, options);
    return options;
  }

  #read(config: string): ts.CompilerOptions {
    const known = this.#configs.get(config);
    if (known !== undefined) return known;
    const host: ts.ParseConfigFileHost = {
      ...ts.sys,
      readDirectory: () => [],
      onUnRecoverableConfigFileDiagnostic: () => undefined,
    };
    const options = ts.getParsedCommandLineOfConfigFile(config, {}, host)?.options ?? {};
    this.#configs.set(config, options);
    return options;
  }

  /** The path behind the links of the packages. */
  #real(path: string): string {
    const at = path.lastIndexOf('/node_modules/');
    if (at < 0) return path;
    const parts = path.slice(at + '/node_modules/'.length).split('/');
    const length = parts[0]!.startsWith('@') ? 2 : 1;
    const folder = this.#packages.get(parts.slice(0, length).join('/'));
    return folder === undefined ? path : join(folder, ...parts.slice(length));
  }

  /** The file at a path, or the source that is compiled to it. */
  #fileAt(path: string): string | null {
    const real = this.#real(path);
    if (isFile(real)) return real;
    const { outDir, rootDir } = this.#optionsAt(dirname(nearest(real)));
    if (outDir === undefined || rootDir === undefined || !real.startsWith(`${outDir}/`) || !OUTPUT.test(real))
      return null;
    const stem = join(rootDir, real.slice(outDir.length).replace(OUTPUT, ''));
    return SOURCES.map((extension) => stem + extension).find(isFile) ?? null;
  }

  #directoryExists(path: string): boolean {
    if (path.endsWith('/node_modules') || path.includes('/node_modules/@')) return true;
    const real = this.#real(path);
    if (isDirectory(real)) return true;
    const { outDir, rootDir } = this.#optionsAt(dirname(nearest(real)));
    return outDir !== undefined && rootDir !== undefined && isDirectory(real.replace(outDir, rootDir));
  }
}

/** The deepest path above that is there. */
function nearest(path: string): string {
  let at = path;
  while (!existsSync(dirname(at)) && at.length > root.length) at = dirname(at);
  return at;
}

const kinds = new Map<string, 'file' | 'directory' | 'none'>();
function kindAt(path: string): 'file' | 'directory' | 'none' {
  let known = kinds.get(path);
  if (known === undefined) {
    const stat = statSync(path, { throwIfNoEntry: false });
    known = stat === undefined ? 'none' : stat.isFile() ? 'file' : stat.isDirectory() ? 'directory' : 'none';
    kinds.set(path, known);
  }
  return known;
}

function isFile(path: string): boolean {
  return kindAt(path) === 'file';
}

function isDirectory(path: string): boolean {
  return kindAt(path) === 'directory';
}

const orchestrator = new UnifiedOrchestrator({ parallelWorkers: 2, include: INCLUDE, stages: STAGES });
await orchestrator.indexRepository(root);
const context = orchestrator.getContext();
const packages = packagesOf(context.files);
const compiler = new Compiler(packages);
const misses = new Misses(Number(values['limit-report']), randomNumbers(1));
const counts = { compared: 0, relative: 0, workspace: 0, resolvedByCompiler: 0, resolvedByUs: 0, same: 0 };

/** True for a package of the repository or a path in one. */
function isOfWorkspace(specifier: string): boolean {
  const parts = specifier.split('/');
  return packages.has(parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/'));
}

for (const path of context.files) {
  if (!/\.tsx?$/.test(path)) continue;
  const rows = context.table(importTable, path);
  const modules = context.table(importModule, path);
  if (rows === null || modules === null) continue;
  const seen = new Set<string>();
  for (let row = 0; row < rows.rows; row++) {
    const specifier = rows.module.at(row);
    const isRelative = /^\.\.?(\/|$)/.test(specifier);
    if (seen.has(specifier) || (!isRelative && !isOfWorkspace(specifier))) continue;
    seen.add(specifier);
    counts.compared++;
    counts[isRelative ? 'relative' : 'workspace']++;
    const own = modules.kind.at(row) === FILE ? modules.file.at(row) : '';
    const theirs = compiler.resolve(join(root, path), specifier);
    if (own !== '') counts.resolvedByUs++;
    if (theirs !== '') counts.resolvedByCompiler++;
    if (own === theirs) counts.same++;
    else {
      const kind = own === '' ? 'only the compiler' : theirs === '' ? 'only we' : 'another file';
      misses.add('imports', kind, () => `${path}: '${specifier}' we ${own || '-'}, compiler ${theirs || '-'}`);
    }
    if (own === '' && theirs === '') misses.add('imports', 'neither', () => `${path}: '${specifier}'`);
  }
}
await orchestrator.close();

console.log(
  JSON.stringify(
    { typescript: ts.version, ...counts, share: rate(counts.same, counts.compared), misses: misses.report() },
    null,
    1,
  ),
);
