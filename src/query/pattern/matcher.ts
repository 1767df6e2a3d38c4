/**
 * `compile`: a checked pattern to a matcher over UTF-8 bytes. Linear: no input makes it go back over a line more than
 * its own matches do, and all work is counted. A matcher keeps its automata, so use one for many files of one query.
 */
import type { Pattern } from './ast.ts';
import { isContinuation } from './characters.ts';
import { Finder } from './finder.ts';
import type { Fuel, SearchEnd } from './fuel.ts';
import { lineEnd, lineStart, isBehindLastLine } from './lines.ts';
import { FoldedFinder, hasStrangeLetters } from './folded-finder.ts';
import { LiteralFinder } from './literal-finder.ts';
import { requiredFolded, requiredLiteral, wholeFolded, wholeLiteral } from './literal.ts';
import { NEEDS_LINE, NO_FUEL, NO_MATCH } from './scan-forward.ts';

/** Takes one match or one line as byte positions; gives false to end the search. */
export type OnSpan = (startByte: number, endByte: number) => boolean;

export interface Matcher {
  /** How matches are found; for reports and tests, results are the same. */
  readonly strategy: 'literal' | 'literal-then-automaton' | 'automaton';
  /** True when it helps to know that a text is ASCII. */
  readonly asksAscii: boolean;
  /**
   * Reports every match in `start .. end` of `bytes`, leftmost-first and without overlap, in order.
   * The range is read as a text of its own: a line begins at `start` and one ends at `end`. That all bytes are ASCII, where
   * it is known, may make it faster.
   */
  findAll(bytes: Uint8Array, start: number, end: number, onMatch: OnSpan, fuel: Fuel, isAscii?: boolean): SearchEnd;
  /** Reports every line that has a match, without its `\n`, once. Cheaper than `findAll`: it never looks for starts. */
  findLines(bytes: Uint8Array, start: number, end: number, onLine: OnSpan, fuel: Fuel, isAscii?: boolean): SearchEnd;
}

/** Compiles a pattern. Cannot fail on what `parsePattern` gave. */
export function compile(pattern: Pattern): Matcher {
  const literal = wholeLiteral(pattern.root);
  if (literal !== undefined) return new LiteralMatcher(new LiteralFinder(literal));
  const folded = wholeFolded(pattern.root);
  if (folded === undefined) return automatonFor(pattern);
  const matcher = new LiteralMatcher(new FoldedFinder(folded.bytes));
  return folded.isForAll ? matcher : new FoldedMatcher(matcher, () => automatonFor(pattern));
}

function automatonFor(pattern: Pattern): AutomatonMatcher {
  const finder = new Finder(pattern.root);
  const required = requiredLiteral(pattern.root);
  if (required !== undefined)
    return new AutomatonMatcher(finder, new LiteralFinder(required.bytes), required.isFirst, true);
  const folded = requiredFolded(pattern.root);
  if (folded === undefined) return new AutomatonMatcher(finder, undefined, false, true);
  return new AutomatonMatcher(finder, new FoldedFinder(folded.bytes), folded.isFirst, folded.isForAll);
}

/** Where a fixed text stands. */
interface TextFinder {
  readonly bytes: Uint8Array;
  readonly work: number;
  find(view: Uint8Array, from: number): number;
}

/** A text in either case some of whose letters have equals outside ASCII: a literal where no such letter is, else for an automaton. */
class FoldedMatcher implements Matcher {
  readonly strategy = 'literal';
  readonly asksAscii = true;
  readonly #literal: LiteralMatcher;
  readonly #makeOther: () => Matcher;
  #other: Matcher | undefined;

  constructor(literal: LiteralMatcher, makeOther: () => Matcher) {
    this.#literal = literal;
    this.#makeOther = makeOther;
  }

  findAll(bytes: Uint8Array, start: number, end: number, onMatch: OnSpan, fuel: Fuel, isAscii = false): SearchEnd {
    return this.#for(bytes, start, end, isAscii).findAll(bytes, start, end, onMatch, fuel);
  }

  findLines(bytes: Uint8Array, start: number, end: number, onLine: OnSpan, fuel: Fuel, isAscii = false): SearchEnd {
    return this.#for(bytes, start, end, isAscii).findLines(bytes, start, end, onLine, fuel);
  }

  #for(bytes: Uint8Array, start: number, end: number, isAscii: boolean): Matcher {
    if (isAscii || !hasStrangeLetters(viewOf(bytes, start, end))) return this.#literal;
    return (this.#other ??= this.#makeOther());
  }
}

function viewOf(bytes: Uint8Array, start: number, end: number): Uint8Array {
  return start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end);
}

class LiteralMatcher implements Matcher {
  readonly strategy = 'literal';
  readonly asksAscii = false;
  readonly #finder: TextFinder;

  constructor(finder: TextFinder) {
    this.#finder = finder;
  }

  findAll(bytes: Uint8Array, start: number, end: number, onMatch: OnSpan, fuel: Fuel): SearchEnd {
    const length = this.#finder.bytes.length;
    return this.#each(viewOf(bytes, start, end), fuel, (_view, hit) => {
      return onMatch(start + hit, start + hit + length) ? hit + length : -1;
    });
  }

  findLines(bytes: Uint8Array, start: number, end: number, onLine: OnSpan, fuel: Fuel): SearchEnd {
    return this.#each(viewOf(bytes, start, end), fuel, (view, hit) => {
      const last = lineEnd(view, hit);
      return onLine(start + lineStart(view, hit), start + last) ? last : -1;
    });
  }

  /** Calls `onHit` for each occurrence; it gives where to go on, or -1 to stop. */
  #each(view: Uint8Array, fuel: Fuel, onHit: (view: Uint8Array, hit: number) => number): SearchEnd {
    const finder = this.#finder;
    let at = 0;
    while (at < view.length) {
      const before = finder.work;
      const hit = finder.find(view, at);
      fuel.left -= (hit < 0 ? view.length : hit + finder.bytes.length) - at + finder.work - before;
      if (fuel.left < 0) return 'out-of-fuel';
      if (hit < 0) return 'done';
      at = onHit(view, hit);
      if (at < 0) return 'stopped';
    }
    return 'done';
  }
}

/** Hits after which the prefilter is judged: so many that a cluster of them in one file does not count. */
const JUDGED_HITS = 1024;
/** Bytes that a hit must let the automaton skip on average. */
const MIN_SKIP = 100;
/** The same where a hit is the start of a match, if there is one: lines are not read then. */
const MIN_SKIP_TO_FIRST = 30;

class AutomatonMatcher implements Matcher {
  readonly strategy: 'literal-then-automaton' | 'automaton';
  readonly asksAscii: boolean;
  readonly #finder: Finder;
  readonly #required: TextFinder | undefined;
  readonly #isFirst: boolean;
  readonly #isForAll: boolean;
  #hits = 0;
  #skipped = 0;
  #isFiltered: boolean;

  /** `isFirst`: every match begins with the required text. `isForAll`: it is required where strange letters are, too. */
  constructor(finder: Finder, required: TextFinder | undefined, isFirst: boolean, isForAll: boolean) {
    this.#finder = finder;
    this.#required = required;
    this.#isFirst = isFirst;
    this.#isForAll = isForAll;
    this.asksAscii = !isForAll;
    this.#isFiltered = required !== undefined;
    this.strategy = this.#isFiltered ? 'literal-then-automaton' : 'automaton';
  }

  findAll(bytes: Uint8Array, start: number, end: number, onMatch: OnSpan, fuel: Fuel, isAscii = false): SearchEnd {
    const view = viewOf(bytes, start, end);
    let lastEnd = -1;
    const search = (from: number, to: number): number => {
      let at = from;
      while (at <= to) {
        const matchEnd = this.#finder.find(view, at, to, fuel);
        if (matchEnd < 0) return matchEnd;
        const matchStart = this.#finder.start;
        const isEmpty = matchEnd === matchStart;
        at = isEmpty ? matchEnd + 1 : matchEnd;
        if (isEmpty && (matchEnd === lastEnd || !mayBeEmptyAt(view, matchEnd))) continue;
        lastEnd = matchEnd;
        if (!onMatch(start + matchStart, start + matchEnd)) return STOPPED;
      }
      return NO_MATCH;
    };
    const findAt = (hit: number): number => {
      const matchEnd = this.#finder.findAt(view, hit, fuel);
      if (matchEnd < 0) return matchEnd === NO_MATCH ? hit + 1 : matchEnd;
      return onMatch(start + hit, start + matchEnd) ? matchEnd : STOPPED;
    };
    return this.#eachStretch(view, fuel, isAscii, search, this.#isFirst ? findAt : undefined);
  }

  findLines(bytes: Uint8Array, start: number, end: number, onLine: OnSpan, fuel: Fuel, isAscii = false): SearchEnd {
    const view = viewOf(bytes, start, end);
    return this.#eachStretch(view, fuel, isAscii, (from, to) => {
      let at = from;
      while (at <= to) {
        const matchEnd = this.#finder.findEnd(view, at, to, fuel, true);
        if (matchEnd < 0) return matchEnd;
        if (isBehindLastLine(view, matchEnd)) return NO_MATCH;
        const last = lineEnd(view, matchEnd);
        if (!onLine(start + lineStart(view, matchEnd), start + last)) return STOPPED;
        at = last + 1;
      }
      return NO_MATCH;
    });
  }

  /**
   * Calls `search` for each stretch of whole lines that may hold a match: all of it, or the lines with the literal.
   * `findAt`, if given, is asked at each literal first: it gives where to go on, or NEEDS_LINE when its line is to be searched.
   */
  #eachStretch(
    view: Uint8Array,
    fuel: Fuel,
    isAscii: boolean,
    search: (from: number, to: number) => number,
    findAt?: (hit: number) => number,
  ): SearchEnd {
    this.#finder.reset();
    const required = this.#required!;
    let at = 0;
    const isRequired = this.#isFiltered && (this.#isForAll || isAscii || !hasStrangeLetters(view));
    while (isRequired && this.#isFiltered && at < view.length) {
      const before = required.work;
      const hit = required.find(view, at);
      const passed = (hit < 0 ? view.length : hit) - at;
      this.#judge(passed);
      fuel.left -= passed + required.work - before;
      if (fuel.left < 0) return 'out-of-fuel';
      if (hit < 0) return 'done';
      const next = findAt?.(hit) ?? NEEDS_LINE;
      if (next !== NEEDS_LINE) {
        if (next < 0) return endOf(next);
        at = next;
        continue;
      }
      const last = lineEnd(view, hit);
      const result = search(Math.max(at, lineStart(view, hit)), last);
      if (result !== NO_MATCH) return endOf(result);
      at = last + 1;
    }
    return at > view.length ? 'done' : endOf(search(at, view.length));
  }

  /** Gives the prefilter up for good when its literal is on too many lines. What is long ago counts less. */
  #judge(skipped: number): void {
    this.#hits++;
    this.#skipped += skipped;
    if (this.#hits < JUDGED_HITS) return;
    if (this.#skipped < this.#hits * (this.#isFirst ? MIN_SKIP_TO_FIRST : MIN_SKIP)) this.#isFiltered = false;
    this.#hits /= 2;
    this.#skipped /= 2;
  }
}

const STOPPED = -4;

function endOf(result: number): SearchEnd {
  return result === NO_FUEL ? 'out-of-fuel' : result === STOPPED ? 'stopped' : 'done';
}

/** An empty match stands on a line and never inside a character. */
function mayBeEmptyAt(view: Uint8Array, at: number): boolean {
  return !isBehindLastLine(view, at) && (at >= view.length || !isContinuation(view[at]!));
}
