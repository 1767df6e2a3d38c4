/**
 * Look-ups of other units, by path and key, each recorded in the trace of the unit that asks.
 * The trace is the only record of dependency: what a kernel did not ask here, it must not know.
 */
import { EngineError, hashPath, mixHash, type HashCell } from '#core';
import {
  type BuilderOf,
  type Columns,
  rowsOfKey,
  type SegmentBuilder,
  sortByHash,
  type TableReader,
  type TableSchema,
} from '#columns';
import { hashRows } from './row-hash.ts';
import { trace } from './trace.ts';

/** Where look-ups find the tables of other units. Implemented over a catalog by the store. */
export interface UnitSource {
  /** The reader of `schema` in the unit whose path has this hash, or null when there is no such unit or segment. */
  tableAt<C extends Columns>(schema: TableSchema<C>, pathLo: number, pathHi: number): TableReader<C> | null;
  /** Calls `visit` with the path hash of each unit that has rows of a key of `schema`, whose posting set is looked up. */
  forEachUnitOf(
    schema: TableSchema,
    keyLo: number,
    keyHi: number,
    visit: (pathLo: number, pathHi: number) => void,
  ): void;
}

/** Rows `[from, to)` of a table of another unit. */
export interface Rows<C extends Columns> {
  readonly reader: TableReader<C>;
  readonly from: number;
  readonly to: number;
}

type TraceBuilder = BuilderOf<typeof trace>;

/** In place of the unit that asked last: nobody, and what is found is not known yet. */
const NEW = -1;

/** Key under which a trace and a change meet: the unit's path hash and the row key. */
export function traceKey(
  out: HashCell,
  source: number,
  pathLo: number,
  pathHi: number,
  keyLo: number,
  keyHi: number,
): void {
  out.lo = pathLo;
  out.hi = pathHi;
  mixHash(out, keyLo, keyHi);
  mixHash(out, source, pathLo);
}

/** An answer of a look-up, for whoever keeps what it made of it: to be given to `again` by each unit that gets it. */
export interface Asked {
  readonly keyLo: number;
  readonly keyHi: number;
}

/** A question that was asked in this task, and what was found. */
interface Answer extends Asked {
  readonly source: number;
  readonly pathLo: number;
  readonly pathHi: number;
  readonly rowLo: number;
  readonly rowHi: number;
  /** With the key the trace row: the value of what was found. */
  value: number;
  /** What was found: a reader, rows, or a list of rows; null for nothing. */
  found: object | null;
  /** The unit that asked last, by its number in the task. */
  unit: number;
}

/** What was computed from answers alone, with the answers. */
interface Memory {
  readonly value: unknown;
  readonly answers: readonly Answer[];
}

/**
 * One per step and task, whose catalog never changes: an answer, and what was computed from answers, holds for all units of
 * the task. The trace of each unit has all that it rests on, whoever asked first.
 */
export class Lookup {
  readonly #source: UnitSource;
  readonly #tables: readonly TableSchema[];
  readonly #answers = new Map<number, Answer>();
  readonly #memories = new Map<string, Memory>();
  readonly #cell: HashCell = { lo: 0, hi: 0 };
  readonly #value: HashCell = { lo: 0, hi: 0 };
  #out: TraceBuilder | null = null;
  #unit = 0;
  /** Collects the answers that a memory in the making rests on. */
  #collected: Answer[] | null = null;
  #last: Answer | null = null;

  constructor(source: UnitSource, tables: readonly TableSchema[]) {
    this.#source = source;
    this.#tables = tables;
  }

  /** Begins recording the questions of the next unit into the trace table of `out`. */
  begin(out: SegmentBuilder): void {
    this.#out = out.table(trace);
    this.#unit++;
    this.#collected = null;
  }

  /** Ends the recording: puts the trace in the order of its keys. */
  end(): void {
    if (this.#out !== null) sortByHash(this.#out, 'key');
    this.#out = null;
  }

  /** The whole of a small table of another unit, or null. Traced as one answer. */
  whole<C extends Columns>(schema: TableSchema<C>, path: string): TableReader<C> | null {
    hashPath(this.#cell, path);
    const { lo, hi } = this.#cell;
    const answer = this.#ask(schema, lo, hi, 0, 0);
    if (answer.unit === NEW) {
      const reader = this.#source.tableAt(schema, lo, hi);
      if (reader !== null) {
        hashRows(this.#value, schema, reader, 0, reader.rows);
        this.#keep(answer, reader);
      }
    }
    this.#record(answer);
    // Safe because: the answer was found for this very schema.
    return answer.found as TableReader<C> | null;
  }

  /** The answer that was given last. */
  get last(): Asked {
    if (this.#last === null) throw new EngineError('E_STAGE_KERNEL', 'nothing was asked yet');
    return this.#last;
  }

  /** Records that this unit, too, is given an answer, or what was made of it and of nothing else. */
  again(asked: Asked): void {
    // Safe because: what a look-up gives as asked are its answers.
    this.#record(asked as Answer);
  }

  /** The rows of `key` in a table sorted by its column `key`, of the unit with this path hash; null for none. */
  rows<C extends Columns & { key: 'hash' }>(
    schema: TableSchema<C>,
    pathLo: number,
    pathHi: number,
    keyLo: number,
    keyHi: number,
  ): Rows<C> | null {
    const answer = this.#ask(schema, pathLo, pathHi, keyLo, keyHi);
    if (answer.unit === NEW) {
      const found = this.#find(schema, pathLo, pathHi, keyLo, keyHi);
      if (found !== null) {
        hashRows(this.#value, schema, found.reader, found.from, found.to);
        this.#keep(answer, found);
      }
    }
    this.#record(answer);
    // Safe because: the answer was found for this very schema.
    return answer.found as Rows<C> | null;
  }

  /**
   * The rows of `key` in every file that has some, in path-hash order. Traced as one answer about the whole repository, and
   * the same list each time.
   */
  anywhere<C extends Columns & { key: 'hash' }>(
    schema: TableSchema<C>,
    keyLo: number,
    keyHi: number,
  ): readonly Rows<C>[] {
    const answer = this.#ask(schema, 0, 0, keyLo, keyHi);
    if (answer.unit === NEW) this.#keep(answer, this.#findAll(schema, keyLo, keyHi));
    this.#record(answer);
    // Safe because: the answer was found for this very schema.
    return answer.found as readonly Rows<C>[];
  }

  /**
   * What `compute` gives, computed once per task. It must depend on the key and on answers of this look-up alone, and what it
   * gives must never change. The questions that it asked count as asked by each unit that is given it.
   */
  remember<T>(key: string, compute: () => T): T {
    const known = this.#memories.get(key);
    if (known !== undefined) {
      for (const answer of known.answers) this.#record(answer);
      // Safe because: a key stands for one computation.
      return known.value as T;
    }
    const outer = this.#collected;
    const collected: Answer[] = [];
    this.#collected = collected;
    const value = compute();
    this.#collected = outer;
    const answers = [...new Set(collected)];
    this.#memories.set(key, { value, answers });
    if (outer !== null) for (const answer of answers) outer.push(answer);
    return value;
  }

  #findAll<C extends Columns & { key: 'hash' }>(schema: TableSchema<C>, keyLo: number, keyHi: number): Rows<C>[] {
    const found: Rows<C>[] = [];
    this.#source.forEachUnitOf(schema, keyLo, keyHi, (pathLo, pathHi) => {
      const rows = this.#find(schema, pathLo, pathHi, keyLo, keyHi);
      if (rows !== null) found.push(rows);
    });
    const sum: HashCell = { lo: found.length, hi: 0 };
    for (const { reader, from, to } of found) {
      hashRows(this.#value, schema, reader, from, to);
      mixHash(sum, this.#value.lo, this.#value.hi);
    }
    this.#value.lo = sum.lo;
    this.#value.hi = sum.hi;
    return found;
  }

  #find<C extends Columns & { key: 'hash' }>(
    schema: TableSchema<C>,
    pathLo: number,
    pathHi: number,
    keyLo: number,
    keyHi: number,
  ): Rows<C> | null {
    const reader = this.#source.tableAt(schema, pathLo, pathHi);
    return reader === null ? null : rowsOfKey(reader, keyLo, keyHi);
  }

  /** The answer to a question: one that is known, or a new one without anything found. */
  #ask(schema: TableSchema, pathLo: number, pathHi: number, rowLo: number, rowHi: number): Answer {
    const source = this.#tables.indexOf(schema);
    const cell = this.#cell;
    traceKey(cell, source, pathLo, pathHi, rowLo, rowHi);
    // 53 bits of the key find the answer; should another question have the same, it is not kept.
    const number = cell.hi * 0x200000 + (cell.lo & 0x1fffff);
    const known = this.#answers.get(number);
    if (known !== undefined && isAnswerTo(known, source, pathLo, pathHi, rowLo, rowHi)) return known;
    const answer: Answer = {
      source,
      pathLo,
      pathHi,
      rowLo,
      rowHi,
      keyLo: cell.lo,
      keyHi: cell.hi,
      value: 0,
      found: null,
      unit: NEW,
    };
    if (known === undefined) this.#answers.set(number, answer);
    return answer;
  }

  /** Keeps what was found, whose hash is in the cell for values. */
  #keep(answer: Answer, found: object): void {
    answer.found = found;
    answer.value = (this.#value.lo ^ this.#value.hi) >>> 0;
  }

  /** Writes a trace row unless this unit has it already. */
  #record(answer: Answer): void {
    this.#last = answer;
    if (this.#collected !== null) this.#collected.push(answer);
    if (answer.unit === this.#unit) return;
    answer.unit = this.#unit;
    const out = this.#out;
    if (out === null) return;
    const row = out.add();
    out.col.key[2 * row] = answer.keyLo;
    out.col.key[2 * row + 1] = answer.keyHi;
    out.col.value[row] = answer.value;
  }
}

function isAnswerTo(
  answer: Answer,
  source: number,
  pathLo: number,
  pathHi: number,
  rowLo: number,
  rowHi: number,
): boolean {
  return (
    answer.rowLo === rowLo &&
    answer.rowHi === rowHi &&
    answer.pathLo === pathLo &&
    answer.pathHi === pathHi &&
    answer.source === source
  );
}
