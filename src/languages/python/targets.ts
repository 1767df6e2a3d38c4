/** Targets of assignments, loops, `with` and `del`: what binds names, and members of classes through `self`. */
import {
  OP_ATTRIBUTE,
  OP_BINARY,
  OP_DELETE,
  OP_DELETE_ATTRIBUTE,
  OP_DELETE_INDEX,
  OP_INDEX,
  OP_LOAD,
  ROLE_READWRITE,
  ROLE_DELETE,
  OP_STORE,
  OP_STORE_ATTRIBUTE,
  OP_STORE_INDEX,
  OP_UNPACK,
  UNPACK_REST,
  ROLE_WRITE,
} from '../lowering/codes.ts';
import { lowerKey } from './names.ts';
import type { LowerTarget, Walk } from './walk.ts';

function assignName(w: Walk, node: number, value: number): void {
  if (w.start[node] === w.end[node]) return;
  const name = w.slice(node);
  w.exportDeclaration(name, w.bind(name, node));
  w.store(name, node, value);
}

function assignAttribute(w: Walk, node: number, value: number): void {
  const base = w.expressionOr(w.operand(node));
  const reference = attributeReference(w, node, ROLE_WRITE);
  if (reference < 0) return;
  w.op(OP_STORE_ATTRIBUTE, base, value, reference);
  declareInstanceMember(w, node);
}

/** The reference to the name of an attribute whose object was lowered last, or -1 when the source has no name. */
function attributeReference(w: Walk, node: number, role: number): number {
  const name = w.child(node, w.ids.inAttribute);
  if (name < 0 || w.start[name] === w.end[name]) return -1;
  return w.low.attribute(w.slice(name), role, w.start[name]!, w.named);
}

/** `self.name = ...`: the class has the member `name`. Returns its row, or -1. */
export function declareInstanceMember(w: Walk, node: number): number {
  const { receiver } = w;
  if (receiver === null) return -1;
  const object = w.operand(node);
  const name = w.child(node, w.ids.inAttribute);
  if (name < 0 || w.type[object] !== w.ids.identifier || !w.isWord(object, receiver.name)) return -1;
  const text = w.slice(name);
  const flags = receiver.flags | w.privacyOf(text);
  return w.low.declareMember(receiver.scope, 'property', text, w.start[name]!, w.end[name]!, flags);
}

function assignSubscript(w: Walk, node: number, value: number): void {
  const base = w.expressionOr(w.operand(node));
  w.op(OP_STORE_INDEX, base, lowerKey(w, node), value);
}

/** The items of a pattern, in order; behind a starred one, positions count on. */
function assignItems(w: Walk, node: number, value: number): void {
  const { extent } = w;
  w.extent = -1;
  const end = w.next[node]!;
  let position = 0;
  for (let i = w.operand(node); i >= 0; i = w.operandFrom(w.next[i]!, end)) {
    const isRest = w.type[i] === w.ids.listSplatPattern || w.type[i] === w.ids.listSplat;
    const target = isRest ? w.operand(i) : i;
    const item = w.op(OP_UNPACK, value, -1, isRest ? position | UNPACK_REST : position);
    if (target >= 0) w.assign(target, item);
    position++;
  }
  w.extent = extent;
}

/** `(x) = 1` has the syntax of a tuple of one, without its comma. */
function assignParenthesized(w: Walk, node: number, value: number): void {
  const only = w.operand(node);
  const isSingle = only >= 0 && w.operandFrom(w.next[only]!, w.next[node]!) < 0;
  if (isSingle && w.text.charAt(w.start[node]!) === '(' && !w.hasCommaBehind(only, w.end[node]!)) w.assign(only, value);
  else assignItems(w, node, value);
}

function assignInner(w: Walk, node: number, value: number): void {
  const inner = w.operand(node);
  if (inner >= 0) w.assign(inner, value);
}

export const targets: Readonly<Record<string, LowerTarget>> = {
  identifier: assignName,
  attribute: assignAttribute,
  subscript: assignSubscript,
  pattern_list: assignItems,
  expression_list: assignItems,
  tuple_pattern: assignParenthesized,
  tuple: assignParenthesized,
  list_pattern: assignItems,
  list: assignItems,
  parenthesized_expression: assignInner,
  as_pattern_target: assignInner,
  list_splat_pattern: assignInner,
  list_splat: assignInner,
  ERROR: assignInner,
};

/** `target += value`: reads and writes the target, whose parts are evaluated once. */
export function lowerAugmented(w: Walk, target: number, right: number, operator: number): void {
  const type = w.type[target]!;
  if (type === w.ids.identifier) augmentName(w, target, right, operator);
  else if (type === w.ids.attribute) augmentAttribute(w, target, right, operator);
  else if (type === w.ids.subscript) augmentSubscript(w, target, right, operator);
  else w.assign(target, w.expressionOr(right));
}

function augmentName(w: Walk, target: number, right: number, operator: number): void {
  const name = w.slice(target);
  w.exportDeclaration(name, w.bind(name, target));
  const reference = w.low.referenceInOrder(name, ROLE_READWRITE, w.start[target]!);
  const before = w.op(OP_LOAD, -1, -1, reference);
  w.op(OP_STORE, w.op(OP_BINARY, before, w.expressionOr(right), operator), -1, reference);
}

function augmentAttribute(w: Walk, target: number, right: number, operator: number): void {
  const base = w.expressionOr(w.operand(target));
  const reference = attributeReference(w, target, ROLE_READWRITE);
  if (reference < 0) return;
  const before = w.op(OP_ATTRIBUTE, base, -1, reference);
  w.op(OP_STORE_ATTRIBUTE, base, w.op(OP_BINARY, before, w.expressionOr(right), operator), reference);
}

function augmentSubscript(w: Walk, target: number, right: number, operator: number): void {
  const base = w.expressionOr(w.operand(target));
  const key = lowerKey(w, target);
  const before = w.op(OP_INDEX, base, key, 0);
  w.op(OP_STORE_INDEX, base, key, w.op(OP_BINARY, before, w.expressionOr(right), operator));
}

/** Deletes a target of `del`, or each of several. */
export function lowerDelete(w: Walk, node: number): void {
  const type = w.type[node]!;
  if (type === w.ids.identifier) {
    if (w.start[node] === w.end[node]) return;
    const name = w.slice(node);
    // `del` binds the name too, as an assignment does; a module's names are declared where they are assigned.
    if (w.low.scope.declaration < 0) w.bind(name, node);
    w.op(OP_DELETE, -1, -1, w.low.referenceInOrder(name, ROLE_DELETE, w.start[node]!));
  } else if (type === w.ids.attribute) {
    const base = w.expressionOr(w.operand(node));
    const reference = attributeReference(w, node, ROLE_DELETE);
    if (reference >= 0) w.op(OP_DELETE_ATTRIBUTE, base, -1, reference);
  } else if (type === w.ids.subscript) {
    const base = w.expressionOr(w.operand(node));
    w.op(OP_DELETE_INDEX, base, lowerKey(w, node), 0);
  } else if (w.enter(node)) {
    const end = w.next[node]!;
    for (let i = w.operand(node); i >= 0; i = w.operandFrom(w.next[i]!, end)) lowerDelete(w, i);
    w.leave();
  }
}
