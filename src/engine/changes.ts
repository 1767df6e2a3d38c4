/** Changes of files, checked against the state they meet and reduced to one final state per path. */
import { EngineError } from '#core';
import { normalisePath } from '#inputs';

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

/** The final text of each changed path, null for a file that goes. Errors: `E_CHANGE`, `E_PATH`. */
export function reduceChanges(changes: readonly ChangeOp[], read: ReadText): Map<string, string | null> {
  const result = new Map<string, string | null>();
  const now: ReadText = (path) => (result.has(path) ? result.get(path)! : read(path));
  for (const change of changes) applyChange(change, now, result);
  return result;
}

function applyChange(change: ChangeOp, now: ReadText, result: Map<string, string | null>): void {
  switch (change.kind) {
    case undefined:
      result.set(normalisePath(change.path), change.content);
      return;
    case 'create': {
      const path = normalisePath(change.path);
      if (now(path) !== null)
        throw new EngineError('E_CHANGE', `cannot create ${path}: it exists; use modify`, { unit: path });
      result.set(path, change.content);
      return;
    }
    case 'modify':
      result.set(existing(change.path, 'modify', now), change.content);
      return;
    case 'edit': {
      const path = existing(change.path, 'edit', now);
      result.set(path, applyEdits(path, now(path)!, change.edits));
      return;
    }
    case 'delete':
      result.set(existing(change.path, 'delete', now), null);
      return;
    case 'rename': {
      const from = existing(change.from, 'rename', now);
      const to = normalisePath(change.to);
      if (now(to) !== null)
        throw new EngineError('E_CHANGE', `cannot rename ${from} to ${to}: ${to} exists`, { unit: to });
      result.set(to, now(from));
      result.set(from, null);
      return;
    }
  }
}

function existing(given: string, verb: string, now: ReadText): string {
  const path = normalisePath(given);
  if (now(path) === null)
    throw new EngineError('E_CHANGE', `cannot ${verb} ${path}: there is no such file in the index`, { unit: path });
  return path;
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
        {
          unit: path,
        },
      );
    }
    result += text.slice(at, start) + inserted;
    at = end;
  }
  return result + text.slice(at);
}
