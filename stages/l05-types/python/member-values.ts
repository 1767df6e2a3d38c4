/** What members are made of: small questions about values and names that a look-up asks. */
import type { Evaluator } from './evaluator.ts';
import { alternatives, FUNCTION_TYPE, INSTANCE_TYPE, TUPLE_TYPE, type Type } from './type.ts';

export function isObject({ tag, of }: Type): boolean {
  return tag === INSTANCE_TYPE && of!.symbol !== null;
}

/** A function that a getter is made of, as the property that holds it. */
export function propertyOf({ types }: Evaluator, value: Type): Type {
  return types.union(
    alternatives(value).map((one) => (one.tag === FUNCTION_TYPE ? types.descriptor('property', [one]) : one)),
  );
}

/** Methods that get the class although nothing says so. */
export function isImplicitClassMethod(name: string): boolean {
  if (!name.endsWith('__')) return false;
  return name.endsWith('.__init_subclass__') || name.endsWith('.__class_getitem__') || name.endsWith('.__new__');
}

/** The type arguments that a value has for the parameters of its class. */
export function argumentsOfValue(e: Evaluator, type: Type): readonly Type[] {
  if (type.tag === INSTANCE_TYPE) return type.items;
  const wide = e.types.widened(type);
  if (wide.tag === INSTANCE_TYPE) return wide.items;
  return type.tag === TUPLE_TYPE ? [e.types.widened(e.types.union(type.items))] : [];
}
