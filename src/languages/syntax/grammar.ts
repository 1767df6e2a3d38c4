/**
 * A grammar on this thread: ids by name, and parsing to rows. Every tree is deleted before `parse` returns.
 * It must never throw on bad source: a source with errors gives rows of `errorType` and of zero width.
 */
import { digestHex, digestOf } from '#columns';
import type { Language, ParseOptions, Parser, Tree } from 'web-tree-sitter';
import { checkSources } from './check-sources.ts';
import { walkCursor } from './cursor-walk.ts';
import { decodeTree, NOT_A_TREE } from './decode.ts';
import { readCore, readGrammar } from './grammar-files.ts';
import { heapOf } from './heap.ts';
import { FIRST_ERROR_SYMBOL, readProductions, readSymbols, type SymbolTable } from './language-tables.ts';
import { startRuntime, takeModule, type ParserRuntime } from './parser-runtime.ts';
import { createRows, reserveRows, type SyntaxTree } from './rows.ts';
import { decoderAgrees } from './self-check.ts';

export interface Grammar {
  readonly name: string;
  /** Digest of the wasm of the grammar and of the parser core: what the rows of a text depend on, besides the text. */
  readonly digest: string;
  /** Public symbol id of a node type, or of an anonymous token when `named` is false; 0 = not in the grammar. */
  type(name: string, named?: boolean): number;
  /** Field id; 0 = not in the grammar. */
  field(name: string): number;
  /** Type names by id. An array of this length has a place for every value of `SyntaxTree.type`. */
  readonly typeNames: readonly string[];
  /** The id stored for ERROR nodes: the last of `typeNames`. */
  readonly errorType: number;
  /** How rows are written: `cursor` when the decoder failed its self-check. Both write the same rows. */
  readonly walk: 'decoder' | 'cursor';
  /** Parses `text`. Past `stepLimit` steps (one per 100 parser operations) the tree is `truncated`. */
  parse(text: string, stepLimit?: number): SyntaxTree;
  /** The same rows by public means only, several times slower: the reference for tests. */
  parseByCursor(text: string, stepLimit?: number): SyntaxTree;
}

/** Shared by all grammars of the thread: only the last tree is valid. */
const scratch = createRows();
/** Parsers that an engine fault stopped. They are kept because collecting one would free what it holds. */
const broken: Parser[] = [];
const grammars = new Map<string, Promise<Grammar>>();

const LEAST_STEP_LIMIT = 10_000;
const STEPS_PER_CODE_UNIT = 0.25;

/**
 * Steps after which a parse is given up. Counted, not timed, so that a file gives the same facts on every machine.
 * Real sources take up to 0.014 steps per code unit, 100,000 nested brackets 0.07.
 */
function defaultStepLimit(textLength: number): number {
  return LEAST_STEP_LIMIT + Math.ceil(textLength * STEPS_PER_CODE_UNIT);
}

/** Loads a grammar on this thread; later calls return the same. */
export async function loadGrammar(name: string): Promise<Grammar> {
  const known = grammars.get(name);
  if (known !== undefined) return known;
  const loading = load(name);
  grammars.set(name, loading);
  try {
    return await loading;
  } catch (error) {
    grammars.delete(name);
    throw error;
  }
}

async function load(name: string): Promise<Grammar> {
  const runtime = await startRuntime();
  const bytes = readGrammar(name);
  const language = runtime.Language.loadSync(takeModule(name, bytes));
  return createGrammar(name, digestHex(digestOf([readCore(), bytes])), runtime, language);
}

function createGrammar(name: string, digest: string, runtime: ParserRuntime, language: Language): Grammar {
  const symbols = readSymbols(language);
  const productions = readProductions(heapOf(runtime.memory), language);
  const newParser = (): Parser => new runtime.Parser().setLanguage(language);
  let parser: Parser | undefined = newParser();
  const isSafe = decoderAgrees(runtime.memory, parser, symbols, productions, checkSources(name));
  const decode: Walk = (tree) => {
    const count = decodeTree(runtime.memory, tree, symbols, productions, scratch);
    return count === NOT_A_TREE ? walkCursor(tree, symbols, scratch) : count;
  };
  const walkByCursor: Walk = (tree) => walkCursor(tree, symbols, scratch);
  const parseWith = (text: string, stepLimit: number, walk: Walk, given: string | null): SyntaxTree => {
    parser ??= newParser();
    try {
      runtime.input.text = given;
      return parseToRows(parser, text, stepLimit, symbols.errorType, walk);
    } catch (error) {
      // The parser stopped half way and may hold anything: the next text gets a new one.
      broken.push(parser);
      parser = undefined;
      throw error;
    } finally {
      runtime.input.text = null;
    }
  };
  const walk = isSafe ? decode : walkByCursor;
  return {
    name,
    digest,
    ...nameLookups(language, symbols),
    typeNames: symbols.typeNames,
    errorType: symbols.errorType,
    walk: isSafe ? 'decoder' : 'cursor',
    parse: (text, stepLimit = defaultStepLimit(text.length)) => parseWith(text, stepLimit, walk, text),
    parseByCursor: (text, stepLimit = defaultStepLimit(text.length)) => parseWith(text, stepLimit, walkByCursor, null),
  };
}

function nameLookups(language: Language, symbols: SymbolTable): Pick<Grammar, 'type' | 'field'> {
  return {
    type(name, named = true) {
      const symbol = language.idForNodeType(name, named) ?? 0;
      return symbol >= FIRST_ERROR_SYMBOL ? symbols.errorType : symbol;
    },
    field: (name) => language.fieldIdForName(name) ?? 0,
  };
}

/** Writes the rows of a tree to the scratch buffer and returns their count. */
type Walk = (tree: Tree) => number;

function parseToRows(parser: Parser, text: string, stepLimit: number, errorType: number, walk: Walk): SyntaxTree {
  const tree = parser.parse(text, null, countSteps(stepLimit));
  if (tree === null) {
    // Without this the next parse would go on with the text that was given up.
    parser.reset();
    return truncatedTree(text, errorType);
  }
  try {
    const root = tree.rootNode;
    reserveRows(scratch, root.descendantCount);
    return { ...scratch, text, count: walk(tree), hasError: root.hasError, truncated: false };
  } finally {
    tree.delete();
  }
}

function countSteps(stepLimit: number): ParseOptions {
  let left = stepLimit;
  return { progressCallback: () => left-- <= 0 };
}

function truncatedTree(text: string, errorType: number): SyntaxTree {
  scratch.type[0] = errorType;
  scratch.field[0] = 0;
  scratch.start[0] = 0;
  scratch.end[0] = text.length;
  scratch.next[0] = 1;
  scratch.parent[0] = -1;
  return { ...scratch, text, count: 1, hasError: true, truncated: true };
}
