/** What L7 knows of operations and definitions of a body, and of its branches. */
import { endOf } from '#columns';
import {
  basicBlock,
  body,
  branchFact,
  BRANCH_TESTS,
  constantValue,
  deadEdge,
  flowBody,
  flowEdge,
  FLOW_EDGE_KINDS,
  LITERAL_KINDS,
  OPCODES,
  operation,
  operationValue,
  ssaBody,
  ssaValue,
  valueRange,
} from '#facts';
import type { BodyChains } from './body-chains.ts';

export interface KnownConstant {
  readonly kind: (typeof LITERAL_KINDS)[number];
  /** As the language writes it; of a string its content. */
  readonly text: string;
}

/** Whole numbers, both ends within; without one it is open. */
export interface KnownRange {
  readonly low?: string;
  readonly high?: string;
}

export interface KnownValue {
  readonly constant?: KnownConstant;
  readonly range?: KnownRange;
}

export type BranchTest = (typeof BRANCH_TESTS)[number];

/** A fact of a branch, and where the branch is. */
export interface KnownBranch {
  readonly definition: number;
  readonly test: BranchTest;
  readonly constant?: KnownConstant;
  /** The last operation of the block that branches. */
  readonly operation: number;
}

export class KnownValues {
  readonly #chains: BodyChains;
  #deadEdges: ReadonlySet<number> | null = null;
  #incoming: ReadonlyMap<number, readonly number[]> | null = null;

  constructor(chains: BodyChains) {
    this.#chains = chains;
  }

  ofDefinition(definition: number): KnownValue {
    const { view, unit, firstDefinition } = this.#chains;
    const { constant, range } = view.table(ssaValue, unit)!;
    return this.#value(constant.at(firstDefinition + definition), range.at(firstDefinition + definition));
  }

  version(definition: number): number {
    const { view, unit, firstDefinition } = this.#chains;
    return view.table(ssaValue, unit)!.version.at(firstDefinition + definition);
  }

  ofOperation(ordinal: number): KnownValue {
    const { view, unit, row } = this.#chains;
    const first = view.table(ssaBody, unit)!;
    const values = view.table(operationValue, unit)!;
    const end = endOf(first.operation, row, first.rows, values.rows);
    for (let at = first.operation.at(row); at < end; at++) {
      if (values.operation.at(at) === ordinal) return this.#value(values.constant.at(at), values.range.at(at));
    }
    return {};
  }

  /** What the branches on every way to an operation tell of a definition. */
  branchesBefore(definition: number, ordinal: number): KnownBranch[] {
    const { view, unit, row } = this.#chains;
    const first = view.table(ssaBody, unit)!;
    const facts = view.table(branchFact, unit)!;
    const end = endOf(first.branch, row, first.rows, facts.rows);
    const found: KnownBranch[] = [];
    for (let at = first.branch.at(row); at < end; at++) {
      const edge = facts.edge.at(at);
      if (facts.definition.at(at) !== definition || !this.#passes(edge, this.#blockOf(ordinal))) continue;
      const constant = facts.constant.at(at);
      found.push({
        definition,
        test: BRANCH_TESTS[facts.test.at(at)]!,
        ...(constant < 0 ? {} : { constant: this.#constant(constant) }),
        operation: this.#lastOfSource(edge),
      });
    }
    return found;
  }

  /** True when constants prove that an operation never runs. */
  isDead(block: number): boolean {
    if (block === 0) return false;
    const into = this.#edgesInto(block);
    return into.length > 0 && into.every((edge) => this.#dead.has(edge));
  }

  #value(constant: number, range: number): KnownValue {
    if (constant >= 0) return { constant: this.#constant(constant) };
    if (range < 0) return {};
    const { low, high } = this.#chains.view.table(valueRange, this.#chains.unit)!;
    const from = low.at(range);
    const to = high.at(range);
    return { range: { ...(from === '' ? {} : { low: from }), ...(to === '' ? {} : { high: to }) } };
  }

  #constant(row: number): KnownConstant {
    const { kind, text } = this.#chains.view.table(constantValue, this.#chains.unit)!;
    return { kind: LITERAL_KINDS[kind.at(row)]!, text: text.at(row) };
  }

  #blockOf(ordinal: number): number {
    const { view, unit, row } = this.#chains;
    const flow = view.table(flowBody, unit)!;
    const blocks = view.table(basicBlock, unit)!;
    const first = flow.block.at(row);
    const end = endOf(flow.block, row, flow.rows, blocks.rows);
    let block = 0;
    for (let at = first; at < end && blocks.operation.at(at) <= ordinal; at++) block = at - first;
    return block;
  }

  /** True when every way to a block takes an edge: it is the only one into a block that dominates it. */
  #passes(edge: number, block: number): boolean {
    const { view, unit, row } = this.#chains;
    const flow = view.table(flowBody, unit)!;
    const target = view.table(flowEdge, unit)!.target.at(flow.edge.at(row) + edge);
    if (this.#edgesInto(target).length !== 1) return false;
    const { dominator } = view.table(basicBlock, unit)!;
    for (let at = block; at >= 0; at = dominator.at(flow.block.at(row) + at)) if (at === target) return true;
    return false;
  }

  /** Edges that constants prove to be never taken. */
  get #dead(): ReadonlySet<number> {
    if (this.#deadEdges !== null) return this.#deadEdges;
    const { view, unit, row } = this.#chains;
    const first = view.table(ssaBody, unit)!;
    const dead = view.table(deadEdge, unit)!;
    const end = endOf(first.dead, row, first.rows, dead.rows);
    const found = new Set<number>();
    for (let at = first.dead.at(row); at < end; at++) found.add(dead.edge.at(at));
    this.#deadEdges = found;
    return found;
  }

  /** Edges into a block that some run may take, as far as the graph says. */
  #edgesInto(block: number): readonly number[] {
    this.#incoming ??= this.#edgesByTarget();
    return this.#incoming.get(block) ?? [];
  }

  #edgesByTarget(): ReadonlyMap<number, readonly number[]> {
    const { view, unit, row } = this.#chains;
    const flow = view.table(flowBody, unit)!;
    const edges = view.table(flowEdge, unit)!;
    const { dominator } = view.table(basicBlock, unit)!;
    const first = flow.edge.at(row);
    const end = endOf(flow.edge, row, flow.rows, edges.rows);
    const found = new Map<number, number[]>();
    for (let at = first; at < end; at++) {
      const source = edges.source.at(at);
      const isReached = source === 0 || dominator.at(flow.block.at(row) + source) >= 0;
      if (!isReached || FLOW_EDGE_KINDS[edges.kind.at(at)] === 'stuck') continue;
      const list = found.get(edges.target.at(at));
      if (list === undefined) found.set(edges.target.at(at), [at - first]);
      else list.push(at - first);
    }
    return found;
  }

  #lastOfSource(edge: number): number {
    const { view, unit, row } = this.#chains;
    const flow = view.table(flowBody, unit)!;
    const source = view.table(flowEdge, unit)!.source.at(flow.edge.at(row) + edge);
    return Math.max(0, view.table(basicBlock, unit)!.operation.at(flow.block.at(row) + source + 1) - 1);
  }

  /** What an operation does, by name. */
  opcodeOf(ordinal: number): (typeof OPCODES)[number] {
    const { view, unit, row } = this.#chains;
    const from = view.table(body, unit)!.operation.at(row);
    return OPCODES[view.table(operation, unit)!.opcode.at(from + ordinal)]!;
  }
}
