/** Records of the symbols of the own file, made from its terms when they are first asked for. */
import { endOf, type ReaderOf } from '#columns';
import type { HashCell } from '#core';
import {
  BODY_KINDS,
  codeOf,
  DECLARATION_KINDS,
  FLAG,
  LOCAL_FLAG,
  LOCAL_KINDS,
  memberKey,
  PARAMETER_KINDS,
  type parameter,
} from '#facts';
import type { BodyFacts } from './body-facts.ts';
import { ByHash } from './by-hash.ts';
import { genericBases } from './class-parameters.ts';
import { NONE_TERM, type BodyTerms } from './body-terms.ts';
import type { NameTerms } from './name-terms.ts';
import { firstRows, type WrittenTypes } from './written-types.ts';
import {
  CALL,
  CLOSURE,
  INDEX,
  listTerm,
  NOT_TOLD,
  OUTSIDE,
  term,
  tupleTerm,
  UNION,
  UNKNOWN,
  type ClassRecord,
  type FunctionRecord,
  type GivenMember,
  type ParameterRecord,
  type StoreRecord,
  type SymbolRecord,
  type SymbolRef,
  type Term,
  type VariableRecord,
} from './term.ts';

const CLASS_BODY = codeOf(BODY_KINDS, 'class');
const FUNCTION_BODY = codeOf(BODY_KINDS, 'function');
const LAMBDA = codeOf(BODY_KINDS, 'lambda');
const CLASS = codeOf(DECLARATION_KINDS, 'class');
const FUNCTION = codeOf(DECLARATION_KINDS, 'function');
const METHOD = codeOf(DECLARATION_KINDS, 'method');
const VARIABLE = codeOf(DECLARATION_KINDS, 'variable');
const CONSTANT = codeOf(DECLARATION_KINDS, 'constant');
const LOCAL_PARAMETER = codeOf(LOCAL_KINDS, 'parameter');
const PLAIN = codeOf(PARAMETER_KINDS, 'plain');
const REST = codeOf(PARAMETER_KINDS, 'rest');
const KEYWORD_REST = codeOf(PARAMETER_KINDS, 'keyword_rest');
const NO_STORES: readonly StoreRecord[] = [];
/** Most values of one variable that are written down. */
const MAX_STORES = 24;

export class OwnRecords {
  readonly #facts: BodyFacts;
  readonly #parameters: ReaderOf<typeof parameter>;
  readonly #written: WrittenTypes;
  readonly #terms: BodyTerms;
  readonly #names: NameTerms;
  readonly #module: string;
  /** By hash: declaration row, or -1 - body row, or for a local its row above all declarations. */
  readonly #declared: ByHash<number>;
  readonly #locals: ByHash<number>;
  readonly #owned = new Map<number, number>();
  readonly #synthetic = new ByHash<Term>();
  readonly #bodyOfDeclaration: Int32Array;
  readonly #firstParameter: Int32Array;
  readonly #records = new Map<SymbolRef, SymbolRecord | null>();
  readonly #qualified: string[] = [];

  constructor(
    facts: BodyFacts,
    parameters: ReaderOf<typeof parameter>,
    written: WrittenTypes,
    terms: BodyTerms,
    names: NameTerms,
    module: string,
  ) {
    this.#facts = facts;
    this.#parameters = parameters;
    this.#written = written;
    this.#terms = terms;
    this.#names = names;
    this.#module = module;
    const { declarations, locals, bodies } = facts;
    this.#declared = new ByHash(declarations.rows);
    for (let row = declarations.rows - 1; row > 0; row--)
      this.#declared.set(declarations.hash.lo(row), declarations.hash.hi(row), row);
    this.#locals = new ByHash(locals.rows);
    for (let row = locals.rows - 1; row >= 0; row--) this.#locals.set(locals.hash.lo(row), locals.hash.hi(row), row);
    this.#bodyOfDeclaration = new Int32Array(declarations.rows).fill(-1);
    for (let row = bodies.rows - 1; row > 0; row--) {
      if (bodies.declaration.at(row) >= 0) this.#bodyOfDeclaration[bodies.declaration.at(row)] = row;
      else if (bodies.owner.at(row) >= 0) this.#owned.set(bodies.owner.at(row), row);
    }
    this.#firstParameter = firstRows(parameters, declarations.rows);
  }

  /** Names of the declarations with their module. */
  nameOf(row: number): string {
    if (row <= 0) return this.#module;
    const { declarations } = this.#facts;
    return (this.#qualified[row] ??= below(this.nameOf(declarations.parent.at(row)), declarations.name.at(row)));
  }

  nameOfBody(row: number): string {
    const { bodies, locals } = this.#facts;
    if (row <= 0) return this.#module;
    const declared = bodies.declaration.at(row);
    if (declared >= 0) return this.nameOf(declared);
    const owner = bodies.owner.at(row);
    const outer = this.nameOfBody(bodies.parent.at(row));
    return owner >= 0 ? below(outer, locals.name.at(owner)) : below(outer, '<lambda>');
  }

  record(symbol: SymbolRef): SymbolRecord | null {
    let found = this.#records.get(symbol);
    if (found === undefined) this.#records.set(symbol, (found = this.#make(symbol)));
    return found;
  }

  #make(symbol: SymbolRef): SymbolRecord | null {
    const { lo, hi } = symbol;
    const declared = this.#declared.get(lo, hi);
    if (declared !== undefined) return this.#ofDeclaration(symbol, declared);
    const local = this.#locals.get(lo, hi);
    if (local !== undefined) return this.#ofLocal(symbol, local);
    const body = this.#names.bodyOfSymbol(symbol);
    if (body >= 0) return this.#ofBody(symbol, body, null);
    const synthetic = this.#synthetic.get(lo, hi);
    return synthetic === undefined ? null : { kind: 'variable', symbol, annotation: null, value: synthetic };
  }

  #ofDeclaration(symbol: SymbolRef, row: number): SymbolRecord | null {
    const kind = this.#facts.declarations.kind.at(row);
    const stores = this.#terms.stores.ofDeclaration[row];
    if (kind === CLASS || kind === FUNCTION || kind === METHOD) {
      const own = this.#names.bodyOfSymbol(symbol);
      const body = own >= 0 ? own : this.#bodyOfDeclaration[row]!;
      return body < 0 ? null : this.#ofBody(symbol, body, this.#valueOf(stores, symbol));
    }
    return this.#variable(symbol, this.#written.ofDeclaration(row), stores);
  }

  #ofLocal(symbol: SymbolRef, row: number): SymbolRecord | null {
    const stores = this.#terms.stores.ofLocal[row];
    const body = this.#owned.get(row);
    if (body !== undefined) return this.#ofBody(symbol, body, this.#valueOf(stores, symbol));
    return this.#variable(symbol, this.#written.ofLocal(row), stores);
  }

  #variable(symbol: SymbolRef, annotation: Term | null, stores: readonly Term[] | undefined): VariableRecord {
    return { kind: 'variable', symbol, annotation, value: unionOf(stores) };
  }

  /** What a name means that is bound to a function or class; null when that is the function or class itself. */
  #valueOf(stores: readonly Term[] | undefined, symbol: SymbolRef): Term | null {
    if (stores === undefined || stores.length === 0) return null;
    const [first] = stores;
    if (stores.length === 1 && first!.op === CLOSURE && first!.symbol === symbol) return null;
    return unionOf(stores);
  }

  #ofBody(symbol: SymbolRef, row: number, value: Term | null): SymbolRecord | null {
    const { bodies } = this.#facts;
    const kind = bodies.kind.at(row);
    if (kind === CLASS_BODY) return this.#class(symbol, row, value);
    return kind === FUNCTION_BODY || kind === LAMBDA ? this.#function(symbol, row, value) : null;
  }

  #class(symbol: SymbolRef, row: number, value: Term | null): ClassRecord {
    const declared = this.#facts.bodies.declaration.at(row) >= 0;
    return {
      kind: 'class',
      symbol,
      name: this.nameOfBody(row),
      bases: declared ? null : (this.#terms.bases.get(row) ?? []),
      members: declared ? null : this.#membersOf(symbol, row),
      metaclass: this.#terms.metaclasses.get(row) ?? null,
      fields: declared ? this.#fieldsOf(row) : null,
      given: this.#givenTo(symbol, row),
      generics: genericBases(this.#terms.bases.get(row), this.#parametersOfClass(row)),
      value,
    };
  }

  /** The names of the fields of a class of data, in order; null for any other class. */
  #fieldsOf(row: number): readonly string[] | null {
    const bases = this.#terms.bases.get(row) ?? [];
    const declared = this.#facts.bodies.declaration.at(row);
    const made = this.#terms.stores.ofDeclaration[declared]?.at(-1);
    if (!bases.some((base) => base.op === OUTSIDE && NAMED_TUPLE.test(base.text)) && !isDataClass(made)) return null;
    const { declarations } = this.#facts;
    const names: string[] = [];
    for (let at = declared + 1; at < declarations.rows; at++) {
      if (declarations.parent.at(at) !== declared || (declarations.flags.at(at) & FLAG.instance) !== 0) continue;
      const kind = declarations.kind.at(at);
      if (kind !== VARIABLE && kind !== CONSTANT) continue;
      const type = this.#written.ofDeclaration(at);
      if (type !== null && !isNoField(type)) names.push(declarations.name.at(at));
    }
    return names;
  }

  /** `Generic[T]` of a class that names its type parameters itself; null for any other. */
  #parametersOfClass(row: number): Term | null {
    const declared = this.#facts.bodies.declaration.at(row);
    const parameters = declared < 0 ? [] : this.#written.parametersOf(declared);
    return parameters.length === 0
      ? null
      : term(INDEX, this.#names.outside('typing.Generic'), tupleTerm([...parameters]));
  }

  /** Attributes that other code of the file gives to a class or its objects; null for none. */
  #givenTo(symbol: SymbolRef, row: number): ReadonlyMap<string, GivenMember> | null {
    const values = this.#terms.stores.given.get(row);
    if (values === undefined) return null;
    const { pathLo, pathHi } = this.#facts;
    const cell: HashCell = { lo: 0, hi: 0 };
    const given = new Map<string, GivenMember>();
    for (const [name, { values: stores, isOfClass }] of values) {
      memberKey(cell, symbol.lo, symbol.hi, name);
      this.#synthetic.set(cell.lo, cell.hi, unionOf(stores) ?? UNKNOWN);
      given.set(name, { symbol: this.#names.symbols.of(pathLo, pathHi, cell.lo, cell.hi), isOfClass });
    }
    return given;
  }

  /** Members of a class that is local to a body. */
  #membersOf(symbol: SymbolRef, row: number): Map<string, SymbolRef> {
    const { bodies, locals, pathLo, pathHi } = this.#facts;
    const members = new Map<string, SymbolRef>();
    const cell: HashCell = { lo: 0, hi: 0 };
    for (const [name, stores] of this.#terms.stores.ofAttribute.get(row) ?? []) {
      memberKey(cell, symbol.lo, symbol.hi, name);
      this.#synthetic.set(cell.lo, cell.hi, unionOf(stores) ?? UNKNOWN);
      members.set(name, this.#names.symbols.of(pathLo, pathHi, cell.lo, cell.hi));
    }
    const end = endOf(bodies.local, row, bodies.rows, locals.rows);
    for (let local = bodies.local.at(row); local < end; local++)
      members.set(
        locals.name.at(local),
        this.#names.symbols.of(pathLo, pathHi, locals.hash.lo(local), locals.hash.hi(local)),
      );
    return members;
  }

  #function(symbol: SymbolRef, row: number, value: Term | null): FunctionRecord {
    const { bodies, declarations } = this.#facts;
    const declared = bodies.declaration.at(row);
    const flags =
      bodies.flags.at(row) | (declared < 0 ? 0 : declarations.flags.at(declared) & ~(FLAG.generator | FLAG.async));
    const outer = bodies.parent.at(row);
    const result = this.#terms.results[row];
    const isStub = (flags & (FLAG.abstract | FLAG.overload)) !== 0;
    const annotation = declared >= 0 ? this.#written.ofDeclaration(declared) : this.#written.ofResult(row);
    return {
      kind: 'function',
      symbol,
      name: this.nameOfBody(row),
      flags,
      owner: outer >= 0 && bodies.kind.at(outer) === CLASS_BODY ? this.#names.symbolOfBody(outer) : null,
      parameters: this.#parametersOf(row, declared),
      annotation,
      returns: isStub || result === undefined ? null : returnsOf(result.returns, result.endsByItself),
      yields: result === undefined || result.yields.length === 0 ? null : unionOf(result.yields),
      value,
      used: NOT_TOLD,
      stores: result?.stores ?? NO_STORES,
    };
  }

  #parametersOf(row: number, declared: number): ParameterRecord[] {
    const { bodies, locals } = this.#facts;
    const parameters = this.#parameters;
    const defaults = this.#terms.defaults.get(row);
    const records: ParameterRecord[] = [];
    const first = declared < 0 ? -1 : this.#firstParameter[declared]!;
    const end = endOf(bodies.local, row, bodies.rows, locals.rows);
    for (let local = bodies.local.at(row); local < end && locals.kind.at(local) === LOCAL_PARAMETER; local++) {
      const position = records.length;
      const name = locals.name.at(local);
      const at = first < 0 ? -1 : first + position;
      const isRow =
        at >= 0 &&
        at < parameters.rows &&
        parameters.declaration.at(at) === declared &&
        parameters.name.at(at) === name;
      const flags = locals.flags.at(local);
      const kind = isRow
        ? parameters.kind.at(at)
        : (flags & LOCAL_FLAG.rest) !== 0
          ? REST
          : (flags & LOCAL_FLAG.keyword_rest) !== 0
            ? KEYWORD_REST
            : PLAIN;
      records.push({
        name,
        kind,
        annotation: isRow ? this.#written.read(parameters.annotation.at(at), declared) : this.#written.ofLocal(local),
        default: defaults?.get(position) ?? null,
        key: null,
      });
    }
    return records;
  }
}

const NAMED_TUPLE = /^(?:typing|typing_extensions)\.NamedTuple$/;
const NO_FIELD = /^(?:typing|typing_extensions)\.ClassVar$/;
/** Most decorators of one class. */
const MAX_DECORATORS = 8;

/** True for what `dataclass` made of a class. */
function isDataClass(made: Term | undefined): boolean {
  let at = made;
  for (let i = 0; i < MAX_DECORATORS && at?.op === CALL && at.number === 1; i++, at = at.items![0]) {
    const decorator = at.a!.op === CALL ? at.a!.a! : at.a!;
    if (decorator.op === OUTSIDE && decorator.text === 'dataclasses.dataclass') return true;
  }
  return false;
}

function isNoField(type: Term): boolean {
  const named = type.op === INDEX ? type.a! : type;
  return named.op === OUTSIDE && NO_FIELD.test(named.text);
}

function returnsOf(returns: readonly Term[], endsByItself: boolean): Term | null {
  const all = endsByItself ? [...returns, NONE_TERM] : returns;
  return unionOf(all);
}

function unionOf(stores: readonly Term[] | undefined): Term | null {
  if (stores === undefined || stores.length === 0) return null;
  const distinct = [...new Set(stores)];
  if (distinct.length === 1) return distinct[0]!;
  return distinct.length > MAX_STORES ? UNKNOWN : listTerm(UNION, null, distinct, null, '');
}

function below(outer: string, name: string): string {
  return outer === '' ? name : `${outer}.${name}`;
}
