/**
 * Which class of the own file a term is, or makes an object of, as far as the text says it: by its name, by `self.__class__`,
 * `type(self)` or `cls`, by a call of these or of `__new__`, by the annotation of a parameter. It evaluates nothing, so what a call of a function gives is no answer.
 */
import { BODY_KINDS, codeOf, FLAG } from '#facts';
import type { BodyFacts } from './body-facts.ts';
import type { NameTerms } from './name-terms.ts';
import {
  ANNOTATED,
  ATTRIBUTE,
  CALL,
  CLOSURE,
  EITHER,
  LITERAL,
  NARROW,
  OUTSIDE,
  PARAMETER,
  SYMBOL,
  UNION,
  type SymbolRef,
  type Term,
} from './term.ts';
import type { WrittenTypes } from './written-types.ts';

const CLASS_BODY = codeOf(BODY_KINDS, 'class');
/** How deep a term is followed, and the most alternatives that are. */
const MAX_DEPTH = 8;
const MAX_ALTERNATIVES = 4;

export interface OwnClass {
  /** The body of the class. */
  readonly body: number;
  /** True for the class itself, false for an object of it. */
  readonly isClass: boolean;
}

export class OwnClasses {
  readonly #facts: Pick<BodyFacts, 'bodies' | 'declarations'>;
  readonly #names: NameTerms;
  readonly #types: WrittenTypes;
  #bySymbol: Map<SymbolRef, number> | null = null;

  constructor(facts: Pick<BodyFacts, 'bodies' | 'declarations'>, names: NameTerms, written: WrittenTypes) {
    this.#facts = facts;
    this.#names = names;
    this.#types = written;
  }

  /** The classes of the own file that a value may be, or be an object of. */
  of(term: Term): readonly OwnClass[] {
    const found: OwnClass[] = [];
    this.#add(term, found, 0);
    return found;
  }

  #add(term: Term, found: OwnClass[], depth: number): void {
    if (depth > MAX_DEPTH) return;
    if (term.op === NARROW) this.#add(term.a!, found, depth + 1);
    else if (term.op === ANNOTATED) this.#add(term.b!, found, depth + 1);
    else if (term.op === UNION)
      for (const item of term.items!.slice(0, MAX_ALTERNATIVES)) this.#add(item, found, depth + 1);
    else {
      const asClass = this.classOf(term, depth);
      const body = asClass >= 0 ? asClass : this.#made(term, depth);
      if (body >= 0) found.push({ body, isClass: asClass >= 0 });
    }
  }

  /** The body of the class that a term is, or -1. */
  classOf(term: Term, depth: number = 0): number {
    if (depth > MAX_DEPTH) return -1;
    if (term.op === CLOSURE || term.op === SYMBOL) return this.#bodyOf(term.symbol!);
    if (term.op === ATTRIBUTE) return term.text === '__class__' ? this.#ofReceiver(term.a!, false) : -1;
    if (term.op === PARAMETER) return this.#ofReceiver(term, true);
    if (term.op !== CALL || term.items!.length === 0) return -1;
    // What a decorator gives is taken for what it got.
    if (term.number === 1) return this.classOf(term.items![0]!, depth + 1);
    return isNamed(term.a!, 'builtins.type') && term.items!.length === 1
      ? this.#ofReceiver(term.items![0]!, false)
      : -1;
  }

  /** The class of which a call makes an object. */
  #made({ op, a, items, number, symbol }: Term, depth: number): number {
    if (op === PARAMETER)
      return this.#annotated(this.#types.ofParameter(this.#names.bodyOfSymbol(symbol!), number), depth);
    if (op !== CALL || number === 1) return -1;
    const isNew = (a!.op === ATTRIBUTE && a!.text === '__new__') || isNamed(a!, 'builtins.object.__new__');
    if (!isNew) return this.classOf(a!, depth + 1);
    return items!.length === 0 ? -1 : this.classOf(items![0]!, depth + 1);
  }

  /** The class that a type as written names alone, or beside `None`. */
  #annotated(type: Term | null, depth: number): number {
    if (type === null || depth > MAX_DEPTH) return -1;
    if (type.op !== EITHER) return type.op === SYMBOL ? this.#bodyOf(type.symbol!) : -1;
    const others = type.items!.filter((item) => item.op !== LITERAL || item.text !== 'none');
    return others.length === 1 ? this.#annotated(others[0]!, depth + 1) : -1;
  }

  #bodyOf(symbol: SymbolRef): number {
    if (this.#bySymbol === null) {
      this.#bySymbol = new Map();
      const { kind, rows } = this.#facts.bodies;
      for (let row = 1; row < rows; row++)
        if (kind.at(row) === CLASS_BODY) this.#bySymbol.set(this.#names.symbolOfBody(row), row);
    }
    return this.#bySymbol.get(symbol) ?? -1;
  }

  /** The class around the method whose first parameter a term is. */
  #ofReceiver(term: Term, isClass: boolean): number {
    if (term.op !== PARAMETER || term.number !== 0) return -1;
    const body = this.#names.bodyOfSymbol(term.symbol!);
    if (body < 0) return -1;
    const { bodies, declarations } = this.#facts;
    const owner = bodies.parent.at(body);
    if (owner < 0 || bodies.kind.at(owner) !== CLASS_BODY) return -1;
    const declared = bodies.declaration.at(body);
    const flags = bodies.flags.at(body) | (declared < 0 ? 0 : declarations.flags.at(declared));
    if ((flags & FLAG.static) !== 0) return -1;
    return isClass === ((flags & FLAG.classmethod) !== 0) ? owner : -1;
  }
}

function isNamed({ op, text }: Term, name: string): boolean {
  return op === OUTSIDE && text === name;
}
