/** Displays of lists, tuples, sets and dictionaries, and comprehensions: bodies that are run at once. */
import { FLAG } from '#facts';
import {
  OP_BUILD,
  BUILD_LIST,
  BUILD_MAP,
  BUILD_SET,
  BUILD_TUPLE,
  OP_CLOSURE,
  OP_ELEMENT,
  ELEMENT_ITEM,
  ELEMENT_KEY,
  ELEMENT_SPREAD,
  OP_END,
  OP_IF,
  IF_STATEMENT,
  OP_ITERATE,
  LOCAL_PARAMETER,
  OP_LOOP,
  LOOP_EACH,
  OP_NEXT,
  OP_PARAMETER,
  OP_RETURN,
  OP_YIELD,
} from '../lowering/codes.ts';
import type { LowerExpression, Walk } from './walk.ts';

/** Stands for `BUILD_KINDS` where nothing is built. */
const GENERATOR = -1;

function lowerDisplay(w: Walk, node: number, kind: number): number {
  const build = w.op(OP_BUILD, -1, -1, kind);
  const end = w.next[node]!;
  for (let i = node + 1; i < end; i = w.next[i]!) if (w.isToken[w.type[i]!] === 0) addElement(w, i, build);
  return build;
}

function addElement(w: Walk, node: number, build: number): void {
  const type = w.type[node]!;
  if (type === w.ids.pair) {
    w.op(OP_ELEMENT, build, w.expressionOr(w.child(node, w.ids.inKey)), ELEMENT_KEY);
    w.op(OP_ELEMENT, build, w.expressionOr(w.child(node, w.ids.inValue)), ELEMENT_ITEM);
  } else if (type === w.ids.listSplat || type === w.ids.dictionarySplat) {
    w.op(OP_ELEMENT, build, w.expressionOr(w.operand(node)), ELEMENT_SPREAD);
  } else w.op(OP_ELEMENT, build, w.expression(node), ELEMENT_ITEM);
}

/** The value behind `in`: one expression, or the tuple of several. */
export function lowerIterable(w: Walk, node: number): number {
  const first = w.child(node, w.ids.inRight);
  if (first < 0) return w.expressionOr(-1);
  const end = w.next[node]!;
  const second = w.operandFrom(w.next[first]!, end);
  if (second < 0 || w.field[second] !== w.ids.inRight) return w.expression(first);
  const build = w.op(OP_BUILD, -1, -1, BUILD_TUPLE);
  for (let i = first; i >= 0; i = w.operandFrom(w.next[i]!, end)) {
    if (w.field[i] === w.ids.inRight) addElement(w, i, build);
  }
  return build;
}

function firstClause(w: Walk, node: number): number {
  const end = w.next[node]!;
  for (let i = node + 1; i < end; i = w.next[i]!) if (w.type[i] === w.ids.forInClause) return i;
  return -1;
}

/** The first iterable is evaluated outside and is the parameter `.0` of the body, as in CPython. */
function lowerComprehension(w: Walk, node: number, kind: number): number {
  const clause = firstClause(w, node);
  const iterable = clause < 0 ? -1 : lowerIterable(w, clause);
  bindEscaping(w, node);
  const isAsync = clause >= 0 && w.hasToken(clause, w.ids.asyncToken);
  const flags = (kind === GENERATOR ? FLAG.generator : 0) | (isAsync ? FLAG.async : 0);
  const body = w.defer('comprehension', node, '', { flags }, w.receiver, () => lowerComprehensionBody(w, node, kind));
  return w.op(OP_CLOSURE, iterable, -1, body);
}

function bindEscaping(w: Walk, node: number): void {
  for (const target of w.escaping.get(node) ?? []) {
    const name = w.slice(target);
    w.exportDeclaration(name, w.bind(name, target));
  }
}

function lowerComprehensionBody(w: Walk, node: number, kind: number): void {
  const local = w.low.bindLocal('.0', LOCAL_PARAMETER, w.start[node]!);
  const parameter = w.op(OP_PARAMETER, -1, -1, local);
  const build = kind === GENERATOR ? -1 : w.op(OP_BUILD, -1, -1, kind);
  const end = w.next[node]!;
  const first = firstClause(w, node);
  let open = 0;
  for (let i = node + 1; i < end; i = w.next[i]!) {
    if (w.type[i] === w.ids.forInClause) {
      openLoop(w, i, i === first ? parameter : lowerIterable(w, i));
      open++;
    } else if (w.type[i] === w.ids.ifClause) {
      w.op(OP_IF, w.expressionOr(w.operand(i)), -1, IF_STATEMENT);
      open++;
    }
  }
  const body = w.operand(node);
  if (body >= 0 && build >= 0) addElement(w, body, build);
  else if (body >= 0) w.op(OP_YIELD, w.expression(body), -1, 0);
  for (; open > 0; open--) w.op(OP_END, -1, -1, 0);
  if (build >= 0) w.op(OP_RETURN, build, -1, 0);
}

/** Opens the loop of a `for`: the next item is stored in the target. */
export function openLoop(w: Walk, node: number, iterable: number): void {
  const iterate = w.op(OP_ITERATE, iterable, -1, w.hasToken(node, w.ids.asyncToken) ? 1 : 0);
  w.op(OP_LOOP, -1, -1, LOOP_EACH);
  const item = w.op(OP_NEXT, iterate, -1, 0);
  const target = w.child(node, w.ids.inLeft);
  if (target >= 0) w.assign(target, item);
}

export const containerExpressions: Readonly<Record<string, LowerExpression>> = {
  list: (w, node) => lowerDisplay(w, node, BUILD_LIST),
  tuple: (w, node) => lowerDisplay(w, node, BUILD_TUPLE),
  expression_list: (w, node) => lowerDisplay(w, node, BUILD_TUPLE),
  set: (w, node) => lowerDisplay(w, node, BUILD_SET),
  dictionary: (w, node) => lowerDisplay(w, node, BUILD_MAP),
  list_comprehension: (w, node) => lowerComprehension(w, node, BUILD_LIST),
  set_comprehension: (w, node) => lowerComprehension(w, node, BUILD_SET),
  dictionary_comprehension: (w, node) => lowerComprehension(w, node, BUILD_MAP),
  generator_expression: (w, node) => lowerComprehension(w, node, GENERATOR),
  list_splat: (w, node) => w.expressionOr(w.operand(node)),
  parenthesized_list_splat: (w, node) => w.expressionOr(w.operand(node)),
  dictionary_splat: (w, node) => w.expressionOr(w.operand(node)),
};
