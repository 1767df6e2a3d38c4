/**
 * Literate cases: Markdown in which headings name cases and fences hold files. Parses the page; it must never run anything.
 *
 *     ## A method is found through its base
 *     `a.py`:
 *     ```py
 *     from b import B
 *     B().go()
 *     #   ^^ means: b.py:2
 *     ```
 *
 * - A fence with a path in a line above it is a file; fences without one are parts of `main` with the extension of their tag.
 * - `^^^ fact: values` below a line states all values of a fact at that place, `^^^ no fact` that it has none. Comments of the
 *   language stand in front. Several may follow one line. `<- fact: values` is about the place above where the comment begins.
 * - A fence tagged `edit` is a file of the next revision; one tagged `delete` lists paths. All of them between two fences `ran`
 *   are one revision. `ran` lists what the edit ran; `UPDATE_EXPECT=1` writes it, and nobody else.
 */

/** A statement about a place of a file; an empty list of values states that there are none. Line and column count from 1. */
export interface Assertion {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly fact: string;
  readonly values: readonly string[];
}

/** What one revision changes (null deletes), and what is stated afterwards. */
export interface Revision {
  readonly changes: ReadonlyMap<string, string | null>;
  readonly assertions: readonly Assertion[];
  /** What is said to run, or null for the first revision. */
  readonly ran: string | null;
  /** Lines of the page between which the text of `ran` stands: behind the fence that opens, and that which closes. */
  readonly ranLines: readonly [number, number] | null;
}

export interface LiterateCase {
  /** The headings above, joined by ' > '. */
  readonly name: string;
  readonly line: number;
  readonly revisions: readonly Revision[];
}

interface OpenRevision {
  readonly changes: Map<string, string | null>;
  readonly assertions: Assertion[];
  ran: string | null;
  ranLines: readonly [number, number] | null;
}

const HEADING = /^(#{1,6})\s+(.*)$/;
const FENCE = /^```(\S*)\s*(.*)$/;
const PATH_LINE = /^`([^`]+)`:$/;
const ASSERTION = /^\s*(?:\/\/|#|--|;)\s*(\^+|<-) (no )?([a-z-]+)(?:: (.+))?$/;

/** The cases of a page. Throws where the page is not of the form above. */
export function parseLiterate(page: string): LiterateCase[] {
  return new PageParser(page.split('\n')).parse();
}

class PageParser {
  readonly #lines: readonly string[];
  readonly #headings: string[] = [];
  readonly #cases: { name: string; line: number; revisions: OpenRevision[] }[] = [];
  #hasFiles = false;
  #path = '';

  constructor(lines: readonly string[]) {
    this.#lines = lines;
  }

  parse(): LiterateCase[] {
    for (let at = 0; at < this.#lines.length; at++) {
      const line = this.#lines[at]!;
      const heading = HEADING.exec(line);
      const fence = FENCE.exec(line);
      if (heading !== null) this.#open(heading[1]!.length, heading[2]!, at);
      else if (PATH_LINE.test(line)) this.#path = PATH_LINE.exec(line)![1]!;
      else if (fence !== null) at = this.#fence(fence[1]!, fence[2]!, at);
    }
    return this.#cases;
  }

  #open(depth: number, title: string, at: number): void {
    if (this.#hasFiles && depth > this.#headings.length) this.#fail(at, 'a heading that holds files holds no headings');
    this.#headings.length = depth - 1;
    this.#headings.push(title);
    this.#hasFiles = false;
    this.#path = '';
  }

  /** Takes a fence that opens at `open`; returns the line that closes it. */
  #fence(tag: string, rest: string, open: number): number {
    let close = open + 1;
    while (close < this.#lines.length && this.#lines[close] !== '```') close++;
    if (close === this.#lines.length) this.#fail(open, 'the fence is not closed');
    const content = this.#lines.slice(open + 1, close);
    if (!this.#hasFiles) {
      this.#hasFiles = true;
      const name = this.#headings.filter((title) => title !== undefined).join(' > ');
      this.#cases.push({ name, line: open + 1, revisions: [newRevision()] });
    }
    const { revisions } = this.#cases.at(-1)!;
    if (tag === 'ran') {
      const last = revisions.at(-1)!;
      if (revisions.length === 1 || last.ran !== null) this.#fail(open, '`ran` follows the edits of a revision');
      last.ran = content.join('\n');
      last.ranLines = [open + 1, close];
      return close;
    }
    if ((tag === 'edit' || tag === 'delete') && (revisions.length === 1 || revisions.at(-1)!.ran !== null)) {
      revisions.push(newRevision());
    }
    const revision = revisions.at(-1)!;
    if (tag === 'delete') for (const path of content) revision.changes.set(path, null);
    else this.#file(revision, tag === 'edit' ? rest : this.#path || `main.${tag}`, content, open);
    this.#path = '';
    return close;
  }

  #file(revision: OpenRevision, path: string, content: readonly string[], open: number): void {
    if (path === '' || path.endsWith('.')) this.#fail(open, 'the file has no path');
    const before = revision.changes.get(path) ?? '';
    const first = before === '' ? 0 : before.split('\n').length - 1;
    revision.changes.set(path, `${before}${content.join('\n')}\n`);
    let subject = -1;
    for (const [at, line] of content.entries()) {
      const found = ASSERTION.exec(line);
      if (found === null) {
        subject = at;
        continue;
      }
      const [, mark, isNone, fact, values] = found;
      if (subject < 0) this.#fail(open + 1 + at, 'nothing stands above the mark');
      if ((isNone === undefined) === (values === undefined))
        this.#fail(open + 1 + at, 'write `fact: values` or `no fact`');
      const place = {
        path,
        line: first + subject + 1,
        column: (mark === '<-' ? line.search(/\S/) : line.indexOf('^')) + 1,
      };
      revision.assertions.push({ ...place, fact: fact!, values: values?.split(', ') ?? [] });
    }
  }

  #fail(at: number, message: string): never {
    throw new Error(`line ${at + 1}: ${message}`);
  }
}

function newRevision(): OpenRevision {
  return { changes: new Map(), assertions: [], ran: null, ranLines: null };
}
