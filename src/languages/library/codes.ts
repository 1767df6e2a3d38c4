/** The closed sets of the library tables. Append only: a position is part of the stored format. */

/** `type`: an alias of a type. `alias`: another name of what `type` names with dots. */
export const ENTRY_KINDS = ['module', 'class', 'function', 'variable', 'alias', 'type'] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

/** Bits of the flags of an entry. `interface`: a class that only says what members there are (a protocol in Python). */
export const ENTRY_FLAG = {
  property: 1,
  classmethod: 2,
  static: 4,
  async: 8,
  abstract: 16,
  readonly: 32,
  optional: 64,
  interface: 128,
  enum: 256,
} as const;
