/** Branded numbers: a row or id of one kind cannot be passed where another is meant. */
declare const brand: unique symbol;
export type Branded<Name extends string> = number & { readonly [brand]: Name };

/** Position of a unit (a file) in the directory of one snapshot. Never enters a segment or a key. */
export type UnitId = Branded<'unit'>;
/** Monotonic counter of published snapshots of one engine. */
export type TxnId = Branded<'txn'>;

/** "No row": the largest u32, in every column that may be empty. */
export const NONE = 0xffffffff;
