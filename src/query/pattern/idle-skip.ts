/**
 * Passes quickly over bytes that cannot begin a match: in the idle state most bytes lead back to it.
 * Used only when source text is expected to leave that state seldom.
 */
import { byteFrequency } from './byte-frequency.ts';
import { UNKNOWN, type LazyDfa } from './lazy-dfa.ts';

/** Texts shorter than this are not worth the table. */
const MIN_LENGTH = 64;
/** Thousandths of text that may leave the idle state. */
const MAX_LEAVING = 150;
/** A state that no scan is ever in. */
export const NEVER = 0;

export class IdleSkip {
  readonly #dfa: LazyDfa;
  readonly #stays: Uint8Array = new Uint8Array(256);
  #epoch = -1;
  #state = NEVER;

  constructor(dfa: LazyDfa) {
    this.#dfa = dfa;
  }

  /** Learns the idle state of this epoch. May build states and clear the table: call it before a state is held. */
  prepare(length: number): void {
    const dfa = this.#dfa;
    if (this.#epoch === dfa.epoch || length < MIN_LENGTH) return;
    const idle = dfa.start(0x20);
    const epoch = dfa.epoch;
    let leaving = 0;
    for (let byte = 0; byte < 256 && leaving <= MAX_LEAVING; byte++) {
      const byteClass = dfa.classes.classOf[byte]!;
      let next = dfa.table.cells[idle + byteClass]!;
      if (next === UNKNOWN) next = dfa.step(idle, byteClass);
      this.#stays[byte] = next === idle ? 1 : 0;
      if (next !== idle) leaving += byteFrequency(byte);
    }
    this.#state = leaving <= MAX_LEAVING && dfa.epoch === epoch ? idle : NEVER;
    this.#epoch = dfa.epoch;
  }

  /** The idle state while it is worth skipping in, else `NEVER`. */
  state(): number {
    return this.#epoch === this.#dfa.epoch ? this.#state : NEVER;
  }

  /** The first position from `at` on whose byte leaves the idle state, or `limit`. */
  skip(bytes: Uint8Array, at: number, limit: number): number {
    const stays = this.#stays;
    let i = at;
    while (i < limit && stays[bytes[i]!] === 1) i++;
    return i;
  }
}
