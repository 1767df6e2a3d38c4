/** Terms of names as one file means them: its declarations, imports and what L3 found of free names and of modules. */
import { BODY_KINDS, codeOf, LOCAL_KINDS, REFERENCE_SCOPES, TARGET_KINDS } from '#facts';
import { isInFunction, type BodyFacts } from './body-facts.ts';
import { ByHash } from './by-hash.ts';
import {
  ATTRIBUTE,
  MODULE,
  OUTSIDE,
  PARAMETER,
  SUPER,
  SYMBOL,
  symbolTerm,
  term,
  UNKNOWN,
  UNKNOWN_TERM,
  Term,
  type SymbolRef,
} from './term.ts';

const CLASS_BODY = codeOf(BODY_KINDS, 'class');
const TYPE_PARAMETER = codeOf(LOCAL_KINDS, 'type_parameter');
const EXTERNAL = codeOf(TARGET_KINDS, 'external');
const FILE = codeOf(TARGET_KINDS, 'file');
const TO_SYMBOL = codeOf(TARGET_KINDS, 'symbol');
const BUILTIN = codeOf(TARGET_KINDS, 'builtin');
const SCOPE_DECLARATION = codeOf(REFERENCE_SCOPES, 'declaration');
const SCOPE_LOCAL = codeOf(REFERENCE_SCOPES, 'local');
const SCOPE_ATTRIBUTE = codeOf(REFERENCE_SCOPES, 'attribute');

interface TargetRows {
  readonly kind: { at(row: number): number };
  readonly path: { lo(row: number): number; hi(row: number): number };
  readonly symbol: { lo(row: number): number; hi(row: number): number };
  readonly declared: { at(row: number): number };
  readonly name: { at(row: number): string };
}

export class SymbolTable {
  readonly #symbols = new ByHash<SymbolRef>();

  /** One object per symbol. */
  of(pathLo: number, pathHi: number, lo: number, hi: number): SymbolRef {
    let found = this.#symbols.get(lo, hi);
    if (found === undefined) this.#symbols.set(lo, hi, (found = { pathLo, pathHi, lo, hi, note: null }));
    return found;
  }
}

export class NameTerms {
  readonly symbols: SymbolTable;
  readonly #facts: BodyFacts;
  readonly #targets: Int32Array;
  readonly #declarations: (Term | undefined)[] = [];
  readonly #references = new Map<number, Term>();
  readonly #outside = new Map<string, Term>();
  readonly #bodies: (SymbolRef | undefined)[] = [];
  readonly #bodyOf = new Map<SymbolRef, number>();
  /** Type parameters of functions and classes in functions (PEP 695), by name: their local, or -1 where several have it. */
  readonly #variables = new Map<string, number>();
  /** By dotted name: a reference that uses it and is no local. Made when first asked for. */
  #byName: Map<string, number> | null = null;

  constructor(facts: BodyFacts, symbols: SymbolTable) {
    this.#facts = facts;
    this.symbols = symbols;
    this.#targets = new Int32Array(facts.references.rows).fill(-1);
    const { reference, rows } = facts.referenceTargets;
    for (let row = rows - 1; row >= 0; row--) this.#targets[reference.at(row)] = row;
  }

  /** The symbol of the function or class that a body belongs to. */
  symbolOfBody(row: number): SymbolRef {
    const known = this.#bodies[row];
    if (known !== undefined) return known;
    const { bodies, declarations, locals, pathLo, pathHi } = this.#facts;
    const declared = bodies.declaration.at(row);
    const owner = bodies.owner.at(row);
    const hash = declared >= 0 ? declarations.hash : owner >= 0 ? locals.hash : bodies.hash;
    const at = declared >= 0 ? declared : owner >= 0 ? owner : row;
    // Several bodies of one name and overloads have one symbol: each body is a function of its own here.
    let symbol = this.symbols.of(pathLo, pathHi, hash.lo(at), hash.hi(at));
    if (this.#bodyOf.has(symbol)) symbol = { pathLo, pathHi, lo: hash.lo(at), hi: hash.hi(at), note: null };
    this.#bodies[row] = symbol;
    this.#bodyOf.set(symbol, row);
    return symbol;
  }

  bodyOfSymbol(symbol: SymbolRef): number {
    return this.#bodyOf.get(symbol) ?? -1;
  }

  /** What `super()` and `super(C, self)` are in a body. */
  superOf(body: number, items: Term[]): Term | null {
    const { bodies } = this.#facts;
    let method = body;
    while (method > 0 && bodies.kind.at(bodies.parent.at(method)) !== CLASS_BODY) method = bodies.parent.at(method);
    if (method <= 0 || items.length === 1 || items.length > 2) return null;
    const around = this.symbolOfBody(bodies.parent.at(method));
    const object = items[1] ?? symbolTerm(PARAMETER, this.symbolOfBody(method), '', 0);
    return new Term(SUPER, object, null, '', 0, around, items.slice(0, 1), null, '');
  }

  ofDeclaration(row: number): Term {
    const { declarations, pathLo, pathHi } = this.#facts;
    return (this.#declarations[row] ??= symbolTerm(
      SYMBOL,
      this.symbols.of(pathLo, pathHi, declarations.hash.lo(row), declarations.hash.hi(row)),
    ));
  }

  /** An import or a free name, by what L3 says it means. */
  ofReference(row: number, name: string): Term {
    const target = this.#targets[row]!;
    if (target >= 0) return this.#ofTarget(row, this.#facts.referenceTargets, target);
    return name === '' ? UNKNOWN : term(UNKNOWN_TERM);
  }

  ofImport(row: number): Term {
    return this.#fromTarget(this.#facts.importTargets, row);
  }

  /** A member of a module is what L3 says; any other attribute is asked of the type of its object. */
  ofAttribute(base: Term, reference: number, name: string): Term {
    if (base.op === MODULE || base.op === OUTSIDE || base.op === UNKNOWN_TERM) {
      const target = this.#targets[reference]!;
      if (target >= 0) return this.#ofTarget(reference, this.#facts.referenceTargets, target);
      if (base.op === MODULE) return term(UNKNOWN_TERM);
    }
    if (base.op === OUTSIDE) return this.outside(`${base.text}.${name}`);
    return term(ATTRIBUTE, base, null, name);
  }

  outside(name: string): Term {
    let found = this.#outside.get(name);
    if (found === undefined) this.#outside.set(name, (found = term(OUTSIDE, null, null, name)));
    return found;
  }

  /** What a dotted name means in an annotation of this file. */
  dotted(name: string): Term {
    const rows = (this.#byName ??= this.#indexNames());
    const row = rows.get(name);
    // What a function or class names its own may hide something: then neither is sure.
    if (this.#variables.has(name)) return row === undefined ? this.outside(`~${name}`) : UNKNOWN;
    if (row === undefined) {
      const dot = name.lastIndexOf('.');
      if (dot < 0) return UNKNOWN;
      const base = this.dotted(name.slice(0, dot));
      if (base === UNKNOWN || base.op === MODULE) return UNKNOWN;
      return base.op === OUTSIDE
        ? this.outside(`${base.text}.${name.slice(dot + 1)}`)
        : term(ATTRIBUTE, base, null, name.slice(dot + 1));
    }
    const { scope, target } = this.#facts.references;
    if (scope.at(row) === SCOPE_DECLARATION) return this.ofDeclaration(target.at(row));
    return this.ofReference(row, name);
  }

  #indexNames(): Map<string, number> {
    const rows = new Map<string, number>();
    const { locals } = this.#facts;
    const { name, scope, target, base, rows: count } = this.#facts.references;
    for (let row = 0; row < count; row++) {
      const where = scope.at(row);
      if (where === SCOPE_LOCAL) {
        if (locals.kind.at(target.at(row)) === TYPE_PARAMETER) this.#addVariable(name.at(row), target.at(row));
        continue;
      }
      let text = name.at(row);
      if (where === SCOPE_ATTRIBUTE) {
        if (this.#targets[row]! < 0) continue;
        let at = base.at(row);
        for (let names = 0; at >= 0 && names < MAX_NAMES; names++, at = base.at(at)) text = `${name.at(at)}.${text}`;
      }
      if (!rows.has(text) && (where === SCOPE_DECLARATION || this.#targets[row]! >= 0)) rows.set(text, row);
    }
    return rows;
  }

  #addVariable(name: string, local: number): void {
    const { bodies, locals } = this.#facts;
    if (!isInFunction(bodies, locals.body.at(local))) return;
    const known = this.#variables.get(name);
    this.#variables.set(name, known === undefined || known === local ? local : -1);
  }

  /** The local that is the only type parameter of this name in functions, or -1. */
  typeParameter(name: string): number {
    const rows = (this.#byName ??= this.#indexNames());
    return rows.has(name) ? -1 : (this.#variables.get(name) ?? -1);
  }

  #ofTarget(reference: number, targets: TargetRows, row: number): Term {
    let found = this.#references.get(reference);
    if (found === undefined) this.#references.set(reference, (found = this.#fromTarget(targets, row)));
    return found;
  }

  #fromTarget(targets: TargetRows, row: number): Term {
    const kind = targets.kind.at(row);
    if (kind === TO_SYMBOL || (kind === FILE && targets.declared.at(row) !== 0)) {
      const { path, symbol } = targets;
      const found = this.symbols.of(path.lo(row), path.hi(row), symbol.lo(row), symbol.hi(row));
      return symbolTerm(kind === FILE ? MODULE : SYMBOL, found);
    }
    if (kind === EXTERNAL) return this.outside(targets.name.at(row));
    return kind === BUILTIN ? this.outside(`builtins.${targets.name.at(row)}`) : UNKNOWN;
  }
}

/** Most names of a dotted one. */
const MAX_NAMES = 8;
