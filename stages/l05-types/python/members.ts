/**
 * Members of types: the order of a class (C3), the member that it finds first, and what a look-up through an object makes of
 * it (binding, properties, class methods). Also says which symbol a member is, for references and call edges.
 */
import { codeOf, concatenated, DECLARATION_KINDS, FLAG, mergeC3 } from '#facts';
import type { Evaluator } from './evaluator.ts';
import { givenByDecorators, givenByOthers, type GivenMembers } from './class-making.ts';
import { argumentsOfValue, isImplicitClassMethod, isObject, propertyOf } from './member-values.ts';
import type { ClassRecord, SymbolRef } from './term.ts';
import type { MemberRow } from './world.ts';
import {
  alternatives,
  CALLABLE_TYPE,
  CLASS_TYPE,
  DESCRIPTOR_TYPE,
  FUNCTION_TYPE,
  INSTANCE_TYPE,
  LIST_TYPE,
  LITERAL_TYPE,
  MODULE_TYPE,
  NONE,
  OUTSIDE_FUNCTION,
  OUTSIDE_VALUE,
  PARTIAL_TYPE,
  RECORD_TYPE,
  SUPER_TYPE,
  TUPLE_TYPE,
  UNION_TYPE,
  type ClassRef,
  type Type,
} from './type.ts';

/** What a member is: its type as seen through its object, and the symbol or the dotted name that it is. */
export interface Member {
  readonly type: Type;
  readonly symbol: SymbolRef | null;
  /** Declaration kind + 1. */
  readonly declared: number;
  /** Dotted name of what lies outside; else ''. */
  readonly name: string;
  /** What the class holds, of which a look-up through an object or class makes the member; null where nothing is made. */
  readonly held: Type | null;
}

/** A class and those above it, in the order of look-up. */
interface ClassOrder {
  readonly order: readonly ClassRef[];
  /** Type arguments of the classes outside. */
  readonly argumentsOf: ReadonlyMap<ClassRef, readonly Type[]>;
  /** True when a base is not known, so that a member may be there. */
  readonly isOpen: boolean;
}

const MAX_DEPTH = 64;
const MAX_CLASSES = 256;
const VARIABLE = codeOf(DECLARATION_KINDS, 'variable');
const CONSTANT = codeOf(DECLARATION_KINDS, 'constant');

export class Members {
  readonly #e: Evaluator;
  readonly #orders = new Map<ClassRef, ClassOrder>();
  readonly #records = new Map<ClassRef, ClassRecord | null>();
  readonly #given = new Map<ClassRef, GivenMembers>();
  readonly #metaclasses = new Map<ClassRef, ClassRef | null>();
  #depth = 0;

  constructor(evaluator: Evaluator) {
    this.#e = evaluator;
  }

  /** The type of `base.name`: of all alternatives that have it. */
  attribute(base: Type, name: string): Type {
    const { types } = this.#e;
    if (base.tag !== UNION_TYPE) return this.of(base, name)?.type ?? types.unknown;
    const found: Type[] = [];
    for (const one of alternatives(base)) {
      if (one.tag === NONE) continue;
      found.push(this.of(one, name)?.type ?? types.unknown);
    }
    return found.length === 0 ? types.unknown : types.union(found);
  }

  /** The member `name` of a type that is no union; null when it has none that is known. */
  of(type: Type, name: string): Member | null {
    const known = type.members?.get(name);
    if (known !== undefined) return known;
    if (this.#depth >= MAX_DEPTH) return null;
    this.#depth++;
    const found = this.#find(type, name);
    this.#depth--;
    // The symbol of a member is certain; its type may still be under way.
    if (found === null || !this.#e.isCut) (type.members ??= new Map()).set(name, found);
    return found;
  }

  #find(type: Type, name: string): Member | null {
    const { types } = this.#e;
    switch (type.tag) {
      case INSTANCE_TYPE:
      case LITERAL_TYPE:
      case LIST_TYPE:
      case RECORD_TYPE:
      case TUPLE_TYPE:
        return this.#ofInstance(type, classOfValue(this.#e, type), name, 0);
      case CLASS_TYPE:
        return this.#ofClass(type, name);
      case MODULE_TYPE:
        return this.#ofModule(type, name);
      case SUPER_TYPE:
        return this.#ofSuper(type, name);
      case OUTSIDE_VALUE:
        return { type: types.unknown, symbol: null, declared: 0, name: `${type.name}.${name}`, held: null };
      case DESCRIPTOR_TYPE:
        if (name === 'setter' || name === 'getter' || name === 'deleter')
          return member(types.outsideFunction(`property.${name}`, type));
        return null;
      case PARTIAL_TYPE:
        return this.of(types.instance(types.outsideClass('functools.partial')), name);
      case FUNCTION_TYPE:
      case OUTSIDE_FUNCTION:
      case CALLABLE_TYPE:
        if (name === '__name__' || name === '__qualname__' || name === '__module__' || name === '__doc__')
          return member(types.instance(types.outsideClass('builtins.str')));
        return null;
      default:
        return null;
    }
  }

  // ---- classes ------------------------------------------------------------------------------------------------------

  orderOf(of: ClassRef): ClassOrder {
    let found = this.#orders.get(of);
    if (found === undefined) {
      // A class that inherits from itself has, for that way, no bases.
      this.#orders.set(of, { order: [of], argumentsOf: NO_ARGUMENTS, isOpen: false });
      this.#depth++;
      found = this.#linearize(of);
      this.#depth--;
      this.#orders.set(of, found);
    }
    return found;
  }

  #linearize(of: ClassRef): ClassOrder {
    if (this.#depth >= MAX_DEPTH) return { order: [of], argumentsOf: NO_ARGUMENTS, isOpen: true };
    const bases: ClassRef[] = [];
    let argumentsOf: Map<ClassRef, readonly Type[]> | null = null;
    let isOpen = false;
    for (const base of this.#basesOf(of)) {
      if (base === null) {
        isOpen = true;
        continue;
      }
      if (base.of === of || bases.includes(base.of)) continue;
      bases.push(base.of);
      if (base.items.length > 0) (argumentsOf ??= new Map()).set(base.of, base.items);
    }
    const record = this.recordOf(of);
    if (record?.generics != null)
      for (const [base, items] of this.#e.parameters.argumentsOfBases(record))
        (argumentsOf ??= new Map()).set(base, items);
    const lists: ClassOrder[] = [];
    for (const base of bases) lists.push(this.orderOf(base));
    for (let i = 0; i < lists.length; i++) {
      const list = lists[i]!;
      isOpen ||= list.isOpen;
      if (list.argumentsOf.size === 0) continue;
      const own = argumentsOf?.get(bases[i]!) ?? [];
      argumentsOf ??= new Map();
      for (const [above, items] of list.argumentsOf)
        if (!argumentsOf.has(above)) argumentsOf.set(above, this.#e.parameters.given(bases[i]!, own, items));
    }
    return { order: this.#merged(of, bases, lists), argumentsOf: argumentsOf ?? NO_ARGUMENTS, isOpen };
  }

  #merged(of: ClassRef, bases: readonly ClassRef[], lists: readonly ClassOrder[]): readonly ClassRef[] {
    if (bases.length === 0 && of.symbol !== null) return [of, this.#e.types.outsideClass('builtins.object')];
    const orders = lists.map((list) => list.order);
    const above = orders.length === 1 ? orders[0]! : (mergeC3([...orders, bases]) ?? concatenated(orders));
    const order = [of];
    for (const other of above) if (other !== of && order.length < MAX_CLASSES) order.push(other);
    return order;
  }

  #basesOf(of: ClassRef): readonly (BaseOf | null)[] {
    const { world, types, library } = this.#e;
    if (of.symbol === null) return library.basesOf(of.name);
    const record = this.recordOf(of);
    if (record?.bases != null) {
      return record.bases.map((base) => {
        const type = this.#e.evaluate(base);
        return type.tag === CLASS_TYPE ? { of: type.of!, items: type.items } : null;
      });
    }
    return world.bases(of.symbol).map(({ symbol, name }) => {
      if (symbol === null) return name === '' ? null : library.baseNamed(name);
      const base = world.record(symbol);
      return base?.kind === 'class' ? { of: types.classOf(symbol, base.name), items: [] } : null;
    });
  }

  recordOf(of: ClassRef): ClassRecord | null {
    let record = this.#records.get(of);
    if (record === undefined) {
      const found = of.symbol === null ? null : this.#e.world.record(of.symbol);
      record = found?.kind === 'class' ? found : null;
      this.#records.set(of, record);
    }
    return record;
  }

  /** True when `of` is `above` or inherits from it. */
  inherits(of: ClassRef, above: ClassRef): boolean {
    return this.orderOf(of).order.includes(above);
  }

  /** True when a class of this dotted name outside stands in the order. */
  inheritsOutside(of: ClassRef, name: string): boolean {
    return this.orderOf(of).order.some((one) => one.symbol === null && one.name === name);
  }

  // ---- look-up ------------------------------------------------------------------------------------------------------

  #ofInstance(type: Type, of: ClassRef, name: string, from: number): Member | null {
    const { types } = this.#e;
    if (name === '__class__') return member(types.classType(of));
    const { order, argumentsOf, isOpen } = this.orderOf(of);
    for (let i = from; i < order.length; i++) {
      const at = order[i]!;
      if (at.symbol === null) {
        const found = this.#e.library.memberOf(
          at,
          name,
          i === 0
            ? argumentsOfValue(this.#e, type)
            : this.#e.parameters.given(of, type.items, argumentsOf.get(at) ?? []),
          type,
          false,
        );
        if (found !== null) return found;
        if (!this.#e.library.knows(at)) return this.#beyond(order, i, name);
        continue;
      }
      const given = this.#givenTo(at, name);
      if (given !== null) return this.#ofGiven(given, type);
      const found = this.#own(at, name);
      if (found === null) continue;
      const property = (found.flags & FLAG.instance) === 0 ? null : this.#propertyAbove(type, order, i + 1, name);
      return property ?? this.#bound(type, of, at, found.symbol, found.kind, found.flags);
    }
    const given = givenByOthers(this.#e, type, order, isOpen, name);
    if (given !== null) return member(given);
    return isOpen ? null : this.#fallback(type, name);
  }

  /** A member that no class here has, behind a class outside that is not known. */
  #beyond(order: readonly ClassRef[], from: number, name: string): Member | null {
    const { types, library } = this.#e;
    const unknown = order.filter((one) => one.symbol === null && !library.knows(one));
    for (let i = from + 1; i < order.length; i++) {
      const at = order[i]!;
      if (at.symbol !== null && this.#own(at, name) !== null) return null;
    }
    if (unknown.length !== 1) return null;
    return { type: types.unknown, symbol: null, declared: 0, name: `${unknown[0]!.name}.${name}`, held: null };
  }

  /** What an object without the member gives through `__getattr__`. */
  #fallback(type: Type, name: string): Member | null {
    if (name.startsWith('__') || type.tag !== INSTANCE_TYPE || type.of!.symbol === null) return null;
    const getter = this.of(type, '__getattr__');
    if (getter === null || getter.symbol === null) return null;
    return member(this.#e.calls.call(getter.type, []));
  }

  /** A property with a setter comes before what a method sets. */
  #propertyAbove(type: Type, order: readonly ClassRef[], from: number, name: string): Member | null {
    for (let i = from; i < order.length; i++) {
      const at = order[i]!;
      const found = at.symbol === null ? null : this.#own(at, name);
      if (found === null || (found.flags & FLAG.instance) !== 0) continue;
      const isData = (found.flags & FLAG.setter) !== 0 || this.#accessorOf(found.symbol, 1, '__set__') !== null;
      return isData ? this.#bound(type, order[0]!, at, found.symbol, found.kind, found.flags) : null;
    }
    return null;
  }

  /** The function of the class that assigning to an attribute of an object runs, or deleting it; null when there is none. */
  dataDescriptor(object: Type, name: string, accessor: number, method: string): Type | null {
    for (const at of this.orderOf(object.of!).order) {
      const found = at.symbol === null ? null : this.#own(at, name);
      if (found === null || (found.flags & FLAG.instance) !== 0) continue;
      // A getter and its setter are declared under one name, and are one symbol.
      const isOne = (found.flags & FLAG.setter) !== 0 && accessor === 1;
      return this.#accessorOf(found.symbol, isOne ? 0 : accessor, method);
    }
    return null;
  }

  /** What a class holds as `property(get, set, delete)` or as an object with `__set__`: the function that sets or deletes. */
  #accessorOf(symbol: SymbolRef, accessor: number, method: string): Type | null {
    for (const held of alternatives(this.#e.symbol(symbol))) {
      let found: Type | undefined;
      if (held.tag === DESCRIPTOR_TYPE && held.name === 'property') found = held.items[accessor];
      else if (held.tag === INSTANCE_TYPE && held.of!.symbol !== null) found = this.of(held, method)?.type;
      if (found?.tag === FUNCTION_TYPE) return found;
    }
    return null;
  }

  /** True when no class above an object has an attribute, so that `__getattr__` answers. */
  lacks(object: Type, name: string): boolean {
    const { library } = this.#e;
    const { order, isOpen } = this.orderOf(object.of!);
    if (isOpen) return false;
    return order.every((at) => {
      if (at.symbol !== null) return this.#own(at, name) === null;
      return library.knows(at) && !library.declares(at, name);
    });
  }

  #own(at: ClassRef, name: string): MemberRow | null {
    return this.#e.world.member(at.symbol!, this.recordOf(at), name);
  }

  #bound(type: Type, of: ClassRef, at: ClassRef, symbol: SymbolRef, kind: number, flags: number): Member {
    const e = this.#e;
    const value = e.parameters.seen(e.symbol(symbol), type, at);
    const declared = 1 + kind;
    if ((flags & FLAG.instance) !== 0) {
      const own = type.environment === null ? value : e.symbol(symbol, type.environment);
      return { type: own, symbol, declared, name: '', held: null };
    }
    let bound = value.tag === UNION_TYPE ? this.#bindAll(value, type, flags) : this.bind(value, type, flags);
    if ((kind === VARIABLE || kind === CONSTANT) && this.#isEnum(at)) bound = e.types.instance(of);
    // A metaclass that makes its classes itself may put something else into the place of an object.
    else if (alternatives(bound).some(isObject) && this.#isRemade(at)) bound = e.types.union([bound, e.types.unknown]);
    const held = (flags & FLAG.getter) === 0 ? value : propertyOf(e, value);
    return { type: bound, symbol, declared, name: '', held };
  }

  #bindAll({ items }: Type, object: Type, flags: number): Type {
    const found: Type[] = [];
    for (const one of items) found.push(this.bind(one, object, flags));
    return this.#e.types.union(found);
  }

  /** True for a class whose attributes are its objects. */
  isEnumClass(of: ClassRef): boolean {
    return this.#isEnum(of);
  }

  #isEnum(of: ClassRef): boolean {
    for (const one of this.orderOf(of).order) if (one.symbol === null && ENUMS.has(one.name)) return true;
    return false;
  }

  /** What a value of a class is when it is taken from an object of it. */
  bind(value: Type, object: Type, flags: number): Type {
    const e = this.#e;
    if (value.tag === FUNCTION_TYPE) {
      if (value.items.length > 0) return value;
      if ((flags & FLAG.getter) !== 0) return e.calls.callBound(value, object);
      const { record } = value;
      const isClass = (record!.flags & FLAG.classmethod) !== 0 || isImplicitClassMethod(record!.name);
      if ((record!.flags & FLAG.static) !== 0) return value;
      return e.types.functionType(record!, isClass ? e.calls.classOf(object) : object, value.environment);
    }
    if (value.tag === DESCRIPTOR_TYPE) {
      const held = value.items[0]!;
      if (value.name === 'staticmethod') return held;
      if (held.tag !== FUNCTION_TYPE) return value.name === 'property' ? e.types.unknown : held;
      if (value.name === 'classmethod')
        return e.types.functionType(held.record!, e.calls.classOf(object), held.environment);
      if (value.name === 'property') return e.calls.callBound(held, object);
      return e.types.descriptor(value.name, [e.types.functionType(held.record!, object, held.environment)]);
    }
    if (value.tag === OUTSIDE_FUNCTION && value.items.length === 0) return value;
    if (value.tag !== INSTANCE_TYPE) return value;
    return this.#got(value, object, e.calls.classOf(object)) ?? value;
  }

  /** What a descriptor of the repository gives for an object, or for none; null for what is no descriptor. */
  #got(descriptor: Type, object: Type, of: Type): Type | null {
    if (descriptor.of!.symbol === null) return null;
    const getter = this.of(descriptor, '__get__');
    return getter === null || getter.symbol === null ? null : this.#e.calls.call(getter.type, [object, of]);
  }

  #ofClass(type: Type, name: string): Member | null {
    const e = this.#e;
    const { order } = this.orderOf(type.of!);
    for (let i = 0; i < order.length; i++) {
      const at = order[i]!;
      if (at.symbol === null) {
        const found = e.library.memberOf(at, name, [], type, true);
        if (found !== null) return found;
        if (!e.library.knows(at)) return this.#beyond(order, i, name);
        continue;
      }
      const found = this.#own(at, name);
      if (found === null) continue;
      return this.#throughClass(type, at, found);
    }
    if (name === '__name__' || name === '__qualname__' || name === '__module__')
      return member(e.types.instance(e.types.outsideClass('builtins.str')));
    const found = this.ofMetaclass(type, name);
    const given = found === null ? givenByOthers(e, type, order, false, name) : null;
    return given === null ? found : member(given);
  }

  #throughClass(type: Type, at: ClassRef, found: MemberRow): Member {
    const e = this.#e;
    const values = alternatives(e.symbol(found.symbol)).map((value) => {
      if (value.tag === FUNCTION_TYPE && value.items.length === 0) {
        const { record } = value;
        const isClass = (record!.flags & FLAG.classmethod) !== 0 || isImplicitClassMethod(record!.name);
        return isClass && (found.flags & FLAG.instance) === 0
          ? e.types.functionType(record!, type, value.environment)
          : value;
      }
      if (value.tag === DESCRIPTOR_TYPE && value.name === 'staticmethod') return value.items[0]!;
      if (value.tag === DESCRIPTOR_TYPE && value.name === 'classmethod' && value.items[0]!.tag === FUNCTION_TYPE)
        return e.types.functionType(value.items[0]!.record!, type, value.items[0]!.environment);
      if (value.tag !== INSTANCE_TYPE || (found.flags & FLAG.instance) !== 0) return value;
      return this.#got(value, e.types.none, type) ?? value;
    });
    let seen = e.types.union(values);
    if ((found.kind === VARIABLE || found.kind === CONSTANT) && this.#isEnum(at)) seen = e.types.instance(type.of!);
    const held = (found.flags & FLAG.instance) === 0 ? this.#runThroughClass(e.symbol(found.symbol)) : null;
    return { type: seen, symbol: found.symbol, declared: 1 + found.kind, name: '', held };
  }

  /** What of a class attribute runs when it is read through the class: not a property, which the class gives as it is. */
  #runThroughClass(value: Type): Type | null {
    const { types } = this.#e;
    const kept = alternatives(value).filter((one) => {
      if (one.tag !== DESCRIPTOR_TYPE || one.name !== 'property') return true;
      return one.of !== null && this.of(types.instance(one.of), '__get__')?.symbol != null;
    });
    return kept.length === 0 ? null : types.union(kept);
  }

  #ofSuper(type: Type, name: string): Member | null {
    const object = type.items[0]!;
    const isClass = object.tag === CLASS_TYPE;
    const of = isClass ? object.of! : classOfValue(this.#e, object);
    const { order } = this.orderOf(of);
    const from = order.indexOf(type.of!) + 1;
    if (from === 0) return null;
    if (!isClass) return this.#ofInstance(object, of, name, from);
    for (let i = from; i < order.length; i++) {
      const at = order[i]!;
      if (at.symbol === null) return this.#e.library.memberOf(at, name, [], object, true);
      const found = this.#own(at, name);
      if (found !== null) return this.#throughClass(object, at, found);
    }
    return null;
  }

  #ofModule(type: Type, name: string): Member | null {
    const e = this.#e;
    if (type.symbol === null)
      return { ...member(e.library.named(`${type.name}.${name}`)), name: `${type.name}.${name}` };
    const found = e.world.exported(type.symbol, name);
    if (found === null) return null;
    return {
      type: e.evaluate(found),
      symbol: found.symbol,
      declared: 0,
      name: found.symbol === null ? found.text : '',
      held: null,
    };
  }

  /** The method of a class that constructs its objects: `__init__`, else `__new__`. */
  constructorOf(of: ClassRef): Member | null {
    return this.ownSpecial(of, '__init__') ?? this.ownSpecial(of, '__new__');
  }

  /** A special method as a class of the repository has it, wherever classes outside stand in the order; `from` skips. */
  ownSpecial(of: ClassRef, name: string, from = 0): Member | null {
    const object = this.#e.types.instance(of);
    const { order } = this.orderOf(of);
    for (let i = from; i < order.length; i++) {
      const at = order[i]!;
      if (at.symbol === null) {
        if (!this.#e.library.knows(at)) return null;
        continue;
      }
      const given = this.#givenTo(at, name);
      if (given !== null) return this.#ofGiven(given, object);
      const found = this.#own(at, name);
      if (found !== null) return this.#bound(object, of, at, found.symbol, found.kind, found.flags);
    }
    return null;
  }

  // ---- what makes a class -------------------------------------------------------------------------------------------

  /** What a decorator assigned to a class under a name; null for most. */
  #givenTo(at: ClassRef, name: string): Type | null {
    const value = this.recordOf(at)?.value;
    if (value == null) return null;
    let given = this.#given.get(at);
    if (given === undefined) {
      // While decorators are evaluated the class is as it is written.
      this.#given.set(at, NOTHING_GIVEN);
      given = givenByDecorators(this.#e, at, value);
      this.#given.set(at, given);
    }
    return given.get(name) ?? null;
  }

  #ofGiven(given: Type, object: Type): Member {
    const { types } = this.#e;
    const type = types.union(alternatives(given).map((one) => this.bind(one, object, 0)));
    const symbol = type.tag === FUNCTION_TYPE ? type.record!.symbol : null;
    return { type, symbol, declared: 0, name: '', held: given };
  }

  /** The class of a class: its own or that of the first class above that has one of the repository. */
  metaclassOf(of: ClassRef): ClassRef | null {
    let found = this.#metaclasses.get(of);
    if (found === undefined) {
      this.#metaclasses.set(of, null);
      found = null;
      for (const at of this.orderOf(of).order) {
        const term = at.symbol === null ? null : (this.recordOf(at)?.metaclass ?? null);
        const type = term === null ? null : this.#e.evaluate(term);
        if (type?.tag !== CLASS_TYPE || type.of!.symbol === null) continue;
        found = type.of!;
        break;
      }
      this.#metaclasses.set(of, found);
    }
    return found;
  }

  #isRemade(of: ClassRef): boolean {
    const metaclass = this.metaclassOf(of);
    return metaclass !== null && REMAKING.some((name) => this.ownSpecial(metaclass, name) !== null);
  }

  /** A member that a class has as an object of its metaclass. */
  ofMetaclass(type: Type, name: string): Member | null {
    const of = this.metaclassOf(type.of!);
    if (of === null) return null;
    const { order } = this.orderOf(of);
    for (const at of order) {
      if (at.symbol === null) continue;
      const found = this.#own(at, name);
      if (found !== null) return this.#bound(type, of, at, found.symbol, found.kind, found.flags);
    }
    return null;
  }
}

export interface BaseOf {
  readonly of: ClassRef;
  readonly items: readonly Type[];
}

const ENUMS: ReadonlySet<string> = new Set(['enum.Enum', 'enum.IntEnum', 'enum.StrEnum', 'enum.Flag', 'enum.IntFlag']);
/** Methods of a metaclass by which it makes classes. */
const REMAKING = ['__new__', '__init__'] as const;
const NOTHING_GIVEN: GivenMembers = new Map();
const NO_ARGUMENTS: ReadonlyMap<ClassRef, readonly Type[]> = new Map();

function member(type: Type): Member {
  return { type, symbol: null, declared: 0, name: '', held: null };
}

/** The class of a value that is no class, function or module. */
export function classOfValue(e: Evaluator, type: Type): ClassRef {
  if (type.of !== null) return type.of;
  return e.types.outsideClass(type.tag === TUPLE_TYPE ? 'builtins.tuple' : type.name);
}
