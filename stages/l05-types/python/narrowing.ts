/**
 * What a condition says of the places that it tests: `x is None`, `isinstance(x, C)`, `callable(x)`, `x == 1`, truth, and
 * these under `not`, `and`, `or`. Reads the operations of the condition alone.
 */
import type { TableReader } from '#columns';
import { MATCH_KINDS, OPCODES, OPERATORS, codeOf, type operation } from '#facts';
import { isFromTests, subjectPlace, type PlaceKey } from './flow-state.ts';
import {
  ANY_OF,
  DIFFERS,
  EQUALS,
  IS_CALLABLE,
  IS_FALSE,
  IS_INSTANCE,
  IS_MAPPING,
  IS_NO_MAPPING,
  IS_NO_SEQUENCE,
  IS_SEQUENCE,
  IS_NO_INSTANCE,
  IS_NONE,
  IS_NOT_NONE,
  IS_SUBCLASS,
  IS_TRUE,
  LITERAL,
  literalTerm,
  NARROW,
  OUTSIDE,
  Term,
} from './term.ts';

export interface Conditions {
  readonly operations: TableReader<typeof operation.columns>;
  valueAt(row: number): Term;
  /** What a place holds as the walk stands. */
  known(place: PlaceKey): Term | undefined;
  placeOf(row: number, first: number): PlaceKey | null;
  placeOfStore(row: number): PlaceKey | null;
  argumentsOf(row: number, first: number): readonly number[];
  /** The row of an element of the tuple or list that is built at a row, or -1. */
  elementOf(row: number, position: number, first: number): number;
}

export interface Narrowing {
  readonly place: PlaceKey;
  readonly value: Term;
  /** What the place held before the condition. */
  readonly from: Term;
}

const UNARY = codeOf(OPCODES, 'unary');
const COMPARE = codeOf(OPCODES, 'compare');
const CALL = codeOf(OPCODES, 'call');
const MERGE = codeOf(OPCODES, 'merge');
const IF = codeOf(OPCODES, 'if');
const END = codeOf(OPCODES, 'end');
const STORE = codeOf(OPCODES, 'store');
const LOAD = codeOf(OPCODES, 'load');
const ATTRIBUTE = codeOf(OPCODES, 'attribute');
const MATCH = codeOf(OPCODES, 'match');
const UNPACK = codeOf(OPCODES, 'unpack');
const MATCH_INSTANCE = codeOf(MATCH_KINDS, 'instance');
const MATCH_EQUAL = codeOf(MATCH_KINDS, 'equal');
const MATCH_SEQUENCE = codeOf(MATCH_KINDS, 'sequence');
const MATCH_SEQUENCE_REST = codeOf(MATCH_KINDS, 'sequence_rest');
const MATCH_MAPPING = codeOf(MATCH_KINDS, 'mapping');
const AND = 1;
const OR = 2;
const NOT = codeOf(OPERATORS, 'not');
const IS = codeOf(OPERATORS, 'is');
const IS_NOT = codeOf(OPERATORS, 'is not');
const EQUAL = codeOf(OPERATORS, '==');
const NOT_EQUAL = codeOf(OPERATORS, '!=');
/** How deep conditions are taken apart, and the most places that one tells about. */
const MAX_DEPTH = 16;

export function narrowings(c: Conditions, row: number, sense: boolean, first: number): readonly Narrowing[] {
  const found: Narrowing[] = [];
  narrow(c, row, sense, first, found, 0);
  return found;
}

function narrow(c: Conditions, row: number, sense: boolean, first: number, found: Narrowing[], depth: number): void {
  const { opcode, a, b, aux } = c.operations;
  if (depth > MAX_DEPTH) return;
  const code = opcode.at(row);
  if (code === UNARY && aux.at(row) === NOT && a.at(row) >= 0)
    narrow(c, first + a.at(row), !sense, first, found, depth + 1);
  else if (code === COMPARE) narrowCompared(c, row, sense, first, found);
  else if (code === CALL && narrowCalled(c, row, sense, first, found)) return;
  else if (code === MERGE) {
    const kind = shortCircuit(c, row, first);
    if (kind !== AND && kind !== OR) return;
    if ((kind === AND) === sense) {
      narrow(c, first + a.at(row), sense, first, found, depth + 1);
      narrow(c, first + b.at(row), sense, first, found, depth + 1);
    } else narrowEither(c, row, sense, first, found, depth);
  } else if (code === MATCH) narrowMatched(c, row, sense, first, found);
  else truth(c, row, sense, first, found);
}

/** One of two conditions holds, or one of them does not: what both tell of a place is one of two things. */
function narrowEither(
  c: Conditions,
  row: number,
  sense: boolean,
  first: number,
  found: Narrowing[],
  depth: number,
): void {
  const { a, b } = c.operations;
  const start = found.length;
  narrow(c, first + a.at(row), sense, first, found, depth + 1);
  if (found.length === start) return;
  const left = found.splice(start);
  narrow(c, first + b.at(row), sense, first, found, depth + 1);
  const right = found.splice(start);
  for (const { place } of left) {
    if (found.slice(start).some((one) => one.place === place)) continue;
    const other = right.findLast((one) => one.place === place);
    const { from } = left.find((one) => one.place === place)!;
    if (other === undefined || !isFromTests(other.value, from)) continue;
    const items = [left.findLast((one) => one.place === place)!.value, other.value];
    found.push({ place, value: new Term(NARROW, from, null, '', ANY_OF, null, items, null, ''), from });
  }
}

/** The kind of the short circuit that a `merge` ends, or -1: that of the bracket which closes right in front of it. */
function shortCircuit(c: Conditions, row: number, first: number): number {
  const { opcode, a, aux } = c.operations;
  const left = a.at(row);
  let open = 0;
  for (let at = row - 1; at > first + left; at--) {
    if (opcode.at(at) === END) open++;
    else if (opcode.at(at) === IF && --open === 0) return a.at(at) === left ? aux.at(at) : -1;
  }
  return -1;
}

/** Narrows the places that hold the value of an operation: where it was loaded from, and where it is stored right behind. */
function add(c: Conditions, row: number, first: number, test: number, operand: Term | null, found: Narrowing[]): void {
  const { opcode, a, rows } = c.operations;
  const code = opcode.at(row);
  if (code === LOAD || code === ATTRIBUTE) narrowPlace(c, c.placeOf(row, first), row, test, operand, found);
  if (row + 1 < rows && opcode.at(row + 1) === STORE && first + a.at(row + 1) === row)
    narrowPlace(c, c.placeOfStore(row + 1), row, test, operand, found);
}

function narrowPlace(
  c: Conditions,
  place: PlaceKey | null,
  row: number,
  test: number,
  operand: Term | null,
  found: Narrowing[],
): void {
  if (place === null) return;
  let before = found.findLast((one) => one.place === place)?.value;
  if (before === undefined) {
    // What cases before this one left of the subject of a `match`.
    const known = c.known(place);
    before = c.valueAt(row);
    if (known !== undefined && known !== before && isFromTests(known, before)) before = known;
  }
  found.push({ place, value: new Term(NARROW, before, operand, '', test, null, null, null, ''), from: before });
}

function truth(c: Conditions, row: number, sense: boolean, first: number, found: Narrowing[]): void {
  add(c, row, first, sense ? IS_TRUE : IS_FALSE, null, found);
}

function narrowCompared(c: Conditions, row: number, sense: boolean, first: number, found: Narrowing[]): void {
  const { a, b, aux } = c.operations;
  const operator = aux.at(row);
  const left = first + a.at(row);
  const right = first + b.at(row);
  const operand = c.valueAt(right);
  if (operator === IS || operator === IS_NOT || operator === EQUAL || operator === NOT_EQUAL) {
    const holds = (operator === IS || operator === EQUAL) === sense;
    if (operand.op === LITERAL && operand.text === 'none')
      add(c, left, first, holds ? IS_NONE : IS_NOT_NONE, null, found);
    else if (operand.op === LITERAL) add(c, left, first, holds ? EQUALS : DIFFERS, operand, found);
  }
}

function narrowCalled(c: Conditions, row: number, sense: boolean, first: number, found: Narrowing[]): boolean {
  const callee = c.operations.a.at(row) < 0 ? null : c.valueAt(first + c.operations.a.at(row));
  if (callee?.op !== OUTSIDE) {
    truth(c, row, sense, first, found);
    return true;
  }
  const args = c.argumentsOf(row, first);
  if (callee.text === 'builtins.isinstance' && args.length === 2)
    add(c, args[0]!, first, sense ? IS_INSTANCE : IS_NO_INSTANCE, c.valueAt(args[1]!), found);
  else if (callee.text === 'builtins.issubclass' && args.length === 2 && sense)
    add(c, args[0]!, first, IS_SUBCLASS, c.valueAt(args[1]!), found);
  else if (callee.text === 'builtins.callable' && args.length === 1 && sense)
    add(c, args[0]!, first, IS_CALLABLE, null, found);
  else truth(c, row, sense, first, found);
  return true;
}

/** What a pattern says of its subject, of the places that it was loaded from, and of an element that it is. */
function narrowMatched(c: Conditions, row: number, sense: boolean, first: number, found: Narrowing[]): void {
  const { opcode, a } = c.operations;
  if (a.at(row) < 0) return;
  const asked = testOf(c, row, sense, first);
  if (asked === null) return;
  const [test, operand] = asked;
  const subject = first + a.at(row);
  narrowPlace(c, subjectPlace(subject), subject, test, operand, found);
  add(c, subject, first, test, operand, found);
  if (opcode.at(subject) !== UNPACK || a.at(subject) < 0) return;
  const element = c.elementOf(first + a.at(subject), c.operations.aux.at(subject), first);
  if (element >= 0) add(c, element, first, test, operand, found);
}

/** The test that a pattern is, with its operand; null for what says nothing of a type. */
function testOf(c: Conditions, row: number, sense: boolean, first: number): [number, Term | null] | null {
  const { b, aux } = c.operations;
  const kind = aux.at(row) & 15;
  const operand = b.at(row) < 0 ? null : c.valueAt(first + b.at(row));
  if (kind === MATCH_SEQUENCE || kind === MATCH_SEQUENCE_REST) {
    const length = literalTerm(kind === MATCH_SEQUENCE ? 'integer' : 'rest', String(aux.at(row) >> 4));
    return [sense ? IS_SEQUENCE : IS_NO_SEQUENCE, length];
  }
  if (kind === MATCH_MAPPING) return operand !== null && !sense ? null : [sense ? IS_MAPPING : IS_NO_MAPPING, null];
  if (operand === null) return null;
  if (kind === MATCH_INSTANCE) return [sense ? IS_INSTANCE : IS_NO_INSTANCE, operand];
  if (operand.op === LITERAL && operand.text === 'none') return [sense ? IS_NONE : IS_NOT_NONE, null];
  return kind === MATCH_EQUAL && operand.op === LITERAL ? [sense ? EQUALS : DIFFERS, operand] : null;
}
