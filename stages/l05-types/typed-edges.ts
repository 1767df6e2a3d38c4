/** Call edges that types tell, where names alone did not tell the same. */
import { type BuilderOf, type ReaderOf, sortByHash } from '#columns';
import { CERTAINTY, codeOf, DECLARATION_KINDS, OPCODES, type callEdgeName, type callEdgeTyped } from '#facts';
import { callableOf } from './call-sites.ts';
import type { Evaluator } from './evaluator.ts';
import { CALL, type SymbolRef } from './term.ts';
import { alternatives, CLASS_TYPE, INSTANCE_TYPE, type Type } from './type.ts';
import type { Unit } from './unit.ts';

const OP_CALL = codeOf(OPCODES, 'call');
const OP_ITERATE = codeOf(OPCODES, 'iterate');
const OP_RAISE = codeOf(OPCODES, 'raise');
const OP_WITH = codeOf(OPCODES, 'with');
const RESOLVED = codeOf(CERTAINTY, 'resolved');
const CANDIDATE = codeOf(CERTAINTY, 'candidate');
const FUNCTION = 1 + codeOf(DECLARATION_KINDS, 'function');
const METHOD = 1 + codeOf(DECLARATION_KINDS, 'method');
const CLASS = 1 + codeOf(DECLARATION_KINDS, 'class');
const NO_CALL = 0xffffffff;

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
      } else if (code === OP_ITERATE || code === OP_RAISE || code === OP_WITH) {
        const operand = operations.a.at(row) < 0 ? null : unit.terms.values[first + operations.a.at(row)];
        if (operand == null) continue;
        for (const callees of implicit(e, code, e.evaluate(operand))) add(out, callees, NO_CALL, caller);
      }
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
  for (const { symbol, kind } of callees) {
    const row = out.add();
    const { col } = out;
    col.key[2 * row] = symbol.lo;
    col.key[2 * row + 1] = symbol.hi;
    col.call[row] = call;
    col.caller[row] = caller;
    col.kind[row] = kind;
    col.certainty[row] = callees.length === 1 ? RESOLVED : CANDIDATE;
  }
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

/** What runs without a call being written. */
function implicit(e: Evaluator, code: number, operand: Type): Callee[][] {
  if (code === OP_RAISE) return [raised(e, operand)];
  const of = (name: string): Callee[] => {
    const found: Callee[] = [];
    for (const one of alternatives(operand))
      if (one.tag === INSTANCE_TYPE && one.of!.symbol !== null) pushMember(e, found, one, name);
    return found;
  };
  return code === OP_WITH ? [of('__enter__'), of('__exit__')] : iterated(e, operand);
}

/** The constructor of a class that is raised. */
function raised(e: Evaluator, operand: Type): Callee[] {
  const found: Callee[] = [];
  for (const one of alternatives(operand)) {
    if (one.tag !== CLASS_TYPE || one.of!.symbol === null) continue;
    const run = callableOf(e, one);
    if (run?.record != null) push(found, run.record.symbol, METHOD);
  }
  return found;
}

/** What a loop runs: `__iter__` and the `__next__` of what that gives, else `__getitem__`. */
function iterated(e: Evaluator, operand: Type): Callee[][] {
  const [iters, nexts, items]: Callee[][] = [[], [], []];
  for (const one of alternatives(operand)) {
    if (one.tag !== INSTANCE_TYPE || one.of!.symbol === null) continue;
    const method = e.members.of(one, '__iter__');
    if (method === null) {
      pushMember(e, items!, one, '__getitem__');
      continue;
    }
    pushMember(e, iters!, one, '__iter__');
    for (const iterator of alternatives(e.calls.call(method.type, []))) pushMember(e, nexts!, iterator, '__next__');
  }
  return [iters!, nexts!, items!];
}

function pushMember(e: Evaluator, found: Callee[], object: Type, name: string): void {
  const method = e.members.of(object, name);
  if (method?.type.tag === FUNCTION_TAG && method.symbol !== null) push(found, method.type.record!.symbol, METHOD);
}

const FUNCTION_TAG = 6;
