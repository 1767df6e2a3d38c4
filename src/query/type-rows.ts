/** Inferred types of a file as rows: of variables where they are written, of parameters, and of results of functions. */
import type { UnitId } from '#core';
import {
  body,
  BODY_KINDS,
  codeOf,
  expressionType,
  local,
  LOCAL_KINDS,
  reference,
  REFERENCE_ROLES,
  REFERENCE_SCOPES,
  returnType,
  TYPE_ORIGINS,
  typeText,
  variableType,
  VARIABLE_SOURCES,
} from '#facts';
import { bodyOfReference } from './reference-body.ts';
import { offsetOfPlace, placeOfBody, qualifiedName } from './symbol-place.ts';
import type { View } from './view.ts';

const WRITE = codeOf(REFERENCE_ROLES, 'write');
const READ_WRITE = codeOf(REFERENCE_ROLES, 'readwrite');
const ATTRIBUTE = codeOf(REFERENCE_SCOPES, 'attribute');
const FUNCTION = codeOf(BODY_KINDS, 'function');
const LAMBDA = codeOf(BODY_KINDS, 'lambda');
const PARAMETER = codeOf(LOCAL_KINDS, 'parameter');
const FROM_LOCAL = codeOf(VARIABLE_SOURCES, 'local');
/** Longest access path that is named. */
const MAX_NAMES = 8;

/** What is typed: a variable or access path that is written, a parameter, or, without either, the result of `function`. */
export interface TypedPlace {
  readonly offset: number;
  /** Qualified name of the function around, without its module; '' outside of functions. */
  readonly function: string;
  readonly variable?: string;
  readonly parameter?: string;
  readonly types: readonly string[];
  readonly origin: (typeof TYPE_ORIGINS)[number];
  readonly body: number;
}

/** The alternatives of a type as it is written. */
export function alternativesOf(text: string): string[] {
  const found: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const c = text.charAt(at);
    if (c === '[') depth++;
    else if (c === ']') depth--;
    else if (depth === 0 && text.startsWith(' | ', at)) {
      found.push(text.slice(from, at));
      from = at + 3;
    }
  }
  found.push(text.slice(from));
  return found;
}

/** Every place of a file whose type is known, in order of the text. Empty when the file has no types. */
export function typedPlaces(view: View, unit: UnitId): TypedPlace[] {
  if (view.table(typeText, unit) === null || view.table(reference, unit) === null) return [];
  const places = [...writtenPlaces(view, unit), ...parameterPlaces(view, unit), ...resultPlaces(view, unit)];
  return places.sort((a, b) => a.offset - b.offset);
}

function writtenPlaces(view: View, unit: UnitId): TypedPlace[] {
  const places: TypedPlace[] = [];
  const { role, rows } = view.table(reference, unit)!;
  const { type } = view.table(expressionType, unit)!;
  const texts = view.table(typeText, unit)!;
  const positions = view.positions(unit);
  for (let row = 0; row < rows; row++) {
    const how = role.at(row);
    if ((how !== WRITE && how !== READ_WRITE) || type.at(row) < 0) continue;
    const owner = bodyOfReference(view, unit, row);
    places.push({
      offset: positions.reference(firstOf(view, unit, row)),
      function: functionName(view, unit, owner),
      variable: pathOf(view, unit, row),
      types: alternativesOf(texts.text.at(type.at(row))),
      origin: 'inferred',
      body: owner,
    });
  }
  return places;
}

/** The reference at which an access path begins. */
function firstOf(view: View, unit: UnitId, row: number): number {
  const { scope, base } = view.table(reference, unit)!;
  let at = row;
  for (let names = 0; names < MAX_NAMES && scope.at(at) === ATTRIBUTE && base.at(at) >= 0; names++) at = base.at(at);
  return at;
}

/** `self.x` for an attribute, the name for anything else. */
function pathOf(view: View, unit: UnitId, row: number): string {
  const { name, scope, base } = view.table(reference, unit)!;
  let text = name.at(row);
  let at = row;
  for (let names = 0; names < MAX_NAMES && scope.at(at) === ATTRIBUTE && base.at(at) >= 0; names++) {
    at = base.at(at);
    text = `${name.at(at)}.${text}`;
  }
  return text;
}

function parameterPlaces(view: View, unit: UnitId): TypedPlace[] {
  const places: TypedPlace[] = [];
  const variables = view.table(variableType, unit)!;
  const locals = view.table(local, unit)!;
  const texts = view.table(typeText, unit)!;
  const positions = view.positions(unit);
  for (let row = 0; row < variables.rows; row++) {
    const at = variables.at.at(row);
    if (variables.source.at(row) !== FROM_LOCAL || locals.kind.at(at) !== PARAMETER) continue;
    const owner = locals.body.at(at);
    // The iterable of a comprehension is no parameter that anybody wrote.
    if (!isFunction(view, unit, owner)) continue;
    places.push({
      offset: positions.local(at),
      function: functionName(view, unit, owner),
      parameter: locals.name.at(at),
      types: alternativesOf(texts.text.at(variables.type.at(row))),
      origin: TYPE_ORIGINS[variables.origin.at(row)]!,
      body: owner,
    });
  }
  return places;
}

function resultPlaces(view: View, unit: UnitId): TypedPlace[] {
  const places: TypedPlace[] = [];
  const results = view.table(returnType, unit)!;
  const texts = view.table(typeText, unit)!;
  const { declaration, owner } = view.table(body, unit)!;
  for (let row = 1; row < results.rows; row++) {
    const type = results.type.at(row);
    if (type < 0 || (declaration.at(row) < 0 && owner.at(row) < 0)) continue;
    places.push({
      offset: offsetOfPlace(view, placeOfBody(view, unit, row)),
      function: functionName(view, unit, row),
      types: alternativesOf(texts.text.at(type)),
      origin: TYPE_ORIGINS[results.origin.at(row)]!,
      body: row,
    });
  }
  return places;
}

function isFunction(view: View, unit: UnitId, row: number): boolean {
  const kind = view.table(body, unit)!.kind.at(row);
  return kind === FUNCTION || kind === LAMBDA;
}

/** The function that a body is or stands in. */
function functionName(view: View, unit: UnitId, row: number): string {
  const { parent, kind } = view.table(body, unit)!;
  let at = row;
  while (at > 0 && kind.at(at) !== FUNCTION) at = parent.at(at);
  if (at <= 0) return '';
  const module = view.moduleName(unit);
  const name = qualifiedName(view, placeOfBody(view, unit, at));
  return module === '' ? name : name.slice(module.length + 1);
}
