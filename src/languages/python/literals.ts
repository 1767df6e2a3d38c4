/** Literals: numbers, strings, template strings. The text of a string is its raw text: escapes are not resolved. */
import {
  OP_BUILD,
  BUILD_TEMPLATE,
  OP_CONSTANT,
  OP_ELEMENT,
  ELEMENT_ITEM,
  OP_FORMAT,
  LITERAL_BYTES,
  LITERAL_ELLIPSIS,
  LITERAL_FALSE,
  LITERAL_FLOAT,
  LITERAL_INTEGER,
  LITERAL_NULL,
  LITERAL_STRING,
  LITERAL_TRUE,
} from '../lowering/codes.ts';
import type { LowerExpression, Walk } from './walk.ts';

function constant(w: Walk, kind: number, text: string): number {
  return w.op(OP_CONSTANT, -1, -1, w.low.literal(kind, text));
}

/** Where the content of a string starts: behind its prefix and quotes. */
export function contentStart(w: Walk, node: number): number {
  const opening = node + 1;
  return opening < w.next[node]! ? w.end[opening]! : w.start[node]!;
}

export function contentEnd(w: Walk, node: number): number {
  const end = w.next[node]!;
  for (let i = node + 1; i < end; i = w.next[i]!) if (w.type[i] === w.ids.stringEnd) return w.start[i]!;
  return w.end[node]!;
}

export function stringText(w: Walk, node: number): string {
  return w.text.slice(contentStart(w, node), contentEnd(w, node));
}

/** True when the letters before the quotes hold `letter` (in lower case). */
export function hasPrefix(w: Walk, node: number, letter: string): boolean {
  for (let at = w.start[node]!; at < w.end[node]!; at++) {
    const c = w.text.charAt(at);
    if (c === '"' || c === "'" || c === '`') return false;
    if (c.toLowerCase() === letter) return true;
  }
  return false;
}

function isTemplate(w: Walk, node: number): boolean {
  const end = w.next[node]!;
  for (let i = node + 1; i < end; i = w.next[i]!) if (w.type[i] === w.ids.interpolation) return true;
  return false;
}

function lowerString(w: Walk, node: number): number {
  if (!isTemplate(w, node)) return constant(w, kindOf(w, node), stringText(w, node));
  const build = w.op(OP_BUILD, -1, -1, BUILD_TEMPLATE);
  addParts(w, node, build);
  return build;
}

function kindOf(w: Walk, node: number): number {
  return hasPrefix(w, node, 'b') ? LITERAL_BYTES : LITERAL_STRING;
}

/** The parts of a template string, in order, as elements of `build`. */
function addParts(w: Walk, node: number, build: number): void {
  const end = w.next[node]!;
  for (let i = node + 1; i < end; i = w.next[i]!) {
    if (w.type[i] === w.ids.stringContent) {
      w.op(OP_ELEMENT, build, constant(w, LITERAL_STRING, w.slice(i)), ELEMENT_ITEM);
    } else if (w.type[i] === w.ids.interpolation) {
      addInterpolation(w, i, build);
    }
  }
}

function addInterpolation(w: Walk, node: number, build: number): void {
  const value = w.expressionOr(w.operand(node));
  const format = w.op(OP_FORMAT, value, -1, 0);
  w.op(OP_ELEMENT, build, format, ELEMENT_ITEM);
  // Expressions in the format, as the width in `{x:{width}}`.
  const end = w.next[node]!;
  for (let i = w.next[w.operand(node)] ?? end; i < end; i = w.next[i]!) {
    for (let inner = i + 1; inner < w.next[i]!; inner = w.next[inner]!) {
      const nested = w.operand(inner);
      if (nested >= 0) w.op(OP_ELEMENT, build, w.op(OP_FORMAT, w.expression(nested), -1, 0), ELEMENT_ITEM);
    }
  }
}

/** Adjacent strings are one literal, or one template when a part is. */
function lowerConcatenated(w: Walk, node: number): number {
  const end = w.next[node]!;
  let hasTemplate = false;
  for (let i = w.operand(node); i >= 0; i = w.operandFrom(w.next[i]!, end)) hasTemplate ||= isTemplate(w, i);
  if (!hasTemplate) {
    let text = '';
    for (let i = w.operand(node); i >= 0; i = w.operandFrom(w.next[i]!, end)) text += stringText(w, i);
    return constant(w, kindOf(w, node), text);
  }
  const build = w.op(OP_BUILD, -1, -1, BUILD_TEMPLATE);
  for (let i = w.operand(node); i >= 0; i = w.operandFrom(w.next[i]!, end)) addParts(w, i, build);
  return build;
}

/** `2j` is a complex number, though the grammar calls it an integer. */
function isImaginary(w: Walk, node: number): boolean {
  const last = w.text.charCodeAt(w.end[node]! - 1);
  return last === 106 || last === 74;
}

export const literalExpressions: Readonly<Record<string, LowerExpression>> = {
  integer: (w, node) => constant(w, isImaginary(w, node) ? LITERAL_FLOAT : LITERAL_INTEGER, w.slice(node)),
  float: (w, node) => constant(w, LITERAL_FLOAT, w.slice(node)),
  none: (w) => constant(w, LITERAL_NULL, 'None'),
  true: (w) => constant(w, LITERAL_TRUE, 'True'),
  false: (w) => constant(w, LITERAL_FALSE, 'False'),
  ellipsis: (w) => constant(w, LITERAL_ELLIPSIS, '...'),
  string: lowerString,
  concatenated_string: lowerConcatenated,
  complex_pattern: (w, node) => constant(w, LITERAL_FLOAT, w.slice(node)),
};
