/** Numbers of SCIP's enums that the index uses. */
import { DECLARATION_KINDS, OCCURRENCE_ROLES, type LOCAL_KINDS, type DeclarationKind } from '#facts';

export const TEXT_ENCODING_UTF8 = 1;
export const POSITION_ENCODING_UTF16 = 2;

/** Bits of `Occurrence.symbol_roles`. */
export const ROLE = { definition: 1, import: 2, write: 4, read: 8 } as const;

/** Roles by code of `OCCURRENCE_ROLES`. A name in a type position, or of an argument, is neither read nor written. */
export const SYMBOL_ROLES: readonly number[] = OCCURRENCE_ROLES.map((role) => {
  switch (role) {
    case 'definition':
      return ROLE.definition;
    case 'import':
      return ROLE.import;
    case 'write':
    case 'delete':
      return ROLE.write;
    case 'type':
    case 'keyword':
      return 0;
    case 'read':
    case 'call':
    case 'inherit':
    case 'decorate':
    case 'export':
      return ROLE.read;
  }
});

const KIND_OF: Readonly<Record<DeclarationKind, number>> = {
  module: 29,
  namespace: 30,
  class: 7,
  interface: 21,
  enum: 11,
  enum_member: 12,
  type_alias: 55,
  function: 17,
  method: 26,
  property: 41,
  variable: 61,
  constant: 8,
  struct: 49,
  trait: 53,
  macro: 25,
  constructor: 9,
  type_parameter: 58,
};

/** `SymbolInformation.Kind` by code of `DECLARATION_KINDS`. */
export const SYMBOL_KINDS: readonly number[] = DECLARATION_KINDS.map((kind) => KIND_OF[kind]);
/** `SymbolInformation.Kind` of locals. */
export const LOCAL_SYMBOL_KINDS: Readonly<Record<(typeof LOCAL_KINDS)[number], number>> = {
  variable: 61,
  parameter: 37,
  function: 17,
  class: 7,
  import: 61,
  type: 54,
  type_parameter: 58,
  signature: 37,
};

const LANGUAGES: Readonly<Record<string, string>> = {
  python: 'Python',
  typescript: 'TypeScript',
  tsx: 'TypeScriptReact',
  javascript: 'JavaScript',
};

/** Name of a language as the standard spells it. */
export function scipLanguage(language: string, path: string): string {
  if (path.endsWith('.jsx')) return 'JavaScriptReact';
  if (path.endsWith('.json')) return 'JSON';
  return LANGUAGES[language] ?? language;
}
