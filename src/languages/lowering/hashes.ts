/**
 * Four hashes per declaration, so that an edit can be told apart: signature, body, documentation, format.
 * Body hashes are made from names and operations, never from row numbers of other bodies or from positions.
 */
import type { StringTableBuilder } from '#columns';
import { hashText, mixInto } from '#core';
import { codeOf, OPCODES } from '#facts';
import type { Tables } from './tables.ts';

const OP_CONSTANT = codeOf(OPCODES, 'constant');
const OP_CLOSURE = codeOf(OPCODES, 'closure');
const OP_CALL = codeOf(OPCODES, 'call');
const OP_PARAMETER = codeOf(OPCODES, 'parameter');
const OP_IMPORT = codeOf(OPCODES, 'import');
/** Opcodes whose aux is a reference row. */
const NAMES_REFERENCE = new Set(
  (['load', 'store', 'delete', 'attribute', 'store_attribute', 'delete_attribute'] as const).map((name) =>
    codeOf(OPCODES, name),
  ),
);
const IS_NAMED = Uint8Array.from(OPCODES, (_, code) => (NAMES_REFERENCE.has(code) ? 1 : 0));
/** Base of the polynomial of the format hash: two odd constants. */
const P1 = 0x9e3779b1 | 0;
const P2 = 0x85ebca6b | 0;

/** The hash that is being made. Scratch of this thread. */
const mixed = new Int32Array(2);

/** 64-bit accumulators by row. */
class Sums {
  readonly lo: Uint32Array;
  readonly hi: Uint32Array;
  constructor(rows: number) {
    this.lo = new Uint32Array(rows);
    this.hi = new Uint32Array(rows);
  }
  add(row: number, lo: number, hi: number): void {
    mixed[0] = this.lo[row]!;
    mixed[1] = this.hi[row]!;
    mixInto(mixed, lo, hi);
    this.lo[row] = mixed[0]!;
    this.hi[row] = mixed[1]!;
  }
}

function hashTexts({ count, texts }: StringTableBuilder): Sums {
  const sums = new Sums(count);
  const cell = { lo: 0, hi: 0 };
  for (let i = 0; i < count; i++) {
    hashText(cell, texts[i]!);
    sums.lo[i] = cell.lo;
    sums.hi[i] = cell.hi;
  }
  return sums;
}

function hashSignatures(t: Tables, names: Sums): Sums {
  const sums = new Sums(t.declaration.rows);
  const declaration = t.declaration.col;
  for (let row = 0; row < t.declaration.rows; row++) {
    const name = declaration.name[row]!;
    sums.add(row, names.lo[name]!, names.hi[name]!);
    sums.add(row, declaration.kind[row]!, declaration.flags[row]!);
  }
  const { parameter, signature, heritage, decorator } = t;
  for (let i = 0; i < parameter.rows; i++) {
    const { declaration: owner, name, annotation, kind, flags } = parameter.col;
    sums.add(owner[i]!, names.lo[name[i]!]! ^ kind[i]!, names.hi[annotation[i]!]! ^ flags[i]!);
    sums.add(owner[i]!, names.hi[name[i]!]!, names.lo[annotation[i]!]!);
  }
  for (let i = 0; i < signature.rows; i++) {
    const { declaration: owner, type, parameters } = signature.col;
    sums.add(owner[i]!, names.lo[type[i]!]!, names.hi[parameters[i]!]!);
    sums.add(owner[i]!, names.hi[type[i]!]!, names.lo[parameters[i]!]!);
  }
  for (let i = 0; i < heritage.rows; i++) {
    const { declaration: owner, base, kind, arguments: passed } = heritage.col;
    sums.add(owner[i]!, names.lo[base[i]!]!, names.hi[base[i]!]! ^ kind[i]! ^ names.lo[passed[i]!]!);
  }
  for (let i = 0; i < decorator.rows; i++) {
    const { declaration: owner, name } = decorator.col;
    sums.add(owner[i]!, names.lo[name[i]!]!, names.hi[name[i]!]!);
  }
  return sums;
}

/** Adds the types written in each body. Rows of a body follow each other, in the order of bodies. */
function hashAnnotations(t: Tables, names: Sums, sums: Sums): void {
  const { kind, row, type } = t.annotation.col;
  const { local, call, operation } = t.body.col;
  // The first row of each body, by what an annotation is of. Of its own body the row is the body row itself.
  const firsts = [local, null, null, operation, call, operation];
  let body = 0;
  for (let i = 0; i < t.annotation.rows; i++) {
    const first = firsts[kind[i]!]!;
    if (first === null) body = row[i]!;
    else while (body + 1 < t.body.rows && first[body + 1]! <= row[i]!) body++;
    const inside = first === null ? 0 : row[i]! - first[body]!;
    sums.add(body, names.lo[type[i]!]! ^ kind[i]!, names.hi[type[i]!]! ^ inside);
  }
}

/** Hashes of all bodies, inner before outer, so that a closure stands for the hash of its body. */
function hashBodies(t: Tables, names: Sums): Sums {
  const sums = new Sums(t.body.rows);
  hashAnnotations(t, names, sums);
  const first = t.body.col.operation;
  const { opcode, a, b, aux } = t.operation.col;
  const referenceName = t.reference.col.name;
  for (let row = t.body.rows - 1; row >= 0; row--) {
    const end = row + 1 < t.body.rows ? first[row + 1]! : t.operation.rows;
    mixed[0] = t.body.col.kind[row]! ^ sums.lo[row]!;
    mixed[1] = t.body.col.flags[row]! ^ sums.hi[row]!;
    for (let i = first[row]!; i < end; i++) {
      const code = opcode[i]!;
      const value = aux[i]!;
      mixInto(mixed, code | (a[i]! << 8), b[i]!);
      if (IS_NAMED[code] === 1) mixInto(mixed, names.lo[referenceName[value]!]!, names.hi[referenceName[value]!]!);
      else if (code === OP_CONSTANT) mixInto(mixed, names.lo[t.literal.col.text[value]!]!, t.literal.col.kind[value]!);
      else if (code === OP_CLOSURE) mixInto(mixed, sums.lo[value]!, sums.hi[value]!);
      else if (code === OP_CALL) mixCall(t, names, value);
      else if (code !== OP_PARAMETER && code !== OP_IMPORT) mixInto(mixed, value, code);
    }
    sums.lo[row] = mixed[0]!;
    sums.hi[row] = mixed[1]!;
  }
  return sums;
}

function mixCall(t: Tables, names: Sums, call: number): void {
  const from = t.call.col.arguments[call]!;
  const to = call + 1 < t.call.rows ? t.call.col.arguments[call + 1]! : t.argument.rows;
  for (let i = from; i < to; i++) {
    const { kind, name, value } = t.argument.col;
    mixInto(mixed, names.lo[name[i]!]! ^ kind[i]!, value[i]!);
  }
}

function setHash(column: Uint32Array, row: number, lo: number, hi: number): void {
  column[2 * row] = lo;
  column[2 * row + 1] = hi;
}

/** Fills `declaration_hash` and `declaration_text_hash`. */
export function hashDeclarations(
  t: Tables,
  text: string,
  bodyStrings: StringTableBuilder,
  interfaceStrings: StringTableBuilder,
): void {
  const table = t.declarationHash;
  for (let row = 0; row < t.declaration.rows; row++) {
    table.add();
    t.declarationTextHash.add();
  }
  const signatures = hashSignatures(t, hashTexts(interfaceStrings));
  for (let row = 0; row < t.declaration.rows; row++)
    setHash(table.col.signature, row, signatures.lo[row]!, signatures.hi[row]!);
  const bodies = hashBodies(t, hashTexts(bodyStrings));
  for (let row = 0; row < t.body.rows; row++) {
    const declaration = t.body.col.declaration[row]!;
    if (declaration !== 0xffffffff) setHash(table.col.body, declaration, bodies.lo[row]!, bodies.hi[row]!);
  }
  const cell = { lo: 0, hi: 0 };
  for (let i = 0; i < t.docstring.rows; i++) {
    const { declaration, start, end } = t.docstring.col;
    hashText(cell, text.slice(start[i], end[i]));
    setHash(t.declarationTextHash.col.doc, declaration[i]!, cell.lo, cell.hi);
  }
  hashFormats(t, text);
}

/** Format hash: a polynomial over the text of each extent, from prefix sums taken in one pass over the text. */
function hashFormats(t: Tables, text: string): void {
  const { start, end } = t.declarationPosition.col;
  const rows = t.declaration.rows;
  const marks = new Float64Array(2 * rows);
  for (let row = 0; row < rows; row++) {
    marks[2 * row] = start[row]! * 2 * rows + 2 * row;
    marks[2 * row + 1] = end[row]! * 2 * rows + 2 * row + 1;
  }
  marks.sort();
  const lo = new Uint32Array(2 * rows);
  const hi = new Uint32Array(2 * rows);
  mixed.fill(0);
  let at = 0;
  for (const mark of marks) {
    const slot = mark % (2 * rows);
    const until = (mark - slot) / (2 * rows);
    addText(mixed, text, at, until);
    at = Math.max(at, until);
    lo[slot] = mixed[0]!;
    hi[slot] = mixed[1]!;
  }
  for (let row = 0; row < rows; row++) {
    const length = end[row]! - start[row]!;
    const format = t.declarationTextHash.col.format;
    format[2 * row] = lo[2 * row + 1]! - Math.imul(lo[2 * row]!, power(P1, length));
    format[2 * row + 1] = hi[2 * row + 1]! - Math.imul(hi[2 * row]!, power(P2, length));
  }
}

/** Goes on with both polynomials over `text[from, to)`. */
function addText(sums: Int32Array, text: string, from: number, to: number): void {
  let a = sums[0]!;
  let b = sums[1]!;
  for (let i = from; i < to; i++) {
    const c = text.charCodeAt(i);
    a = (Math.imul(a, P1) + c) | 0;
    b = (Math.imul(b, P2) + c) | 0;
  }
  sums[0] = a;
  sums[1] = b;
}

function power(base: number, exponent: number): number {
  let result = 1;
  let square = base;
  for (let left = exponent; left > 0; left >>>= 1) {
    if ((left & 1) === 1) result = Math.imul(result, square);
    square = Math.imul(square, square);
  }
  return result;
}
