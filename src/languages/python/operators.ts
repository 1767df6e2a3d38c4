/** Operators, short circuits and the other expressions whose evaluation order matters. */
import {
  OP_AWAIT,
  OP_BINARY,
  OP_COMPARE,
  OP_ELSE,
  OP_END,
  OP_IF,
  IF_AND,
  IF_CONDITIONAL,
  IF_OR,
  OP_MERGE,
  OP_NOP,
  OP_UNARY,
  OP_YIELD,
} from '../lowering/codes.ts';
import type { LowerExpression, Walk } from './walk.ts';

/** The node at the left end of a chain of nodes of one type: `a` of `a + b + c`. Chains are as long as files are. */
function leftmost(w: Walk, node: number): number {
  const type = w.type[node]!;
  let at = node;
  for (let left = w.operand(at); left >= 0 && w.type[left] === type; left = w.operand(at)) at = left;
  return at;
}

function operatorOf(w: Walk, node: number): number {
  const end = w.next[node]!;
  for (let i = node + 1; i < end; i = w.next[i]!) {
    const type = w.type[i]!;
    if (w.isToken[type] === 1 && w.operator[type] !== 0) return type;
  }
  return 0;
}

function lowerBinary(w: Walk, node: number): number {
  let at = leftmost(w, node);
  let value = w.expressionOr(w.operand(at));
  for (;;) {
    const right = w.expressionOr(w.child(at, w.ids.inRight));
    value = w.op(OP_BINARY, value, right, w.operator[operatorOf(w, at)]!);
    if (at === node) return value;
    at = w.parent[at]!;
  }
}

function lowerBoolean(w: Walk, node: number): number {
  let at = leftmost(w, node);
  let value = w.expressionOr(w.operand(at));
  for (;;) {
    const isOr = operatorOf(w, at) === w.ids.orToken;
    w.op(OP_IF, value, -1, isOr ? IF_OR : IF_AND);
    if (isOr) w.op(OP_ELSE, -1, -1, 0);
    const right = w.expressionOr(w.child(at, w.ids.inRight));
    w.op(OP_END, -1, -1, 0);
    value = w.op(OP_MERGE, value, right, 0);
    if (at === node) return value;
    at = w.parent[at]!;
  }
}

/** `a < b < c` is `a < b and b < c`, each operand evaluated once. */
function lowerComparison(w: Walk, node: number): number {
  const end = w.next[node]!;
  let left = -1;
  let value = -1;
  let operator = 0;
  for (let i = node + 1; i < end; i = w.next[i]!) {
    const type = w.type[i]!;
    if (w.field[i] === w.ids.inOperators) {
      operator = w.operator[type]!;
      continue;
    }
    if (w.isToken[type] === 1 || type === w.ids.error) continue;
    if (left < 0) {
      left = w.expression(i);
      continue;
    }
    if (value >= 0) w.op(OP_IF, value, -1, IF_AND);
    const right = w.expression(i);
    const compared = w.op(OP_COMPARE, left, right, operator);
    if (value >= 0) {
      w.op(OP_END, -1, -1, 0);
      value = w.op(OP_MERGE, value, compared, 0);
    } else value = compared;
    left = right;
  }
  return value >= 0 ? value : left >= 0 ? left : w.op(OP_NOP, -1, -1, 0);
}

function lowerUnary(w: Walk, node: number): number {
  return w.op(OP_UNARY, w.expressionOr(w.operand(node)), -1, w.operator[operatorOf(w, node)]!);
}

function lowerConditional(w: Walk, node: number): number {
  const end = w.next[node]!;
  const body = w.operand(node);
  const condition = body < 0 ? -1 : w.operandFrom(w.next[body]!, end);
  const alternative = condition < 0 ? -1 : w.operandFrom(w.next[condition]!, end);
  w.op(OP_IF, w.expressionOr(condition), -1, IF_CONDITIONAL);
  const whenTrue = w.expressionOr(body);
  w.op(OP_ELSE, -1, -1, 0);
  const whenFalse = w.expressionOr(alternative);
  w.op(OP_END, -1, -1, 0);
  return w.op(OP_MERGE, whenTrue, whenFalse, 0);
}

/** `name := value`. In a comprehension the name is bound outside it, and was so before the comprehension was lowered. */
function lowerNamed(w: Walk, node: number): number {
  const value = w.expressionOr(w.child(node, w.ids.inValue));
  const target = w.child(node, w.ids.inName);
  if (target < 0 || w.start[target] === w.end[target]) return value;
  const name = w.slice(target);
  if (!w.isComprehension) w.exportDeclaration(name, w.bind(name, target));
  w.store(name, target, value);
  return value;
}

function lowerYield(w: Walk, node: number): number {
  const operand = w.operand(node);
  const value = operand < 0 ? -1 : w.expression(operand);
  return w.op(OP_YIELD, value, -1, w.hasToken(node, w.ids.fromToken) ? 1 : 0);
}

export const operatorExpressions: Readonly<Record<string, LowerExpression>> = {
  binary_operator: lowerBinary,
  boolean_operator: lowerBoolean,
  comparison_operator: lowerComparison,
  unary_operator: lowerUnary,
  not_operator: lowerUnary,
  conditional_expression: lowerConditional,
  named_expression: lowerNamed,
  await: (w, node) => w.op(OP_AWAIT, w.expressionOr(w.operand(node)), -1, 0),
  yield: lowerYield,
  parenthesized_expression: (w, node) => w.expressionOr(w.operand(node)),
};
