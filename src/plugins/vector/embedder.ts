/** What makes vectors of texts. Equal texts must have equal vectors: they are kept by the content of a chunk. */

/** The weight of a term, as its hash, in the corpus that is asked; 0 for one that tells nothing. */
export type TermWeight = (term: number) => number;

/** A vector of which most dimensions are 0: the others, ascending or not, each once. */
export interface SparseVector {
  readonly dimensions: Uint16Array;
  readonly values: Float32Array;
}

export type Vector = Float32Array | SparseVector;

export interface Embedder {
  /** Length of every vector. */
  readonly dimensions: number;
  /** Vectors of texts are sparse ones, and are kept so; there are at most 65,536 dimensions. */
  readonly isSparse?: boolean;
  /** Names the model: vectors of one id go together. */
  readonly id: string;
  /** A vector for each text, one after the other in an array or all in one. Stops when the signal is aborted. */
  embed(texts: readonly string[], signal: AbortSignal): Promise<readonly Vector[] | Float32Array>;
  /** The vector of a question, when it differs from that of a text; `weightOf` is of the snapshot that is asked. */
  embedQuestion?(text: string, weightOf: TermWeight): Float32Array;
}
