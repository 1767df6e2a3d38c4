/**
 * The stubs of a folder, read when they are asked for, and what their names stand for across them.
 * It must never read outside of the folder.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Parser } from 'web-tree-sitter';
import { readStub, type Declaration, type StubScope } from './stub-module.ts';

/** A declaration where it stands: dotted names of its module and, when it is nested, of its classes. */
export interface Home {
  readonly module: string;
  readonly path: readonly string[];
  readonly declarations: readonly Declaration[];
}

const IMPORT_STEPS = 12;

/** Names of `typing` that its stub leaves to those who know them. */
const OLD_NAMES: Readonly<Record<string, readonly [module: string, name: string]>> = {
  List: ['builtins', 'list'],
  Dict: ['builtins', 'dict'],
  Set: ['builtins', 'set'],
  FrozenSet: ['builtins', 'frozenset'],
  Type: ['builtins', 'type'],
  Tuple: ['builtins', 'tuple'],
  DefaultDict: ['collections', 'defaultdict'],
  Counter: ['collections', 'Counter'],
  Deque: ['collections', 'deque'],
  ChainMap: ['collections', 'ChainMap'],
  OrderedDict: ['collections', 'OrderedDict'],
};

export class StubTree {
  readonly #parser: Parser;
  readonly #folder: string;
  readonly #modules: Map<string, StubScope | null> = new Map();

  constructor(parser: Parser, folder: string) {
    this.#parser = parser;
    this.#folder = folder;
  }

  module(name: string): StubScope | null {
    let scope = this.#modules.get(name);
    if (scope === undefined) {
      scope = this.#read(name);
      this.#modules.set(name, scope);
    }
    return scope;
  }

  /** What `name` stands for in a module, behind its imports; null when it is nothing, or a module. */
  home(module: string, name: string, steps: number = IMPORT_STEPS): Home | null {
    const scope = this.module(module);
    if (scope === null || steps === 0) return null;
    const declarations = scope.declarations.get(name);
    const first = declarations?.[0];
    const old = module === 'typing' ? OLD_NAMES[name] : undefined;
    if (old !== undefined) return this.home(...old, steps - 1);
    if (first?.kind === 'import') return first.name === '' ? null : this.home(first.module, first.name, steps - 1);
    if (declarations !== undefined) return { module, path: [name], declarations };
    for (const star of scope.stars) {
      if (!this.publicNames(star).includes(name)) continue;
      const home = this.home(star, name, steps - 1);
      if (home !== null) return home;
    }
    return null;
  }

  /** The module that a local name of `module` is bound to, or null. */
  boundModule(module: string, name: string): string | null {
    const first = this.module(module)?.declarations.get(name)?.[0];
    if (first?.kind !== 'import') return null;
    const target = first.name === '' ? first.module : `${first.module}.${first.name}`;
    return this.module(target) === null ? null : target;
  }

  /** The names that a module gives to others: its own without what it only imports, and what its stars give. */
  publicNames(module: string): string[] {
    const scope = this.module(module);
    if (scope === null) return [];
    const own = [...scope.declarations].filter(([name, [first]]) => {
      if (first!.kind !== 'import') return true;
      return first!.isPublic || scope.all.has(name);
    });
    const stars = scope.stars.flatMap((star) => this.publicNames(star).filter((name) => this.#isTaken(star, name)));
    return [...new Set([...own.map(([name]) => name), ...stars])];
  }

  #isTaken(module: string, name: string): boolean {
    const all = this.module(module)!.all;
    return all.size > 0 ? all.has(name) : !name.startsWith('_');
  }

  #read(name: string): StubScope | null {
    const base = join(this.#folder, ...name.split('.'));
    const packagePath = join(base, '__init__.pyi');
    const isPackage = existsSync(packagePath);
    const path = isPackage ? packagePath : `${base}.pyi`;
    if (!existsSync(path)) return null;
    const tree = this.#parser.parse(readFileSync(path, 'utf8'));
    if (tree === null) throw new Error(`${name}: no tree`);
    return readStub(tree.rootNode, name, isPackage);
  }
}
