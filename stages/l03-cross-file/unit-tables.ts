/**
 * The keyed tables of any unit: the own ones are read directly, for they are part of the unit's key; those of other units
 * through the traced look-up.
 */
import { rowsOfKey, type TableReader, type TableSchema } from '#columns';
import { classBase, exportTable, globalName, member, parameterName, reexport, starName } from '#facts';
import type { Lookup, Rows } from '#stage';

type ColumnsOf<S> = S extends TableSchema<infer C> ? C : never;
export type ExportColumns = ColumnsOf<typeof exportTable>;
export type MemberColumns = ColumnsOf<typeof member>;
export type BaseColumns = ColumnsOf<typeof classBase>;
export type ReexportColumns = ColumnsOf<typeof reexport>;
export type GlobalColumns = ColumnsOf<typeof globalName>;
export type StarColumns = ColumnsOf<typeof starName>;

export interface OwnTables {
  readonly pathLo: number;
  readonly pathHi: number;
  readonly exports: TableReader<ExportColumns>;
  readonly reexports: TableReader<ReexportColumns>;
  readonly stars: TableReader<StarColumns>;
  readonly members: TableReader<MemberColumns>;
  readonly globals: TableReader<GlobalColumns>;
  /** Null in the step that makes them. */
  readonly bases: TableReader<BaseColumns> | null;
}

export class UnitTables {
  readonly own: OwnTables;
  readonly #lookup: Lookup;

  constructor(own: OwnTables, lookup: Lookup) {
    this.own = own;
    this.#lookup = lookup;
  }

  exports(pathLo: number, pathHi: number, lo: number, hi: number): Rows<ExportColumns> | null {
    if (this.isOwn(pathLo, pathHi)) return rowsOfKey(this.own.exports, lo, hi);
    return this.#lookup.rows(exportTable, pathLo, pathHi, lo, hi);
  }

  reexports(pathLo: number, pathHi: number, lo: number, hi: number): Rows<ReexportColumns> | null {
    if (this.isOwn(pathLo, pathHi)) return rowsOfKey(this.own.reexports, lo, hi);
    return this.#lookup.rows(reexport, pathLo, pathHi, lo, hi);
  }

  stars(pathLo: number, pathHi: number, lo: number, hi: number): Rows<StarColumns> | null {
    if (this.isOwn(pathLo, pathHi)) return rowsOfKey(this.own.stars, lo, hi);
    return this.#lookup.rows(starName, pathLo, pathHi, lo, hi);
  }

  members(pathLo: number, pathHi: number, lo: number, hi: number): Rows<MemberColumns> | null {
    if (this.isOwn(pathLo, pathHi)) return rowsOfKey(this.own.members, lo, hi);
    return this.#lookup.rows(member, pathLo, pathHi, lo, hi);
  }

  bases(pathLo: number, pathHi: number, lo: number, hi: number): Rows<BaseColumns> | null {
    if (this.isOwn(pathLo, pathHi)) return this.own.bases === null ? null : rowsOfKey(this.own.bases, lo, hi);
    return this.#lookup.rows(classBase, pathLo, pathHi, lo, hi);
  }

  /** The rows of a global name in all files, the own one too. */
  globals(lo: number, hi: number): readonly Rows<GlobalColumns>[] {
    return this.#lookup.anywhere(globalName, lo, hi);
  }

  /** The rows of a global name in the own file. */
  ownGlobals(lo: number, hi: number): Rows<GlobalColumns> | null {
    return rowsOfKey(this.own.globals, lo, hi);
  }

  /** True when a function of another unit has a parameter of this hash that an argument can name. */
  hasParameter(pathLo: number, pathHi: number, lo: number, hi: number): boolean {
    return this.#lookup.rows(parameterName, pathLo, pathHi, lo, hi) !== null;
  }

  isOwn(pathLo: number, pathHi: number): boolean {
    return pathLo === this.own.pathLo && pathHi === this.own.pathHi;
  }
}
