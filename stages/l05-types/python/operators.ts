/** Operators: by the rules of the language for builtin values, by the special methods of the operands for any other. */
import { iterated } from './containers.ts';
import type { Evaluator } from './evaluator.ts';
import { byTruth } from './narrowed.ts';
import {
  alternatives,
  INSTANCE_TYPE,
  LIST_TYPE,
  LITERAL_TYPE,
  NEVER,
  TUPLE_TYPE,
  UNKNOWN_TYPE,
  type Type,
} from './type.ts';

const COMPARISONS: ReadonlySet<string> = new Set(['in', 'not in', 'is', 'is not', '==', '!=', '<', '<=', '>', '>=']);
/** Special methods of operators, and the same of the right operand. */
export const METHODS: Readonly<Record<string, readonly [string, string]>> = {
  '+': ['__add__', '__radd__'],
  '-': ['__sub__', '__rsub__'],
  '*': ['__mul__', '__rmul__'],
  '/': ['__truediv__', '__rtruediv__'],
  '//': ['__floordiv__', '__rfloordiv__'],
  '%': ['__mod__', '__rmod__'],
  '**': ['__pow__', '__rpow__'],
  '@': ['__matmul__', '__rmatmul__'],
  '<<': ['__lshift__', '__rlshift__'],
  '>>': ['__rshift__', '__rrshift__'],
  '&': ['__and__', '__rand__'],
  '|': ['__or__', '__ror__'],
  '^': ['__xor__', '__rxor__'],
  '==': ['__eq__', '__eq__'],
  '!=': ['__ne__', '__ne__'],
  '<': ['__lt__', '__gt__'],
  '<=': ['__le__', '__ge__'],
  '>': ['__gt__', '__lt__'],
  '>=': ['__ge__', '__le__'],
};
const UNARY_METHODS: Readonly<Record<string, string>> = { '-': '__neg__', '+': '__pos__', '~': '__invert__' };
const NUMBERS = ['builtins.bool', 'builtins.int', 'builtins.float', 'builtins.complex'];
const MAX_FOLDED = 200;

/** Special methods of operators that assign: `a += b`. */
export const IN_PLACE: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(METHODS).map(([operator, [own]]) => [operator, own.replace('__', '__i')]),
);

export function binary(e: Evaluator, operator: string, left: Type, right: Type, isInPlace = false): Type {
  const { types } = e;
  if (left.tag === NEVER || right.tag === NEVER) return types.never;
  const found: Type[] = [];
  for (const a of alternatives(left))
    for (const b of alternatives(right))
      found.push((isInPlace ? assigned(e, operator, a, b) : null) ?? binaryOne(e, operator, a, b));
  return types.union(found);
}

/** What an operator that assigns gives where it is not what the operator alone gives; else null. */
function assigned(e: Evaluator, operator: string, left: Type, right: Type): Type | null {
  if (left.tag === INSTANCE_TYPE && left.of!.symbol !== null) {
    const method = e.members.of(left, IN_PLACE[operator] ?? '');
    return method?.symbol == null ? null : e.calls.call(method.type, [right]);
  }
  // A list takes what any iterable gives.
  if (operator !== '+' || nameOf(e, left) !== 'builtins.list') return null;
  if (left.tag === LIST_TYPE && (right.tag === TUPLE_TYPE || right.tag === LIST_TYPE))
    return e.types.list([...left.items, ...right.items]);
  const item = e.types.widened(iterated(e, right, false));
  const known = e.types.widened(left).items[0];
  return e.types.instance(e.types.outsideClass('builtins.list'), [
    known === undefined ? item : e.types.union([known, item]),
  ]);
}

function binaryOne(e: Evaluator, operator: string, left: Type, right: Type): Type {
  const { types } = e;
  if (left.tag === UNKNOWN_TYPE || right.tag === UNKNOWN_TYPE) {
    const isTest = operator === 'in' || operator === 'not in' || operator === 'is' || operator === 'is not';
    return isTest ? types.instance(types.outsideClass('builtins.bool')) : types.unknown;
  }
  const plain = builtin(e, operator, left, right);
  if (plain !== null) return plain;
  const methods = METHODS[operator];
  if (methods !== undefined) {
    const found = called(e, left, methods[0], right) ?? called(e, right, methods[1], left);
    if (found !== null) return found;
  }
  return COMPARISONS.has(operator) ? types.instance(types.outsideClass('builtins.bool')) : types.unknown;
}

/** The value of `left or right`, `left and right`: the right one only where the left one leads to it. */
export function shortCircuit(e: Evaluator, operator: string, left: Type, right: Type): Type {
  const isOr = operator === 'or';
  const kept = byTruth(e, left, isOr);
  return byTruth(e, left, !isOr).tag === NEVER ? kept : e.types.union([kept, right]);
}

/** What a special method of an object of a class that is known gives; null when it has none. */
function called(e: Evaluator, object: Type, name: string, other: Type): Type | null {
  if (object.tag === UNKNOWN_TYPE) return null;
  const method = e.members.of(object, name);
  if (method === null || (method.symbol === null && method.type.tag === UNKNOWN_TYPE)) return null;
  const found = e.calls.call(method.type, [other]);
  return found.tag === UNKNOWN_TYPE && method.symbol === null ? null : found;
}

function builtin(e: Evaluator, operator: string, left: Type, right: Type): Type | null {
  const { types } = e;
  if (operator === 'in' || operator === 'not in' || operator === 'is' || operator === 'is not')
    return types.instance(types.outsideClass('builtins.bool'));
  const a = nameOf(e, left);
  const b = nameOf(e, right);
  const isNumeric = NUMBERS.includes(a) && NUMBERS.includes(b);
  if (COMPARISONS.has(operator))
    return isNumeric || (a !== '' && a === b) ? types.instance(types.outsideClass('builtins.bool')) : null;
  if (isNumeric) return arithmetic(e, operator, left, right, a, b);
  if (a === 'builtins.str' || a === 'builtins.bytes') {
    if (operator === '%') return types.instance(types.outsideClass(a));
    if (operator === '+' && a === b) return folded(e, left, right) ?? types.instance(types.outsideClass(a));
    if (operator === '*' && b === 'builtins.int') return types.instance(types.outsideClass(a));
  }
  if (operator === '+' && (left.tag === TUPLE_TYPE || left.tag === LIST_TYPE) && left.tag === right.tag)
    return left.tag === TUPLE_TYPE
      ? types.tuple([...left.items, ...right.items])
      : types.list([...left.items, ...right.items]);
  if (operator === '+' && a === 'builtins.list' && b === 'builtins.list') {
    const items = [...types.widened(left).items, ...types.widened(right).items];
    return types.instance(types.outsideClass(a), items.length === 0 ? [] : [types.union(items)]);
  }
  if (operator === '*' && b === 'builtins.int' && (a === 'builtins.list' || a === 'builtins.tuple')) {
    if (left.tag !== TUPLE_TYPE) return types.widened(left);
    return types.instance(types.outsideClass(a), [types.widened(types.union(left.items))]);
  }
  return null;
}

/** The dotted class of a builtin value, '' for any other. */
function nameOf(e: Evaluator, type: Type): string {
  const wide = e.types.widened(type);
  if (wide.tag === INSTANCE_TYPE && wide.of!.symbol === null) return wide.of!.name;
  return wide.tag === TUPLE_TYPE ? 'builtins.tuple' : '';
}

function arithmetic(e: Evaluator, operator: string, left: Type, right: Type, a: string, b: string): Type | null {
  const { types } = e;
  const of = (name: string): Type => types.instance(types.outsideClass(name));
  const rank = Math.max(NUMBERS.indexOf(a), NUMBERS.indexOf(b));
  const bits = operator === '&' || operator === '|' || operator === '^';
  if (bits || operator === '<<' || operator === '>>') return rank > 1 ? null : of(NUMBERS[bits ? rank : 1]!);
  if (operator === '/') return of(NUMBERS[Math.max(rank, 2)]!);
  if (operator === '+' || operator === '-' || operator === '*') {
    const sum = rank === 1 ? foldedNumber(e, operator, left, right) : null;
    return sum ?? of(NUMBERS[Math.max(rank, 1)]!);
  }
  if (operator === '**' || operator === '%' || operator === '//') return of(NUMBERS[Math.max(rank, 1)]!);
  return null;
}

function folded(e: Evaluator, left: Type, right: Type): Type | null {
  if (left.tag !== LITERAL_TYPE || right.tag !== LITERAL_TYPE) return null;
  const text = left.text + right.text;
  return text.length > MAX_FOLDED ? null : e.types.literal(left.name, text);
}

function foldedNumber(e: Evaluator, operator: string, left: Type, right: Type): Type | null {
  if (left.tag !== LITERAL_TYPE || right.tag !== LITERAL_TYPE) return null;
  const a = Number(left.text);
  const b = Number(right.text);
  const value = operator === '+' ? a + b : operator === '-' ? a - b : a * b;
  return Number.isSafeInteger(value) && Math.abs(value) < 1e6 ? e.types.literal('builtins.int', String(value)) : null;
}

export function unary(e: Evaluator, operator: string, operand: Type): Type {
  const { types } = e;
  if (operator === 'not') return types.instance(types.outsideClass('builtins.bool'));
  return types.union(
    alternatives(operand).map((one) => {
      if (one.tag === LITERAL_TYPE && operator === '-' && /^\d+$/.test(one.text) && one.name === 'builtins.int')
        return types.literal(one.name, `-${one.text}`);
      const name = nameOf(e, one);
      if (NUMBERS.includes(name))
        return types.instance(types.outsideClass(name === 'builtins.bool' ? 'builtins.int' : name));
      const method = UNARY_METHODS[operator] === undefined ? null : e.members.of(one, UNARY_METHODS[operator]);
      return method === null ? types.unknown : e.calls.call(method.type, []);
    }),
  );
}
