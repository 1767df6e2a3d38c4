/** Intervals of whole numbers: the lattice, and what operators make of it. An open end is an infinity. */
import { OPERATOR } from './codes.ts';

/** Nothing so far; an interval; any value of any type. */
export const NOTHING = 0;
export const RANGE = 1;
export const ANY = 2;

/** Bounds beyond this are open: floats are exact up to here. */
const MOST = Number.MAX_SAFE_INTEGER;

export class Interval {
  state = NOTHING;
  low = 0;
  high = 0;

  set(low: number, high: number): void {
    this.state = RANGE;
    this.low = low < -MOST ? -Infinity : low;
    this.high = high > MOST ? Infinity : high;
    // A bound that no number reaches, on the side where it bounds nothing.
    if (this.low > MOST) this.low = MOST;
    if (this.high < -MOST) this.high = -MOST;
    // Negative zero is zero here.
    this.low += 0;
    this.high += 0;
  }

  any(): void {
    this.state = ANY;
  }

  clear(): void {
    this.state = NOTHING;
  }
}

/** `out` becomes what a binary operator makes of two intervals. */
export function compute(out: Interval, operator: number, x: Interval, y: Interval, isPython: boolean): void {
  switch (operator) {
    case OPERATOR.plus:
      return out.set(x.low + y.low, x.high + y.high);
    case OPERATOR.minus:
      return out.set(x.low - y.high, x.high - y.low);
    case OPERATOR.times:
      return multiply(out, x, y);
    case OPERATOR.modulo:
      return y.low > 0 ? remainder(out, x, y, isPython) : out.any();
    case OPERATOR.floor:
      return y.low > 0 && y.low === y.high ? out.set(Math.floor(x.low / y.low), Math.floor(x.high / y.low)) : out.any();
    case OPERATOR.and:
      // Beyond 31 bits the operators of ECMAScript wrap around.
      return y.low >= 0 && y.high < 0x8000_0000 ? out.set(0, y.high) : out.any();
    default:
      return out.any();
  }
}

function multiply(out: Interval, x: Interval, y: Interval): void {
  const a = product(x.low, y.low);
  const b = product(x.low, y.high);
  const c = product(x.high, y.low);
  const d = product(x.high, y.high);
  out.set(Math.min(a, b, c, d), Math.max(a, b, c, d));
}

/** Zero times an open end is zero: the end is never reached. */
function product(x: number, y: number): number {
  return x === 0 || y === 0 ? 0 : x * y;
}

/** In Python the remainder has the sign of the divisor, in ECMAScript that of the dividend. */
function remainder(out: Interval, x: Interval, y: Interval, isPython: boolean): void {
  const most = y.high - 1;
  if (x.low >= 0) out.set(0, Math.min(most, x.high));
  else if (isPython) out.set(0, most);
  else out.set(Math.max(-most, x.low), x.high <= 0 ? 0 : Math.min(most, x.high));
}
