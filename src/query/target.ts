/** `Target`: how a caller says which symbol a question is about, and the symbols that it means. */
import { EngineError, hashHex, type HashCell } from '#core';
import { outsideHash } from '#facts';
import { hashNumber } from './hash-number.ts';
import { symbolsAt, type Subject } from './symbol-at.ts';
import { hashOfPlace, placesOf, qualifiedName, type SymbolPlace } from './symbol-place.ts';
import { namedSymbols, qualifiedSymbols } from './symbol-names.ts';
import type { View } from './view.ts';

/** A position, line and column from 1, the column in UTF-16 units. The column may be that behind the last character. */
export interface PositionTarget {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/**
 * `symbol`: a descriptor hash of 16 hexadecimal digits, a qualified name (`pkg.module.Class.method`,
 * `folder/module.Class.method`), the path of a file, or the dotted name of something outside (`requests.get`). When nothing
 * is called exactly so, every symbol whose qualified name ends with it is meant.
 */
export interface SymbolTarget {
  readonly symbol: string;
}

/** `name`: every symbol whose qualified name is this or ends with it: `filter`, `QuerySet.filter`. */
export interface NameTarget {
  readonly name: string;
}

export type Target = PositionTarget | SymbolTarget | NameTarget;

/** Most symbols that one name may mean in a question about their uses. */
const MAX_SUBJECTS = 64;
const HASH = /^[0-9a-f]{16}$/;

/** The symbols that a target means, in the order of their declarations. Empty when it means none that is known. */
export function resolveTarget(view: View, target: Target): Subject[] {
  if ('path' in target) return subjectsAt(view, target);
  if ('name' in target) return subjectsOf(view, namedSymbols(view, target.name));
  if (HASH.test(target.symbol)) return [hashSubject(target.symbol)];
  const exact = subjectsOf(view, qualifiedSymbols(view, target.symbol));
  if (exact.length > 0) return exact;
  const outside = outsideSubject(view, target.symbol);
  return outside === null ? subjectsOf(view, namedSymbols(view, target.symbol)) : [outside];
}

/** The same for questions that follow the uses of symbols. `E_QUERY` when the target means too many. */
export function resolveFew(view: View, target: Target): Subject[] {
  const subjects = resolveTarget(view, target);
  if (subjects.length <= MAX_SUBJECTS) return subjects;
  const text = 'name' in target ? target.name : 'symbol' in target ? target.symbol : target.path;
  const example = subjectName(view, subjects[0]!);
  throw new EngineError(
    'E_QUERY',
    `'${text}' means ${subjects.length} symbols; give a qualified name, such as '${example}'`,
  );
}

/** Qualified name of a subject; the dotted name of what lies outside; the hash when nothing declares it. */
function subjectName(view: View, subject: Subject): string {
  if (subject.outside !== '') return subject.outside;
  const place = placesOf(view, subject.lo, subject.hi)[0];
  return place === undefined ? hashHex(subject.lo, subject.hi) : qualifiedName(view, place);
}

/** The names of subjects that are known, for the answer. */
export function subjectNames(view: View, subjects: readonly Subject[]): string[] {
  return [...new Set(subjects.map((subject) => subjectName(view, subject)))];
}

function subjectsAt(view: View, { path, line, column }: PositionTarget): Subject[] {
  const unit = view.unitOf(path);
  const offset = view.lines(unit).offsetOf(line, column);
  if (offset < 0) return [];
  const found = symbolsAt(view, unit, offset);
  // A cursor behind the last character of a name still means the name.
  return found.length > 0 || column === 1 ? found : symbolsAt(view, unit, offset - 1);
}

function subjectsOf(view: View, places: readonly SymbolPlace[]): Subject[] {
  const subjects = new Map<number, Subject>();
  for (const place of places) {
    const [lo, hi] = hashOfPlace(view, place);
    subjects.set(hashNumber(lo, hi), { lo, hi, origin: 'symbols/symbol_name', certainty: 'resolved', outside: '' });
  }
  return [...subjects.values()];
}

function hashSubject(hex: string): Subject {
  return {
    lo: Number.parseInt(hex.slice(8), 16),
    hi: Number.parseInt(hex.slice(0, 8), 16),
    origin: 'symbols/symbol',
    certainty: 'resolved',
    outside: '',
  };
}

/** The symbol of a dotted name outside the repository, when some file mentions it. */
function outsideSubject(view: View, name: string): Subject | null {
  const cell: HashCell = { lo: 0, hi: 0 };
  outsideHash(cell, name);
  let isKnown = false;
  view.snapshot.posting('occurrence', cell.lo, cell.hi, () => (isKnown = true));
  return isKnown
    ? { lo: cell.lo, hi: cell.hi, origin: 'occurrences/occurrence_symbol', certainty: 'resolved', outside: name }
    : null;
}
