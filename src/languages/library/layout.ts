/**
 * The bytes of a library: what a standard library declares, as columns.
 *
 *     Int32 x 4: magic, entries, strings, bytes of text
 *     Int32 columns of entries: name, owner, kind | flags << 8, type, parameters, generics, bases
 *     Int32 x (strings + 1): where each string starts in the text
 *     text: the strings one after the other, ASCII, ascending, each once
 *
 * Entries without an owner come first; the members of an entry follow each other, by name, overloads in their order.
 * It must never read or write a file.
 */
export const LIBRARY_MAGIC = 0x53474c31;
export const LIBRARY_HEADER = 4;
/** The columns of an entry, in their order. All but `owner` and `flags` are string ids. */
export const LIBRARY_COLUMNS = ['name', 'owner', 'flags', 'type', 'parameters', 'generics', 'bases'] as const;
/** Kinds stand in the low bits of the column `flags`. */
export const KIND_BITS = 8;
