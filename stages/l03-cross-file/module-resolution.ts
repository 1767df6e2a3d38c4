/**
 * Module names of one unit, resolved by the rules of its language. Every question to the repository goes through the
 * look-up, so that it is traced; what is kept here for longer than a kernel call is made from one answer alone.
 */
import { hashText, type HashCell } from '#core';
import type { TableReader } from '#columns';
import { fileStem, packageTable, projectConfig } from '#facts';
import { splitPath, type ModuleLookup, type ModuleRules, type ModuleTarget } from '#languages';
import type { Lookup } from '#stage';

type Settings = ReadonlyMap<string, readonly string[]>;

/** By the answer that they are read from: the extensions of a stem, the folders of a package, the settings of a file. */
const extensionsOf = new WeakMap<object, readonly string[]>();
const foldersOf = new WeakMap<object, readonly string[]>();
const settingsOf = new WeakMap<object, Settings>();
const NO_SETTINGS: Settings = new Map();

/** The look-up as module rules see it. */
export class TracedLookup implements ModuleLookup {
  readonly #lookup: Lookup;
  readonly #cell: HashCell = { lo: 0, hi: 0 };

  constructor(lookup: Lookup) {
    this.#lookup = lookup;
  }

  has(path: string): boolean {
    const { stem, extension } = splitPath(path);
    return this.extensions(stem).includes(extension);
  }

  extensions(stem: string): readonly string[] {
    hashText(this.#cell, stem);
    const answer = this.#lookup.anywhere(fileStem, this.#cell.lo, this.#cell.hi);
    let known = extensionsOf.get(answer);
    if (known === undefined) {
      known = answer.map(({ reader, from }) => reader.extension.at(from));
      extensionsOf.set(answer, known);
    }
    return known;
  }

  settings(path: string): Settings | null {
    if (!this.has(path)) return null;
    const rows = this.#lookup.whole(projectConfig, path);
    if (rows === null) return NO_SETTINGS;
    let settings = settingsOf.get(rows);
    if (settings === undefined) {
      settings = readSettings(rows);
      settingsOf.set(rows, settings);
    }
    return settings;
  }

  packages(name: string): readonly string[] {
    hashText(this.#cell, name);
    const answer = this.#lookup.anywhere(packageTable, this.#cell.lo, this.#cell.hi);
    let known = foldersOf.get(answer);
    if (known === undefined) {
      known = answer
        .flatMap(({ reader, from, to }) => Array.from({ length: to - from }, (_, i) => reader.folder.at(from + i)))
        .toSorted();
      foldersOf.set(answer, known);
    }
    return known;
  }

  remember<T>(key: string, compute: () => T): T {
    return this.#lookup.remember(key, compute);
  }
}

function readSettings(rows: TableReader<typeof projectConfig.columns>): Settings {
  const settings = new Map<string, string[]>();
  for (let row = 0; row < rows.rows; row++) {
    const key = rows.key.at(row);
    const values = settings.get(key);
    if (values === undefined) settings.set(key, [rows.value.at(row)]);
    else values.push(rows.value.at(row));
  }
  return settings;
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
