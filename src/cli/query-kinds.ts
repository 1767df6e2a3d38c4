/** The kinds of questions as the command line takes them: what stands behind the kind, and what it asks. */

export interface KindUsage {
  readonly kind: string;
  /** Members that the words after the kind fill, in order; `target` means a symbol or a position. */
  readonly words: readonly string[];
  /** How the words are shown in the help. */
  readonly usage: string;
  readonly asks: string;
  /** Words that need not be there. */
  readonly optional?: boolean;
  /** The last word need not be there. */
  readonly lastOptional?: boolean;
}

export const QUERY_KINDS: readonly KindUsage[] = [
  { kind: 'symbols', words: ['name'], usage: '[NAME]', asks: 'which symbols are there', optional: true },
  { kind: 'definition', words: ['target'], usage: 'TARGET', asks: 'where is it declared' },
  { kind: 'references', words: ['target'], usage: 'TARGET', asks: 'where is it used' },
  { kind: 'callers', words: ['target'], usage: 'TARGET', asks: 'who calls it' },
  { kind: 'callees', words: ['target'], usage: 'TARGET', asks: 'what does it call' },
  {
    kind: 'path',
    words: ['from', 'to'],
    usage: 'TARGET TARGET',
    asks: 'a chain of calls from the first to the second',
  },
  { kind: 'imports', words: ['path'], usage: 'FILE', asks: 'what does the file import' },
  { kind: 'importers', words: ['target'], usage: 'TARGET', asks: 'who imports it; a file is a target too' },
  { kind: 'dependents', words: ['path'], usage: 'FILE', asks: 'which files can an edit of it reach' },
  { kind: 'outline', words: ['path'], usage: 'FILE', asks: 'what does the file declare' },
  { kind: 'chunks', words: ['path'], usage: 'FILE', asks: 'how is the file cut for retrieval' },
  { kind: 'typeAt', words: ['target'], usage: 'FILE:LINE:COLUMN', asks: 'which type has the name there' },
  { kind: 'typesOf', words: ['target'], usage: 'TARGET', asks: 'which types does the function know' },
  {
    kind: 'definitionsReaching',
    words: ['target', 'variable'],
    usage: 'TARGET [VARIABLE]',
    asks: 'which definitions may give the value there, or the variable of the function',
    lastOptional: true,
  },
  {
    kind: 'uses',
    words: ['target', 'variable'],
    usage: 'TARGET [VARIABLE]',
    asks: 'what may use the value there, or the variable of the function',
    lastOptional: true,
  },
  { kind: 'ssa', words: ['target'], usage: 'TARGET', asks: 'which versions, constants and ranges have its variables' },
  { kind: 'constantAt', words: ['target'], usage: 'FILE:LINE:COLUMN', asks: 'what is known of the value there' },
  { kind: 'cfg', words: ['target'], usage: 'TARGET', asks: 'how does control flow through it' },
  { kind: 'dominators', words: ['target'], usage: 'TARGET', asks: 'what runs before and after each of its blocks' },
  { kind: 'dependences', words: ['target'], usage: 'TARGET', asks: 'on which statements do its statements depend' },
  {
    kind: 'slice',
    words: ['line', 'variable'],
    usage: 'FILE:LINE VARIABLE',
    asks: 'which statements decide the variable there; see --direction',
  },
  { kind: 'search', words: ['text'], usage: 'TEXT', asks: 'where does the text occur; see --mode' },
];

export const KIND_NAMES: readonly string[] = QUERY_KINDS.map(({ kind }) => kind);
