/** What operations say of their operands beside the operands themselves: arguments, positions of targets, kinds of merges. */
import { ARGUMENT_KINDS, codeOf } from '#facts';
import type { BodyFacts, OperationColumns } from './body-facts.ts';
import { OP } from './opcodes.ts';
import { SHAPE_ITEM, SHAPE_KEYWORD_SPREAD, SHAPE_SPREAD, type Term } from './term.ts';

/** How many operations around a target are looked at for others of its assignment. */
const MAX_TARGETS = 256;
/** A position: that of the target, a bit for the rest, and above it how many targets are behind the rest. */
export const UNPACK_REST = 0x10000;
export const UNPACK_BEHIND = 0x20000;
const SHAPES = ARGUMENT_KINDS.map((kind) =>
  kind === 'spread' ? SHAPE_SPREAD : kind === 'keyword_spread' ? SHAPE_KEYWORD_SPREAD : SHAPE_ITEM,
);
const KEYWORD_ARGUMENT = codeOf(ARGUMENT_KINDS, 'keyword');

/** The arguments of a call, and how each is given. */
export function argumentsOfCall(
  { calls, arguments: args }: Pick<BodyFacts, 'calls' | 'arguments'>,
  call: number,
  operand: (ordinal: number) => Term,
): { items: Term[]; shape: readonly string[] | null } {
  const first = calls.arguments.at(call);
  const end = call + 1 < calls.rows ? calls.arguments.at(call + 1) : args.rows;
  const items: Term[] = [];
  let shape: string[] | null = null;
  for (let row = first; row < end; row++) {
    const kind = args.kind.at(row);
    const sign = kind === KEYWORD_ARGUMENT ? args.name.at(row) : SHAPES[kind]!;
    if (sign !== SHAPE_ITEM && shape === null) shape = items.map(() => SHAPE_ITEM);
    shape?.push(sign);
    items.push(operand(args.value.at(row)));
  }
  return { items, shape };
}

/** Operation rows of the arguments of a call operation. */
export function argumentRows(
  { calls, arguments: args }: Pick<BodyFacts, 'calls' | 'arguments'>,
  call: number,
  first: number,
): number[] {
  const end = call + 1 < calls.rows ? calls.arguments.at(call + 1) : args.rows;
  const rows: number[] = [];
  for (let at = calls.arguments.at(call); at < end; at++) rows.push(first + args.value.at(at));
  return rows;
}

/** The position of a target: one behind a starred one counts from the end; a starred one tells how many are behind it. */
export function positionOf(operations: OperationColumns, first: number, row: number): number {
  const position = operations.aux.at(row);
  if (position >= UNPACK_REST) return position + UNPACK_BEHIND * targetsBehind(operations, row);
  return isBehindStar(operations, first, row) ? -1 - targetsBehind(operations, row) : position;
}

/** How many targets of the same assignment follow. Targets of `a, b = c, d = value` share their operand, and count anew. */
function targetsBehind({ opcode, a, aux, rows }: OperationColumns, row: number): number {
  let last = aux.at(row) & (UNPACK_REST - 1);
  let behind = 0;
  for (let next = row + 1; next < row + MAX_TARGETS && next < rows; next++) {
    if (opcode.at(next) !== OP.unpack || a.at(next) !== a.at(row)) continue;
    if ((aux.at(next) & (UNPACK_REST - 1)) <= last) break;
    last = aux.at(next) & (UNPACK_REST - 1);
    behind++;
  }
  return behind;
}

function isBehindStar({ opcode, a, aux }: OperationColumns, first: number, row: number): boolean {
  let next = aux.at(row);
  for (let at = row - 1; at >= first && at > row - MAX_TARGETS && next > 0; at--) {
    if (opcode.at(at) !== OP.unpack || a.at(at) !== a.at(row)) continue;
    const position = aux.at(at) & (UNPACK_REST - 1);
    if (position >= next) return false;
    if (aux.at(at) >= UNPACK_REST) return true;
    next = position;
  }
  return false;
}

/** The row of the element at a position of what is built at a row, when no other is spread in front of it; or -1. */
export function elementRow(
  { opcode, a, b, aux, rows }: OperationColumns,
  build: number,
  position: number,
  first: number,
): number {
  if (opcode.at(build) !== OP.build) return -1;
  let next = 0;
  for (let at = build + 1; at < build + MAX_TARGETS && at < rows; at++) {
    if (opcode.at(at) !== OP.element || first + a.at(at) !== build) continue;
    if (aux.at(at) !== 0) return -1;
    if (next++ === position) return b.at(at) < 0 ? -1 : first + b.at(at);
  }
  return -1;
}

/** True for the operator of `target op= value`: what it gives is stored where its left operand was loaded from. */
export function isInPlace({ opcode, a, b, aux, rows }: OperationColumns, first: number, row: number): boolean {
  const next = row + 1;
  const left = a.at(row) < 0 ? -1 : first + a.at(row);
  if (left < 0 || next >= rows) return false;
  const code = opcode.at(next);
  if (code === OP.store) return opcode.at(left) === OP.load && aux.at(left) === aux.at(next);
  if (code === OP.store_attribute) return opcode.at(left) === OP.attribute && aux.at(left) === aux.at(next);
  if (code !== OP.store_index || opcode.at(left) !== OP.index) return false;
  return a.at(left) === a.at(next) && b.at(left) === b.at(next);
}

/** For which outcome the left operand of a short circuit is its value; null for a conditional expression. */
export function conditionSense({ opcode, a, aux }: OperationColumns, first: number, row: number): boolean | null {
  const left = a.at(row);
  // The bracket opens right behind the left operand, when that is a value of the condition itself.
  for (let at = first + left + 1; at < row; at++) {
    if (opcode.at(at) !== OP.if || a.at(at) !== left) continue;
    const kind = aux.at(at);
    return kind === 1 ? false : kind === 2 ? true : null;
  }
  return null;
}
