/** Call edges that types tell, where names alone did not tell the same. */
import { NONE } from '#core';
import { type BuilderOf, type ReaderOf, sortByHash } from '#columns';
import { codeOf, DECLARATION_KINDS, OPCODES, type callEdgeName, type callEdgeTyped } from '#facts';
import { callableOf } from './call-sites.ts';
import type { Evaluator } from './evaluator.ts';
import type { Role } from './implicit-calls.ts';
import { ImplicitCalls } from './implicit-operations.ts';
import { CALL, type SymbolRef } from './term.ts';
import { alternatives, CLASS_TYPE, type Type } from './type.ts';
import type { Unit } from './unit.ts';
import { addEdge } from '../edge-row.ts';

const OP_CALL = codeOf(OPCODES, 'call');
const FUNCTION = 1 + codeOf(DECLARATION_KINDS, 'function');
const METHOD = 1 + codeOf(DECLARATION_KINDS, 'method');
const CLASS = 1 + codeOf(DECLARATION_KINDS, 'class');

interface Callee {
  readonly symbol: SymbolRef;
  readonly kind: number;
}

export function writeTypedEdges(
  e: Evaluator,
  unit: Unit,
  named: ReaderOf<typeof callEdgeName>,
  out: BuilderOf<typeof callEdgeTyped>,
): void {
  const { bodies, operations } = unit.facts;
  const byName = edgesByCall(named);
  const implicit = new ImplicitCalls(e, unit);
  for (let caller = 0; caller < bodies.rows; caller++) {
    const first = bodies.operation.at(caller);
    const end = caller + 1 < bodies.rows ? bodies.operation.at(caller + 1) : operations.rows;
    for (let row = first; row < end; row++) {
      const code = operations.opcode.at(row);
      if (code === OP_CALL) {
        const term = unit.terms.values[row];
        if (term === null || term === undefined || term.op !== CALL) continue;
        const call = operations.aux.at(row);
        const callees = calleesOf(e, e.evaluate(term.a!));
        if (callees.length > 0 && !isSame(callees, named, byName.get(call))) add(out, callees, call, caller);
      }
      for (const role of implicit.at(row, first)) addRole(out, role, caller, implicit.referenceAt(row, first));
    }
  }
  sortByHash(out, 'key');
}

/** Rows of edges by name, by call. */
function edgesByCall(named: ReaderOf<typeof callEdgeName>): Map<number, number[]> {
  const rows = new Map<number, number[]>();
  for (let row = 0; row < named.rows; row++) {
    const known = rows.get(named.call.at(row));
    if (known === undefined) rows.set(named.call.at(row), [row]);
    else known.push(row);
  }
  return rows;
}

function isSame(
  callees: readonly Callee[],
  named: ReaderOf<typeof callEdgeName>,
  rows: readonly number[] | undefined,
): boolean {
  if (rows?.length !== 1 || callees.length !== 1) return false;
  const { symbol } = callees[0]!;
  return named.key.lo(rows[0]!) === symbol.lo && named.key.hi(rows[0]!) === symbol.hi;
}

function add(out: BuilderOf<typeof callEdgeTyped>, callees: readonly Callee[], call: number, caller: number): void {
  const isSure = callees.length === 1;
  for (const { symbol, kind } of callees) addEdge(out, { callee: symbol, kind, call, reference: NONE, caller, isSure });
}

function addRole(out: BuilderOf<typeof callEdgeTyped>, role: Role, caller: number, reference: number): void {
  const { records, isSure } = role;
  for (const { symbol, owner } of records)
    addEdge(out, {
      callee: symbol,
      kind: owner === null ? FUNCTION : METHOD,
      call: NONE,
      reference,
      caller,
      isSure,
    });
}

/** The functions that run when a value is called; a class without a constructor of the repository stands for itself. */
function calleesOf(e: Evaluator, callee: Type): Callee[] {
  const found: Callee[] = [];
  for (const one of alternatives(callee)) {
    const run = callableOf(e, one);
    const record = run?.record ?? null;
    if (record !== null) push(found, record.symbol, record.owner === null ? FUNCTION : METHOD);
    else if (one.tag === CLASS_TYPE && one.of!.symbol !== null) push(found, one.of!.symbol, CLASS);
  }
  return found;
}

function push(found: Callee[], symbol: SymbolRef, kind: number): void {
  if (!found.some((one) => one.symbol.lo === symbol.lo && one.symbol.hi === symbol.hi)) found.push({ symbol, kind });
}
