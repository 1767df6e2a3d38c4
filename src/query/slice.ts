/**
 * Which statements decide a value, or are decided by it? Slices over the dependence graph of the program (M. Weiser 1981;
 * Horwitz, Reps, Binkley 1990): up and down calls without going up where it came down. Thin slices follow values only
 * (Sridharan, Fink, Bodik 2007).
 */
import { endOf } from '#columns';
import { EngineError, type UnitId } from '#core';
import {
  BODY_KINDS,
  body,
  codeOf,
  DEFINITION_KINDS,
  flowDefinition,
  OPCODES,
  operation,
  reference,
  statementPosition,
} from '#facts';
import { PageBuilder, type Answer, type PageOptions } from './page.ts';
import { programOf, type Program } from './slicing/program.ts';
import type { BodyDependence, Reason } from './slicing/body-dependence.ts';
import type { SnapshotReader } from './snapshot-reader.ts';
import { placeOfBody, qualifiedName } from './symbol-place.ts';
import { compareText, viewOf, type Place, type View } from './view.ts';

export const SLICE_DIRECTIONS = ['backward', 'forward'] as const;
export type SliceDirection = (typeof SLICE_DIRECTIONS)[number];

export interface SliceQuery extends PageOptions {
  readonly path: string;
  readonly line: number;
  /** The variable on that line; default: all that the line does. */
  readonly variable?: string;
  readonly direction?: SliceDirection;
  /** Values only: what decides whether a statement runs, and where a member is found, is left out. */
  readonly thin?: boolean;
  /** What a statement in the slice needs to run, too, even when the value does not depend on it. Backward only. */
  readonly executable?: boolean;
  /** Calls that the slice may go up or down, one after the other. Default 3; 0 stays in the function. */
  readonly depth?: number;
}

export const SLICE_REASONS = ['criterion', 'data', 'address', 'control', 'call', 'structure'] as const;

/** The table that says so. */
const ORIGINS: Readonly<Record<(typeof SLICE_REASONS)[number], string>> = {
  criterion: 'ir-build/statement',
  data: 'data-flow/flow_use',
  address: 'data-flow/flow_use',
  control: 'pdg/control_dependence',
  call: 'pdg/parameter_node',
  structure: 'ir-build/statement',
};

export interface SliceRow extends Place {
  /** Qualified name of the function, class or module. */
  readonly name: string;
  readonly reason: (typeof SLICE_REASONS)[number];
  /** Dependences between the criterion and the statement. */
  readonly distance: number;
  readonly origin: string;
  readonly certainty: 'resolved';
}

const DEFAULT_DEPTH = 3;
/** Nodes that one slice looks at; behind them it is cut off, and says so by `truncated`. */
const MOST_NODES = 400_000;
const CLOBBER = codeOf(DEFINITION_KINDS, 'clobber');
const NAMED = new Set(
  (['load', 'store', 'delete', 'attribute', 'store_attribute'] as const).map((name) => codeOf(OPCODES, name)),
);
const COMPREHENSION = codeOf(BODY_KINDS, 'comprehension');
const CLOSURE = codeOf(OPCODES, 'closure');

/** A statement in a slice. */
interface Found {
  readonly at: BodyDependence;
  readonly statement: number;
  readonly reason: (typeof SLICE_REASONS)[number];
  readonly distance: number;
}

export function slice(snapshot: SnapshotReader, query: SliceQuery): Answer<SliceRow> {
  const view = viewOf(snapshot);
  const program = programOf(view);
  const criterion = criterionOf(program, query);
  const walk = new Walk(program, query);
  for (const { at, node } of criterion) walk.begin(at, node);
  if ((query.direction ?? 'backward') === 'backward') walk.backward();
  else walk.forward();
  const page = new PageBuilder<SliceRow>('slice', snapshot.txnId, query);
  for (const { found, path, offset } of ordered(view, walk.statements()))
    if (!page.add({ depth: 0, path, offset, tie: 0 }, () => rowOf(view, found, offset))) break;
  return page.finish([]);
}

function rowOf(view: View, { at, reason, distance }: Found, offset: number): SliceRow {
  const name = qualifiedName(view, placeOfBody(view, at.unit, at.row));
  return {
    ...view.place(at.unit, offset),
    name,
    reason,
    distance,
    origin: ORIGINS[reason],
    certainty: 'resolved',
  };
}

/** A statement in a slice, and where it stands. */
interface Placed {
  found: Found;
  readonly path: string;
  readonly offset: number;
}

/** Above every offset. */
const OFFSETS = 2 ** 32;

/** Statements by path and position, each once, with the nearest reason. */
function ordered(view: View, all: readonly Found[]): Placed[] {
  const best = new Map<number, Placed>();
  for (const found of all) {
    const { unit } = found.at;
    const offset = view.table(statementPosition, unit)!.start.at(found.statement);
    // A function's parameters stand where its declaration does.
    const key = unit * OFFSETS + offset;
    const known = best.get(key);
    if (known === undefined) best.set(key, { found, path: view.path(unit), offset });
    else if (found.distance < known.found.distance) known.found = found;
  }
  return [...best.values()].sort((a, b) => compareText(a.path, b.path) || a.offset - b.offset);
}

interface Criterion {
  readonly at: BodyDependence;
  readonly node: number;
}

/** The operations that a criterion means. `E_QUERY` when the line has none, or not of that variable. */
function criterionOf(program: Program, { path, line, variable }: SliceQuery): Criterion[] {
  const { view } = program;
  const unit = view.unitOf(path);
  const bodies = view.table(body, unit);
  const found: Criterion[] = [];
  const rows = bodies === null ? [] : statementsOn(view, unit, line);
  for (let row = 0; rows.length > 0 && row < bodies!.rows; row++) {
    const from = bodies!.statement.at(row);
    const to = endOf(bodies!.statement, row, bodies!.rows, Infinity);
    const own = rows.filter((one) => one >= from && one < to);
    const at = own.length === 0 ? null : program.body(unit, row);
    if (at === null) continue;
    for (const node of at.operationsOf(new Set(own)))
      if (variable === undefined || nameOf(view, at, node) === variable) found.push({ at, node });
  }
  if (found.length > 0) return found;
  const what = variable === undefined ? 'no statement' : `no use of '${variable}'`;
  throw new EngineError('E_QUERY', `line ${line} of ${path} has ${what} in a body with flow facts`);
}

/** Rows of `statement` that begin on a line. */
function statementsOn(view: View, unit: UnitId, line: number): number[] {
  const { start, rows } = view.table(statementPosition, unit)!;
  const lines = view.lines(unit);
  const from = lines.offsetOf(line, 1);
  const found: number[] = [];
  if (from < 0) return found;
  const next = lines.offsetOf(line + 1, 1);
  const to = next < 0 ? Infinity : next;
  for (let at = 0; at < rows; at++) {
    const offset = start.at(at);
    if (offset >= from && offset < to) found.push(at);
  }
  return found;
}

/** The name that an operation reads or writes, or ''. */
function nameOf(view: View, at: BodyDependence, node: number): string {
  if (!NAMED.has(at.opcode(node))) return '';
  const base = view.table(body, at.unit)!.operation.at(at.row);
  return view.table(reference, at.unit)!.name.at(view.table(operation, at.unit)!.aux.at(base + node));
}

const ENTRY = codeOf(DEFINITION_KINDS, 'entry');
const PARAMETER = codeOf(DEFINITION_KINDS, 'parameter');

/** True for definitions that hold when a body begins. */
function isEntering(kind: number): boolean {
  return kind === ENTRY || kind === PARAMETER;
}

/** A node on the way: where, in which phase, and how far. */
interface Step {
  readonly at: BodyDependence;
  readonly node: number;
  /** May still go up to callers: it has not come down from one. */
  readonly mayRise: boolean;
  readonly depth: number;
  readonly distance: number;
  readonly reason: (typeof SLICE_REASONS)[number];
}

class Walk {
  readonly #program: Program;
  readonly #isThin: boolean;
  readonly #isExecutable: boolean;
  readonly #depth: number;
  readonly #queue: Step[] = [];
  #next = 0;
  readonly #seen = new Map<BodyDependence, [up: Uint8Array, down: Uint8Array]>();
  readonly #found: Found[] = [];
  readonly #users = new Map<BodyDependence, Map<number, { node: number; reason: Reason }[]>>();

  constructor(program: Program, { thin = false, executable = false, depth = DEFAULT_DEPTH }: SliceQuery) {
    this.#program = program;
    this.#isThin = thin;
    this.#isExecutable = executable;
    this.#depth = depth;
  }

  begin(at: BodyDependence, node: number): void {
    this.#add({ at, node, mayRise: true, depth: 0, distance: 0, reason: 'criterion' });
  }

  statements(): readonly Found[] {
    return this.#found;
  }

  backward(): void {
    this.#run((step) => this.#backward(step));
    if (!this.#isThin) this.#addJumps();
  }

  forward(): void {
    this.#run((step) => this.#forward(step));
  }

  #run(expand: (step: Step) => void): void {
    while (this.#next < Math.min(this.#queue.length, MOST_NODES)) expand(this.#queue[this.#next++]!);
  }

  /** True when nothing is new behind a node: it was reached with as much freedom. */
  #isKnown(at: BodyDependence, node: number, mayRise: boolean): boolean {
    const seen = this.#seen.get(at);
    return seen !== undefined && (seen[0][node] === 1 || (!mayRise && seen[1][node] === 1));
  }

  #add(step: Step): void {
    const { at, node, mayRise } = step;
    let seen = this.#seen.get(at);
    if (seen === undefined) this.#seen.set(at, (seen = [new Uint8Array(at.nodes), new Uint8Array(at.nodes)]));
    const [up, down] = seen;
    if (up[node] === 1 || (!mayRise && down[node] === 1)) return;
    (mayRise ? up : down)[node] = 1;
    this.#queue.push(step);
    if (node < at.operations && (!at.isStructure(node) || step.reason === 'structure')) this.#find(step);
  }

  #find({ at, node, reason, distance }: Step): void {
    this.#found.push({ at, statement: at.statementOf(node), reason, distance });
  }

  #isFollowed(reason: Reason): boolean {
    return !this.#isThin || reason === 'data';
  }

  #backward(step: Step): void {
    const { at, node, mayRise, depth, distance } = step;
    const next = distance + 1;
    const follow = (other: number, reason: Reason): void => {
      if (this.#isFollowed(reason) && !this.#isKnown(at, other, mayRise))
        this.#add({ at, node: other, mayRise, depth, distance: next, reason });
    };
    // Within a function, a call depends on all that it is given.
    if (this.#isExecutable || this.#depth === 0) at.forEach(node, follow);
    else this.#program.forEachThrough(at, node, (callee) => this.#program.summary(callee), follow);
    if (this.#isExecutable && node < at.operations)
      for (let { from, to } = at.statementAround(node); from < to; from++) follow(from, 'control');
    if (!this.#isThin && node < at.operations) {
      for (let bracket = at.around(node); bracket >= 0; bracket = at.around(bracket))
        if (!this.#isKnown(at, bracket, mayRise))
          this.#add({ at, node: bracket, mayRise, depth, distance: next, reason: 'structure' });
    }
    if (node >= at.operations) this.#backwardOut(step);
    else {
      this.#down(step);
      this.#backwardMember(step);
    }
  }

  /** From a definition at the border of a body to where its value comes from. */
  #backwardOut(step: Step): void {
    const { at, node, depth, mayRise, distance } = step;
    const program = this.#program;
    const { row } = at.definition(node);
    const facts = program.view.table(flowDefinition, at.unit)!;
    const by = facts.operation.at(row);
    if (facts.kind.at(row) === CLOBBER) {
      if (depth < this.#depth) this.#written(step);
      if (facts.previous.at(row) < 0) this.#elsewhere(step);
      return;
    }
    const parameter = isEntering(facts.kind.at(row)) ? program.parameterOf(at, node) : -1;
    if (parameter >= 0) {
      if (!mayRise || depth >= this.#depth) return;
      for (const { body: caller, node: call } of program.callers(at)) {
        const { parameters, unknown } = program.binding(caller, call, at);
        for (const value of [...(parameters.get(parameter) ?? []), ...unknown])
          this.#add({
            at: caller,
            node: value,
            mayRise: true,
            depth: depth + 1,
            distance: distance + 1,
            reason: 'call',
          });
      }
      return;
    }
    if (by < 0) this.#elsewhere(step);
  }

  /** From what a call may have written to the writes, and to the calls that lead there. */
  #written({ at, node, mayRise, depth, distance }: Step): void {
    for (const { body: other, node: write } of this.#program.written(at, node)) {
      const down = other === at ? { mayRise, depth } : { mayRise: false, depth: depth + 1 };
      this.#add({ at: other, node: write, ...down, distance: distance + 1, reason: 'call' });
    }
  }

  /** From what a body does not define to what other bodies do: members by name, shared variables by what they are. */
  #elsewhere(step: Step): void {
    this.#backwardMember(step);
    for (const other of this.#program.outside(step.at, step.node))
      this.#add({ ...step, at: other.body, node: other.node, distance: step.distance + 1, reason: 'data' });
  }

  /** From a member whose value comes from elsewhere to what may have written it. */
  #backwardMember(step: Step): void {
    const { at, node, distance, depth, mayRise } = step;
    const name = depth < this.#depth ? this.#program.memberOf(at, node) : null;
    if (name === null) return;
    for (const { body: other, node: write } of this.#program.members(at, name))
      this.#add({ at: other, node: write, mayRise, depth: depth + 1, distance: distance + 1, reason: 'data' });
  }

  /** From a call down to what the bodies it runs hand out; from a comprehension to its own. */
  #down(step: Step): void {
    const { at, node, depth, distance } = step;
    const program = this.#program;
    if (depth < this.#depth && at.isCall(node))
      for (const callee of program.callees(at, node))
        for (const out of callee.border('formal_out'))
          this.#add({
            at: callee,
            node: out,
            mayRise: false,
            depth: depth + 1,
            distance: distance + 1,
            reason: 'call',
          });
    if (at.opcode(node) !== CLOSURE) return;
    const bodies = program.view.table(body, at.unit)!;
    const row = program.view.table(operation, at.unit)!.aux.at(bodies.operation.at(at.row) + node);
    const inner = bodies.kind.at(row) === COMPREHENSION ? program.body(at.unit, row) : null;
    for (const out of inner?.border('formal_out') ?? [])
      this.#add({ ...step, at: inner!, node: out, distance: distance + 1, reason: 'data' });
  }

  /** Jumps out of what the slice keeps: without them it would run on. */
  #addJumps(): void {
    for (let isGrowing = true; isGrowing;) {
      isGrowing = false;
      for (const [at, [up, down]] of this.#seen) {
        const has = (node: number): boolean => up[node] === 1 || down[node] === 1;
        for (const node of at.jumps) {
          if (has(node)) continue;
          const controls: number[] = [];
          at.forEachControl(node, (other) => controls.push(other));
          if (controls.length > 0 ? !controls.some(has) : !this.#isExecutable) continue;
          this.#addJump(at, node);
          isGrowing = true;
        }
      }
      this.#run((step) => this.#backward(step));
    }
  }

  /** A jump counts for where it goes; the value that it takes along is needed only when the statement is to run. */
  #addJump(at: BodyDependence, node: number): void {
    const step: Step = { at, node, mayRise: false, depth: this.#depth, distance: 1, reason: 'control' };
    this.#add(step);
    if (this.#isExecutable) return;
    this.#queue.pop();
    at.forEachControl(node, (other) => this.#add({ ...step, node: other }));
  }

  #forward(step: Step): void {
    const { at, node, depth, distance, mayRise } = step;
    const program = this.#program;
    const next = distance + 1;
    for (const user of this.#usersOf(at).get(node) ?? []) {
      if (!this.#isFollowed(user.reason)) continue;
      if (at.isCall(user.node) && user.reason !== 'control' && !this.#passes(at, user.node, node)) {
        this.#enter(step, user.node);
        continue;
      }
      this.#add({ ...step, node: user.node, distance: next, reason: user.reason });
      if (at.isCall(user.node)) this.#enter(step, user.node);
    }
    if (node >= at.operations || !mayRise || depth >= this.#depth) return;
    if (!at.border('formal_out').includes(node)) return;
    for (const { body: caller, node: call } of program.callers(at))
      this.#add({ at: caller, node: call, mayRise: true, depth: depth + 1, distance: next, reason: 'call' });
  }

  /** True when what a call is given reaches what it gives. */
  #passes(at: BodyDependence, call: number, value: number): boolean {
    const callees = this.#program.callees(at, call);
    if (callees.length === 0 || at.calleeOf(call) === value) return true;
    return callees.some((callee) => {
      const { parameters, unknown } = this.#program.binding(at, call, callee);
      const summary = this.#program.summary(callee);
      return (
        unknown.includes(value) || [...parameters].some(([one, values]) => values.includes(value) && summary.has(one))
      );
    });
  }

  /** From an argument into the bodies that the call runs. */
  #enter({ at, node, depth, distance }: Step, call: number): void {
    if (depth >= this.#depth) return;
    const program = this.#program;
    for (const callee of program.callees(at, call)) {
      for (const [parameter, values] of program.binding(at, call, callee).parameters) {
        const definition = values.includes(node) ? program.definitionOfParameter(callee, parameter) : -1;
        if (definition >= 0)
          this.#add({
            at: callee,
            node: definition,
            mayRise: false,
            depth: depth + 1,
            distance: distance + 1,
            reason: 'call',
          });
      }
    }
  }

  /** Who depends on each node of a body. */
  #usersOf(at: BodyDependence): Map<number, { node: number; reason: Reason }[]> {
    const users = this.#users.get(at);
    if (users !== undefined) return users;
    const found = new Map<number, { node: number; reason: Reason }[]>();
    for (let node = 0; node < at.nodes; node++) {
      at.forEach(node, (other, reason) => {
        const list = found.get(other);
        if (list === undefined) found.set(other, [{ node, reason }]);
        else list.push({ node, reason });
      });
    }
    this.#users.set(at, found);
    return found;
  }
}
