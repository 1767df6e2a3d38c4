/**
 * `Walk`: the state of one walk over one tree. It moves in the rows, dispatches by node type and keeps what a rule
 * must know of its surroundings. Rules live in the files named by what they lower; `lower.ts` puts their tables together.
 * It must never allocate per node: children are reached by index, chains are kept on one growing stack.
 */
import { FLAG } from '#facts';
import type { Lowering } from '../lowering/lowering.ts';
import type { Scope } from '../lowering/scope.ts';
import type { SyntaxTree } from '../syntax/index.ts';
import { EXPORT_DECLARATION, LITERAL_UNDEFINED, OP_CONSTANT, OP_LOAD } from '../lowering/codes.ts';
import type { Symbols } from './symbols.ts';

/** Lowers one node. Expressions return the ordinal of the operation that is their value, or -1; statements return -1. */
export type Rule = (walk: Walk, node: number) => number;

const LINE_FEED = 10;
const SPACE = 32;
const TAB = 9;
const SLASH = 47;

/** Levels of nesting that are lowered. Deeper subtrees are skipped with a problem. */
const MAX_DEPTH = 1000;
const ARGUMENT_DEPTH = 1;

export class Walk {
  readonly symbols: Symbols;
  readonly low: Lowering;
  readonly text: string;
  readonly type: Uint16Array;
  readonly field: Uint16Array;
  readonly start: Uint32Array;
  readonly end: Uint32Array;
  readonly next: Uint32Array;
  readonly parent: Int32Array;
  readonly count: number;
  readonly #expressions: readonly Rule[];
  readonly #statements: readonly Rule[];
  /** The reference row that names the value of the last expression, or -1. */
  ref = -1;
  /** Rows of chains that are being lowered, and ends of type scopes. */
  stack: Int32Array = new Int32Array(64);
  top = 0;
  /** The row of the export or ambient declaration around the declaration that comes next, or -1. */
  head = -1;
  /** Bits of `FLAG` that the surroundings give to the declaration that comes next. */
  flags = 0;
  /** The row whose text belongs to the names of the pattern that is being bound, or -1 for each name itself. */
  extent = -1;
  /** The declared class that `this` is an instance of, or null. */
  thisClass: Scope | null = null;
  /** True where `this` is that class itself: in static initializers and blocks, and functions in them that keep it. */
  isStatic = false;
  /** Open loops, switches and labelled blocks of the body: 0 loop, 1 switch, 2 block; and the label of each. */
  readonly constructs: number[] = [];
  readonly labels: string[] = [];
  /** The label in front of the statement that comes next, or ''. */
  label = '';
  /** The local row of the member that was declared last, or -1. */
  local = -1;
  /** The value of the last variable declarator. */
  lastValue = -1;
  /** `end` operations that the innermost block owes for its `using` declarations. */
  owedEnds = 0;
  /** Export specifiers of local names, to be resolved when the module is read: exported name, local name, pairs. */
  readonly localExports: string[] = [];
  /** The file has an import or an export at its top; else it is a script. */
  isModule = false;
  /** Rows of the declarations that `declare global` makes. */
  readonly globalBlocks = new Set<number>();
  /** Bodies around the one that is being lowered. */
  nesting = 0;
  #depth = 0;

  constructor(
    symbols: Symbols,
    expressions: readonly Rule[],
    statements: readonly Rule[],
    tree: SyntaxTree,
    low: Lowering,
  ) {
    this.symbols = symbols;
    this.#expressions = expressions;
    this.#statements = statements;
    this.low = low;
    this.text = tree.text;
    this.type = tree.type;
    this.field = tree.field;
    this.start = tree.start;
    this.end = tree.end;
    this.next = tree.next;
    this.parent = tree.parent;
    this.count = tree.count;
  }

  /** Lowers an expression. */
  expression(node: number): number {
    if (this.#depth >= MAX_DEPTH) return this.#tooDeep(node);
    this.#depth++;
    this.ref = -1;
    const value = this.#expressions[this.type[node]!]!(this, node);
    this.#depth--;
    return value;
  }

  /** Lowers a statement. */
  statement(node: number): void {
    if (this.#depth >= MAX_DEPTH) {
      this.#tooDeep(node);
      return;
    }
    this.#depth++;
    this.#statements[this.type[node]!]!(this, node);
    this.#depth--;
  }

  /** True for nodes that are statements or expressions. */
  isRule(node: number): boolean {
    const type = this.type[node]!;
    return this.#expressions[type] !== this.#expressions[0] || this.#statements[type] !== this.#statements[0];
  }

  /** Lowers an argument of a call: the way there takes more of the stack than other nesting. */
  argument(node: number): number {
    this.#depth += ARGUMENT_DEPTH;
    const value = this.expression(node);
    this.#depth -= ARGUMENT_DEPTH;
    return value;
  }

  /** Goes one level down, or reports that `node` is too deep and returns false. Ended by `leave`. */
  enter(node: number): boolean {
    if (this.#depth >= MAX_DEPTH) {
      this.#tooDeep(node);
      return false;
    }
    this.#depth++;
    return true;
  }

  leave(): void {
    this.#depth--;
  }

  /** True when one more body inside this one may be lowered. */
  mayNest(node: number): boolean {
    if (this.nesting < MAX_DEPTH) return true;
    this.#tooDeep(node);
    return false;
  }

  /** Starts a body: nothing is open in it. */
  enterBody(thisClass: Scope | null, nesting: number, isStatic = false): void {
    this.#depth = 0;
    this.nesting = nesting;
    this.top = 0;
    this.head = -1;
    this.flags = 0;
    this.thisClass = thisClass;
    this.isStatic = isStatic;
    this.constructs.length = 0;
    this.labels.length = 0;
    this.label = '';
    this.owedEnds = 0;
  }

  // ---- rows ---------------------------------------------------------------------------------------------------------

  /** The first child with a field, or -1. */
  child(node: number, field: number): number {
    const { next, field: fields } = this;
    const end = next[node]!;
    for (let at = node + 1; at < end; at = next[at]!) if (fields[at] === field) return at;
    return -1;
  }

  /** The first child of a type, or -1. */
  childOfType(node: number, type: number): number {
    const { next, type: types } = this;
    const end = next[node]!;
    for (let at = node + 1; at < end; at = next[at]!) if (types[at] === type) return at;
    return -1;
  }

  hasChild(node: number, type: number): boolean {
    return this.childOfType(node, type) >= 0;
  }

  /** The first child that is no comment, or -1. */
  firstChild(node: number): number {
    const { next, type: types } = this;
    const { comment } = this.symbols.type;
    const end = next[node]!;
    for (let at = node + 1; at < end; at = next[at]!) if (types[at] !== comment) return at;
    return -1;
  }

  /** The last child that is no comment, or -1. */
  lastChild(node: number): number {
    const { next, type: types } = this;
    const { comment } = this.symbols.type;
    const end = next[node]!;
    let last = -1;
    for (let at = node + 1; at < end; at = next[at]!) if (types[at] !== comment) last = at;
    return last;
  }

  name(node: number): string {
    return this.text.slice(this.start[node], this.end[node]);
  }

  /** The text between the quotes of a string node. */
  unquoted(node: number): string {
    return this.text.slice(this.start[node]! + 1, Math.max(this.start[node]! + 1, this.end[node]! - 1));
  }

  /** The text between the brackets of a list. */
  inside(node: number): string {
    return this.unquoted(node).trim();
  }

  push(row: number): void {
    if (this.top === this.stack.length) {
      const wider = new Int32Array(2 * this.top);
      wider.set(this.stack);
      this.stack = wider;
    }
    this.stack[this.top++] = row;
  }

  pop(): number {
    return this.stack[--this.top]!;
  }

  // ---- small operations ---------------------------------------------------------------------------------------------

  constant(kind: number, text: string): number {
    return this.low.op(OP_CONSTANT, -1, -1, this.low.literal(kind, text));
  }

  undefinedValue(): number {
    return this.constant(LITERAL_UNDEFINED, '');
  }

  /** Loads a bare name. */
  load(node: number, role: number): number {
    if (this.start[node] === this.end[node]) return -1;
    const row = this.low.reference(this.name(node), role, this.start[node]!);
    const value = this.low.op(OP_LOAD, -1, -1, row);
    this.ref = row;
    return value;
  }

  // ---- declarations ---------------------------------------------------------------------------------------------------

  /** The row whose text belongs to the declaration `node`: the export or ambient statement around it. */
  takeHead(node: number): number {
    const head = this.head;
    this.head = -1;
    return head < 0 ? node : head;
  }

  takeFlags(): number {
    const flags = this.flags;
    this.flags = 0;
    return flags;
  }

  /** Exports a declaration of the module that has just been made, when its flags say so. */
  exportDeclared(name: string, declaration: number): void {
    const { low } = this;
    const flags = low.t.declaration.col.flags[declaration]!;
    if ((flags & FLAG.exported) === 0 || low.t.declaration.col.parent[declaration] !== 0) return;
    low.exportName((flags & FLAG.default) === 0 ? name : 'default', EXPORT_DECLARATION, declaration, '', '', 0);
  }

  /** Records the comment that stands before `node` as the documentation of a declaration. */
  document(node: number, declaration: number): void {
    const last = node - 1;
    const comment = this.symbols.type.comment;
    if (last < 0 || this.type[last] !== comment || this.parent[last] !== this.parent[node]) return;
    if (!this.#isDocumentation(last, this.start[node]!)) return;
    let first = last;
    while (
      this.text.charCodeAt(this.start[first]! + 1) === SLASH &&
      this.type[first - 1] === comment &&
      this.parent[first - 1] === this.parent[node] &&
      this.text.charCodeAt(this.start[first - 1]! + 1) === SLASH &&
      this.#isDocumentation(first - 1, this.start[first]!)
    )
      first--;
    this.low.docstring(declaration, this.start[first]!, this.end[last]!);
  }

  /** A block comment, or a line comment right above, that has its line for itself. */
  #isDocumentation(comment: number, below: number): boolean {
    const { text } = this;
    const start = this.start[comment]!;
    for (let at = start - 1; at >= 0; at--) {
      const char = text.charCodeAt(at);
      if (char === LINE_FEED) break;
      if (char !== SPACE && char !== TAB) return false;
    }
    if (text.startsWith('/**', start)) return true;
    let lines = 0;
    for (let at = this.end[comment]!; at < below; at++) if (text.charCodeAt(at) === LINE_FEED) lines++;
    return lines <= 1;
  }

  /** Lowers the statements that are the children of `node`. */
  statements(node: number): void {
    const { next } = this;
    const end = next[node]!;
    for (let at = node + 1; at < end; at = next[at]!) this.statement(at);
  }

  #tooDeep(node: number): number {
    this.low.problem('too-deep', 'nested too deeply to be lowered', this.start[node]!, this.end[node]!);
    this.ref = -1;
    return -1;
  }
}
