/**
 * The classes above a class in the order in which a member is looked up: the C3 linearization (Barrett et al., "A monotonic
 * superclass linearization for Dylan", OOPSLA 1996), and depth first where none exists. Bounded, and safe on cycles.
 */
import { rowsOfKey, type TableReader } from '#columns';
import { classBase, codeOf, concatenated, member, mergeC3, TARGET_KINDS } from '#facts';
import type { Lookup, Rows } from '#stage';

/** Longest chain that is followed upwards, and the most classes above one. */
const MAX_DEPTH = 64;
const MAX_CLASSES = 256;
const SYMBOL = codeOf(TARGET_KINDS, 'symbol');

/** A class: its descriptor hash and the path hash of its file. */
export interface ClassSymbol {
  readonly lo: number;
  readonly hi: number;
  readonly pathLo: number;
  readonly pathHi: number;
}

type BaseRows = Rows<typeof classBase.columns>;
type MemberRows = Rows<typeof member.columns>;

const NONE_ABOVE: readonly ClassSymbol[] = [];

/** Class orders of one kernel call. The file's own tables are read directly, those of others through the traced look-up. */
export class ClassOrder {
  readonly #own: { readonly lo: number; readonly hi: number };
  readonly #bases: TableReader<typeof classBase.columns>;
  readonly #members: TableReader<typeof member.columns>;
  readonly #lookup: Lookup;
  readonly #symbols = new Map<number, ClassSymbol>();
  readonly #above = new Map<ClassSymbol, readonly ClassSymbol[]>();
  #depth = 0;

  /** `own` is the path hash of the file. */
  constructor(
    own: { readonly lo: number; readonly hi: number },
    bases: TableReader<typeof classBase.columns>,
    members: TableReader<typeof member.columns>,
    lookup: Lookup,
  ) {
    this.#own = own;
    this.#bases = bases;
    this.#members = members;
    this.#lookup = lookup;
  }

  /** The classes above a class of this file. */
  above(lo: number, hi: number): readonly ClassSymbol[] {
    return this.#orderOf(this.#symbol(lo, hi, this.#own.lo, this.#own.hi));
  }

  /** The rows of a member key in the file of `owner`. */
  members(owner: ClassSymbol, keyLo: number, keyHi: number): MemberRows | null {
    if (!this.#isOwn(owner)) return this.#lookup.rows(member, owner.pathLo, owner.pathHi, keyLo, keyHi);
    return rowsOfKey(this.#members, keyLo, keyHi);
  }

  #isOwn(owner: ClassSymbol): boolean {
    return owner.pathLo === this.#own.lo && owner.pathHi === this.#own.hi;
  }

  /** One object per class, so that classes compare by identity. */
  #symbol(lo: number, hi: number, pathLo: number, pathHi: number): ClassSymbol {
    // 53 bits of the descriptor hash tell the classes of one unit's questions apart.
    const key = hi * 0x200000 + (lo & 0x1fffff);
    let found = this.#symbols.get(key);
    if (found === undefined) {
      found = { lo, hi, pathLo, pathHi };
      this.#symbols.set(key, found);
    }
    return found;
  }

  #orderOf(owner: ClassSymbol): readonly ClassSymbol[] {
    const known = this.#above.get(owner);
    if (known !== undefined) return known;
    // A class that inherits from itself has, for that way, no bases.
    this.#above.set(owner, NONE_ABOVE);
    const rows = this.#depth < MAX_DEPTH ? this.#basesOf(owner) : null;
    if (rows === null) return NONE_ABOVE;
    const { kind, symbol, path } = rows.reader;
    const bases: ClassSymbol[] = [];
    const orders: (readonly ClassSymbol[])[] = [];
    this.#depth++;
    for (let row = rows.from; row < rows.to; row++) {
      if (kind.at(row) !== SYMBOL) continue;
      const base = this.#symbol(symbol.lo(row), symbol.hi(row), path.lo(row), path.hi(row));
      if (base === owner || bases.includes(base)) continue;
      bases.push(base);
      orders.push([base, ...this.#orderOf(base)]);
    }
    this.#depth--;
    const merged = bases.length === 1 ? orders[0]! : (mergeC3([...orders, bases]) ?? concatenated(orders));
    const order = merged.filter((other) => other !== owner).slice(0, MAX_CLASSES);
    this.#above.set(owner, order);
    return order;
  }

  #basesOf(owner: ClassSymbol): BaseRows | null {
    if (!this.#isOwn(owner)) return this.#lookup.rows(classBase, owner.pathLo, owner.pathHi, owner.lo, owner.hi);
    return rowsOfKey(this.#bases, owner.lo, owner.hi);
  }
}
