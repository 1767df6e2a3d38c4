/** The tables of one TypeScript file and what is looked up in them by row: bodies, locals, annotations, initial values. */
import { endOf, type ReaderOf } from '#columns';
import {
  ANNOTATION_KINDS,
  BODY_KINDS,
  BUILD_KINDS,
  codeOf,
  FLAG,
  LITERAL_KINDS,
  LOCAL_FLAG,
  LOCAL_KINDS,
  OPCODES,
  REFERENCE_ROLES,
  REFERENCE_SCOPES,
} from '#facts';
import type {
  annotation,
  argument,
  body,
  call,
  declaration,
  literal as literalTable,
  local,
  operation,
  reference,
} from '#facts';

/** The code of each name of a closed set. */
function codesOf<const Names extends readonly string[]>(names: Names): Readonly<Record<Names[number], number>> {
  const codes = Object.fromEntries(names.map((name, code) => [name, code]));
  // Safe because: the keys are the names, each once.
  return codes as Record<Names[number], number>;
}

export const OP: Readonly<Record<(typeof OPCODES)[number], number>> = codesOf(OPCODES);
export const LITERAL: Readonly<Record<(typeof LITERAL_KINDS)[number], number>> = codesOf(LITERAL_KINDS);
const ANNOTATION = codesOf(ANNOTATION_KINDS);
const CLASS_BODY = codeOf(BODY_KINDS, 'class');
const LAMBDA = codeOf(BODY_KINDS, 'lambda');
const MODULE_BODY = codeOf(BODY_KINDS, 'module');
const PARAMETER = codeOf(LOCAL_KINDS, 'parameter');
const TO_DECLARATION = codeOf(REFERENCE_SCOPES, 'declaration');
const TO_LOCAL = codeOf(REFERENCE_SCOPES, 'local');
const KEY = codeOf(REFERENCE_ROLES, 'key');
const BUILD_CLASS = codeOf(BUILD_KINDS, 'class');
const ELEMENT_KEY = 2;
const NO_ROW = 0xffffffff;

export interface FileTables {
  readonly declarations: ReaderOf<typeof declaration>;
  readonly bodies: ReaderOf<typeof body>;
  readonly locals: ReaderOf<typeof local>;
  readonly references: ReaderOf<typeof reference>;
  readonly calls: ReaderOf<typeof call>;
  readonly arguments: ReaderOf<typeof argument>;
  readonly operations: ReaderOf<typeof operation>;
  readonly annotations: ReaderOf<typeof annotation>;
  readonly literals: ReaderOf<typeof literalTable>;
}

/** Where the value of a declaration is made: an operation (ordinal) of a body. */
export interface Initial {
  readonly body: number;
  readonly value: number;
}

export class TypescriptFile {
  readonly t: FileTables;
  /** Types as written, by what they are of. */
  readonly #locals = new Map<number, string>();
  readonly #results = new Map<number, string>();
  readonly #generics = new Map<number, string>();
  readonly #operations = new Map<number, string>();
  readonly #arguments = new Map<number, string>();
  readonly #definite = new Set<number>();
  readonly #parameters: (readonly number[] | undefined)[] = [];
  readonly #bodyOfDeclaration = new Map<number, number>();
  readonly #bodyOfLocal = new Map<number, number>();
  readonly #initial = new Map<number, Initial>();
  readonly #initialLocal = new Map<number, Initial>();
  /** Operations that are keys of literals -> their references. */
  readonly #keys = new Map<number, number>();

  constructor(tables: FileTables) {
    this.t = tables;
    this.#readAnnotations();
    for (let row = tables.bodies.rows - 1; row > 0; row--) {
      const declared = tables.bodies.declaration.at(row);
      const owner = tables.bodies.owner.at(row);
      if (isRow(declared)) this.#bodyOfDeclaration.set(declared, row);
      else if (isRow(owner)) this.#bodyOfLocal.set(owner, row);
    }
    for (let row = 0; row < tables.bodies.rows; row++) {
      this.#readStores(row);
      this.#readKeys(row);
    }
  }

  #readKeys(body: number): void {
    const { bodies, references } = this.t;
    const first = this.first(body);
    const end = endOf(bodies.reference, body, bodies.rows, references.rows);
    for (let row = bodies.reference.at(body); row < end; row++)
      if (references.role.at(row) === KEY) this.#keys.set(first + references.target.at(row), row);
  }

  /** The reference of an operation that is the key of a property, or -1. */
  keyAt(operation: number): number {
    return this.#keys.get(operation) ?? -1;
  }

  first(body: number): number {
    return this.t.bodies.operation.at(body);
  }

  end(body: number): number {
    const { bodies, operations } = this.t;
    return body + 1 < bodies.rows ? bodies.operation.at(body + 1) : operations.rows;
  }

  parent(body: number): number {
    const parent = this.t.bodies.parent.at(body);
    return isRow(parent) ? parent : -1;
  }

  isClass(body: number): boolean {
    return this.t.bodies.kind.at(body) === CLASS_BODY;
  }

  isModule(body: number): boolean {
    return this.t.bodies.kind.at(body) === MODULE_BODY;
  }

  isLambda(body: number): boolean {
    return this.t.bodies.kind.at(body) === LAMBDA;
  }

  isAsync(body: number): boolean {
    return (this.t.bodies.flags.at(body) & FLAG.async) !== 0;
  }

  isGenerator(body: number): boolean {
    return (this.t.bodies.flags.at(body) & FLAG.generator) !== 0;
  }

  /** The declaration row of a body, or -1. */
  declaration(body: number): number {
    const row = this.t.bodies.declaration.at(body);
    return isRow(row) ? row : -1;
  }

  bodyOf(declaration: number): number {
    return this.#bodyOfDeclaration.get(declaration) ?? -1;
  }

  bodyOfLocal(local: number): number {
    return this.#bodyOfLocal.get(local) ?? -1;
  }

  initial(declaration: number): Initial | null {
    return this.#initial.get(declaration) ?? null;
  }

  initialOfLocal(local: number): Initial | null {
    return this.#initialLocal.get(local) ?? null;
  }

  /** The rows of the parameters of a body, in order. */
  parameters(body: number): readonly number[] {
    return (this.#parameters[body] ??= this.#readParameters(body));
  }

  #readParameters(body: number): number[] {
    const { bodies, locals } = this.t;
    const from = bodies.local.at(body);
    const to = body + 1 < bodies.rows ? bodies.local.at(body + 1) : locals.rows;
    const { operations } = this.t;
    const rows: number[] = [];
    for (let row = this.first(body); row < this.end(body); row++) {
      const local = operations.aux.at(row);
      if (operations.opcode.at(row) !== OP.parameter || local < from || local >= to) continue;
      if (locals.kind.at(local) === PARAMETER) rows.push(local);
    }
    return rows;
  }

  localText(local: number): string {
    return this.#locals.get(local) ?? '';
  }

  resultText(body: number): string {
    return this.#results.get(body) ?? '';
  }

  genericsText(body: number): string {
    return this.#generics.get(body) ?? '';
  }

  castText(operation: number): string {
    return this.#operations.get(operation) ?? '';
  }

  argumentsText(call: number): string {
    return this.#arguments.get(call) ?? '';
  }

  isDefinite(operation: number): boolean {
    return this.#definite.has(operation);
  }

  isConstant(local: number): boolean {
    return (this.t.locals.flags.at(local) & LOCAL_FLAG.constant) !== 0;
  }

  #readAnnotations(): void {
    const { kind, row, type, rows } = this.t.annotations;
    const maps = new Map([
      [ANNOTATION.local, this.#locals],
      [ANNOTATION.result, this.#results],
      [ANNOTATION.generics, this.#generics],
      [ANNOTATION.operation, this.#operations],
      [ANNOTATION.arguments, this.#arguments],
    ]);
    for (let at = 0; at < rows; at++) {
      if (kind.at(at) === ANNOTATION.definite) this.#definite.add(row.at(at));
      else maps.get(kind.at(at))!.set(row.at(at), type.at(at));
    }
  }

  /** The first value that each declaration and local gets; of members, what stands in the body of the class. */
  #readStores(body: number): void {
    const { operations, references } = this.t;
    const first = this.first(body);
    for (let row = first; row < this.end(body); row++) {
      const code = operations.opcode.at(row);
      if (code === OP.store) {
        const named = operations.aux.at(row);
        const scope = references.scope.at(named);
        const map = scope === TO_DECLARATION ? this.#initial : scope === TO_LOCAL ? this.#initialLocal : null;
        const target = references.target.at(named);
        if (map !== null && !map.has(target)) map.set(target, { body, value: operations.a.at(row) });
      } else if (code === OP.build && operations.aux.at(row) === BUILD_CLASS && row === first) this.#readMembers(body);
    }
  }

  #readMembers(body: number): void {
    const { operations, literals, declarations } = this.t;
    const owner = this.declaration(body);
    if (owner < 0) return;
    const rows = new Map<string, number>();
    for (let row = owner + 1; row < declarations.rows; row++) {
      if (declarations.parent.at(row) === owner && !rows.has(declarations.name.at(row))) {
        rows.set(declarations.name.at(row), row);
      }
    }
    const first = this.first(body);
    let key = '';
    for (let row = first; row < this.end(body); row++) {
      // The class itself is the first operation; other elements are those of literals.
      if (operations.opcode.at(row) !== OP.element || operations.a.at(row) !== 0) continue;
      const value = operations.b.at(row);
      if (operations.aux.at(row) === ELEMENT_KEY) {
        const constant = first + value;
        const isText = isRow(value) && operations.opcode.at(constant) === OP.constant;
        key = isText ? literals.text.at(operations.aux.at(constant)) : '';
      } else {
        const declared = rows.get(key);
        if (key !== '' && declared !== undefined) this.#initial.set(declared, { body, value });
        key = '';
      }
    }
  }
}

export function isRow(row: number): boolean {
  return row >= 0 && row !== NO_ROW;
}
