/** Lists of blocks, or of whatever numbers, each known by its last node. Reused from body to body. */
import { freshRoom, type Ints, roomFor } from '#stage';

/** Each list reads backwards, and has no repeats in a row. */
export class BlockLists {
  /** The last node of each list, -1 for none; `next` leads to the one before. */
  head: Ints = new Int32Array(64);
  next: Ints = new Int32Array(64);
  block: Ints = new Int32Array(64);
  count = 0;

  begin(lists: number): void {
    this.head = freshRoom(this.head, lists);
    this.head.fill(-1, 0, lists);
    this.count = 0;
  }

  add(list: number, block: number): void {
    const head = this.head[list]!;
    if (head >= 0 && this.block[head] === block) return;
    const node = this.count++;
    if (node === this.next.length) {
      this.next = roomFor(this.next, node + 1);
      this.block = roomFor(this.block, node + 1);
    }
    this.next[node] = head;
    this.block[node] = block;
    this.head[list] = node;
  }
}
