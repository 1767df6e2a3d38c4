/**
 * Factored use-def chains (Wolfe, "High performance compilers for parallel computing", 1996): one walk down the dominator tree
 * gives each use the one definition that reaches it, and each merge its operands.
 */
import { freshRoom, type Ints } from '#stage';
import { EVENT, PARTIAL_WRITE, READ, WRITE, type Accesses } from './accesses.ts';
import { EXCEPTION, type BodyGraph } from './body-graph.ts';
import { MERGE } from './codes.ts';
import { Definitions } from './definitions.ts';
import { FlowState } from './flow-state.ts';
import type { Merges } from './merges.ts';

/** No definition reaches; and: what is read is no longer that variable. */
const UNREACHED = -1;
export const OTHER = -2;

export class Chains {
  readonly definitions: Definitions = new Definitions();
  /** By access: the definition that reaches a read, or that a write makes. */
  reached: Ints = new Int32Array(64);
  readonly #state = new FlowState();
  /** By operation: the definition whose value it reads. */
  #read = new Int32Array(64);
  #stack = new Int32Array(64);
  #next = new Int32Array(64);
  #marks = new Int32Array(64);
  #graph!: BodyGraph;
  #accesses!: Accesses;
  #merges!: Merges;

  build(graph: BodyGraph, accesses: Accesses, merges: Merges, variables: number): void {
    this.#graph = graph;
    this.#accesses = accesses;
    this.#merges = merges;
    this.definitions.clear();
    this.reached = freshRoom(this.reached, accesses.count);
    this.reached.fill(UNREACHED, 0, accesses.count);
    this.#read = freshRoom(this.#read, graph.operations);
    this.#read.fill(-1, 0, graph.operations);
    this.#state.begin(accesses, this.definitions, variables);
    this.#addMerges();
    this.#walk();
    this.#addUnreached();
  }

  /** Makes all merges before the walk, and puts them in the place of their variables in the lists. */
  #addMerges(): void {
    const { blocks, firstIn } = this.#graph;
    const { head, next, block: variable } = this.#merges.variables;
    for (let b = 0; b < blocks; b++) {
      for (let node = head[b]!; node >= 0; node = next[node]!) {
        const merge = this.definitions.add(MERGE, variable[node]!, b, -1, -1, -1);
        this.definitions.addOperands(merge, firstIn[b + 1]! - firstIn[b]!);
        variable[node] = merge;
      }
    }
  }

  /** Down the dominator tree and up again, without recursion. */
  #walk(): void {
    const { blocks, firstChild, child } = this.#graph;
    const state = this.#state;
    this.#stack = freshRoom(this.#stack, blocks);
    this.#next = freshRoom(this.#next, blocks);
    this.#marks = freshRoom(this.#marks, blocks);
    let depth = 0;
    const enter = (block: number): void => {
      this.#stack[depth] = block;
      this.#next[depth] = firstChild[block]!;
      this.#marks[depth++] = state.mark;
      this.#visit(block);
    };
    enter(0);
    while (depth > 0) {
      const block = this.#stack[depth - 1]!;
      const at = this.#next[depth - 1]!;
      if (at < firstChild[block + 1]!) {
        this.#next[depth - 1] = at + 1;
        enter(child[at]!);
      } else state.goBack(this.#marks[--depth]!);
    }
  }

  #visit(block: number): void {
    const state = this.#state;
    const { events, variables, firstAccess } = this.#merges;
    state.tick();
    for (let node = events.head[block]!; node >= 0; node = events.next[node]!)
      state.happen(events.block[node]!, -1, block);
    for (let node = variables.head[block]!; node >= 0; node = variables.next[node]!) {
      const merge = variables.block[node]!;
      state.define(this.definitions.variable[merge]!, merge);
    }
    const { what, operation, hoisted } = this.#accesses;
    const end = firstAccess[block + 1]!;
    let before = -1;
    let isOpen = this.#graph.hasExceptions;
    for (let i = firstAccess[block]!; i < end; i++) {
      if (operation[i] !== before) state.tick();
      before = operation[i]!;
      if (isOpen && i >= hoisted && (what[i] === WRITE || what[i] === PARTIAL_WRITE)) {
        this.#leave(block, true);
        isOpen = false;
      }
      this.#take(i, block);
    }
    if (isOpen) this.#leave(block, true);
    this.#leave(block, false);
  }

  /** Gives the merges behind the edges out of a block what holds here. Exceptions leave before the first write. */
  #leave(block: number, isException: boolean): void {
    const { firstOut, outgoing, kind, target, position } = this.#graph;
    const { head, next, block: merge } = this.#merges.variables;
    const { operand, merged, variable } = this.definitions;
    for (let i = firstOut[block]!; i < firstOut[block + 1]!; i++) {
      const edge = outgoing[i]!;
      if ((kind[edge] === EXCEPTION) !== isException) continue;
      for (let node = head[target[edge]!]!; node >= 0; node = next[node]!) {
        const row = merge[node]!;
        merged[operand[row]! + position[edge]!] = this.#state.reach(variable[row]!);
      }
    }
  }

  #take(access: number, block: number): void {
    const { what, subject, operation } = this.#accesses;
    const variable = subject[access]!;
    if (what[access] === EVENT) this.#state.happen(variable, operation[access]!, block);
    else if (what[access] === READ) this.#readAt(access, variable);
    else this.#writeAt(access, variable, block);
  }

  #readAt(access: number, variable: number): void {
    const { operation } = this.#accesses;
    if (!this.#isMeant(access, variable)) {
      this.reached[access] = OTHER;
      return;
    }
    const definition = this.#state.reach(variable);
    this.reached[access] = definition;
    // What an object holds comes after the object among the reads of one operation.
    if (this.#read[operation[access]!]! < 0) this.#read[operation[access]!] = definition;
  }

  #writeAt(access: number, variable: number, block: number): void {
    const { what, operation, kind, value } = this.#accesses;
    const isWhole = what[access] === WRITE && this.#isMeant(access, variable);
    const previous = isWhole ? -1 : this.#state.reach(variable);
    const made = this.definitions.add(kind[access]!, variable, block, operation[access]!, value[access]!, previous);
    this.#state.define(variable, made);
    this.reached[access] = made;
  }

  /** False when the base was written since its value was read: then the member is that of another object. */
  #isMeant(access: number, variable: number): boolean {
    const { via, base } = this.#accesses;
    if (via[access]! < 0) return true;
    return this.#state.holds(base[variable]!, this.#read[via[access]!]!);
  }

  /** Definitions in code that nothing reaches: they are there, and reach nothing. */
  #addUnreached(): void {
    const { blocks } = this.#graph;
    const { what, subject, operation, kind, value, hoisted } = this.#accesses;
    const { firstAccess } = this.#merges;
    for (let b = 0; b < blocks; b++) {
      if (this.#graph.isReached(b)) continue;
      for (let i = Math.max(hoisted, firstAccess[b]!); i < firstAccess[b + 1]!; i++) {
        if (what[i] !== WRITE && what[i] !== PARTIAL_WRITE) continue;
        this.reached[i] = this.definitions.add(kind[i]!, subject[i]!, b, operation[i]!, value[i]!, -1);
      }
    }
  }
}
