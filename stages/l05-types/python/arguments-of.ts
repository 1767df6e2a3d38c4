/** The arguments of one call, evaluated: positional ones in order, keywords by name, and whether some could not be told apart. */
import type { Environment } from './environment.ts';
import type { Evaluator } from './evaluator.ts';
import { codeOf, PARAMETER_KINDS } from '#facts';
import { SHAPE_ITEM, SHAPE_KEYWORD_SPREAD, SHAPE_SPREAD, type FunctionRecord, type Term } from './term.ts';
import { LIST_TYPE, RECORD_TYPE, TUPLE_TYPE, type Type } from './type.ts';

const REST = codeOf(PARAMETER_KINDS, 'rest');
const KEYWORD_REST = codeOf(PARAMETER_KINDS, 'keyword_rest');
const KEYWORD_ONLY = codeOf(PARAMETER_KINDS, 'keyword_only');
const POSITIONAL_ONLY = codeOf(PARAMETER_KINDS, 'positional_only');

export interface Arguments {
  readonly positional: readonly Type[];
  readonly keywords: ReadonlyMap<string, Type>;
  /** False when arguments may follow that are not known one by one. */
  readonly isWhole: boolean;
}

const NO_KEYWORDS: ReadonlyMap<string, Type> = new Map();

export function positionalOnly(positional: readonly Type[]): Arguments {
  return { positional, keywords: NO_KEYWORDS, isWhole: true };
}

/** Evaluates the arguments of a call term. */
export function argumentsOf(e: Evaluator, call: Term, environment: Environment | null): Arguments {
  const { items, shape } = call;
  if (shape === null) return positionalOnly(e.all(items!, environment));
  const positional: Type[] = [];
  const keywords = new Map<string, Type>();
  let isWhole = true;
  for (let i = 0; i < items!.length; i++) {
    const type = e.evaluate(items![i]!, environment);
    const sign = shape[i]!;
    if (sign === SHAPE_ITEM) {
      if (isWhole) positional.push(type);
    } else if (sign === SHAPE_SPREAD) {
      if (isWhole && (type.tag === TUPLE_TYPE || type.tag === LIST_TYPE)) positional.push(...type.items);
      else isWhole = false;
    } else if (sign === SHAPE_KEYWORD_SPREAD) {
      if (type.tag === RECORD_TYPE)
        type.keys!.forEach((key, at) => keywords.set(key.slice(key.indexOf('=') + 1), type.items[at]!));
      else isWhole = false;
    } else keywords.set(sign, type);
  }
  return { positional, keywords, isWhole };
}

/** What `functools.partial` keeps of its arguments; null where they cannot be told one by one. */
export function partialOf(e: Evaluator, held: Type, { positional, keywords, isWhole }: Arguments): Type | null {
  if (!isWhole) return null;
  return e.types.partial([...keywords.keys()], [held, ...positional.slice(1), ...keywords.values()]);
}

/** The arguments that a partial callable passes on: its own, then those of the call. */
export function completed({ keys, items }: Type, args: Arguments): Arguments {
  const named = items.length - keys!.length;
  const keywords = new Map(keys!.map((key, i) => [key, items[named + i]!]));
  for (const [name, type] of args.keywords) keywords.set(name, type);
  return { positional: [...items.slice(1, named), ...args.positional], keywords, isWhole: args.isWhole };
}

/** The value of each parameter of a function; null where the call gives none, or does not tell which. */
export function bindArguments(
  e: Evaluator,
  record: FunctionRecord,
  bound: Type | null,
  args: Arguments,
): (Type | null)[] {
  const { parameters } = record;
  const values: (Type | null)[] = [];
  const given = bound === null ? args.positional : [bound, ...args.positional];
  const { keywords } = args;
  let next = 0;
  for (let i = 0; i < parameters.length; i++) {
    const { name, kind } = parameters[i]!;
    if (kind === REST) {
      values.push(args.isWhole ? e.types.tuple(given.slice(next)) : null);
      next = given.length;
    } else if (kind === KEYWORD_REST) values.push(args.isWhole ? restOfKeywords(e, args, parameters, i) : null);
    else if (kind !== KEYWORD_ONLY && next < given.length) values.push(given[next++]!);
    else values.push((kind === POSITIONAL_ONLY || keywords.size === 0 ? undefined : keywords.get(name)) ?? null);
  }
  return values;
}

/** The keywords that none of the first `count` parameters takes. */
function restOfKeywords(e: Evaluator, args: Arguments, parameters: FunctionRecord['parameters'], count: number): Type {
  const keys: string[] = [];
  const items: Type[] = [];
  for (const [name, type] of args.keywords) {
    if (isTaken(parameters, count, name)) continue;
    keys.push(`builtins.str=${name}`);
    items.push(type);
  }
  return e.types.record(keys, items);
}

function isTaken(parameters: FunctionRecord['parameters'], count: number, name: string): boolean {
  for (let i = 0; i < count; i++) if (parameters[i]!.name === name) return true;
  return false;
}
