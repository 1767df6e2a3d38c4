/** What operations say of their operands beside the operands themselves: arguments, positions of targets, kinds of merges. */
import { ARGUMENT_KINDS, codeOf } from '#facts';
import type { BodyFacts, OperationColumns } from './body-facts.ts';
import { OP } from './opcodes.ts';
import { SHAPE_ITEM, SHAPE_KEYWORD_SPREAD, SHAPE_SPREAD, type Term } from './term.ts';

/** Most targets of one assignment that are looked at. */
const MAX_TARGETS = 64;
const UNPACK_REST = 0x10000;
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

/** Positions behind a starred target count from the end. */
export function positionOf({ opcode, a, aux, rows }: OperationColumns, first: number, row: number): number {
  const operand = a.at(row);
  const position = aux.at(row);
  if (position >= UNPACK_REST) return position;
  for (let at = row - 1; at >= first && at > row - MAX_TARGETS; at--) {
    if (opcode.at(at) !== OP.unpack || a.at(at) !== operand) continue;
    if (aux.at(at) < UNPACK_REST) continue;
    let last = position;
    for (let next = row + 1; next < row + MAX_TARGETS && next < rows; next++) {
      if (opcode.at(next) === OP.unpack && a.at(next) === operand) last = aux.at(next);
      else if (opcode.at(next) !== OP.store) break;
    }
    return position - last - 1;
  }
  return position;
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
