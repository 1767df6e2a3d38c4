/** Writes the calls whose callee is a symbol of the repository. A class that is called stands for what then runs. */
import { sortByHash, type BuilderOf } from '#columns';
import { CERTAINTY, codeOf, type body, type call, type callEdgeName } from '#facts';
import type { Fuel } from '#stage';
import type { Dialect } from './dialect.ts';
import type { ReferenceResolver } from './reference-resolution.ts';
import { SYMBOL, type Target } from './target.ts';
import type { ReaderOf } from './unit-tables.ts';
import { CLASS, INSTANCE, LOCAL_CLASS, LOCAL_INSTANCE, SUPER, type Value } from './value.ts';

const RESOLVED = codeOf(CERTAINTY, 'resolved');

export function writeCallEdges(
  bodies: ReaderOf<typeof body>,
  calls: ReaderOf<typeof call>,
  resolver: ReferenceResolver,
  dialect: Dialect,
  out: BuilderOf<typeof callEdgeName>,
  fuel: Fuel,
): void {
  for (let caller = 0; caller < bodies.rows; caller++) {
    const end = caller + 1 < bodies.rows ? bodies.call.at(caller + 1) : calls.rows;
    for (let row = bodies.call.at(caller); row < end && fuel.burn(1); row++) {
      const callee = invoked(resolver, dialect, resolver.calleeOf(row));
      if (callee === null || callee.kind !== SYMBOL) continue;
      const at = out.add();
      const { col } = out;
      col.key[2 * at] = callee.lo;
      col.key[2 * at + 1] = callee.hi;
      col.call[at] = row;
      col.caller[at] = caller;
      col.kind[at] = callee.declared;
      col.certainty[at] = RESOLVED;
    }
  }
  sortByHash(out, 'key');
}

/** What runs when a value is called. */
function invoked(resolver: ReferenceResolver, dialect: Dialect, value: Value): Target | null {
  if (value.access === CLASS || value.access === SUPER || value.access === LOCAL_CLASS) {
    for (const name of dialect.constructors) {
      const { target } = resolver.memberOf(value.access === SUPER ? value : instanceSide(value), name);
      if (target !== null && target.kind === SYMBOL) return target;
    }
    return value.target;
  }
  if (value.access === INSTANCE || value.access === LOCAL_INSTANCE) {
    return dialect.invoked === '' ? null : resolver.memberOf(value, dialect.invoked).target;
  }
  return value.target;
}

/** Constructors are found among the members of instances. */
function instanceSide(value: Value): Value {
  return value.access === CLASS ? { ...value, access: INSTANCE } : value;
}
