/** What one file's module specifiers lead to: a file and the name to take from it, or a name outside. */
import type { HashCell } from '#core';
import { pathHash } from '#facts';
import { type ModuleTarget } from '#languages';
import type { Fuel } from '#stage';
import type { Dialect } from './dialect.ts';
import type { ModuleResolver } from './module-resolution.ts';
import { EXTERNAL, FILE, MISSING } from './target.ts';

/** A row of `import_module` or `reexport`. */
export interface ModuleLink {
  /** A code of `TARGET_KINDS`: missing, external or file. */
  readonly kind: number;
  readonly pathLo: number;
  readonly pathHi: number;
  readonly file: string;
  readonly name: string;
  readonly imported: string;
}

const NO_FUEL: ModuleTarget = { kind: 'missing', name: '' };

export class SpecifierResolver {
  readonly #path: string;
  readonly #modules: ModuleResolver;
  readonly #dialect: Dialect;
  readonly #fuel: Fuel;
  readonly #cell: HashCell = { lo: 0, hi: 0 };

  constructor(path: string, modules: ModuleResolver, dialect: Dialect, fuel: Fuel) {
    this.#path = path;
    this.#modules = modules;
    this.#dialect = dialect;
    this.#fuel = fuel;
  }

  /** Where the name `name` of a module leads; '' and '*' mean the module. */
  link(module: string, level: number, name: string): ModuleLink {
    const found = this.#resolve(module, level);
    const imported = name === '*' ? '' : name;
    if (found.kind === 'file') return this.#toFile(found.path, imported);
    if (imported !== '' && this.#dialect.dottedModules) {
      // A package without a file of its own still has modules.
      const inner = this.#resolve(module === '' ? imported : `${module}.${imported}`, level);
      if (inner.kind === 'file') return this.#toFile(inner.path, '');
    }
    const kind = found.kind === 'external' ? EXTERNAL : MISSING;
    return { kind, pathLo: 0, pathHi: 0, file: '', name: found.name, imported };
  }

  /** The module `name` inside the package that a specifier names, or null. */
  inner(module: string, level: number, name: string): ModuleLink | null {
    const found = this.#resolve(module, level);
    const path = found.kind === 'file' ? this.#modules.submodule(found.path, name) : null;
    if (path !== null) return this.#toFile(path, '');
    const link = this.link(module, level, name);
    return link.kind === FILE && link.imported === '' ? link : null;
  }

  #resolve(module: string, level: number): ModuleTarget {
    return this.#fuel.burn(1) ? this.#modules.resolve(this.#path, module, level) : NO_FUEL;
  }

  #toFile(file: string, imported: string): ModuleLink {
    pathHash(this.#cell, file);
    return { kind: FILE, pathLo: this.#cell.lo, pathHi: this.#cell.hi, file, name: '', imported };
  }
}
