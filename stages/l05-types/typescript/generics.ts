/** Type parameters and their arguments, and values that are made when they are first asked for. */
import { NONE, substitute, type Type, type TypeParameter } from './model.ts';

export function bind(generics: readonly TypeParameter[], items: readonly Type[]): Map<TypeParameter, Type> {
  return new Map(generics.map((one, at) => [one, items[at] ?? NONE]));
}

/** Type arguments with the defaults of those that are missing; null when one has none. */
export function withFallbacks(generics: readonly TypeParameter[], given: readonly Type[]): readonly Type[] | null {
  if (given.length === generics.length) return given;
  if (given.length > generics.length) return null;
  const items = [...given];
  for (const one of generics.slice(given.length)) {
    if (one.fallback === null) return null;
    items.push(substitute(one.fallback, bind(generics.slice(0, items.length), items)));
  }
  return items;
}

/** Asked at most once; NONE while it is being asked. */
export function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** The members of instances that were found, by the object that is the type: what is not known is asked again. */
export class MemberMemo {
  readonly #members = new WeakMap<Type, Map<string, Type>>();

  of(type: Type, name: string, find: () => Type): Type {
    if (type.kind !== 'instance') return find();
    let members = this.#members.get(type);
    if (members === undefined) this.#members.set(type, (members = new Map()));
    let found = members.get(name);
    if (found !== undefined) return found;
    found = find();
    if (found.kind !== 'none') members.set(name, found);
    return found;
  }
}
