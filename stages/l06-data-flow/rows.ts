/**
 * Writes the rows of one body: definitions in order of their place, without merges, entries and clobbers that no use needs;
 * uses in order of operations; operands of merges. Reused from body to body.
 */
import type { TableBuilder } from '#columns';
import type { flowDefinition, flowUse, mergeOperand } from '#facts';
import { freshRoom } from '#stage';
import { READ, type Accesses } from './accesses.ts';
import type { BodyGraph } from './body-graph.ts';
import { OTHER, type Chains } from './chains.ts';
import { CLOBBER, ENTRY, MERGE } from './codes.ts';
import type { Definitions } from './definitions.ts';

export class Rows {
  /** Definitions that are written, in order. */
  #order = new Int32Array(64);
  #count = 0;
  /** By definition: 0 when nothing needs it; then its ordinal. */
  #ordinal = new Int32Array(64);
  #queue = new Int32Array(64);
  /** By place: how many definitions stand before it. */
  #before = new Int32Array(64);
  /** By operation: the stamp of the body when it is hoisted. */
  #hoisted = new Int32Array(64);
  #stamp = 0;

  /** Finds which definitions are needed, and their order. */
  arrange({ definitions, reached }: Chains, accesses: Accesses, graph: BodyGraph): void {
    const { count } = definitions;
    this.#ordinal = freshRoom(this.#ordinal, count);
    this.#queue = freshRoom(this.#queue, count);
    this.#order = freshRoom(this.#order, count);
    this.#ordinal.fill(-1, 0, count);
    this.#mark(definitions, accesses, reached, graph);
    this.#sort(definitions, accesses, graph);
  }

  writeDefinitions(out: TableBuilder<typeof flowDefinition.columns>, definitions: Definitions): void {
    const { kind, variable, block, operation, value, previous } = definitions;
    for (let i = 0; i < this.#count; i++) {
      const from = this.#order[i]!;
      const row = out.add();
      const { col } = out;
      col.kind[row] = kind[from]!;
      col.variable[row] = variable[from]!;
      col.block[row] = block[from]!;
      col.operation[row] = operation[from]!;
      col.value[row] = value[from]!;
      col.previous[row] = this.#written(previous[from]!);
    }
  }

  writeUses(out: TableBuilder<typeof flowUse.columns>, accesses: Accesses, reached: Int32Array): void {
    const { count, what, subject, operation } = accesses;
    for (let i = 0; i < count; i++) {
      if (what[i] !== READ || reached[i] === OTHER) continue;
      const row = out.add();
      const { col } = out;
      col.operation[row] = operation[i]!;
      col.variable[row] = subject[i]!;
      col.definition[row] = this.#written(reached[i]!);
    }
  }

  writeOperands(out: TableBuilder<typeof mergeOperand.columns>, definitions: Definitions, graph: BodyGraph): void {
    const { firstIn, incoming } = graph;
    for (let i = 0; i < this.#count; i++) {
      const merge = this.#order[i]!;
      if (definitions.kind[merge] !== MERGE) continue;
      const block = definitions.block[merge]!;
      const first = firstIn[block]!;
      for (let at = first; at < firstIn[block + 1]!; at++) {
        const row = out.add();
        out.col.merge[row] = i;
        out.col.edge[row] = incoming[at]!;
        out.col.definition[row] = this.#written(definitions.merged[definitions.operand[merge]! + at - first]!);
      }
    }
  }

  #written(definition: number): number {
    return definition < 0 ? -1 : this.#ordinal[definition]!;
  }

  /** What is written in the source, and all that reaches a use. */
  #mark(definitions: Definitions, accesses: Accesses, reached: Int32Array, graph: BodyGraph): void {
    const { kind, previous, merged, operand, block } = definitions;
    let waiting = 0;
    const need = (definition: number): void => {
      if (definition < 0 || this.#ordinal[definition]! >= 0) return;
      this.#ordinal[definition] = 0;
      this.#queue[waiting++] = definition;
    };
    for (let i = 0; i < accesses.count; i++) if (accesses.what[i] === READ) need(reached[i]!);
    for (let i = 0; i < definitions.count; i++) {
      if (kind[i] !== MERGE && kind[i] !== CLOBBER && kind[i] !== ENTRY) need(i);
    }
    while (waiting > 0) {
      const definition = this.#queue[--waiting]!;
      need(previous[definition]!);
      if (kind[definition] !== MERGE) continue;
      const edges = graph.firstIn[block[definition]! + 1]! - graph.firstIn[block[definition]!]!;
      for (let i = 0; i < edges; i++) need(merged[operand[definition]! + i]!);
    }
  }

  /** Entries at 0, what is hoisted and what follows from it at 1, then two places per operation. */
  #placeOf({ kind, operation, block }: Definitions, { start }: BodyGraph, definition: number): number {
    if (kind[definition] === ENTRY) return 0;
    const at = operation[definition]!;
    if (at < 0) return 1 + 2 * start[block[definition]!]!;
    return this.#hoisted[at] === this.#stamp ? 1 : 2 + 2 * at;
  }

  /** Counts by place, then sorts: entries, then by block what meets at its start, then what its operations do. */
  #sort(definitions: Definitions, accesses: Accesses, graph: BodyGraph): void {
    const { count } = definitions;
    this.#hoisted = freshRoom(this.#hoisted, graph.operations);
    this.#stamp++;
    for (let i = 0; i < accesses.hoisted; i++) this.#hoisted[accesses.operation[i]!] = this.#stamp;
    const places = 2 * graph.operations + 4;
    this.#before = freshRoom(this.#before, places);
    const before = this.#before;
    before.fill(0, 0, places);
    for (let i = 0; i < count; i++) if (this.#ordinal[i] === 0) before[this.#placeOf(definitions, graph, i) + 1]!++;
    for (let at = 1; at < places; at++) before[at]! += before[at - 1]!;
    this.#count = before[places - 1]!;
    for (let i = 0; i < count; i++) {
      if (this.#ordinal[i] !== 0) continue;
      const at = before[this.#placeOf(definitions, graph, i)]!++;
      this.#order[at] = i;
      this.#ordinal[i] = at;
    }
  }
}
