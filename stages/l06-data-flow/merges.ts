/**
 * Where definitions meet: merges by iterated dominance frontiers (Cytron et al. 1991), only where the variable is live (Choi,
 * Cytron, Ferrante: "Automatic construction of sparse data flow evaluation graphs", POPL 1991). Each variable costs what its
 * own definitions and uses reach, never the whole graph. A write of a base is a write of all that hangs on it.
 */
import { freshRoom, type Fuel, type Ints, roomFor } from '#stage';
import { EVENT, PARTIAL_WRITE, READ, WRITE, type Accesses } from './accesses.ts';
import { EXCEPTION, type BodyGraph } from './body-graph.ts';
import { BlockLists } from './block-lists.ts';
import { Frontier } from './frontier.ts';

export class Merges {
  /** By block: the first access in it; behind the last block the number of accesses. */
  firstAccess: Ints = new Int32Array(64);
  /** By block: the variables that merge there. */
  readonly variables: BlockLists = new BlockLists();
  /** By block: the causes whose events meet there. */
  readonly events: BlockLists = new BlockLists();
  readonly #frontier = new Frontier();
  /** By variable: blocks that read what they did not write, and blocks that write. */
  readonly #reads = new BlockLists();
  readonly #writes = new BlockLists();
  /** By cause: blocks where it happens. */
  readonly #causes = new BlockLists();
  /** By variable: the last block that writes it, plus 1. */
  #written = new Int32Array(64);
  #stamp = 0;
  #live = new Int32Array(64);
  #killed = new Int32Array(64);
  #queue = new Int32Array(64);

  /** Finds the merges of a body. False when the fuel is used up. */
  place(graph: BodyGraph, accesses: Accesses, variables: number, fuel: Fuel): boolean {
    const { blocks } = graph;
    this.variables.begin(blocks);
    this.events.begin(blocks);
    this.#index(graph, accesses);
    if (!graph.hasJoins && !graph.hasExceptions) return true;
    this.#frontier.build(graph);
    this.#collect(graph, accesses, variables);
    this.#live = freshRoom(this.#live, blocks);
    this.#killed = freshRoom(this.#killed, blocks);
    this.#queue = freshRoom(this.#queue, blocks);
    for (let cause = 0; cause < accesses.causes; cause++) if (!this.#placeEvents(cause, fuel)) return false;
    // Lists read backwards: the last variable goes in first.
    for (let v = variables - 1; v >= 0; v--) {
      if (this.#reads.head[v]! >= 0 && !this.#placeVariable(graph, accesses, v, fuel)) return false;
    }
    return true;
  }

  /** Divides the accesses by blocks. Hoisted ones belong to the entry. */
  #index({ blocks, start }: BodyGraph, { count, operation, hoisted }: Accesses): void {
    this.firstAccess = roomFor(this.firstAccess, blocks + 1);
    let at = hoisted;
    this.firstAccess[0] = 0;
    for (let b = 1; b <= blocks; b++) {
      while (at < count && operation[at]! < start[b]!) at++;
      this.firstAccess[b] = b === blocks ? count : at;
    }
  }

  #collect(graph: BodyGraph, accesses: Accesses, variables: number): void {
    const { what, subject, base } = accesses;
    this.#reads.begin(variables);
    this.#writes.begin(variables);
    this.#causes.begin(accesses.causes);
    this.#written = freshRoom(this.#written, variables);
    this.#written.fill(0, 0, variables);
    for (let b = 0; b < graph.blocks; b++) {
      if (!graph.isReached(b)) continue;
      const end = this.firstAccess[b + 1]!;
      for (let i = this.firstAccess[b]!; i < end; i++) {
        const v = subject[i]!;
        const kind = what[i];
        if (kind === EVENT) this.#causes.add(v, b);
        if ((kind === READ || kind === PARTIAL_WRITE) && !this.#isWritten(v, b, base)) this.#reads.add(v, b);
        if (kind === WRITE || kind === PARTIAL_WRITE) {
          this.#writes.add(v, b);
          this.#written[v] = b + 1;
        }
      }
    }
  }

  #isWritten(variable: number, block: number, base: Int32Array): boolean {
    for (let v = variable; v >= 0; v = base[v]!) if (this.#written[v] === block + 1) return true;
    return false;
  }

  #placeEvents(cause: number, fuel: Fuel): boolean {
    const { head, next, block } = this.#causes;
    if (head[cause]! < 0) return true;
    this.#frontier.begin();
    for (let node = head[cause]!; node >= 0; node = next[node]!) this.#frontier.add(block[node]!);
    const count = this.#frontier.close();
    for (let i = 0; i < count; i++) this.events.add(this.#frontier.closure[i]!, cause);
    return fuel.burn(count + this.#frontier.visited);
  }

  #placeVariable(graph: BodyGraph, { base }: Accesses, variable: number, fuel: Fuel): boolean {
    const stamp = ++this.#stamp;
    this.#frontier.begin();
    let spent = 0;
    for (let v = variable; v >= 0; v = base[v]!) spent += this.#addWrites(graph, v, stamp);
    const closed = this.#frontier.close();
    spent += this.#frontier.visited;
    if (closed === 0) return fuel.burn(spent);
    return fuel.burn(spent + closed + this.#walkLive(graph, variable, stamp));
  }

  /** Adds where a variable is written. An exception leaves before the writes of its block: it meets them at its handler. */
  #addWrites({ firstOut, outgoing, kind, target }: BodyGraph, variable: number, stamp: number): number {
    const { head, next, block } = this.#writes;
    let count = 0;
    for (let node = head[variable]!; node >= 0; node = next[node]!) {
      const b = block[node]!;
      count++;
      this.#killed[b] = stamp;
      this.#frontier.add(b);
      for (let i = firstOut[b]!; i < firstOut[b + 1]!; i++) {
        const edge = outgoing[i]!;
        if (kind[edge] === EXCEPTION) this.#frontier.take(target[edge]!);
      }
    }
    return count;
  }

  /** Walks backwards over the blocks where the variable is live, and merges in those of the closure. */
  #walkLive(graph: BodyGraph, variable: number, stamp: number): number {
    const { firstIn, incoming, source, kind } = graph;
    const queue = this.#queue;
    let waiting = 0;
    let steps = 0;
    const { head, next, block } = this.#reads;
    for (let node = head[variable]!; node >= 0; node = next[node]!) {
      this.#live[block[node]!] = stamp;
      queue[waiting++] = block[node]!;
    }
    while (waiting > 0) {
      const b = queue[--waiting]!;
      if (this.#frontier.has(b)) this.variables.add(b, variable);
      steps += firstIn[b + 1]! - firstIn[b]! + 1;
      for (let i = firstIn[b]!; i < firstIn[b + 1]!; i++) {
        const before = source[incoming[i]!]!;
        if (this.#live[before] === stamp) continue;
        if (this.#killed[before] === stamp && kind[incoming[i]!] !== EXCEPTION) continue;
        this.#live[before] = stamp;
        queue[waiting++] = before;
      }
    }
    return steps;
  }
}
