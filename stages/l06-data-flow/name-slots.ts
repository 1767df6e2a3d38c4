/**
 * One number for each name of a file, whatever rows bind it: rows that bind one name in one scope (a function in both arms of
 * an `if`, an import in a `try` and in its `except`) are one variable.
 */
import type { FileTables } from './file-tables.ts';
import { CLASS_BODY, DECLARATION, FREE, LOCAL, OP } from './codes.ts';
import { endOfOperations } from './file-tables.ts';
import { freshRoom, type Ints } from './growing.ts';
import { PairTable } from './pair-table.ts';

export class NameSlots {
  /** Slots below: rows of `local`. From here: declarations (even) and imports (odd). From `firstFree`: names by string id. */
  firstBound = 0;
  firstFree = 0;
  count = 0;
  /** By import row: the body that imports. */
  importBody: Ints = new Int32Array(64);
  #ofDeclaration = new Int32Array(64);
  #ofImport = new Int32Array(64);
  readonly #first = new PairTable();
  #tables!: FileTables;

  read(tables: FileTables): void {
    this.#tables = tables;
    const { locals, declarations, imports, references } = tables;
    this.firstBound = locals.rows;
    this.firstFree = locals.rows + 2 * Math.max(declarations.rows, imports.rows);
    this.count = this.firstFree + references.name.strings.count;
    this.#readImports();
    this.#ofDeclaration = freshRoom(this.#ofDeclaration, declarations.rows);
    this.#ofImport = freshRoom(this.#ofImport, imports.rows);
    this.#first.clear();
    for (let row = 1; row < declarations.rows; row++) {
      const slot = this.firstBound + 2 * row;
      this.#ofDeclaration[row] = this.#firstOf(declarations.parent.at(row), declarations.name.id(row), slot);
    }
    for (let row = 0; row < imports.rows; row++) {
      const slot = this.firstBound + 2 * row + 1;
      this.#ofImport[row] = this.#firstOf(this.#scopeOf(this.importBody[row]!), imports.local.id(row), slot);
    }
  }

  /** The name that a reference uses, or -1. */
  ofReference(reference: number): number {
    if (reference < 0) return -1;
    const { references } = this.#tables;
    const scope = references.scope.at(reference);
    if (scope === FREE) return this.firstFree + references.name.id(reference);
    const target = references.target.at(reference);
    if (target < 0 || scope === LOCAL) return target;
    return scope === DECLARATION ? this.#ofDeclaration[target]! : this.#ofImport[target]!;
  }

  ofImport(row: number): number {
    return this.#ofImport[row]!;
  }

  isFree(slot: number): boolean {
    return slot >= this.firstFree;
  }

  isImport(slot: number): boolean {
    return ((slot - this.firstBound) & 1) === 1;
  }

  /** The row that binds a name: of `local`, `declaration` or `import`. */
  rowOf(slot: number): number {
    return slot < this.firstBound ? slot : (slot - this.firstBound) >> 1;
  }

  #firstOf(scope: number, name: number, slot: number): number {
    const known = this.#first.get(scope, name);
    if (known >= 0) return known;
    this.#first.set(scope, name, slot);
    return slot;
  }

  /** The declaration row of a scope, or a number below -1 that stands for the scope of a function. */
  #scopeOf(body: number): number {
    const { bodies } = this.#tables;
    if (body === 0) return 0;
    const declaration = bodies.declaration.at(body);
    return bodies.kind.at(body) === CLASS_BODY && declaration >= 0 ? declaration : -body - 2;
  }

  #readImports(): void {
    const { bodies, operations, imports } = this.#tables;
    this.importBody = freshRoom(this.importBody, imports.rows);
    this.importBody.fill(0, 0, imports.rows);
    if (imports.rows === 0) return;
    for (let row = 1; row < bodies.rows; row++) {
      const end = endOfOperations(this.#tables, row);
      for (let at = bodies.operation.at(row); at < end; at++) {
        if (operations.opcode.at(at) === OP.import) this.importBody[operations.aux.at(at)] = row;
      }
    }
  }
}
