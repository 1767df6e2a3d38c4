/** A SCIP index as tests look at it: read with the numbers of the public schema, which are written down here once more. */
import { integer, messages, packed, readMessage, text, texts, type Message } from './wire-format.ts';

export interface ScipOccurrence {
  readonly range: readonly number[];
  readonly symbol: string;
  readonly roles: number;
  readonly enclosing: readonly number[];
}

export interface ScipRelationship {
  readonly symbol: string;
  readonly isReference: boolean;
  readonly isImplementation: boolean;
}

export interface ScipSymbol {
  readonly symbol: string;
  readonly documentation: readonly string[];
  readonly relationships: readonly ScipRelationship[];
  readonly kind: number;
  readonly name: string;
  readonly enclosing: string;
}

export interface ScipDocument {
  readonly path: string;
  readonly language: string;
  readonly encoding: number;
  readonly occurrences: readonly ScipOccurrence[];
  readonly symbols: readonly ScipSymbol[];
}

export interface ScipIndex {
  readonly tool: string;
  readonly root: string;
  readonly encoding: number;
  readonly documents: readonly ScipDocument[];
  readonly externals: readonly ScipSymbol[];
}

export function readScip(bytes: Uint8Array): ScipIndex {
  const index = readMessage(bytes);
  const [metadata] = messages(index, 1);
  if (metadata === undefined) throw new Error('the index has no metadata');
  return {
    tool: text(messages(metadata, 2)[0]!, 1),
    root: text(metadata, 3),
    encoding: integer(metadata, 4),
    documents: messages(index, 2).map(readDocument),
    externals: messages(index, 3).map(readSymbol),
  };
}

function readDocument(document: Message): ScipDocument {
  return {
    path: text(document, 1),
    language: text(document, 4),
    encoding: integer(document, 6),
    occurrences: messages(document, 2).map((occurrence) => ({
      range: packed(occurrence, 1),
      symbol: text(occurrence, 2),
      roles: integer(occurrence, 3),
      enclosing: packed(occurrence, 7),
    })),
    symbols: messages(document, 3).map(readSymbol),
  };
}

function readSymbol(symbol: Message): ScipSymbol {
  return {
    symbol: text(symbol, 1),
    documentation: texts(symbol, 3),
    relationships: messages(symbol, 4).map((related) => ({
      symbol: text(related, 1),
      isReference: integer(related, 2) === 1,
      isImplementation: integer(related, 3) === 1,
    })),
    kind: integer(symbol, 5),
    name: text(symbol, 6),
    enclosing: text(symbol, 8),
  };
}

/** The grammar of symbols, by the public description; throws when a text is none. */
export function parseSymbol(symbol: string): { readonly head: string; readonly descriptors: readonly string[] } {
  if (/^local [\w+$-]+$/.test(symbol)) return { head: 'local', descriptors: [symbol.slice(6)] };
  const part = '(?:[^ ]|  )+';
  const head = new RegExp(`^${part} ${part} ${part} ${part} (?! )`).exec(symbol)?.[0];
  if (head === undefined) throw new Error(`no head: ${symbol}`);
  const name = '(?:[\\w+$-]+|`(?:[^`]|``)+`)';
  const one = new RegExp(`${name}[/#.:!]|${name}\\([\\w+$-]*\\)\\.|\\[${name}\\]|\\(${name}\\)`, 'y');
  const descriptors: string[] = [];
  for (let at = head.length; at < symbol.length; at = one.lastIndex) {
    one.lastIndex = at;
    const found = one.exec(symbol)?.[0];
    if (found === undefined) throw new Error(`no descriptor at ${at}: ${symbol}`);
    descriptors.push(found);
  }
  if (descriptors.length === 0) throw new Error(`no descriptors: ${symbol}`);
  return { head, descriptors };
}
