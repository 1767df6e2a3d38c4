/**
 * Blocks and edges while they are made. An edge whose target is not there yet waits in a list; lists are circular and known
 * by their last edge, so that joining two costs nothing. Reused from body to body; never keeps anything of one.
 */
import { BLOCK_FLAG } from '#facts';
import { EXCEPTION } from './flow-codes.ts';

/** The list without edges. */
export const EMPTY = -1;

export class EdgeLists {
  blocks = 0;
  /** First operation of each block. */
  start: Int32Array = new Int32Array(64);
  flags: Uint8Array = new Uint8Array(64);
  edges = 0;
  source: Int32Array = new Int32Array(128);
  target: Int32Array = new Int32Array(128);
  kind: Uint8Array = new Uint8Array(128);
  #next = new Int32Array(128);
  /** The block that operations are added to, or -1. */
  current = -1;
  /** Edges that wait for the block of the next operation. */
  fall: number = EMPTY;
  /** Edges that take the outcome of the condition that is evaluated now: they know it already. */
  knownTrue: number = EMPTY;
  knownFalse: number = EMPTY;
  /** The outcome of that condition where control flows on, or -1 when it is open. */
  settled = -1;
  /** The current block has an operation that may raise where something catches. */
  raises = false;
  /** The current block has a definition: nothing that may raise may follow. */
  defines = false;

  clear(): void {
    this.blocks = 0;
    this.edges = 0;
    this.current = -1;
    this.fall = EMPTY;
    this.knownTrue = EMPTY;
    this.knownFalse = EMPTY;
    this.settled = -1;
    this.raises = false;
    this.defines = false;
  }

  isReachable(block: number): boolean {
    return (this.flags[block]! & BLOCK_FLAG.unreachable) === 0;
  }

  /** A new edge out of a block, without a target. It is a list of its own. */
  edge(source: number, kind: number): number {
    const edge = this.edges++;
    if (edge === this.source.length) this.#growEdges();
    this.source[edge] = source;
    this.kind[edge] = kind;
    this.#next[edge] = edge;
    return edge;
  }

  join(a: number, b: number): number {
    if (a < 0) return b;
    if (b < 0) return a;
    const first = this.#next[a]!;
    this.#next[a] = this.#next[b]!;
    this.#next[b] = first;
    return b;
  }

  /** Gives all edges of a list their target. True when one of them comes from a reachable block. */
  direct(list: number, target: number): boolean {
    let isReached = false;
    if (list < 0) return isReached;
    let at = list;
    do {
      at = this.#next[at]!;
      this.target[at] = target;
      isReached ||= this.isReachable(this.source[at]!);
    } while (at !== list);
    return isReached;
  }

  /** True when an edge of the list comes from a reachable block. */
  isLive(list: number): boolean {
    if (list < 0) return false;
    let at = list;
    do {
      at = this.#next[at]!;
      if (this.isReachable(this.source[at]!)) return true;
    } while (at !== list);
    return false;
  }

  /** True when an edge of the list is of another kind. */
  hasOther(list: number, kind: number): boolean {
    if (list < 0) return false;
    let at = list;
    do {
      at = this.#next[at]!;
      if (this.kind[at] !== kind) return true;
    } while (at !== list);
    return false;
  }

  /** Gives the edges of a list that are of one kind another. */
  relabel(list: number, from: number, to: number): void {
    if (list < 0) return;
    let at = list;
    do {
      at = this.#next[at]!;
      if (this.kind[at] === from) this.kind[at] = to;
    } while (at !== list);
  }

  /** New edges of a kind from the sources of a list, as a list. */
  copy(list: number, kind: number): number {
    let copied = EMPTY;
    if (list < 0) return copied;
    let at = list;
    do {
      at = this.#next[at]!;
      copied = this.join(copied, this.edge(this.source[at]!, kind));
    } while (at !== list);
    return copied;
  }

  /** Begins a block at an operation with the edges that wait for it. */
  open(operation: number): number {
    const block = this.blocks++;
    if (block === this.start.length) this.#growBlocks();
    this.start[block] = operation;
    this.flags[block] = 0;
    this.current = block;
    const isReached = this.direct(this.fall, block) || block === 0;
    this.fall = EMPTY;
    if (!isReached) this.flags[block] = BLOCK_FLAG.unreachable;
    return block;
  }

  /** Ends the current block. Gives the edge of what may raise in it, or -1. */
  close(): number {
    const edge = this.raises ? this.edge(this.current, EXCEPTION) : EMPTY;
    this.current = -1;
    this.raises = false;
    this.defines = false;
    return edge;
  }

  #growBlocks(): void {
    this.start = grownInt(this.start);
    this.flags = grownBytes(this.flags);
  }

  #growEdges(): void {
    this.source = grownInt(this.source);
    this.target = grownInt(this.target);
    this.#next = grownInt(this.#next);
    this.kind = grownBytes(this.kind);
  }
}

export function grownInt(array: Int32Array): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(2 * array.length);
  wider.set(array);
  return wider;
}

function grownBytes(array: Uint8Array): Uint8Array {
  const wider = new Uint8Array(2 * array.length);
  wider.set(array);
  return wider;
}
