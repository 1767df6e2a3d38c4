/**
 * The walk over one Python syntax tree: where it stands, how a node finds its lowering, how names are bound.
 * It knows no construct; the tables of the other files do. It must never keep more than the current file.
 */
import { FLAG } from '#facts';
import type { BodyOptions, Lowering } from '../lowering/lowering.ts';
import type { Scope } from '../lowering/scope.ts';
import type { Grammar, SyntaxTree } from '../syntax/index.ts';
import {
  EXPORT_DECLARATION,
  LOCAL_VARIABLE,
  OP_NOP,
  STATEMENT_SIMPLE,
  OP_STORE,
  ROLE_WRITE,
} from '../lowering/codes.ts';
import { nodeIds, operatorCodes, tokenTypes, type NodeIds } from './node-ids.ts';
import { TypeComments } from './type-comments.ts';

/** Lowers an expression and returns the operation that is its value. */
export type LowerExpression = (w: Walk, node: number) => number;
export type LowerStatement = (w: Walk, node: number) => void;
/** Stores the value of operation `value` in a target. */
export type LowerTarget = (w: Walk, node: number, value: number) => void;
/** Tests a pattern against operation `subject`: the operation that tells whether it matches, or -1 when it always does. */
export type LowerPattern = (w: Walk, node: number, subject: number) => number;

/** Lowerings by the name of the node type. */
export interface Lowerings {
  readonly expressions: Readonly<Record<string, LowerExpression>>;
  readonly statements: Readonly<Record<string, LowerStatement>>;
  readonly targets: Readonly<Record<string, LowerTarget>>;
  readonly patterns: Readonly<Record<string, LowerPattern>>;
}

/** The first parameter of the method being lowered: what is assigned to its attributes are members of the class. */
export interface Receiver {
  readonly name: string;
  readonly scope: Scope;
  readonly flags: number;
}

/** Levels of nested syntax that are lowered; the deepest real files have about 200. */
const MAX_DEPTH = 500;
/** Problems about that in one file. */
const MAX_SKIPPED = 10;

export class Walk {
  readonly ids: NodeIds;
  readonly operator: Uint8Array;
  /** 1 for types that are never an operand. */
  readonly isToken: Uint8Array;
  readonly #expressions: readonly LowerExpression[];
  readonly #statements: readonly (LowerStatement | undefined)[];
  readonly #targets: readonly (LowerTarget | undefined)[];
  readonly #patterns: readonly (LowerPattern | undefined)[];
  low!: Lowering;
  text = '';
  type!: Uint16Array;
  field!: Uint16Array;
  start!: Uint32Array;
  end!: Uint32Array;
  next!: Uint32Array;
  parent!: Int32Array;
  /** The reference that names the value of the expression lowered last, or -1. */
  named = -1;
  /** Extent of the declaration that the target being lowered makes, or -1 for the name alone. */
  extent = -1;
  receiver: Receiver | null = null;
  /** `switch` brackets open inside the innermost loop: what `break` and `continue` leave on their way. */
  switches = 0;
  /** Open `if` and `try` statements. */
  conditions = 0;
  isTypeChecking = false;
  isComprehension = false;
  /** Functions that contain a `yield` of their own. */
  readonly generators = new Set<number>();
  /** Declarations of names that only functions bind, by name, until the first of them does. */
  readonly globals = new Map<string, number>();
  /** Assignment expressions in comprehensions, by the outermost comprehension: they bind outside it. */
  readonly escaping = new Map<number, number[]>();
  readonly typeComments: TypeComments = new TypeComments();
  #depth = 0;
  /** Nodes left out because they lie too deep. */
  #skipped = 0;

  constructor(grammar: Grammar, lowerings: Lowerings, unknown: LowerExpression) {
    this.ids = nodeIds(grammar);
    this.operator = operatorCodes(grammar);
    this.isToken = tokenTypes(grammar);
    this.#expressions = byType(grammar, lowerings.expressions).map((found) => found ?? unknown);
    this.#statements = byType(grammar, lowerings.statements);
    this.#targets = byType(grammar, lowerings.targets);
    this.#patterns = byType(grammar, lowerings.patterns);
  }

  open(tree: SyntaxTree, low: Lowering): void {
    this.low = low;
    this.text = tree.text;
    this.type = tree.type;
    this.field = tree.field;
    this.start = tree.start;
    this.end = tree.end;
    this.next = tree.next;
    this.parent = tree.parent;
    this.generators.clear();
    this.globals.clear();
    this.escaping.clear();
    this.typeComments.clear();
    this.#skipped = 0;
    this.#enterBody(null, false);
  }

  // ---- rows ---------------------------------------------------------------------------------------------------------

  /** The child of `node` in a field, or -1. */
  child(node: number, field: number): number {
    const end = this.next[node]!;
    for (let i = node + 1; i < end; i = this.next[i]!) if (this.field[i] === field) return i;
    return -1;
  }

  /** The first child of `node` that is an operand, or -1. */
  operand(node: number): number {
    return this.operandFrom(node + 1, this.next[node]!);
  }

  /** The first operand among the siblings from row `from` to before row `end`, or -1. */
  operandFrom(from: number, end: number): number {
    for (let i = from; i < end; i = this.next[i]!) {
      if (this.isToken[this.type[i]!] === 0 && this.type[i] !== this.ids.error) return i;
    }
    return -1;
  }

  hasToken(node: number, token: number): boolean {
    const end = this.next[node]!;
    for (let i = node + 1; i < end; i = this.next[i]!) if (this.type[i] === token) return true;
    return false;
  }

  slice(node: number): string {
    return this.text.slice(this.start[node], this.end[node]);
  }

  /** True when the text of `node` is `word`. */
  isWord(node: number, word: string): boolean {
    return this.start[node]! + word.length === this.end[node] && this.text.startsWith(word, this.start[node]);
  }

  /** True when a comma follows `node` before row offset `end`. */
  hasCommaBehind(node: number, end: number): boolean {
    const comma = this.text.indexOf(',', this.end[node]);
    return comma >= 0 && comma < end;
  }

  // ---- dispatch -----------------------------------------------------------------------------------------------------

  expression(node: number): number {
    if (!this.enter(node)) return this.op(OP_NOP, -1, -1, 0);
    const type = this.type[node]!;
    const value = this.#expressions[type]!(this, node);
    this.leave();
    if (type !== this.ids.identifier && type !== this.ids.attribute && type !== this.ids.parenthesized) this.named = -1;
    return value;
  }

  /** The value of a child, or a `nop` where the source has none. */
  expressionOr(node: number): number {
    return node < 0 ? this.op(OP_NOP, -1, -1, 0) : this.expression(node);
  }

  /** Lowers the children of `node` as statements. What is an expression (in broken source) counts as a statement. */
  block(node: number): void {
    if (!this.enter(node)) return;
    const end = this.next[node]!;
    for (let i = node + 1; i < end; i = this.next[i]!) this.statement(i);
    this.leave();
  }

  statement(node: number): void {
    const type = this.type[node]!;
    const lower = this.#statements[type];
    if (lower !== undefined) lower(this, node);
    else if (this.isToken[type] === 0) {
      this.low.statement(STATEMENT_SIMPLE, this.start[node]!);
      this.expression(node);
    }
  }

  assign(node: number, value: number): void {
    const lower = this.#targets[this.type[node]!];
    if (lower === undefined) {
      if (this.isToken[this.type[node]!] === 0) this.expression(node);
    } else if (this.enter(node)) {
      lower(this, node, value);
      this.leave();
    }
  }

  pattern(node: number, subject: number): number {
    const lower = this.#patterns[this.type[node]!];
    if (lower === undefined || !this.enter(node)) return -1;
    const matched = lower(this, node, subject);
    this.leave();
    return matched;
  }

  /** One level down. False, and a problem, when `node` lies deeper than the stack should bear: it is left out then. */
  enter(node: number): boolean {
    if (this.#depth < MAX_DEPTH) {
      this.#depth++;
      return true;
    }
    if (this.#skipped++ < MAX_SKIPPED) {
      const message = `syntax nested deeper than ${MAX_DEPTH} levels is left out`;
      this.low.problem('too-deep', message, this.start[node]!, this.end[node]!);
    }
    return false;
  }

  leave(): void {
    this.#depth--;
  }

  op(opcode: number, a: number, b: number, aux: number): number {
    return this.low.op(opcode, a, b, aux);
  }

  // ---- bodies and names ---------------------------------------------------------------------------------------------

  /** Defers a nested body; `lower` runs with the state of a fresh body. */
  defer(
    kind: 'class' | 'function' | 'lambda' | 'comprehension',
    node: number,
    name: string,
    options: BodyOptions,
    receiver: Receiver | null,
    lower: () => void,
  ): number {
    return this.low.deferBody(kind, node, name, options, () => {
      this.#enterBody(receiver, kind === 'comprehension');
      lower();
    });
  }

  #enterBody(receiver: Receiver | null, isComprehension: boolean): void {
    this.receiver = receiver;
    this.isComprehension = isComprehension;
    this.named = -1;
    this.extent = -1;
    this.switches = 0;
    this.conditions = 0;
    this.isTypeChecking = false;
    this.#depth = 0;
  }

  /** Binds the name at `node` in the current scope. Returns the row of a declaration made for it, or -1. */
  bind(name: string, node: number): number {
    const { low } = this;
    const scope = low.scope;
    if (scope.redirects?.has(name) === true) {
      this.#placeGlobal(name, node);
      return -1;
    }
    if (scope.declaration < 0) {
      low.bindLocal(name, LOCAL_VARIABLE, this.start[node]!);
      return -1;
    }
    if (scope.ordinals.has(`.${name}`)) return -1;
    const extent = this.extent < 0 ? node : this.extent;
    const kind = isConstantName(name) ? 'constant' : 'variable';
    return low.declare(kind, name, this.start[extent]!, this.end[extent]!, this.start[node]!, {
      flags: this.flagsOf(name),
      bind: !scope.names.has(name),
    });
  }

  /** A name that a `global` statement declared stands where it is bound first. */
  #placeGlobal(name: string, node: number): void {
    const row = this.globals.get(name);
    if (row === undefined || this.low.scope.redirects?.get(name) !== this.low.moduleScope) return;
    this.globals.delete(name);
    const extent = this.extent < 0 ? node : this.extent;
    this.low.placeDeclaration(row, this.start[extent]!, this.end[extent]!, this.start[node]!);
  }

  /** Flags that follow from the name and from where the declaration stands. */
  flagsOf(name: string): number {
    return (
      this.privacyOf(name) |
      (this.conditions > 0 ? FLAG.conditional : 0) |
      (this.low.scope === this.low.moduleScope ? FLAG.exported : 0)
    );
  }

  /** By convention: `_x` is protected, `__x` private. */
  privacyOf(name: string): number {
    if (!name.startsWith('_') || (name.startsWith('__') && name.endsWith('__'))) return 0;
    return name.startsWith('__') ? FLAG.private : FLAG.protected;
  }

  /** Exports a declaration when it stands in the module. */
  exportDeclaration(name: string, declaration: number): void {
    if (declaration < 0 || this.low.scope !== this.low.moduleScope) return;
    this.low.exportName(name, EXPORT_DECLARATION, declaration, '', '', 0);
  }

  /** Stores `value` under the bare name at `node`, which is bound already. */
  store(name: string, node: number, value: number): void {
    this.op(OP_STORE, value, -1, this.low.referenceInOrder(name, ROLE_WRITE, this.start[node]!));
  }
}

function byType<T>(grammar: Grammar, byName: Readonly<Record<string, T>>): (T | undefined)[] {
  const table = grammar.typeNames.map((): T | undefined => undefined);
  for (const [name, lower] of Object.entries(byName)) {
    table[name === 'ERROR' ? grammar.errorType : grammar.type(name)] = lower;
  }
  table[0] = undefined;
  return table;
}

/** True for names in capitals, which by convention are not assigned again. */
function isConstantName(name: string): boolean {
  let hasLetter = false;
  for (let i = 0; i < name.length; i++) {
    const c = name.charCodeAt(i);
    if (c >= 65 && c <= 90) hasLetter = true;
    else if (c !== 95 && (c < 48 || c > 57)) return false;
  }
  return hasLetter;
}
