/**
 * Makes the entries of Python's standard library from stubs: the modules asked for, and from others what those name.
 * It takes names, signatures and types; no text and no comments.
 */
import type { Node } from 'web-tree-sitter';
import { ENTRY_FLAG } from '../../languages/library/codes.ts';
import type { TableEntry } from './library-bytes.ts';
import { classOfLiteral, TypeWriter, type TypeScope } from './python-types.ts';
import type { Declaration, StubScope } from './stub-module.ts';
import { StubTree, type Home } from './stub-tree.ts';
import { readTypeExpression, type TypeExpression } from './type-expression.ts';

type ClassDeclaration = Declaration & { kind: 'class' };
type FunctionDeclaration = Declaration & { kind: 'function' };
type VariableDeclaration = Declaration & { kind: 'variable' };

const PROPERTIES =
  /^(property|cached_property|functools[.]cached_property|abc[.]abstractproperty|types[.]Dynamic\w+|_?magic_enum_property|_enum_property)$/;
const ACCESSOR = /\.(setter|deleter)$/;
/** How many bases up, or aliases on, something is looked for. */
const BASE_DEPTH = 8;

export class PythonLibrary {
  readonly #tree: StubTree;
  readonly #types: TypeWriter;
  /** Module -> name of a member -> its entries. */
  readonly #modules: Map<string, Map<string, TableEntry[]>> = new Map();
  readonly #waiting: Home[] = [];

  constructor(tree: StubTree) {
    this.#tree = tree;
    this.#types = new TypeWriter(tree, (home) => this.#need(home));
  }

  /** The entries of `modules` and of all that they name. */
  entries(modules: readonly string[]): TableEntry[] {
    for (const module of modules) this.#addModule(module);
    for (let home = this.#waiting.pop(); home !== undefined; home = this.#waiting.pop()) this.#addHome(home);
    return [...this.#modules].map(([name, members]) => ({
      name,
      kind: 'module',
      members: [...members.values()].flat().filter((entry) => entry.kind !== 'alias' || this.#isKnown(entry.type!)),
    }));
  }

  /** False for an alias of what is no entry: a type alias, a type variable. */
  #isKnown(dotted: string, steps: number = BASE_DEPTH): boolean {
    for (let cut = dotted.lastIndexOf('.'); cut > 0; cut = dotted.lastIndexOf('.', cut - 1)) {
      const name = dotted.slice(cut + 1).split('.')[0]!;
      const entries = this.#modules.get(dotted.slice(0, cut))?.get(name);
      if (entries === undefined) continue;
      return entries.some((entry) => entry.kind !== 'alias' || (steps > 0 && this.#isKnown(entry.type!, steps - 1)));
    }
    return false;
  }

  #members(module: string): Map<string, TableEntry[]> {
    const known = this.#modules.get(module);
    if (known !== undefined) return known;
    const members = new Map<string, TableEntry[]>();
    this.#modules.set(module, members);
    return members;
  }

  #addModule(module: string): void {
    if (this.#tree.module(module) === null) throw new Error(`no stub of ${module}`);
    const members = this.#members(module);
    for (const name of this.#tree.publicNames(module)) {
      const home = this.#tree.home(module, name);
      if (home === null) continue;
      if (home.module === module && home.path[0] === name) this.#addHome(home);
      else {
        members.set(name, [{ name, kind: 'alias', type: `${home.module}.${home.path.join('.')}` }]);
        this.#need(home);
      }
    }
  }

  #need(home: Home): void {
    if (!this.#members(home.module).has(home.path[0]!)) this.#waiting.push(home);
  }

  /** Adds the outermost declaration around `home`. */
  #addHome({ module, path }: Home): void {
    const members = this.#members(module);
    const name = path[0]!;
    if (members.has(name)) return;
    members.set(name, []);
    const home = this.#tree.home(module, name)!;
    members.set(name, this.#entriesOf(name, home.declarations, { module, classes: [] }));
  }

  #entriesOf(name: string, declarations: readonly Declaration[], scope: TypeScope): TableEntry[] {
    const first = declarations[0]!;
    if (first.kind === 'class') return [this.#classEntry(name, first, scope)];
    if (first.kind === 'variable') return this.#variableEntries(name, first, scope);
    const functions = declarations.filter((one) => one.kind === 'function');
    const seen = new Set<string>();
    return functions
      .filter(({ decorators }) => !decorators.some((decorator) => ACCESSOR.test(decorator)))
      .map((one) => this.#functionEntry(name, one, scope))
      .filter((entry) => !seen.has(textOf(entry)) && seen.add(textOf(entry)).size > 0);
  }

  #classEntry(name: string, { node, scope: names }: ClassDeclaration, scope: TypeScope): TableEntry {
    const inside: TypeScope = { module: scope.module, classes: [...scope.classes, name] };
    const bases = basesOf(node).flatMap((text) => readTypeExpression(text) ?? []);
    const isEnum = this.#isEnum(inside.module, inside.classes, BASE_DEPTH);
    const isProtocol = bases.some((base) => base.kind === 'name' && /(^|\.)Protocol$/.test(base.name));
    return {
      name,
      kind: 'class',
      flags: (isEnum ? ENTRY_FLAG.enum : 0) | (isProtocol ? ENTRY_FLAG.interface : 0),
      generics: this.#generics(bases, scope).join(', '),
      bases: basesOf(node)
        .map((text) => this.#types.write(text, scope))
        .filter((base) => base !== '' && base !== 'Any' && !/^typing\.(Generic|Protocol)(\[|$)/.test(base))
        .join(', '),
      members: this.#memberEntries(names, inside, isEnum),
    };
  }

  #memberEntries(names: StubScope, scope: TypeScope, isEnum: boolean): TableEntry[] {
    const own = `${scope.module}.${scope.classes.join('.')}`;
    return [...names.declarations].flatMap(([name, declarations]) => {
      const first = declarations[0]!;
      if (isEnum && first.kind === 'variable' && (first.type === '' || first.type === 'int') && first.value !== '') {
        return [{ name, kind: 'variable' as const, type: own }];
      }
      return this.#entriesOf(name, declarations, scope);
    });
  }

  /** Type parameters as `Generic` or `Protocol` list them, else in the order in which the bases name them. */
  #generics(bases: readonly TypeExpression[], scope: TypeScope): string[] {
    const listed = bases.find(
      (base) => base.kind === 'name' && base.items !== null && /(^|\.)(Generic|Protocol)$/.test(base.name),
    );
    return this.#types.variables(listed === undefined ? bases : [listed], scope);
  }

  #isEnum(module: string, classes: readonly string[], depth: number): boolean {
    const first = this.#types.nested(module, classes)?.declarations[0];
    if (first?.kind !== 'class' || depth === 0) return false;
    if (module === 'enum' && classes[0] === 'Enum') return true;
    const scope = { module, classes: classes.slice(0, -1) };
    return basesOf(first.node).some((base) => {
      const home = this.#types.home(base.replace(/\[.*/s, ''), scope);
      return home !== null && this.#isEnum(home.module, home.path, depth - 1);
    });
  }

  #variableEntries(name: string, { type, value }: VariableDeclaration, scope: TypeScope): TableEntry[] {
    if (/^(\w+\.)?(TypeVar|ParamSpec|TypeVarTuple)\(/.test(value)) return [];
    const isConstant = /^(typing\.)?(Final|ClassVar)$/.test(type);
    if (type !== '' && !isConstant && !type.endsWith('TypeAlias')) {
      return [{ name, kind: 'variable', type: this.#types.write(type, scope) }];
    }
    const literal = classOfLiteral(value);
    if (literal !== 'Any') return [{ name, kind: 'variable', type: literal }];
    const home = /^[\w.]+$/.test(value) ? this.#types.home(value, scope) : null;
    if (home === null) return this.#boundMethod(name, value, scope);
    if (home.path.length === 1) this.#need(home);
    return [{ name, kind: 'alias', type: `${home.module}.${home.path.join('.')}` }];
  }

  /** A method of a variable, kept as a function: `choice = _instance.choice`. */
  #boundMethod(name: string, value: string, scope: TypeScope): TableEntry[] {
    const [, owner, method] = /^([\w.]+)\.(\w+)$/.exec(value) ?? [];
    const home = owner === undefined ? null : this.#types.home(owner, scope);
    const first = home?.declarations[0];
    if (first?.kind !== 'variable') return [];
    const found = this.#method(first.type, method!, { module: home!.module, classes: [] }, BASE_DEPTH);
    if (found === null) return [];
    const inside = { module: found.module, classes: found.path.slice(0, -1) };
    return this.#entriesOf(name, found.declarations, inside).map((entry) => ({
      ...entry,
      parameters: entry.parameters?.replace(/^self(, |$)/, '') ?? '',
    }));
  }

  #method(type: string, name: string, scope: TypeScope, depth: number): Home | null {
    const home = this.#types.home(type.replace(/\[.*/s, ''), scope);
    const first = home?.declarations[0];
    if (first?.kind !== 'class' || depth === 0) return null;
    const declarations = first.scope.declarations.get(name);
    if (declarations !== undefined) return { module: home!.module, path: [...home!.path, name], declarations };
    const around = { module: home!.module, classes: home!.path.slice(0, -1) };
    for (const base of basesOf(first.node)) {
      const found = this.#method(base, name, around, depth - 1);
      if (found !== null) return found;
    }
    return null;
  }

  #functionEntry(name: string, { node, decorators }: FunctionDeclaration, scope: TypeScope): TableEntry {
    const has = (decorator: string): boolean => decorators.includes(decorator);
    const flags =
      (decorators.some((decorator) => PROPERTIES.test(decorator)) ? ENTRY_FLAG.property : 0) |
      (has('classmethod') ? ENTRY_FLAG.classmethod : 0) |
      (has('staticmethod') ? ENTRY_FLAG.static : 0) |
      (has('abstractmethod') ? ENTRY_FLAG.abstract : 0) |
      (node.child(0)?.type === 'async' ? ENTRY_FLAG.async : 0);
    return {
      name,
      kind: 'function',
      flags,
      type: this.#types.write(node.childForFieldName('return_type')?.text ?? '', scope),
      parameters: node
        .childForFieldName('parameters')!
        .namedChildren.filter((child) => child.type !== 'comment')
        .map((child) => this.#parameter(child, scope))
        .join(', ')
        // A receiver of its own class says nothing.
        .replace(`self: ${scope.module}.${scope.classes.join('.')}, `, 'self, '),
    };
  }

  #parameter(node: Node, scope: TypeScope): string {
    if (node.type === 'keyword_separator') return '*';
    if (node.type === 'positional_separator') return '/';
    const name = node.childForFieldName('name') ?? (node.type === 'identifier' ? node : node.namedChildren[0]!);
    const type = this.#types.write(node.childForFieldName('type')?.text ?? '', scope, true);
    const hasDefault = node.childForFieldName('value') !== null;
    return `${name.text}${type === '' ? '' : `: ${type}`}${hasDefault ? ' = ...' : ''}`;
  }
}

function textOf({ type, parameters, flags }: TableEntry): string {
  return `${parameters} -> ${type} ${flags}`;
}

function basesOf(node: Node): string[] {
  const list = node.childForFieldName('superclasses');
  return (list?.namedChildren ?? [])
    .filter((child) => child.type !== 'keyword_argument' && child.type !== 'comment')
    .map((child) => child.text);
}
