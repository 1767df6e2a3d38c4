/**
 * The classes that a unit meets, own or not: their bases, the order in which they are asked for members, and the members
 * found. Made and dropped within one kernel call; every look at another unit is traced.
 */
import type { HashCell } from '#core';
import { concatenated, codeOf, DECLARATION_KINDS, FLAG, memberKey, mergeC3 } from '#facts';
import type { Dialect } from './dialect.ts';
import { BUILTIN, EXTERNAL, namedTarget, SYMBOL, symbolTarget, type Target } from './target.ts';
import type { UnitTables } from './unit-tables.ts';

/** Longest chain of classes that is followed upwards, and the most classes above one. */
const MAX_DEPTH = 64;
const MAX_CLASSES = 256;
const SIDED: ReadonlySet<number> = new Set(
  (['method', 'property', 'constructor'] as const).map((kind) => codeOf(DECLARATION_KINDS, kind)),
);

export interface ClassEntry {
  /** The class as a target. */
  readonly target: Target;
  /** This class and those above it in the order of look-up; empty until asked for. */
  order: readonly ClassEntry[];
  /** Bases outside the repository of this class and all above it, in order of first mention; '' stands for the unknown. */
  outside: readonly Target[];
  isOrdered: boolean;
  readonly ownMembers: Map<string, Target | null>;
  readonly members: Map<string, Target | null>;
  /** The same for members of the class itself, where they differ from those of its instances. */
  readonly staticMembers: Map<string, Target | null>;
}

export class ClassHierarchy {
  readonly #tables: UnitTables;
  readonly #dialect: Dialect;
  readonly #classes = new Map<number, ClassEntry>();
  readonly #cell: HashCell = { lo: 0, hi: 0 };
  #depth = 0;

  constructor(tables: UnitTables, dialect: Dialect) {
    this.#tables = tables;
    this.#dialect = dialect;
  }

  /** The entry of a class that is a symbol. */
  of(target: Target): ClassEntry {
    // 53 bits of the descriptor hash tell the classes of one unit's questions apart.
    const key = target.hi * 0x200000 + (target.lo & 0x1fffff);
    let entry = this.#classes.get(key);
    if (entry === undefined) {
      entry = {
        target,
        order: [],
        outside: [],
        isOrdered: false,
        ownMembers: new Map(),
        members: new Map(),
        staticMembers: new Map(),
      };
      this.#classes.set(key, entry);
    }
    return entry;
  }

  /** The entry of a class whose bases no table has. */
  below(target: Target, bases: readonly ClassEntry[], outsideBases: readonly Target[]): ClassEntry {
    const entry = this.of(target);
    if (entry.isOrdered) return entry;
    entry.isOrdered = true;
    const outside = new Map<string, Target>();
    for (const base of outsideBases) {
      if (base.kind !== BUILTIN || base.name !== this.#dialect.root) outside.set(base.name, base);
    }
    for (const base of bases) {
      this.#linearize(base);
      for (const other of base.outside) outside.set(other.name, other);
    }
    order(entry, bases, outside);
    return entry;
  }

  /** The member of an instance (or, with `isStatic`, of the class) by the order of look-up; null when it has none. */
  member(entry: ClassEntry, name: string, isStatic: boolean): Target | null {
    const members = isStatic && this.#dialect.splitsStatic ? entry.staticMembers : entry.members;
    let found = members.get(name);
    if (found === undefined) {
      found = this.#search(entry, 0, name, isStatic) ?? this.#outside(entry, name);
      members.set(name, found);
    }
    return found;
  }

  /** The class whose order is what `own` has behind `after` and with it, when it is that of `after` itself; else null. */
  behind(own: ClassEntry, after: ClassEntry): ClassEntry | null {
    this.#linearize(own);
    this.#linearize(after);
    const from = own.order.indexOf(after);
    if (from < 0 || own.order.length - from !== after.order.length) return null;
    return after.order.every((entry, i) => own.order[from + i] === entry) ? after : null;
  }

  /** The member that `super` in a method of the class finds. */
  superMember(entry: ClassEntry, name: string, isStatic: boolean): Target | null {
    return this.#search(entry, 1, name, isStatic) ?? this.#outside(entry, name);
  }

  #search(entry: ClassEntry, from: number, name: string, isStatic: boolean): Target | null {
    this.#linearize(entry);
    for (let i = from; i < entry.order.length; i++) {
      const found = this.#ownMember(entry.order[i]!, name, isStatic);
      if (found === null) continue;
      const isSet = this.#dialect.selfByPosition && (found.flags & FLAG.instance) !== 0;
      return (isSet ? this.#property(entry, i + 1, name) : null) ?? found;
    }
    return null;
  }

  /** The property with a setter that an assignment through the current object calls: it comes before what objects hold. */
  #property(entry: ClassEntry, from: number, name: string): Target | null {
    for (let i = from; i < entry.order.length; i++) {
      const found = this.#ownMember(entry.order[i]!, name, false);
      if (found !== null && (found.flags & FLAG.instance) === 0)
        return (found.flags & FLAG.setter) === 0 ? null : found;
    }
    return null;
  }

  /** A member that no class here has belongs to the one base outside, when there is exactly one. */
  #outside(entry: ClassEntry, name: string): Target | null {
    if (entry.outside.length !== 1) return null;
    const base = entry.outside[0]!;
    return base.name === '' ? null : namedTarget(base.kind, `${base.name}.${name}`);
  }

  #ownMember(entry: ClassEntry, name: string, isStatic: boolean): Target | null {
    if (this.#dialect.splitsStatic) return this.#readMember(entry.target, name, isStatic);
    let found = entry.ownMembers.get(name);
    if (found === undefined) {
      found = this.#readMember(entry.target, name, isStatic);
      entry.ownMembers.set(name, found);
    }
    return found;
  }

  #readMember(owner: Target, name: string, isStatic: boolean): Target | null {
    memberKey(this.#cell, owner.lo, owner.hi, name);
    const rows = this.#tables.members(owner.pathLo, owner.pathHi, this.#cell.lo, this.#cell.hi);
    if (rows === null) return null;
    const { reader, from, to } = rows;
    let row = from;
    if (this.#dialect.splitsStatic) {
      while (row < to && !hasSide(reader.kind.at(row), reader.flags.at(row), isStatic)) row++;
      if (row === to) return null;
    }
    const { target, kind, flags } = reader;
    // The rows of a getter and its setter are one member.
    let all = flags.at(row);
    for (let other = row + 1; other < to; other++) all |= flags.at(other) & FLAG.setter;
    return symbolTarget(owner.pathLo, owner.pathHi, target.lo(row), target.hi(row), 1 + kind.at(row), all);
  }

  /** Fills `order` and `outside`. A class that inherits from itself has, for that way, no bases. */
  #linearize(entry: ClassEntry): void {
    if (entry.isOrdered) return;
    entry.isOrdered = true;
    entry.order = [entry];
    const { pathLo, pathHi, lo, hi } = entry.target;
    const rows = this.#depth < MAX_DEPTH ? this.#tables.bases(pathLo, pathHi, lo, hi) : null;
    if (rows === null) return;
    this.#depth++;
    const { reader } = rows;
    const bases: ClassEntry[] = [];
    const outside = new Map<string, Target>();
    for (let row = rows.from; row < rows.to; row++) {
      const kind = reader.kind.at(row);
      if (kind === SYMBOL) {
        const { path, symbol } = reader;
        const base = this.of(symbolTarget(path.lo(row), path.hi(row), symbol.lo(row), symbol.hi(row), 0, 0));
        this.#linearize(base);
        bases.push(base);
        for (const other of base.outside) outside.set(other.name, other);
      } else if (kind === EXTERNAL || (kind === BUILTIN && reader.name.at(row) !== this.#dialect.root)) {
        const name = reader.name.at(row);
        outside.set(name, namedTarget(kind, name));
      } else if (kind !== BUILTIN) outside.set('', namedTarget(EXTERNAL, ''));
    }
    this.#depth--;
    order(entry, bases, outside);
  }
}

/** Puts what is above a class in order. */
function order(entry: ClassEntry, bases: readonly ClassEntry[], outside: ReadonlyMap<string, Target>): void {
  const lists = bases.map((base) => base.order);
  // One base needs no merge: its order is the order.
  const above = lists.length === 1 ? lists[0]! : (mergeC3([...lists, bases]) ?? concatenated(lists));
  entry.order = [entry, ...above.filter((other) => other !== entry)].slice(0, MAX_CLASSES);
  entry.outside = [...outside.values()];
}

/** True when a member is on the side of the class, or of its instances. Members of enums and namespaces have no sides. */
function hasSide(kind: number, flags: number, isStatic: boolean): boolean {
  return !SIDED.has(kind) || ((flags & FLAG.static) !== 0) === isStatic;
}
