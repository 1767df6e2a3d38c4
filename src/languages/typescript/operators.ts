/**
 * Operators, assignments, conditionals and other expressions that are not chains, literals or functions.
 * Left-deep chains of binary operators are lowered along their left spine without recursion.
 */
import {
  ANNOTATION_OPERATION,
  IF_COALESCE,
  IF_CONDITIONAL,
  IF_AND,
  OP_AWAIT,
  OP_BINARY,
  OP_COMPARE,
  OP_DELETE,
  OP_ELSE,
  OP_END,
  OP_IF,
  OP_MERGE,
  OP_UNARY,
  OP_YIELD,
  ROLE_DELETE,
} from '../lowering/codes.ts';
import { lowerDeleted } from './chains.ts';
import { beginTarget, finishTarget, readTarget, targetOf } from './targets.ts';
import { lowerTypes } from './types.ts';
import type { Rule, Walk } from './walk.ts';

/** The right side of `&&`, `||`, `??` and of their assignments: opens the bracket in which it runs. */
function openShortCircuit(walk: Walk, value: number, kind: number): void {
  walk.low.op(OP_IF, value, -1, kind);
  if (kind !== IF_AND) walk.low.op(OP_ELSE, -1, -1, 0);
}

/** `value`, or what `right` gives when it is undefined: default values. */
export function withDefault(walk: Walk, value: number, right: number): number {
  openShortCircuit(walk, value, IF_COALESCE);
  const other = walk.expression(right);
  walk.low.op(OP_END, -1, -1, 0);
  return walk.low.op(OP_MERGE, value, other, 0);
}

const binary: Rule = (walk, node) => {
  const { type, symbols } = walk;
  const floor = walk.top;
  let at = node;
  while (at >= 0 && type[at] === symbols.type.binary_expression) {
    walk.push(at);
    at = walk.child(at, symbols.field.left);
  }
  let value = at < 0 ? -1 : walk.expression(at);
  while (walk.top > floor) value = combine(walk, walk.pop(), value);
  walk.ref = -1;
  return value;
};

function combine(walk: Walk, node: number, left: number): number {
  const { symbols, low } = walk;
  const operator = walk.child(node, symbols.field.operator);
  const right = walk.child(node, symbols.field.right);
  if (operator < 0 || right < 0) return left;
  const token = walk.type[operator]!;
  const kind = symbols.shortCircuit[token]!;
  if (kind !== 0) {
    openShortCircuit(walk, left, kind);
    const value = walk.expression(right);
    low.op(OP_END, -1, -1, 0);
    return low.op(OP_MERGE, left, value, 0);
  }
  const value = walk.expression(right);
  return low.op(symbols.isComparison[token] === 1 ? OP_COMPARE : OP_BINARY, left, value, symbols.operator[token]!);
}

const unary: Rule = (walk, node) => {
  const { symbols, low } = walk;
  const operator = walk.child(node, symbols.field.operator);
  const argument = walk.child(node, symbols.field.argument);
  if (operator < 0 || argument < 0) return -1;
  if (walk.type[operator] === symbols.token.delete) return lowerDelete(walk, argument);
  const value = walk.expression(argument);
  walk.ref = -1;
  return low.op(OP_UNARY, value, -1, symbols.operator[walk.type[operator]!]!);
};

function lowerDelete(walk: Walk, argument: number): number {
  const { symbols, low } = walk;
  const target = targetOf(walk, argument);
  const type = walk.type[target];
  if (type === symbols.type.identifier) {
    return low.op(OP_DELETE, -1, -1, low.reference(walk.name(target), ROLE_DELETE, walk.start[target]!));
  }
  if (type === symbols.type.member_expression || type === symbols.type.subscript_expression)
    return lowerDeleted(walk, target);
  return walk.expression(argument);
}

const assignment: Rule = (walk, node) => {
  const left = walk.child(node, walk.symbols.field.left);
  const right = walk.child(node, walk.symbols.field.right);
  if (left < 0) return right < 0 ? -1 : walk.expression(right);
  const floor = beginTarget(walk, left);
  const value = right < 0 ? -1 : walk.expression(right);
  const named = walk.ref;
  finishTarget(walk, left, floor, value);
  walk.ref = named;
  return value;
};

const augmented: Rule = (walk, node) => {
  const { symbols, low } = walk;
  const left = walk.child(node, symbols.field.left);
  const operator = walk.child(node, symbols.field.operator);
  const right = walk.child(node, symbols.field.right);
  if (left < 0 || operator < 0 || right < 0) return -1;
  const floor = beginTarget(walk, left);
  const old = readTarget(walk, left, floor);
  const token = walk.type[operator]!;
  const kind = symbols.shortCircuit[token]!;
  if (kind === 0) {
    const value = low.op(OP_BINARY, old, walk.expression(right), symbols.operator[token]!);
    finishTarget(walk, left, floor, value);
    walk.ref = -1;
    return value;
  }
  openShortCircuit(walk, old, kind);
  const value = walk.expression(right);
  finishTarget(walk, left, floor, value);
  low.op(OP_END, -1, -1, 0);
  walk.ref = -1;
  return low.op(OP_MERGE, old, value, 0);
};

const update: Rule = (walk, node) => {
  const { symbols, low } = walk;
  const argument = walk.child(node, symbols.field.argument);
  const operator = walk.child(node, symbols.field.operator);
  if (argument < 0 || operator < 0) return -1;
  const floor = beginTarget(walk, argument);
  const old = readTarget(walk, argument, floor);
  const value = low.op(OP_UNARY, old, -1, symbols.operator[walk.type[operator]!]!);
  finishTarget(walk, argument, floor, value);
  walk.ref = -1;
  return walk.start[operator]! < walk.start[argument]! ? value : old;
};

const ternary: Rule = (walk, node) => {
  const { symbols, low } = walk;
  const condition = walk.child(node, symbols.field.condition);
  const consequence = walk.child(node, symbols.field.consequence);
  const alternative = walk.child(node, symbols.field.alternative);
  low.op(OP_IF, condition < 0 ? -1 : walk.expression(condition), -1, IF_CONDITIONAL);
  const first = consequence < 0 ? -1 : walk.expression(consequence);
  low.op(OP_ELSE, -1, -1, 0);
  const second = alternative < 0 ? -1 : walk.expression(alternative);
  low.op(OP_END, -1, -1, 0);
  walk.ref = -1;
  return low.op(OP_MERGE, first, second, 0);
};

/** All parts in order; the value is that of the last. */
const sequence: Rule = (walk, node) => {
  let value = -1;
  const end = walk.next[node]!;
  for (let at = node + 1; at < end; at = walk.next[at]!) {
    if (walk.type[at] !== walk.symbols.type.comment) value = walk.expression(at);
  }
  return value;
};

const parenthesized: Rule = (walk, node) => {
  const { type, next, symbols } = walk;
  let value = -1;
  const end = next[node]!;
  for (let at = node + 1; at < end; at = next[at]!) {
    if (type[at] === symbols.type.comment) continue;
    if (type[at] === symbols.type.type_annotation) {
      const named = walk.ref;
      lowerTypes(walk, at);
      walk.ref = named;
    } else value = walk.expression(at);
  }
  return value;
};

const awaited: Rule = (walk, node) => {
  const operand = walk.lastChild(node);
  const value = operand < 0 ? -1 : walk.expression(operand);
  walk.ref = -1;
  return walk.low.op(OP_AWAIT, value, -1, 0);
};

const yielded: Rule = (walk, node) => {
  const { symbols } = walk;
  const operand = walk.lastChild(node);
  const hasOperand = operand >= 0 && operand !== walk.firstChild(node) && walk.type[operand] !== symbols.token['*'];
  const value = hasOperand ? walk.expression(operand) : -1;
  walk.ref = -1;
  return walk.low.op(OP_YIELD, value, -1, walk.hasChild(node, symbols.token['*']) ? 1 : 0);
};

/** `x as T`, `x satisfies T`: the value with a mark that the type was said. */
const cast: Rule = (walk, node) => {
  const { symbols, low } = walk;
  const operand = walk.firstChild(node);
  const type = walk.lastChild(node);
  if (operand < 0) return -1;
  const value = walk.expression(operand);
  const named = walk.ref;
  if (type > operand) lowerTypes(walk, type);
  walk.ref = named;
  const said = low.op(OP_UNARY, value, -1, symbols.castOperator[walk.type[node]!]!);
  if (type > operand) low.annotate(ANNOTATION_OPERATION, said, walk.name(type));
  return said;
};

/** `<T>x`. */
const assertion: Rule = (walk, node) => {
  const { symbols, low } = walk;
  const operand = walk.lastChild(node);
  const types = walk.childOfType(node, symbols.type.type_arguments);
  if (types >= 0) lowerTypes(walk, types);
  if (operand < 0 || operand === types) return -1;
  const value = walk.expression(operand);
  const said = low.op(OP_UNARY, value, -1, symbols.castOperator[walk.type[node]!]!);
  if (types >= 0) low.annotate(ANNOTATION_OPERATION, said, walk.inside(types));
  return said;
};

export const OPERATOR_RULES: Readonly<Record<string, Rule>> = {
  binary_expression: binary,
  unary_expression: unary,
  assignment_expression: assignment,
  augmented_assignment_expression: augmented,
  update_expression: update,
  ternary_expression: ternary,
  sequence_expression: sequence,
  parenthesized_expression: parenthesized,
  await_expression: awaited,
  yield_expression: yielded,
  as_expression: cast,
  satisfies_expression: cast,
  type_assertion: assertion,
};
