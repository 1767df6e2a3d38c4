/** Types of literals: lists, objects and templates, from the types of their elements. */
import { BUILD_KINDS, codeOf } from '#facts';
import { reduced } from './assignability.ts';
import { TypeConditions } from './conditions.ts';
import { isRow, OP } from './file.ts';
import {
  filter,
  literal,
  NEVER,
  NONE,
  regular,
  STRING,
  UNDEFINED,
  union,
  widen,
  type Member,
  type Parameter,
  type Type,
} from './model.ts';

const [BUILD_LIST, BUILD_MAP, BUILD_TEMPLATE] = [
  codeOf(BUILD_KINDS, 'list'),
  codeOf(BUILD_KINDS, 'map'),
  codeOf(BUILD_KINDS, 'template'),
];
/** How deep literals are looked into. */
const MAX_NESTED = 24;
const [SPREAD, KEY] = [1, 2];

interface Element {
  readonly aux: number;
  readonly value: number;
}

export abstract class TypeLiterals extends TypeConditions {
  /** Elements follow their container: each makes its type anew. */
  protected element(build: number, value: number, aux: number): Type {
    const elements = this.elements.get(build);
    if (elements === undefined) return NONE;
    elements.push({ aux, value });
    // The types of members are asked by their operations.
    this.value(value);
    return NONE;
  }

  protected override literal(at: number): Type {
    const elements = this.elements.get(at);
    const { operations } = this.bodies.file.t;
    if (elements === undefined) return NONE;
    const form = operations.aux.at(this.first + at);
    if (form === BUILD_TEMPLATE) return this.template(elements);
    if (form !== BUILD_LIST && form !== BUILD_MAP) return NONE;
    const type = form === BUILD_LIST ? this.list(elements) : this.record(elements);
    this.literals.add(type);
    return type;
  }

  /** A template of texts and constants is a text that is known. */
  protected template(elements: readonly Element[]): Type {
    const { operations, literals } = this.bodies.file.t;
    let text = '';
    for (const { value } of elements) {
      if (!isRow(value)) return STRING;
      const row = this.first + value;
      if (operations.opcode.at(row) === OP.constant) {
        text += literals.text.at(operations.aux.at(row));
        continue;
      }
      const operand = operations.a.at(row);
      const type = operations.opcode.at(row) === OP.format && this.isConstantName(operand) ? this.value(operand) : NONE;
      if (type.kind !== 'literal' || type.base === 'boolean') return STRING;
      text += type.text;
    }
    return text.includes('\\') ? STRING : literal('string', inQuotes(text).replaceAll('\n', String.raw`\n`), true);
  }

  /** True for the name of a constant that says no type. */
  protected isConstantName(at: number): boolean {
    const { operations } = this.bodies.file.t;
    if (!isRow(at) || operations.opcode.at(this.first + at) !== OP.load) return false;
    return this.bodies.isPlainConstant(operations.aux.at(this.first + at));
  }

  protected list(elements: readonly Element[]): Type {
    if (elements.length === 0) return this.emptyList();
    const items = elements.map(({ aux, value }) => {
      const type = this.value(value);
      return aux === SPREAD ? this.universe.iterated(type) : widen(type);
    });
    const type = this.universe.array(reduced(this.universe, items));
    if (type.kind !== 'instance' || elements.some(({ aux }) => aux === SPREAD)) return type;
    return { ...type, elements: elements.map(({ value }) => this.value(value)) };
  }

  protected emptyList(): Type {
    const type = this.universe.array(NEVER);
    return type.kind === 'instance' ? { ...type, elements: [] } : type;
  }

  /** Members of which nothing is known are members all the same. */
  protected record(elements: readonly Element[]): Type {
    let spread = new Map<string, Member>();
    let own = new Map<string, Member>();
    let key = '';
    for (const { aux, value } of elements) {
      if (aux === KEY) {
        const name = this.value(value);
        if (name.kind !== 'literal') return NONE;
        key = name.text;
      } else if (aux === SPREAD) {
        const type = this.value(value);
        if (type.kind !== 'record') return NONE;
        spread = over(own.size === 0 ? spread : over(spread, own), type.members);
        own = new Map();
      } else {
        if (key === '') return NONE;
        own.set(key, { type: widen(this.value(value)), isOptional: false });
        key = '';
      }
    }
    return { kind: 'record', members: spread.size === 0 ? own : over(spread, own), index: null };
  }

  /** What `as const` makes of an expression: of literals of lists and objects, and of all in them, what they are. */
  protected constantOf(at: number, depth: number): Type {
    const elements = this.elements.get(at);
    if (elements === undefined) return regular(this.value(at));
    const form = this.bodies.file.t.operations.aux.at(this.first + at);
    if (depth > MAX_NESTED || (form !== BUILD_LIST && form !== BUILD_MAP)) return NONE;
    const values = elements.map(({ aux, value }) => ({ aux, type: this.constantOf(value, depth + 1) }));
    return form === BUILD_LIST ? constantList(values) : constantRecord(values);
  }
}

/** The members of an object over those of another: the upper ones stand first, and what may be missing leaves what is below. */
function over(below: ReadonlyMap<string, Member>, above: ReadonlyMap<string, Member>): Map<string, Member> {
  const members = new Map<string, Member>();
  for (const [name, { type, isOptional }] of above) {
    const under = below.get(name);
    if (under === undefined || !isOptional) members.set(name, { type, isOptional });
    else {
      const present = filter(type, (part) => part !== UNDEFINED);
      members.set(name, { type: union([under.type, present]), isOptional: under.isOptional });
    }
  }
  for (const [name, { type, isOptional }] of below) if (!members.has(name)) members.set(name, { type, isOptional });
  return members;
}

/** What a pattern leaves: the elements from a place on, or the members that it does not take. */
export function restOf(type: Type, position: number, isTaken: (name: string) => boolean): Type {
  if (type.kind === 'instance') return type.of.row >= 0 && type.of.name === 'Array' ? type : NONE;
  if (type.kind === 'tuple') return { kind: 'tuple', items: type.items.slice(position), isReadonly: false };
  if (type.kind !== 'record' || type.index !== null) return NONE;
  const left = [...type.members].filter(([name]) => !isTaken(name));
  return { kind: 'record', members: new Map(left), index: null };
}

type Part = { readonly aux: number; readonly type: Type };

function constantList(values: readonly Part[]): Type {
  const items: Parameter[] = [];
  for (const { aux, type } of values) {
    if (type.kind === 'none' || (aux === 1 && type.kind !== 'tuple')) return NONE;
    if (aux === 1 && type.kind === 'tuple') items.push(...type.items);
    else items.push({ name: '', type, isOptional: false, isRest: false });
  }
  return { kind: 'tuple', items, isReadonly: true };
}

function constantRecord(values: readonly Part[]): Type {
  const members = new Map<string, Member>();
  let key: string | null = null;
  for (const { aux, type } of values) {
    if (type.kind === 'none') return NONE;
    if (aux === 2) {
      if (type.kind !== 'literal') return NONE;
      key = type.text;
    } else if (aux === 1) {
      if (type.kind !== 'record') return NONE;
      for (const [name, member] of type.members) members.set(name, { ...member, isReadonly: true });
    } else if (key === null) return NONE;
    else {
      members.set(key, { type, isOptional: false, isReadonly: true });
      key = null;
    }
  }
  return { kind: 'record', members, index: null };
}

/** The text of a string, which has its escapes, as it stands in double quotes. */
export function inQuotes(text: string): string {
  return text.replaceAll(String.raw`\'`, "'").replaceAll(/(?<!\\)"/g, String.raw`\"`);
}
