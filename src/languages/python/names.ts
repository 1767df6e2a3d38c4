/** Names, attributes, subscripts and slices as values. Binding is in `walk.ts`, storing in `targets.ts`. */
import {
  OP_ATTRIBUTE,
  OP_BUILD,
  BUILD_TUPLE,
  OP_ELEMENT,
  ELEMENT_ITEM,
  OP_INDEX,
  OP_LOAD,
  OP_NOP,
  ROLE_READ,
  OP_SLICE,
} from '../lowering/codes.ts';
import type { LowerExpression, Walk } from './walk.ts';

/** The value of an expression whose last name plays `role` (a callee, a base, a decorator). */
export function lowerAs(w: Walk, node: number, role: number): number {
  let at = node;
  while (w.type[at] === w.ids.parenthesized && w.operand(at) >= 0) at = w.operand(at);
  if (w.type[at] === w.ids.identifier) return loadName(w, at, role);
  if (w.type[at] === w.ids.attribute) return loadAttribute(w, at, role);
  return w.expression(at);
}

function loadName(w: Walk, node: number, role: number): number {
  // A name that the parser made up has no text.
  if (w.start[node] === w.end[node]) {
    w.named = -1;
    return w.op(OP_NOP, -1, -1, 0);
  }
  w.named = w.low.referenceInOrder(w.slice(node), role, w.start[node]!);
  return w.op(OP_LOAD, -1, -1, w.named);
}

function loadAttribute(w: Walk, node: number, role: number): number {
  const base = w.expressionOr(w.operand(node));
  const name = w.child(node, w.ids.inAttribute);
  if (name < 0 || w.start[name] === w.end[name]) return base;
  w.named = w.low.attribute(w.slice(name), role, w.start[name]!, w.named);
  return w.op(OP_ATTRIBUTE, base, -1, w.named);
}

/** The names of a dotted name (in patterns) as loads. */
export function loadDotted(w: Walk, node: number, role: number): number {
  const end = w.next[node]!;
  let value = -1;
  for (let i = w.operand(node); i >= 0; i = w.operandFrom(w.next[i]!, end)) {
    const isLast = w.operandFrom(w.next[i]!, end) < 0;
    if (value < 0) value = loadName(w, i, isLast ? role : ROLE_READ);
    else {
      w.named = w.low.attribute(w.slice(i), isLast ? role : ROLE_READ, w.start[i]!, w.named);
      value = w.op(OP_ATTRIBUTE, value, -1, w.named);
    }
  }
  return value;
}

/** The key of a subscript: its one index, or the tuple of all. */
export function lowerKey(w: Walk, node: number): number {
  const end = w.next[node]!;
  const first = w.child(node, w.ids.inSubscript);
  if (first < 0) return w.op(OP_NOP, -1, -1, 0);
  if (w.operandFrom(w.next[first]!, end) < 0) return w.expression(first);
  const build = w.op(OP_BUILD, -1, -1, BUILD_TUPLE);
  for (let i = first; i >= 0; i = w.operandFrom(w.next[i]!, end)) {
    w.op(OP_ELEMENT, build, w.expression(i), ELEMENT_ITEM);
  }
  return build;
}

function lowerSubscript(w: Walk, node: number): number {
  const base = w.expressionOr(w.operand(node));
  return w.op(OP_INDEX, base, lowerKey(w, node), 0);
}

/** Colons have no rows: which bound an operand is follows from the colons before it. */
function lowerSlice(w: Walk, node: number): number {
  const end = w.next[node]!;
  let at = w.start[node]!;
  let part = 0;
  let lower = -1;
  let upper = -1;
  let step = -1;
  for (let i = w.operand(node); i >= 0; i = w.operandFrom(w.next[i]!, end)) {
    part += colonsBetween(w.text, at, w.start[i]!);
    const value = w.expression(i);
    if (part === 0) lower = value;
    else if (part === 1) upper = value;
    else step = value;
    at = w.end[i]!;
  }
  return w.op(OP_SLICE, lower, upper, step + 1);
}

function colonsBetween(text: string, from: number, to: number): number {
  let count = 0;
  for (let i = from; i < to; i++) {
    const c = text.charCodeAt(i);
    if (c === 58) count++;
    else if (c === 35) {
      // A comment up to the end of its line.
      const line = text.indexOf('\n', i);
      if (line < 0) return count;
      i = line;
    }
  }
  return count;
}

export const nameExpressions: Readonly<Record<string, LowerExpression>> = {
  identifier: (w, node) => loadName(w, node, ROLE_READ),
  attribute: (w, node) => loadAttribute(w, node, ROLE_READ),
  subscript: lowerSubscript,
  slice: lowerSlice,
};
