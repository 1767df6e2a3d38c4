/**
 * Types as written to types: the part of the universe that needs no symbol. What names stand for, the class above it says.
 */
import {
  ANY,
  BOOLEAN,
  intersection,
  literal,
  NONE,
  NUMBER,
  STRING,
  union,
  UNDEFINED,
  type Member,
  type Parameter,
  type Signature,
  type Type,
  type TypeParameter,
} from './model.ts';
import { once } from './generics.ts';
import {
  readGenerics,
  readType,
  readTypes,
  type GenericNode,
  type ParameterNode,
  type SignatureNode,
  type TypeNode,
} from './syntax.ts';

/** Aliases and bases inside one another are followed so far. */
export const MAX_DEPTH = 24;
/** Work of one file: members looked up and types resolved. Beyond, nothing more is known. */
export const MAX_WORK = 400_000;

/** Type parameters by name, inner ones over outer ones. */
export interface Scope {
  readonly names: ReadonlyMap<string, TypeParameter>;
  readonly self: TypeParameter | null;
}

export const NO_SCOPE: Scope = { names: new Map(), self: null };

export abstract class TypeReader {
  protected depth = 0;
  protected work = 0;

  abstract array(item: Type, isReadonly: boolean): Type;
  abstract member(type: Type, name: string): Type;
  abstract element(type: Type): Type;
  protected abstract named(name: string, items: readonly TypeNode[], scope: Scope): Type;
  protected abstract typeOfName(name: string): Type;
  protected abstract keys(type: Type): Type;

  // ---- types as written ---------------------------------------------------------------------------------------------

  /** The type that a text says, whose names carry their symbols. */
  read(text: string, scope: Scope): Type {
    if (text === '') return NONE;
    const node = readType(text);
    return node === null ? NONE : this.resolve(node, scope);
  }

  readList(text: string, scope: Scope): Type[] {
    return (text === '' ? [] : (readTypes(text) ?? [])).map((node) => this.resolve(node, scope));
  }

  resolve(node: TypeNode, scope: Scope): Type {
    if (this.depth > MAX_DEPTH || this.work > MAX_WORK) return NONE;
    this.depth++;
    this.work++;
    const type = this.#resolve(node, scope);
    this.depth--;
    return type;
  }

  #resolve(node: TypeNode, scope: Scope): Type {
    const to = (one: TypeNode): Type => this.resolve(one, scope);
    switch (node.kind) {
      case 'name':
        return this.named(node.name, node.items, scope);
      case 'literal':
        return literal(node.base, node.text, false);
      case 'array':
        return this.array(to(node.item), node.isReadonly);
      case 'tuple':
        return { kind: 'tuple', items: this.parameters(node.items, scope), isReadonly: node.isReadonly };
      case 'union':
        return union(node.items.map(to));
      case 'intersection':
        return intersection(node.items.map(to));
      case 'function':
        return { kind: 'function', signatures: [this.signature(node.signature, scope)] };
      case 'object':
        return this.#object(node, scope);
      case 'keyof':
        return this.keys(to(node.of));
      case 'typeof':
        return this.typeOfName(node.name);
      case 'indexed':
        return this.#indexed(to(node.of), to(node.key));
      case 'other':
        return NONE;
    }
  }

  /** Type parameters of a text, and the scope that has them. */
  generics(text: string, outer: Scope): { readonly generics: readonly TypeParameter[]; readonly scope: Scope } {
    return this.#generics(text === '' ? [] : (readGenerics(text) ?? []), outer);
  }

  #generics(
    nodes: readonly GenericNode[],
    outer: Scope,
  ): { readonly generics: readonly TypeParameter[]; readonly scope: Scope } {
    if (nodes.length === 0) return { generics: [], scope: outer };
    const generics = nodes.map(({ name }): TypeParameter => ({
      kind: 'parameter',
      name,
      constraint: null,
      fallback: null,
    }));
    const names = new Map(outer.names);
    for (const one of generics) names.set(one.name, one);
    const scope = { ...outer, names };
    for (const [at, { constraint, fallback }] of nodes.entries()) {
      const one = generics[at]!;
      one.constraint = constraint === null ? null : this.resolve(constraint, scope);
      one.fallback = fallback === null ? null : this.resolve(fallback, scope);
    }
    return { generics, scope };
  }

  signature(node: SignatureNode, outer: Scope): Signature {
    const { generics, scope } = this.#generics(node.generics, outer);
    const { returns, predicate } = node;
    return {
      generics,
      parameters: this.parameters(node.parameters, scope),
      returns: once(() => this.returned(returns, predicate, scope)),
      predicate,
      target: predicate === '' ? undefined : once(() => this.returned(returns, '', scope)),
      isConstructor: node.isConstructor,
    };
  }

  protected returned(node: TypeNode | null, predicate: string, scope: Scope): Type {
    if (predicate !== '') return BOOLEAN;
    return node === null ? NONE : this.resolve(node, scope);
  }

  protected predicated(
    node: TypeNode | null,
    predicate: string,
    scope: Scope,
  ): Pick<Signature, 'returns' | 'predicate' | 'target'> {
    return {
      returns: once(() => this.returned(node, predicate, scope)),
      predicate,
      target: predicate === '' ? undefined : once(() => this.returned(node, '', scope)),
    };
  }

  protected parameters(nodes: readonly ParameterNode[], scope: Scope): Parameter[] {
    return nodes.map(({ name, type, isOptional, isRest }) => ({
      name,
      type: type === null ? NONE : this.resolve(type, scope),
      isOptional,
      isRest,
    }));
  }

  #object(node: TypeNode & { kind: 'object' }, scope: Scope): Type {
    const signatures = node.signatures.map((one) => this.signature(one, scope));
    if (signatures.length > 0) return { kind: 'function', signatures };
    const members = new Map<string, Member>();
    for (const one of node.members) {
      const type = one.type === null ? ANY : this.resolve(one.type, scope);
      const { isOptional, isReadonly } = one;
      members.set(one.name, { type: isOptional ? optional(type) : type, isOptional, isReadonly });
    }
    const index = node.index[0] === undefined ? null : this.resolve(node.index[0].value, scope);
    return { kind: 'record', members, index, indexName: node.index[0]?.name };
  }

  #indexed(type: Type, key: Type): Type {
    if (key.kind === 'literal') return this.member(type, key.text);
    if (key.kind === 'union') return union(key.items.map((one) => this.#indexed(type, one)));
    if (key.kind === 'parameter') {
      return { kind: 'deferred', parameter: key, make: (bound) => this.#indexed(type, bound) };
    }
    return key === NUMBER ? this.element(type) : NONE;
  }

  // ---- derived types ----------------------------------------------------------------------------------------------------

  /** What `await` gives. */
  awaited(type: Type): Type {
    if (type.kind === 'union') {
      const items = type.items.map((item) => this.awaited(item));
      return items.every((item, at) => item === type.items[at]) ? type : union(items);
    }
    if (type.kind !== 'instance' || type.of.row < 0) return type;
    const isPromise = type.of.name === 'Promise' || type.of.name === 'PromiseLike';
    return isPromise ? this.awaited(type.items[0] ?? NONE) : type;
  }

  /** What `for (const x of value)` gives. */
  iterated(type: Type): Type {
    if (type.kind === 'tuple') return union(type.items.map((item) => item.type));
    if (type.kind === 'union') return union(type.items.map((item) => this.iterated(item)));
    if (type === STRING || (type.kind === 'literal' && type.base === 'string')) return STRING;
    if (type.kind !== 'instance') return NONE;
    const made = this.member(type, '[Symbol.iterator]');
    const result = made.kind === 'function' ? (made.signatures[0]?.returns() ?? NONE) : NONE;
    return result.kind === 'instance' ? (result.items[0] ?? NONE) : NONE;
  }

  asyncIterated(type: Type): Type {
    const made = this.member(type, '[Symbol.asyncIterator]');
    const result = made.kind === 'function' ? (made.signatures[0]?.returns() ?? NONE) : NONE;
    return result.kind === 'instance' ? (result.items[0] ?? NONE) : this.awaited(this.iterated(type));
  }
}

export function optional(type: Type): Type {
  return type.kind === 'none' ? NONE : union([type, UNDEFINED]);
}
