/** Classes, interfaces and aliases by their symbols: type parameters, what they extend, and the scope of their members. */
import { codeOf, DECLARATION_KINDS } from '#facts';
import { bind, once } from './generics.ts';
import { LibraryTypes } from './library.ts';
import { substitute, type Sym, type Type, type TypeParameter } from './model.ts';
import { MAX_DEPTH, type Scope } from './reader.ts';

const CLASS = codeOf(DECLARATION_KINDS, 'class');
const INTERFACE = codeOf(DECLARATION_KINDS, 'interface');
const NAMESPACE = codeOf(DECLARATION_KINDS, 'namespace');

export interface ClassFacts {
  readonly of: Sym;
  readonly kind: number;
  readonly generics: readonly TypeParameter[];
  readonly scope: Scope;
  readonly bases: () => readonly Type[];
  readonly members: Map<string, Type>;
}

export abstract class ClassTypes extends LibraryTypes {
  readonly #classes = new Map<string, ClassFacts>();

  protected facts(of: Sym): ClassFacts | null {
    let facts = this.#classes.get(of.key);
    if (facts === undefined) {
      const made = of.row >= 0 ? this.#libraryFacts(of) : this.#declaredFacts(of);
      if (made === null) return null;
      this.#classes.set(of.key, (facts = made));
    }
    return facts;
  }

  #declaredFacts(of: Sym): ClassFacts | null {
    const rows = this.world.declared(of).filter((row) => row.kind !== NAMESPACE);
    const first = rows[0];
    if (first === undefined) return null;
    const self: TypeParameter = { kind: 'parameter', name: 'this', constraint: null, fallback: null };
    const typed = rows.find((row) => row.generics !== '');
    const { generics, scope } = this.generics(typed?.generics ?? '', { names: new Map(), self });
    const bases = rows.map((row) => row.bases).filter((text) => text !== '');
    self.constraint = { kind: 'instance', of, items: generics };
    const facts: ClassFacts = {
      of,
      kind: first.kind,
      generics,
      scope,
      bases: once(() => bases.flatMap((text) => this.readList(text, scope))),
      members: new Map(),
    };
    return facts;
  }

  #libraryFacts(of: Sym): ClassFacts {
    const self: TypeParameter = { kind: 'parameter', name: 'this', constraint: null, fallback: null };
    const { generics, scope } = this.generics(this.library.generics(of.row), { names: new Map(), self });
    return {
      of,
      kind: INTERFACE,
      generics,
      scope,
      bases: once(() => this.readList(libraryBases(this.library.bases(of.row)), scope)),
      members: new Map(),
    };
  }

  classScope(of: Sym): { readonly generics: readonly TypeParameter[]; readonly scope: Scope } | null {
    return this.facts(of);
  }

  /** What a class or interface extends, with its type arguments put in. */
  bases(type: Type & { kind: 'instance' }): readonly Type[] {
    const facts = this.facts(type.of);
    if (facts === null) return [];
    const bound = bind(facts.generics, type.items);
    return facts.bases().map((base) => substitute(base, bound));
  }

  basesOf(of: Sym): readonly Type[] {
    return this.facts(of)?.bases() ?? [];
  }

  /** True for an instance of a class or an interface that is known with all that is above it. */
  isDeclared(type: Type & { kind: 'instance' }, depth = 0): boolean {
    const kind = type.of.row >= 0 ? null : this.facts(type.of)?.kind;
    if (depth > MAX_DEPTH || (kind !== null && kind !== CLASS && kind !== INTERFACE)) return false;
    if (kind === null && this.library.kind(type.of.row) !== 'class') return false;
    return this.bases(type).every((base) => base.kind === 'instance' && this.isDeclared(base, depth + 1));
  }

  /** True for a class, whose private members make it unlike any other. */
  isClass(of: Sym): boolean {
    return this.facts(of)?.kind === CLASS;
  }
}

/** The abstract class of iterators stands beside an interface of its name, which is above it. */
function libraryBases(text: string): string {
  return text.startsWith('globalThis.') ? '' : text;
}
