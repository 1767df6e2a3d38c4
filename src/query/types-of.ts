/** Which types does a function know? Its result, its parameters and the variables that it writes, those of functions in it too. */
import { body, type TYPE_ORIGINS } from '#facts';
import type { UnitId } from '#core';
import { PageBuilder, type Answer, type PageOptions } from './page.ts';
import type { SnapshotReader } from './snapshot-reader.ts';
import { placesOf, type SymbolPlace } from './symbol-place.ts';
import { resolveFew, subjectNames, type Target } from './target.ts';
import { typedPlaces } from './type-rows.ts';
import { viewOf, type Place, type View } from './view.ts';

export interface TypedRow extends Place {
  /** Qualified name of the function around, without its module. */
  readonly function: string;
  /** What is typed; of a row without either, the result of the function. */
  readonly variable?: string;
  readonly parameter?: string;
  readonly types: readonly string[];
  readonly origin: string;
  readonly source: (typeof TYPE_ORIGINS)[number];
}

export function typesOf(snapshot: SnapshotReader, target: Target, options: PageOptions = {}): Answer<TypedRow> {
  const view = viewOf(snapshot);
  const subjects = resolveFew(view, target);
  const page = new PageBuilder<TypedRow>('typesOf', snapshot.txnId, options);
  for (const place of subjects.flatMap(({ lo, hi }) => placesOf(view, lo, hi))) {
    if (!addPlace(view, page, place)) break;
  }
  return page.finish(subjectNames(view, subjects));
}

/** False when the page is full. */
function addPlace(view: View, page: PageBuilder<TypedRow>, place: SymbolPlace): boolean {
  const { unit } = place;
  const within = bodiesOf(view, unit, place);
  let tie = 0;
  for (const typed of typedPlaces(view, unit)) {
    if (!within.has(typed.body)) continue;
    const { offset, function: of, variable, parameter, types, origin } = typed;
    const isAdded = page.add({ depth: 0, path: view.path(unit), offset, tie: tie++ }, () => ({
      ...view.place(unit, offset),
      function: of,
      ...(variable === undefined ? {} : { variable }),
      ...(parameter === undefined ? {} : { parameter }),
      types,
      origin:
        variable === undefined
          ? parameter === undefined
            ? 'types/return_type'
            : 'types/variable_type'
          : 'types/expression_type',
      source: origin,
    }));
    if (!isAdded) return false;
  }
  return true;
}

/** The bodies of a symbol and those inside them. */
function bodiesOf(view: View, unit: UnitId, { declaration, local }: SymbolPlace): ReadonlySet<number> {
  const bodies = view.table(body, unit);
  const within = new Set<number>();
  for (let row = 0; bodies !== null && row < bodies.rows; row++) {
    const isOwn = declaration >= 0 ? bodies.declaration.at(row) === declaration : bodies.owner.at(row) === local;
    if (isOwn || within.has(bodies.parent.at(row))) within.add(row);
  }
  return within;
}
