/**
 * The places that one body reads and writes: names, access paths on them to a bounded depth, and what objects hold. It finds
 * them and decides which become variables, bases first. It knows nothing of the flow of control.
 */
import { freshRoom, type Ints, roomFor } from '#stage';
import { OP, ROLE_CALL } from './codes.ts';
import type { FileTables } from './file-tables.ts';
import type { NameSlots } from './name-slots.ts';
import { PairTable } from './pair-table.ts';
import type { SharedNames } from './shared-names.ts';

/** Operations that name a place. */
const PLACES: ReadonlySet<string> = new Set<keyof typeof OP>([
  'parameter',
  'load',
  'store',
  'delete',
  'attribute',
  'storeAttribute',
  'deleteAttribute',
  'index',
  'storeIndex',
  'deleteIndex',
  'import',
]);
/** Members that a path follows. */
const MAX_MEMBERS = 3;
/** Stands for the member of a place that is what an object holds. */
const ITEM = -1;

/** By opcode: 1 for what names a place, 2 for what may let other code run, and for brackets, 0 for all else. */
const RELEVANT = new Uint8Array(256);
for (const [name, code] of Object.entries(OP)) RELEVANT[code] = PLACES.has(name) ? 1 : 2;

export class Places {
  count = 0;
  /** The place that a path or an item hangs on; -1 for names. */
  base: Ints = new Int32Array(64);
  /** The name of a place without base; of a path a reference that has its name; of an item -1. */
  row: Ints = new Int32Array(64);
  /** String id of the member of a path, -1 for an item. */
  member: Ints = new Int32Array(64);
  /** Of a name: the reference that it was first met in, or -1. */
  reference: Ints = new Int32Array(64);
  /** The ordinal as a variable, or -1. */
  variable: Ints = new Int32Array(64);
  variables = 0;
  /** By operation: the place whose value it is, or -1. */
  ofOperation: Ints = new Int32Array(64);
  /** The operations that read or write something, or may make others do so, in order. */
  relevant: Ints = new Int32Array(64);
  relevants = 0;
  /** By operation: 1 when its value is only a way to a member or an element. */
  isBase: Ints = new Int32Array(64);
  #members = new Int32Array(64);
  #reads = new Int32Array(64);
  #writes = new Int32Array(64);
  /** By name: its place in this body. */
  #ofName = new Int32Array(64).fill(-1);
  readonly #below = new PairTable();
  #tables!: FileTables;
  #opcode!: FileTables['operations']['opcode'];
  #a!: FileTables['operations']['a'];
  #aux!: FileTables['operations']['aux'];
  #names!: FileTables['references']['name'];
  #roles!: FileTables['references']['role'];
  #slots!: NameSlots;
  #shared!: SharedNames;
  #first = 0;

  open(tables: FileTables, slots: NameSlots, shared: SharedNames): void {
    this.#tables = tables;
    this.#opcode = tables.operations.opcode;
    this.#a = tables.operations.a;
    this.#aux = tables.operations.aux;
    this.#names = tables.references.name;
    this.#roles = tables.references.role;
    this.#shared = shared;
    this.#slots = slots;
    if (slots.count > this.#ofName.length) this.#ofName = new Int32Array(2 * slots.count).fill(-1);
  }

  /** Finds the places of the `operations` operations from row `first` on. */
  read(first: number, operations: number): void {
    for (let place = 0; place < this.count; place++) if (this.base[place]! < 0) this.#ofName[this.row[place]!] = -1;
    this.count = 0;
    this.#below.clear();
    this.#first = first;
    this.ofOperation = freshRoom(this.ofOperation, operations);
    this.isBase = freshRoom(this.isBase, operations);
    this.ofOperation.fill(-1, 0, operations);
    this.isBase.fill(0, 0, operations);
    const opcode = this.#opcode;
    this.relevant = freshRoom(this.relevant, operations);
    let relevants = 0;
    for (let op = 0; op < operations; op++) {
      const code = opcode.at(first + op);
      if (RELEVANT[code] === 0) continue;
      this.relevant[relevants++] = op;
      if (RELEVANT[code] === 1) this.#readOperation(op, code);
    }
    this.relevants = relevants;
    this.#choose();
  }

  /** The variable of a name, or -1. */
  ofName(name: number): number {
    const place = name < 0 ? -1 : this.#ofName[name]!;
    return place < 0 ? -1 : this.variable[place]!;
  }

  /** The variable of a member of the value of operation `base`, or -1. */
  ofMember(base: number, member: number): number {
    const place = base < 0 ? -1 : this.ofOperation[base]!;
    const found = place < 0 ? -1 : this.#below.get(place, member);
    return found < 0 ? -1 : this.variable[found]!;
  }

  /** The variable of what a place holds, or -1. */
  itemOf(place: number): number {
    const found = place < 0 ? -1 : this.#below.get(place, ITEM);
    return found < 0 ? -1 : this.variable[found]!;
  }

  #readOperation(op: number, code: number): void {
    const row = this.#first + op;
    switch (code) {
      case OP.load:
      case OP.store:
      case OP.delete:
        this.#name(op, this.#slots.ofReference(this.#aux.at(row)), this.#aux.at(row), code === OP.load);
        break;
      case OP.parameter:
        this.#name(op, this.#aux.at(row), -1, false);
        break;
      case OP.import: {
        if (!this.#tables.hoistsImports || this.#tables.imports.local.at(this.#aux.at(row)) === '') break;
        this.#name(op, this.#slots.ofImport(this.#aux.at(row)), -1, false);
        break;
      }
      case OP.attribute:
        this.#readMember(op, this.#a.at(row), this.#aux.at(row));
        break;
      case OP.storeAttribute:
      case OP.deleteAttribute:
        this.#writeMember(this.#a.at(row), this.#aux.at(row));
        break;
      case OP.index:
        this.#reach(this.#a.at(row));
        break;
      case OP.storeIndex:
      case OP.deleteIndex:
        this.#writeItem(this.#a.at(row));
        break;
      default:
    }
  }

  #name(op: number, name: number, reference: number, isRead: boolean): void {
    if (name < 0) return;
    let place = this.#ofName[name]!;
    if (place < 0) {
      place = this.#add(-1, name, ITEM, 0);
      this.reference[place] = reference;
      this.#ofName[name] = place;
    }
    if (isRead) this.ofOperation[op] = place;
  }

  #readMember(op: number, base: number, reference: number): void {
    if (base < 0 || reference < 0) return;
    const isCall = this.#roles.at(reference) === ROLE_CALL;
    if (!isCall) this.isBase[base] = 1;
    const place = this.#memberOf(base, reference);
    if (place < 0) return;
    this.ofOperation[op] = place;
    if (!isCall) this.#reads[place]!++;
  }

  #writeMember(base: number, reference: number): void {
    if (base < 0 || reference < 0) return;
    const place = this.#memberOf(base, reference);
    if (place >= 0) this.#writes[place]!++;
    this.#writeItem(base);
  }

  /** What the value of an operation holds is written. */
  #writeItem(base: number): void {
    this.#reach(base);
    const place = base < 0 ? -1 : this.ofOperation[base]!;
    if (place < 0 || this.#below.get(place, ITEM) >= 0) return;
    const item = this.#add(place, -1, ITEM, this.#members[place]!);
    this.#writes[item] = 1;
    this.#below.set(place, ITEM, item);
  }

  #reach(base: number): void {
    if (base >= 0) this.isBase[base] = 1;
  }

  #memberOf(base: number, reference: number): number {
    const place = this.ofOperation[base]!;
    if (place < 0 || this.#members[place]! >= MAX_MEMBERS) return -1;
    const member = this.#names.id(reference);
    const known = this.#below.get(place, member);
    if (known >= 0) return known;
    const added = this.#add(place, reference, member, this.#members[place]! + 1);
    this.#below.set(place, member, added);
    return added;
  }

  #add(base: number, row: number, member: number, members: number): number {
    const place = this.count++;
    if (place === this.base.length) this.#grow(place + 1);
    this.base[place] = base;
    this.row[place] = row;
    this.member[place] = member;
    this.#members[place] = members;
    this.#reads[place] = 0;
    this.#writes[place] = 0;
    return place;
  }

  #grow(length: number): void {
    this.base = roomFor(this.base, length);
    this.row = roomFor(this.row, length);
    this.member = roomFor(this.member, length);
    this.variable = roomFor(this.variable, length);
    this.reference = roomFor(this.reference, length);
    this.#members = roomFor(this.#members, length);
    this.#reads = roomFor(this.#reads, length);
    this.#writes = roomFor(this.#writes, length);
  }

  /** Names that the file binds or writes are variables; of all else what is written, or read twice, and what it hangs on. */
  #choose(): void {
    const { variable, base } = this;
    for (let place = this.count - 1; place >= 0; place--) {
      // A place behind this one hangs on it when it is marked.
      if (base[place]! >= 0 && this.#isUsed(place)) this.#reads[base[place]!] = 2;
    }
    this.variables = 0;
    for (let place = 0; place < this.count; place++) {
      const isNamed =
        base[place]! < 0 && (!this.#slots.isFree(this.row[place]!) || this.#shared.isWritten(this.row[place]!));
      variable[place] = isNamed || this.#isUsed(place) ? this.variables++ : -1;
    }
  }

  #isUsed(place: number): boolean {
    return this.#writes[place]! > 0 || this.#reads[place]! > 1;
  }
}
