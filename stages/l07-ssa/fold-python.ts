/** What Python makes of operators on constants. What raises, or is not exact, is no constant. */
import { OPERATORS } from '#facts';
import { KIND } from './codes.ts';
import { VARYING, type Constants } from './constants.ts';

const BIT_31 = 0x7fff_ffff;

export function foldPythonUnary(constants: Constants, operator: number, a: number): number {
  const name = OPERATORS[operator];
  if (name === 'not') return constants.boolean(!constants.isTrue(a));
  if (!isNumber(constants, a)) return VARYING;
  const value = Number(constants.values[a]);
  const isFloat = constants.kinds[a] === KIND.float;
  if (name === '-') return isFloat ? constants.float(-value) : constants.integer(-value);
  if (name === '+') return isFloat ? a : constants.integer(value);
  return name === '~' && !isFloat ? constants.integer(-value - 1) : VARYING;
}

export function foldPythonBinary(constants: Constants, operator: number, a: number, b: number): number {
  const name = OPERATORS[operator]!;
  const left = constants.values[a];
  const right = constants.values[b];
  if (typeof left === 'string' && typeof right === 'string')
    return name === '+' ? constants.string(left + right) : VARYING;
  if (!isNumber(constants, a) || !isNumber(constants, b)) return VARYING;
  const x = Number(left);
  const y = Number(right);
  // Of two booleans these give a boolean.
  if (typeof left === 'boolean' && typeof right === 'boolean' && /^[&|^]$/.test(name))
    return constants.boolean(bits(name, x, y) === 1);
  if (constants.kinds[a] === KIND.float || constants.kinds[b] === KIND.float) return foldFloats(constants, name, x, y);
  return foldIntegers(constants, name, x, y);
}

function foldFloats(constants: Constants, name: string, x: number, y: number): number {
  if (name === '+') return constants.float(x + y);
  if (name === '-') return constants.float(x - y);
  if (name === '*') return constants.float(x * y);
  return name === '/' && y !== 0 ? constants.float(x / y) : VARYING;
}

function foldIntegers(constants: Constants, name: string, x: number, y: number): number {
  switch (name) {
    case '+':
      return constants.integer(x + y);
    case '-':
      return constants.integer(x - y);
    case '*':
      return constants.integer(x * y);
    case '/':
      return y === 0 ? VARYING : constants.float(x / y);
    case '//':
      return y === 0 ? VARYING : constants.integer((x - modulo(x, y)) / y);
    case '%':
      return y === 0 ? VARYING : constants.integer(modulo(x, y));
    case '**':
      return power(constants, x, y);
    case '<<':
      return y < 0 || y > 52 ? VARYING : constants.integer(x * 2 ** y);
    case '>>':
      return y < 0 || y > 52 ? VARYING : constants.integer(Math.floor(x / 2 ** y));
    case '&':
    case '|':
    case '^':
      return foldBits(constants, name, x, y);
    default:
      return VARYING;
  }
}

/** The remainder has the sign of the divisor. */
function modulo(x: number, y: number): number {
  const rest = x % y;
  return rest !== 0 && rest < 0 !== y < 0 ? rest + y : rest;
}

function power(constants: Constants, x: number, y: number): number {
  if (y < 0) return VARYING;
  let result = 1;
  for (let left = y; left > 0; left--) {
    result *= x;
    if (!Number.isSafeInteger(result)) return VARYING;
    if (result === 0 || result === 1) return constants.integer(result);
    if (x === -1) return constants.integer(y % 2 === 0 ? 1 : -1);
  }
  return constants.integer(result);
}

function foldBits(constants: Constants, name: string, x: number, y: number): number {
  if (Math.abs(x) > BIT_31 || Math.abs(y) > BIT_31) return VARYING;
  return constants.integer(bits(name, x, y));
}

function bits(name: string, x: number, y: number): number {
  return name === '&' ? x & y : name === '|' ? x | y : x ^ y;
}

export function foldPythonCompare(constants: Constants, operator: number, a: number, b: number): number {
  const name = OPERATORS[operator]!;
  switch (name) {
    case '==':
      return constants.boolean(isEqual(constants, a, b));
    case '!=':
      return constants.boolean(!isEqual(constants, a, b));
    case 'is':
    case 'is not': {
      const same = isSame(constants, a, b);
      return same === null ? VARYING : constants.boolean(same === (name === 'is'));
    }
    case 'in':
    case 'not in': {
      const part = constants.values[a];
      const whole = constants.values[b];
      if (typeof part !== 'string' || typeof whole !== 'string') return VARYING;
      return constants.boolean(whole.includes(part) === (name === 'in'));
    }
    default:
      return foldOrder(constants, name, a, b);
  }
}

function foldOrder(constants: Constants, name: string, a: number, b: number): number {
  const left = constants.values[a];
  const right = constants.values[b];
  let order: number;
  if (typeof left === 'string' && typeof right === 'string') {
    // Behind the basic plane the order of code units is not that of code points.
    if (/[\uD800-\uDFFF]/.test(left + right)) return VARYING;
    order = left < right ? -1 : left > right ? 1 : 0;
  } else if (isNumber(constants, a) && isNumber(constants, b)) order = Number(left) - Number(right);
  else return VARYING;
  if (name === '<') return constants.boolean(order < 0);
  if (name === '<=') return constants.boolean(order <= 0);
  if (name === '>') return constants.boolean(order > 0);
  return name === '>=' ? constants.boolean(order >= 0) : VARYING;
}

/** Numbers and booleans compare by value, whatever their types. */
export function isEqual(constants: Constants, a: number, b: number): boolean {
  if (a === b) return true;
  return (
    isNumber(constants, a) && isNumber(constants, b) && Number(constants.values[a]) === Number(constants.values[b])
  );
}

/** Whether two constants are one object; null where that depends on the implementation. */
export function isSame(constants: Constants, a: number, b: number): boolean | null {
  const { kinds } = constants;
  const isOne = (at: number): boolean => kinds[at] === KIND.none || kinds[at] === KIND.true || kinds[at] === KIND.false;
  return isOne(a) || isOne(b) ? a === b : null;
}

/** Numbers, and booleans, which are numbers too. */
function isNumber({ kinds }: Constants, a: number): boolean {
  const kind = kinds[a];
  return kind === KIND.integer || kind === KIND.float || kind === KIND.true || kind === KIND.false;
}
