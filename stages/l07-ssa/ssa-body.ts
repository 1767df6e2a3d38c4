/**
 * One body in SSA form as arrays: operations, blocks, edges, definitions, and who uses what. Read from the tables of L1, L4 and
 * L6, and reused from body to body.
 */
import { endOf } from '#columns';
import { freshRoom, type Ints, roomFor } from '#stage';
import { EDGE, MERGE, OP, VARIABLE_ITEM } from './codes.ts';
import { type FileTables } from './file-tables.ts';

export class SsaBody {
  tables!: FileTables;
  row = 0;
  /** Rows of the first operation, definition and variable. */
  firstOperation = 0;
  firstDefinition = 0;
  firstVariable = 0;

  operations = 0;
  opcode: Ints = new Int32Array(64);
  a: Ints = new Int32Array(64);
  b: Ints = new Int32Array(64);
  aux: Ints = new Int32Array(64);
  blockOf: Ints = new Int32Array(64);
  /** By operation: the definition of the name or path that it reads, -1 for none. */
  reads: Ints = new Int32Array(64);
  /** By operation `merge`: the `if` whose values it joins; and the other way round. */
  ifOf: Ints = new Int32Array(64);
  mergeOf: Ints = new Int32Array(64);

  blocks = 0;
  start: Ints = new Int32Array(64);
  dominator: Ints = new Int32Array(64);
  order: Ints = new Int32Array(64);
  edges = 0;
  source: Ints = new Int32Array(64);
  target: Ints = new Int32Array(64);
  kind: Ints = new Int32Array(64);
  /** Edges by source, those that no run takes left out. */
  firstOut: Ints = new Int32Array(64);
  outgoing: Ints = new Int32Array(64);
  /** By block: how many edges lead into it. */
  incoming: Ints = new Int32Array(64);

  definitions = 0;
  definitionKind: Ints = new Int32Array(64);
  variable: Ints = new Int32Array(64);
  definitionBlock: Ints = new Int32Array(64);
  operation: Ints = new Int32Array(64);
  value: Ints = new Int32Array(64);
  previous: Ints = new Int32Array(64);
  /** Merges of a block, and definitions that store the value of an operation, as lists. */
  firstMerge: Ints = new Int32Array(64);
  firstStored: Ints = new Int32Array(64);
  nextDefinition: Ints = new Int32Array(64);
  /** Operands of merge `m`: from `firstOperand[m]` to before `endOperand[m]`. */
  firstOperand: Ints = new Int32Array(64);
  endOperand: Ints = new Int32Array(64);
  operandEdge: Ints = new Int32Array(64);
  operandDefinition: Ints = new Int32Array(64);
  /** Merges by the definition that they merge, and operations by the definition that they read. */
  firstMerging: Ints = new Int32Array(64);
  merging: Ints = new Int32Array(64);
  firstReader: Ints = new Int32Array(64);
  reader: Ints = new Int32Array(64);
  /** Operations by the operation whose value they use, where that matters to constants. */
  firstUser: Ints = new Int32Array(64);
  user: Ints = new Int32Array(64);
  #brackets = new Int32Array(64);
  /** Operations that take values. */
  #takers = 0;

  load(tables: FileTables, row: number): void {
    this.tables = tables;
    this.row = row;
    this.#loadOperations();
    this.#loadBlocks();
    this.#loadDefinitions();
    this.#loadReads();
    this.#loadOperands();
    this.#linkUsers();
    this.#matchBrackets();
  }

  /** True for an edge that some run may take, as far as L4 knows. */
  counts(edge: number): boolean {
    return this.kind[edge] !== EDGE.stuck && this.isReached(this.source[edge]!) && this.isReached(this.target[edge]!);
  }

  isReached(block: number): boolean {
    return block === 0 || this.dominator[block]! >= 0;
  }

  #loadOperations(): void {
    const { bodies, operations } = this.tables;
    const from = bodies.operation.at(this.row);
    const count = endOf(bodies.operation, this.row, bodies.rows, operations.rows) - from;
    this.firstOperation = from;
    this.operations = count;
    this.opcode = freshRoom(this.opcode, count);
    this.a = freshRoom(this.a, count);
    this.b = freshRoom(this.b, count);
    this.aux = freshRoom(this.aux, count);
    const { opcode, a, b, aux } = operations;
    this.#takers = 0;
    for (let op = 0; op < count; op++) {
      const code = opcode.at(from + op);
      this.opcode[op] = code;
      this.#takers += TAKES_VALUES[code]!;
      this.a[op] = a.at(from + op);
      this.b[op] = b.at(from + op);
      this.aux[op] = aux.at(from + op);
    }
  }

  #loadBlocks(): void {
    const { flow, blocks, edges } = this.tables;
    const firstBlock = flow.block.at(this.row);
    const firstEdge = flow.edge.at(this.row);
    this.blocks = endOf(flow.block, this.row, flow.rows, blocks.rows) - firstBlock;
    this.edges = endOf(flow.edge, this.row, flow.rows, edges.rows) - firstEdge;
    const { blocks: blockCount, edges: edgeCount } = this;
    this.start = freshRoom(this.start, blockCount + 1);
    this.dominator = freshRoom(this.dominator, blockCount);
    this.order = freshRoom(this.order, blockCount);
    this.source = freshRoom(this.source, edgeCount);
    this.target = freshRoom(this.target, edgeCount);
    this.kind = freshRoom(this.kind, edgeCount);
    this.blockOf = freshRoom(this.blockOf, this.operations);
    for (let b = 0; b < blockCount; b++) {
      this.start[b] = blocks.operation.at(firstBlock + b);
      this.dominator[b] = blocks.dominator.at(firstBlock + b);
      this.order[b] = blocks.order.at(firstBlock + b);
    }
    this.start[blockCount] = this.operations;
    for (let b = 0; b < blockCount; b++) this.blockOf.fill(b, this.start[b], this.start[b + 1]);
    for (let e = 0; e < edgeCount; e++) {
      this.source[e] = edges.source.at(firstEdge + e);
      this.target[e] = edges.target.at(firstEdge + e);
      this.kind[e] = edges.kind.at(firstEdge + e);
    }
    this.#linkEdges();
  }

  #linkEdges(): void {
    this.firstOut = begin(this.firstOut, this.blocks);
    this.outgoing = freshRoom(this.outgoing, this.edges);
    this.incoming = freshRoom(this.incoming, this.blocks);
    this.incoming.fill(0, 0, this.blocks);
    for (let e = 0; e < this.edges; e++) {
      if (!this.counts(e)) continue;
      this.firstOut[this.source[e]! + 2]!++;
      this.incoming[this.target[e]!]!++;
    }
    sumUp(this.firstOut, this.blocks);
    for (let e = 0; e < this.edges; e++) {
      if (this.counts(e)) this.outgoing[this.firstOut[this.source[e]! + 1]!++] = e;
    }
  }

  #loadDefinitions(): void {
    const { chains, definitions } = this.tables;
    const from = chains.definition.at(this.row);
    const count = endOf(chains.definition, this.row, chains.rows, definitions.rows) - from;
    this.firstDefinition = from;
    this.firstVariable = chains.variable.at(this.row);
    this.definitions = count;
    this.definitionKind = freshRoom(this.definitionKind, count);
    this.variable = freshRoom(this.variable, count);
    this.definitionBlock = freshRoom(this.definitionBlock, count);
    this.operation = freshRoom(this.operation, count);
    this.value = freshRoom(this.value, count);
    this.previous = freshRoom(this.previous, count);
    this.nextDefinition = freshRoom(this.nextDefinition, count);
    this.firstMerge = freshRoom(this.firstMerge, this.blocks);
    this.firstStored = freshRoom(this.firstStored, this.operations);
    this.firstMerge.fill(-1, 0, this.blocks);
    this.firstStored.fill(-1, 0, this.operations);
    const { kind, variable, block, operation, value, previous } = definitions;
    for (let d = count - 1; d >= 0; d--) {
      this.definitionKind[d] = kind.at(from + d);
      this.variable[d] = variable.at(from + d);
      this.definitionBlock[d] = block.at(from + d);
      this.operation[d] = operation.at(from + d);
      this.value[d] = value.at(from + d);
      this.previous[d] = previous.at(from + d);
      this.#listDefinition(d);
    }
  }

  #listDefinition(d: number): void {
    if (this.definitionKind[d] === MERGE) {
      const block = this.definitionBlock[d]!;
      this.nextDefinition[d] = this.firstMerge[block]!;
      this.firstMerge[block] = d;
    } else if (this.value[d]! >= 0 && this.previous[d]! < 0) {
      const value = this.value[d]!;
      this.nextDefinition[d] = this.firstStored[value]!;
      this.firstStored[value] = d;
    } else this.nextDefinition[d] = -1;
  }

  #loadReads(): void {
    const { chains, uses, variables } = this.tables;
    const from = chains.use.at(this.row);
    const to = endOf(chains.use, this.row, chains.rows, uses.rows);
    this.reads = freshRoom(this.reads, this.operations);
    this.reads.fill(-1, 0, this.operations);
    this.firstReader = begin(this.firstReader, this.definitions);
    this.reader = freshRoom(this.reader, to - from);
    const { operation, variable, definition } = uses;
    for (let at = from; at < to; at++) {
      const d = definition.at(at);
      if (d < 0 || variables.kind.at(this.firstVariable + variable.at(at)) === VARIABLE_ITEM) continue;
      this.reads[operation.at(at)] = d;
      this.firstReader[d + 2]!++;
    }
    sumUp(this.firstReader, this.definitions);
    for (let op = 0; op < this.operations; op++) {
      const d = this.reads[op]!;
      if (d >= 0) this.reader[this.firstReader[d + 1]!++] = op;
    }
  }

  #loadOperands(): void {
    const { chains, operands } = this.tables;
    const from = chains.operand.at(this.row);
    const count = endOf(chains.operand, this.row, chains.rows, operands.rows) - from;
    this.firstOperand = freshRoom(this.firstOperand, this.definitions);
    this.endOperand = freshRoom(this.endOperand, this.definitions);
    this.firstMerging = begin(this.firstMerging, this.definitions);
    this.operandEdge = freshRoom(this.operandEdge, count);
    this.operandDefinition = freshRoom(this.operandDefinition, count);
    this.merging = freshRoom(this.merging, count);
    let before = -1;
    for (let i = 0; i < count; i++) {
      const merge = operands.merge.at(from + i);
      if (merge !== before) this.firstOperand[merge] = i;
      this.endOperand[merge] = i + 1;
      before = merge;
      this.operandEdge[i] = operands.edge.at(from + i);
      this.operandDefinition[i] = operands.definition.at(from + i);
      this.firstMerging[this.operandDefinition[i]! + 2]!++;
    }
    sumUp(this.firstMerging, this.definitions);
    for (let i = 0; i < count; i++) {
      this.merging[this.firstMerging[this.operandDefinition[i]! + 1]!++] = operands.merge.at(from + i);
    }
  }

  #linkUsers(): void {
    const { operations, opcode, a, b } = this;
    this.firstUser = begin(this.firstUser, operations);
    if (this.#takers === 0) return;
    for (let op = 0; op < operations; op++) {
      if (!TAKES_VALUES[opcode[op]!]) continue;
      if (a[op]! >= 0) this.firstUser[a[op]! + 2]!++;
      if (b[op]! >= 0) this.firstUser[b[op]! + 2]!++;
    }
    sumUp(this.firstUser, operations);
    this.user = freshRoom(this.user, this.firstUser[operations + 1]!);
    for (let op = 0; op < operations; op++) {
      if (!TAKES_VALUES[opcode[op]!]) continue;
      if (a[op]! >= 0) this.user[this.firstUser[a[op]! + 1]!++] = op;
      if (b[op]! >= 0) this.user[this.firstUser[b[op]! + 1]!++] = op;
    }
  }

  /** The `merge` behind an `end` joins the values of the `if` that ends there. */
  #matchBrackets(): void {
    const { operations, opcode } = this;
    this.ifOf = freshRoom(this.ifOf, operations);
    this.mergeOf = freshRoom(this.mergeOf, operations);
    this.ifOf.fill(-1, 0, operations);
    this.mergeOf.fill(-1, 0, operations);
    if (this.#takers === 0) return;
    let depth = 0;
    for (let op = 0; op < operations; op++) {
      const code = opcode[op]!;
      if (OPENS[code]) {
        this.#brackets = roomFor(this.#brackets, depth + 1);
        this.#brackets[depth++] = op;
      } else if (code === OP.end && depth > 0) {
        const open = this.#brackets[--depth]!;
        if (opcode[open] !== OP.if || op + 1 >= operations || opcode[op + 1] !== OP.merge) continue;
        this.ifOf[op + 1] = open;
        this.mergeOf[open] = op + 1;
      }
    }
  }
}

/** By opcode: its value, or the way that is taken behind it, follows from the values of its operands. */
export const TAKES_VALUES: Uint8Array = tableOf(
  OP.unary,
  OP.binary,
  OP.compare,
  OP.merge,
  OP.match,
  OP.if,
  OP.test,
  OP.guard,
);
const OPENS = tableOf(OP.if, OP.loop, OP.try, OP.with, OP.switch, OP.block);

function tableOf(...opcodes: readonly number[]): Uint8Array {
  const table = new Uint8Array(256);
  for (const code of opcodes) table[code] = 1;
  return table;
}

/** Begins a list of lists: counts go two places up, `sumUp` makes them ends, and filling makes them starts. */
function begin(array: Ints, lists: number): Ints {
  const room = freshRoom(array, lists + 2);
  room.fill(0, 0, lists + 2);
  return room;
}

function sumUp(array: Ints, lists: number): void {
  for (let i = 2; i <= lists + 1; i++) array[i]! += array[i - 1]!;
}
