/**
 * What the bodies of a file do to each other's names: which names several use, which another one writes, and which bodies run
 * code where they stand. One pass over the references of the file. A name that only its own body writes, calls do not touch.
 */
import { endOf } from '#columns';
import { FLAG, REFERENCE_ROLES } from '#facts';
import { freshRoom } from '#stage';
import { CLASS_BODY, COMPREHENSION_BODY, OP } from './codes.ts';
import { endOfOperations, type FileTables } from './file-tables.ts';
import type { NameSlots } from './name-slots.ts';

/** Nobody, and several bodies. */
const NONE = -1;
const MANY = -2;
const SUSPENDS = FLAG.async | FLAG.generator;
/** By role: 1 when the reference gives its name a value, or takes it away. */
const WRITES = Uint8Array.from(REFERENCE_ROLES, (role) =>
  role === 'write' || role === 'readwrite' || role === 'delete' || role === 'import' ? 1 : 0,
);

export class SharedNames {
  /** By name: the body that uses it, and the one that writes it. */
  #user = new Int32Array(64);
  #writer = new Int32Array(64);
  /** 1 for comprehensions and class bodies that call something, or write what is not theirs. */
  #acts = new Uint8Array(64);
  #tables!: FileTables;
  #slots!: NameSlots;

  read(tables: FileTables, slots: NameSlots): void {
    const { bodies } = tables;
    this.#tables = tables;
    this.#slots = slots;
    this.#user = freshRoom(this.#user, slots.count);
    this.#writer = freshRoom(this.#writer, slots.count);
    this.#user.fill(NONE, 0, slots.count);
    this.#writer.fill(NONE, 0, slots.count);
    if (this.#acts.length < bodies.rows) this.#acts = new Uint8Array(2 * bodies.rows);
    this.#acts.fill(0, 0, bodies.rows);
    // Inner bodies stand behind outer ones: what they do is known first.
    for (let row = bodies.rows - 1; row >= 0; row--) this.#readBody(row);
  }

  /** True when the code of a body runs where its closure stands, and does something to others there. */
  actsAtOnce(body: number): boolean {
    return this.#acts[body] === 1;
  }

  /** True when several bodies use a name. */
  isShared(name: number): boolean {
    return this.#user[name] === MANY;
  }

  /** True when the file writes a name. */
  isWritten(name: number): boolean {
    return this.#writer[name] !== NONE;
  }

  /** True when what a call in `body` runs may write a name. */
  isExposed(name: number, body: number): boolean {
    const writer = this.#writer[name]!;
    if (writer === NONE) return false;
    const owner = this.ownerOf(name);
    if (writer !== owner) return true;
    return body !== owner && (this.#suspends(body) || this.#suspends(owner));
  }

  /** The body that a name belongs to: what that one writes is its own flow. */
  ownerOf(name: number): number {
    const slots = this.#slots;
    if (slots.isFree(name)) return 0;
    const { locals, declarations } = this.#tables;
    const row = slots.rowOf(name);
    if (name < slots.firstBound) return locals.body.at(row);
    if (slots.isImport(name)) return slots.importBody[row]!;
    if (declarations.parent.at(row) === 0) return 0;
    // A name of a class body or a namespace: nobody else can write it.
    return Math.max(0, this.#writer[name]!);
  }

  #suspends(body: number): boolean {
    return (this.#tables.bodies.flags.at(body) & SUSPENDS) !== 0;
  }

  /** The references of a body say which names it uses. What a class body or a comprehension does, its operations say. */
  #readBody(row: number): void {
    const { bodies, references } = this.#tables;
    const { role } = references;
    const slots = this.#slots;
    const end = endOf(bodies.reference, row, bodies.rows, references.rows);
    let acts = false;
    for (let at = bodies.reference.at(row); at < end; at++) {
      const name = slots.ofReference(at);
      if (name >= 0) acts = this.#note(name, row, WRITES[role.at(at)] === 1) || acts;
    }
    const kind = bodies.kind.at(row);
    if (kind !== CLASS_BODY && kind !== COMPREHENSION_BODY) return;
    if (acts || this.#callsSomething(row)) this.#acts[row] = 1;
  }

  #callsSomething(row: number): boolean {
    const { bodies, operations } = this.#tables;
    const { opcode, aux } = operations;
    const end = endOfOperations(this.#tables, row);
    for (let at = bodies.operation.at(row); at < end; at++) {
      const code = opcode.at(at);
      if (code === OP.call || code === OP.await || code === OP.yield || code === OP.with) return true;
      if (code === OP.storeAttribute || code === OP.storeIndex) return true;
      if (code === OP.closure && this.#acts[aux.at(at)] === 1) return true;
    }
    return false;
  }

  /** Notes a use of a name. True when a body writes what is not its own. */
  #note(name: number, body: number, isWrite: boolean): boolean {
    const user = this.#user[name]!;
    if (user !== body) this.#user[name] = user === NONE ? body : MANY;
    if (!isWrite) return false;
    const writer = this.#writer[name]!;
    if (writer !== body) this.#writer[name] = writer === NONE ? body : MANY;
    return this.ownerOf(name) !== body;
  }
}
