/** The world of one kernel call: own symbols from the own terms, those of other files through the traced look-up. */
import { type ReaderOf, rowsOfKey } from '#columns';
import type { HashCell } from '#core';
import {
  argumentType,
  classBase,
  codeOf,
  EXPORT_KINDS,
  exportTable,
  FLAG,
  member,
  memberKey,
  nameKey,
  TARGET_KINDS,
  typeTerm,
} from '#facts';
import type { Lookup } from '#stage';
import type { OwnRecords } from './own-records.ts';
import { PackedReader } from './packed-text.ts';
import { SymbolNote, type Made, type TaskMemory } from './task-memory.ts';
import {
  parameterKey,
  SYMBOL,
  symbolTerm,
  type ClassRecord,
  type FunctionRecord,
  type ParameterKey,
  type ParameterRecord,
  type SymbolRecord,
  type SymbolRef,
  type Term,
} from './term.ts';
import { readTypeText } from './type-encoding.ts';
import type { Type, TypeTable } from './type.ts';
import type { BaseRow, MemberRow, World } from './world.ts';

const TO_SYMBOL = codeOf(TARGET_KINDS, 'symbol');
const EXTERNAL = codeOf(TARGET_KINDS, 'external');
const BUILTIN = codeOf(TARGET_KINDS, 'builtin');
const DECLARATION_EXPORT = codeOf(EXPORT_KINDS, 'declaration');

export interface OwnTables {
  readonly pathLo: number;
  readonly pathHi: number;
  readonly bases: ReaderOf<typeof classBase>;
  readonly members: ReaderOf<typeof member>;
}

/** Types that callers give to parameters, by the hash of the parameter. */
export type ArgumentTypes = (of: ParameterKey) => Type | null;

interface BaseRows {
  readonly reader: ReaderOf<typeof classBase>;
  readonly from: number;
  readonly to: number;
}

export class UnitWorld implements World {
  readonly #own: OwnTables;
  readonly #records: OwnRecords;
  readonly #memory: TaskMemory;
  readonly #lookup: Lookup;
  readonly #members = new Map<SymbolRef, Map<string, MemberRow | null>>();
  readonly #arguments = new Map<number, { readonly key: ParameterKey; readonly type: Type | null }>();
  readonly #cell: HashCell = { lo: 0, hi: 0 };
  argumentTypes: ArgumentTypes = () => null;

  constructor(own: OwnTables, records: OwnRecords, memory: TaskMemory, lookup: Lookup) {
    this.#own = own;
    this.#records = records;
    this.#memory = memory;
    this.#lookup = lookup;
  }

  isOwn(symbol: SymbolRef): boolean {
    return symbol.pathLo === this.#own.pathLo && symbol.pathHi === this.#own.pathHi;
  }

  record(symbol: SymbolRef): SymbolRecord | null {
    if (this.isOwn(symbol)) return this.#records.record(symbol);
    const note = (symbol.note ??= new SymbolNote());
    const known = note.record;
    if (known !== null) return this.#again(known);
    const value = this.#read(symbol);
    note.record = { asked: this.#lookup.last, value };
    return value;
  }

  /** What another unit made of an answer, which this one gets, too. */
  #again<T>({ asked, value }: Made<T>): T {
    this.#lookup.again(asked);
    return value;
  }

  functionOf(symbol: SymbolRef): FunctionRecord | null {
    const record = this.record(symbol);
    return record?.kind === 'function' ? record : null;
  }

  #read(symbol: SymbolRef): SymbolRecord | null {
    const { pathLo, pathHi, lo, hi } = symbol;
    const rows = this.#lookup.rows(typeTerm, pathLo, pathHi, lo, hi);
    if (rows === null) return null;
    return this.#memory.record(symbol, rows.reader.text.at(rows.from));
  }

  bases(symbol: SymbolRef): readonly BaseRow[] {
    const { pathLo, pathHi, lo, hi } = symbol;
    if (this.isOwn(symbol)) return this.#baseRows(rowsOfKey(this.#own.bases, lo, hi));
    const note = (symbol.note ??= new SymbolNote());
    if (note.bases !== null) return this.#again(note.bases);
    const rows = this.#lookup.rows(classBase, pathLo, pathHi, lo, hi);
    const { last } = this.#lookup;
    const value = this.#baseRows(rows);
    note.bases = { asked: last, value };
    return value;
  }

  #baseRows(rows: BaseRows | null): BaseRow[] {
    const found: BaseRow[] = [];
    for (let row = rows?.from ?? 0; rows !== null && row < rows.to; row++) {
      const { kind, path, symbol: base, name } = rows.reader;
      const code = kind.at(row);
      if (code === TO_SYMBOL)
        found.push({
          symbol: this.#memory.symbols.of(path.lo(row), path.hi(row), base.lo(row), base.hi(row)),
          name: '',
        });
      else if (code === BUILTIN) found.push({ symbol: null, name: `builtins.${name.at(row)}` });
      else found.push({ symbol: null, name: code === EXTERNAL ? name.at(row) : '' });
    }
    return found;
  }

  member(owner: SymbolRef, record: ClassRecord | null, name: string): MemberRow | null {
    if (record?.members == null && !this.isOwn(owner)) return this.#memberElsewhere(owner, name);
    let names = this.#members.get(owner);
    if (names === undefined) this.#members.set(owner, (names = new Map()));
    let found = names.get(name);
    if (found === undefined) names.set(name, (found = this.#memberRow(owner, record, name)));
    return found;
  }

  #memberElsewhere(owner: SymbolRef, name: string): MemberRow | null {
    const note = (owner.note ??= new SymbolNote());
    const members = (note.members ??= new Map());
    const known = members.get(name);
    if (known !== undefined) return this.#again(known);
    const value = this.#memberRow(owner, null, name);
    members.set(name, { asked: this.#lookup.last, value });
    return value;
  }

  #memberRow(owner: SymbolRef, record: ClassRecord | null, name: string): MemberRow | null {
    if (record?.members != null) {
      const symbol = record.members.get(name);
      if (symbol === undefined) return null;
      const own = this.record(symbol);
      return {
        symbol,
        kind: own?.kind === 'function' ? METHOD_KIND : PROPERTY_KIND,
        flags: own?.kind === 'function' ? 0 : 0,
      };
    }
    const { pathLo, pathHi } = owner;
    memberKey(this.#cell, owner.lo, owner.hi, name);
    const { lo, hi } = this.#cell;
    const rows = this.isOwn(owner)
      ? rowsOfKey(this.#own.members, lo, hi)
      : this.#lookup.rows(member, pathLo, pathHi, lo, hi);
    if (rows === null) return null;
    const { target, kind, flags } = rows.reader;
    const row = rows.from;
    let all = flags.at(row);
    // The rows of a getter and its setter are one member.
    for (let other = row + 1; other < rows.to; other++) all |= flags.at(other) & FLAG.setter;
    return {
      symbol: this.#memory.symbols.of(pathLo, pathHi, target.lo(row), target.hi(row)),
      kind: kind.at(row),
      flags: all,
    };
  }

  exported(module: SymbolRef, name: string): Term | null {
    if (this.isOwn(module)) return null;
    nameKey(this.#cell, name);
    const { pathLo, pathHi } = module;
    const rows = this.#lookup.rows(exportTable, pathLo, pathHi, this.#cell.lo, this.#cell.hi);
    if (rows === null) return null;
    const { kind, target, declared } = rows.reader;
    for (let row = rows.from; row < rows.to; row++) {
      if (kind.at(row) !== DECLARATION_EXPORT && declared.at(row) === 0) continue;
      return symbolTerm(SYMBOL, this.#memory.symbols.of(pathLo, pathHi, target.lo(row), target.hi(row)));
    }
    return null;
  }

  argumentType(of: FunctionRecord, parameter: ParameterRecord): Type | null {
    const key = parameterKey(of, parameter);
    let found = this.#arguments.get(key.number);
    if (found === undefined) this.#arguments.set(key.number, (found = { key, type: this.argumentTypes(key) }));
    return found.type;
  }

  /** True when another source would have given something else to what was asked since arguments were forgotten. */
  isOther(source: ArgumentTypes): boolean {
    for (const { key, type } of this.#arguments.values()) if (source(key) !== type) return true;
    return false;
  }

  /** Forgets what callers give, for another round. */
  forgetArguments(): void {
    this.#arguments.clear();
  }

  /** What calls everywhere give to the parameter of this hash. */
  everywhere(types: TypeTable): ArgumentTypes {
    // Many calls give the same.
    const read = new Map<string, Type>();
    const functionOf = (symbol: SymbolRef): FunctionRecord | null => this.functionOf(symbol);
    return ({ lo, hi }) => {
      const found: Type[] = [];
      for (const text of this.#memory.texts(this.#lookup.anywhere(argumentType, lo, hi))) {
        if (found.length > MAX_SITES) return types.unknown;
        let type = read.get(text);
        if (type === undefined) {
          type = readTypeText(new PackedReader(text, this.#memory.symbols, 0, 0), types, functionOf);
          read.set(text, type);
        }
        found.push(type);
      }
      return found.length === 0 ? null : types.union(found);
    };
  }
}

/** Most distinct argument types of one parameter that are looked at. */
const MAX_SITES = 64;
const METHOD_KIND = 8;
const PROPERTY_KIND = 9;
