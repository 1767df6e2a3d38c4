/** Parameters of functions and lambdas: interface rows, defaults, and their binding in the body. */
import { LOCAL_FLAG, PARAMETER_FLAG } from '#facts';
import { annotate, annotateText } from './annotations.ts';
import {
  ANNOTATION_LOCAL,
  OP_ELEMENT,
  ELEMENT_DEFAULT,
  PARAMETER_KEYWORD_ONLY,
  PARAMETER_KEYWORD_REST,
  LOCAL_PARAMETER,
  OP_PARAMETER,
  PARAMETER_PATTERN,
  PARAMETER_PLAIN,
  PARAMETER_POSITIONAL_ONLY,
  PARAMETER_RECEIVER,
  PARAMETER_REST,
} from '../lowering/codes.ts';
import { typeBehind } from './type-comments.ts';
import type { Walk } from './walk.ts';

/** No row, in a column of references. */
const NONE = 0xffffffff;

/** The node that names a parameter: an identifier, or the tuple of names of Python 2. -1 in broken source. */
function nameOf(w: Walk, node: number): number {
  const type = w.type[node]!;
  if (type === w.ids.identifier || type === w.ids.tuplePattern) return node;
  const named = w.child(node, w.ids.inName);
  const inner = named >= 0 ? named : w.operand(node);
  return inner >= 0 && w.type[inner] !== w.ids.identifier && w.type[inner] !== w.ids.tuplePattern
    ? w.operand(inner)
    : inner;
}

/** Type of the node that carries the stars of a parameter: itself, or the first child of a typed one. */
function starOf(w: Walk, node: number): number {
  const inner = w.child(node, w.ids.inType) >= 0 ? w.operand(node) : node;
  return w.type[inner < 0 ? node : inner]!;
}

function isSeparator(w: Walk, node: number): boolean {
  return w.type[node] === w.ids.positionalSeparator || w.type[node] === w.ids.keywordSeparator;
}

/** The next parameter or separator from row `from` on, or -1. */
function parameterFrom(w: Walk, from: number, list: number): number {
  return list < 0 ? -1 : w.operandFrom(from, w.next[list]!);
}

/** Adds the interface rows of the parameters of `declaration`. `hasReceiver`: the first is the object or class itself. */
export function declareParameters(w: Walk, list: number, declaration: number, hasReceiver: boolean): void {
  let isKeywordOnly = false;
  let isFirst = true;
  let isPositionalOnly = hasPositionalSeparator(w, list);
  let position = 0;
  for (let i = parameterFrom(w, list + 1, list); i >= 0; i = parameterFrom(w, w.next[i]!, list)) {
    if (isSeparator(w, i)) {
      isPositionalOnly = false;
      if (w.type[i] === w.ids.keywordSeparator) isKeywordOnly = true;
      continue;
    }
    const kind = kindOf(w, i, isFirst && hasReceiver, isPositionalOnly, isKeywordOnly);
    if (kind === PARAMETER_REST) isKeywordOnly = true;
    isFirst = false;
    const name = nameOf(w, i);
    const flags = w.child(i, w.ids.inValue) < 0 ? 0 : PARAMETER_FLAG.default;
    const text = name < 0 ? '' : w.slice(name);
    w.low.parameter(declaration, text, kind, flags, typeText(w, list, i, position++));
    if (kind === PARAMETER_PLAIN || kind === PARAMETER_KEYWORD_ONLY) w.low.parameterName(declaration, text);
  }
}

/** The type of a parameter as it is written: beside it, in a comment behind it, or in one behind the header; ''. */
function typeText(w: Walk, list: number, node: number, position: number): string {
  const type = w.child(node, w.ids.inType);
  if (type >= 0) return w.slice(type);
  if (w.typeComments.isEmpty) return '';
  const comment = typeBehind(w, node);
  return comment === null ? w.typeComments.ofParameter(list, position, countOf(w, list)) : comment.text;
}

function countOf(w: Walk, list: number): number {
  let count = 0;
  for (let i = parameterFrom(w, list + 1, list); i >= 0; i = parameterFrom(w, w.next[i]!, list))
    if (!isSeparator(w, i)) count++;
  return count;
}

function hasPositionalSeparator(w: Walk, list: number): boolean {
  for (let i = parameterFrom(w, list + 1, list); i >= 0; i = parameterFrom(w, w.next[i]!, list)) {
    if (w.type[i] === w.ids.positionalSeparator) return true;
  }
  return false;
}

function kindOf(w: Walk, node: number, isReceiver: boolean, isPositionalOnly: boolean, isKeywordOnly: boolean): number {
  const star = starOf(w, node);
  if (star === w.ids.listSplatPattern) return PARAMETER_REST;
  if (star === w.ids.dictionarySplatPattern) return PARAMETER_KEYWORD_REST;
  if (isReceiver) return PARAMETER_RECEIVER;
  const name = nameOf(w, node);
  if (name >= 0 && w.type[name] === w.ids.tuplePattern) return PARAMETER_PATTERN;
  return isPositionalOnly ? PARAMETER_POSITIONAL_ONLY : isKeywordOnly ? PARAMETER_KEYWORD_ONLY : PARAMETER_PLAIN;
}

/** The name of the first parameter, when it is a plain one; ''. */
export function firstParameter(w: Walk, list: number): string {
  const first = parameterFrom(w, list + 1, list);
  if (first < 0 || isSeparator(w, first)) return '';
  const star = starOf(w, first);
  const name = nameOf(w, first);
  const isPlain = star !== w.ids.listSplatPattern && star !== w.ids.dictionarySplatPattern;
  return isPlain && name >= 0 && w.type[name] === w.ids.identifier ? w.slice(name) : '';
}

/** Refers to the annotations and evaluates the defaults, outside the function. Stacks parameter and value of each default. */
export function lowerDefaults(w: Walk, list: number, stack: number[]): void {
  let position = 0;
  for (let i = parameterFrom(w, list + 1, list); i >= 0; i = parameterFrom(w, w.next[i]!, list)) {
    if (isSeparator(w, i)) continue;
    const type = w.child(i, w.ids.inType);
    if (type >= 0) annotate(w, type);
    else {
      const comment = typeBehind(w, i);
      if (comment !== null) annotateText(w, comment.text, comment.start);
    }
    const value = w.child(i, w.ids.inValue);
    if (value >= 0) stack.push(position, w.expression(value));
    position++;
  }
}

/** Gives the defaults stacked since `mark` to the closure. */
export function addDefaults(w: Walk, closure: number, stack: number[], mark: number): void {
  for (let i = mark; i < stack.length; i += 2) w.op(OP_ELEMENT, closure, stack[i + 1]!, ELEMENT_DEFAULT + stack[i]!);
  if (stack.length > mark) stack.length = mark;
}

/** Flags of the local of a parameter, by its kind. */
const LOCAL_FLAGS: Readonly<Record<number, number>> = {
  [PARAMETER_PLAIN]: LOCAL_FLAG.keyword,
  [PARAMETER_REST]: LOCAL_FLAG.rest,
  [PARAMETER_KEYWORD_REST]: LOCAL_FLAG.keyword_rest,
};

/** Binds the parameters in the body that is open, then takes the tuples of Python 2 apart. */
export function bindParameters(w: Walk, list: number): void {
  const first = parameterFrom(w, list + 1, list);
  let isPositionalOnly = hasPositionalSeparator(w, list);
  const isDeclared = w.low.t.body.col.declaration[w.low.body] !== NONE;
  let tuples = 0;
  let position = 0;
  for (let i = first; i >= 0; i = parameterFrom(w, w.next[i]!, list)) {
    if (isSeparator(w, i)) {
      if (w.type[i] === w.ids.positionalSeparator) isPositionalOnly = false;
      continue;
    }
    const name = nameOf(w, i);
    if (name < 0 || w.start[name] === w.end[name]) continue;
    if (w.type[name] === w.ids.tuplePattern) tuples++;
    const flags = LOCAL_FLAGS[kindOf(w, i, false, isPositionalOnly, false)] ?? 0;
    const local = w.low.bindLocal(w.slice(name), LOCAL_PARAMETER, w.start[name]!, flags);
    const value = w.op(OP_PARAMETER, -1, -1, local);
    const type = isDeclared ? '' : typeText(w, list, i, position);
    if (type !== '') w.low.annotate(ANNOTATION_LOCAL, local, type);
    position++;
    if (w.type[name] === w.ids.tuplePattern) tupleValues.push(name, value);
  }
  if (tuples === 0) return;
  const from = tupleValues.length - 2 * tuples;
  for (let i = from; i < tupleValues.length; i += 2) w.assign(tupleValues[i]!, tupleValues[i + 1]!);
  tupleValues.length = from;
}

/** Scratch: tuple parameters of the function being lowered, node and value. */
const tupleValues: number[] = [];
