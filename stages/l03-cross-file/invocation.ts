/** What runs when a value is called: itself, the constructor of a class, or what an instance has to be called. */
import type { Dialect } from './dialect.ts';
import { SYMBOL, type Target } from './target.ts';
import { CLASS, INSTANCE, LOCAL_CLASS, LOCAL_INSTANCE, localInstance, SUPER, type Value } from './value.ts';

/** Where the members of a value are looked up. */
export interface Members {
  memberOf(base: Value, name: string): Value;
}

/** What runs when a value is called. */
export function invoked(members: Members, dialect: Dialect, value: Value): Target | null {
  if (value.access === CLASS || value.access === SUPER || value.access === LOCAL_CLASS) {
    for (const name of dialect.constructors) {
      const { target } = members.memberOf(value.access === SUPER ? value : instanceSide(value), name);
      if (target !== null && target.kind === SYMBOL) return target;
    }
    return value.target;
  }
  if (value.access === INSTANCE || value.access === LOCAL_INSTANCE) {
    return dialect.invoked === '' ? null : members.memberOf(value, dialect.invoked).target;
  }
  return value.target;
}

/** Constructors are found among the members of instances. */
function instanceSide(value: Value): Value {
  if (value.access === LOCAL_CLASS) return localInstance(value.body);
  return value.access === CLASS ? { ...value, access: INSTANCE } : value;
}
