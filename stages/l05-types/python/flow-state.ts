/**
 * Which term each variable and access path holds while the operations of a body are walked once, in order. Branches are
 * undone by a log, so that a join costs what the branches changed and not what is known. Loops make a `PHI` for each name
 * that they write. The structure of the brackets is all it knows of control flow.
 */
import { ANY_OF, either, listTerm, NARROW, PHI, type Term } from './term.ts';

/** A variable: a local row, or -1 - declaration row; an access path: its variable and names, as text; or a subject. */
export type PlaceKey = number | string;

/** What the operation at a row gave to a pattern. */
export function subjectPlace(row: number): PlaceKey {
  return `=${row}`;
}

type Changes = Map<PlaceKey, Term | undefined>;

export const BRANCH = 0;
const LOOP = 1;
export const TRY = 2;
export const SWITCH = 3;
export const BLOCK = 4;
export const PLAIN = 5;

interface Frame {
  readonly kind: number;
  readonly mark: number;
  /** False when the code in front of the bracket does not run on. */
  readonly isLive: boolean;
  /** Ends of the parts that run on. */
  readonly ends: Changes[];
  /** Of a loop: where the condition fails. */
  readonly exits: Changes[];
  readonly phis: Map<PlaceKey, Term> | null;
  /** Operation of the condition of a branch, or -1. */
  readonly condition: number;
  /** Of a `try`: what its handlers may find; what its first part ends with. Of others: what holds where a part is not taken,
   * and where the parts before it were not. */
  handler: Changes | null;
  normal: Changes | null;
  hasElse: boolean;
  isFinal: boolean;
  /** Of a switch: the conditions of its last case; with none it takes all. */
  guards: number;
}

/** Most names that a loop gives a `PHI`, and most changes that one frame keeps. */
const MAX_PHIS = 512;
/** Work of one body on joins, after which names keep the value that was stored last. */
const MAX_WORK = 400_000;

export class FlowState {
  isLive = true;
  /** False while no access path was ever said to hold anything. */
  holdsPaths = false;
  readonly #current = new Map<PlaceKey, Term>();
  readonly #logKeys: PlaceKey[] = [];
  readonly #logOld: (Term | undefined)[] = [];
  readonly #frames: Frame[] = [];
  /** Paths below each place, so that an assignment ends them. */
  readonly #paths = new Map<PlaceKey, PlaceKey[]>();
  #work = 0;

  get depth(): number {
    return this.#frames.length;
  }

  get(key: PlaceKey): Term | undefined {
    return this.#current.get(key);
  }

  set(key: PlaceKey, value: Term | undefined): void {
    if (typeof key === 'string') this.holdsPaths = true;
    this.#logKeys.push(key);
    this.#logOld.push(this.#current.get(key));
    if (value === undefined) this.#current.delete(key);
    else this.#current.set(key, value);
  }

  /** Assigns a place: what is known of the paths below it ends. */
  assign(key: PlaceKey, value: Term | undefined): void {
    this.know(key, value);
    for (const path of this.#paths.get(key) ?? []) if (this.#current.has(path)) this.set(path, undefined);
  }

  /** Says what a place holds, which changes nothing below it. */
  know(key: PlaceKey, value: Term | undefined): void {
    for (let at = above(key); at !== null; at = above(at)) {
      let paths = this.#paths.get(at);
      if (paths === undefined) this.#paths.set(at, (paths = []));
      if (paths.length < MAX_PATHS && !paths.includes(key)) paths.push(key);
    }
    this.set(key, value);
  }

  // ---- brackets -----------------------------------------------------------------------------------------------------

  open(kind: number, condition = -1): void {
    this.#push(kind, condition, null);
  }

  /** Opens a loop that writes the places of `written`. */
  openLoop(written: ReadonlySet<PlaceKey> | undefined): void {
    const phis = new Map<PlaceKey, Term>();
    this.#push(LOOP, -1, phis);
    if (written === undefined) return;
    for (const key of written) {
      const before = this.#current.get(key);
      if (typeof key === 'string') {
        if (before !== undefined) this.set(key, undefined);
        continue;
      }
      if (phis.size >= MAX_PHIS) break;
      const phi = listTerm(PHI, null, before === undefined ? [] : [before], null, '');
      phis.set(key, phi);
      this.set(key, phi);
    }
  }

  /** The innermost frame. */
  get #top(): Frame | undefined {
    return this.#frames.at(-1);
  }

  get topKind(): number {
    return this.#top?.kind ?? -1;
  }

  get topCondition(): number {
    return this.#top?.condition ?? -1;
  }

  #push(kind: number, condition: number, phis: Map<PlaceKey, Term> | null): void {
    this.#frames.push({
      kind,
      mark: this.#logKeys.length,
      isLive: this.isLive,
      ends: [],
      exits: [],
      phis,
      condition,
      handler: null,
      normal: null,
      hasElse: false,
      isFinal: false,
      guards: 0,
    });
  }

  /** The loop is left here when its condition fails. */
  exit(): void {
    const loop = this.#top;
    if (loop?.kind === LOOP && this.isLive) loop.exits.push(this.#changesSince(loop.mark));
  }

  /** A jump out of the `depth`-th loop, switch or block. */
  break(depth: number): void {
    const frame = this.#target(depth);
    if (frame !== undefined && this.isLive) frame.ends.push(this.#changesSince(frame.mark));
    this.isLive = false;
  }

  continue(depth: number): void {
    const frame = this.#target(depth);
    if (frame?.phis && this.isLive) this.#comeRound(frame);
    this.isLive = false;
  }

  #target(depth: number): Frame | undefined {
    let left = depth;
    for (let i = this.#frames.length - 1; i >= 0; i--) {
      const frame = this.#frames[i]!;
      if (frame.kind !== LOOP && frame.kind !== SWITCH && frame.kind !== BLOCK) continue;
      if (left-- === 0) return frame;
    }
    return undefined;
  }

  #comeRound(loop: Frame): void {
    for (const [key, phi] of loop.phis!) {
      const value = this.#current.get(key);
      if (value !== undefined && value !== phi && !phi.items!.includes(value) && phi.items!.length < MAX_ROUNDS)
        phi.items!.push(value);
    }
  }

  else(): void {
    const frame = this.#top;
    if (frame === undefined) return;
    if (frame.kind === LOOP) {
      if (this.isLive) this.#comeRound(frame);
      this.#undo(frame.mark);
      this.isLive = frame.exits.length > 0;
      this.#join(frame.exits);
    } else if (frame.kind === TRY) {
      this.#endHandler(frame);
      this.isLive = frame.normal !== null;
      if (frame.normal !== null) this.#apply(frame.normal);
      frame.normal = null;
    } else {
      this.#endPart(frame);
      this.isLive = frame.isLive;
      if (frame.kind === BRANCH && frame.handler !== null) this.#apply(frame.handler);
    }
    frame.hasElse = true;
  }

  except(): void {
    const frame = this.#top;
    if (frame?.kind !== TRY) return;
    if (frame.handler === null) {
      frame.handler = this.#everySince(frame.mark);
      frame.normal = this.isLive ? this.#changesSince(frame.mark) : null;
      this.#undo(frame.mark);
    } else this.#endHandler(frame);
    this.#apply(frame.handler);
    this.isLive = frame.isLive;
  }

  finally(): void {
    const frame = this.#top;
    if (frame?.kind !== TRY) return;
    const all = frame.handler ?? this.#everySince(frame.mark);
    this.#endHandler(frame);
    if (frame.normal !== null) frame.ends.push(frame.normal);
    frame.normal = null;
    frame.isFinal = true;
    frame.hasElse = frame.ends.length > 0;
    if (frame.ends.length > 0) this.#join(frame.ends);
    else this.#apply(all);
    frame.ends.length = 0;
    this.isLive = frame.isLive;
  }

  #endHandler(frame: Frame): void {
    this.#endPart(frame);
  }

  #endPart(frame: Frame): void {
    if (this.isLive) frame.ends.push(this.#changesSince(frame.mark));
    this.#undo(frame.mark);
  }

  case(falls: boolean): void {
    const frame = this.#top;
    if (frame?.kind !== SWITCH) return;
    const before = falls && this.isLive ? this.#changesSince(frame.mark) : null;
    if (before === null) this.#endPart(frame);
    else this.#undo(frame.mark);
    // What stands in front of the first case is no part.
    if (!frame.hasElse) frame.ends.length = 0;
    frame.hasElse = true;
    frame.guards = 0;
    this.isLive = frame.isLive;
    if (frame.handler !== null) this.#apply(frame.handler);
    if (before !== null) this.#join([before, new Map()]);
  }

  end(): void {
    const frame = this.#frames.pop();
    if (frame === undefined || frame.kind === PLAIN) return;
    if (frame.kind === LOOP) this.#endLoop(frame);
    else if (frame.kind === TRY) this.#endTry(frame);
    else {
      this.#endPart(frame);
      const runsOn =
        frame.kind === BRANCH ? !frame.hasElse : frame.kind === SWITCH && (frame.guards > 0 || !frame.hasElse);
      if (runsOn && frame.isLive) frame.ends.push(frame.handler ?? NO_CHANGES);
      this.isLive = frame.ends.length > 0;
      this.#join(frame.ends);
    }
  }

  #endLoop(frame: Frame): void {
    if (!frame.hasElse) {
      if (this.isLive) this.#comeRound(frame);
      frame.ends.push(...frame.exits);
    } else if (this.isLive) frame.ends.push(this.#changesSince(frame.mark));
    this.#undo(frame.mark);
    this.isLive = frame.ends.length > 0;
    this.#join(frame.ends);
  }

  #endTry(frame: Frame): void {
    if (frame.isFinal) {
      this.isLive &&= frame.hasElse;
      return;
    }
    this.#endPart(frame);
    if (frame.normal !== null) frame.ends.push(frame.normal);
    this.isLive = frame.ends.length > 0;
    this.#join(frame.ends);
  }

  /** Says what holds where a branch without `else` or a case is not taken, from the state as it is now. */
  untaken(narrow: () => void): void {
    const frame = this.#top;
    if (frame === undefined) return;
    const mark = this.#logKeys.length;
    narrow();
    const changes = this.#changesSince(mark);
    this.#undo(mark);
    frame.normal = frame.handler;
    frame.handler = frame.handler === null ? changes : new Map([...frame.handler, ...changes]);
  }

  /** A condition of a case; when it has another beside its pattern, that it is not taken says nothing. */
  guard(narrow: () => void): void {
    const frame = this.#top;
    if (frame?.kind !== SWITCH) return;
    if (++frame.guards === 1) this.untaken(narrow);
    else frame.handler = frame.normal;
  }

  /** Leaves the loop where `narrow` holds. */
  exitWhere(narrow: () => void): void {
    const mark = this.#logKeys.length;
    narrow();
    this.exit();
    this.#undo(mark);
  }

  // ---- changes ------------------------------------------------------------------------------------------------------

  #changesSince(mark: number): Changes {
    const changes: Changes = new Map();
    this.#work += this.#logKeys.length - mark;
    if (this.#work > MAX_WORK) return changes;
    for (let i = mark; i < this.#logKeys.length; i++) {
      const key = this.#logKeys[i]!;
      if (!changes.has(key)) changes.set(key, this.#current.get(key));
    }
    return changes;
  }

  /** All that each place held since `mark`. */
  #everySince(mark: number): Changes {
    const changes: Changes = new Map();
    this.#work += this.#logKeys.length - mark;
    if (this.#work > MAX_WORK) return changes;
    for (let i = mark; i < this.#logKeys.length; i++) {
      const key = this.#logKeys[i]!;
      const old = this.#logOld[i];
      if (typeof key === 'string') changes.set(key, undefined);
      else if (old !== undefined) merge(changes, key, old);
    }
    for (let i = mark; i < this.#logKeys.length; i++) {
      const key = this.#logKeys[i]!;
      const now = this.#current.get(key);
      if (typeof key === 'number' && now !== undefined) merge(changes, key, now);
    }
    return changes;
  }

  #undo(mark: number): void {
    for (let i = this.#logKeys.length - 1; i >= mark; i--) {
      const old = this.#logOld[i];
      if (old === undefined) this.#current.delete(this.#logKeys[i]!);
      else this.#current.set(this.#logKeys[i]!, old);
    }
    this.#logKeys.length = mark;
    this.#logOld.length = mark;
  }

  #apply(changes: Changes): void {
    for (const [key, value] of changes) this.set(key, value);
  }

  /** Goes on from several ends: a place that only some of them changed holds either. */
  #join(ends: readonly Changes[]): void {
    if (ends.length === 0) return;
    if (ends.length === 1) {
      this.#apply(ends[0]!);
      return;
    }
    const keys = new Set<PlaceKey>();
    for (const end of ends) for (const key of end.keys()) keys.add(key);
    this.#work += keys.size * ends.length;
    if (this.#work > MAX_WORK) return;
    for (const key of keys) this.set(key, this.#joined(key, ends));
  }

  #joined(key: PlaceKey, ends: readonly Changes[]): Term | undefined {
    let value: Term | undefined;
    const before = this.#current.get(key);
    let isMissing = false;
    for (const end of ends) {
      const one = end.has(key) ? end.get(key) : before;
      if (one === undefined) isMissing = true;
      else value = value === undefined ? one : either(value, one);
    }
    if (before !== undefined && (isSplit(before, key, ends) || isCovered(before, key, ends))) return before;
    // What is known of a path on one way only is not known.
    return isMissing && typeof key === 'string' ? undefined : value;
  }
}

/** The place that an access path goes through last, or null for a variable. */
function above(key: PlaceKey): PlaceKey | null {
  if (typeof key === 'number') return null;
  const dot = key.lastIndexOf('.');
  if (dot < 0) return null;
  const outer = key.slice(0, dot);
  return /^-?\d+$/.test(outer) ? Number(outer) : outer;
}

/** Most paths below one place. */
const MAX_PATHS = 64;
/** Most terms that come round a loop. */
const MAX_ROUNDS = 24;
const NO_CHANGES: Changes = new Map();

function merge(changes: Changes, key: PlaceKey, value: Term): void {
  const known = changes.get(key);
  changes.set(key, known === undefined ? value : either(known, value));
}

/** True when the ends hold nothing but `before` and both outcomes of one test of it. */
function isSplit(before: Term, key: PlaceKey, ends: readonly Changes[]): boolean {
  let test = -1;
  let isWhole = false;
  for (const end of ends) {
    const one = end.has(key) ? end.get(key)! : before;
    if (one === before) isWhole = true;
    else if (one === undefined || one.op !== NARROW || one.a !== before || one.number === ANY_OF) return false;
    else if (test >= 0 && one.number === (test ^ 1)) isWhole = true;
    else test = one.number;
  }
  return isWhole;
}

/** True when each end holds one outcome of a test of what the ends before it left, and the last what all of them left. */
function isCovered(before: Term, key: PlaceKey, ends: readonly Changes[]): boolean {
  const last = ends.at(-1)!;
  let rest = last.has(key) ? last.get(key) : before;
  for (let i = ends.length - 2; i >= 0; i--) {
    const one = ends[i]!.has(key) ? ends[i]!.get(key) : before;
    if (rest?.op !== NARROW || one === undefined) return false;
    if (isFromTests(rest, one)) rest = one;
    else if (one.op === NARROW && one.number === ANY_OF && isFromTests(rest, one.a!)) rest = one.a!;
    else if (one.op !== NARROW || one.a !== rest.a || one.b !== rest.b || one.number !== (rest.number ^ 1))
      return false;
    else rest = rest.a!;
  }
  return rest === before;
}

/** True when tests alone stand between a term and one that it is made of. */
export function isFromTests(term: Term, of: Term): boolean {
  let at = term;
  for (let tests = 0; at !== of && at.op === NARROW && tests < MAX_TESTS; tests++) at = at.a!;
  return at === of;
}

/** Most tests of one value that are followed. */
const MAX_TESTS = 16;
