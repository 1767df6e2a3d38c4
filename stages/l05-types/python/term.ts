/**
 * `Term`: what a value is made of, before anybody knows its type. Terms of a body form a graph that follows its flow:
 * a load is the term of the definition that reaches it. A term names symbols by hash and never a row, so it means the same in
 * every file. Only what an evaluator notes on a term may change after it was made, and the items of a `PHI`.
 */
import type { HashCell } from '#core';
import { parameterHash } from '#facts';
import type { SymbolNote } from './task-memory.ts';
import type { Type } from './type.ts';

export const UNKNOWN_TERM = 0;
/** `text`: the kind of literal; `name`: its text. */
export const LITERAL = 1;
/** `symbol`: a declaration of the repository. */
export const SYMBOL = 2;
/** `text`: the dotted name of something outside. */
export const OUTSIDE = 3;
/** `symbol`: a file, by its path hash; `text`: its path. */
export const MODULE = 4;
/** `symbol`: the function; `number`: position of the parameter. */
export const PARAMETER = 5;
/** `a`: callee; `items`: arguments; `shape`: how they are given; `number`: 1 for a decorator. */
export const CALL = 6;
/** `a`: base; `text`: name. */
export const ATTRIBUTE = 7;
/** `a`: base; `b`: key. */
export const INDEX = 8;
/** `a`: iterable; `number`: 1 for asynchronous. */
export const ITERATE = 9;
/** `a`: manager; `number`: 1 for asynchronous. */
export const ENTER = 10;
export const AWAIT = 11;
/** `a`, `b`; `text`: operator; `number`: 1 where what it gives is assigned to `a` again: `a += b`. */
export const BINARY = 12;
/** `a`; `text`: operator. */
export const UNARY = 13;
/** `items`: what it may be. */
export const UNION = 14;
/** The same where a loop comes round: it may contain itself. */
export const PHI = 15;
/** `text`: kind; `items`: elements; `shape`: how each is given. */
export const BUILD = 16;
/** `symbol`: a function or class that is made here. */
export const CLOSURE = 17;
/** `a`: value; `number`: position, with a bit for the rest. Of a pattern that is none of a sequence `text` says which: of a
 * class `b`, or of a mapping. */
export const UNPACK = 18;
/** `a`: value; `number`: a test of those below; `b`: its operand; `items`: of `ANY_OF`. */
export const NARROW = 19;
/** `a`: container; `b`: key or none; `items[0]`: the value put into it; `text`: '' for an assignment, else a method. */
export const PUT = 20;
/** `symbol`: the class around; `a`: the object; `items`: the class that is named, if one is. */
export const SUPER = 21;
/** `a`: what an exception must be an instance of. */
export const EXCEPTION = 22;
/** `a`: type as it is written; `b`: the value that was stored in what has this type. */
export const ANNOTATED = 23;
/** `text`: dotted name of a builtin class; the term is an instance of it. */
export const INSTANCE = 24;
/** `a`: a generator; what `yield from` gives. */
export const DELEGATED = 25;
/** `items`: parts of a type as written: `a | b`. */
export const EITHER = 26;
/** `a`: lower, `b`: upper of a slice. */
export const SLICE = 27;
/** `a`: what is returned; `items`: parameters as tests around it leave them. */
export const GUARDED = 28;

/** Tests of `NARROW`. */
export const IS_NONE = 0;
export const IS_NOT_NONE = 1;
export const IS_TRUE = 2;
export const IS_FALSE = 3;
export const IS_INSTANCE = 4;
export const IS_NO_INSTANCE = 5;
export const IS_CALLABLE = 6;
export const IS_SUBCLASS = 7;
export const EQUALS = 8;
export const DIFFERS = 9;
/** `b`: how many items, as a literal whose kind is `rest` for at least so many. */
export const IS_SEQUENCE = 10;
export const IS_NO_SEQUENCE = 11;
export const IS_MAPPING = 12;
export const IS_NO_MAPPING = 13;
/** One of several tests of the value `a` holds: `items`. */
export const ANY_OF = 14;

/** Signs of `shape`, one per item: a positional one, `*`, `**`; a key whose value is the next; else a keyword and its name. */
export const SHAPE_ITEM = '';
export const SHAPE_SPREAD = '*';
export const SHAPE_KEYWORD_SPREAD = '**';
export const SHAPE_KEY = ':';

/** A symbol of the repository. One object per symbol within a kernel call. */
export interface SymbolRef {
  readonly pathLo: number;
  readonly pathHi: number;
  readonly lo: number;
  readonly hi: number;
  /** What the units of a task share of it; null until one of another file asks. */
  note: SymbolNote | null;
}

export class Term {
  readonly op: number;
  readonly a: Term | null;
  readonly b: Term | null;
  readonly text: string;
  readonly name: string;
  readonly number: number;
  readonly symbol: SymbolRef | null;
  readonly items: Term[] | null;
  readonly shape: readonly string[] | null;
  /** True when the value depends on the parameters of a function around it. */
  isOpen: boolean;
  /** The evaluator that wrote what follows: to any other it says nothing, so that kernel calls can share a term. */
  evaluator = 0;
  /** The type where nothing is known of the callers, as it was found in `round`. */
  type: Type | null = null;
  round = 0;
  /** The depth at which it is under way without an environment, or 0. */
  running = 0;
  /** How often it was evaluated while a part of it was. */
  tries = 0;
  /** Of a term of a record that was read: the symbol of the record, and the number of the term in it. */
  home: SymbolRef | null = null;
  slot = 0;

  constructor(
    op: number,
    a: Term | null,
    b: Term | null,
    text: string,
    number: number,
    symbol: SymbolRef | null,
    items: Term[] | null,
    shape: readonly string[] | null,
    name: string,
  ) {
    this.op = op;
    this.a = a;
    this.b = b;
    this.text = text;
    this.number = number;
    this.symbol = symbol;
    this.items = items;
    this.shape = shape;
    this.name = name;
    let isOpen =
      op === PARAMETER ||
      op === PHI ||
      (op === CLOSURE && number === 1) ||
      (a !== null && a.isOpen) ||
      (b !== null && b.isOpen);
    if (!isOpen && items !== null) for (const item of items) isOpen ||= item.isOpen;
    this.isOpen = isOpen;
  }
}

export function term(op: number, a: Term | null = null, b: Term | null = null, text = '', number = 0): Term {
  return new Term(op, a, b, text, number, null, null, null, '');
}

export function symbolTerm(op: number, symbol: SymbolRef, text = '', number = 0): Term {
  return new Term(op, null, null, text, number, symbol, null, null, '');
}

export function listTerm(
  op: number,
  a: Term | null,
  items: Term[],
  shape: readonly string[] | null,
  text: string,
): Term {
  return new Term(op, a, null, text, 0, null, items, shape, '');
}

export function literalTerm(kind: string, text: string): Term {
  return new Term(LITERAL, null, null, kind, 0, null, null, null, text);
}

export function tupleTerm(items: Term[]): Term {
  return listTerm(
    BUILD,
    null,
    items,
    items.map(() => SHAPE_ITEM),
    'tuple',
  );
}

/** A container after something was put into it, by a method or, without one, by an assignment. */
export function putTerm(container: Term, key: Term | null, method: string, value: Term): Term {
  return new Term(PUT, container, key, method, 0, null, [value], null, '');
}

/** True for `True` and for numbers that are written and not zero: a loop while such a condition holds never ends by it. */
export function isAlwaysTrue(condition: Term | null | undefined): boolean {
  if (condition?.op !== LITERAL) return false;
  return condition.text === 'true' || (condition.text === 'integer' && /^[1-9]/.test(condition.name));
}

/** What an assignment leaves in a place whose type is written: the value, as far as it is known. */
export function declaredTerm(value: Term, type: Term | null): Term {
  return type === null ? value : term(ANNOTATED, type, value);
}

/** The union of two terms, flat; either one alone when they are the same. */
export function either(a: Term, b: Term): Term {
  if (a === b) return a;
  const items = a.op === UNION ? a.items!.slice() : [a];
  for (const item of b.op === UNION ? b.items! : [b]) if (!items.includes(item)) items.push(item);
  return items.length === 1 ? items[0]! : listTerm(UNION, null, items.slice(0, MAX_ALTERNATIVES), null, '');
}

/** Most terms that one value may be made of. */
const MAX_ALTERNATIVES = 24;

/** Nothing is known. */
export const UNKNOWN: Term = term(UNKNOWN_TERM);

/** What a function is, as far as its callers are concerned. */
export interface ParameterRecord {
  readonly name: string;
  /** A code of `PARAMETER_KINDS`. */
  readonly kind: number;
  readonly annotation: Term | null;
  readonly default: Term | null;
  /** Its hash, once that was asked for. */
  key: ParameterKey | null;
}

export interface ParameterKey extends HashCell {
  /** 53 bits of the hash. */
  readonly number: number;
}

/** By what the types that calls give to a parameter are found. */
export function parameterKey({ symbol }: FunctionRecord, parameter: ParameterRecord): ParameterKey {
  if (parameter.key !== null) return parameter.key;
  const cell = { lo: 0, hi: 0 };
  parameterHash(cell, symbol.lo, symbol.hi, parameter.name);
  return (parameter.key = { ...cell, number: cell.hi * 0x200000 + (cell.lo & 0x1fffff) });
}

export interface FunctionRecord {
  readonly kind: 'function';
  readonly symbol: SymbolRef;
  /** Qualified name, behind that of its module. */
  readonly name: string;
  /** `FLAG` bits. */
  readonly flags: number;
  /** The class whose method it is, or null. */
  readonly owner: SymbolRef | null;
  readonly parameters: readonly ParameterRecord[];
  readonly annotation: Term | null;
  readonly returns: Term | null;
  readonly yields: Term | null;
  /** What its name means when that is not the function itself: decorated, or bound more than once. */
  readonly value: Term | null;
  /** What `usedParameters` found, or `NOT_TOLD`. */
  used: number;
  /** What it assigns to attributes of its parameters, but for those of its own object. */
  readonly stores: readonly StoreRecord[];
}

export interface StoreRecord {
  /** Position of the parameter. */
  readonly parameter: number;
  readonly name: string;
  readonly value: Term;
}

export interface GivenMember {
  readonly symbol: SymbolRef;
  /** True when the class itself got it. */
  readonly isOfClass: boolean;
}

export interface ClassRecord {
  readonly kind: 'class';
  readonly symbol: SymbolRef;
  readonly name: string;
  /** Of a class that is local to a body, whose bases no table has; else null. */
  readonly bases: readonly Term[] | null;
  /** Of such a class: its members by name. */
  readonly members: ReadonlyMap<string, SymbolRef> | null;
  readonly metaclass: Term | null;
  /** Its bases that have type arguments, each an `INDEX`; null for none. */
  readonly generics: readonly Term[] | null;
  /** Of a class of data (`dataclass`, `NamedTuple`): the names of its own fields, in order; else null. */
  readonly fields: readonly string[] | null;
  /** Attributes that code of its file gives to it or to its objects, and nothing declares; null for none. */
  readonly given: ReadonlyMap<string, GivenMember> | null;
  readonly value: Term | null;
}

export interface VariableRecord {
  readonly kind: 'variable';
  readonly symbol: SymbolRef;
  readonly annotation: Term | null;
  readonly value: Term | null;
}

/** All parameters, as a mask of positions. */
export const ALL_PARAMETERS = -1;
export const NOT_TOLD = -2;

/** The positions of the parameters that the result of a function depends on, as bits; `ALL_PARAMETERS` when they are not told. */
export function usedParameters(record: FunctionRecord): number {
  let mask = record.used;
  if (mask === NOT_TOLD) {
    mask = 0;
    const seen = new Set<Term>();
    for (const term of [record.returns, record.yields])
      if (term !== null) mask |= parametersIn(term, record.symbol, seen);
    record.used = mask;
  }
  return mask;
}

function parametersIn(term: Term, of: SymbolRef, seen: Set<Term>): number {
  if (!term.isOpen || seen.has(term)) return 0;
  if (seen.size > MAX_SEEN || term.op === CLOSURE) return ALL_PARAMETERS;
  seen.add(term);
  if (term.op === PARAMETER) {
    const isOwn = term.symbol === of || (term.symbol!.lo === of.lo && term.symbol!.hi === of.hi);
    if (!isOwn) return 0;
    return term.number < 30 ? 1 << term.number : ALL_PARAMETERS;
  }
  let mask = term.a === null ? 0 : parametersIn(term.a, of, seen);
  if (term.b !== null) mask |= parametersIn(term.b, of, seen);
  if (term.items !== null) for (const item of term.items) mask |= parametersIn(item, of, seen);
  return mask;
}

const MAX_SEEN = 500;

export type SymbolRecord = FunctionRecord | ClassRecord | VariableRecord;
