/**
 * What a name of a module is: its own declaration, or, through re-exports, stars and aliases, that of another. A depth-first
 * search over (module, name) that visits each pair once per question, so cycles of re-exports end.
 */
import type { HashCell } from '#core';
import { codeOf, EXPORT_KINDS, memberKey, nameKey } from '#facts';
import type { Rows } from '#stage';
import type { Dialect } from './dialect.ts';
import type { GlobalScope } from './global-scope.ts';
import { isReexport } from './module-links.ts';
import { ANY, isOfSpace, type NameSpace } from './name-space.ts';
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
import type { ExportColumns, ReexportColumns, UnitTables } from './unit-tables.ts';

const KIND_DECLARATION = codeOf(EXPORT_KINDS, 'declaration');
const KIND_ALIAS = codeOf(EXPORT_KINDS, 'alias');
/** Longest chain of re-exports that is followed. */
const MAX_DEPTH = 64;
/** Longest chain of variables that are names of each other. */
const MAX_ALIASES = 8;

interface ModuleExports {
  readonly target: Target;
  readonly names: Map<string, Target | null>;
  /** Names under search in the current question. */
  readonly open: Set<string>;
}

export class ExportResolver {
  readonly modules: ModuleResolver;
  readonly tables: UnitTables;
  readonly dialect: Dialect;
  readonly globals: GlobalScope;
  readonly #exports = new Map<string, ModuleExports>();
  readonly #visited: [ModuleExports, string][] = [];
  readonly #cell: HashCell = { lo: 0, hi: 0 };
  #depth = 0;
  #cuts = 0;

  constructor(modules: ModuleResolver, tables: UnitTables, dialect: Dialect, globals: GlobalScope) {
    this.modules = modules;
    this.tables = tables;
    this.dialect = dialect;
    this.globals = globals;
  }

  /** What an import or a re-export means by where it leads. Never null. */
  linked(kind: number, file: string, name: string, imported: string, space: NameSpace = ANY): Target {
    if (kind !== FILE) return namedTarget(kind, imported === '' ? name : `${name}.${imported}`);
    const target = this.moduleAt(file);
    if (imported === '') return target;
    return (
      this.named(file, imported, space) ?? this.#outsideStar(target, imported) ?? undeclaredTarget(target, imported)
    );
  }

  /** The package that `import a.b.c` binds under its first name. `isFile`: the whole name is that of a file. */
  topPackage(from: string, module: string, isFile: boolean): Target {
    const dot = module.indexOf('.');
    const head = dot < 0 ? module : module.slice(0, dot);
    const found = this.modules.resolve(from, head, 0);
    if (found.kind === 'file') return this.moduleAt(found.path);
    return isFile ? namedTarget(PREFIX, head) : namedTarget(EXTERNAL, head);
  }

  /** What stands for a module as a whole when it is called or inherited from; any other target as it is. */
  whole(target: Target): Target {
    if (target.kind !== FILE || target.declared === 0 || this.dialect.wholeExport === '') return target;
    return this.exported(target.path, this.dialect.wholeExport) ?? target;
  }

  /** The module in a file as a target. */
  moduleAt(path: string): Target {
    return this.#moduleOf(path).target;
  }

  /** What the module in `path` has under `name`: what it exports, else a submodule. */
  named(path: string, name: string, space: NameSpace = ANY): Target | null {
    const exported = this.exported(path, name, space);
    if (exported !== null && (isInside(exported) || exported.kind === EXTERNAL)) return exported;
    return this.#submodule(path, name) ?? exported;
  }

  /** What a free name of the own file is when one of its star imports brings it, or null. */
  throughStar(name: string): Target | null {
    if (!this.dialect.starBinds || this.tables.own.stars.rows === 0) return null;
    const { pathLo, pathHi } = this.tables.own;
    nameKey(this.#cell, name);
    return this.#starred(pathLo, pathHi, this.#cell.lo, this.#cell.hi, name, ANY);
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
  attribute(from: string, target: Target, name: string, isType = false): Target | null {
    const base = target.alias === '' ? target : this.aliased(target);
    if (base.kind === FILE) return base.declared === 0 ? null : this.named(base.path, name);
    if (base.kind === EXTERNAL || base.kind === BUILTIN) return namedTarget(base.kind, `${base.name}.${name}`);
    if (base.kind === PREFIX) return this.#belowPrefix(from, base, name);
    if (base.global !== '') return this.globals.member(base.global, name, isType) ?? this.#ownMember(base, name);
    return base.kind === SYMBOL && hasMembers(base.declared) ? this.#ownMember(base, name) : null;
  }

  /** The names after the first of a dotted path, looked up one below the other. */
  path(from: string, head: Target | null, dotted: string, isType = false): Target | null {
    let target = head;
    let at = dotted.indexOf('.');
    while (target !== null && at >= 0) {
      const next = dotted.indexOf('.', at + 1);
      target = this.attribute(from, target, dotted.slice(at + 1, next < 0 ? undefined : next), isType);
      at = next;
    }
    return target;
  }

  /** What the module in `path` exports as `name`, submodules apart: of several declarations one of the space, if any is. */
  exported(path: string, name: string, space: NameSpace = ANY): Target | null {
    const module = this.#moduleOf(path);
    const key = space + name;
    const known = module.names.get(key);
    if (known !== undefined) return known;
    if (module.open.has(key) || this.#depth === MAX_DEPTH) {
      this.#cuts++;
      return null;
    }
    const cuts = this.#cuts;
    module.open.add(key);
    this.#visited.push([module, key]);
    this.#depth++;
    const found = this.#search(module, name, space);
    this.#depth--;
    // Nothing found inside a cut cycle may be found by another way in: only the outermost answer is final.
    if (found !== null || this.#depth === 0 || cuts === this.#cuts) module.names.set(key, found);
    if (this.#depth === 0) {
      for (const [visited, open] of this.#visited) visited.open.delete(open);
      this.#visited.length = 0;
    }
    return found;
  }

  #search(module: ModuleExports, name: string, space: NameSpace): Target | null {
    const { pathLo, pathHi } = module.target;
    nameKey(this.#cell, name);
    const { lo, hi } = this.#cell;
    const rows = this.tables.exports(pathLo, pathHi, lo, hi);
    const explicit = rows === null ? null : this.#explicit(module, rows, lo, hi, space);
    if (explicit !== null && (isInside(explicit) || explicit.kind === EXTERNAL)) return explicit;
    return this.#starred(pathLo, pathHi, lo, hi, name, space) ?? explicit ?? this.#ofWhole(module, name);
  }

  #starred(pathLo: number, pathHi: number, lo: number, hi: number, name: string, space: NameSpace): Target | null {
    const rows = this.tables.stars(pathLo, pathHi, lo, hi);
    return rows === null || name === '*' ? null : this.named(rows.reader.file.at(rows.from), name, space);
  }

  /** A name of the value that a module exports as itself. To its importers that value is its default export too. */
  #ofWhole(module: ModuleExports, name: string): Target | null {
    const { wholeExport } = this.dialect;
    if (wholeExport === '' || name === wholeExport) return null;
    const { path } = module.target;
    const value = this.exported(path, wholeExport);
    return value === null || name === 'default' ? value : this.attribute(path, value, name);
  }

  /** A name that a module must have through the one star of it that leads outside; null when there is not exactly one. */
  #outsideStar(module: Target, name: string): Target | null {
    nameKey(this.#cell, '*');
    const rows = this.tables.stars(module.pathLo, module.pathHi, this.#cell.lo, this.#cell.hi);
    if (rows === null || rows.to - rows.from !== 1) return null;
    return namedTarget(EXTERNAL, `${rows.reader.outside.at(rows.from)}.${name}`);
  }

  /** The best of several rows of one name: a declaration, else the first that lies in the repository, else the first. */
  #explicit(module: ModuleExports, rows: Rows<ExportColumns>, lo: number, hi: number, space: NameSpace): Target | null {
    const { reader, from, to } = rows;
    let declared = -1;
    for (let row = to - 1; row >= from; row--) {
      if (reader.kind.at(row) !== KIND_DECLARATION) continue;
      if (declared < 0 || isOfSpace(reader.declared.at(row), space) || !isOfSpace(reader.declared.at(declared), space))
        declared = row;
    }
    if (declared >= 0) return exportedSymbol(module, rows, declared, '');
    let first: Target | null = null;
    let links: Rows<ReexportColumns> | null = null;
    let link = 0;
    for (let row = from; row < to; row++) {
      let found: Target | null = null;
      if (reader.kind.at(row) === KIND_ALIAS) found = this.#alias(module, rows, row);
      else if (isReexport(reader.kind.at(row))) {
        links ??= this.tables.reexports(module.target.pathLo, module.target.pathHi, lo, hi);
        if (links !== null) found = this.#follow(links, links.from + link++, space);
      }
      if (found === null) continue;
      if (isInside(found)) return found;
      if (first === null || (first.kind === MISSING && found.kind !== MISSING)) first = found;
    }
    return first;
  }

  #follow(links: Rows<ReexportColumns>, row: number, space: NameSpace): Target {
    const { kind, file, name, imported } = links.reader;
    return this.linked(kind.at(row), file.at(row), name.at(row), imported.at(row), space);
  }

  #alias(module: ModuleExports, rows: Rows<ExportColumns>, row: number): Target | null {
    const dotted = rows.reader.imported.at(row);
    const isDeclared = rows.reader.declared.at(row) !== 0;
    return isDeclared ? exportedSymbol(module, rows, row, dotted) : this.#dotted(module.target.path, dotted);
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

  #moduleOf(path: string): ModuleExports {
    let module = this.#exports.get(path);
    if (module === undefined) {
      module = { target: fileTarget(path), names: new Map(), open: new Set() };
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
