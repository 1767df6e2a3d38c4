/**
 * Annotations: references in the role of types, also inside strings. They make no operations: values never flow through
 * them. What stands in `Literal[...]` is data, not names.
 */
import { ROLE_TYPE } from '../lowering/codes.ts';
import { contentEnd, contentStart } from './literals.ts';
import type { Walk } from './walk.ts';

/** Refers to every name below `node`. Rows are in order of the text, so an object stands right before its attribute. */
export function annotate(w: Walk, node: number): void {
  annotateRows(w, node, w.next[node]!);
}

export function annotateRows(w: Walk, from: number, to: number): void {
  let last = -1;
  for (let i = from; i < to;) {
    const type = w.type[i]!;
    if (type === w.ids.string) {
      annotateString(w, i);
      i = w.next[i]!;
    } else if (type === w.ids.identifier && w.start[i] !== w.end[i]) {
      last = annotateName(w, i, last);
      i = w.isWord(i, 'Literal') ? endOfLiteral(w, i) : i + 1;
    } else i++;
  }
}

function annotateName(w: Walk, node: number, last: number): number {
  const parent = w.parent[node]!;
  const name = w.slice(node);
  const start = w.start[node]!;
  if (w.type[parent] === w.ids.keywordArgument && w.field[node] === w.ids.inName) return last;
  const isMember =
    w.field[node] === w.ids.inAttribute || (w.type[parent] === w.ids.memberType && w.operand(parent) !== node);
  if (!isMember) return w.low.reference(name, ROLE_TYPE, start);
  const object = w.type[w.operand(parent)];
  const isNamed = object !== w.ids.call && object !== w.ids.subscript;
  return w.low.attribute(name, ROLE_TYPE, start, isNamed ? last : -1);
}

/** The row behind the arguments of `Literal`, whose name is at `node`. */
function endOfLiteral(w: Walk, node: number): number {
  let at = node;
  if (w.type[w.parent[at]!] === w.ids.attribute) at = w.parent[at]!;
  const outer = w.parent[at]!;
  return w.type[outer] === w.ids.genericType || w.type[outer] === w.ids.subscript ? w.next[outer]! : node + 1;
}

/** A type written as a string: dotted names between brackets, commas and bars. Any other text is no type. */
const TYPE_TEXT = /^\s*[\p{L}_][\p{L}\p{N}_.]*\s*(?:[[\],|.'"\s]+[\p{L}_][\p{L}\p{N}_.]*\s*)*[[\]\s.'"]*$/u;
const TWO_WORDS = /[\p{L}\p{N}_]\s+[\p{L}\p{N}_]/u;
const DOTTED_NAME = /[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)*/gu;
const LITERALS = /(?<=\bLiteral\s*)\[[^\]]*\]/g;
/** Longer strings are texts, not types. */
const MAX_TYPE_LENGTH = 300;

function annotateString(w: Walk, node: number): void {
  const from = contentStart(w, node);
  const text = w.text.slice(from, Math.min(contentEnd(w, node), from + MAX_TYPE_LENGTH));
  if (TWO_WORDS.test(text) || !TYPE_TEXT.test(text)) return;
  for (const match of text.matchAll(DOTTED_NAME)) annotateDotted(w, match[0], from + match.index);
}

/** Refers to every name of a type that is written elsewhere than as an annotation. */
export function annotateText(w: Walk, text: string, start: number): void {
  if (text.length > MAX_TYPE_LENGTH) return;
  const names = text.replace(LITERALS, (all) => ' '.repeat(all.length));
  for (const match of names.matchAll(DOTTED_NAME)) annotateDotted(w, match[0], start + match.index);
}

function annotateDotted(w: Walk, dotted: string, start: number): void {
  let at = start;
  let last = -1;
  for (const name of dotted.split('.')) {
    if (name === 'None' || name === 'True' || name === 'False') return;
    last = last < 0 ? w.low.reference(name, ROLE_TYPE, at) : w.low.attribute(name, ROLE_TYPE, at, last);
    at += name.length + 1;
  }
}
