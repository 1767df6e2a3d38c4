/**
 * What leads from one body of a file to others: the calls of the file by callee and by call, its bodies by their symbol, the
 * definitions of variables that its bodies share, the writes of members. Each is made when it is first asked for.
 */
import { rowsOfKey } from '#columns';
import type { UnitId } from '#core';
import { body, callEdgeName, callEdgeTyped, codeOf, FLOW_VARIABLE_KINDS } from '#facts';
import { forEachCallEdge } from '../call-edges.ts';
import type { View } from '../view.ts';
import type { BodyDependence } from './body-dependence.ts';

/** Where a value comes from or goes to: an operation or a definition of a body. */
export interface Actual {
  readonly body: BodyDependence;
  readonly node: number;
}

interface Hash {
  readonly lo: number;
  readonly hi: number;
}

/** A row of `call` that is made in a body. */
interface CallOf {
  readonly call: number;
  readonly caller: number;
}

export class FileLinks {
  readonly #view: View;
  readonly #unit: UnitId;
  #calls: Map<number, Hash[]> | null = null;
  #typed: Set<number> | null = null;
  #bodies: Map<number, number[]> | null = null;
  #definitions: ReadonlyMap<number, readonly Actual[]> | null = null;
  #writes: ReadonlyMap<string, readonly Actual[]> | null = null;

  constructor(view: View, unit: UnitId) {
    this.#view = view;
    this.#unit = unit;
  }

  /** The symbols that a row of `call` may run. */
  calleesOf(call: number): readonly Hash[] {
    this.#calls ??= this.#readCalls();
    return this.#calls.get(call) ?? [];
  }

  #readCalls(): Map<number, Hash[]> {
    const calls = new Map<number, Hash[]>();
    const facts: Parameters<typeof forEachCallEdge>[0] = { table: (schema) => this.#view.table(schema, this.#unit) };
    forEachCallEdge(facts, ({ call, lo, hi }) => {
      if (call >= 0) addTo(calls, call, { lo, hi });
    });
    return calls;
  }

  /** The calls that may run a symbol: those that types tell, and of the others those that names tell. */
  callsOf(lo: number, hi: number): CallOf[] {
    const typed = this.#view.table(callEdgeTyped, this.#unit);
    const named = this.#view.table(callEdgeName, this.#unit);
    const found: CallOf[] = [];
    const add = (edges: NonNullable<typeof named>, told: ReadonlySet<number>): void => {
      const rows = rowsOfKey(edges, lo, hi);
      for (let row = rows?.from ?? 0; row < (rows?.to ?? 0); row++) {
        const call = edges.call.at(row);
        if (call >= 0 && !told.has(call)) found.push({ call, caller: edges.caller.at(row) });
      }
    };
    if (typed !== null) add(typed, NOTHING);
    if (named !== null) add(named, this.#typedCalls());
    return found;
  }

  #typedCalls(): ReadonlySet<number> {
    if (this.#typed !== null) return this.#typed;
    const typed = this.#view.table(callEdgeTyped, this.#unit);
    this.#typed = new Set();
    for (let row = 0; typed !== null && row < typed.rows; row++) this.#typed.add(typed.call.at(row));
    return this.#typed;
  }

  /** Rows of the bodies of a symbol. */
  bodiesOf(lo: number, hi: number): readonly number[] {
    const bodies = this.#view.table(body, this.#unit);
    if (bodies === null) return [];
    if (this.#bodies === null) {
      this.#bodies = new Map();
      for (let row = 0; row < bodies.rows; row++) addTo(this.#bodies, bodies.hash.lo(row), row);
    }
    return (this.#bodies.get(lo) ?? []).filter((row) => bodies.hash.hi(row) === hi);
  }

  /** Definitions of variables that bodies share, by `sharedKey`. */
  definitions(read: () => ReadonlyMap<number, readonly Actual[]>): ReadonlyMap<number, readonly Actual[]> {
    return (this.#definitions ??= read());
  }

  /** Writes of members by name. */
  writes(read: () => ReadonlyMap<string, readonly Actual[]>): ReadonlyMap<string, readonly Actual[]> {
    return (this.#writes ??= read());
  }
}

const NOTHING: ReadonlySet<number> = new Set();
const LOCALS = new Set([codeOf(FLOW_VARIABLE_KINDS, 'local'), codeOf(FLOW_VARIABLE_KINDS, 'outer')]);
const DECLARATIONS = new Set([codeOf(FLOW_VARIABLE_KINDS, 'declaration'), codeOf(FLOW_VARIABLE_KINDS, 'module')]);

/** One number for all variables of the bodies of a file that are one, by kind and row; -1 when bodies share none of the kind. */
export function sharedKey(kind: number, row: number): number {
  return row < 0 ? -1 : LOCALS.has(kind) ? 2 * row : DECLARATIONS.has(kind) ? 2 * row + 1 : -1;
}

export function addTo<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
