/**
 * A step of the build: copies the tables of the standard libraries into `dist/libraries`.
 * It must never run in the package, nor make tables: they are committed.
 */
import { copyFileSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { LIBRARY_SOURCES } from '../facts/library-sources.ts';

/** Copies every table file and returns the bytes written. */
export function packLibraries(project: string, outDir: string): number {
  mkdirSync(outDir, { recursive: true });
  let total = 0;
  for (const name of Object.keys(LIBRARY_SOURCES)) {
    const file = `${name}.library.br`;
    copyFileSync(join(project, 'src', 'languages', 'library', file), join(outDir, file));
    total += statSync(join(outDir, file)).size;
  }
  return total;
}

/** What is told of the sources of the tables. They hold facts (names and types), no text of those works. */
export function libraryNotices(): string {
  return Object.entries(LIBRARY_SOURCES)
    .map(
      ([name, { from, licence }]) =>
        `Names and types of the standard library of ${name}: made from ${from} (${licence})`,
    )
    .join('\n');
}
