/**
 * A tolerant reader of JSON with comments and trailing commas, for manifests. Objects are maps, so that the order of keys
 * is kept and no key is special. What cannot be read is left out; it must never throw.
 */
export type Json = string | number | boolean | null | readonly Json[] | ReadonlyMap<string, Json>;

export interface JsonReading {
  readonly value: Json;
  /** Offset of the first thing that could not be read, or -1. */
  readonly error: number;
}

const MAX_DEPTH = 64;
const SPACES = ' \t\r\n\u{feff}\u{a0}';
const ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

export function readJson(text: string): JsonReading {
  const reader = new Reader(text);
  const value = reader.value(0);
  reader.skip();
  if (reader.at < text.length) reader.fail();
  return { value, error: reader.error };
}

class Reader {
  readonly text: string;
  at = 0;
  error = -1;

  constructor(text: string) {
    this.text = text;
  }

  fail(): void {
    if (this.error < 0) this.error = this.at;
  }

  /** Skips white space and comments. */
  skip(): void {
    const { text } = this;
    while (this.at < text.length) {
      if (SPACES.includes(text[this.at]!)) this.at++;
      else if (text.startsWith('//', this.at)) this.at = endOf(text, '\n', this.at, 0);
      else if (text.startsWith('/*', this.at)) this.at = endOf(text, '*/', this.at + 2, 2);
      else return;
    }
  }

  value(depth: number): Json {
    this.skip();
    const char = this.text[this.at];
    if (depth > MAX_DEPTH) {
      this.fail();
      this.at = this.text.length;
      return null;
    }
    if (char === '{') return this.#object(depth);
    if (char === '[') return this.#array(depth);
    if (char === '"' || char === "'") return this.#string(char);
    return this.#word();
  }

  #object(depth: number): ReadonlyMap<string, Json> {
    const members = new Map<string, Json>();
    this.at++;
    for (;;) {
      this.skip();
      const char = this.text[this.at];
      if (char === undefined || char === '}') break;
      if (char === ',') {
        this.at++;
        continue;
      }
      if (char !== '"' && char !== "'") {
        this.fail();
        this.at++;
        continue;
      }
      const key = this.#string(char);
      this.skip();
      if (this.text[this.at] === ':') this.at++;
      else this.fail();
      members.set(key, this.value(depth + 1));
    }
    this.#close();
    return members;
  }

  #array(depth: number): readonly Json[] {
    const items: Json[] = [];
    this.at++;
    for (;;) {
      this.skip();
      const char = this.text[this.at];
      if (char === undefined || char === ']') break;
      const before = this.at;
      if (char === ',') this.at++;
      else items.push(this.value(depth + 1));
      if (this.at === before) {
        this.fail();
        this.at++;
      }
    }
    this.#close();
    return items;
  }

  #close(): void {
    if (this.at >= this.text.length) this.fail();
    else this.at++;
  }

  #string(quote: string): string {
    const { text } = this;
    let out = '';
    let from = ++this.at;
    for (; this.at < text.length; this.at++) {
      const char = text[this.at]!;
      if (char === quote || char === '\n') break;
      if (char !== '\\') continue;
      out += text.slice(from, this.at);
      const escaped = text[++this.at] ?? '';
      if (escaped === 'u') {
        out += String.fromCharCode(Number.parseInt(text.slice(this.at + 1, this.at + 5), 16) || 0);
        this.at += 4;
      } else out += ESCAPES[escaped] ?? escaped;
      from = this.at + 1;
    }
    out += text.slice(from, this.at);
    if (text[this.at] === quote) this.at++;
    else this.fail();
    return out;
  }

  #word(): Json {
    const found = /^[-+.\w]+/.exec(this.text.slice(this.at, this.at + 40));
    if (found === null) {
      this.fail();
      return null;
    }
    const word = found[0];
    this.at += word.length;
    if (word === 'true') return true;
    if (word === 'false') return false;
    if (word === 'null') return null;
    const number = Number(word);
    if (Number.isNaN(number)) this.fail();
    return Number.isNaN(number) ? null : number;
  }
}

/** The offset behind the next `mark`, or the end of the text. */
function endOf(text: string, mark: string, from: number, length: number): number {
  const at = text.indexOf(mark, from);
  return at < 0 ? text.length : at + length;
}
