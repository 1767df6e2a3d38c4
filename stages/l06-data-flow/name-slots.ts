/**
 * One number for each name of a file, whatever rows bind it: rows that bind one name in one scope (a function in both arms of
 * an `if`, an import in a `try` and in its `except`) are one variable.
 */
import type { FileTables } from './file-tables.ts';
import { IMPORT_FLAG } from '#facts';
import { freshRoom, type Ints } from '#stage';
import { CLASS_BODY, DECLARATION, FREE, IMPORTED, OP } from './codes.ts';
import { endOfOperations } from './file-tables.ts';
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
  #ofReference = new Int32Array(64);
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
    this.#readReferences();
  }

  /** The name that a reference uses, or -1. */
  ofReference(reference: number): number {
    return reference < 0 ? -1 : this.#ofReference[reference]!;
  }

  #readReferences(): void {
    const { scope, target, name, rows } = this.#tables.references;
    this.#ofReference = freshRoom(this.#ofReference, rows);
    for (let row = 0; row < rows; row++) {
      const code = scope.at(row);
      let slot = code === FREE ? this.firstFree + name.id(row) : target.at(row);
      if (slot >= 0 && code === DECLARATION) slot = this.#ofDeclaration[slot]!;
      else if (slot >= 0 && code === IMPORTED) slot = this.#ofImport[slot]!;
      this.#ofReference[row] = slot;
    }
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
    const { opcode, aux } = operations;
    this.importBody = freshRoom(this.importBody, imports.rows);
    this.importBody.fill(0, 0, imports.rows);
    let nested = 0;
    for (let row = 0; row < imports.rows; row++) nested |= imports.flags.at(row) & IMPORT_FLAG.nested;
    if (nested === 0) return;
    for (let row = 1; row < bodies.rows; row++) {
      const end = endOfOperations(this.#tables, row);
      for (let at = bodies.operation.at(row); at < end; at++) {
        if (opcode.at(at) === OP.import) this.importBody[aux.at(at)] = row;
      }
    }
  }
}
