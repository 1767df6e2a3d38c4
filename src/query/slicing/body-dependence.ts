/**
 * What each operation and each definition of one body depends on, read from the facts when it is asked. A node is an
 * operation (its ordinal) or a definition (its ordinal behind the operations). Knows no other body.
 */
import { endOf, type ReaderOf } from '#columns';
import {
  argument,
  basicBlock,
  body,
  call,
  chainBody,
  codeOf,
  controlDependence,
  FLOW_EDGE_KINDS,
  flowBody,
  flowDefinition,
  flowEdge,
  flowUse,
  mergeOperand,
  OPCODES,
  operation,
  parameterNode,
  PARAMETER_NODE_KINDS,
  pdgBody,
  statement,
} from '#facts';
import type { UnitId } from '#core';
import type { View } from '../view.ts';

/**
 * Why one node depends on another. `data`: it uses the value. `address`: it uses it to find the value (the object of a member,
 * a key, what is called). `control`: it decides whether the node runs.
 */
export type Reason = 'data' | 'address' | 'control';
export type VisitDependence = (node: number, reason: Reason) => void;

// Safe because: the keys are the names of `OPCODES`.
const OP = Object.fromEntries(OPCODES.map((name, code) => [name, code])) as Record<(typeof OPCODES)[number], number>;
const EXCEPTION = codeOf(FLOW_EDGE_KINDS, 'exception');
const [FORMAL_IN, FORMAL_OUT, MODIFIED] = [...PARAMETER_NODE_KINDS.keys()];

/** Operations that only open, close or part brackets. */
const STRUCTURE = new Set(
  (['nop', 'else', 'end', 'loop', 'update', 'try', 'except', 'finally', 'case', 'block', 'global'] as const).map(
    (name) => OP[name],
  ),
);
/** Brackets that a statement inside cannot stand without. */
const OPENERS = new Set(
  (['if', 'loop', 'try', 'with', 'switch', 'block', 'case', 'except', 'finally', 'else'] as const).map((n) => OP[n]),
);
const BRACKETS = new Set((['if', 'loop', 'try', 'with', 'switch', 'block'] as const).map((name) => OP[name]));
const PARTS = new Set((['else', 'except', 'finally', 'case'] as const).map((name) => OP[name]));
const CALLS: ReadonlySet<number> = new Set([OP.call]);
const MEMBER_WRITES: ReadonlySet<number> = new Set([OP.store_attribute]);
const JUMPS = new Set((['break', 'continue', 'return', 'raise'] as const).map((name) => OP[name]));

/** Rows of one owner in a table whose rows are contiguous per owner. */
interface Span {
  readonly from: number;
  readonly to: number;
}

type Lists = ReadonlyMap<number, readonly number[]>;

/** The definitions that operations use, those that a merge joins, and the elements that are built into a value. */
interface Chains {
  readonly uses: Lists;
  readonly operands: Lists;
  readonly elements: Lists;
}

const NONE: readonly number[] = [];

export class BodyDependence {
  readonly unit: UnitId;
  readonly row: number;
  readonly operations: number;
  readonly #view: View;
  readonly #first: number;
  readonly #operations: ReaderOf<typeof operation>;
  readonly #calls: ReaderOf<typeof call>;
  readonly #arguments: ReaderOf<typeof argument>;
  readonly #definitions: Span;
  readonly #borders = new Map<string, readonly number[]>();
  #memberWrites: number[] | null = null;
  #callNodes: number[] | null = null;
  #jumps: number[] | null = null;
  #callNodeOf: Map<number, number> | null = null;
  /** Read when first asked for: most bodies are opened for what they call and hand out alone. */
  #chainsRead: Chains | null = null;
  #controlsRead: Lists | null = null;
  #enclosing: Int32Array | null = null;
  #blockStarts: Int32Array | null = null;
  readonly #statements: Span;

  private constructor(view: View, unit: UnitId, row: number) {
    this.#view = view;
    this.unit = unit;
    this.row = row;
    this.#operations = view.table(operation, unit)!;
    this.#calls = view.table(call, unit)!;
    this.#arguments = view.table(argument, unit)!;
    const bodies = view.table(body, unit)!;
    const own = spanOf(bodies.operation, row, bodies.rows, this.#operations.rows);
    this.#first = own.from;
    this.operations = own.to - own.from;
    this.#statements = spanOf(bodies.statement, row, bodies.rows, view.table(statement, unit)!.rows);
    const chains = view.table(chainBody, unit)!;
    this.#definitions = spanOf(chains.definition, row, chains.rows, view.table(flowDefinition, unit)!.rows);
  }

  /** The dependences of a body; null when its facts are missing or were given up. */
  static of(view: View, unit: UnitId, row: number): BodyDependence | null {
    const chains = view.table(chainBody, unit);
    const pdg = view.table(pdgBody, unit);
    if (chains === null || pdg === null || row >= chains.rows) return null;
    return chains.complete.at(row) === 0 || pdg.complete.at(row) === 0 ? null : new BodyDependence(view, unit, row);
  }

  get nodes(): number {
    return this.operations + this.#definitions.to - this.#definitions.from;
  }

  definitionNode(ordinal: number): number {
    return this.operations + ordinal;
  }

  /** Opcode of an operation. */
  opcode(node: number): number {
    return this.#operations.opcode.at(this.#first + node);
  }

  isCall(node: number): boolean {
    return node < this.operations && this.opcode(node) === OP.call;
  }

  /** A read of a member whose value no definition of this body is known to give. */
  isMemberRead(node: number): boolean {
    return this.opcode(node) === OP.attribute && !this.#chains.uses.has(node);
  }

  /** Operations that call. */
  get calls(): readonly number[] {
    return (this.#callNodes ??= this.#operationsOf(CALLS));
  }

  /** The operation of a row of `call`, or -1. */
  nodeOfCall(row: number): number {
    this.#callNodeOf ??= new Map(this.calls.map((node) => [this.callRow(node), node]));
    return this.#callNodeOf.get(row) ?? -1;
  }

  /** Operations that write members. */
  get memberWrites(): readonly number[] {
    return (this.#memberWrites ??= this.#operationsOf(MEMBER_WRITES));
  }

  /** Row of `reference` of an operation that names something. */
  referenceOf(node: number): number {
    return this.#operations.aux.at(this.#first + node);
  }

  /** An operation that only opens, closes or parts brackets. */
  isStructure(node: number): boolean {
    return STRUCTURE.has(this.opcode(node));
  }

  /** Operations that leave the order of the text. */
  get jumps(): readonly number[] {
    return (this.#jumps ??= this.#operationsOf(JUMPS));
  }

  #operationsOf(opcodes: ReadonlySet<number>): number[] {
    const found: number[] = [];
    for (let node = 0; node < this.operations; node++) if (opcodes.has(this.opcode(node))) found.push(node);
    return found;
  }

  /** Row of `call` of a call operation. */
  callRow(node: number): number {
    return this.#operations.aux.at(this.#first + node);
  }

  /** The operation whose value is called. */
  calleeOf(node: number): number {
    return this.#operations.a.at(this.#first + node);
  }

  /** The object of a method call, or -1. */
  receiverOf(node: number): number {
    const callee = this.calleeOf(node);
    return callee >= 0 && this.opcode(callee) === OP.attribute ? this.#operations.a.at(this.#first + callee) : -1;
  }

  /** Rows of `argument` of a call. */
  argumentsOf(node: number): { readonly from: number; readonly to: number } {
    return spanOf(this.#calls.arguments, this.callRow(node), this.#calls.rows, this.#arguments.rows);
  }

  argumentValue(row: number): number {
    return this.#arguments.value.at(row);
  }

  /** Definitions that come from outside, operations that hand values out, definitions that others see. */
  border(kind: (typeof PARAMETER_NODE_KINDS)[number]): readonly number[] {
    let known = this.#borders.get(kind);
    if (known === undefined) this.#borders.set(kind, (known = this.#readBorder(kind)));
    return known;
  }

  #readBorder(kind: (typeof PARAMETER_NODE_KINDS)[number]): number[] {
    const pdg = this.#view.table(pdgBody, this.unit)!;
    const nodes = this.#view.table(parameterNode, this.unit)!;
    const { from, to } = spanOf(pdg.node, this.row, pdg.rows, nodes.rows);
    const wanted = kind === 'formal_in' ? FORMAL_IN : kind === 'formal_out' ? FORMAL_OUT : MODIFIED;
    const found: number[] = [];
    for (let at = from; at < to; at++) {
      if (nodes.kind.at(at) !== wanted) continue;
      const value = nodes.value.at(at);
      found.push(kind === 'formal_out' ? value : this.definitionNode(value));
    }
    return found;
  }

  /** A definition's row in `flow_definition`, and its variable's in `flow_variable`. */
  definition(node: number): { readonly row: number; readonly variable: number } {
    const row = this.#definitions.from + node - this.operations;
    const chains = this.#view.table(chainBody, this.unit)!;
    const { variable } = this.#view.table(flowDefinition, this.unit)!;
    return { row, variable: chains.variable.at(this.row) + variable.at(row) };
  }

  /** Row of `statement` that an operation belongs to. */
  statementOf(node: number): number {
    const { operation: starts } = this.#view.table(statement, this.unit)!;
    let [low, high] = [this.#statements.from, this.#statements.to];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (starts.at(middle) <= this.#first + node) low = middle;
      else high = middle;
    }
    return low;
  }

  /** Operations `[from, to)` of the statement that an operation belongs to. */
  statementAround(node: number): { readonly from: number; readonly to: number } {
    const { operation: starts } = this.#view.table(statement, this.unit)!;
    const row = this.statementOf(node);
    const from = Math.max(0, starts.at(row) - this.#first);
    return { from, to: row + 1 < this.#statements.to ? starts.at(row + 1) - this.#first : this.operations };
  }

  /** Operations of some statements, by row. */
  operationsOf(statements: ReadonlySet<number>): number[] {
    const found: number[] = [];
    for (let node = 0; node < this.operations; node++) if (statements.has(this.statementOf(node))) found.push(node);
    return found;
  }

  /** The bracket or part of a bracket around an operation, without which its statement cannot stand, or -1. */
  around(node: number): number {
    return (this.#enclosing ??= this.#readBrackets())[node]!;
  }

  /** Calls `visit` with what a node depends on directly, within this body. */
  forEach(node: number, visit: VisitDependence): void {
    if (node >= this.operations) this.#ofDefinition(node, visit);
    else {
      this.#ofOperation(node, visit);
      this.forEachControl(node, visit);
    }
  }

  /** What decides whether an operation runs. */
  forEachControl(node: number, visit: VisitDependence): void {
    for (const one of this.#controls.get(this.#blockOf(node)) ?? NONE) visit(one, 'control');
  }

  #ofDefinition(node: number, visit: VisitDependence): void {
    const { operation: definedBy, previous } = this.#view.table(flowDefinition, this.unit)!;
    const { row } = this.definition(node);
    if (definedBy.at(row) >= 0) visit(definedBy.at(row), 'data');
    if (previous.at(row) >= 0) visit(this.definitionNode(previous.at(row)), 'data');
    for (const operand of this.#chains.operands.get(node) ?? NONE) visit(operand, 'data');
  }

  #ofOperation(node: number, visit: VisitDependence): void {
    const at = this.#first + node;
    const [a, b, aux] = [this.#operations.a.at(at), this.#operations.b.at(at), this.#operations.aux.at(at)];
    const uses = this.#chains.uses.get(node) ?? NONE;
    for (const definition of uses) visit(definition, 'data');
    const give = (value: number, reason: Reason): void => {
      if (value >= 0) visit(value, reason);
    };
    switch (this.opcode(node)) {
      case OP.attribute:
      case OP.index:
        // When the flow of the member is known, the object only says where it is.
        give(a, uses.length > 0 ? 'address' : 'data');
        give(b, 'address');
        return;
      case OP.store_attribute:
        give(a, 'address');
        give(b, 'data');
        return;
      case OP.store_index:
        give(a, 'address');
        give(b, 'address');
        give(aux, 'data');
        return;
      case OP.call:
        give(a, this.receiverOf(node) >= 0 ? 'data' : 'address');
        for (let { from, to } = this.argumentsOf(node); from < to; from++) give(this.argumentValue(from), 'data');
        return;
      case OP.element:
        give(b, 'data');
        return;
      case OP.slice:
        give(a, 'data');
        give(b, 'data');
        give(aux - 1, 'data');
        return;
      case OP.build:
      case OP.closure:
        give(a, 'data');
        for (const element of this.#chains.elements.get(node) ?? NONE) visit(element, 'data');
        return;
      default:
        give(a, 'data');
        give(b, 'data');
    }
  }

  get #chains(): Chains {
    return (this.#chainsRead ??= this.#readChains());
  }

  get #controls(): Lists {
    return (this.#controlsRead ??= this.#readControls());
  }

  /** The first operation of each block. */
  get #blocks(): Int32Array {
    return (this.#blockStarts ??= this.#readBlocks());
  }

  #readBlocks(): Int32Array {
    const flow = this.#view.table(flowBody, this.unit)!;
    const blocks = this.#view.table(basicBlock, this.unit)!;
    const { from, to } = spanOf(flow.block, this.row, flow.rows, blocks.rows);
    return Int32Array.from({ length: to - from }, (_, block) => blocks.operation.at(from + block));
  }

  #blockOf(node: number): number {
    const starts = this.#blocks;
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (starts[middle]! <= node) low = middle;
      else high = middle;
    }
    return low;
  }

  /** The bracket or part of a bracket around each operation, or -1. */
  #readBrackets(): Int32Array {
    const enclosing = new Int32Array(this.operations).fill(-1);
    const stack: number[] = [];
    for (let node = 0; node < this.operations; node++) {
      const code = this.opcode(node);
      if (code === OP.end) {
        while (stack.length > 0 && PARTS.has(this.opcode(stack.at(-1)!))) stack.pop();
        stack.pop();
        enclosing[node] = stack.at(-1) ?? -1;
        continue;
      }
      if (PARTS.has(code)) while (stack.length > 0 && PARTS.has(this.opcode(stack.at(-1)!))) stack.pop();
      enclosing[node] = stack.at(-1) ?? -1;
      if (OPENERS.has(code) && (BRACKETS.has(code) || PARTS.has(code))) stack.push(node);
    }
    return enclosing;
  }

  #readChains(): Chains {
    const chains = this.#view.table(chainBody, this.unit)!;
    const uses = new Map<number, number[]>();
    const { operation: user, definition, rows } = this.#view.table(flowUse, this.unit)!;
    const span = spanOf(chains.use, this.row, chains.rows, rows);
    for (let at = span.from; at < span.to; at++)
      if (definition.at(at) >= 0) push(uses, user.at(at), this.definitionNode(definition.at(at)));
    const operands = new Map<number, number[]>();
    const { merge, definition: joined, rows: joins } = this.#view.table(mergeOperand, this.unit)!;
    const merged = spanOf(chains.operand, this.row, chains.rows, joins);
    for (let at = merged.from; at < merged.to; at++)
      push(operands, this.definitionNode(merge.at(at)), this.definitionNode(joined.at(at)));
    const elements = new Map<number, number[]>();
    for (let node = 0; node < this.operations; node++)
      if (this.opcode(node) === OP.element) push(elements, this.#operations.a.at(this.#first + node), node);
    return { uses, operands, elements };
  }

  /** The operations that decide whether each block runs. */
  #readControls(): Lists {
    const pdg = this.#view.table(pdgBody, this.unit)!;
    const rows = this.#view.table(controlDependence, this.unit)!;
    const flow = this.#view.table(flowBody, this.unit)!;
    const edges = this.#view.table(flowEdge, this.unit)!;
    const firstEdge = flow.edge.at(this.row);
    const { from, to } = spanOf(pdg.control, this.row, pdg.rows, rows.rows);
    const controls = new Map<number, number[]>();
    if (from === to) return controls;
    const raises = new Set<number>();
    for (let at = firstEdge; at < spanOf(flow.edge, this.row, flow.rows, edges.rows).to; at++)
      if (edges.kind.at(at) === EXCEPTION) raises.add(edges.source.at(at));
    for (let at = from; at < to; at++) {
      const source = edges.source.at(firstEdge + rows.edge.at(at));
      for (const node of this.#deciders(source, raises.has(source))) push(controls, rows.block.at(at), node);
    }
    return controls;
  }

  /** What decides where a block goes: its last operation; all of them when one of them may raise. */
  #deciders(block: number, isRaising: boolean): number[] {
    const starts = this.#blocks;
    const end = starts[block + 1] ?? this.operations;
    const found: number[] = [];
    for (let node = end - 1; node >= starts[block]!; node--) {
      if (STRUCTURE.has(this.opcode(node))) continue;
      found.push(node);
      if (!isRaising) break;
    }
    // The end of a bracket decides by itself where a finally part goes on.
    return found.length > 0 || end === 0 ? found : [end - 1];
  }
}

function spanOf(starts: { at(row: number): number }, row: number, owners: number, rows: number): Span {
  return { from: starts.at(row), to: endOf(starts, row, owners, rows) };
}

function push(lists: Map<number, number[]>, key: number, value: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
