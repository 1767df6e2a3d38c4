/**
 * What the operations of a body do to its variables, in order: reads, writes, and what may write from elsewhere. This is all
 * that the flow of values is computed from.
 */
import { type Ints, roomFor } from '#stage';
import {
  ASSIGN,
  DECLARATION_STATEMENT,
  DECLARE,
  DECLARED_CLASS,
  DECLARED_FUNCTION,
  DECLARED_METHOD,
  DELETE,
  HOISTED_STATEMENT,
  IMPORT,
  LOCAL_CLASS,
  LOCAL_FUNCTION,
  OP,
  PARAMETER,
} from './codes.ts';
import type { FileTables } from './file-tables.ts';
import type { NameSlots } from './name-slots.ts';
import type { Places } from './places.ts';
import type { SharedNames } from './shared-names.ts';

/** Kinds of accesses. A partial write leaves what was there beside it. */
export const READ = 0;
export const WRITE = 1;
export const PARTIAL_WRITE = 2;
/** Something that may write all variables that listen to a cause. */
export const EVENT = 3;

/** Accesses of one operation happen at once: an event does not touch what its own operation writes.
 * Causes of events: a call; code that an iteration or the end of a `with` runs; a write under a computed name; a write of some
 * element or member; from here on a write of the member of one name. */
export const CALLS = 0;
export const STEPS = 1;
export const COMPUTED = 2;
export const CONTENTS = 3;
const FIRST_MEMBER = 4;

/** Bits of `listens`: one per cause. */
const HEARS_CALLS = 1;
const HEARS_STEPS = 2;
const HEARS_COMPUTED = 4;
const HEARS_CONTENTS = 8;

export class Accesses {
  count = 0;
  operation: Ints = new Int32Array(64);
  what: Ints = new Int32Array(64);
  /** The variable, or the cause of an event. */
  subject: Ints = new Int32Array(64);
  /** The operation whose value has the member or the elements that are meant; -1 for a name. */
  via: Ints = new Int32Array(64);
  /** Of a write: the kind of definition, and the operation whose value is stored. */
  kind: Ints = new Int32Array(64);
  value: Ints = new Int32Array(64);
  /** Accesses that take effect before the first operation: the first ones. */
  hoisted = 0;
  causes = FIRST_MEMBER;
  /** By variable: the base, the causes of the first four that it listens to, and the cause of its own member, or -1. */
  base: Ints = new Int32Array(64);
  listens: Ints = new Int32Array(64);
  cause: Ints = new Int32Array(64);
  #tables!: FileTables;
  #opcode!: FileTables['operations']['opcode'];
  #columnA!: FileTables['operations']['a'];
  #columnAux!: FileTables['operations']['aux'];
  #names!: FileTables['references']['name'];
  #hoists = false;
  #slots!: NameSlots;
  #places!: Places;
  /** Causes by string id of a member. */
  #causeOf = new Int32Array(64).fill(-1);
  #members = new Int32Array(64);
  #brackets = new Int32Array(64);
  #depth = 0;
  #first = 0;

  open(tables: FileTables, slots: NameSlots): void {
    this.#tables = tables;
    this.#opcode = tables.operations.opcode;
    this.#columnA = tables.operations.a;
    this.#columnAux = tables.operations.aux;
    this.#names = tables.references.name;
    this.#hoists = tables.hoistsImports;
    this.#slots = slots;
    const names = tables.references.name.strings.count;
    if (names > this.#causeOf.length) this.#causeOf = new Int32Array(2 * names).fill(-1);
  }

  read(places: Places, shared: SharedNames, body: number, first: number, operations: number): void {
    this.#places = places;
    this.#first = first;
    this.count = 0;
    this.#depth = 0;
    this.#describe(places, shared, body);
    const opcode = this.#opcode;
    if (this.#hoists) this.#hoist(operations);
    this.hoisted = this.count;
    const { relevant, relevants } = places;
    for (let i = 0; i < relevants; i++) this.#readOperation(relevant[i]!, opcode.at(first + relevant[i]!), shared);
    for (let i = FIRST_MEMBER; i < this.causes; i++) this.#causeOf[this.#members[i]!] = -1;
  }

  #hoist(operations: number): void {
    for (let op = 0; op < operations; op++) {
      const code = this.#opcode.at(this.#first + op);
      if (code === OP.store && this.#isHoisted(op)) this.#write(op, WRITE, DECLARE, this.#a(op), this.#nameOf(op));
      else if (code === OP.import) this.#import(op);
    }
  }

  /** The variables and what they listen to. */
  #describe(places: Places, shared: SharedNames, body: number): void {
    const { variables } = places;
    this.base = roomFor(this.base, variables);
    this.listens = roomFor(this.listens, variables);
    this.cause = roomFor(this.cause, variables);
    this.causes = FIRST_MEMBER;
    for (let place = 0; place < places.count; place++) {
      const variable = places.variable[place]!;
      if (variable < 0) continue;
      const base = places.base[place]!;
      const isPath = base >= 0 && places.row[place]! >= 0;
      const under = base < 0 ? -1 : places.variable[base]!;
      this.base[variable] = under;
      this.cause[variable] = isPath ? this.#causeOfMember(places.member[place]!) : -1;
      const above = under < 0 ? 0 : this.listens[under]!;
      if (base >= 0) this.listens[variable] = HEARS_CALLS | above | (isPath ? HEARS_COMPUTED : HEARS_CONTENTS);
      else this.listens[variable] = shared.isExposed(places.row[place]!, body) ? HEARS_CALLS | HEARS_STEPS : 0;
    }
  }

  #causeOfMember(member: number): number {
    const known = this.#causeOf[member]!;
    if (known >= 0) return known;
    const cause = this.causes++;
    this.#causeOf[member] = cause;
    this.#members = roomFor(this.#members, cause + 1);
    this.#members[cause] = member;
    return cause;
  }

  #a(op: number): number {
    return this.#columnA.at(this.#first + op);
  }

  #aux(op: number): number {
    return this.#columnAux.at(this.#first + op);
  }

  #nameOf(op: number): number {
    return this.#places.ofName(this.#slots.ofReference(this.#aux(op)));
  }

  #isHoisted(op: number): boolean {
    const reference = this.#aux(op);
    if (reference < 0) return false;
    const { references, statements } = this.#tables;
    return statements.kind.at(references.statement.at(reference)) === HOISTED_STATEMENT;
  }

  #import(op: number): void {
    if (this.#tables.imports.local.at(this.#aux(op)) === '') return;
    this.#write(op, WRITE, IMPORT, op, this.#places.ofName(this.#slots.ofImport(this.#aux(op))));
  }

  #readOperation(op: number, code: number, shared: SharedNames): void {
    switch (code) {
      case OP.load:
        this.#add(op, READ, this.#nameOf(op));
        this.#readWhole(op);
        break;
      case OP.store:
        if (!this.#hoists || !this.#isHoisted(op))
          this.#write(op, WRITE, this.#kindOfStore(op), this.#a(op), this.#nameOf(op));
        break;
      case OP.parameter:
        this.#write(op, WRITE, PARAMETER, op, this.#places.ofName(this.#aux(op)));
        break;
      case OP.delete:
        this.#write(op, WRITE, DELETE, -1, this.#nameOf(op));
        break;
      case OP.attribute:
        this.#add(op, READ, this.#memberOf(op), this.#a(op));
        this.#readWhole(op);
        break;
      case OP.storeAttribute:
        this.#writeMember(op, ASSIGN, this.#tables.operations.b.at(this.#first + op));
        break;
      case OP.deleteAttribute:
        this.#writeMember(op, DELETE, -1);
        break;
      case OP.index:
        this.#add(op, READ, this.#itemOf(op), this.#a(op));
        break;
      case OP.storeIndex:
      case OP.deleteIndex:
        this.#writeItem(op, code === OP.storeIndex ? ASSIGN : DELETE, code === OP.storeIndex ? this.#aux(op) : -1);
        break;
      default:
        this.#readEvent(op, code, shared);
    }
  }

  #readEvent(op: number, code: number, shared: SharedNames): void {
    switch (code) {
      case OP.call:
      case OP.await:
      case OP.yield:
        this.#add(op, EVENT, CALLS);
        break;
      case OP.closure:
        if (shared.actsAtOnce(this.#aux(op))) this.#add(op, EVENT, CALLS);
        break;
      case OP.iterate:
      case OP.next:
        this.#add(op, EVENT, STEPS);
        break;
      case OP.with:
        this.#add(op, EVENT, CALLS);
        this.#open(code);
        break;
      case OP.if:
      case OP.loop:
      case OP.try:
      case OP.switch:
      case OP.block:
        this.#open(code);
        break;
      case OP.end:
        if (this.#depth > 0 && this.#brackets[--this.#depth] === OP.with) this.#add(op, EVENT, STEPS);
        break;
      default:
    }
  }

  #open(code: number): void {
    const depth = this.#depth++;
    this.#brackets = roomFor(this.#brackets, depth + 1);
    this.#brackets[depth] = code;
  }

  /** A value that goes elsewhere takes along what the object holds. */
  #readWhole(op: number): void {
    if (this.#places.isBase[op] === 0) this.#add(op, READ, this.#places.itemOf(this.#places.ofOperation[op]!));
  }

  #memberOf(op: number): number {
    const reference = this.#aux(op);
    return reference < 0 ? -1 : this.#places.ofMember(this.#a(op), this.#names.id(reference));
  }

  #itemOf(op: number): number {
    const base = this.#a(op);
    return base < 0 ? -1 : this.#places.itemOf(this.#places.ofOperation[base]!);
  }

  #writeMember(op: number, kind: number, value: number): void {
    const reference = this.#aux(op);
    if (reference < 0) return;
    const base = this.#a(op);
    this.#write(op, WRITE, kind, value, this.#memberOf(op), base);
    this.#write(op, PARTIAL_WRITE, kind, value, this.#itemOf(op), base);
    this.#add(op, EVENT, this.#causeOf[this.#names.id(reference)]!);
    this.#add(op, EVENT, CONTENTS);
  }

  #writeItem(op: number, kind: number, value: number): void {
    this.#write(op, PARTIAL_WRITE, kind, value, this.#itemOf(op), this.#a(op));
    // Where members are elements, a computed key may name any.
    if (this.#hoists) this.#add(op, EVENT, COMPUTED);
    this.#add(op, EVENT, CONTENTS);
  }

  #kindOfStore(op: number): number {
    const value = this.#a(op);
    if (value >= 0 && this.#opcode.at(this.#first + value) === OP.import) return IMPORT;
    const reference = this.#aux(op);
    const name = this.#slots.ofReference(reference);
    if (name < 0 || this.#slots.isFree(name)) return ASSIGN;
    const { references, statements, locals, declarations, hoistsImports } = this.#tables;
    if (statements.kind.at(references.statement.at(reference)) !== DECLARATION_STATEMENT) return ASSIGN;
    const row = this.#slots.rowOf(name);
    if (name < this.#slots.firstBound) {
      const kind = locals.kind.at(row);
      return kind === LOCAL_CLASS || (kind === LOCAL_FUNCTION && !hoistsImports) ? DECLARE : ASSIGN;
    }
    if (this.#slots.isImport(name)) return ASSIGN;
    const kind = declarations.kind.at(row);
    const isFunction = kind === DECLARED_FUNCTION || kind === DECLARED_METHOD;
    return kind === DECLARED_CLASS || (isFunction && !hoistsImports) ? DECLARE : ASSIGN;
  }

  #write(op: number, what: number, kind: number, value: number, variable: number, via = -1): void {
    const at = this.#add(op, what, variable, via);
    if (at < 0) return;
    this.kind[at] = kind;
    this.value[at] = value;
  }

  #add(op: number, what: number, subject: number, via = -1): number {
    if (subject < 0) return -1;
    const at = this.count++;
    if (at === this.operation.length) this.#grow(at + 1);
    this.operation[at] = op;
    this.what[at] = what;
    this.subject[at] = subject;
    this.via[at] = via;
    return at;
  }

  #grow(length: number): void {
    this.operation = roomFor(this.operation, length);
    this.what = roomFor(this.what, length);
    this.subject = roomFor(this.subject, length);
    this.via = roomFor(this.via, length);
    this.kind = roomFor(this.kind, length);
    this.value = roomFor(this.value, length);
  }
}
