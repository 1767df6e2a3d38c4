/**
 * What a name of a module is: its own declaration, or, through re-exports, stars and aliases, that of another. A depth-first
 * search over (module, name) that visits each pair once per question, so cycles of re-exports end.
 */
import type { HashCell } from '#core';
import { codeOf, EXPORT_KINDS } from '#facts';
import { memberKey, nameKey } from '#languages';
import type { Rows } from '#stage';
import { starTakes, type Dialect } from './dialect.ts';
import type { ModuleResolver } from './module-resolution.ts';
import {
  BUILTIN,
  EXTERNAL,
  FILE,
  fileTarget,
  hasMembers,
  isInside,
  MISSING,
  namedTarget,
  PREFIX,
  SYMBOL,
  symbolTarget,
  undeclaredTarget,
  type Target,
} from './target.ts';
import type { ExportColumns, UnitTables } from './unit-tables.ts';

const KIND_DECLARATION = codeOf(EXPORT_KINDS, 'declaration');
const KIND_IMPORT = codeOf(EXPORT_KINDS, 'import');
const KIND_MODULE = codeOf(EXPORT_KINDS, 'module');
const KIND_ALIAS = codeOf(EXPORT_KINDS, 'alias');
const KIND_ALL = codeOf(EXPORT_KINDS, 'all');
/** Longest chain of re-exports that is followed. */
const MAX_DEPTH = 64;
/** Longest chain of variables that are names of each other. */
const MAX_ALIASES = 8;

interface ModuleExports {
  readonly target: Target;
  readonly names: Map<string, Target | null>;
  /** Names under search in the current question. */
  readonly open: Set<string>;
  /** Star re-exports; undefined: not read yet. */
  stars: Rows<ExportColumns> | null | undefined;
  /** What '*' takes when the module says so itself; null when it does not; undefined: not read yet. */
  listed: ReadonlySet<string> | null | undefined;
}

export class ExportResolver {
  readonly modules: ModuleResolver;
  readonly tables: UnitTables;
  readonly dialect: Dialect;
  readonly #exports = new Map<string, ModuleExports>();
  readonly #visited: [ModuleExports, string][] = [];
  readonly #cell: HashCell = { lo: 0, hi: 0 };
  #depth = 0;
  #cuts = 0;

  constructor(modules: ModuleResolver, tables: UnitTables, dialect: Dialect) {
    this.modules = modules;
    this.tables = tables;
    this.dialect = dialect;
  }

  /** What `name` of `module` is, seen from the file `from`; the module itself for '' and '*'. Never null. */
  imported(from: string, module: string, level: number, name: string): Target {
    const found = this.modules.resolve(from, module, level);
    const whole = name === '' || name === '*';
    if (found.kind === 'file') {
      const target = this.moduleAt(found.path);
      return whole ? target : (this.named(target.path, name) ?? undeclaredTarget(target, name));
    }
    if (!whole && this.dialect.dottedModules) {
      // A package without a file of its own still has modules.
      const inner = this.modules.resolve(from, module === '' ? name : `${module}.${name}`, level);
      if (inner.kind === 'file') return this.moduleAt(inner.path);
    }
    const kind = found.kind === 'external' ? EXTERNAL : MISSING;
    return namedTarget(kind, whole ? found.name : `${found.name}.${name}`);
  }

  /** The package that `import a.b.c` binds under its first name. */
  topPackage(from: string, module: string): Target {
    const dot = module.indexOf('.');
    const head = dot < 0 ? module : module.slice(0, dot);
    const found = this.modules.resolve(from, head, 0);
    if (found.kind === 'file') return this.moduleAt(found.path);
    if (dot >= 0 && this.modules.resolve(from, module, 0).kind === 'file') return namedTarget(PREFIX, head);
    return namedTarget(EXTERNAL, found.kind === 'external' ? found.name : head);
  }

  /** The module in a file as a target. */
  moduleAt(path: string): Target {
    return this.#moduleOf(path).target;
  }

  /** What the module in `path` has under `name`: what it exports, else a submodule. */
  named(path: string, name: string): Target | null {
    const exported = this.exported(path, name);
    if (exported !== null && (isInside(exported) || exported.kind === EXTERNAL)) return exported;
    return this.#submodule(path, name) ?? exported;
  }

  /** What `name` is when `from m import *` of the file `from` brings it, or null. */
  throughStar(from: string, module: string, level: number, name: string): Target | null {
    const found = this.modules.resolve(from, module, level);
    if (found.kind !== 'file') return null;
    const source = this.#moduleOf(found.path);
    const listed = this.#listOf(source);
    if (listed !== null) return listed.has(name) ? this.named(found.path, name) : null;
    return starTakes(this.dialect, name) ? this.exported(found.path, name) : null;
  }

  /** What a variable that is only another name of something stands for; any other target, and one unknown, as it is. */
  aliased(target: Target): Target {
    let found = target;
    for (let hops = 0; found.alias !== '' && hops < MAX_ALIASES; hops++) {
      const next = this.#dotted(found.path, found.alias);
      if (next === null || next.kind === MISSING || next.kind === PREFIX) break;
      found = next;
    }
    return found;
  }

  /** What `name` below `target` is, without inherited members; null when it is not known. */
  attribute(from: string, target: Target, name: string): Target | null {
    const base = target.alias === '' ? target : this.aliased(target);
    if (base.kind === FILE) return base.declared === 0 ? null : this.named(base.path, name);
    if (base.kind === EXTERNAL || base.kind === BUILTIN) return namedTarget(base.kind, `${base.name}.${name}`);
    if (base.kind === PREFIX) return this.#belowPrefix(from, base, name);
    return base.kind === SYMBOL && hasMembers(base.declared) ? this.#ownMember(base, name) : null;
  }

  /** The names after the first of a dotted path, looked up one below the other. */
  path(from: string, head: Target | null, dotted: string): Target | null {
    let target = head;
    let at = dotted.indexOf('.');
    while (target !== null && at >= 0) {
      const next = dotted.indexOf('.', at + 1);
      target = this.attribute(from, target, dotted.slice(at + 1, next < 0 ? undefined : next));
      at = next;
    }
    return target;
  }

  /** What the module in `path` exports as `name`, submodules apart. */
  exported(path: string, name: string): Target | null {
    const module = this.#moduleOf(path);
    const known = module.names.get(name);
    if (known !== undefined) return known;
    if (module.open.has(name) || this.#depth === MAX_DEPTH) {
      this.#cuts++;
      return null;
    }
    const cuts = this.#cuts;
    module.open.add(name);
    this.#visited.push([module, name]);
    this.#depth++;
    const found = this.#search(module, name);
    this.#depth--;
    // Nothing found inside a cut cycle may be found by another way in: only the outermost answer is final.
    if (found !== null || this.#depth === 0 || cuts === this.#cuts) module.names.set(name, found);
    if (this.#depth === 0) {
      for (const [visited, open] of this.#visited) visited.open.delete(open);
      this.#visited.length = 0;
    }
    return found;
  }

  #search(module: ModuleExports, name: string): Target | null {
    const { pathLo, pathHi, path } = module.target;
    const rows = this.#rowsOf(module, name);
    const explicit = rows === null ? null : this.#explicit(module, rows);
    if (explicit !== null && (isInside(explicit) || explicit.kind === EXTERNAL)) return explicit;
    const stars = (module.stars ??= this.tables.exports(pathLo, pathHi, ...this.#key('*')));
    if (stars === null) return explicit;
    // The last binding of a name holds, so later stars come first.
    for (let row = stars.to - 1; row >= stars.from; row--) {
      const { reader } = stars;
      const found = this.throughStar(path, reader.module.at(row), reader.level.at(row), name);
      if (found !== null) return found;
    }
    return explicit;
  }

  /** The best of several rows of one name: a declaration, else the first that lies in the repository, else the first. */
  #explicit(module: ModuleExports, rows: Rows<ExportColumns>): Target | null {
    const { reader, from, to } = rows;
    for (let row = from; row < to; row++) {
      if (reader.kind.at(row) !== KIND_DECLARATION) continue;
      return exportedSymbol(module, rows, row, '');
    }
    let first: Target | null = null;
    for (let row = from; row < to; row++) {
      const found = this.#follow(module, rows, row);
      if (found === null) continue;
      if (isInside(found)) return found;
      if (first === null || (first.kind === MISSING && found.kind !== MISSING)) first = found;
    }
    return first;
  }

  #follow(module: ModuleExports, rows: Rows<ExportColumns>, row: number): Target | null {
    const { reader } = rows;
    const { path } = module.target;
    const kind = reader.kind.at(row);
    const imported = reader.imported.at(row);
    if (kind === KIND_ALIAS) {
      const isDeclared = reader.declared.at(row) !== 0;
      return isDeclared ? exportedSymbol(module, rows, row, imported) : this.#dotted(path, imported);
    }
    if (kind === KIND_IMPORT || kind === KIND_MODULE) {
      const name = kind === KIND_MODULE ? '' : imported;
      return this.imported(path, reader.module.at(row), reader.level.at(row), name);
    }
    return null;
  }

  /** The names that '*' takes from a module that lists them, or null. */
  #listOf(module: ModuleExports): ReadonlySet<string> | null {
    if (module.listed !== undefined) return module.listed;
    module.listed = null;
    const rows = this.#rowsOf(module, '__all__');
    if (rows === null) return null;
    const { reader } = rows;
    const names = new Set<string>();
    let isListed = false;
    for (let row = rows.from; row < rows.to; row++) {
      if (reader.kind.at(row) !== KIND_ALL) continue;
      isListed = true;
      const name = reader.imported.at(row);
      if (name !== '') names.add(name);
      else for (const other of this.#listBelow(module, reader.module.at(row))) names.add(other);
    }
    if (isListed) module.listed = names;
    return module.listed;
  }

  /** The list that a dotted path names inside another module: a module, whose list it is, or that list itself. */
  #listBelow(module: ModuleExports, dotted: string): Iterable<string> {
    const target = this.#dotted(module.target.path, dotted);
    if (target === null || target.path === '') return [];
    const source = this.#moduleOf(target.path);
    const isList = target.kind === FILE ? target.declared !== 0 : this.#isListOf(source, target);
    return isList ? (this.#listOf(source) ?? []) : [];
  }

  #isListOf(module: ModuleExports, target: Target): boolean {
    const rows = this.#rowsOf(module, '__all__');
    for (let row = rows?.from ?? 0; rows !== null && row < rows.to; row++) {
      const { reader } = rows;
      if (reader.target.lo(row) === target.lo && reader.target.hi(row) === target.hi) return true;
    }
    return false;
  }

  /** What a dotted path means in the module in `path`. */
  #dotted(path: string, dotted: string): Target | null {
    const dot = dotted.indexOf('.');
    return this.path(path, this.named(path, dot < 0 ? dotted : dotted.slice(0, dot)), dotted);
  }

  #belowPrefix(from: string, base: Target, name: string): Target | null {
    const dotted = `${base.name}.${name}`;
    const found = this.modules.resolve(from, dotted, 0);
    return found.kind === 'file' ? this.moduleAt(found.path) : namedTarget(PREFIX, dotted);
  }

  #ownMember(base: Target, name: string): Target | null {
    memberKey(this.#cell, base.lo, base.hi, name);
    const rows = this.tables.members(base.pathLo, base.pathHi, this.#cell.lo, this.#cell.hi);
    if (rows === null) return null;
    const { reader, from } = rows;
    const { target } = reader;
    return symbolTarget(
      base.pathLo,
      base.pathHi,
      target.lo(from),
      target.hi(from),
      1 + reader.kind.at(from),
      reader.flags.at(from),
    );
  }

  #submodule(path: string, name: string): Target | null {
    const found = this.modules.submodule(path, name);
    return found === null ? null : this.moduleAt(found);
  }

  #rowsOf(module: ModuleExports, name: string): Rows<ExportColumns> | null {
    return this.tables.exports(module.target.pathLo, module.target.pathHi, ...this.#key(name));
  }

  #key(name: string): [number, number] {
    nameKey(this.#cell, name);
    return [this.#cell.lo, this.#cell.hi];
  }

  #moduleOf(path: string): ModuleExports {
    let module = this.#exports.get(path);
    if (module === undefined) {
      module = { target: fileTarget(path), names: new Map(), open: new Set(), stars: undefined, listed: undefined };
      this.#exports.set(path, module);
    }
    return module;
  }
}

/** The declaration that a row exports, with the path of its module. */
function exportedSymbol(module: ModuleExports, rows: Rows<ExportColumns>, row: number, alias: string): Target {
  const { path, pathLo, pathHi } = module.target;
  const { target, declared } = rows.reader;
  return { ...symbolTarget(pathLo, pathHi, target.lo(row), target.hi(row), declared.at(row), 0), path, alias };
}
