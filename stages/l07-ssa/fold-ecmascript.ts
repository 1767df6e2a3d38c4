/** What ECMAScript makes of operators on constants: what it makes of them here, on the same primitives. */
import { OPERATORS } from '#facts';
import { VARYING, type Constants, type Primitive } from './constants.ts';

/* oxlint-disable eqeqeq, no-bitwise -- the operators of the language that is analysed */

export function foldScriptUnary(constants: Constants, operator: number, a: number): number {
  const value = constants.values[a];
  switch (OPERATORS[operator]) {
    case '!':
      return constants.boolean(!value);
    case '-':
      return constants.number(-Number(value));
    case '+':
      return constants.number(Number(value));
    case '~':
      return constants.number(~Number(value));
    case '++':
      return constants.number(Number(value) + 1);
    case '--':
      return constants.number(Number(value) - 1);
    case 'typeof':
      return constants.string(value === null ? 'object' : typeof value);
    case 'void':
      return constants.undefined();
    default:
      return VARYING;
  }
}

export function foldScriptBinary(constants: Constants, operator: number, a: number, b: number): number {
  const left = constants.values[a];
  const right = constants.values[b];
  const name = OPERATORS[operator]!;
  if (name === '+' && (typeof left === 'string' || typeof right === 'string'))
    return constants.string(String(left) + String(right));
  const result = compute(name, Number(left), Number(right));
  return result === undefined ? VARYING : constants.number(result);
}

function compute(name: string, x: number, y: number): number | undefined {
  switch (name) {
    case '+':
      return x + y;
    case '-':
      return x - y;
    case '*':
      return x * y;
    case '/':
      return x / y;
    case '%':
      return x % y;
    case '**':
      return x ** y;
    case '<<':
      return x << y;
    case '>>':
      return x >> y;
    case '>>>':
      return x >>> y;
    case '&':
      return x & y;
    case '|':
      return x | y;
    case '^':
      return x ^ y;
    default:
      return undefined;
  }
}

export function foldScriptCompare(constants: Constants, operator: number, a: number, b: number): number {
  const result = compare(OPERATORS[operator]!, constants.values[a], constants.values[b]);
  return result === undefined ? VARYING : constants.boolean(result);
}

function compare(name: string, left: Primitive, right: Primitive): boolean | undefined {
  switch (name) {
    case '==':
      return left == right;
    case '!=':
      return left != right;
    case '===':
      return left === right;
    case '!==':
      return left !== right;
    default:
      return order(name, left, right);
  }
}

function order(name: string, left: Primitive, right: Primitive): boolean | undefined {
  // Two strings compare as strings, all else as numbers.
  const isText = typeof left === 'string' && typeof right === 'string';
  const x = isText ? left : Number(left);
  const y = isText ? right : Number(right);
  if (name === '<') return x < y;
  if (name === '<=') return x <= y;
  if (name === '>') return x > y;
  return name === '>=' ? x >= y : undefined;
}
