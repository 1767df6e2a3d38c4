/**
 * Types in comments (PEP 484, "Type comments"): `x = []  # type: list[int]`, `def f(a, b):  # type: (int, str) -> bool`, the
 * same on a line of its own below the header, and one behind each parameter. Found in the survey by what stands before them;
 * `# type: ignore` is none. An annotation always comes first.
 */
import { annotateText } from './annotations.ts';
import type { Walk } from './walk.ts';

/** A type as a comment writes it, and where its text begins. */
export interface CommentType {
  readonly text: string;
  readonly start: number;
}

/** What a comment says of a function. */
interface CommentSignature {
  /** By position; null for `(...)`. */
  readonly parameters: readonly string[] | null;
  readonly result: string;
}

const TYPE = /#[ \t]*type:[ \t]*/y;
const IGNORED = /^ignore\b/;
const SIGNATURE = /^\(([^]*)\)\s*->\s*([^]+)$/;

export class TypeComments {
  /** By the place behind the last sign before the comment. */
  readonly #behind = new Map<number, CommentType>();
  /** By the list of parameters of the function. */
  readonly #signatures = new Map<number, CommentSignature>();

  clear(): void {
    if (this.#behind.size > 0) this.#behind.clear();
    if (this.#signatures.size > 0) this.#signatures.clear();
  }

  get isEmpty(): boolean {
    return this.#behind.size === 0;
  }

  /** Keeps a comment when it is a type. */
  add(source: string, start: number, end: number): void {
    TYPE.lastIndex = start;
    const sign = TYPE.exec(source);
    if (sign === null) return;
    const from = start + sign[0].length;
    const text = source
      .slice(from, end)
      .replace(/\s+#[^]*$/, '')
      .trimEnd();
    if (text === '' || IGNORED.test(text)) return;
    // The signature of a function may stand on the line below its header.
    const before = text.startsWith('(') && text.includes('->') ? /\S\s*$/ : /\S[ \t]*$/;
    const found = before.exec(source.slice(Math.max(0, start - MAX_SPACE), start));
    if (found !== null) this.#behind.set(start - found[0].length + 1, { text, start: from });
  }

  at(place: number): CommentType | null {
    return this.#behind.get(place) ?? null;
  }

  /** Notes what a comment says of the function with these parameters. Returns the comment. */
  readSignature(list: number, place: number): CommentType | null {
    const comment = this.at(place);
    const match = comment === null ? null : SIGNATURE.exec(comment.text);
    if (match === null) return null;
    const parameters = match[1]!.trim() === '...' ? null : partsOf(match[1]!);
    this.#signatures.set(list, { parameters, result: match[2]! });
    return comment;
  }

  /** What the signature of a function says of the parameter at a position, of `count`: its object may be left out. */
  ofParameter(list: number, position: number, count: number): string {
    const parameters = this.#signatures.get(list)?.parameters;
    if (parameters == null) return '';
    const at = parameters.length === count - 1 ? position - 1 : position;
    return (parameters[at] ?? '').replace(/^\*{1,2}/, '');
  }

  ofResult(list: number): string {
    return this.#signatures.get(list)?.result ?? '';
  }
}

/** Most space between a comment and what it stands behind. */
const MAX_SPACE = 200;

/** The type that a comment behind a node gives, or behind the comma that follows it. */
export function typeBehind(w: Walk, node: number): CommentType | null {
  if (w.typeComments.isEmpty) return null;
  const end = w.end[node]!;
  const found = w.typeComments.at(end);
  if (found !== null) return found;
  const comma = /^\s*,/.exec(w.text.slice(end, end + MAX_SPACE));
  return comma === null ? null : w.typeComments.at(end + comma[0].length);
}

/** The type that a comment behind the colon of a header gives; `last` is the node in front of the colon. */
export function typeBehindHeader(w: Walk, last: number): CommentType | null {
  return w.typeComments.isEmpty ? null : w.typeComments.at(colonBehind(w, last));
}

function colonBehind(w: Walk, last: number): number {
  return w.text.indexOf(':', w.end[last]) + 1;
}

/** Reads the comment that tells the signature of a function, and refers to what it names. */
export function readSignature(w: Walk, list: number, last: number): void {
  if (w.typeComments.isEmpty || list < 0) return;
  const comment = w.typeComments.readSignature(list, colonBehind(w, last));
  if (comment !== null) annotateText(w, comment.text, comment.start);
}

/** The items of a list between commas that stand in no brackets. */
function partsOf(list: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at <= list.length; at++) {
    const c = list.charAt(at);
    if (c === '[' || c === '(') depth++;
    else if (c === ']' || c === ')') depth--;
    else if (at === list.length || (c === ',' && depth === 0)) {
      parts.push(list.slice(from, at).trim());
      from = at + 1;
    }
  }
  return parts.at(-1) === '' ? parts.slice(0, -1) : parts;
}
