/**
 * Module names of one unit, resolved by the rules of its language. Every question to the repository goes through the
 * look-up, so that it is traced; answers are kept for the one kernel call only.
 */
import { hashOf } from '#core';
import { fileStem, packageTable, projectConfig } from '#facts';
import { splitPath, type ModuleLookup, type ModuleRules, type ModuleTarget } from '#languages';
import type { Lookup } from '#stage';

type Settings = ReadonlyMap<string, readonly string[]>;

class TracedLookup implements ModuleLookup {
  readonly #lookup: Lookup;
  /** Extensions of the files of a stem: one question for all candidates of a module. */
  readonly #extensions = new Map<string, readonly string[]>();
  #lastStem = '/';
  #lastExtensions: readonly string[] = [];
  readonly #settings = new Map<string, Settings | null>();
  readonly #packages = new Map<string, readonly string[]>();

  constructor(lookup: Lookup) {
    this.#lookup = lookup;
  }

  has(path: string): boolean {
    const last = this.#lastStem;
    // Candidates of one module come one after the other: the same stem with another extension.
    const hasLastStem = path.startsWith(last) && path.lastIndexOf('.') === last.length && !last.endsWith('.d');
    if (hasLastStem && !path.includes('/', last.length)) return this.#lastExtensions.includes(path.slice(last.length));
    const { stem, extension } = splitPath(path);
    let known = this.#extensions.get(stem);
    if (known === undefined) {
      const { lo, hi } = hashOf(stem);
      known = this.#lookup.anywhere(fileStem, lo, hi).map(({ reader, from }) => reader.extension.at(from));
      this.#extensions.set(stem, known);
    }
    this.#lastStem = stem;
    this.#lastExtensions = known;
    return known.includes(extension);
  }

  settings(path: string): Settings | null {
    const known = this.#settings.get(path);
    if (known !== undefined) return known;
    const read = this.#read(path);
    this.#settings.set(path, read);
    return read;
  }

  packages(name: string): readonly string[] {
    let known = this.#packages.get(name);
    if (known === undefined) {
      const cell = hashOf(name);
      known = this.#lookup
        .anywhere(packageTable, cell.lo, cell.hi)
        .flatMap(({ reader, from, to }) => Array.from({ length: to - from }, (_, i) => reader.folder.at(from + i)))
        .toSorted();
      this.#packages.set(name, known);
    }
    return known;
  }

  #read(path: string): Settings | null {
    if (!this.has(path)) return null;
    const rows = this.#lookup.whole(projectConfig, path);
    const settings = new Map<string, string[]>();
    for (let row = 0; rows !== null && row < rows.rows; row++) {
      const key = rows.key.at(row);
      const values = settings.get(key);
      if (values === undefined) settings.set(key, [rows.value.at(row)]);
      else values.push(rows.value.at(row));
    }
    return settings;
  }
}

export class ModuleResolver {
  readonly rules: ModuleRules;
  readonly #lookup: ModuleLookup;
  /** By the path that asks, then by level and module. */
  readonly #resolved = new Map<string, Map<string, ModuleTarget>>();

  constructor(rules: ModuleRules, lookup: Lookup) {
    this.rules = rules;
    this.#lookup = new TracedLookup(lookup);
  }

  resolve(from: string, module: string, level: number): ModuleTarget {
    let known = this.#resolved.get(from);
    if (known === undefined) this.#resolved.set(from, (known = new Map<string, ModuleTarget>()));
    const key = level === 0 ? module : `${level} ${module}`;
    let target = known.get(key);
    if (target === undefined) {
      target = this.rules.resolve(this.#lookup, from, module, level);
      known.set(key, target);
    }
    return target;
  }

  /** The file of a submodule, or null. */
  submodule(path: string, name: string): string | null {
    return this.rules.submodule(this.#lookup, path, name);
  }
}
