/**
 * Finds and reads wasm files: the packed `dist/grammars/<name>.wasm.gz` of the built package, or else the dev
 * dependency of a checkout. It must never write, nor read anything but wasm.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { EngineError } from '#core';
import { GRAMMARS } from './grammar-table.ts';

const require = createRequire(import.meta.url);

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
  return readWasm('the parser core', resolveFile('the parser core', 'web-tree-sitter/web-tree-sitter.wasm'));
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
  try {
    const bytes = readFileSync(path);
    return path.endsWith('.gz') ? gunzipSync(bytes) : bytes;
  } catch (cause) {
    throw new EngineError('E_GRAMMAR', `${what} could not be read from ${path}`, { cause });
  }
}
