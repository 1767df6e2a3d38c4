/**
 * Finds and reads wasm files: the packed `dist/grammars/<name>.wasm.gz` of the built package, or else the dev
 * dependency of a checkout. It must never write, nor read anything but wasm.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { crc32, gunzipSync } from 'node:zlib';
import { EngineError } from '#core';
import { GRAMMARS } from './grammar-table.ts';

const require = createRequire(import.meta.url);
const CORE = 'web-tree-sitter/web-tree-sitter.wasm';

/** The bytes of a grammar's wasm, or `E_GRAMMAR`. */
export function readGrammar(name: string): Uint8Array<ArrayBuffer> {
  const source = Object.hasOwn(GRAMMARS, name) ? GRAMMARS[name] : undefined;
  if (source === undefined) {
    throw new EngineError('E_GRAMMAR', `no grammar is named "${name}"; known are ${Object.keys(GRAMMARS).join(', ')}`);
  }
  const packed = packedPath(name);
  if (packed !== undefined) return readWasm(name, packed);
  return readWasm(name, resolveFile(name, `${source.package}/${source.wasm}`));
}

/** The bytes of the parser's own wasm, or `E_GRAMMAR`. */
export function readCore(): Uint8Array<ArrayBuffer> {
  return readWasm('the parser core', resolveFile('the parser core', CORE));
}

/** Checksums of the files of all grammars and of the parser core: what trees depend on, without loading any of it. */
export function grammarsIdentity(): string {
  return (identity ??= checksums());
}

/** Files of grammars do not change while a process lives. */
let identity: string | null = null;

function checksums(): string {
  const files = Object.entries(GRAMMARS).map(
    ([name, source]) => packedPath(name) ?? resolveFile(name, `${source.package}/${source.wasm}`),
  );
  const core = resolveFile('the parser core', CORE);
  return [core, ...files].map((path) => crc32(readBytes('a grammar', path)).toString(16)).join(' ');
}

/** Source files run from `src/`; only the emitted `.js` uses the grammars that were packed with it. */
function packedPath(name: string): string | undefined {
  if (!import.meta.url.endsWith('.js')) return undefined;
  const path = join(dirname(require.resolve('stratagraph/package.json')), 'dist', 'grammars', `${name}.wasm.gz`);
  return existsSync(path) ? path : undefined;
}

function resolveFile(what: string, specifier: string): string {
  try {
    return require.resolve(specifier);
  } catch (cause) {
    throw new EngineError('E_GRAMMAR', `${what} was found neither in dist/grammars nor as ${specifier}`, { cause });
  }
}

function readWasm(what: string, path: string): Uint8Array<ArrayBuffer> {
  return readBytes(what, path, (bytes) => (path.endsWith('.gz') ? gunzipSync(bytes) : bytes));
}

type Bytes = Uint8Array<ArrayBuffer>;

function readBytes(what: string, path: string, open: (bytes: Bytes) => Bytes = (bytes) => bytes): Bytes {
  try {
    return open(readFileSync(path));
  } catch (cause) {
    throw new EngineError('E_GRAMMAR', `${what} could not be read from ${path}`, { cause });
  }
}
