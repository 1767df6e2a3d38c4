/**
 * The loop nesting forest of P. Havlak ("Nesting of reducible and irreducible loops", TOPLAS 1997): each loop is what can
 * reach its header by a back edge without leaving the part of the spanning tree below it. A loop that is entered beside its
 * header is irreducible. Predecessors that are never reached do not count.
 */
import type { DepthFirst } from './depth-first.ts';
import { EMPTY, grownInt } from './edge-lists.ts';

export class LoopNesting {
  /** By preorder number: the header of the innermost loop around, for a header the one around its own; -1 for none. */
  header: Int32Array = new Int32Array(64);
  /** By preorder number: 1 for a header. */
  isHeader: Uint8Array = new Uint8Array(64);
  isIrreducible: Uint8Array = new Uint8Array(64);
  #union = new Int32Array(64);
  #mark = new Int32Array(64);
  #members = new Int32Array(64);
  /** Entries into an irreducible loop, as predecessors of its header. */
  #extra = new Int32Array(64);
  #extraBlock = new Int32Array(16);
  #extraNext = new Int32Array(16);
  #extras = 0;

  /** `reached`: how many blocks the entry reaches. Gives the work that was done. */
  find(search: DepthFirst, reached: number, start: Int32Array, neighbours: Int32Array): number {
    const { count } = search;
    if (this.header.length < count) this.#grow(2 * count);
    this.#extras = 0;
    for (let i = 0; i < count; i++) {
      this.header[i] = -1;
      this.isHeader[i] = 0;
      this.isIrreducible[i] = 0;
      this.#union[i] = i;
      this.#mark[i] = -1;
      this.#extra[i] = EMPTY;
    }
    let work = count;
    for (let w = count - 1; w >= 0; w--) {
      const members = this.#backEdges(w, search, start, neighbours);
      if (members > 0) work += this.#collect(w, members, search, reached, start, neighbours);
    }
    return work;
  }

  /** Puts the sources of the back edges of `w` into the work list; its length. */
  #backEdges(w: number, search: DepthFirst, start: Int32Array, neighbours: Int32Array): number {
    const block = search.vertex[w]!;
    let count = 0;
    for (let at = start[block]!; at < start[block + 1]!; at++) {
      const v = search.pre[neighbours[at]!]!;
      if (!search.isAncestor(w, v)) continue;
      this.isHeader[w] = 1;
      if (v !== w) count = this.#add(w, this.#find(v), count);
    }
    return count;
  }

  #add(w: number, member: number, count: number): number {
    if (member === w || this.#mark[member] === w) return count;
    this.#mark[member] = w;
    this.#members[count] = member;
    return count + 1;
  }

  /** Follows predecessors from the back edges up to the header; gives the number of edges looked at. */
  #collect(
    w: number,
    first: number,
    search: DepthFirst,
    reached: number,
    start: Int32Array,
    neighbours: Int32Array,
  ): number {
    let count = first;
    let work = 0;
    for (let i = 0; i < count; i++) {
      const x = this.#members[i]!;
      const block = search.vertex[x]!;
      for (let at = start[block]!; at < start[block + 1]!; at++) {
        const y = search.pre[neighbours[at]!]!;
        work++;
        if ((y >= reached && x < reached) || search.isAncestor(x, y)) continue;
        count = this.#enter(w, y, search, count);
      }
      for (let at = this.#extra[x]!; at >= 0; at = this.#extraNext[at]!) {
        work++;
        count = this.#enter(w, this.#extraBlock[at]!, search, count);
      }
    }
    for (let i = 0; i < count; i++) {
      this.#union[this.#members[i]!] = w;
      this.header[this.#members[i]!] = w;
    }
    return work;
  }

  /** A predecessor `y` of a member of the loop of `w`: a member too, or an entry beside the header. */
  #enter(w: number, y: number, search: DepthFirst, count: number): number {
    const outer = this.#find(y);
    if (search.isAncestor(w, outer)) return this.#add(w, outer, count);
    this.isIrreducible[w] = 1;
    const extra = this.#extras++;
    if (extra === this.#extraBlock.length) {
      this.#extraBlock = grownInt(this.#extraBlock);
      this.#extraNext = grownInt(this.#extraNext);
    }
    this.#extraBlock[extra] = outer;
    this.#extraNext[extra] = this.#extra[w]!;
    this.#extra[w] = extra;
    return count;
  }

  #find(v: number): number {
    const union = this.#union;
    let root = v;
    while (union[root] !== root) root = union[root]!;
    for (let at = v; union[at] !== root;) {
      const next = union[at]!;
      union[at] = root;
      at = next;
    }
    return root;
  }

  #grow(blocks: number): void {
    this.header = new Int32Array(blocks);
    this.isHeader = new Uint8Array(blocks);
    this.isIrreducible = new Uint8Array(blocks);
    this.#union = new Int32Array(blocks);
    this.#mark = new Int32Array(blocks);
    this.#members = new Int32Array(blocks);
    this.#extra = new Int32Array(blocks);
  }
}
