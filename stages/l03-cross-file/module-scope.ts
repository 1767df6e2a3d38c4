/** Names at the top of the own module, for what stands outside bodies: declarations, imports, stars, builtins, in this order. */
import type { ReaderOf } from '#columns';
import { IMPORT_FLAG, type declaration, type importTable } from '#facts';
import type { ExportResolver } from './export-resolution.ts';
import { BUILTIN, FILE, isInside, namedTarget, symbolTarget, type Target } from './target.ts';

export class ModuleScope {
  readonly #path: string;
  readonly #exports: ExportResolver;
  readonly #declarations: ReaderOf<typeof declaration>;
  readonly #imports: ReaderOf<typeof importTable>;
  readonly #targets: readonly Target[];
  /** Rows of the declarations of one parent by name, in order. */
  readonly #children = new Map<number, Map<string, number[]>>();
  readonly #importsByName = new Map<string, number[]>();

  /** `targets`: what each import row means. */
  constructor(
    path: string,
    exports: ExportResolver,
    declarations: ReaderOf<typeof declaration>,
    imports: ReaderOf<typeof importTable>,
    targets: readonly Target[],
  ) {
    this.#path = path;
    this.#exports = exports;
    this.#declarations = declarations;
    this.#imports = imports;
    this.#targets = targets;
    this.#indexDeclarations();
    this.#indexImports();
  }

  /** What the dotted name `text` means in the header of declaration `row`, or null. It never means `row` itself. */
  resolve(text: string, row: number): Target | null {
    const dot = text.indexOf('.');
    const name = dot < 0 ? text : text.slice(0, dot);
    const found = this.#exports.path(this.#path, this.#head(name, row), text, true);
    return found === null ? null : this.#exports.aliased(this.#exports.whole(found));
  }

  #head(name: string, row: number): Target | null {
    // Code of a module or class runs in order: what is declared behind is not bound yet.
    const isInOrder = this.#exports.dialect.selfByPosition;
    const found =
      this.#around(name, row, isInOrder) ??
      this.#imported(name) ??
      this.#exports.throughStar(name) ??
      this.#builtin(name) ??
      this.#exports.globals.global(name, true);
    return found ?? (isInOrder ? this.#around(name, row, false) : null);
  }

  /** What the scopes around declaration `row` declare, with `isBefore` only in front of it. */
  #around(name: string, row: number, isBefore: boolean): Target | null {
    for (let scope = this.#declarations.parent.at(row); scope >= 0; scope = this.#declarations.parent.at(scope)) {
      const found = this.#declared(scope, name, row, isBefore);
      if (found !== null) return found;
      const shared = this.#exports.globals.inNamespaceAt(scope, name, true);
      if (shared !== null) return shared;
    }
    return null;
  }

  #declared(scope: number, name: string, not: number, isBefore: boolean): Target | null {
    const rows = this.#children.get(scope)?.get(name);
    const row = isBefore ? rows?.findLast((other) => other < not) : rows?.find((other) => other !== not);
    if (row === undefined) return null;
    if (scope === 0) {
      const exported = this.#exports.exported(this.#path, name);
      if (exported !== null && exported.alias !== '') return exported;
    }
    const { hash, kind } = this.#declarations;
    const { pathLo, pathHi } = this.#exports.tables.own;
    const target = symbolTarget(pathLo, pathHi, hash.lo(row), hash.hi(row), 1 + kind.at(row), 0);
    const namespace = this.#exports.globals.namespaceAt(row);
    return namespace === '' ? target : { ...target, global: namespace };
  }

  #imported(name: string): Target | null {
    let first: Target | null = null;
    for (const row of this.#importsByName.get(name) ?? []) {
      const isTop = (this.#imports.flags.at(row) & IMPORT_FLAG.top) !== 0;
      const target = isTop
        ? this.#exports.topPackage(this.#path, this.#imports.module.at(row), this.#targets[row]!.kind === FILE)
        : this.#targets[row]!;
      if (isInside(target)) return target;
      first ??= target;
    }
    return first;
  }

  #builtin(name: string): Target | null {
    return this.#exports.modules.rules.isBuiltin(name) ? namedTarget(BUILTIN, name) : null;
  }

  #indexDeclarations(): void {
    const { name, parent, rows } = this.#declarations;
    for (let row = 1; row < rows; row++) {
      const scope = parent.at(row);
      let names = this.#children.get(scope);
      if (names === undefined) this.#children.set(scope, (names = new Map<string, number[]>()));
      append(names, name.at(row), row);
    }
  }

  #indexImports(): void {
    const { local, flags, rows } = this.#imports;
    for (let row = 0; row < rows; row++) {
      if ((flags.at(row) & IMPORT_FLAG.nested) !== 0) continue;
      if (local.at(row) !== '') append(this.#importsByName, local.at(row), row);
    }
  }
}

function append(lists: Map<string, number[]>, key: string, row: number): void {
  const rows = lists.get(key);
  if (rows === undefined) lists.set(key, [row]);
  else rows.push(row);
}
