/**
 * The definition that holds of each variable at one point of a walk down the dominator tree, with a log to go back up. Time
 * counts accesses: what was written before its base, or before an event that it listens to, holds no more or not for sure.
 * Clobbers are made when somebody asks for what they hide, so that there are never more of them than uses.
 */
import { freshRoom, roomFor } from '#stage';
import { CALLS, COMPUTED, CONTENTS, STEPS, type Accesses } from './accesses.ts';
import { CLOBBER, ENTRY, PARAMETER } from './codes.ts';
import type { Definitions } from './definitions.ts';
import { PairTable } from './pair-table.ts';

/** Numbers of one entry of the log. */
const ENTRY_SIZE = 5;

export class FlowState {
  /** By variable: the definition that holds, -1 for the one at entry. */
  #current = new Int32Array(64);
  /** The last definition that left nothing of what was there, and its time. */
  #whole = new Int32Array(64);
  #wholeTime = new Int32Array(64);
  /** The time from which events change the variable. */
  #time = new Int32Array(64);
  #entry = new Int32Array(64);
  /** By cause: time, operation and block of the last event. Operation -1: where several ways meet at the start of the block. */
  #eventTime = new Int32Array(64);
  #eventOperation = new Int32Array(64);
  #eventBlock = new Int32Array(64);
  readonly #clobbers = new PairTable();
  #log = new Int32Array(320);
  #logged = 0;
  #now = 0;
  #latest = -1;
  #accesses!: Accesses;
  #definitions!: Definitions;

  begin(accesses: Accesses, definitions: Definitions, variables: number): void {
    this.#accesses = accesses;
    this.#definitions = definitions;
    this.#current = freshRoom(this.#current, variables);
    this.#whole = freshRoom(this.#whole, variables);
    this.#wholeTime = freshRoom(this.#wholeTime, variables);
    this.#time = freshRoom(this.#time, variables);
    this.#entry = freshRoom(this.#entry, variables);
    this.#current.fill(-1, 0, variables);
    this.#whole.fill(-1, 0, variables);
    this.#wholeTime.fill(0, 0, variables);
    this.#time.fill(0, 0, variables);
    this.#entry.fill(-1, 0, variables);
    this.#eventTime = freshRoom(this.#eventTime, accesses.causes);
    this.#eventOperation = freshRoom(this.#eventOperation, accesses.causes);
    this.#eventBlock = freshRoom(this.#eventBlock, accesses.causes);
    this.#eventTime.fill(0, 0, accesses.causes);
    this.#clobbers.clear();
    this.#logged = 0;
    this.#now = 0;
  }

  /** The place in the log to go back to. */
  get mark(): number {
    return this.#logged;
  }

  /** Goes back to how things were at a mark. */
  goBack(mark: number): void {
    const log = this.#log;
    while (this.#logged > mark) {
      const at = (this.#logged -= ENTRY_SIZE);
      const subject = log[at]!;
      if (subject >= 0) {
        this.#current[subject] = log[at + 1]!;
        this.#whole[subject] = log[at + 2]!;
        this.#wholeTime[subject] = log[at + 3]!;
        this.#time[subject] = log[at + 4]!;
      } else {
        this.#eventTime[~subject] = log[at + 1]!;
        this.#eventOperation[~subject] = log[at + 2]!;
        this.#eventBlock[~subject] = log[at + 3]!;
      }
    }
  }

  /** Time goes on: what is written now is newer than all events so far. */
  tick(): void {
    this.#now++;
  }

  /** A definition of the whole variable. What a parameter brings is as old as the body. */
  define(variable: number, definition: number): void {
    this.#keep(variable);
    this.#current[variable] = definition;
    this.#whole[variable] = definition;
    this.#time[variable] = this.#now;
    if (this.#definitions.kind[definition] !== PARAMETER) this.#wholeTime[variable] = this.#now;
  }

  /** Something that may write what listens to a cause. */
  happen(cause: number, operation: number, block: number): void {
    this.#push(~cause, this.#eventTime[cause]!, this.#eventOperation[cause]!, this.#eventBlock[cause]!, 0);
    this.#eventTime[cause] = this.#now;
    this.#eventOperation[cause] = operation;
    this.#eventBlock[cause] = block;
  }

  /** True when `definition` still holds of a variable for sure. */
  holds(variable: number, definition: number): boolean {
    if (definition < 0 || this.#newerBase(variable) >= 0 || this.#newestEvent(variable) >= 0) return false;
    const current = this.#current[variable]!;
    return definition === current;
  }

  /** The definition that reaches here; makes it when nobody asked before. */
  reach(variable: number): number {
    const base = this.#newerBase(variable);
    if (base >= 0) this.#replace(variable, base);
    else if (this.#current[variable]! < 0) this.#enter(variable);
    const cause = this.#newestEvent(variable);
    if (cause >= 0) this.#clobber(variable, cause);
    return this.#current[variable]!;
  }

  /** The base that was written last since the variable, or -1. */
  #newerBase(variable: number): number {
    const { base } = this.#accesses;
    let found = -1;
    let time = this.#wholeTime[variable]!;
    for (let v = base[variable]!; v >= 0; v = base[v]!) {
      if (this.#wholeTime[v]! <= time) continue;
      time = this.#wholeTime[v]!;
      found = v;
    }
    return found;
  }

  /** The cause of the last event that may have written the variable since, or -1. */
  #newestEvent(variable: number): number {
    const { base, listens, cause } = this.#accesses;
    this.#latest = -1;
    const heard = listens[variable]!;
    if (heard === 0) return -1;
    let time = this.#time[variable]!;
    time = this.#later(CALLS, heard & (1 << CALLS), time);
    time = this.#later(STEPS, heard & (1 << STEPS), time);
    time = this.#later(COMPUTED, heard & (1 << COMPUTED), time);
    time = this.#later(CONTENTS, heard & (1 << CONTENTS), time);
    for (let v = variable; v >= 0; v = base[v]!) time = this.#later(cause[v]!, cause[v]! + 1, time);
    return this.#latest;
  }

  #later(cause: number, isHeard: number, time: number): number {
    if (isHeard === 0 || this.#eventTime[cause]! <= time) return time;
    this.#latest = cause;
    return this.#eventTime[cause]!;
  }

  #enter(variable: number): void {
    let entry = this.#entry[variable]!;
    if (entry < 0) {
      entry = this.#definitions.add(ENTRY, variable, 0, -1, -1, -1);
      this.#entry[variable] = entry;
    }
    this.#keep(variable);
    this.#current[variable] = entry;
  }

  /** The base is another object now: nothing is left of what was known. */
  #replace(variable: number, base: number): void {
    const { operation, block } = this.#definitions;
    const definition = this.#whole[base]!;
    const made = this.#clobberAt(variable, operation[definition]!, block[definition]!, -1);
    this.#keep(variable);
    this.#current[variable] = made;
    this.#whole[variable] = made;
    this.#wholeTime[variable] = this.#wholeTime[base]!;
    this.#time[variable] = this.#wholeTime[base]!;
  }

  #clobber(variable: number, cause: number): void {
    const previous = this.#current[variable]!;
    const made = this.#clobberAt(variable, this.#eventOperation[cause]!, this.#eventBlock[cause]!, previous);
    this.#keep(variable);
    this.#current[variable] = made;
    this.#time[variable] = this.#eventTime[cause]!;
  }

  /** One clobber per variable and place, whichever branch asks. */
  #clobberAt(variable: number, operation: number, block: number, previous: number): number {
    const key = operation >= 0 ? operation : -block - 2;
    const known = this.#clobbers.get(variable, key);
    if (known >= 0) return known;
    const made = this.#definitions.add(CLOBBER, variable, block, operation, -1, previous);
    this.#clobbers.set(variable, key, made);
    return made;
  }

  #keep(variable: number): void {
    this.#push(
      variable,
      this.#current[variable]!,
      this.#whole[variable]!,
      this.#wholeTime[variable]!,
      this.#time[variable]!,
    );
  }

  #push(subject: number, a: number, b: number, c: number, d: number): void {
    const at = this.#logged;
    this.#log = roomFor(this.#log, at + ENTRY_SIZE);
    this.#log[at] = subject;
    this.#log[at + 1] = a;
    this.#log[at + 2] = b;
    this.#log[at + 3] = c;
    this.#log[at + 4] = d;
    this.#logged = at + ENTRY_SIZE;
  }
}
