/** The constant that a literal is. L1 keeps strings raw: one whose text may mean another string is no constant. */
import { freshRoom } from '#stage';
import type { FileTables } from './file-tables.ts';
import { KIND } from './codes.ts';
import { UNKNOWN, VARYING, type Constants } from './constants.ts';

/** The literals of a file, each read when first asked for. */
export class Literals {
  readonly #constants: Constants;
  #rows!: FileTables['literals'];
  /** By literal row: its constant, `UNKNOWN` before anybody asked. */
  #known = new Int32Array(64);

  constructor(constants: Constants) {
    this.#constants = constants;
  }

  begin(rows: FileTables['literals']): void {
    this.#rows = rows;
    this.#known = freshRoom(this.#known, rows.rows);
    this.#known.fill(UNKNOWN, 0, rows.rows);
  }

  at(row: number): number {
    let constant = this.#known[row]!;
    if (constant === UNKNOWN) {
      constant = constantOf(this.#constants, this.#rows.kind.at(row), this.#rows.text.at(row));
      this.#known[row] = constant;
    }
    return constant;
  }
}

function constantOf(constants: Constants, kind: number, text: string): number {
  switch (kind) {
    case KIND.none:
      return constants.none();
    case KIND.true:
    case KIND.false:
      return constants.boolean(kind === KIND.true);
    case KIND.undefined:
      return constants.undefined();
    case KIND.integer:
      return constants.isPython ? pythonInteger(constants, text) : scriptNumber(constants, text);
    case KIND.float:
      return constants.isPython ? pythonFloat(constants, text) : scriptNumber(constants, text);
    case KIND.string:
    case KIND.template:
      return isPlain(constants, text) ? constants.string(text) : VARYING;
    default:
      return VARYING;
  }
}

/** No escape, no line end that is read as another, no brace that a format string doubles, no entity of JSX. */
function isPlain({ isPython }: Constants, text: string): boolean {
  return !/[\\\r]/.test(text) && !(isPython ? /\{\{|\}\}/ : /&[#\w]+;/).test(text);
}

/** Octal numbers of Python 2, and its suffix for long ones, are given up. */
function pythonInteger(constants: Constants, text: string): number {
  const digits = text.replaceAll('_', '');
  return /^(0[xX][\da-fA-F]+|0[oO][0-7]+|0[bB][01]+|[1-9]\d*|0+)$/.test(digits)
    ? constants.integer(Number(digits))
    : VARYING;
}

function pythonFloat(constants: Constants, text: string): number {
  const digits = text.replaceAll('_', '');
  return /^(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(digits) ? constants.float(Number(digits)) : VARYING;
}

/** Big integers and the octal numbers of sloppy code are given up. */
function scriptNumber(constants: Constants, text: string): number {
  const digits = text.replaceAll('_', '');
  if (digits.endsWith('n') || /^0\d/.test(digits)) return VARYING;
  const value = Number(digits);
  return Number.isNaN(value) ? VARYING : constants.number(value);
}
