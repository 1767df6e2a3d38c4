/**
 * Writes a type of a stub so that it can be read without the stub: every class under the dotted name of its home, aliases
 * replaced, special forms in one spelling. What cannot be said is `Any`.
 */
import type { Home, StubTree } from './stub-tree.ts';
import { readTypeExpression, type TypeExpression } from './type-expression.ts';

/** Aliases within aliases are replaced so far: recursive ones end as `Any`. */
const ALIAS_DEPTH = 6;

/** Where a type is written: the module, and the classes around, outer first. */
export interface TypeScope {
  readonly module: string;
  readonly classes: readonly string[];
}

const TYPING = new Set(['typing', 'typing_extensions', '_typeshed']);
/** Special forms that are what their first argument is. */
const TRANSPARENT = new Set(['Annotated', 'ClassVar', 'Final', 'Required', 'NotRequired', 'ReadOnly', 'InitVar']);
const PLAIN: Readonly<Record<string, string>> = {
  Any: 'Any',
  Self: 'Self',
  LiteralString: 'builtins.str',
  Never: 'Never',
  NoReturn: 'Never',
  TypeAlias: 'Any',
  Callable: 'typing.Callable',
  TypeGuard: 'builtins.bool',
  TypeIs: 'builtins.bool',
  Unpack: 'Any',
  Concatenate: 'Any',
  Generic: 'typing.Generic',
  Protocol: 'typing.Protocol',
};
const TYPE_VARIABLE = /^(TypeVar|ParamSpec|TypeVarTuple)\(/;
const ANY: TypeExpression = { kind: 'name', name: 'Any', items: null };

type Substitution = ReadonlyMap<string, string>;

export class TypeWriter {
  readonly #tree: StubTree;
  /** Called with the home of every class that a type names. */
  readonly #onClass: (home: Home) => void;
  #keepsLiterals = false;

  constructor(tree: StubTree, onClass: (home: Home) => void) {
    this.#tree = tree;
    this.#onClass = onClass;
  }

  /** The type that `text` says, '' for no text. Literals are their classes unless `keepsLiterals`. */
  write(text: string, scope: TypeScope, keepsLiterals = false): string {
    if (text.trim() === '') return '';
    this.#keepsLiterals = keepsLiterals;
    return this.#write(readTypeExpression(text) ?? ANY, scope, new Map(), 0);
  }

  #write(type: TypeExpression, scope: TypeScope, bound: Substitution, depth: number): string {
    const each = (items: readonly TypeExpression[]): string[] =>
      items.map((item) => this.#write(item, scope, bound, depth));
    if (type.kind === 'union') return unionOf(each(type.items));
    if (type.kind === 'list') return `[${each(type.items).join(', ')}]`;
    if (type.kind === 'literal') return this.#literal(type.text, scope, bound, depth);
    if (type.name === 'None') return 'None';
    const substitute = bound.get(type.name);
    if (substitute !== undefined) return substitute;
    const home = this.home(type.name, scope);
    if (home === null) return PLAIN[type.name] ?? 'Any';
    const name = home.path.join('.');
    if (TYPING.has(home.module)) {
      const special = this.#special(name, type, scope, bound, depth);
      if (special !== null) return special;
    }
    return this.#named(home, type.items === null ? null : each(type.items), depth);
  }

  #literal(text: string, scope: TypeScope, bound: Substitution, depth: number): string {
    if (text === '...') return text;
    const inner = readTypeExpression(text.slice(1, -1));
    return inner === null ? 'Any' : this.#write(inner, scope, bound, depth);
  }

  #special(
    name: string,
    { items }: TypeExpression & { kind: 'name' },
    scope: TypeScope,
    bound: Substitution,
    depth: number,
  ): string | null {
    const first = items?.[0];
    if (name === 'Literal') return this.#keepsLiterals ? literals(items ?? []) : literalOf(items ?? []);
    if (name === 'Union') return unionOf((items ?? []).map((item) => this.#write(item, scope, bound, depth)));
    if (name === 'Optional') {
      return unionOf([first === undefined ? 'Any' : this.#write(first, scope, bound, depth), 'None']);
    }
    if (TRANSPARENT.has(name)) return first === undefined ? 'Any' : this.#write(first, scope, bound, depth);
    const plain = PLAIN[name];
    if (plain === undefined) return null;
    if (items === null || !plain.includes('.') || plain === 'builtins.bool') return plain;
    return `${plain}[${items.map((item) => this.#write(item, scope, bound, depth)).join(', ')}]`;
  }

  #named(home: Home, items: readonly string[] | null, depth: number): string {
    const [first] = home.declarations;
    const suffix = items === null || items.length === 0 ? '' : `[${items.join(', ')}]`;
    if (first?.kind === 'class') {
      this.#onClass(home);
      return `${home.module}.${home.path.join('.')}${suffix}`;
    }
    if (first?.kind !== 'variable') return 'Any';
    if (TYPE_VARIABLE.test(withoutModule(first.value))) return home.path.at(-1)!;
    const isNew = /^NewType\([^,]*,\s*(.*)\)$/.exec(withoutModule(first.value));
    const aliased = readTypeExpression(isNew?.[1] ?? first.value);
    if (aliased === null || depth === ALIAS_DEPTH) return 'Any';
    const scope = { module: home.module, classes: home.path.slice(0, -1) };
    if (aliased.kind === 'name' && aliased.items === null) {
      const target = this.home(aliased.name, scope);
      const isSpecial = target !== null && TYPING.has(target.module) && Object.hasOwn(PLAIN, target.path[0]!);
      if (target?.declarations[0]!.kind === 'class' && !isSpecial) return this.#named(target, items, depth + 1);
    }
    return this.#write(aliased, scope, this.#bind(aliased, scope, items ?? []), depth + 1);
  }

  /** The type variables of an alias in their order, each with its argument, `Any` when there is none. */
  #bind(aliased: TypeExpression, scope: TypeScope, items: readonly string[]): Substitution {
    const variables = this.variables([aliased], scope);
    return new Map(variables.map((name, at) => [name, items[at] ?? 'Any']));
  }

  /** The names of the type variables in types, in the order in which they come. */
  variables(types: readonly TypeExpression[], scope: TypeScope): string[] {
    const found = new Set<string>();
    const visit = (type: TypeExpression): void => {
      if (type.kind === 'name' && this.#isVariable(type.name, scope)) found.add(type.name);
      if (type.kind !== 'literal') for (const item of type.items ?? []) visit(item);
    };
    for (const type of types) visit(type);
    return [...found];
  }

  #isVariable(name: string, scope: TypeScope): boolean {
    const first = this.home(name, scope)?.declarations[0];
    return first?.kind === 'variable' && TYPE_VARIABLE.test(withoutModule(first.value));
  }

  /** What a dotted name stands for where it is written: classes around, the module, builtins. */
  home(dotted: string, scope: TypeScope): Home | null {
    const [head, ...rest] = dotted.split('.');
    for (let depth = scope.classes.length; depth > 0; depth--) {
      const around = this.nested(scope.module, scope.classes.slice(0, depth));
      const home = around === null ? null : this.#below(around, [head!, ...rest]);
      if (home !== null) return home;
    }
    const module = this.#tree.boundModule(scope.module, head!);
    if (module !== null && rest.length > 0) return this.#inModule(module, rest);
    const home = this.#tree.home(scope.module, head!) ?? this.#tree.home('builtins', head!);
    return home === null ? null : this.#below(home, rest);
  }

  nested(module: string, path: readonly string[]): Home | null {
    const home = this.#tree.home(module, path[0]!);
    return home === null ? null : this.#below(home, path.slice(1));
  }

  #inModule(module: string, path: readonly string[]): Home | null {
    const below = `${module}.${path[0]!}`;
    if (path.length > 1 && this.#tree.module(below) !== null) return this.#inModule(below, path.slice(1));
    return this.nested(module, path);
  }

  #below(home: Home, path: readonly string[]): Home | null {
    let at: Home = home;
    for (const name of path) {
      const [first] = at.declarations;
      const declarations = first?.kind === 'class' ? first.scope.declarations.get(name) : undefined;
      if (declarations === undefined) return null;
      at = { module: at.module, path: [...at.path, name], declarations };
    }
    return at;
  }
}

function withoutModule(value: string): string {
  return value.replace(/^\w+\.(?=(TypeVar|ParamSpec|TypeVarTuple|NewType)\()/, '');
}

function unionOf(items: readonly string[]): string {
  return [...new Set(items.flatMap(partsOf))].join(' | ');
}

/** The members of a union at its outermost level. */
function partsOf(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '[') depth++;
    else if (text[at] === ']') depth--;
    else if (depth === 0 && text.startsWith(' | ', at)) {
      parts.push(text.slice(start, at));
      start = at + 3;
    }
  }
  return [...parts, text.slice(start)];
}

function literals(items: readonly TypeExpression[]): string {
  if (items.some((item) => item.kind === 'name' && item.name.includes('.'))) return 'Any';
  const texts = items.map((item) => (item.kind === 'literal' ? item.text : item.kind === 'name' ? item.name : 'None'));
  return `typing.Literal[${texts.join(', ')}]`;
}

/** Literal types as the classes of their values. */
function literalOf(items: readonly TypeExpression[]): string {
  return unionOf(items.map((item) => (item.kind === 'literal' ? classOfLiteral(item.text) : classOfName(item))));
}

/** The class of the value that a literal writes, `Any` when it is none. */
export function classOfLiteral(text: string): string {
  if (/^[bB]["']/.test(text)) return 'builtins.bytes';
  if (/^["']/.test(text)) return 'builtins.str';
  if (/^-?\d+$|^0x/.test(text)) return 'builtins.int';
  if (text === 'True' || text === 'False') return 'builtins.bool';
  return /^-?\d/.test(text) ? 'builtins.float' : 'Any';
}

function classOfName(item: TypeExpression): string {
  if (item.kind !== 'name') return 'Any';
  return item.name === 'None' ? 'None' : classOfLiteral(item.name);
}
