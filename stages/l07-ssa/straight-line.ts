/**
 * Bodies that run from their first operation to their last and compute nothing that could be folded: nearly half of all code.
 * Their definitions and uses are read once, in order. What they give is what the general way would give.
 */
import { endOf } from '#columns';
import { freshRoom, type Ints, roomFor } from '#stage';
import { FREE, OP, VARIABLE_ITEM } from './codes.ts';
import { VARYING, type Constants } from './constants.ts';
import { type FileTables } from './file-tables.ts';
import { initialValue, isPlain } from './initial-values.ts';
import type { Literals } from './literals.ts';
import { TAKES_VALUES } from './ssa-body.ts';

/** The blocks of such a body: itself, and the exit. */
const BLOCKS = 2;

export class StraightLine {
  definitions = 0;
  /** By definition. */
  version: Ints = new Int32Array(64);
  constant: Ints = new Int32Array(64);
  /** Loads whose value is a constant, in order. */
  loads = 0;
  load: Ints = new Int32Array(64);
  ofLoad: Ints = new Int32Array(64);
  readonly #constants: Constants;
  readonly #literals: Literals;
  #last = new Int32Array(64);
  /** By operation: the constant that it loads, plus 1; 0 for none. */
  #loaded = new Int32Array(64);

  constructor(constants: Constants, literals: Literals) {
    this.#constants = constants;
    this.#literals = literals;
  }

  /** Reads a body. False when it is not one of these. */
  read(tables: FileTables, row: number): boolean {
    const { flow, blocks, bodies, operations, chains, definitions, variables } = tables;
    if (endOf(flow.block, row, flow.rows, blocks.rows) - flow.block.at(row) > BLOCKS) return false;
    const from = bodies.operation.at(row);
    const end = endOf(bodies.operation, row, bodies.rows, operations.rows);
    for (let at = from; at < end; at++) if (TAKES_VALUES[operations.opcode.at(at)] === 1) return false;
    const first = chains.definition.at(row);
    const count = endOf(chains.definition, row, chains.rows, definitions.rows) - first;
    if (this.#hasLength(tables, first, count, from)) return false;
    this.definitions = count;
    this.loads = 0;
    this.version = freshRoom(this.version, count);
    this.constant = freshRoom(this.constant, count);
    const named = chains.variable.at(row);
    const names = endOf(chains.variable, row, chains.rows, variables.rows) - named;
    this.#last = freshRoom(this.#last, names);
    this.#last.fill(0, 0, names);
    this.#loaded = freshRoom(this.#loaded, end - from);
    this.#loaded.fill(0, 0, end - from);
    this.#walk(tables, row, first, count, from, named);
    return true;
  }

  /** What `len` gives has a range, and that is for the general way. */
  #hasLength({ definitions, operations, references }: FileTables, first: number, count: number, from: number): boolean {
    if (!this.#constants.isPython) return false;
    for (let d = first; d < first + count; d++) {
      const value = definitions.value.at(d);
      if (value < 0 || operations.opcode.at(from + value) !== OP.call) continue;
      const callee = operations.a.at(from + value);
      if (callee < 0 || operations.opcode.at(from + callee) !== OP.load) continue;
      const reference = operations.aux.at(from + callee);
      const isFree = reference >= 0 && references.scope.at(reference) === FREE;
      if (isFree && references.name.at(reference) === 'len') return true;
    }
    return false;
  }

  /** Definitions and the uses before each of them. */
  #walk(tables: FileTables, row: number, first: number, count: number, from: number, named: number): void {
    const { chains, uses, definitions, operations } = tables;
    const { kind, variable, operation, value, previous } = definitions;
    let use = chains.use.at(row);
    const end = endOf(chains.use, row, chains.rows, uses.rows);
    for (let d = 0; d < count; d++) {
      const at = first + d;
      const stored = value.at(at);
      this.version[d] = this.#last[variable.at(at)]!++;
      if (!isPlain(kind.at(at), stored, previous.at(at))) {
        this.constant[d] = initialValue(this.#constants, tables, row, kind.at(at), named + variable.at(at));
        continue;
      }
      for (; use < end && uses.operation.at(use) <= operation.at(at); use++) this.#read(tables, use, from, named);
      const code = operations.opcode.at(from + stored);
      if (code === OP.constant) this.constant[d] = this.#literals.at(operations.aux.at(from + stored));
      else this.constant[d] = this.#loaded[stored] === 0 ? VARYING : this.#loaded[stored]! - 1;
    }
    for (; use < end; use++) this.#read(tables, use, from, named);
  }

  #read({ uses, variables, operations }: FileTables, use: number, from: number, named: number): void {
    const d = uses.definition.at(use);
    if (d < 0 || this.constant[d]! < 0 || variables.kind.at(named + uses.variable.at(use)) === VARIABLE_ITEM) return;
    if (operations.opcode.at(from + uses.operation.at(use)) !== OP.load) return;
    const at = this.loads++;
    this.load = roomFor(this.load, at + 1);
    this.ofLoad = roomFor(this.ofLoad, at + 1);
    this.load[at] = uses.operation.at(use);
    this.ofLoad[at] = this.constant[d]!;
    this.#loaded[uses.operation.at(use)] = this.constant[d]! + 1;
  }
}
