/**
 * The constants of one file, each once: a number stands for a value. Values are primitives of ECMAScript; whole numbers and
 * floats of Python differ by kind. What cannot be represented exactly is no constant.
 */
import { KIND } from './codes.ts';

/** No value so far; any value; and a name that is not bound, which is to raise when it is read. */
export const UNKNOWN = -1;
export const VARYING = -2;
export const UNBOUND = -3;

export type Primitive = string | number | boolean | null | undefined;

/** Longer strings are not kept. */
const MAX_TEXT = 200;

export class Constants {
  readonly kinds: number[] = [];
  readonly values: Primitive[] = [];
  readonly texts: string[] = [];
  readonly #byKey = new Map<string, number>();
  isPython = false;

  begin(isPython: boolean): void {
    this.isPython = isPython;
    this.kinds.length = 0;
    this.values.length = 0;
    this.texts.length = 0;
    this.#byKey.clear();
  }

  get count(): number {
    return this.kinds.length;
  }

  string(value: string): number {
    return value.length >= MAX_TEXT ? VARYING : this.#add(KIND.string, value, value);
  }

  boolean(value: boolean): number {
    const text = this.isPython ? (value ? 'True' : 'False') : String(value);
    return this.#add(value ? KIND.true : KIND.false, value, text);
  }

  none(): number {
    return this.#add(KIND.none, null, this.isPython ? 'None' : 'null');
  }

  undefined(): number {
    return this.#add(KIND.undefined, undefined, 'undefined');
  }

  /** A whole number that is exact, or `VARYING`. */
  integer(value: number): number {
    if (!Number.isSafeInteger(value)) return VARYING;
    return this.#add(KIND.integer, value, String(value === 0 ? 0 : value));
  }

  /** A float of Python. Infinities and what is not a number are given up. */
  float(value: number): number {
    return Number.isFinite(value) ? this.#add(KIND.float, value, pythonFloat(value)) : VARYING;
  }

  /** A number of ECMAScript. */
  number(value: number): number {
    if (Number.isSafeInteger(value) && !Object.is(value, -0)) return this.integer(value);
    return this.#add(KIND.float, value, Object.is(value, -0) ? '-0' : String(value));
  }

  /** Any primitive of ECMAScript. */
  primitive(value: Primitive): number {
    if (typeof value === 'string') return this.string(value);
    if (typeof value === 'number') return this.number(value);
    if (typeof value === 'boolean') return this.boolean(value);
    return value === null ? this.none() : this.undefined();
  }

  isTrue(constant: number): boolean {
    return Boolean(this.values[constant]);
  }

  isNullish(constant: number): boolean {
    const kind = this.kinds[constant];
    return kind === KIND.none || kind === KIND.undefined;
  }

  #add(kind: number, value: Primitive, text: string): number {
    const key = `${kind} ${text}`;
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const added = this.kinds.length;
    this.kinds.push(kind);
    this.values.push(value);
    this.texts.push(text);
    this.#byKey.set(key, added);
    return added;
  }
}

/** A float as Python writes it: the shortest digits, with an exponent from 1e16 and below 1e-4. */
function pythonFloat(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e16 || size < 1e-4)) {
    const [digits = '', exponent = ''] = value.toExponential().split('e');
    return `${digits}e${exponent.slice(0, 1)}${exponent.slice(1).padStart(2, '0')}`;
  }
  const text = Object.is(value, -0) ? '-0' : String(value);
  return text.includes('.') ? text : `${text}.0`;
}
