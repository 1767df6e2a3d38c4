/**
 * The bodies of a snapshot as one system dependence graph (Horwitz, Reps, Binkley 1990), opened as a slice reaches them:
 * which bodies a call runs, which calls run a body, which argument a parameter gets. Summary edges are found when they are
 * asked for, as the least solution, so they do not depend on who asked first.
 */
import { endOf } from '#columns';
import type { UnitId } from '#core';
import {
  argument,
  ARGUMENT_KINDS,
  body,
  codeOf,
  DEFINITION_KINDS,
  flowDefinition,
  flowVariable,
  FLOW_VARIABLE_KINDS,
  local,
  LOCAL_KINDS,
  reference,
} from '#facts';
import { placesOf } from '../symbol-place.ts';
import type { View } from '../view.ts';
import { BodyDependence } from './body-dependence.ts';
import { addTo, FileLinks, sharedKey, type Actual } from './file-links.ts';

const POSITIONAL = codeOf(ARGUMENT_KINDS, 'positional');
const KEYWORD = codeOf(ARGUMENT_KINDS, 'keyword');
const PARAMETER = codeOf(LOCAL_KINDS, 'parameter');
const LOCAL = codeOf(FLOW_VARIABLE_KINDS, 'local');
const PATH = codeOf(FLOW_VARIABLE_KINDS, 'path');
const MERGE = codeOf(DEFINITION_KINDS, 'merge');

/** Bodies that summaries look into for one question; what lies behind counts as using all it is given. */
const MOST_BODIES = 4000;

/** What a call binds: the argument operations of each parameter (ordinal among the locals of the body), and all others. */
interface Binding {
  readonly parameters: ReadonlyMap<number, readonly number[]>;
  /** Arguments that some parameter gets, nobody knows which. */
  readonly unknown: readonly number[];
}

export class Program {
  readonly view: View;
  readonly #bodies = new Map<UnitId, (BodyDependence | null)[]>();
  readonly #files = new Map<UnitId, FileLinks>();
  readonly #callees = new Map<BodyDependence, Map<number, readonly BodyDependence[]>>();
  readonly #callers = new Map<BodyDependence, readonly Actual[]>();
  readonly #written = new Map<BodyDependence, Map<number, readonly Actual[]>>();
  readonly #all = new Map<BodyDependence, readonly BodyDependence[]>();
  readonly #reached = new Map<BodyDependence, ReadonlySet<BodyDependence>>();
  readonly #parameters = new Map<BodyDependence, ReadonlyMap<number, number>>();
  readonly #bindings = new Map<string, Binding>();
  readonly #summaries = new Map<BodyDependence, ReadonlySet<number>>();

  constructor(view: View) {
    this.view = view;
  }

  /** Bodies that were opened. */
  open = 0;

  body(unit: UnitId, row: number): BodyDependence | null {
    let rows = this.#bodies.get(unit);
    if (rows === undefined) this.#bodies.set(unit, (rows = []));
    let found = rows[row];
    if (found === undefined) {
      rows[row] = found = BodyDependence.of(this.view, unit, row);
      this.open++;
    }
    return found;
  }

  /** The bodies that a call may run, as far as they are known. */
  callees(caller: BodyDependence, node: number): readonly BodyDependence[] {
    let calls = this.#callees.get(caller);
    if (calls === undefined) this.#callees.set(caller, (calls = new Map<number, readonly BodyDependence[]>()));
    let found = calls.get(node);
    if (found === undefined) calls.set(node, (found = this.#readCallees(caller, node)));
    return found;
  }

  /** The calls that run a body. */
  callers(callee: BodyDependence): readonly Actual[] {
    let known = this.#callers.get(callee);
    if (known === undefined) this.#callers.set(callee, (known = this.#readCallers(callee)));
    return known;
  }

  #readCallers(callee: BodyDependence): Actual[] {
    const bodies = this.view.table(body, callee.unit)!;
    const [lo, hi] = [bodies.hash.lo(callee.row), bodies.hash.hi(callee.row)];
    const found: Actual[] = [];
    for (const unit of this.#unitsCalling(lo, hi)) {
      for (const { call, caller: row } of this.#links(unit).callsOf(lo, hi)) {
        const caller = this.body(unit, row);
        const node = caller?.nodeOfCall(call) ?? -1;
        if (node >= 0) found.push({ body: caller!, node });
      }
    }
    return found;
  }

  #links(unit: UnitId): FileLinks {
    let links = this.#files.get(unit);
    if (links === undefined) this.#files.set(unit, (links = new FileLinks(this.view, unit)));
    return links;
  }

  /** The parameter that a definition is, as its ordinal among the locals of its body, or -1. */
  parameterOf(at: BodyDependence, definition: number): number {
    let parameters = this.#parameters.get(at);
    if (parameters === undefined) {
      parameters = new Map(at.border('formal_in').map((node) => [node, this.#parameterAt(at, node)]));
      this.#parameters.set(at, parameters);
    }
    return parameters.get(definition) ?? -1;
  }

  #parameterAt(at: BodyDependence, definition: number): number {
    const { variable } = at.definition(definition);
    const variables = this.view.table(flowVariable, at.unit)!;
    if (variables.kind.at(variable) !== LOCAL) return -1;
    const locals = this.view.table(local, at.unit)!;
    const row = variables.row.at(variable);
    return row >= 0 && locals.kind.at(row) === PARAMETER ? row - this.view.table(body, at.unit)!.local.at(at.row) : -1;
  }

  /** The definition of a parameter, by its ordinal, or -1 when nothing uses it. */
  definitionOfParameter(at: BodyDependence, parameter: number): number {
    return at.border('formal_in').find((node) => this.parameterOf(at, node) === parameter) ?? -1;
  }

  /** Which operations of a call each parameter of a callee gets. */
  binding(caller: BodyDependence, node: number, callee: BodyDependence): Binding {
    const key = `${caller.unit} ${caller.row} ${node} ${callee.unit} ${callee.row}`;
    let known = this.#bindings.get(key);
    if (known === undefined) this.#bindings.set(key, (known = this.#bind(caller, node, callee)));
    return known;
  }

  #bind(caller: BodyDependence, node: number, callee: BodyDependence): Binding {
    const parameters = new Map<number, number[]>();
    const unknown: number[] = [];
    const names = this.#parameterNames(callee);
    const values = this.view.table(argument, caller.unit)!;
    let next = 0;
    const give = (parameter: number, value: number): void => {
      const list = parameters.get(parameter);
      if (list === undefined) parameters.set(parameter, [value]);
      else list.push(value);
    };
    // A method gets its object first; a constructor makes it.
    const receiver = caller.receiverOf(node);
    if (this.#hasReceiver(callee)) {
      if (receiver >= 0) give(0, receiver);
      next = 1;
    }
    for (let { from, to } = caller.argumentsOf(node); from < to; from++) {
      const value = values.value.at(from);
      if (value < 0) continue;
      const kind = values.kind.at(from);
      if (kind === POSITIONAL) {
        if (next < names.length) give(next++, value);
        else if (names.length > 0) give(names.length - 1, value);
      } else if (kind === KEYWORD && names.includes(values.name.at(from)))
        give(names.indexOf(values.name.at(from)), value);
      else unknown.push(value);
    }
    return { parameters, unknown };
  }

  /** Parameters of a body whose values reach what it hands out: the summary edges of its calls. */
  summary(of: BodyDependence): ReadonlySet<number> {
    const known = this.#summaries.get(of);
    if (known !== undefined) return known;
    const pending = new Map<BodyDependence, Set<number>>([[of, new Set()]]);
    // The least solution: everything begins empty and grows until nothing does.
    for (let isGrowing = true; isGrowing;) {
      isGrowing = false;
      for (const [one, parameters] of pending) {
        for (const parameter of this.#reaching(one, pending)) {
          if (parameters.has(parameter)) continue;
          parameters.add(parameter);
          isGrowing = true;
        }
      }
    }
    for (const [one, parameters] of pending) this.#summaries.set(one, parameters);
    return pending.get(of)!;
  }

  /** Parameters that reach the values a body hands out, with what is known of the bodies it calls; those are added. */
  #reaching(of: BodyDependence, pending: Map<BodyDependence, Set<number>>): Set<number> {
    const found = new Set<number>();
    const seen = new Set<number>(of.border('formal_out'));
    for (const node of seen) {
      if (node >= of.operations) {
        const parameter = this.parameterOf(of, node);
        if (parameter >= 0) found.add(parameter);
      }
      this.forEachThrough(
        of,
        node,
        (callee) => this.#known(callee, pending),
        (next) => seen.add(next),
      );
    }
    return found;
  }

  #known(callee: BodyDependence, pending: Map<BodyDependence, Set<number>>): ReadonlySet<number> | null {
    const known = this.#summaries.get(callee) ?? pending.get(callee);
    if (known !== undefined) return known;
    if (pending.size >= MOST_BODIES) return null;
    const begun = new Set<number>();
    pending.set(callee, begun);
    return begun;
  }

  /** What a node depends on within its body, calls by their summaries; null for a callee of which nothing is known. */
  forEachThrough(
    at: BodyDependence,
    node: number,
    summaryOf: (callee: BodyDependence) => ReadonlySet<number> | null,
    visit: (node: number, reason: 'data' | 'address' | 'control') => void,
  ): void {
    const callees = at.isCall(node) ? this.callees(at, node) : [];
    const summaries = callees.map((callee) => ({ callee, summary: summaryOf(callee) }));
    if (callees.length === 0 || summaries.some(({ summary }) => summary === null)) {
      at.forEach(node, visit);
      return;
    }
    at.forEachControl(node, visit);
    const callee = at.calleeOf(node);
    if (callee >= 0) visit(callee, 'address');
    for (const { callee: one, summary } of summaries) {
      const { parameters, unknown } = this.binding(at, node, one);
      for (const value of unknown) visit(value, 'data');
      for (const [parameter, values] of parameters)
        if (summary!.has(parameter)) for (const value of values) visit(value, 'data');
    }
  }

  /** Other definitions, in this file, of a variable that a body sees from outside: by the row that it stands for. */
  outside(at: BodyDependence, definition: number): readonly Actual[] {
    const variables = this.view.table(flowVariable, at.unit)!;
    const { variable } = at.definition(definition);
    const key = sharedKey(variables.kind.at(variable), variables.row.at(variable));
    const definitions = this.#links(at.unit).definitions(() => this.#sharedDefinitions(at.unit));
    return (definitions.get(key) ?? []).filter((other) => other.body !== at);
  }

  /** Where the variables of a file that its bodies share get their values, by `sharedKey`. */
  #sharedDefinitions(unit: UnitId): Map<number, Actual[]> {
    const variables = this.view.table(flowVariable, unit)!;
    const found = new Map<number, Actual[]>();
    const kinds = this.view.table(flowDefinition, unit)!.kind;
    for (const one of this.#bodiesOf(unit)) {
      for (let node = one.operations; node < one.nodes; node++) {
        const { row, variable } = one.definition(node);
        const key = sharedKey(variables.kind.at(variable), variables.row.at(variable));
        if (key >= 0 && kinds.at(row) !== MERGE && !this.#isEntry(one, node)) addTo(found, key, { body: one, node });
      }
    }
    return found;
  }

  /**
   * Writes of a member, in this file, by its name: where the flow of a member is not known within a body, any of them may
   * have made its value. Objects are not told apart, and other files are not looked at.
   */
  members(at: BodyDependence, name: string): readonly Actual[] {
    return (
      this.#links(at.unit)
        .writes(() => this.#memberWrites(at.unit))
        .get(name) ?? []
    );
  }

  #memberWrites(unit: UnitId): Map<string, Actual[]> {
    const names = this.view.table(reference, unit)!.name;
    const found = new Map<string, Actual[]>();
    for (const one of this.#bodiesOf(unit))
      for (const node of one.memberWrites) addTo(found, names.at(one.referenceOf(node)), { body: one, node });
    return found;
  }

  #bodiesOf(unit: UnitId): BodyDependence[] {
    const { rows } = this.view.table(body, unit)!;
    const all = Array.from({ length: rows }, (_, row) => this.body(unit, row));
    return all.filter((one) => one !== null);
  }

  /** The member that a definition of a path or an operation on a member is of, or null. */
  memberOf(at: BodyDependence, node: number): string | null {
    if (node >= at.operations) return this.#memberName(at, node);
    return at.isMemberRead(node) ? this.view.table(reference, at.unit)!.name.at(at.referenceOf(node)) : null;
  }

  /**
   * What the calls of a body may have written to a member or a shared variable of it: the writes in the bodies that they run,
   * directly or through others, and the calls on the way there. Which of the calls came before is not asked: a clobber names
   * only the last that may have written.
   */
  written(at: BodyDependence, definition: number): readonly Actual[] {
    let known = this.#written.get(at);
    if (known === undefined) this.#written.set(at, (known = new Map<number, readonly Actual[]>()));
    let found = known.get(definition);
    if (found === undefined) known.set(definition, (found = this.#readWritten(at, definition)));
    return found;
  }

  #readWritten(at: BodyDependence, definition: number): Actual[] {
    const reached = this.#bodiesBelow(at);
    const writes: Actual[] = [];
    for (const one of reached) {
      if (one === at) continue;
      for (const node of one.border('modified'))
        if (this.#isOfOne(at, definition, one, node)) writes.push({ body: one, node });
    }
    if (writes.length === 0) return writes;
    const isWriter = new Set(writes.map((write) => write.body));
    const found = [...writes];
    for (let isGrowing = true; isGrowing;) {
      isGrowing = false;
      for (const one of reached) {
        if (isWriter.has(one)) continue;
        if (!this.#calleesOf(one).some((callee) => isWriter.has(callee))) continue;
        isWriter.add(one);
        isGrowing = true;
      }
    }
    for (const one of reached)
      for (const node of one.calls)
        if (this.callees(one, node).some((callee) => isWriter.has(callee))) found.push({ body: one, node });
    return found;
  }

  /** The bodies that a body may run, directly or through others, itself included. */
  #bodiesBelow(at: BodyDependence): ReadonlySet<BodyDependence> {
    let reached = this.#reached.get(at);
    if (reached !== undefined) return reached;
    const found = new Set<BodyDependence>([at]);
    for (const one of found) if (found.size < MOST_BODIES) for (const callee of this.#calleesOf(one)) found.add(callee);
    this.#reached.set(at, (reached = found));
    return reached;
  }

  #calleesOf(at: BodyDependence): readonly BodyDependence[] {
    let known = this.#all.get(at);
    if (known === undefined)
      this.#all.set(at, (known = [...new Set(at.calls.flatMap((node) => this.callees(at, node)))]));
    return known;
  }

  /** True when a write of another body may be of the variable that a definition is of: a member of that name, or the same row. */
  #isOfOne(at: BodyDependence, definition: number, other: BodyDependence, node: number): boolean {
    const [mine, theirs] = [this.#memberName(at, definition), this.#memberName(other, node)];
    if (mine !== null || theirs !== null) return mine === theirs;
    const variables = this.view.table(flowVariable, at.unit)!;
    const others = this.view.table(flowVariable, other.unit)!;
    const [a, b] = [at.definition(definition).variable, other.definition(node).variable];
    const [kindA, kindB] = [FLOW_VARIABLE_KINDS[variables.kind.at(a)]!, FLOW_VARIABLE_KINDS[others.kind.at(b)]!];
    // What an object holds has no name to tell it apart.
    if (kindA === 'item' || kindB === 'item') return kindA === kindB;
    const key = sharedKey(variables.kind.at(a), variables.row.at(a));
    return at.unit === other.unit && key >= 0 && key === sharedKey(others.kind.at(b), others.row.at(b));
  }

  #memberName(at: BodyDependence, node: number): string | null {
    const variables = this.view.table(flowVariable, at.unit)!;
    const { variable } = at.definition(node);
    if (variables.kind.at(variable) !== PATH) return null;
    return this.view.table(reference, at.unit)!.name.at(variables.row.at(variable));
  }

  #isEntry(at: BodyDependence, node: number): boolean {
    const { operation } = this.view.table(flowDefinition, at.unit)!;
    return operation.at(at.definition(node).row) < 0;
  }

  #hasReceiver(callee: BodyDependence): boolean {
    const bodies = this.view.table(body, callee.unit)!;
    const locals = this.view.table(local, callee.unit)!;
    const first = bodies.local.at(callee.row);
    const name = first < locals.rows ? locals.name.at(first) : '';
    return name === 'self' || name === 'cls';
  }

  #parameterNames(callee: BodyDependence): string[] {
    const locals = this.view.table(local, callee.unit)!;
    const bodies = this.view.table(body, callee.unit)!;
    const names: string[] = [];
    const end = endOf(bodies.local, callee.row, bodies.rows, locals.rows);
    for (let row = bodies.local.at(callee.row); row < end && locals.kind.at(row) === PARAMETER; row++)
      names.push(locals.name.at(row));
    return names;
  }

  #unitsCalling(lo: number, hi: number): UnitId[] {
    return [...new Set([...this.view.unitsOf('call', lo, hi), ...this.view.unitsOf('call-typed', lo, hi)])];
  }

  #readCallees(caller: BodyDependence, node: number): BodyDependence[] {
    const found: BodyDependence[] = [];
    for (const { lo, hi } of this.#links(caller.unit).calleesOf(caller.callRow(node)))
      for (const place of placesOf(this.view, lo, hi))
        for (const row of this.#links(place.unit).bodiesOf(lo, hi)) {
          const callee = this.body(place.unit, row);
          if (callee !== null) found.push(callee);
        }
    return found;
  }
}

/** A program that has opened this many bodies is let go. */
const MOST_OPEN = 16384;
const programs = new WeakMap<View, Program>();

/** The program of a view, kept from question to question. */
export function programOf(view: View): Program {
  let program = programs.get(view);
  if (program === undefined || program.open > MOST_OPEN) programs.set(view, (program = new Program(view)));
  return program;
}
