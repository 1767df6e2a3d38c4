/**
 * The patterns of a body while it is walked: which operations they ask about, and what they captured. What a pattern captures
 * is known as a whole where its case is taken, although each name is stored behind a test of its own.
 */
import { subjectPlace, type FlowState, type PlaceKey } from './flow-state.ts';
import { either, type Term } from './term.ts';

export class MatchWalk {
  /** By the row of a subject: that of the pattern that asked about it last. Null while there was none. */
  #last: Map<number, number> | null = null;
  #captures: Map<PlaceKey, Term> | null = null;

  add(subject: number, row: number): void {
    (this.#last ??= new Map()).set(subject, row);
  }

  /** The row of the last pattern that asked about a subject, or -1. */
  last(subject: number): number {
    return this.#last?.get(subject) ?? -1;
  }

  /** What patterns let through of a subject; undefined where they said nothing. */
  narrowed(row: number, flow: FlowState): Term | undefined {
    return this.#last?.has(row) === true ? flow.get(subjectPlace(row)) : undefined;
  }

  /** A case begins: names that are stored until its pattern holds are captured by it. */
  case(): void {
    this.#captures = new Map();
  }

  get isCapturing(): boolean {
    return this.#captures !== null;
  }

  capture(place: PlaceKey | null, value: Term): void {
    if (this.#captures === null || place === null) return;
    const known = this.#captures.get(place);
    this.#captures.set(place, known === undefined ? value : either(known, value));
  }

  /** The pattern of the case holds: so does what it captured. */
  holds(flow: FlowState): void {
    for (const [place, value] of this.#captures ?? []) flow.know(place, value);
    this.#captures = null;
  }
}
