/** Reads the list of type parameters of a function, class or alias (PEP 695, 696): names, kinds and bounds. */

export interface TypeParameter {
  readonly name: string;
  /** What of the typing module makes it. */
  readonly maker: 'TypeVar' | 'TypeVarTuple' | 'ParamSpec';
  /** The text of its bound, or of its constraints in parentheses; '' for none. */
  readonly bound: string;
}

const PARAMETER = /^(\*{0,2})\s*([\p{L}_][\p{L}\p{N}_]*)\s*(?::([^]*))?$/u;
const MAKERS = ['TypeVar', 'TypeVarTuple', 'ParamSpec'] as const;

/** The type parameters of a text like `[T: Base, *Ts, **P, K = int]`. */
export function typeParametersOf(list: string): TypeParameter[] {
  const found: TypeParameter[] = [];
  for (const text of partsOf(list.trim().replace(/^\[|\]$/g, ''), ',')) {
    const match = PARAMETER.exec(partsOf(text, '=')[0]!.trim());
    if (match !== null)
      found.push({ name: match[2]!, maker: MAKERS[match[1]!.length]!, bound: (match[3] ?? '').trim() });
  }
  return found;
}

/** The parts of a text between signs that stand in no brackets and no strings. */
function partsOf(text: string, sign: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quote = '';
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const c = text.charAt(at);
    if (quote !== '') {
      if (c === quote) quote = '';
    } else if (c === '"' || c === "'") quote = c;
    else if ('([{'.includes(c)) depth++;
    else if (')]}'.includes(c)) depth--;
    else if (c === sign && depth === 0) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  parts.push(text.slice(from));
  return parts;
}
