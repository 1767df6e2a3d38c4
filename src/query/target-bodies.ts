/** The bodies that a target means: those of the functions, classes and modules that it names, or the one around a position. */
import type { UnitId } from '#core';
import { body, bodyPosition, BODY_KINDS } from '#facts';
import { placeOfBody, placesOf, qualifiedName } from './symbol-place.ts';
import { resolveFew, subjectNames, type Target } from './target.ts';
import type { View } from './view.ts';

export interface TargetBody {
  readonly unit: UnitId;
  /** Row of `body`. */
  readonly row: number;
  readonly kind: (typeof BODY_KINDS)[number];
  /** Qualified name of the function, class or module whose code it is. */
  readonly name: string;
  /** Extent, absolute. */
  readonly start: number;
  readonly end: number;
}

export interface TargetBodies {
  readonly bodies: readonly TargetBody[];
  /** Names of the symbols that the target means; empty when it means none. */
  readonly subjects: readonly string[];
}

/** The bodies of a target by path, then by where they begin. */
export function bodiesOfTarget(view: View, target: Target): TargetBodies {
  const subjects = resolveFew(view, target);
  const bodies = subjects.flatMap(({ lo, hi }) =>
    placesOf(view, lo, hi).flatMap(({ unit, declaration, local }) => {
      const table = view.table(body, unit);
      if (table === null) return [];
      const rows = Array.from({ length: table.rows }, (_, row) => row);
      const isOwn = (row: number): boolean =>
        declaration >= 0 ? table.declaration.at(row) === declaration : table.owner.at(row) === local;
      return rows.filter(isOwn).map((row) => targetBody(view, unit, row));
    }),
  );
  if (bodies.length > 0 || !('path' in target)) return { bodies, subjects: subjectNames(view, subjects) };
  const around = bodyAround(view, target);
  return { bodies: around === null ? [] : [around], subjects: around === null ? [] : [around.name] };
}

/** The innermost body around a position where no name of a function stands: of a lambda or comprehension, too. */
function bodyAround(view: View, { path, line, column }: Extract<Target, { path: string }>): TargetBody | null {
  const unit = view.unitOf(path);
  const offset = view.lines(unit).offsetOf(line, column);
  const extents = view.table(bodyPosition, unit);
  if (offset < 0 || extents === null) return null;
  // Outer bodies precede inner ones.
  for (let row = extents.rows - 1; row >= 0; row--) {
    if (extents.start.at(row) <= offset && offset < extents.end.at(row)) return targetBody(view, unit, row);
  }
  return extents.rows === 0 ? null : targetBody(view, unit, 0);
}

function targetBody(view: View, unit: UnitId, row: number): TargetBody {
  const { start, end } = view.table(bodyPosition, unit)!;
  return {
    unit,
    row,
    kind: BODY_KINDS[view.table(body, unit)!.kind.at(row)]!,
    name: qualifiedName(view, placeOfBody(view, unit, row)),
    start: start.at(row),
    end: end.at(row),
  };
}
