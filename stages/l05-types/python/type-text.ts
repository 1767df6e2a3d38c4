/** Reads a type as it is written (PEP 484, 585, 604) into a term. Bounded; what it cannot read is the unknown term. */
import { BUILD, EITHER, INDEX, listTerm, literalTerm, SHAPE_ITEM, term, UNKNOWN, type Term } from './term.ts';

/** What a dotted name means. */
export type NameOf = (dotted: string) => Term;

/** How deep types are read, and the longest text that is. */
const MAX_DEPTH = 12;
const MAX_LENGTH = 2000;
const NAME = /[\p{L}_][\p{L}\p{N}_]*(?:\s*\.\s*[\p{L}_][\p{L}\p{N}_]*)*/uy;
const NUMBER = /-?\d[\w.]*/y;
const STRING = /[bBrRuU]{0,2}("""|'''|"|')([\s\S]*?)\1/y;
const SPACE = /(?:\s|\\\n|#[^\n]*\n)*/y;

export function readType(text: string, nameOf: NameOf): Term {
  return text.length > MAX_LENGTH ? UNKNOWN : new TypeText(text, nameOf).whole();
}

class TypeText {
  readonly #text: string;
  readonly #nameOf: NameOf;
  #at = 0;
  #depth = 0;
  #isBroken = false;

  constructor(text: string, nameOf: NameOf) {
    this.#text = text;
    this.#nameOf = nameOf;
  }

  whole(): Term {
    const type = this.#either();
    this.#space();
    return this.#isBroken || this.#at < this.#text.length ? UNKNOWN : type;
  }

  #either(): Term {
    const items = [this.#primary()];
    while (this.#takes('|')) items.push(this.#primary());
    return items.length === 1 ? items[0]! : listTerm(EITHER, null, items, null, '');
  }

  #primary(): Term {
    if (++this.#depth > MAX_DEPTH) this.#isBroken = true;
    let type = this.#isBroken ? UNKNOWN : this.#atom();
    while (!this.#isBroken && this.#takes('[')) {
      const keys = this.#list(']', type);
      const key =
        keys.length === 1
          ? keys[0]!
          : listTerm(
              BUILD,
              null,
              keys,
              keys.map(() => SHAPE_ITEM),
              'tuple',
            );
      type = term(INDEX, type, key);
    }
    this.#depth--;
    return type;
  }

  #atom(): Term {
    if (this.#takes('[')) {
      const items = this.#list(']', UNKNOWN);
      return listTerm(
        BUILD,
        null,
        items,
        items.map(() => SHAPE_ITEM),
        'list',
      );
    }
    if (this.#takes('(')) {
      const items = this.#list(')', UNKNOWN);
      return items.length === 1
        ? items[0]!
        : listTerm(
            BUILD,
            null,
            items,
            items.map(() => SHAPE_ITEM),
            'tuple',
          );
    }
    if (this.#takes('...')) return literalTerm('ellipsis', '...');
    this.#takes('**');
    this.#takes('*');
    this.#space();
    const quoted = this.#match(STRING);
    if (quoted !== null) {
      const inner = quoted.replace(/^[a-zA-Z]*("""|'''|"|')/, '').replace(/("""|'''|"|')$/, '');
      if (this.#isLiteral) return literalTerm('string', inner);
      const type = this.#depth > MAX_DEPTH ? UNKNOWN : readType(inner.trim(), this.#nameOf);
      return type;
    }
    const number = this.#match(NUMBER);
    if (number !== null) return literalTerm('integer', number);
    const name = this.#match(NAME);
    if (name === null) {
      this.#isBroken = true;
      return UNKNOWN;
    }
    if (name === 'None') return literalTerm('none', name);
    if (name === 'True' || name === 'False') return literalTerm(name.toLowerCase(), name);
    this.#isNamedLiteral = /(?:^|\.)Literal$/.test(name);
    return this.#nameOf(name.replace(/\s+/g, ''));
  }

  #isLiteral = false;
  #isNamedLiteral = false;

  #list(close: string, _of: Term): Term[] {
    const outer = this.#isLiteral;
    this.#isLiteral = this.#isNamedLiteral && close === ']';
    this.#isNamedLiteral = false;
    const items: Term[] = [];
    while (!this.#isBroken && !this.#takes(close)) {
      items.push(this.#either());
      if (!this.#takes(',')) {
        if (!this.#takes(close)) this.#isBroken = true;
        break;
      }
    }
    this.#isLiteral = outer;
    return items;
  }

  #space(): void {
    this.#match(SPACE);
  }

  #takes(sign: string): boolean {
    this.#space();
    if (!this.#text.startsWith(sign, this.#at)) return false;
    this.#at += sign.length;
    return true;
  }

  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found === null) return null;
    this.#at += found[0].length;
    return found[0];
  }
}
