/**
 * The walk over one tree by the rules of a table: in order of the rows and without recursion, so that nesting has no limit.
 * It keeps what was found on the way: the reference and operation that stand for a row, and names that are no references.
 * It must never keep more than the current file.
 */
import { codeOf, OPCODES, REFERENCE_ROLES, STATEMENT_KINDS } from '#facts';
import type { Lowering } from '../lowering/lowering.ts';
import type { Scope } from '../lowering/scope.ts';
import type { SyntaxTree } from '../syntax/index.ts';
import { FIRST_NAMED, LAST_NAMED, TYPE_STEP, type Path, type Rule, type Rules } from './rules.ts';

/** What a row is besides its type. */
export const SILENT = 1;
export const WRITTEN = 2;

const NOP = codeOf(OPCODES, 'nop');
const SIMPLE = codeOf(STATEMENT_KINDS, 'simple');
const WRITE = codeOf(REFERENCE_ROLES, 'write');
/** Bits of the hash of a body's shape, so that it is a small positive number. */
const SHAPE_BITS = 0x3fffffff;
const SHAPE_FACTOR = 0x01000193;
/** Scopes inside one another; names deeper down are bound in the last of them. */
const MOST_SCOPES = 200;

/** What `enter` does with a row: returns the row to go on with. */
export type Enter = (w: Walk, node: number, rule: Rule) => number;
/** `hasInner`: statements were begun inside of the node. */
export type Leave = (w: Walk, node: number, rule: Rule, hasInner: boolean) => void;

export class Walk {
  readonly rules: Rules;
  readonly #enter: Enter;
  readonly #leave: Leave;
  low!: Lowering;
  tree!: SyntaxTree;
  type!: Uint16Array;
  field!: Uint16Array;
  start!: Uint32Array;
  end!: Uint32Array;
  next!: Uint32Array;
  parent!: Int32Array;
  /** Reference row and operation that are the value of a row, or -1. */
  reference: Int32Array = new Int32Array(0);
  operation: Int32Array = new Int32Array(0);
  /** `SILENT`: a name that is no reference. `WRITTEN`: a name that is bound here. */
  mark: Uint8Array = new Uint8Array(0);
  /** Extent of the comments read last, which may document what follows. */
  docStart = -1;
  docEnd = -1;
  /** Behind the comments and the attributes that follow them. */
  docReach = -1;
  /** Rows that opened a scope: 1 of members, 2 of locals. */
  readonly opened = new Map<number, number>();
  /** Types that members from outside were added to: row of the declaration. */
  readonly reopened = new Set<number>();
  /** Scopes of types and namespaces by the hash of their descriptor, to open them again. */
  readonly scopes = new Map<string, Scope>();
  /** Declaration rows made before their node was reached. */
  readonly ahead = new Map<number, number>();
  /** Types of the file by container and name; null until asked for. */
  types: Map<string, number> | null = null;
  depth = 0;
  #shape = 0;
  #deepEnd = 0;
  /** The next row begins a statement, because what came before has statements of its own. */
  #isStale = false;
  readonly #open: number[] = [];
  /** Of each open row, how many statements there were. */
  readonly #statements: number[] = [];

  constructor(rules: Rules, enter: Enter, leave: Leave) {
    this.rules = rules;
    this.#enter = enter;
    this.#leave = leave;
  }

  begin(tree: SyntaxTree, low: Lowering): void {
    this.low = low;
    this.tree = tree;
    this.type = tree.type;
    this.field = tree.field;
    this.start = tree.start;
    this.end = tree.end;
    this.next = tree.next;
    this.parent = tree.parent;
    if (this.mark.length < tree.count) {
      this.reference = new Int32Array(tree.count * 2);
      this.operation = new Int32Array(tree.count * 2);
      this.mark = new Uint8Array(tree.count * 2);
    }
    this.reference.fill(-1, 0, tree.count);
    this.operation.fill(-1, 0, tree.count);
    this.mark.fill(0, 0, tree.count);
    this.docStart = this.docEnd = this.docReach = -1;
    this.opened.clear();
    this.reopened.clear();
    this.scopes.clear();
    this.ahead.clear();
    this.types = null;
    this.depth = 0;
    this.#deepEnd = 0;
    this.#open.length = 0;
    this.#statements.length = 0;
  }

  // ---- rows ---------------------------------------------------------------------------------------------------------

  rule(node: number): Rule {
    return this.rules.byType[this.type[node]!]!;
  }

  slice(node: number): string {
    return this.tree.text.slice(this.start[node], this.end[node]);
  }

  isNamed(node: number): boolean {
    return this.rules.isNamed[this.type[node]!] === 1;
  }

  /** The node at the end of a path, or -1. */
  select(node: number, path: Path): number {
    for (const steps of path) {
      let at = node;
      for (let i = 0; i < steps.length && at >= 0; i++) at = this.#step(at, steps[i]!);
      if (at >= 0) return at;
    }
    return -1;
  }

  #step(node: number, step: number): number {
    const end = this.next[node]!;
    let last = -1;
    for (let i = node + 1; i < end; i = this.next[i]!) {
      if (!this.matches(i, step)) continue;
      if (step !== LAST_NAMED) return i;
      last = i;
    }
    return last;
  }

  matches(node: number, step: number): boolean {
    if (step >= TYPE_STEP) return this.type[node] === step - TYPE_STEP;
    if (step !== FIRST_NAMED && step !== LAST_NAMED) return this.field[node] === step;
    return this.isNamed(node) && this.rule(node).isComment !== true && this.type[node] !== this.rules.errorType;
  }

  /** True when `node` is the child of `parent` that a path of one step selects. */
  isAt(parent: number, node: number, path: Path | undefined): boolean {
    if (path === undefined) return false;
    for (const steps of path) {
      if (steps.length === 1 && this.matches(node, steps[0]!)) return this.select(parent, path) === node;
    }
    return false;
  }

  // ---- walking ------------------------------------------------------------------------------------------------------

  /** Walks the children of a node; `skip` tells those to leave out. */
  children(node: number, skip?: (child: number) => boolean): void {
    const end = this.next[node]!;
    for (let i = node + 1; i < end; i = this.next[i]!) if (skip?.(i) !== true) this.walk(i, this.next[i]!);
  }

  /** Walks the rows from `from` to before `end`. Nested walks stand above a mark. */
  walk(from: number, end: number): void {
    const base = this.#open.length;
    let at = from;
    for (;;) {
      while (this.#open.length > base && this.next[this.#open.at(-1)!]! <= at) this.#close();
      if (at >= end) return;
      at = this.#visit(at);
    }
  }

  #visit(node: number): number {
    const rule = this.rule(node);
    if (rule.isComment === true) {
      this.#comment(node);
      return this.next[node]!;
    }
    this.#shape = (Math.imul(this.#shape, SHAPE_FACTOR) ^ this.type[node]!) | 0;
    const parent = this.parent[node]!;
    if (this.#isStale || rule.isClause === true || (parent >= 0 && this.rule(parent).isBlock === true)) {
      this.low.statement(SIMPLE, this.start[node]!);
      this.#isStale = false;
    }
    const next = this.#enter(this, node, rule);
    if (next === this.next[node] && next > node + 1) this.#settle(rule);
    else if (next === node + 1) this.#descend(node, rule);
    return next;
  }

  #descend(node: number, rule: Rule): void {
    if (this.next[node] === node + 1 && rule.name < 0 && this.isNamed(node)) this.#mixText(node);
    if (!this.needsClosing(rule)) return;
    this.#open.push(node);
    this.#statements.push(this.low.t.statement.rows);
  }

  needsClosing(rule: Rule): boolean {
    return (
      rule.isBlock === true ||
      rule.isClause === true ||
      rule.isScope === true ||
      rule.call !== undefined ||
      rule.declares !== undefined
    );
  }

  #close(): void {
    const node = this.#open.pop()!;
    const rule = this.rule(node);
    this.#leave(this, node, rule, this.#statements.pop()! < this.low.t.statement.rows);
    this.#settle(rule);
  }

  #settle(rule: Rule): void {
    if (rule.isBlock === true || rule.isClause === true) this.#isStale = true;
  }

  #comment(node: number): void {
    const start = this.start[node]!;
    const end = this.endOfText(node);
    if (this.docEnd < 0 || !this.isNear(this.docReach, start)) this.docStart = start;
    this.docEnd = this.docReach = end;
  }

  /** The end of a node without the line break that some grammars count to a comment. */
  endOfText(node: number): number {
    let end = this.end[node]!;
    while (end > this.start[node]! && this.tree.text.charCodeAt(end - 1) <= 13) end--;
    return end;
  }

  /** True when at most one line break, and nothing else, lies between two offsets. */
  isNear(from: number, to: number): boolean {
    if (from > to) return false;
    let breaks = 0;
    for (let at = from; at < to; at++) {
      const c = this.tree.text.charCodeAt(at);
      if (c > 32) return false;
      if (c === 10 && ++breaks > 1) return false;
    }
    return true;
  }

  /** True when only spaces stand before an offset on its line. */
  beginsLine(offset: number): boolean {
    for (let at = offset - 1; at >= 0; at--) {
      const c = this.tree.text.charCodeAt(at);
      if (c === 10) return true;
      if (c > 32) return false;
    }
    return true;
  }

  /** Says, once for each run of nodes, that syntax is nested too deep to have scopes of its own. */
  tooDeep(node: number): void {
    if (this.start[node]! < this.#deepEnd) return;
    this.#deepEnd = this.end[node]!;
    const message = `what is declared deeper than ${MOST_SCOPES} levels belongs to the level above`;
    this.low.problem('too-deep', message, this.start[node]!, this.end[node]!);
  }

  isError(node: number): boolean {
    return this.type[node] === this.rules.errorType;
  }

  #mixText(node: number): void {
    for (let at = this.start[node]!; at < this.end[node]!; at++) {
      this.#shape = (Math.imul(this.#shape, SHAPE_FACTOR) ^ this.tree.text.charCodeAt(at)) | 0;
    }
  }

  // ---- bodies and scopes --------------------------------------------------------------------------------------------

  /** Lowers a body: `inside` walks it. Its last operation tells its shape, so that every change of it changes its hash. */
  body(depth: number, inside: () => void): void {
    this.#shape = 0;
    this.#isStale = true;
    this.depth = depth;
    inside();
    this.low.op(NOP, -1, -1, this.#shape & SHAPE_BITS);
  }

  /** True when names in the current scope are declarations of the interface. */
  get isDeclaring(): boolean {
    return this.low.scope.declaration >= 0;
  }

  /** True when no more scopes fit into one another: what is deeper down belongs to the last of them. */
  get isTooDeep(): boolean {
    return this.depth >= MOST_SCOPES;
  }

  /** Opens a scope of local names, until the walk leaves `node`. */
  openScope(node: number): void {
    if (this.isTooDeep || this.opened.has(node)) return;
    this.depth++;
    this.low.openBlock();
    this.opened.set(node, 2);
  }

  closeScope(node: number): void {
    if (!this.opened.delete(node)) return;
    this.depth--;
    this.low.closeBlock();
  }

  /** Opens the scope of a declared type or namespace, or opens it again. */
  openMembers(declaration: number): void {
    const { low } = this;
    low.openBlock(declaration);
    const key = `${low.scope.lo}:${low.scope.hi}`;
    const known = this.scopes.get(key);
    if (known === undefined) this.scopes.set(key, low.scope);
    else low.scope = { ...low.scope, names: known.names, ordinals: known.ordinals };
  }

  // ---- values -------------------------------------------------------------------------------------------------------

  /** Sets the reference and operation of a row, and of the wrappers around it that stand for it. */
  setValue(node: number, reference: number, operation: number): void {
    let at = node;
    for (;;) {
      this.reference[at] = reference;
      this.operation[at] = operation;
      const up = this.parent[at]!;
      if (up < 0 || !this.isAt(up, at, this.rule(up).head)) return;
      at = up;
    }
  }

  /** The outermost wrapper that stands for a row. */
  outermost(node: number): number {
    let at = node;
    for (;;) {
      const up = this.parent[at]!;
      if (up < 0 || !this.isAt(up, at, this.rule(up).head)) return at;
      at = up;
    }
  }

  /** How the value of a row is used, as far as its surroundings tell; else `role`. */
  roleOf(node: number, role: number, isCall: number, isInherit: number): number {
    let at = this.outermost(node);
    if (this.mark[at] === WRITTEN || this.mark[node] === WRITTEN) return WRITE;
    let up = this.parent[at]!;
    if (up < 0) return role;
    const rule = this.rule(up);
    if (rule.call !== undefined && rule.call.objectPath === null && this.isAt(up, at, rule.call.calleePath))
      return isCall;
    if (this.rules.baseFields.has(this.field[at]!) && rule.declares !== undefined) return isInherit;
    while (up > 0 && this.rule(up).isList === true) {
      at = up;
      up = this.parent[up]!;
    }
    const outer = this.rule(up);
    if (outer.target !== undefined && this.isAt(up, at, outer.target)) return outer.targetRole;
    return outer.heritage >= 0 ? isInherit : role;
  }
}
