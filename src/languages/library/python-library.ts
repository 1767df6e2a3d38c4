/**
 * The standard library of Python as the type evaluator asks for it. Answers are made when first asked for and kept.
 * It must never be loaded by what types no Python.
 */
import type { Library, LibraryEntry } from '#facts';
import { ENTRY_FLAG } from './codes.ts';
import { libraryTables } from './library-files.ts';
import type { LibraryTables } from './library-tables.ts';
import { parametersOf, splitTypes } from './parameter-list.ts';

/** Answers kept, most of them that there is none, the others of a few hundred bytes, before all are forgotten. */
const KEPT = 16_384;

/** The library of these tables: it answers by dotted name, and under the name of the home. */
export function libraryOf(tables: LibraryTables): Library {
  const known = new Map<string, LibraryEntry | null>();
  return {
    lookup(name) {
      let entry = known.get(name);
      if (entry === undefined) {
        const row = tables.find(name);
        entry = row < 0 ? null : entryOf(tables, row);
        if (known.size === KEPT) known.clear();
        known.set(name, entry);
      }
      return entry;
    },
  };
}

let python: Library | undefined;

/** What is known of Python's standard library. Read when first asked for, once per thread. */
export function pythonLibrary(): Library {
  python ??= libraryOf(libraryTables('python'));
  return python;
}

function entryOf(tables: LibraryTables, row: number): LibraryEntry | null {
  const kind = tables.kind(row);
  if (kind === 'alias' || kind === 'type') return null;
  const flags = tables.flags(row);
  const isProperty = (flags & ENTRY_FLAG.property) !== 0;
  return {
    kind,
    name: tables.path(row),
    bases: splitTypes(tables.bases(row)),
    typeParameters: splitTypes(tables.generics(row)),
    type: kind === 'variable' || isProperty ? tables.type(row) : '',
    signatures: kind === 'function' ? signaturesOf(tables, row) : [],
    isProperty,
    isClassMethod: (flags & ENTRY_FLAG.classmethod) !== 0,
    isStaticMethod: (flags & ENTRY_FLAG.static) !== 0,
    isAsync: (flags & ENTRY_FLAG.async) !== 0,
  };
}

function signaturesOf(tables: LibraryTables, row: number): LibraryEntry['signatures'] {
  return Array.from({ length: tables.overloads(row) }, (_, at) => ({
    parameters: parametersOf(tables.parameters(row + at)),
    returns: tables.type(row + at),
  }));
}
