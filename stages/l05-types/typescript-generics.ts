/** Type parameters and their arguments, and values that are made when they are first asked for. */
import { NONE, substitute, type Type, type TypeParameter } from './typescript-model.ts';

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
