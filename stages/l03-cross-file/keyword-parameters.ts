/** The parameters that the arguments of a call name: those of what runs when the callee is called, and of nothing else. */
import type { HashCell } from '#core';
import { parameterHash } from '#facts';
import type { BodyScopes } from './body-scopes.ts';
import type { Dialect } from './dialect.ts';
import { invoked, type Members } from './invocation.ts';
import { SYMBOL, symbolTarget, type Target } from './target.ts';
import type { UnitTables } from './unit-tables.ts';
import { NOTHING, opaque, type Value } from './value.ts';

export class KeywordParameters {
  readonly #members: Members;
  readonly #tables: UnitTables;
  readonly #scopes: BodyScopes;
  readonly #dialect: Dialect;
  readonly #invoked = new Map<Value, Target | null>();
  /** By function, then by name. */
  readonly #known = new Map<Target, Map<string, Value>>();
  readonly #cell: HashCell = { lo: 0, hi: 0 };

  constructor(members: Members, tables: UnitTables, scopes: BodyScopes, dialect: Dialect) {
    this.#members = members;
    this.#tables = tables;
    this.#scopes = scopes;
    this.#dialect = dialect;
  }

  /** The parameter `name` of what a call of `callee` runs. */
  of(callee: Value, name: string): Value {
    let target = this.#invoked.get(callee);
    if (target === undefined) {
      target = invoked(this.#members, this.#dialect, callee);
      this.#invoked.set(callee, target);
    }
    return target === null || target.kind !== SYMBOL ? NOTHING : this.#kept(target, name);
  }

  #kept(target: Target, name: string): Value {
    let names = this.#known.get(target);
    if (names === undefined) this.#known.set(target, (names = new Map<string, Value>()));
    let value = names.get(name);
    if (value === undefined) names.set(name, (value = this.#find(target, name)));
    return value;
  }

  #find({ pathLo, pathHi, lo: ownerLo, hi: ownerHi }: Target, name: string): Value {
    parameterHash(this.#cell, ownerLo, ownerHi, name);
    const { lo, hi } = this.#cell;
    const isThere = this.#tables.isOwn(pathLo, pathHi)
      ? this.#scopes.hasParameter(lo, hi)
      : this.#tables.hasParameter(pathLo, pathHi, lo, hi);
    if (!isThere) return NOTHING;
    return opaque(symbolTarget(pathLo, pathHi, lo, hi, 0, 0));
  }
}
