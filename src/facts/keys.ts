/**
 * The keys by which facts of different files meet: hashes of descriptors, of members, of names. The one place where they are made.
 * It must never know a language or a table.
 */
import { hashText, mixHash, type HashCell } from '#core';
import type { DeclarationKind } from './codes.ts';

/** The class of a descriptor, after SCIP's suffixes: `#` type, `(` callable, `/` namespace, `.` term. */
export function suffixOf(kind: DeclarationKind): '#' | '(' | '/' | '.' {
  switch (kind) {
    case 'class':
    case 'interface':
    case 'enum':
    case 'type_alias':
    case 'struct':
    case 'trait':
    case 'type_parameter':
      return '#';
    case 'function':
    case 'method':
    case 'macro':
    case 'constructor':
      return '(';
    case 'module':
    case 'namespace':
      return '/';
    case 'property':
    case 'variable':
    case 'constant':
    case 'enum_member':
      return '.';
  }
}

/** Descriptor hash of the symbol `name` inside the scope of hash (lo, hi). The one place where descriptors are made. */
export function descriptorHash(
  out: HashCell,
  lo: number,
  hi: number,
  name: string,
  suffix: string,
  ordinal: number,
): void {
  hashText(out, name, lo ^ suffix.charCodeAt(0), hi);
  mixHash(out, lo, ordinal);
}

/** Descriptor hash of the parameter `name` of the function of hash (lo, hi): that of the first local of that name. */
export function parameterHash(out: HashCell, lo: number, hi: number, name: string): void {
  descriptorHash(out, lo, hi, name, '%', 0);
}

/** Key of `member`: the class by its descriptor hash, and the member's name. */
export function memberKey(out: HashCell, classLo: number, classHi: number, name: string): void {
  hashText(out, name, classLo, classHi);
  mixHash(out, classHi, classLo);
}

/** Key of `global_name`: the dotted name of the global namespace, '' for the global scope itself, and the name. */
export function globalKey(out: HashCell, scope: string, name: string): void {
  hashText(out, scope);
  hashText(out, name, out.lo, out.hi);
}

/** Key of `export` and of every name index: the hash of the name alone. */
export function nameKey(out: HashCell, name: string): void {
  hashText(out, name);
}

/** Descriptor hash of a module: the hash of its path. */
export { hashPath as pathHash } from '#core';
