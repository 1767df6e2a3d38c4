/** Finds what is worth asking about in an index: the function that is called from most places. */
import { hashHex, type UnitId } from '#core';
import { callEdgeName, CERTAINTY, codeOf, declaration, DECLARATION_KINDS, symbol } from '#facts';
import { lowerBound } from '#columns';
import type { Snapshot } from '#store';

const RESOLVED = codeOf(CERTAINTY, 'resolved');
const CALLABLE: ReadonlySet<number> = new Set([
  codeOf(DECLARATION_KINDS, 'function'),
  codeOf(DECLARATION_KINDS, 'method'),
]);

export interface CalledFunction {
  /** Descriptor hash. */
  readonly symbol: string;
  readonly name: string;
  readonly calls: number;
}

interface Calls {
  readonly lo: number;
  readonly hi: number;
  count: number;
}

/** The declared function or method with the most resolved calls; null when nothing is called. Ties go by hash. */
export function mostCalled(snapshot: Snapshot): CalledFunction | null {
  const counts = new Map<string, Calls>();
  for (const unit of snapshot.units) countCalls(snapshot, unit, counts);
  const order = [...counts.entries()].toSorted(([a, x], [b, y]) => y.count - x.count || (a < b ? -1 : 1));
  for (const [hash, { lo, hi, count }] of order) {
    const name = functionName(snapshot, lo, hi);
    if (name !== null) return { symbol: hash, name, calls: count };
  }
  return null;
}

function countCalls(snapshot: Snapshot, unit: UnitId, counts: Map<string, Calls>): void {
  const edges = snapshot.table(callEdgeName, unit);
  for (let row = 0; edges !== null && row < edges.rows; row++) {
    if (edges.certainty.at(row) !== RESOLVED) continue;
    const lo = edges.key.lo(row);
    const hi = edges.key.hi(row);
    const hash = hashHex(lo, hi);
    const known = counts.get(hash);
    if (known === undefined) counts.set(hash, { lo, hi, count: 1 });
    else known.count++;
  }
}

/** The simple name of a declared function, or null when the symbol is something else. */
function functionName(snapshot: Snapshot, lo: number, hi: number): string | null {
  let name: string | null = null;
  snapshot.posting('symbol', lo, hi, (unit) => {
    const symbols = snapshot.table(symbol, unit);
    const declarations = snapshot.table(declaration, unit);
    if (symbols === null || declarations === null || name !== null) return;
    const row = lowerBound(symbols.key, symbols.rows, lo, hi);
    const declared = row < symbols.rows && symbols.key.lo(row) === lo ? symbols.declaration.at(row) : -1;
    if (declared >= 0 && CALLABLE.has(declarations.kind.at(declared))) name = declarations.name.at(declared);
  });
  return name;
}

/** The words of an identifier, for a search: `get_queryset` and `getQueryset` give `get queryset`. */
export function identifierWords(name: string): string {
  const words = name.split(/[_\W]+|(?<=[a-z0-9])(?=[A-Z])/).filter((word) => word !== '');
  return words.length === 0 ? name : words.join(' ').toLowerCase();
}
