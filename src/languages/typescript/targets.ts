/**
 * Assignment targets in three steps, in the order of evaluation: `beginTarget` evaluates what stands left of the last name,
 * `readTarget` reads the old value when the assignment needs it, `finishTarget` stores.
 * The state between the steps is three numbers on the walk's stack, so that nested assignments need no objects.
 */
import { FLAG } from '#facts';
import {
  OP_ATTRIBUTE,
  OP_INDEX,
  OP_LOAD,
  OP_STORE,
  OP_STORE_ATTRIBUTE,
  OP_STORE_INDEX,
  ROLE_READWRITE,
  ROLE_WRITE,
} from '../lowering/codes.ts';
import { ASSIGN, bindPattern } from './patterns.ts';
import type { Walk } from './walk.ts';

/** The target inside parentheses, casts and `!`. */
export function targetOf(walk: Walk, node: number): number {
  const { parenthesized_expression, non_null_expression, as_expression, satisfies_expression, type_assertion } =
    walk.symbols.type;
  let at = node;
  for (;;) {
    const type = walk.type[at];
    const isCast = type === type_assertion;
    const isWrapper =
      isCast ||
      type === parenthesized_expression ||
      type === non_null_expression ||
      type === as_expression ||
      type === satisfies_expression;
    if (!isWrapper) return at;
    const inner = isCast ? walk.lastChild(at) : walk.firstChild(at);
    if (inner < 0) return at;
    at = inner;
  }
}

export function beginTarget(walk: Walk, left: number): number {
  const { symbols } = walk;
  const target = targetOf(walk, left);
  const type = walk.type[target];
  let base = -1;
  let second = -1;
  if (type === symbols.type.member_expression || type === symbols.type.subscript_expression) {
    const object = walk.child(target, symbols.field.object);
    base = object < 0 ? -1 : walk.expression(object);
    second = walk.ref;
    const index = walk.child(target, symbols.field.index);
    if (index >= 0) second = walk.expression(index);
  }
  const floor = walk.top;
  walk.push(base);
  walk.push(second);
  walk.push(-1);
  return floor;
}

export function readTarget(walk: Walk, left: number, floor: number): number {
  const { symbols, low, stack } = walk;
  const target = targetOf(walk, left);
  const type = walk.type[target];
  const base = stack[floor]!;
  const second = stack[floor + 1]!;
  if (type === symbols.type.identifier) {
    const row = low.reference(walk.name(target), ROLE_READWRITE, walk.start[target]!);
    stack[floor + 2] = row;
    return low.op(OP_LOAD, -1, -1, row);
  }
  if (type === symbols.type.member_expression) {
    const property = walk.child(target, symbols.field.property);
    if (property < 0) return -1;
    const row = low.attribute(walk.name(property), ROLE_READWRITE, walk.start[property]!, second);
    stack[floor + 2] = row;
    return low.op(OP_ATTRIBUTE, base, -1, row);
  }
  if (type === symbols.type.subscript_expression) return low.op(OP_INDEX, base, second, 0);
  return walk.expression(target);
}

export function finishTarget(walk: Walk, left: number, floor: number, value: number): void {
  const { symbols, low, stack } = walk;
  const target = targetOf(walk, left);
  const type = walk.type[target];
  const base = stack[floor]!;
  const second = stack[floor + 1]!;
  const known = stack[floor + 2]!;
  walk.top = floor;
  if (type === symbols.type.identifier) {
    if (walk.start[target] === walk.end[target]) return;
    const row = known >= 0 ? known : low.reference(walk.name(target), ROLE_WRITE, walk.start[target]!);
    low.op(OP_STORE, value, -1, row);
  } else if (type === symbols.type.member_expression) {
    const property = walk.child(target, symbols.field.property);
    if (property < 0) return;
    const row = known >= 0 ? known : low.attribute(walk.name(property), ROLE_WRITE, walk.start[property]!, second);
    low.op(OP_STORE_ATTRIBUTE, base, value, row);
    declareThisMember(walk, target, property);
  } else if (type === symbols.type.subscript_expression) {
    low.op(OP_STORE_INDEX, base, second, value < 0 ? walk.undefinedValue() : value);
  } else bindPattern(walk, target, value, ASSIGN);
}

/** `this.x = …` in a method declares `x`, unless the class does. */
function declareThisMember(walk: Walk, target: number, property: number): void {
  const { symbols, thisClass, low } = walk;
  if (thisClass === null) return;
  const object = walk.child(target, symbols.field.object);
  if (object < 0 || walk.type[object] !== symbols.type.this) return;
  low.declareMember(
    thisClass,
    'property',
    walk.name(property),
    walk.start[property]!,
    walk.end[target]!,
    walk.isStatic ? FLAG.static : FLAG.instance,
  );
}
