/** Version numbers: the definitions of each variable in an order in which what dominates comes first. */
import { freshRoom, type Ints } from '#stage';
import { blocksInOrder } from './dominator-tree.ts';
import type { SsaBody } from './ssa-body.ts';

export class Versions {
  /** By definition. */
  version: Ints = new Int32Array(64);
  #last = new Int32Array(64);
  #blocks = new Int32Array(64);
  #first = new Int32Array(64);
  #next = new Int32Array(64);

  number(body: SsaBody, variables: number): void {
    const { definitions, definitionBlock, variable, blocks } = body;
    this.version = freshRoom(this.version, definitions);
    this.#last = freshRoom(this.#last, variables);
    this.#last.fill(0, 0, variables);
    if (isInOrder(body)) {
      for (let d = 0; d < definitions; d++) this.version[d] = this.#last[variable[d]!]!++;
      return;
    }
    this.#blocks = blocksInOrder(this.#blocks, body);
    this.#first = freshRoom(this.#first, blocks);
    this.#next = freshRoom(this.#next, definitions);
    this.#first.fill(-1, 0, blocks);
    for (let d = definitions - 1; d >= 0; d--) {
      this.#next[d] = this.#first[definitionBlock[d]!]!;
      this.#first[definitionBlock[d]!] = d;
    }
    for (let i = 0; i < blocks; i++) {
      for (let d = this.#first[this.#blocks[i]!]!; d >= 0; d = this.#next[d]!)
        this.version[d] = this.#last[variable[d]!]!++;
    }
  }
}

/** True when blocks stand in reverse postorder, as they mostly do. */
function isInOrder({ blocks, order }: SsaBody): boolean {
  for (let b = 1; b < blocks; b++) if (order[b]! < order[b - 1]!) return false;
  return true;
}
