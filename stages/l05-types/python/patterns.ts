/**
 * What patterns let through and take out of their subjects (PEP 634): sequences and mappings, positions of class patterns by
 * `__match_args__`, the rest of a mapping. It only ever takes away from a type that is known.
 */
import { fieldsOf } from './fields.ts';
import type { Evaluator } from './evaluator.ts';
import { classOfValue } from './members.ts';
import {
  alternatives,
  CLASS_TYPE,
  FUNCTION_TYPE,
  INSTANCE_TYPE,
  LIST_TYPE,
  LITERAL_TYPE,
  NONE,
  RECORD_TYPE,
  TUPLE_TYPE,
  type Type,
} from './type.ts';

/** What an `UNPACK` of a subject is about; '' for the items of a sequence. */
export const BY_CLASS = 'class';
export const BY_MAPPING = 'mapping';

const SEQUENCES = /^(?:typing|collections\.abc)\.Sequence$/;
const MAPPINGS = /^(?:typing|collections\.abc)\.Mapping$/;
/** Classes whose objects are no sequences to a pattern although they are otherwise. */
const TEXTS: readonly string[] = ['builtins.str', 'builtins.bytes', 'builtins.bytearray'];
/** Classes whose first position in a pattern is the object itself, and those below them. */
const WHOLE: readonly string[] = [
  'builtins.bool',
  'builtins.bytearray',
  'builtins.bytes',
  'builtins.dict',
  'builtins.float',
  'builtins.frozenset',
  'builtins.int',
  'builtins.list',
  'builtins.set',
  'builtins.str',
  'builtins.tuple',
];

/** Whether a value is of a kind: surely, surely not, or nobody knows. */
type Answer = boolean | null;

/** A value where a pattern of a sequence matches: `length` items, or with `isLeast` at least so many. */
export function isSequence(e: Evaluator, one: Type, length: number, isLeast: boolean): Answer {
  if (one.tag === TUPLE_TYPE) return isLeast ? one.items.length >= length : one.items.length === length;
  const isOne = isOfKind(e, one, SEQUENCES, TEXTS);
  // How many items it has nobody knows.
  return isOne === true && !(isLeast && length === 0) ? null : isOne;
}

export function isMapping(e: Evaluator, one: Type): Answer {
  return isOfKind(e, one, MAPPINGS, []);
}

function isOfKind(e: Evaluator, one: Type, kind: RegExp, except: readonly string[]): Answer {
  switch (one.tag) {
    case NONE:
    case CLASS_TYPE:
    case FUNCTION_TYPE:
      return false;
    case INSTANCE_TYPE:
    case LITERAL_TYPE:
    case LIST_TYPE:
    case RECORD_TYPE:
    case TUPLE_TYPE: {
      const of = classOfValue(e, one);
      const { order, isOpen } = e.members.orderOf(of);
      if (order.some(({ symbol, name }) => symbol === null && except.includes(name))) return false;
      if (order.some(({ symbol, name }) => symbol === null && kind.test(name))) return true;
      const isKnown = order.every(({ symbol, name }) => symbol !== null || e.library.isKnown(name));
      return isOpen || !isKnown ? null : false;
    }
    default:
      return null;
  }
}

/** What a pattern of a class finds at a position of a value that it matched. */
export function matchedByClass(e: Evaluator, value: Type, pattern: Type, position: number): Type {
  const { types, members } = e;
  if (pattern.tag !== CLASS_TYPE) return types.unknown;
  const of = pattern.of!;
  const name = matchArguments(e, pattern)[position];
  if (name !== undefined) return members.attribute(value, name);
  const isWhole = members.orderOf(of).order.some((one) => one.symbol === null && WHOLE.includes(one.name));
  return isWhole && position === 0 ? value : types.unknown;
}

/** The names of the attributes that positions of a class pattern stand for. */
function matchArguments(e: Evaluator, pattern: Type): readonly string[] {
  const written = e.members.of(pattern, '__match_args__')?.type;
  if (written?.tag === TUPLE_TYPE) return written.items.map((item) => (item.tag === LITERAL_TYPE ? item.text : ''));
  return fieldsOf(e, pattern.of!).map(({ name }) => name);
}

/** What is left of a mapping when a pattern took some of its keys. */
export function restOfMapping(e: Evaluator, value: Type): Type {
  const { types } = e;
  const dictionary = types.outsideClass('builtins.dict');
  return types.union(
    alternatives(types.widened(value)).map((one) => {
      if (one.tag !== INSTANCE_TYPE || one.items.length !== 2) return types.instance(dictionary);
      return types.instance(dictionary, one.items);
    }),
  );
}
