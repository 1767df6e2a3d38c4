/** Changes of files, checked against the state they meet and reduced to one final state per path. */
import { EngineError } from '#core';
import { decodeSource, normalisePath } from '#inputs';
import type { FileChange } from '#store';

/**
 * One change of one file. Without `kind`: create or modify. Offsets of `edits` are UTF-16 units of the text before all edits.
 */
export type ChangeOp =
  | { readonly kind?: 'create' | 'modify'; readonly path: string; readonly content: string }
  | { readonly kind: 'edit'; readonly path: string; readonly edits: readonly TextEdit[] }
  | { readonly kind: 'delete'; readonly path: string }
  | { readonly kind: 'rename'; readonly from: string; readonly to: string };

export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text of a file as it is now, or null when there is none. */
export type ReadText = (path: string) => string | null;

/** Changes on top of a state: the final text of each path they touch, and how it came to be. */
export class ChangeSet {
  /** Null is a file that goes. */
  readonly texts: Map<string, string | null>;
  /** Old paths by new ones. */
  readonly #renames: Map<string, string>;
  readonly #base: ReadText;

  constructor(base: ReadText, texts: Iterable<readonly [string, string | null]> = [], renames?: Map<string, string>) {
    this.#base = base;
    this.texts = new Map(texts);
    this.#renames = new Map(renames);
  }

  /** The set of some changes, in order. Errors: `E_CHANGE`, `E_PATH`. */
  static of(base: ReadText, changes: readonly ChangeOp[]): ChangeSet {
    const set = new ChangeSet(base);
    for (const change of changes) set.add(change);
    return set;
  }

  /** The same renames with other texts, over this base or another. */
  withTexts(texts: Iterable<readonly [string, string | null]>, base: ReadText = this.#base): ChangeSet {
    return new ChangeSet(base, texts, this.#renames);
  }

  /** The text of a path with the changes so far. */
  text(path: string): string | null {
    return this.texts.has(path) ? this.texts.get(path)! : this.#base(path);
  }

  /** Adds one change. One that does not fit throws and leaves the set as it was. Errors: `E_CHANGE`, `E_PATH`. */
  add(change: ChangeOp): void {
    switch (change.kind) {
      case undefined:
        this.#set(normalisePath(change.path), content(change));
        return;
      case 'create': {
        const path = normalisePath(change.path);
        if (this.text(path) !== null)
          throw new EngineError('E_CHANGE', `cannot create ${path}: it exists; use modify`, { unit: path });
        this.#set(path, content(change));
        return;
      }
      case 'modify':
        this.#set(this.#existing(change.path, 'modify'), content(change));
        return;
      case 'edit': {
        const path = this.#existing(change.path, 'edit');
        this.#set(path, applyEdits(path, this.text(path)!, change.edits));
        return;
      }
      case 'delete':
        this.#set(this.#existing(change.path, 'delete'), null);
        return;
      case 'rename':
        this.#rename(this.#existing(change.from, 'rename'), normalisePath(change.to));
        return;
      default:
        throw unknownKind(change);
    }
  }

  /** What the set does to each path whose text differs from the state below, by path. */
  changes(): Map<string, FileChange> {
    const found = new Map<string, FileChange>();
    for (const [path, text] of [...this.texts].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
      const before = this.#base(path);
      if (before === text) continue;
      const kind = before === null ? 'create' : text === null ? 'delete' : 'modify';
      found.set(path, { kind });
    }
    for (const [to, from] of this.#renames) {
      if (found.get(from)?.kind !== 'delete' || found.get(to)?.kind !== 'create') continue;
      found.set(from, { kind: 'rename', to });
      found.set(to, { kind: 'rename', from });
    }
    return found;
  }

  #set(path: string, text: string | null): void {
    this.texts.set(path, text === null ? null : asIndexed(path, text));
    if (text === null) this.#renames.delete(path);
  }

  #rename(from: string, to: string): void {
    if (this.text(to) !== null)
      throw new EngineError('E_CHANGE', `cannot rename ${from} to ${to}: ${to} exists`, { unit: to });
    const origin = this.#renames.get(from) ?? from;
    this.#set(to, this.text(from));
    this.#set(from, null);
    this.#renames.set(to, origin);
  }

  #existing(given: string, verb: string): string {
    const path = normalisePath(given);
    if (this.text(path) === null)
      throw new EngineError('E_CHANGE', `cannot ${verb} ${path}: there is no such file in the index`, { unit: path });
    return path;
  }
}

/** Callers in plain JavaScript give anything. */
function unknownKind(change: unknown): EngineError {
  return new EngineError('E_CHANGE', `${JSON.stringify(change)} is no change; its kind is unknown`);
}

function content(change: { readonly path: string; readonly content: string }): string {
  if (typeof change.content === 'string') return change.content;
  throw new EngineError('E_CHANGE', `the change of ${change.path} has no text; give its member 'content' a string`);
}

/** A text as a file with it would be read, so that a change and what is committed of it are the same text. */
function asIndexed(path: string, text: string): string {
  const bytes = Buffer.from(text);
  const decoded = decodeSource(bytes);
  if (decoded.isBinary)
    throw new EngineError('E_CHANGE', `the text of ${path} has a NUL near its start: a file with it is binary`, {
      unit: path,
    });
  // ASCII is itself: one byte per unit, no mark in front.
  return bytes.length === text.length ? text : decoded.text;
}

/** Applies edits to a text: they may not overlap and lie within it. */
function applyEdits(path: string, text: string, edits: readonly TextEdit[]): string {
  const ordered = edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
  let result = '';
  let at = 0;
  for (const { start, end, text: inserted } of ordered) {
    if (!(Number.isInteger(start) && Number.isInteger(end) && start >= at && start <= end && end <= text.length)) {
      throw new EngineError(
        'E_CHANGE',
        `the edit ${start}..${end} of ${path} overlaps another or leaves the text of ${text.length} units`,
        { unit: path },
      );
    }
    result += text.slice(at, start) + inserted;
    at = end;
  }
  return result + text.slice(at);
}
