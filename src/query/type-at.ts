/** What is the type of the name at a position? Of a reference what it is there; of a declared name or parameter all that it holds. */
import {
  body,
  declaration,
  expressionType,
  local,
  reference,
  returnType,
  TYPE_ORIGINS,
  typeText,
  variableType,
  VARIABLE_SOURCES,
} from '#facts';
import type { UnitId } from '#core';
import { PageBuilder, type Answer, type PageOptions } from './page.ts';
import { referencesAt } from './symbol-at.ts';
import type { SnapshotReader } from './snapshot-reader.ts';
import { alternativesOf } from './type-rows.ts';
import { viewOf, type Place, type View } from './view.ts';

export interface TypeRow extends Place {
  readonly name: string;
  readonly types: readonly string[];
  /** The table that says so, with the stage that derived it. */
  readonly origin: string;
  /** Where the type comes from. */
  readonly source: (typeof TYPE_ORIGINS)[number];
  /** In percent. */
  readonly confidence: number;
}

interface Found {
  readonly name: string;
  readonly start: number;
  /** Row of `type_text`. */
  readonly type: number;
  readonly origin: string;
  readonly source: number;
  readonly confidence: number;
}

const INFERRED = TYPE_ORIGINS.indexOf('inferred');
const LOCAL = VARIABLE_SOURCES.indexOf('local');
/** How sure a type is that follows from others. */
const INFERRED_CONFIDENCE = 80;

/** Line and column from 1, the column in UTF-16 units. */
export function typeAt(
  snapshot: SnapshotReader,
  path: string,
  line: number,
  column: number,
  options: PageOptions = {},
): Answer<TypeRow> {
  const view = viewOf(snapshot);
  const unit = view.unitOf(path);
  const page = new PageBuilder<TypeRow>('typeAt', snapshot.txnId, options);
  const texts = view.table(typeText, unit);
  if (texts === null) return page.finish();
  const found = typeOf(view, unit, view.lines(unit).offsetOf(line, column));
  if (found !== null) {
    page.add({ depth: 0, path, offset: found.start, tie: 0 }, () => ({
      ...view.place(unit, found.start),
      name: found.name,
      types: alternativesOf(texts.text.at(found.type)),
      origin: found.origin,
      source: TYPE_ORIGINS[found.source]!,
      confidence: found.confidence,
    }));
  }
  return page.finish();
}

function typeOf(view: View, unit: UnitId, offset: number): Found | null {
  const { type } = view.table(expressionType, unit)!;
  const { name } = view.table(reference, unit)!;
  for (const row of referencesAt(view, unit, offset)) {
    if (type.at(row) < 0) continue;
    const start = view.positions(unit).reference(row);
    return {
      name: name.at(row),
      start,
      type: type.at(row),
      origin: 'types/expression_type',
      source: INFERRED,
      confidence: INFERRED_CONFIDENCE,
    };
  }
  return typeOfFunction(view, unit, offset) ?? typeOfVariable(view, unit, offset);
}

function covers(start: number, name: string, offset: number): boolean {
  return start <= offset && offset < start + name.length;
}

/** A parameter or another name where it is bound. */
function typeOfVariable(view: View, unit: UnitId, offset: number): Found | null {
  const variables = view.table(variableType, unit)!;
  const positions = view.positions(unit);
  for (let row = 0; row < variables.rows; row++) {
    const at = variables.at.at(row);
    const isLocal = variables.source.at(row) === LOCAL;
    const start = isLocal ? positions.local(at) : positions.declaration(at);
    const { name } = isLocal ? view.table(local, unit)! : view.table(declaration, unit)!;
    if (!covers(start, name.at(at), offset)) continue;
    return {
      name: name.at(at),
      start,
      type: variables.type.at(row),
      origin: 'types/variable_type',
      source: variables.origin.at(row),
      confidence: variables.confidence.at(row),
    };
  }
  return null;
}

/** The result of a function where its name is declared and no name is written, as in TypeScript. */
function typeOfFunction(view: View, unit: UnitId, offset: number): Found | null {
  const bodies = view.table(body, unit)!;
  const results = view.table(returnType, unit)!;
  const { name } = view.table(declaration, unit)!;
  const positions = view.positions(unit);
  for (let row = 1; row < results.rows; row++) {
    const declared = bodies.declaration.at(row);
    if (declared < 0 || results.type.at(row) < 0) continue;
    const start = positions.declaration(declared);
    if (!covers(start, name.at(declared), offset)) continue;
    return {
      name: name.at(declared),
      start,
      type: results.type.at(row),
      origin: 'types/return_type',
      source: results.origin.at(row),
      confidence: results.confidence.at(row),
    };
  }
  return null;
}
