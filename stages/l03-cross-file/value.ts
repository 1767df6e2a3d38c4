/** `Value`: what an expression denotes as far as names tell, and how its members are looked up. Values only. */
import type { ClassEntry } from './class-hierarchy.ts';
import type { Target } from './target.ts';

/** How the members of a value are found: */
const OPAQUE = 0; // not at all
export const MODULE = 1; // as names of a module, or as dotted names of what lies outside
export const CLASS = 2;
export const INSTANCE = 3;
export const SUPER = 4;
export const LOCAL_CLASS = 5; // as names bound in the body of a class that is local to a body
export const LOCAL_INSTANCE = 6;

export interface Value {
  /** What is denoted; null for an instance and for nothing. */
  readonly target: Target | null;
  /** What a reference to it means: the same, or the variable that is another name of it. */
  readonly meant: Target | null;
  readonly access: number;
  /** Of `MODULE`: what the members lie below. */
  readonly holder: Target | null;
  /** Of `CLASS`, `INSTANCE` and `SUPER`: the class. */
  readonly entry: ClassEntry | null;
  /** Of `LOCAL_CLASS` and `LOCAL_INSTANCE`: the row of the class body. */
  readonly body: number;
  /** Of `SUPER`: members of the class are meant, not of its instances. */
  readonly isStatic: boolean;
}

export const NOTHING: Value = {
  target: null,
  meant: null,
  access: OPAQUE,
  holder: null,
  entry: null,
  body: -1,
  isStatic: false,
};

/** A value without members of its own. */
export function opaque(target: Target): Value {
  return { ...NOTHING, target, meant: target };
}

/** A module, or something outside: what it denotes and what its members lie below may differ. */
export function moduleValue(target: Target | null, holder: Target): Value {
  return { ...NOTHING, target, meant: target, access: MODULE, holder };
}

export function classValue(target: Target, entry: ClassEntry): Value {
  return { ...NOTHING, target, meant: target, access: CLASS, entry };
}

export function instanceOf(entry: ClassEntry): Value {
  return { ...NOTHING, access: INSTANCE, entry };
}

export function superOf(entry: ClassEntry, isStatic: boolean): Value {
  return { ...NOTHING, access: SUPER, entry, isStatic };
}

export function localClass(target: Target | null, body: number): Value {
  return { ...NOTHING, target, meant: target, access: LOCAL_CLASS, body };
}

export function localInstance(body: number): Value {
  return { ...NOTHING, access: LOCAL_INSTANCE, body };
}
