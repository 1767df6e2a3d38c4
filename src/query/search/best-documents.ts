/** Keeps the best documents seen so far in a heap whose root is the worst of them. Of equal scores the earlier one wins. */

export interface ScoredDocument {
  readonly score: number;
  /** Position of the file in the corpus, and its chunk row: the order of equal scores. */
  readonly file: number;
  readonly chunk: number;
}

export class BestDocuments {
  readonly #limit: number;
  readonly #heap: ScoredDocument[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** A document below this score cannot be among the best. */
  get threshold(): number {
    if (this.#limit === 0) return Infinity;
    return this.#heap.length < this.#limit ? 0 : this.#heap[0]!.score;
  }

  add(score: number, file: number, chunk: number): void {
    const heap = this.#heap;
    if (heap.length < this.#limit) {
      heap.push({ score, file, chunk });
      this.#rise(heap.length - 1);
      return;
    }
    const worst = heap[0];
    if (worst === undefined || score < worst.score) return;
    const document = { score, file, chunk };
    if (compare(document, worst) > 0) return;
    heap[0] = document;
    this.#sink();
  }

  /** Best first. */
  sorted(): ScoredDocument[] {
    return this.#heap.toSorted(compare);
  }

  #rise(from: number): void {
    const heap = this.#heap;
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (compare(heap[at]!, heap[parent]!) <= 0) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  #sink(): void {
    const heap = this.#heap;
    let at = 0;
    for (;;) {
      let worst = at;
      for (let child = 2 * at + 1; child <= 2 * at + 2 && child < heap.length; child++) {
        if (compare(heap[child]!, heap[worst]!) > 0) worst = child;
      }
      if (worst === at) return;
      this.#swap(at, worst);
      at = worst;
    }
  }

  #swap(a: number, b: number): void {
    const kept = this.#heap[a]!;
    this.#heap[a] = this.#heap[b]!;
    this.#heap[b] = kept;
  }
}

function compare(a: ScoredDocument, b: ScoredDocument): number {
  return b.score - a.score || a.file - b.file || a.chunk - b.chunk;
}
