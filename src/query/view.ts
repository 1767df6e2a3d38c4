/**
 * `View`: a snapshot as the questions see it, with what they derive again and again kept in bounded caches: line starts,
 * the order of paths, the tables of files just looked at. One per snapshot reader, dropped with it. Never holds an answer.
 */
import type { Columns, TableReader, TableSchema } from '#columns';
import { EngineError, type UnitId } from '#core';
import { file, occurrenceSymbol, source } from '#facts';
import { normalisePath } from '#inputs';
import { languageNamed } from '#languages';
import { LRUCache } from 'lru-cache';
import type { SnapshotReader } from './snapshot-reader.ts';
import { SourceLines } from './source-lines.ts';
import { UnitOccurrences } from './unit-occurrences.ts';
import { UnitPositions } from './unit-positions.ts';

/** Bytes of line starts that are kept: those of about four million lines. */
const LINES_BYTES = 16 << 20;
/** Files that stay open, a power of two. */
const OPEN_UNITS = 8192;
/** From this many units on, the order of all paths pays off. */
const RANKED_UNITS = 64;

/** Where an answer row stands. Line and column from 1, the column in UTF-16 units; `text` is the line. */
export interface Place {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

/** A file while questions look at it: its path and the tables that were opened. */
interface OpenUnit {
  readonly unit: UnitId;
  readonly path: string;
  readonly tables: Map<TableSchema, object | null>;
  lines: SourceLines | null;
  moduleName: string | null;
  positions: UnitPositions | null;
  occurrences: UnitOccurrences | null;
}

export class View {
  readonly snapshot: SnapshotReader;
  readonly #open: (OpenUnit | undefined)[] = Array.from({ length: OPEN_UNITS });
  readonly #lines = new LRUCache<UnitId, SourceLines>({
    maxSize: LINES_BYTES,
    sizeCalculation: (lines) => lines.byteLength + 256,
  });
  #ranks: Uint32Array | null = null;

  constructor(snapshot: SnapshotReader) {
    this.snapshot = snapshot;
  }

  table<C extends Columns>(schema: TableSchema<C>, unit: UnitId): TableReader<C> | null {
    const { tables } = this.#opened(unit);
    let reader = tables.get(schema);
    if (reader === undefined) {
      reader = this.snapshot.table(schema, unit);
      tables.set(schema, reader);
    }
    // Safe because: the reader was opened with this very schema.
    return reader as TableReader<C> | null;
  }

  path(unit: UnitId): string {
    return this.#opened(unit).path;
  }

  /** Offsets of the rows of a file, which must have facts of `ir-build`. */
  positions(unit: UnitId): UnitPositions {
    return (this.#opened(unit).positions ??= new UnitPositions(this, unit));
  }

  /** What occurs in a file, or null when its stage did not run on it. */
  occurrences(unit: UnitId): UnitOccurrences | null {
    const open = this.#opened(unit);
    if (open.occurrences === null && this.table(occurrenceSymbol, unit) !== null)
      open.occurrences = new UnitOccurrences(this, unit);
    return open.occurrences;
  }

  /** The unit of a path that a caller gave. `E_PATH` for what is no relative path, `E_QUERY` for what is not indexed. */
  unitOf(path: string): UnitId {
    const normal = normalisePath(path);
    const unit = this.snapshot.unit(normal);
    if (unit === -1)
      throw new EngineError('E_QUERY', `path '${path}' is not in the index; give the path of an indexed file`);
    return unit;
  }

  lines(unit: UnitId): SourceLines {
    return (this.#opened(unit).lines ??= this.#readLines(unit));
  }

  place(unit: UnitId, offset: number): Place {
    const lines = this.lines(unit);
    const line = lines.lineAt(offset);
    return {
      path: this.path(unit),
      line: line + 1,
      column: offset - lines.startOf(line) + 1,
      text: lines.textOf(line),
    };
  }

  /** Qualified name of the module in a file; its path where the language has none. */
  moduleName(unit: UnitId): string {
    return (this.#opened(unit).moduleName ??= this.#readModuleName(unit));
  }

  /** The files of a key in a posting set, by path. Empty when no running stage makes the set. */
  unitsOf(posting: string, lo: number, hi: number): UnitId[] {
    const units: UnitId[] = [];
    this.snapshot.posting(posting, lo, hi, (unit) => units.push(unit));
    return this.sortUnits(units);
  }

  /** Puts units into the order of their paths, in place. */
  sortUnits(units: UnitId[]): UnitId[] {
    if (units.length < 2) return units;
    if (this.#ranks === null && units.length < RANKED_UNITS)
      return units.sort((a, b) => compareText(this.path(a), this.path(b)));
    const ranks = this.#rankUnits();
    const order = new Uint32Array(units.length);
    for (let i = 0; i < order.length; i++) order[i] = ranks[units[i]!]!;
    order.sort();
    for (let i = 0; i < order.length; i++) units[i] = this.snapshot.units[order[i]!]!;
    return units;
  }

  /** Direct-mapped: two units of one remainder take turns. */
  #opened(unit: UnitId): OpenUnit {
    const at = unit % OPEN_UNITS;
    let open = this.#open[at];
    if (open === undefined || open.unit !== unit) {
      const path = this.snapshot.path(unit);
      open = { unit, path, tables: new Map(), lines: null, moduleName: null, positions: null, occurrences: null };
      this.#open[at] = open;
    }
    return open;
  }

  #readLines(unit: UnitId): SourceLines {
    let lines = this.#lines.get(unit);
    if (lines === undefined) {
      const { text, lines: count, ascii } = this.table(source, unit)!;
      lines = new SourceLines(text.at(0), { lines: count.at(0), isAscii: ascii.at(0) === 1 });
      this.#lines.set(unit, lines);
    }
    return lines;
  }

  #readModuleName(unit: UnitId): string {
    const path = this.path(unit);
    const language = languageNamed(this.table(file, unit)!.language.at(0));
    const qualified = language?.modules?.qualifiedName(path);
    return qualified === undefined || qualified === '' ? path : qualified;
  }

  #rankUnits(): Uint32Array {
    if (this.#ranks === null) {
      const { units } = this.snapshot;
      this.#ranks = new Uint32Array(1 + units.reduce((most, unit) => Math.max(most, unit), 0));
      for (const [rank, unit] of units.entries()) this.#ranks[unit] = rank;
    }
    return this.#ranks;
  }
}

/** The order of paths in all answers: by UTF-16 code units. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const views = new WeakMap<SnapshotReader, View>();

/** The view of a snapshot, made once. */
export function viewOf(snapshot: SnapshotReader): View {
  let view = views.get(snapshot);
  if (view === undefined) views.set(snapshot, (view = new View(snapshot)));
  return view;
}
