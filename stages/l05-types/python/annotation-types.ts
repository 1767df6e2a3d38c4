/** Types as written, as types: what an annotation says its value is an instance of. Aliases are followed, cycles are unknown. */
import type { Evaluator } from './evaluator.ts';
import { ATTRIBUTE, BINARY, BUILD, CALL, EITHER, INDEX, LITERAL, OUTSIDE, SYMBOL, type Term } from './term.ts';
import { CLASS_TYPE, INSTANCE_TYPE, NONE, UNKNOWN_TYPE, type Type } from './type.ts';
import { addNames, hasVariable, substitute } from './type-variables.ts';

/** Names of the typing module that stand for a class. */
const ALIASES: Readonly<Record<string, string>> = {
  List: 'builtins.list',
  Dict: 'builtins.dict',
  Set: 'builtins.set',
  FrozenSet: 'builtins.frozenset',
  Tuple: 'builtins.tuple',
  Type: 'builtins.type',
  Text: 'builtins.str',
  AnyStr: 'builtins.str',
  LiteralString: 'builtins.str',
  Deque: 'collections.deque',
  DefaultDict: 'collections.defaultdict',
  OrderedDict: 'collections.OrderedDict',
  Counter: 'collections.Counter',
  ChainMap: 'collections.ChainMap',
  Pattern: 're.Pattern',
  Match: 're.Match',
};
/** Forms that say nothing of the value, or something else than a class. */
const NO_CLASS: ReadonlySet<string> = new Set([
  'Any',
  'Protocol',
  'Generic',
  'ParamSpec',
  'Concatenate',
  'TypeVarTuple',
  'Unpack',
  'TypeAlias',
  'TypedDict',
  'NamedTuple',
]);
const WRAPPERS: ReadonlySet<string> = new Set([
  'Final',
  'ClassVar',
  'Annotated',
  'Required',
  'NotRequired',
  'ReadOnly',
  'InitVar',
]);
const TYPING = /^(?:typing|typing_extensions|collections\.abc)\.(\w+)$/;
const TYPE_VARIABLES = /^(?:typing|typing_extensions)\.(TypeVar|NewType|ParamSpec|TypeVarTuple|TypeAliasType)$/;
const MAX_DEPTH = 12;

export function annotationType(e: Evaluator, term: Term, self: Type | null = null): Type {
  return new Reading(e, self).of(term, 0);
}

/** What `TYPING` says of names, as long as they are few. */
const typingNames = new Map<string, string | undefined>();
const MAX_NAMES = 4096;

function typingName(name: string): string | undefined {
  let found = typingNames.get(name);
  if (found === undefined && !typingNames.has(name)) {
    if (typingNames.size === MAX_NAMES) typingNames.clear();
    typingNames.set(name, (found = TYPING.exec(name)?.[1]));
  }
  return found;
}

class Reading {
  readonly #e: Evaluator;
  readonly #self: Type | null;

  constructor(e: Evaluator, self: Type | null) {
    this.#e = e;
    this.#self = self;
  }

  of(term: Term, depth: number): Type {
    const { types } = this.#e;
    if (depth > MAX_DEPTH) return types.unknown;
    switch (term.op) {
      case LITERAL:
        return term.text === 'none' ? types.none : types.unknown;
      case OUTSIDE:
        return this.#named(term.text);
      case SYMBOL:
        return this.#symbol(term, depth);
      case INDEX:
        return this.#indexed(term, depth);
      case EITHER:
        return types.union(term.items!.map((item) => this.of(item, depth + 1)));
      case BINARY:
        if (term.text !== '|') return types.unknown;
        return types.union([this.of(term.a!, depth + 1), this.of(term.b!, depth + 1)]);
      case CALL:
        return this.#called(term, depth);
      case ATTRIBUTE:
      default:
        return this.#fromValue(this.#e.evaluate(term));
    }
  }

  #fromValue(value: Type): Type {
    if (value.tag === CLASS_TYPE) return this.#e.types.instance(value.of!, value.items);
    return value.tag === NONE ? value : this.#e.types.unknown;
  }

  #named(name: string): Type {
    const { types } = this.#e;
    if (name.startsWith('~')) return types.variable(name.slice(1));
    const special = typingName(name);
    if (special !== undefined) {
      if (NO_CLASS.has(special)) return types.unknown;
      if (special === 'Self') return this.#self ?? types.variable('Self');
      if (special === 'Never' || special === 'NoReturn') return types.never;
      if (special === 'Callable') return types.callable([types.unknown]);
      const alias = ALIASES[special];
      if (alias !== undefined) return types.instance(types.outsideClass(alias));
    }
    if (name === 'builtins.object') return types.unknown;
    const value = this.#e.library.named(name);
    if (value.tag === CLASS_TYPE) return types.instance(value.of!, value.items);
    // A class outside of which nothing is known is still a class when it is annotated with.
    return this.#e.library.isKnown(name) || special !== undefined
      ? types.instance(types.outsideClass(name))
      : types.instance(types.outsideClass(name));
  }

  #symbol(term: Term, depth: number): Type {
    const { types, world } = this.#e;
    const record = world.record(term.symbol!);
    if (record === null) return types.unknown;
    if (record.kind === 'class') return types.instance(types.classOf(record.symbol, record.name));
    if (record.kind !== 'variable' || record.value === null) return types.unknown;
    const { value } = record;
    return this.of(value.op === 15 && value.items!.length === 1 ? value.items![0]! : value, depth + 1);
  }

  /** `TypeVar('T')` and `NewType('N', C)` in the place of a type. */
  #called(term: Term, depth: number): Type {
    const { types } = this.#e;
    // A class that decorators went over.
    if (term.number === 1) return this.#fromValue(this.#e.evaluate(term));
    const callee = term.a!;
    const maker = callee.op === OUTSIDE ? TYPE_VARIABLES.exec(callee.text)?.[1] : undefined;
    const first = term.items![0];
    if (maker === 'TypeVar' && first?.op === LITERAL) return types.variable(first.name, this.#boundOf(term, depth));
    if (maker === 'TypeAliasType' && term.items!.length > 1) return this.of(term.items![1]!, depth + 1);
    if (maker === 'NewType' && term.items!.length > 1) return this.of(term.items![1]!, depth + 1);
    return types.unknown;
  }

  /** What a type variable is at least: its bound, or one of its constraints. */
  #boundOf({ items, shape }: Term, depth: number): Type | null {
    const bounds = items!.filter((_, i) =>
      shape === null ? i > 0 : shape[i] === 'bound' || (i > 0 && shape[i] === ''),
    );
    if (bounds.length === 0) return null;
    const bound = this.#e.types.union(bounds.map((one) => this.of(one, depth + 1)));
    return bound.tag === UNKNOWN_TYPE ? null : bound;
  }

  #indexed(term: Term, depth: number): Type {
    const { types } = this.#e;
    const key = term.b!;
    const keys = key.op === BUILD && key.text === 'tuple' ? key.items! : [key];
    const base = term.a!;
    const name = base.op === OUTSIDE ? base.text : '';
    const special = typingName(name) ?? (name === 'dataclasses.InitVar' ? 'InitVar' : '');
    if (special === 'Optional') return types.union([this.of(keys[0]!, depth + 1), types.none]);
    if (special === 'Union') return types.union(keys.map((each) => this.of(each, depth + 1)));
    if (special === 'Literal') return types.union(keys.map((each) => this.#literal(each)));
    if (WRAPPERS.has(special)) return this.of(keys[0]!, depth + 1);
    if (special === 'Callable')
      return types.callable([...this.#parameters(keys[0], depth), this.of(keys.at(-1)!, depth + 1)]);
    if (special === 'TypeGuard' || special === 'TypeIs') return types.instance(types.outsideClass('builtins.bool'));
    const outer = this.of(base, depth + 1);
    if (base.op === SYMBOL && hasVariable(outer)) return this.#alias(outer, base, keys, depth);
    if (outer.tag !== INSTANCE_TYPE) return special === 'Generic' ? types.unknown : outer;
    if (outer.of!.name === 'builtins.type') return this.#classOf(keys[0]!, depth);
    if (outer.of!.name === 'builtins.tuple') return this.#tuple(keys, depth);
    return types.instance(
      outer.of!,
      keys.map((each) => this.of(each, depth + 1)),
    );
  }

  /** An alias with type arguments: for its own parameters in their order, or else for the variables as they appear in it. */
  #alias(type: Type, { symbol }: Term, keys: readonly Term[], depth: number): Type {
    const record = this.#e.world.record(symbol!);
    const value = record?.kind === 'variable' ? record.value : null;
    const own = value?.op === CALL ? value.items![2] : undefined;
    const names: string[] = [];
    if (own?.op !== BUILD) addNames(type, names, 0);
    else for (const one of own.items!) addNames(this.of(one, depth + 1), names, 0);
    const solution = new Map<string, Type>();
    names.forEach((name, i) => {
      if (keys[i] !== undefined) solution.set(name, this.of(keys[i], depth + 1));
    });
    return substitute(this.#e, type, solution);
  }

  #parameters(term: Term | undefined, depth: number): Type[] {
    if (term?.op !== BUILD || term.text !== 'list') return [];
    return term.items!.map((each) => this.of(each, depth + 1));
  }

  #literal(term: Term): Type {
    return term.op === LITERAL ? this.#e.evaluate(term) : this.#e.types.unknown;
  }

  #classOf(key: Term, depth: number): Type {
    const { types } = this.#e;
    const of = this.of(key, depth + 1);
    if (of.tag === INSTANCE_TYPE) return types.classType(of.of!, of.items);
    return of.tag === UNKNOWN_TYPE
      ? types.instance(types.outsideClass('builtins.type'))
      : types.classType(types.outsideClass('builtins.type'), [of]);
  }

  #tuple(keys: readonly Term[], depth: number): Type {
    const { types } = this.#e;
    const last = keys.at(-1);
    if (last?.op === LITERAL && last.text === 'ellipsis')
      return types.instance(types.outsideClass('builtins.tuple'), [this.of(keys[0]!, depth + 1)]);
    return types.tuple(keys.map((each) => this.of(each, depth + 1)));
  }
}
