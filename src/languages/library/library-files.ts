/**
 * Finds and reads the tables of the standard libraries: beside this source in a checkout, in `dist/libraries` in the package.
 * Read once per thread, when first asked. It must never read anything else.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { EngineError } from '#core';
import type { LibraryName } from '#facts';
import { LibraryTables } from './library-tables.ts';

const require = createRequire(import.meta.url);
const loaded = new Map<LibraryName, LibraryTables>();

/** The standard library of a family of languages. `E_LIBRARY` when its file is not there or is broken. */
export function libraryTables(name: LibraryName): LibraryTables {
  let library = loaded.get(name);
  if (library === undefined) {
    library = new LibraryTables(readTables(name));
    loaded.set(name, library);
  }
  return library;
}

/** The built-ins of JavaScript, of browsers and of Node. */
export function javascriptTables(): LibraryTables {
  return libraryTables('javascript');
}

/** Source files run from `src`; the emitted `.js` uses what was packed with it. */
function tablesPath(name: LibraryName): string {
  const file = `${name}.library.br`;
  if (!import.meta.url.endsWith('.js')) return join(import.meta.dirname, file);
  return join(dirname(require.resolve('stratagraph/package.json')), 'dist', 'libraries', file);
}

/** The bytes of the tables, not kept. */
export function readTables(name: LibraryName): Uint8Array<ArrayBuffer> {
  try {
    // Copied, so that the columns start where their buffer does.
    return new Uint8Array(brotliDecompressSync(readFileSync(tablesPath(name))));
  } catch (cause) {
    throw new EngineError('E_LIBRARY', `the standard library of ${name} could not be read`, { cause });
  }
}
