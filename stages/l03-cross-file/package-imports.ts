/**
 * Imports of languages whose packages are spread over files: the files that each import loads. Names are not resolved, so an
 * import means its first file as a whole.
 */
import type { BuilderOf, ReaderOf, StringTableBuilder } from '#columns';
import { sortByHash } from '#columns';
import { pathHash, type importModule, type importTable, type importTarget, type moduleEdge } from '#facts';
import type { ModuleLookup, PackageRules } from '#languages';
import type { Fuel } from '#stage';
import { writeImportTargets } from './import-targets.ts';
import { EXTERNAL, FILE, fileTarget, namedTarget, type Target } from './target.ts';

/** What the imports of one file load. */
export class PackageImports {
  readonly #imports: ReaderOf<typeof importTable>;
  readonly #rules: PackageRules;
  readonly #lookup: ModuleLookup;
  readonly #path: string;
  readonly #fuel: Fuel;

  constructor(
    path: string,
    imports: ReaderOf<typeof importTable>,
    rules: PackageRules,
    lookup: ModuleLookup,
    fuel: Fuel,
  ) {
    this.#path = path;
    this.#imports = imports;
    this.#rules = rules;
    this.#lookup = lookup;
    this.#fuel = fuel;
  }

  writeModules(out: BuilderOf<typeof importModule>, strings: StringTableBuilder): void {
    const cell = { lo: 0, hi: 0 };
    for (let row = 0; row < this.#imports.rows; row++) {
      const [first] = this.#files(row);
      const at = out.add();
      const { kind, path, file, name, imported } = out.col;
      kind[at] = first === undefined ? EXTERNAL : FILE;
      if (first !== undefined) {
        pathHash(cell, first);
        path[2 * at] = cell.lo;
        path[2 * at + 1] = cell.hi;
      }
      file[at] = strings.intern(first ?? '');
      name[at] = strings.intern(first === undefined ? this.#nameOf(row) : '');
      imported[at] = strings.intern('');
    }
  }

  writeTargets(out: BuilderOf<typeof importTarget>, strings: StringTableBuilder): void {
    const targets = Array.from({ length: this.#imports.rows }, (_, row): Target => {
      const [first] = this.#files(row);
      return first === undefined ? namedTarget(EXTERNAL, this.#nameOf(row)) : fileTarget(first);
    });
    writeImportTargets(targets, out, strings);
  }

  writeEdges(out: BuilderOf<typeof moduleEdge>): void {
    const files = new Set<string>();
    for (let row = 0; row < this.#imports.rows; row++) for (const path of this.#files(row)) files.add(path);
    files.delete(this.#path);
    const cell = { lo: 0, hi: 0 };
    for (const path of files) {
      pathHash(cell, path);
      const row = out.add();
      out.col.key[2 * row] = cell.lo;
      out.col.key[2 * row + 1] = cell.hi;
    }
    sortByHash(out, 'key');
  }

  /** The file itself comes last: what it imports of its own package lies elsewhere, unless it is alone. */
  #files(row: number): readonly string[] {
    const { module, imported } = this.#imports;
    if (!this.#fuel.burn(1)) return [];
    const files = this.#rules.files(this.#lookup, this.#path, module.at(row), imported.at(row));
    return files.includes(this.#path) ? [...files.filter((path) => path !== this.#path), this.#path] : files;
  }

  #nameOf(row: number): string {
    const { module, imported } = this.#imports;
    const name = imported.at(row);
    if (name === '' || name === '*') return module.at(row);
    return module.at(row) === '' ? name : `${module.at(row)}.${name}`;
  }
}
