/** Where is it declared? From a position, a name or a hash to the declarations of the symbols that it means. */
import { hashNumber } from './hash-number.ts';
import { kindOfPlace, offsetOfPlace, placesOf, qualifiedName, type SymbolPlace } from './symbol-place.ts';
import type { SymbolRow } from './symbol-place.ts';
import type { Certainty, Subject } from './symbol-at.ts';
import { PageBuilder, type Answer, type PageOptions } from './page.ts';
import type { SnapshotReader } from './snapshot-reader.ts';
import { resolveTarget, subjectNames, type Target } from './target.ts';
import { compareText, viewOf, type View } from './view.ts';
import { hashHex } from '#core';

export interface DefinitionRow extends SymbolRow {
  /** The table that led from the target to the symbol, with the stage that derived it. */
  readonly origin: string;
  readonly certainty: Certainty;
}

export function definition(snapshot: SnapshotReader, target: Target, options: PageOptions = {}): Answer<DefinitionRow> {
  const view = viewOf(snapshot);
  const subjects = resolveTarget(view, target);
  const page = new PageBuilder<DefinitionRow>('definition', snapshot.txnId, options);
  for (const declared of declarationsOf(view, subjects)) {
    const { path, offset, tie } = declared;
    if (!page.add({ depth: 0, path, offset, tie }, () => definitionRow(view, declared))) break;
  }
  return page.finish(subjectNames(view, subjects.slice(0, MAX_NAMED)));
}

/** Subjects that the answer names. */
const MAX_NAMED = 64;

interface Declared {
  readonly place: SymbolPlace;
  readonly subject: Subject;
  readonly path: string;
  readonly offset: number;
  readonly tie: number;
}

/** Every declaration of the subjects by path and position, each once. */
function declarationsOf(view: View, subjects: readonly Subject[]): Declared[] {
  const found: Declared[] = [];
  const seen = new Set<number>();
  for (const subject of subjects) {
    const key = hashNumber(subject.lo, subject.hi);
    if (seen.has(key) || subject.outside !== '') continue;
    seen.add(key);
    for (const place of placesOf(view, subject.lo, subject.hi)) {
      const tie = place.declaration >= 0 ? 2 * place.declaration : 2 * place.local + 1;
      found.push({ place, subject, path: view.path(place.unit), offset: offsetOfPlace(view, place), tie });
    }
  }
  return found.sort((a, b) => compareText(a.path, b.path) || a.offset - b.offset || a.tie - b.tie);
}

function definitionRow(view: View, { place, subject, offset }: Declared): DefinitionRow {
  const { lo, hi, origin, certainty } = subject;
  return {
    symbol: hashHex(lo, hi),
    name: qualifiedName(view, place),
    kind: kindOfPlace(view, place),
    ...view.place(place.unit, offset),
    origin,
    certainty,
  };
}
