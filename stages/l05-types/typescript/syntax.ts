/**
 * Reads a type as TypeScript writes it. A name may carry the symbol that it stands for: `Cart@` and 32 hexadecimal digits.
 * What it cannot read, and what is nested too deeply, is null. It must never resolve a name.
 */
export interface ParameterNode {
  readonly name: string;
  readonly type: TypeNode | null;
  readonly isOptional: boolean;
  readonly isRest: boolean;
}

export interface GenericNode {
  readonly name: string;
  readonly constraint: TypeNode | null;
  readonly fallback: TypeNode | null;
}

export interface SignatureNode {
  readonly generics: readonly GenericNode[];
  readonly parameters: readonly ParameterNode[];
  readonly returns: TypeNode | null;
  /** The parameter that a type predicate is about, '' for none. */
  readonly predicate: string;
  readonly isConstructor: boolean;
}

export interface MemberNode {
  readonly name: string;
  readonly type: TypeNode | null;
  readonly isOptional: boolean;
  readonly isReadonly: boolean;
}

export interface IndexNode {
  readonly name: string;
  readonly key: TypeNode;
  readonly value: TypeNode;
}

export type TypeNode =
  | { readonly kind: 'name'; readonly name: string; readonly items: readonly TypeNode[] }
  | { readonly kind: 'literal'; readonly base: 'string' | 'number' | 'bigint'; readonly text: string }
  | { readonly kind: 'array'; readonly item: TypeNode; readonly isReadonly: boolean }
  | { readonly kind: 'tuple'; readonly items: readonly ParameterNode[]; readonly isReadonly: boolean }
  | { readonly kind: 'union' | 'intersection'; readonly items: readonly TypeNode[] }
  | { readonly kind: 'function'; readonly signature: SignatureNode }
  | {
      readonly kind: 'object';
      readonly members: readonly MemberNode[];
      readonly signatures: readonly SignatureNode[];
      readonly index: readonly IndexNode[];
    }
  | { readonly kind: 'keyof'; readonly of: TypeNode }
  | { readonly kind: 'typeof'; readonly name: string }
  | { readonly kind: 'indexed'; readonly of: TypeNode; readonly key: TypeNode }
  /** Conditional, mapped and template types: what they come to is not known. */
  | { readonly kind: 'other' };

const TOKEN =
  /\s*(?:\/\*[\s\S]*?\*\/|\/\/[^\n]*)*\s*(?:([A-Za-z_$][\w$]*(?:@[0-9a-f]{32})?)|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(\d[\w.]*)|(`(?:[^`\\]|\\.)*`)|(=>|\.\.\.|[[\](){}<>,:;|&?.=+-]|#))/y;
const MAX_DEPTH = 40;
const MAX_LENGTH = 20_000;
const OTHER: TypeNode = { kind: 'other' };

type TokenKind = 'name' | 'string' | 'number' | 'template' | 'mark' | 'end';

/** Thrown inside, never out: what is read is no type. */
class Unreadable extends Error {}

class Reader {
  readonly #text: string;
  #kind: TokenKind = 'end';
  #token = '';
  #next = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text.trimEnd();
    this.#advance();
  }

  get isDone(): boolean {
    return this.#kind === 'end';
  }

  type(): TypeNode {
    if (++this.#depth > MAX_DEPTH) throw new Unreadable();
    const left = this.#union();
    if (this.#kind !== 'name' || this.#token !== 'extends') {
      this.#depth--;
      return left;
    }
    // A conditional type: read to its end, and not known.
    this.#advance();
    this.type();
    this.#expect('?');
    this.type();
    this.#expect(':');
    this.type();
    this.#depth--;
    return OTHER;
  }

  generics(end: string): GenericNode[] {
    const list: GenericNode[] = [];
    while (!this.#takes(end)) {
      while (this.#isWord('const') || this.#isWord('in') || this.#isWord('out')) this.#advance();
      const name = this.#name();
      const constraint = this.#takesWord('extends') ? this.type() : null;
      const fallback = this.#takes('=') ? this.type() : null;
      list.push({ name, constraint, fallback });
      if (!this.#takes(',') && !this.#is(end)) throw new Unreadable();
    }
    return list;
  }

  parameters(end: string): ParameterNode[] {
    const list: ParameterNode[] = [];
    while (!this.#takes(end)) {
      list.push(this.#parameter());
      if (!this.#takes(',') && !this.#is(end)) throw new Unreadable();
    }
    return list;
  }

  list(end: string): TypeNode[] {
    const list: TypeNode[] = [];
    while (!this.#takes(end)) {
      list.push(this.type());
      if (!this.#takes(',') && !this.#is(end)) throw new Unreadable();
    }
    return list;
  }

  #parameter(): ParameterNode {
    while (this.#isModifier()) this.#advance();
    const isRest = this.#takes('...');
    let name = '';
    if (this.#is('{') || this.#is('[')) this.#skipBrackets();
    else name = this.#name();
    const isOptional = this.#takes('?');
    const type = this.#takes(':') ? this.type() : null;
    return { name, type, isOptional, isRest };
  }

  #isModifier(): boolean {
    const isWord = this.#kind === 'name' && /^(public|private|protected|readonly|override)$/.test(this.#token);
    return isWord && /^\s*[\w${[]/.test(this.#text.slice(this.#next, this.#next + 20));
  }

  #union(): TypeNode {
    this.#takes('|');
    const items = [this.#intersection()];
    while (this.#takes('|')) items.push(this.#intersection());
    return items.length === 1 ? items[0]! : { kind: 'union', items };
  }

  #intersection(): TypeNode {
    this.#takes('&');
    const items = [this.#prefixed()];
    while (this.#takes('&')) items.push(this.#prefixed());
    return items.length === 1 ? items[0]! : { kind: 'intersection', items };
  }

  #prefixed(): TypeNode {
    if (++this.#depth > MAX_DEPTH) throw new Unreadable();
    const type = this.#operator();
    this.#depth--;
    return type;
  }

  #operator(): TypeNode {
    if (this.#kind === 'name' && this.#startsOperand()) {
      if (this.#takesWord('keyof')) return { kind: 'keyof', of: this.#prefixed() };
      if (this.#takesWord('unique')) return this.#prefixed();
      if (this.#takesWord('infer')) {
        this.#name();
        return OTHER;
      }
      if (this.#takesWord('readonly')) return asReadonly(this.#prefixed());
      if (this.#isWord('abstract')) this.#advance();
      if (this.#takesWord('new')) return { kind: 'function', signature: this.#signature(true) };
    }
    return this.#postfix(this.#primary());
  }

  /** True when a word of an operator is followed by what it is for, not used as a name. */
  #startsOperand(): boolean {
    return /^\s*[\w${[("'<]/.test(this.#text.slice(this.#next, this.#next + 20));
  }

  #postfix(of: TypeNode): TypeNode {
    let type = of;
    while (this.#takes('[')) {
      if (this.#takes(']')) type = { kind: 'array', item: type, isReadonly: false };
      else {
        type = { kind: 'indexed', of: type, key: this.type() };
        this.#expect(']');
      }
    }
    return type;
  }

  #primary(): TypeNode {
    if (this.#takes('?')) {
      // A name that stands for nothing here: see `withSymbols`.
      if (this.#takes('<')) this.list('>');
      return OTHER;
    }
    if (this.#kind === 'name') return this.#named();
    if (this.#kind === 'string') {
      const text = this.#take().slice(1, -1);
      return { kind: 'literal', base: 'string', text };
    }
    if (this.#kind === 'number') return this.#number('');
    if (this.#kind === 'template') {
      this.#advance();
      return OTHER;
    }
    if (this.#takes('-')) return this.#number('-');
    if (this.#is('(')) return this.#isFunction() ? this.#function() : this.#grouped();
    if (this.#is('<')) return this.#function();
    if (this.#takes('[')) return { kind: 'tuple', items: this.#tupleItems(), isReadonly: false };
    if (this.#takes('{')) return this.#object();
    throw new Unreadable();
  }

  #number(sign: string): TypeNode {
    if (this.#kind !== 'number') throw new Unreadable();
    const text = sign + this.#take();
    return { kind: 'literal', base: text.endsWith('n') ? 'bigint' : 'number', text };
  }

  #named(): TypeNode {
    if (this.#takesWord('typeof')) {
      let name = this.#is('import') || this.#isWord('import') ? this.#imported() : this.#name();
      while (this.#takes('.')) name += `.${this.#name()}`;
      if (this.#takes('<')) this.list('>');
      return { kind: 'typeof', name };
    }
    if (this.#isWord('asserts') && /^\s+\w/.test(this.#text.slice(this.#next, this.#next + 20))) {
      this.#advance();
      this.#name();
      if (this.#takesWord('is')) this.type();
      return { kind: 'name', name: 'void', items: [] };
    }
    let name = this.#isWord('import') ? this.#imported() : this.#name();
    while (this.#takes('.')) name += `.${this.#name()}`;
    const items = this.#takes('<') ? this.list('>') : [];
    return { kind: 'name', name, items };
  }

  /** `import("fs").Stats` as `import("fs").Stats`. */
  #imported(): string {
    this.#advance();
    this.#expect('(');
    if (this.#kind !== 'string') throw new Unreadable();
    const module = this.#take().slice(1, -1);
    this.#expect(')');
    return `import("${module}")`;
  }

  #grouped(): TypeNode {
    this.#expect('(');
    const type = this.type();
    this.#expect(')');
    return type;
  }

  /** True when the bracket that opens here is that of parameters: behind its end there is an arrow. */
  #isFunction(): boolean {
    let depth = 1;
    for (let at = this.#next; at < this.#text.length; at++) {
      const mark = this.#text[at]!;
      if (mark === '"' || mark === "'") at = this.#text.indexOf(mark, at + 1);
      if (at < 0) return false;
      if ('([{'.includes(mark)) depth++;
      else if (')]}'.includes(mark) && --depth === 0) return /^\s*=>/.test(this.#text.slice(at + 1, at + 40));
    }
    return false;
  }

  #function(): TypeNode {
    return { kind: 'function', signature: this.#signature(false) };
  }

  #signature(isConstructor: boolean): SignatureNode {
    const generics = this.#takes('<') ? this.generics('>') : [];
    this.#expect('(');
    const parameters = this.parameters(')');
    if (!this.#takes('=>') && !this.#takes(':')) {
      return { generics, parameters, returns: null, predicate: '', isConstructor };
    }
    return { generics, parameters, ...this.returned(), isConstructor };
  }

  /** A return type, which may be a predicate. */
  returned(): Pick<SignatureNode, 'returns' | 'predicate'> {
    const isPredicate =
      this.#kind === 'name' &&
      this.#token !== 'asserts' &&
      /^\s+is\s/.test(this.#text.slice(this.#next, this.#next + 5));
    if (!isPredicate) return { returns: this.type(), predicate: '' };
    const predicate = this.#name();
    this.#advance();
    return { returns: this.type(), predicate };
  }

  #tupleItems(): ParameterNode[] {
    const items: ParameterNode[] = [];
    while (!this.#takes(']')) {
      const isRest = this.#takes('...');
      const isNamed = this.#kind === 'name' && /^\s*\??\s*:/.test(this.#text.slice(this.#next, this.#next + 20));
      const name = isNamed ? this.#name() : '';
      let isOptional = isNamed && this.#takes('?');
      if (isNamed) this.#expect(':');
      const type = this.type();
      isOptional ||= this.#takes('?');
      items.push({ name, type, isOptional, isRest });
      if (!this.#takes(',') && !this.#is(']')) throw new Unreadable();
    }
    return items;
  }

  #object(): TypeNode {
    const members: MemberNode[] = [];
    const signatures: SignatureNode[] = [];
    const index: IndexNode[] = [];
    let isMapped = false;
    while (!this.#takes('}')) {
      if (this.#takes(';') || this.#takes(',')) continue;
      let isReadonly = false;
      if (this.#takes('+') || this.#takes('-')) isMapped = true;
      if (this.#isWord('readonly') && /^\s*[\w$["']/.test(this.#text.slice(this.#next, this.#next + 20))) {
        isReadonly = true;
        this.#advance();
      }
      if (this.#is('(') || this.#is('<')) signatures.push(this.#signature(false));
      else if (this.#isWord('new') && /^\s*[(<]/.test(this.#text.slice(this.#next, this.#next + 5))) {
        this.#advance();
        signatures.push(this.#signature(true));
      } else if (this.#is('[')) isMapped = !this.#bracketed(members, index, isReadonly) || isMapped;
      else members.push(this.#member(isReadonly, this.#memberName()));
    }
    return isMapped ? OTHER : { kind: 'object', members, signatures, index };
  }

  #memberName(): string {
    if (this.#kind === 'string') return this.#take().slice(1, -1);
    if (this.#kind === 'number') return this.#take();
    const isAccessor = this.#isWord('get') || this.#isWord('set');
    if (isAccessor && /^\s+[\w$]/.test(this.#text.slice(this.#next, this.#next + 5))) this.#advance();
    return this.#name();
  }

  #member(isReadonly: boolean, name: string): MemberNode {
    const isOptional = this.#takes('?');
    if (this.#is('(') || this.#is('<')) {
      const signature = this.#signature(false);
      return { name, type: { kind: 'function', signature }, isOptional, isReadonly };
    }
    return { name, type: this.#takes(':') ? this.type() : null, isOptional, isReadonly };
  }

  /** An index signature, a computed name, or a mapped type, of which it returns false. */
  #bracketed(members: MemberNode[], index: IndexNode[], isReadonly: boolean): boolean {
    this.#expect('[');
    let name = this.#name();
    if (this.#takes(':')) {
      const key = this.type();
      this.#expect(']');
      this.#expect(':');
      index.push({ name, key, value: this.type() });
      return true;
    }
    if (this.#takesWord('in')) {
      this.type();
      if (this.#takesWord('as')) this.type();
      this.#expect(']');
      if (this.#takes('+') || this.#takes('-')) this.#takes('?');
      else this.#takes('?');
      if (this.#takes(':')) this.type();
      return false;
    }
    while (this.#takes('.')) name += `.${this.#name()}`;
    this.#expect(']');
    members.push(this.#member(isReadonly, `[${name}]`));
    return true;
  }

  #skipBrackets(): void {
    let depth = 0;
    do {
      if (this.#is('{') || this.#is('[')) depth++;
      else if (this.#is('}') || this.#is(']')) depth--;
      else if (this.#kind === 'end') throw new Unreadable();
      this.#advance();
    } while (depth > 0);
  }

  #advance(): void {
    TOKEN.lastIndex = this.#next;
    const match = this.#next >= this.#text.length ? null : TOKEN.exec(this.#text);
    if (match === null) {
      if (this.#next < this.#text.length) throw new Unreadable();
      this.#kind = 'end';
      this.#token = '';
      return;
    }
    this.#next = TOKEN.lastIndex;
    const kinds: readonly TokenKind[] = ['name', 'string', 'number', 'template', 'mark'];
    const group = match.findIndex((part, at) => at > 0 && part !== undefined);
    this.#kind = kinds[group - 1]!;
    this.#token = match[group]!;
  }

  #take(): string {
    const token = this.#token;
    this.#advance();
    return token;
  }

  #name(): string {
    const isPrivate = this.#takes('#');
    if (this.#kind !== 'name') throw new Unreadable();
    return isPrivate ? `#${this.#take()}` : this.#take();
  }

  #is(mark: string): boolean {
    return this.#kind === 'mark' && this.#token === mark;
  }

  #isWord(word: string): boolean {
    return this.#kind === 'name' && this.#token === word;
  }

  #takes(mark: string): boolean {
    if (!this.#is(mark)) return false;
    this.#advance();
    return true;
  }

  #takesWord(word: string): boolean {
    if (!this.#isWord(word)) return false;
    this.#advance();
    return true;
  }

  #expect(mark: string): void {
    if (!this.#takes(mark)) throw new Unreadable();
  }
}

function asReadonly(type: TypeNode): TypeNode {
  return type.kind === 'array' || type.kind === 'tuple' ? { ...type, isReadonly: true } : type;
}

function read<T>(text: string, part: (reader: Reader) => T): T | null {
  if (text.length > MAX_LENGTH) return null;
  try {
    const reader = new Reader(text);
    const result = part(reader);
    return reader.isDone ? result : null;
  } catch (cause) {
    if (cause instanceof Unreadable) return null;
    throw cause;
  }
}

/** The type that `text` writes, or null. */
export function readType(text: string): TypeNode | null {
  return read(text, (reader) => reader.type());
}

/** A return type as written, with what it is a predicate about. */
export function readReturned(text: string): Pick<SignatureNode, 'returns' | 'predicate'> | null {
  return read(text, (reader) => reader.returned());
}

/** Types between commas. */
export function readTypes(text: string): TypeNode[] | null {
  return read(`${text}>`, (reader) => reader.list('>'));
}

/** Type parameters, without or with their brackets. */
export function readGenerics(text: string): GenericNode[] | null {
  const inside = text.startsWith('<') ? text.slice(1, -1) : text;
  return read(`${inside}>`, (reader) => reader.generics('>'));
}

/** Parameters without their brackets. */
export function readParameters(text: string): ParameterNode[] | null {
  return read(`${text})`, (reader) => reader.parameters(')'));
}
