/**
 * Reads type expressions of Python as a stub writes them. What it cannot read is null, never a guess.
 * It must never resolve a name.
 */
export type TypeExpression =
  | { readonly kind: 'name'; readonly name: string; readonly items: readonly TypeExpression[] | null }
  | { readonly kind: 'union'; readonly items: readonly TypeExpression[] }
  | { readonly kind: 'list'; readonly items: readonly TypeExpression[] }
  | { readonly kind: 'literal'; readonly text: string };

const TOKEN = /\s*(?:([A-Za-z_][\w.]*)|(b?"[^"]*"|b?'[^']*'|-?\d[\w.]*|\.\.\.)|([[\](),|*]))/y;

interface Token {
  readonly kind: 'name' | 'literal' | 'mark';
  readonly text: string;
}

class Reader {
  readonly #tokens: readonly Token[];
  #at = 0;
  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get isDone(): boolean {
    return this.#at === this.#tokens.length;
  }

  union(): TypeExpression | null {
    const items: TypeExpression[] = [];
    do {
      const item = this.#item();
      if (item === null) return null;
      items.push(item);
    } while (this.#takes('|'));
    return items.length === 1 ? items[0]! : { kind: 'union', items };
  }

  #item(): TypeExpression | null {
    if (this.#takes('*')) return this.#item();
    if (this.#takes('[')) return this.#list(']');
    if (this.#takes('(')) return this.#list(')');
    const token = this.#tokens[this.#at];
    if (token === undefined || token.kind === 'mark') return null;
    this.#at++;
    if (token.kind === 'literal') return this.#literal(token.text);
    if (!this.#takes('[')) return { kind: 'name', name: token.text, items: null };
    const list = this.#list(']');
    return list === null ? null : { kind: 'name', name: token.text, items: list.items };
  }

  #literal(text: string): TypeExpression {
    return { kind: 'literal', text };
  }

  #list(end: string): (TypeExpression & { kind: 'list' }) | null {
    const items: TypeExpression[] = [];
    while (!this.#takes(end)) {
      const item = this.union();
      if (item === null) return null;
      items.push(item);
      if (!this.#takes(',') && this.#tokens[this.#at]?.text !== end) return null;
    }
    return { kind: 'list', items };
  }

  #takes(mark: string): boolean {
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'mark' || token.text !== mark) return false;
    this.#at++;
    return true;
  }
}

function tokensOf(text: string): Token[] | null {
  const tokens: Token[] = [];
  const trimmed = text.trim();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < trimmed.length) {
    const match = TOKEN.exec(trimmed);
    if (match === null) return null;
    if (match[1] !== undefined) tokens.push({ kind: 'name', text: match[1] });
    else if (match[2] !== undefined) tokens.push({ kind: 'literal', text: match[2] });
    else tokens.push({ kind: 'mark', text: match[3]! });
  }
  return tokens;
}

/** The expression in `text`, or null when it is none. */
export function readTypeExpression(text: string): TypeExpression | null {
  const tokens = tokensOf(text);
  if (tokens === null) return null;
  const reader = new Reader(tokens);
  const expression = reader.union();
  return reader.isDone ? expression : null;
}
