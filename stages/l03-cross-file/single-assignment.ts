/**
 * Which operation gives a name its only value: the one store to a local or module-level name that is written exactly once.
 * One pass over the references and one over the operations of a file. It follows no flow: a name written twice has no value.
 */
import { endOf, type ReaderOf } from '#columns';
import { codeOf, OPCODES, REFERENCE_ROLES, REFERENCE_SCOPES, type body, type operation, type reference } from '#facts';

const SCOPE_LOCAL = codeOf(REFERENCE_SCOPES, 'local');
const SCOPE_DECLARATION = codeOf(REFERENCE_SCOPES, 'declaration');
const ROLE_WRITE = codeOf(REFERENCE_ROLES, 'write');
const ROLE_DELETE = codeOf(REFERENCE_ROLES, 'delete');
const STORE = codeOf(OPCODES, 'store');
const ATTRIBUTE = codeOf(OPCODES, 'attribute');
const STORE_ATTRIBUTE = codeOf(OPCODES, 'store_attribute');
const CALL = codeOf(OPCODES, 'call');
const NONE = -1;
/** More than one write. */
const MANY = -2;

export class SingleAssignment {
  /** By local row and by declaration row: the reference that writes it, `NONE` or `MANY`. */
  readonly #localWrite: Int32Array;
  readonly #declarationWrite: Int32Array;
  /** By reference row: the operation stored by a write; the operation whose member an attribute is. */
  readonly #operand: Int32Array;
  /** By call row: the operation that is called. */
  readonly #callee: Int32Array;

  constructor(
    bodies: ReaderOf<typeof body>,
    references: ReaderOf<typeof reference>,
    operations: ReaderOf<typeof operation>,
    locals: number,
    declarations: number,
    calls: number,
  ) {
    this.#localWrite = new Int32Array(locals).fill(NONE);
    this.#declarationWrite = new Int32Array(declarations).fill(NONE);
    this.#operand = new Int32Array(references.rows).fill(NONE);
    this.#callee = new Int32Array(calls).fill(NONE);
    this.#countWrites(references);
    for (let row = 0; row < bodies.rows; row++) {
      const end = endOf(bodies.operation, row, bodies.rows, operations.rows);
      this.#readOperations(operations, bodies.operation.at(row), end);
    }
  }

  isWritten(local: number): boolean {
    return this.#localWrite[local]! !== NONE;
  }

  /** The operation that is the only value of a local, or -1. */
  ofLocal(local: number): number {
    const write = this.#localWrite[local]!;
    return write < 0 ? NONE : this.#operand[write]!;
  }

  /** The operation that is the only value that this file gives a declared name, or -1. */
  ofDeclaration(declaration: number): number {
    const write = this.#declarationWrite[declaration]!;
    return write < 0 ? NONE : this.#operand[write]!;
  }

  /** The operation whose member an attribute reference names, or -1. */
  baseOf(reference: number): number {
    return this.#operand[reference]!;
  }

  /** The operation that a call calls, or -1. */
  calleeOf(call: number): number {
    return this.#callee[call]!;
  }

  #countWrites(references: ReaderOf<typeof reference>): void {
    const { role, scope, target, rows } = references;
    for (let row = 0; row < rows; row++) {
      const how = role.at(row);
      if (how < ROLE_WRITE || how > ROLE_DELETE) continue;
      const where = scope.at(row);
      if (where !== SCOPE_LOCAL && where !== SCOPE_DECLARATION) continue;
      const writes = where === SCOPE_LOCAL ? this.#localWrite : this.#declarationWrite;
      const name = target.at(row);
      // An update or a removal is no plain store, so the name has no single value.
      writes[name] = writes[name] === NONE && how === ROLE_WRITE ? row : MANY;
    }
  }

  #readOperations(operations: ReaderOf<typeof operation>, from: number, to: number): void {
    const { opcode, a, aux } = operations;
    for (let row = from; row < to; row++) {
      const code = opcode.at(row);
      if (code !== STORE && code !== ATTRIBUTE && code !== STORE_ATTRIBUTE && code !== CALL) continue;
      const operand = a.at(row);
      if (operand < 0) continue;
      const slots = code === CALL ? this.#callee : this.#operand;
      slots[aux.at(row)] = from + operand;
    }
  }
}
