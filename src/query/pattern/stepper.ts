/**
 * One step of the nondeterministic program: from an ordered list of states over one byte to the next ordered list.
 * Order is preference: the first state of a list belongs to the match that leftmost-first search would take.
 * Lists hold BYTES, LOOK and MATCH states only; a look waits in the list until the byte after it is known.
 */
import { BYTES, FAIL, LOOK, MATCH, SPLIT, type Program } from './program.ts';

/** An ordered set of state ids (Briggs and Torczon's sparse set). */
export class Frontier {
  readonly ids: Int32Array;
  readonly #slot: Int32Array;
  size = 0;
  hasLook = false;
  /** True while a match may still begin further on. */
  isSearching = false;

  constructor(capacity: number) {
    this.ids = new Int32Array(capacity);
    this.#slot = new Int32Array(capacity);
  }

  clear(): void {
    this.size = 0;
    this.hasLook = false;
    this.isSearching = false;
  }

  add(id: number): boolean {
    const slot = this.#slot[id]!;
    if (slot < this.size && this.ids[slot] === id) return false;
    this.#slot[id] = this.size;
    this.ids[this.size++] = id;
    return true;
  }
}

export class Stepper {
  readonly program: Program;
  /** Where `step` leaves its result; the caller may swap in another frontier. */
  target: Frontier;
  readonly #resolved: Frontier;
  readonly #visited: Frontier;
  #stack: Int32Array;
  readonly #startIds: Int32Array;
  readonly #startHasLook: boolean;
  /** States handled since the last `takeWork`. */
  #work = 0;

  constructor(program: Program) {
    this.program = program;
    this.target = new Frontier(program.size);
    this.#resolved = new Frontier(program.size);
    this.#visited = new Frontier(program.size);
    this.#stack = new Int32Array(64);
    const start = new Frontier(program.size);
    this.#close(start, program.start, -1);
    this.#startIds = start.ids.slice(0, start.size);
    this.#startHasLook = start.hasLook;
  }

  /** Puts the list before any byte into `target`. */
  begin(isSearching: boolean): void {
    this.target.clear();
    this.target.isSearching = isSearching;
    this.#addStart();
  }

  /** Work done since the last call, in states. */
  takeWork(): number {
    const work = this.#work;
    this.#work = 0;
    return work;
  }

  /**
   * Steps from the list `ids[at .. at + size)` over `byte` (-1: end of text) into `target`, where the looks in the bits
   * of `looks` hold at the position before it. True when a match ends at that position.
   */
  step(
    ids: Int32Array,
    at: number,
    size: number,
    hasLook: boolean,
    isSearching: boolean,
    looks: number,
    byte: number,
  ): boolean {
    const { kind } = this.program;
    const target = this.target;
    target.clear();
    target.isSearching = isSearching;
    let from = ids;
    let i = at;
    let end = at + size;
    if (hasLook) {
      this.#resolve(ids, at, end, looks);
      from = this.#resolved.ids;
      i = 0;
      end = this.#resolved.size;
    }
    this.#work += end - i + 1;
    let isMatch = false;
    this.#visited.clear();
    for (; i < end; i++) {
      const id = from[i]!;
      if (kind[id] === BYTES) this.#advance(id, byte);
      else if (kind[id] === MATCH) {
        isMatch = true;
        if (this.program.isReverse) continue;
        target.isSearching = false;
        break;
      }
    }
    if (target.isSearching) this.#addStart();
    this.#work += target.size;
    return isMatch;
  }

  #addStart(): void {
    for (let i = 0; i < this.#startIds.length; i++) this.target.add(this.#startIds[i]!);
    if (this.#startHasLook) this.target.hasLook = true;
  }

  /** Follows the edge of a class node that takes `byte`, if there is one. */
  #advance(id: number, byte: number): void {
    const { first, second, edgeStart, edgeLo, edgeHi, edgeTo } = this.program;
    const node = first[id]!;
    for (let e = edgeStart[node]!; e < edgeStart[node + 1]!; e++) {
      if (byte > edgeHi[e]!) continue;
      if (byte < edgeLo[e]!) return;
      const to = edgeTo[e]!;
      if (to < 0) this.#close(this.target, second[id]!, -1);
      else this.target.add(id + to - node);
      return;
    }
  }

  #resolve(ids: Int32Array, at: number, end: number, looks: number): void {
    this.#resolved.clear();
    this.#visited.clear();
    for (let i = at; i < end; i++) this.#close(this.#resolved, ids[i]!, looks);
  }

  /** Adds what is reachable from `id` without a byte, in order of preference. `looks` -1 leaves looks waiting. */
  #close(into: Frontier, id: number, looks: number): void {
    const { kind, first, second } = this.program;
    let depth = 0;
    this.#push(depth++, id);
    while (depth > 0) {
      const top = this.#stack[--depth]!;
      const topKind = kind[top]!;
      if (topKind === SPLIT) {
        this.#work++;
        if (!this.#visited.add(top)) continue;
        this.#push(depth++, second[top]!);
        this.#push(depth++, first[top]!);
      } else if (topKind === LOOK && looks >= 0) {
        if ((looks & second[top]!) !== 0 && this.#visited.add(top)) this.#push(depth++, first[top]!);
      } else if (topKind !== FAIL) {
        into.add(top);
        if (topKind === LOOK) into.hasLook = true;
      }
    }
  }

  #push(depth: number, id: number): void {
    if (depth === this.#stack.length) {
      const wider = new Int32Array(depth * 2);
      wider.set(this.#stack);
      this.#stack = wider;
    }
    this.#stack[depth] = id;
  }
}
