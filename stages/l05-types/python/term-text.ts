/** Terms and records of symbols as text, and back. A term that is met again is named by its number, so cycles end. */
import type { PackedReader, PackedWriter } from './packed-text.ts';
import {
  INDEX,
  NOT_TOLD,
  Term,
  UNKNOWN,
  UNKNOWN_TERM,
  type ClassRecord,
  type FunctionRecord,
  type GivenMember,
  type ParameterRecord,
  type StoreRecord,
  type SymbolRecord,
  type SymbolRef,
} from './term.ts';

/** How deep terms are written, and the most terms of one record. What is beyond is not known. */
const MAX_DEPTH = 40;
const MAX_TERMS = 600;

const HAS_A = 1;
const HAS_B = 2;
const HAS_TEXT = 4;
const HAS_NUMBER = 8;
const HAS_SYMBOL = 16;
const HAS_ITEMS = 32;
const HAS_SHAPE = 64;
const HAS_NAME = 128;

class TermWriter {
  readonly #out: PackedWriter;
  readonly #seen = new Map<Term, number>();
  readonly #closures: (symbol: SymbolRef) => void;

  constructor(out: PackedWriter, closures: (symbol: SymbolRef) => void) {
    this.#out = out;
    this.#closures = closures;
  }

  write(term: Term | null, depth: number): void {
    const out = this.#out;
    if (term === null) {
      out.text += '-';
      return;
    }
    const known = this.#seen.get(term);
    if (known !== undefined) {
      out.text += '^';
      out.number(known);
      return;
    }
    if (term.op === UNKNOWN_TERM || depth > MAX_DEPTH || this.#seen.size >= MAX_TERMS) {
      out.text += '?';
      return;
    }
    this.#seen.set(term, this.#seen.size);
    const { a, b, text, name, number, symbol, items, shape } = term;
    out.text += '+';
    out.number(term.op);
    out.number(
      (a === null ? 0 : HAS_A) |
        (b === null ? 0 : HAS_B) |
        (text === '' ? 0 : HAS_TEXT) |
        (number === 0 ? 0 : HAS_NUMBER) |
        (symbol === null ? 0 : HAS_SYMBOL) |
        (items === null ? 0 : HAS_ITEMS) |
        (shape === null ? 0 : HAS_SHAPE) |
        (name === '' ? 0 : HAS_NAME),
    );
    if (text !== '') out.string(text);
    if (name !== '') out.string(name);
    if (number !== 0) out.number(number);
    if (symbol !== null) {
      out.symbol(symbol);
      this.#closures(symbol);
    }
    if (a !== null) this.write(a, depth + 1);
    if (b !== null) this.write(b, depth + 1);
    if (items !== null) {
      out.number(items.length);
      for (const item of items) this.write(item, depth + 1);
    }
    if (shape !== null) {
      out.number(shape.length);
      for (const sign of shape) out.string(sign);
    }
  }
}

class TermReader {
  readonly #in: PackedReader;
  readonly #home: SymbolRef;
  readonly #seen: Term[] = [];

  constructor(from: PackedReader, home: SymbolRef) {
    this.#in = from;
    this.#home = home;
  }

  read(): Term | null {
    const from = this.#in;
    const sign = from.char();
    if (sign === '-') return null;
    if (sign === '?') return UNKNOWN;
    if (sign === '^') return this.#seen[from.number()] ?? UNKNOWN;
    const op = from.number();
    const has = from.number();
    const text = (has & HAS_TEXT) === 0 ? '' : from.string();
    const name = (has & HAS_NAME) === 0 ? '' : from.string();
    const number = (has & HAS_NUMBER) === 0 ? 0 : from.number();
    const symbol = (has & HAS_SYMBOL) === 0 ? null : from.symbol();
    const slot = this.#seen.length;
    this.#seen.push(UNKNOWN);
    // Only the items of a term can lead back to it, so it is made before they are read.
    const a = (has & HAS_A) === 0 ? null : this.read();
    const b = (has & HAS_B) === 0 ? null : this.read();
    const items: Term[] | null = (has & HAS_ITEMS) === 0 ? null : [];
    const shape: string[] | null = (has & HAS_SHAPE) === 0 ? null : [];
    const made = new Term(op, a, b, text, number, symbol, items, shape, name);
    made.home = this.#home;
    made.slot = slot;
    this.#seen[slot] = made;
    if (items !== null) {
      for (let count = from.number(); count > 0; count--) {
        const item = this.read() ?? UNKNOWN;
        items.push(item);
        made.isOpen ||= item.isOpen;
      }
    }
    if (shape !== null) for (let count = from.number(); count > 0; count--) shape.push(from.string());
    return made;
  }
}

/** Writes a record; `closures` is told of every symbol that its terms name. */
export function writeRecord(out: PackedWriter, record: SymbolRecord, closures: (symbol: SymbolRef) => void): void {
  const terms = new TermWriter(out, closures);
  if (record.kind === 'variable') {
    out.text += 'v';
    terms.write(record.annotation, 0);
    terms.write(record.value, 0);
    return;
  }
  if (record.kind === 'class') {
    out.text += 'c';
    out.string(record.name);
    out.number(record.bases === null ? -1 : record.bases.length);
    for (const base of record.bases ?? []) terms.write(base, 0);
    out.number(record.members === null ? -1 : record.members.size);
    for (const [name, symbol] of record.members ?? []) {
      out.string(name);
      out.symbol(symbol);
      closures(symbol);
    }
    terms.write(record.value, 0);
    terms.write(record.metaclass, 0);
    out.number(record.generics === null ? -1 : record.generics.length);
    for (const base of record.generics ?? []) terms.write(base, 0);
    out.number(record.fields === null ? -1 : record.fields.length);
    for (const name of record.fields ?? []) out.string(name);
    out.number(record.given === null ? 0 : record.given.size);
    for (const [name, { symbol, isOfClass }] of record.given ?? []) {
      out.string(name);
      out.number(isOfClass ? 1 : 0);
      out.symbol(symbol);
      closures(symbol);
    }
    return;
  }
  out.text += 'f';
  out.string(record.name);
  out.number(record.flags);
  out.number(record.owner === null ? 0 : 1);
  if (record.owner !== null) {
    out.symbol(record.owner);
    closures(record.owner);
  }
  out.number(record.parameters.length);
  for (const { name, kind, annotation, default: value } of record.parameters) {
    out.string(name);
    out.number(kind);
    terms.write(annotation, 0);
    terms.write(value, 0);
  }
  terms.write(record.annotation, 0);
  // A body says nothing where an annotation says it all.
  terms.write(record.annotation === null ? record.returns : null, 0);
  terms.write(record.yields, 0);
  terms.write(record.value, 0);
  out.number(record.stores.length);
  for (const { parameter, name, value } of record.stores) {
    out.number(parameter);
    out.string(name);
    terms.write(value, 0);
  }
}

export function readRecord(from: PackedReader, symbol: SymbolRef): SymbolRecord {
  const terms = new TermReader(from, symbol);
  const kind = from.char();
  if (kind === 'v') return { kind: 'variable', symbol, annotation: terms.read(), value: terms.read() };
  if (kind === 'c') return readClass(from, terms, symbol);
  return readFunction(from, terms, symbol);
}

function readClass(from: PackedReader, terms: TermReader, symbol: SymbolRef): ClassRecord {
  const name = from.string();
  const baseCount = from.number();
  const bases: Term[] = [];
  for (let i = 0; i < baseCount; i++) bases.push(terms.read() ?? UNKNOWN);
  const memberCount = from.number();
  const members = new Map<string, SymbolRef>();
  for (let i = 0; i < memberCount; i++) {
    const member = from.string();
    members.set(member, from.symbol());
  }
  const value = terms.read();
  const metaclass = terms.read();
  const genericCount = from.number();
  const generics: Term[] = [];
  for (let i = 0; i < genericCount; i++) generics.push(terms.read() ?? UNKNOWN);
  const fieldCount = from.number();
  const fields: string[] = [];
  for (let i = 0; i < fieldCount; i++) fields.push(from.string());
  const given = new Map<string, GivenMember>();
  for (let count = from.number(); count > 0; count--) {
    const member = from.string();
    const isOfClass = from.number() === 1;
    given.set(member, { symbol: from.symbol(), isOfClass });
  }
  return {
    kind: 'class',
    symbol,
    name,
    bases: baseCount < 0 ? null : bases,
    members: memberCount < 0 ? null : members,
    metaclass,
    // What was cut off says nothing.
    fields: fieldCount < 0 ? null : fields,
    given: given.size === 0 ? null : given,
    generics: genericCount < 0 ? null : generics.filter(({ op }) => op === INDEX),
    value,
  };
}

function readFunction(from: PackedReader, terms: TermReader, symbol: SymbolRef): FunctionRecord {
  const name = from.string();
  const flags = from.number();
  const owner = from.number() === 0 ? null : from.symbol();
  const parameters: ParameterRecord[] = [];
  for (let count = from.number(); count > 0; count--) {
    const parameter = from.string();
    const kind = from.number();
    const annotation = terms.read();
    parameters.push({ name: parameter, kind, annotation, default: terms.read(), key: null });
  }
  const annotation = terms.read();
  const returns = terms.read();
  const yields = terms.read();
  const value = terms.read();
  const stores: StoreRecord[] = [];
  for (let count = from.number(); count > 0; count--) {
    const parameter = from.number();
    stores.push({ parameter, name: from.string(), value: terms.read() ?? UNKNOWN });
  }
  return {
    kind: 'function',
    symbol,
    name,
    flags,
    owner,
    parameters,
    annotation,
    returns,
    yields,
    value,
    stores,
    used: NOT_TOLD,
  };
}
