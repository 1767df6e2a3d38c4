/**
 * Every limit of the pattern engine in one place: counted sizes, never wall time.
 * They bound what one hostile pattern can cost before a single byte is searched.
 */

/** UTF-16 units of a pattern. */
export const MAX_PATTERN_LENGTH = 16_384;
/** Largest number inside `{}`. */
export const MAX_REPEAT = 1000;
/** Groups, bracket classes and stacked repetitions inside one another: the recursion of every later pass. */
export const MAX_DEPTH = 200;
/** States of the compiled program; counted by the parser, so that `compile` cannot fail. */
export const MAX_PROGRAM = 60_000;

/** Cells (4 bytes) of the transition table of one automaton before it is cleared. */
export const MAX_TABLE_CELLS = 1 << 20;
/** Cells of the state lists behind that table. */
export const MAX_LIST_CELLS = 1 << 20;

/** Strings in an exact, prefix or suffix set of the trigram analysis. */
export const MAX_TRIGRAM_SET = 64;
/** A class of more code points than this counts as "any text" in the trigram analysis. */
export const MAX_TRIGRAM_CLASS = 16;
/** Copies of a repeated part that the trigram analysis looks at. */
export const MAX_TRIGRAM_COPIES = 4;
/** An exact set with a longer string is opened: its trigrams are noted and its ends kept. */
export const MAX_TRIGRAM_TEXT = 64;
/** An `and` that names this many trigrams is strong enough; what would be added is left out. */
export const MAX_NEEDED_TRIGRAMS = 256;
/** Trigrams that one query may name; a part that needs more becomes `all`. */
export const MAX_QUERY_TRIGRAMS = 4096;
