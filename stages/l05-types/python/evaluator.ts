/**
 * `Evaluator`: the type of a term, on demand. What a term needs of other files is asked through the `World`, so it is traced.
 * Each term is evaluated once; a term that depends on itself adds nothing to itself. Recursion, work and width are bounded:
 * beyond them a type is unknown. It must never guess: what is not known stays unknown.
 */
import type { Library } from '#facts';
import { Environments, type Environment } from './environment.ts';
import { annotationType } from './annotation-types.ts';
import { build, entered, indexed, iterated, put, unpacked } from './containers.ts';
import { Calls } from './calls.ts';
import { ClassParameters } from './class-parameters.ts';
import { LibraryTypes } from './library-types.ts';
import { Members } from './members.ts';
import { narrowed } from './narrowed.ts';
import { binary, shortCircuit, unary } from './operators.ts';
import { guarded } from './reached.ts';
import {
  ANNOTATED,
  ATTRIBUTE,
  AWAIT,
  BINARY,
  BUILD,
  CALL,
  CLOSURE,
  DELEGATED,
  EITHER,
  ENTER,
  EXCEPTION,
  GUARDED,
  INDEX,
  INSTANCE,
  ITERATE,
  LITERAL,
  MODULE,
  NARROW,
  OUTSIDE,
  PARAMETER,
  PHI,
  PUT,
  SLICE,
  SUPER,
  SYMBOL,
  UNARY,
  UNION,
  UNPACK,
  type FunctionRecord,
  type SymbolRef,
  type Term,
} from './term.ts';
import {
  alternatives,
  CLASS_TYPE,
  INSTANCE_TYPE,
  LIST_TYPE,
  LITERAL_TYPE,
  RECORD_TYPE,
  TUPLE_TYPE,
  UNKNOWN_TYPE,
  type Type,
  type TypeTable,
} from './type.ts';
import type { World } from './world.ts';

/** How deep evaluation goes, and how often a term is tried while a part of it is under way. */
const MAX_DEPTH = 160;
const MAX_TRIES = 8;
const NOT_CUT = 0x7fffffff;

const LITERAL_CLASSES: Readonly<Record<string, string>> = {
  true: 'builtins.bool',
  false: 'builtins.bool',
  integer: 'builtins.int',
  float: 'builtins.float',
  string: 'builtins.str',
  bytes: 'builtins.bytes',
  template: 'builtins.str',
};

let evaluators = 0;

export class Evaluator {
  readonly world: World;
  readonly types: TypeTable;
  readonly library: LibraryTypes;
  readonly members: Members;
  readonly calls: Calls;
  readonly parameters: ClassParameters;
  readonly #burn: () => boolean;
  readonly #environments = new Environments();
  readonly #approximations = new Map<Term, Type>();
  /** Sets apart what this evaluator notes on terms. */
  readonly #id = ++evaluators;
  #depth = 0;
  /** The least depth of a term under way that was asked for meanwhile. */
  #cut = NOT_CUT;
  isExhausted = false;
  round = 1;

  /** True when what is evaluated now depends on what is still under way. */
  get isCut(): boolean {
    return this.#cut !== NOT_CUT;
  }

  constructor(world: World, types: TypeTable, library: Library, burn: () => boolean) {
    this.world = world;
    this.types = types;
    this.library = new LibraryTypes(this, library);
    this.members = new Members(this);
    this.calls = new Calls(this);
    this.parameters = new ClassParameters(this);
    this.#burn = burn;
  }

  /** Forgets the types of what depends on parameters: what callers give is another. */
  begin(round: number): void {
    this.round = round;
  }

  /** The type of a term; with no environment, where nothing is known of the callers. */
  evaluate(term: Term, environment: Environment | null = null): Type {
    const within = term.isOpen ? environment : null;
    if (term.evaluator !== this.#id) {
      term.evaluator = this.#id;
      term.type = null;
      term.tries = 0;
      term.running = 0;
    }
    let under = 0;
    if (within === null) {
      if (term.type !== null && (term.round === this.round || !term.isOpen)) return term.type;
      if (term.op === LITERAL) return this.#keep(term, null, this.#literal(term));
      under = term.running;
    } else {
      const note = within.noteOf(term);
      if (typeof note === 'object') return note;
      under = note;
    }
    if (under !== 0) {
      if (under < this.#cut) this.#cut = under;
      return this.#approximations.get(term) ?? this.types.never;
    }
    if (this.isExhausted || this.#depth >= MAX_DEPTH) return this.types.unknown;
    if (!this.#burn()) {
      this.isExhausted = true;
      return this.types.unknown;
    }
    const outerCut = this.#cut;
    this.#cut = NOT_CUT;
    const depth = ++this.#depth;
    if (within === null) term.running = depth;
    else within.note(term, depth);
    let type = this.#compute(term, within);
    if (this.#cut === depth && term.op === PHI) {
      // It comes round to itself: once more, with what is known of it.
      this.#approximations.set(term, type);
      type = this.types.union([type, this.#compute(term, within)]);
      this.#approximations.delete(term);
    }
    this.#depth--;
    const cut = this.#cut;
    this.#cut = cut >= depth || outerCut < cut ? outerCut : cut;
    if (within === null) term.running = 0;
    if (cut >= depth) return this.#keep(term, within, type);
    // Tried often enough: what is under way may add to it, and nobody will know what.
    if (term.tries >= MAX_TRIES) this.#keep(term, within, this.types.union([type, this.types.unknown]));
    else {
      term.tries++;
      if (within !== null) within.note(term, 0);
    }
    return type;
  }

  #keep(term: Term, environment: Environment | null, type: Type): Type {
    if (environment === null) {
      term.type = type;
      term.round = this.round;
    } else environment.note(term, type);
    return type;
  }

  #compute(term: Term, environment: Environment | null): Type {
    switch (term.op) {
      case SYMBOL:
        return this.symbol(term.symbol!);
      case OUTSIDE:
        return this.library.named(term.text);
      case MODULE:
        return this.types.module(term.symbol, term.text);
      case PARAMETER:
        return this.#parameter(term, environment);
      case CALL:
        return this.calls.evaluate(term, environment);
      case ATTRIBUTE:
        return this.members.attribute(this.evaluate(term.a!, environment), term.text);
      case INDEX:
        return this.#indexed(term, environment);
      case ITERATE:
        return iterated(this, this.evaluate(term.a!, environment), term.number === 1);
      case ENTER:
        return entered(this, this.evaluate(term.a!, environment), term.number === 1);
      case AWAIT:
        return this.calls.awaited(this.evaluate(term.a!, environment));
      case BINARY:
        return this.#binary(term, environment);
      case UNARY:
        return unary(this, term.text, this.evaluate(term.a!, environment));
      case UNION:
      case PHI:
        return this.types.union(this.all(term.items!, environment));
      case BUILD:
        return build(this, term, environment);
      case CLOSURE:
        return this.closure(term.symbol!, term.number === 1 ? environment : null);
      case UNPACK:
        return unpacked(this, term, environment);
      case NARROW:
        return narrowed(this, term, environment);
      case PUT:
        return put(this, term, environment);
      case GUARDED:
        return guarded(this, term, environment);
      case SUPER:
        return this.#super(term, environment);
      case EXCEPTION:
        return this.instanceOf(this.evaluate(term.a!, environment));
      case ANNOTATED:
        return this.#declared(term, environment);
      case EITHER:
        return annotationType(this, term);
      case INSTANCE:
        return this.types.instance(this.types.outsideClass(term.text));
      case SLICE:
        return this.types.instance(this.types.outsideClass('builtins.slice'));
      case DELEGATED:
      default:
        return this.types.unknown;
    }
  }

  /** A key of what is not known is not asked for. */
  #indexed(term: Term, environment: Environment | null): Type {
    const base = this.evaluate(term.a!, environment);
    if (base.tag === UNKNOWN_TYPE) return base;
    return indexed(this, base, this.evaluate(term.b!, environment), term.b!);
  }

  /** Neither is the right operand where the left one says that nothing is known of the result. */
  #binary(term: Term, environment: Environment | null): Type {
    const { text } = term;
    const left = this.evaluate(term.a!, environment);
    if (text === 'or' || text === 'and') return shortCircuit(this, text, left, this.evaluate(term.b!, environment));
    if (left.tag === UNKNOWN_TYPE) return binary(this, text, left, left);
    return binary(this, text, left, this.evaluate(term.b!, environment), term.number === 1);
  }

  /** The types of several terms. */
  all(terms: readonly Term[], environment: Environment | null): Type[] {
    const found: Type[] = [];
    for (let i = 0; i < terms.length; i++) found.push(this.evaluate(terms[i]!, environment));
    return found;
  }

  #literal(term: Term): Type {
    if (term.text === 'none') return this.types.none;
    const name = LITERAL_CLASSES[term.text];
    if (name === undefined)
      return term.text === 'ellipsis'
        ? this.types.instance(this.types.outsideClass('builtins.ellipsis'))
        : this.types.unknown;
    if (term.text === 'integer' && /[jJ]$/.test(term.name))
      return this.types.instance(this.types.outsideClass('builtins.complex'));
    if (name === 'builtins.float' || name === 'builtins.bytes' || term.text === 'template')
      return this.types.instance(this.types.outsideClass(/[jJ]$/.test(term.name) ? 'builtins.complex' : name));
    return this.types.literal(name, term.name);
  }

  /** A value in a place whose type is written: that type where the value is not known, or an empty container. */
  #declared(term: Term, environment: Environment | null): Type {
    const value = this.evaluate(term.b!, environment);
    const isEmpty = (value.tag === LIST_TYPE || value.tag === RECORD_TYPE) && value.items.length === 0;
    if (value.tag !== UNKNOWN_TYPE && !isEmpty) return value;
    const type = annotationType(this, term.a!);
    return type.tag === UNKNOWN_TYPE ? value : type;
  }

  /** What a class gives when it is called or caught; of a tuple of classes, any of them. */
  instanceOf(type: Type): Type {
    const found: Type[] = [];
    for (const one of alternatives(type)) {
      if (one.tag === CLASS_TYPE) found.push(this.types.instance(one.of!, one.items));
      else if (one.tag === TUPLE_TYPE) for (const item of one.items) found.push(this.instanceOf(item));
      else found.push(this.types.unknown);
    }
    return this.types.union(found);
  }

  // ---- symbols ------------------------------------------------------------------------------------------------------

  /** What a name of the repository means; of an attribute, what it is in an object that was made with an environment. */
  symbol(symbol: SymbolRef, environment: Environment | null = null): Type {
    const record = this.world.record(symbol);
    if (record === null) return this.types.unknown;
    if (record.kind === 'variable') {
      const declared = record.annotation === null ? this.types.unknown : annotationType(this, record.annotation);
      if (declared.tag !== UNKNOWN_TYPE) return declared;
      return record.value === null ? this.types.unknown : this.evaluate(record.value, environment);
    }
    const own =
      record.kind === 'function'
        ? this.types.functionType(record, null, null)
        : this.types.classType(this.types.classOf(record.symbol, record.name));
    if (record.value === null) return own;
    const value = this.evaluate(record.value);
    // What an unknown decorator gives is taken for what it got.
    return value.tag === UNKNOWN_TYPE ? own : value;
  }

  /** A function or class where it is made. */
  closure(symbol: SymbolRef, environment: Environment | null): Type {
    const record = this.world.record(symbol);
    if (record?.kind === 'function') return this.types.functionType(record, null, environment);
    if (record?.kind === 'class') return this.types.classType(this.types.classOf(symbol, record.name));
    return this.types.unknown;
  }

  // ---- parameters ---------------------------------------------------------------------------------------------------

  /** How many environments there are. */
  get environments(): number {
    return this.#environments.size;
  }

  environment(of: SymbolRef, values: readonly (Type | null)[], parent: Environment | null): Environment {
    return this.#environments.of(of, values, parent);
  }

  /** What the call that an environment stands for gives to a parameter; null when it does not tell. */
  given(term: Term, environment: Environment | null): Type | null {
    for (let at = environment; at !== null; at = at.parent) {
      const { of } = at;
      if (of === term.symbol || (of.lo === term.symbol!.lo && of.hi === term.symbol!.hi))
        return at.values[term.number] ?? null;
    }
    return null;
  }

  #parameter(term: Term, environment: Environment | null): Type {
    const given = this.given(term, environment);
    if (given !== null) return given;
    const record = this.world.record(term.symbol!);
    return record?.kind === 'function' ? this.parameterType(record, term.number) : this.types.unknown;
  }

  /** The type of a parameter where nothing is known of the call: as annotated, as its callers give it, as its default. */
  parameterType(record: FunctionRecord, position: number): Type {
    return this.calls.parameterType(record, position);
  }

  #super(term: Term, environment: Environment | null): Type {
    const object = this.evaluate(term.a!, environment);
    const named = term.items!.length === 0 ? null : this.evaluate(term.items![0]!, environment);
    if (named !== null && named.tag !== CLASS_TYPE) return this.types.unknown;
    const record = this.world.record(term.symbol!);
    if (record?.kind !== 'class') return this.types.unknown;
    const of = named === null ? this.types.classOf(record.symbol, record.name) : named.of!;
    const found = alternatives(object)
      .filter((one) => one.tag === INSTANCE_TYPE || one.tag === CLASS_TYPE)
      .map((one) => this.types.superOf(of, one));
    return found.length === 0 ? this.types.unknown : this.types.union(found);
  }

  /** The dotted class of a builtin value. */
  isClassNamed(type: Type, name: string): boolean {
    return (
      (type.tag === INSTANCE_TYPE && type.of!.name === name && type.of!.symbol === null) ||
      (type.tag === LITERAL_TYPE && type.name === name)
    );
  }
}
