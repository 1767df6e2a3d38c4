/**
 * What an index answers at a position, for benches that compare it with another's: which symbols are defined there, what a
 * name there means, and where that is defined. It must never repair an answer.
 */
import { hashHex, type UnitId } from '../src/core/index.ts';
import {
  codeOf,
  declaration,
  local,
  LOCAL_KINDS,
  reference,
  REFERENCE_ROLES,
  REFERENCE_SCOPES,
  referenceTarget,
  referenceTargetTyped,
  TARGET_KINDS,
} from '../src/facts/index.ts';
import type { TableReader } from '../src/columns/index.ts';
import { viewOf, type View } from '../src/query/view.ts';
import type { PipelineContext } from '../src/orchestrator/index.ts';

const TO_LOCAL = codeOf(REFERENCE_SCOPES, 'local');
const TO_DECLARATION = codeOf(REFERENCE_SCOPES, 'declaration');
const WRITE = codeOf(REFERENCE_ROLES, 'write');
const KEY = codeOf(REFERENCE_ROLES, 'key');
const MISSING = codeOf(TARGET_KINDS, 'missing');
const FILE = codeOf(TARGET_KINDS, 'file');
const SYMBOL = codeOf(TARGET_KINDS, 'symbol');
const PARAMETER = codeOf(LOCAL_KINDS, 'parameter');

export interface FileAnswers {
  /** Rows of `reference` by offset. */
  readonly references: ReadonlyMap<number, readonly number[]>;
  /** Symbols by offset of a reference; `outside` stands for any that is not of the repository. */
  readonly meanings: ReadonlyMap<number, readonly string[]>;
  /** Offsets of names of declarations, the module aside; of parameters; of other locals. */
  readonly declarations: ReadonlySet<number>;
  readonly parameters: ReadonlySet<number>;
  readonly locals: ReadonlySet<number>;
  /** Offsets at which a name or an attribute is written. */
  readonly writes: ReadonlySet<number>;
  /** Offsets of keys of literals that are members of a type. */
  readonly keys: ReadonlySet<number>;
}

export class IndexAnswers {
  readonly view: View;
  /** `path:line`, from 0, of each place where a symbol is defined. */
  readonly #places = new Map<string, string[]>();
  readonly #files = new Map<string, FileAnswers>();

  constructor(context: PipelineContext) {
    this.view = viewOf(context.snapshot);
    for (const unit of context.snapshot.units) {
      if (this.view.table(declaration, unit) !== null) this.#files.set(this.view.path(unit), this.#read(unit));
    }
  }

  get paths(): IterableIterator<string> {
    return this.#files.keys();
  }

  file(path: string): FileAnswers | undefined {
    return this.#files.get(path);
  }

  placesOf(symbol: string): readonly string[] {
    return this.#places.get(symbol) ?? [];
  }

  #read(unit: UnitId): FileAnswers {
    const declarations = new Set<number>();
    const parameters = new Set<number>();
    const locals = new Set<number>();
    const positions = this.view.positions(unit);
    const declared = this.view.table(declaration, unit)!;
    for (let row = 0; row < declared.rows; row++) {
      const at = positions.declaration(row);
      if (row > 0) declarations.add(at);
      this.#addPlace(hashHex(declared.hash.lo(row), declared.hash.hi(row)), unit, at);
    }
    const bound = this.view.table(local, unit)!;
    for (let row = 0; row < bound.rows; row++) {
      const at = positions.local(row);
      const name = bound.name.at(row);
      // What the lowering made up (the iterable of a comprehension) has no name in the source, and a pattern is none.
      if (/^[[{]/.test(name)) continue;
      if (this.view.lines(unit).slice(at, at + name.length) !== name) continue;
      (bound.kind.at(row) === PARAMETER ? parameters : locals).add(at);
      this.#addPlace(hashHex(bound.hash.lo(row), bound.hash.hi(row)), unit, at);
    }
    return { declarations, parameters, locals, ...this.#readReferences(unit) };
  }

  #readReferences(unit: UnitId): Pick<FileAnswers, 'references' | 'meanings' | 'writes' | 'keys'> {
    const references = new Map<number, number[]>();
    const meanings = new Map<number, string[]>();
    const writes = new Set<number>();
    const keys = new Set<number>();
    const targets = this.#targetsByReference(unit);
    const positions = this.view.positions(unit);
    const rows = this.view.table(reference, unit)!;
    for (let row = 0; row < rows.rows; row++) {
      const at = positions.reference(row);
      append(references, at, row);
      if (rows.role.at(row) === WRITE) writes.add(at);
      const own = this.#bound(unit, rows.scope.at(row), rows.target.at(row));
      if (own !== null) append(meanings, at, own);
      for (const symbol of targets.get(row) ?? []) append(meanings, at, symbol);
      if (rows.role.at(row) === KEY && targets.has(row)) keys.add(at);
    }
    return { references, meanings, writes, keys };
  }

  #bound(unit: UnitId, scope: number, target: number): string | null {
    if (scope !== TO_LOCAL && scope !== TO_DECLARATION) return null;
    const { hash } = scope === TO_LOCAL ? this.view.table(local, unit)! : this.view.table(declaration, unit)!;
    return hashHex(hash.lo(target), hash.hi(target));
  }

  #targetsByReference(unit: UnitId): Map<number, string[]> {
    const found = new Map<number, string[]>();
    const typed = this.view.table(referenceTargetTyped, unit);
    if (typed !== null) addTargets(found, typed);
    const told = new Set(found.keys());
    const named = this.view.table(referenceTarget, unit);
    if (named !== null) addTargets(found, named, told);
    return found;
  }

  #addPlace(symbol: string, unit: UnitId, offset: number): void {
    append(this.#places, symbol, `${this.view.path(unit)}:${this.view.lines(unit).lineAt(offset)}`);
  }
}

/** Adds what references mean, but for those in `told`. */
function addTargets(
  found: Map<number, string[]>,
  targets: TableReader<typeof referenceTarget.columns>,
  told: ReadonlySet<number> = new Set(),
): void {
  for (let row = 0; row < targets.rows; row++) {
    if (told.has(targets.reference.at(row))) continue;
    const kind = targets.kind.at(row);
    if (kind === MISSING || (kind === FILE && targets.declared.at(row) === 0)) continue;
    const isInside = kind === SYMBOL || kind === FILE;
    const symbol = isInside ? hashHex(targets.symbol.lo(row), targets.symbol.hi(row)) : 'outside';
    append(found, targets.reference.at(row), symbol);
  }
}

function append<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
