/** The names that declarations make, and the text of names and paths. It only reads the tree. */
import { FIRST_NAMED, type BoundDeclares, type Path } from './rules.ts';
import type { Walk } from './walk.ts';

const SYMBOLS = ':"\'`<>';

/** The text of a string or symbol without what it is written in, and where it begins. */
export function unquoted(w: Walk, node: number): { text: string; at: number } {
  let start = w.start[node]!;
  let end = w.end[node]!;
  const { text } = w.tree;
  while (start < end && SYMBOLS.includes(text[start]!)) start++;
  while (end > start && SYMBOLS.includes(text[end - 1]!)) end--;
  return { text: text.slice(start, end), at: start };
}

/** A name below wrappers: the node that holds it, and what was passed on the way. */
export interface Unwrapped {
  readonly node: number;
  /** The node in front of a qualified name (`A::B` in `A::B::f`), or -1. */
  readonly scope: number;
  /** Kind that a wrapper on the way asks for. */
  readonly kind: BoundDeclares['kind'] | undefined;
}

/** Goes down through the wrappers between a declaration and its name. */
export function unwrap(w: Walk, from: number, kinds?: BoundDeclares['kinds']): Unwrapped {
  let node = from;
  let scope = -1;
  let kind: Unwrapped['kind'];
  for (;;) {
    const rule = w.rule(node);
    kind = kinds?.get(w.type[node]!) ?? kind;
    if (rule.qualifier !== undefined) scope = w.select(node, rule.qualifier);
    const path = rule.declarator ?? rule.head;
    const inner = path === undefined ? -1 : w.select(node, path);
    if (inner < 0) return { node, scope, kind };
    node = inner;
  }
}

/** All nodes that a path of a declaration selects: every child that the last step matches. */
export function selectAll(w: Walk, node: number, path: Path): number[] {
  const found: number[] = [];
  for (const steps of path) {
    const last = steps.at(-1)!;
    const parent = steps.length === 1 ? node : w.select(node, [steps.slice(0, -1)]);
    if (parent < 0) continue;
    const end = w.next[parent]!;
    for (let i = parent + 1; i < end; i = w.next[i]!) {
      if (w.matches(i, last)) found.push(i);
      if (last === FIRST_NAMED && found.length > 0) break;
    }
    if (found.length > 0) break;
  }
  return found;
}

export function nameNodes(w: Walk, node: number, declares: BoundDeclares): number[] {
  for (const path of declares.names) {
    const found = selectAll(w, node, path);
    if (found.length > 0) return found;
  }
  return [];
}

/** A type or path as written, without spaces. */
export function compact(w: Walk, node: number): string {
  const text = w.slice(node);
  return /\s/.test(text) ? text.replace(/\s+/g, ' ').trim() : text;
}

/** The text of a declared name and where it begins. */
export function nameText(w: Walk, node: number, declares: BoundDeclares, name: number): { text: string; at: number } {
  const { span } = w.rule(name);
  const first = declares.fromPath === null ? -1 : w.select(node, declares.fromPath);
  const at = w.start[first < 0 ? name : first]!;
  const text = w.tree.text.slice(at, w.end[name]);
  const cut = span === undefined ? -1 : text.indexOf(span);
  return { text: cut < 0 ? text : text.slice(0, cut).trimEnd(), at };
}
