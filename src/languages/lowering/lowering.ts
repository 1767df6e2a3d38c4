/**
 * `Lowering`: what a language front end calls while it walks a syntax tree once. It fills the tables of `ir-build`, keeps
 * scopes, binds names and resolves every reference inside the file. Front ends know syntax; this file knows facts.
 *     low.begin(path, tree);      // module declaration, module body and module scope are open
 *     frontEnd.lower(tree, low);  // walks, declares, refers, emits, defers nested bodies
 *     low.finish();               // drains the deferred bodies, resolves, hashes, sorts
 *
 * Bodies are lowered one after the other, outer before inner: a nested function is *deferred*, so that the rows of a body
 * are contiguous and all names of the enclosing scopes are known when its references are resolved.
 */
import * as facts from '#facts';
import { descriptorHash, memberKey, pathHash, suffixOf, type DeclarationKind } from '#facts';
import type { SyntaxTree } from '../syntax/index.ts';
import { hashDeclarations } from './hashes.ts';
import { InterfaceRows } from './interface-rows.ts';
import { sortInterface } from './interface-order.ts';
import {
  boundIn,
  boundSoFar,
  BOUND_DECLARATION,
  BOUND_IMPORT,
  BOUND_LOCAL,
  lookUp,
  newScope,
  surroundingDeclaration,
  type Scope,
  type ScopeKind,
} from './scope.ts';
import { TypeNames } from './type-names.ts';

export interface DeclareOptions {
  readonly flags?: number;
  /** Declarations of one name that are one symbol (overloads, merged interfaces, accessor pairs) share the descriptor. */
  readonly merge?: boolean;
  /** False when the name is a member only and cannot be used bare (members of JavaScript classes). Default true. */
  readonly bind?: boolean;
  /** Binds in the name space of types (interfaces, type aliases). Default false. */
  readonly isType?: boolean;
}

export interface BodyOptions {
  /** Interface row of the function or class, or -1. */
  readonly declaration?: number;
  /** Local row of a nested function or class, or -1. */
  readonly owner?: number;
  readonly flags?: number;
}

interface Deferred {
  readonly row: number;
  readonly scope: Scope;
  readonly lower: () => void;
}

/** Literals longer than this are cut: the text is in the source, facts need only tell values apart. */
const LITERAL_MAX = 200;

const KIND = new Map<string, number>(facts.DECLARATION_KINDS.map((kind, code) => [kind, code]));
const ANNOTATION_OPERATION = facts.ANNOTATION_KINDS.indexOf('operation');
const ANNOTATION_DEFINITE = facts.ANNOTATION_KINDS.indexOf('definite');
const LITERAL_KINDS = facts.LITERAL_KINDS.length;

export class Lowering extends InterfaceRows {
  /** Rows of literals by string id and kind. */
  readonly #literals = new Map<number, number>();
  readonly #members = new Map<string, number>();
  readonly #queue: Deferred[] = [];
  /** Which names are names of types. */
  readonly types: TypeNames = new TypeNames(this.t);
  /** Stacks that keep their length: `#argumentCount` says how much of them is in use. */
  readonly #arguments: number[] = [];
  readonly #argumentNames: string[] = [];
  #argumentCount = 0;
  text = '';
  tree!: SyntaxTree;
  /** The innermost open scope. */
  scope!: Scope;
  /** The scope of the module. */
  moduleScope!: Scope;
  /** Row of the body being lowered, and the first of its rows. */
  body = 0;
  #firstOperation = 0;
  #statement = 0;
  #statementStart = 0;

  // ---- file ---------------------------------------------------------------------------------------------------------

  /** Clears all tables and opens the module: declaration row 0, body row 0, the module scope. */
  begin(path: string, tree: SyntaxTree): void {
    this.out.clear();
    this.#literals.clear();
    this.#members.clear();
    this.#queue.length = 0;
    this.types.clear();
    this.#argumentCount = 0;
    this.path = path;
    this.text = tree.text;
    this.tree = tree;
    const cell = this.cell;
    pathHash(cell, path);
    const row = this.#addDeclaration('module', path.slice(path.lastIndexOf('/') + 1), 0, -1, 0, tree.text.length, 0);
    this.moduleScope = newScope('module', null, 0, row, cell.lo, cell.hi);
    this.scope = this.moduleScope;
    this.#addBody('module', 0, tree.text.length, -1, { declaration: row });
    this.addStem(path);
    this.#openBody(0);
  }

  /** Ends the module body, lowers the deferred bodies in order, then resolves, hashes and sorts. */
  finish(): void {
    this.#closeBody();
    for (let i = 0; i < this.#queue.length; i++) {
      const next = this.#queue[i]!;
      this.scope = next.scope;
      this.#openBody(next.row);
      next.lower();
      while (this.scope !== next.scope) this.closeBlock();
      this.#closeBody();
    }
    hashDeclarations(this.t, this.text, this.bodyStrings, this.interfaceStrings);
    sortInterface(this.t);
  }

  /** The text of a syntax row. */
  slice(node: number): string {
    return this.text.slice(this.tree.start[node], this.tree.end[node]);
  }

  // ---- interface ----------------------------------------------------------------------------------------------------

  /**
   * Declares `name` in the current scope, which must be of a module, namespace or class, and binds it there.
   * Returns the declaration row. Offsets are absolute.
   */
  declare(
    kind: DeclarationKind,
    name: string,
    start: number,
    end: number,
    nameStart: number,
    options: DeclareOptions = {},
  ): number {
    const scope = this.#declaringScope();
    const suffix = suffixOf(kind);
    const counted = suffix + name;
    const seen = scope.ordinals.get(counted) ?? 0;
    scope.ordinals.set(counted, seen + 1);
    descriptorHash(this.cell, scope.lo, scope.hi, name, suffix, options.merge === true ? 0 : seen);
    const row = this.#addDeclaration(kind, name, options.flags ?? 0, scope.declaration, start, end, nameStart);
    if (options.bind !== false) {
      const names = options.isType === true ? (scope.types ??= new Map<string, number>()) : scope.names;
      names.set(name, (row << 2) | BOUND_DECLARATION);
    }
    // Below row 0, the module, a scope of declarations is that of a class, an enum, an interface or a namespace.
    if (scope.declaration > 0) this.#addMember(scope.lo, scope.hi, name, row);
    return row;
  }

  /** Binds `name` in the current scope to a declaration that was made without. */
  bindDeclaration(name: string, declaration: number): void {
    this.scope.names.set(name, (declaration << 2) | BOUND_DECLARATION);
  }

  /** Declares a member of a class from outside its body (`self.x = ...`) unless it has one of that name. Returns its row. */
  declareMember(
    classScope: Scope,
    kind: DeclarationKind,
    name: string,
    start: number,
    end: number,
    flags: number,
  ): number {
    const known = this.#members.get(`${classScope.declaration} ${name}`);
    if (known !== undefined) return known;
    const suffix = suffixOf(kind);
    classScope.ordinals.set(suffix + name, 1);
    descriptorHash(this.cell, classScope.lo, classScope.hi, name, suffix, 0);
    const row = this.#addDeclaration(kind, name, flags, classScope.declaration, start, end, start);
    this.#addMember(classScope.lo, classScope.hi, name, row);
    return row;
  }

  /** Adds an import and binds `local` ('' for none) in the current scope. Returns the import row. */
  importName(
    module: string,
    imported: string,
    localName: string,
    level: number,
    flags: number,
    start: number,
    end: number,
    nameStart: number,
  ): number {
    const row = this.t.importTable.add();
    const col = this.t.importTable.col;
    const strings = this.interfaceStrings;
    col.module[row] = strings.intern(module);
    col.imported[row] = strings.intern(imported);
    col.local[row] = strings.intern(localName);
    col.level[row] = level;
    col.flags[row] = flags;
    const position = this.t.importPosition;
    position.add();
    position.col.start[row] = start;
    position.col.end[row] = end;
    position.col.name[row] = nameStart;
    if (localName !== '') this.#redirected(localName).names.set(localName, (row << 2) | BOUND_IMPORT);
    return row;
  }

  // ---- bodies, scopes and names -------------------------------------------------------------------------------------

  /**
   * Adds a nested body, to be lowered after the current one with a scope of its own below the current scope.
   * `kind` is a name of `BODY_KINDS`. `name` and the current scope give the descriptor when there is no declaration.
   * Returns the body row, for the `closure` operation.
   */
  deferBody(
    kind: (typeof facts.BODY_KINDS)[number],
    node: number,
    name: string,
    options: BodyOptions,
    lower: () => void,
  ): number {
    const { cell } = this;
    const declaration = options.declaration ?? -1;
    if (declaration >= 0) {
      cell.lo = this.t.declaration.col.hash[2 * declaration]!;
      cell.hi = this.t.declaration.col.hash[2 * declaration + 1]!;
    } else if ((options.owner ?? -1) >= 0) {
      cell.lo = this.t.local.col.hash[2 * options.owner!]!;
      cell.hi = this.t.local.col.hash[2 * options.owner! + 1]!;
    } else {
      this.#anonymousHash(name === '' ? `<${kind}>` : name);
    }
    const { lo, hi } = cell;
    const row = this.#addBody(kind, this.tree.start[node]!, this.tree.end[node]!, this.body, options);
    const scopeKind: ScopeKind = kind === 'class' ? 'class' : 'function';
    const scope = newScope(scopeKind, this.scope, row, kind === 'class' ? declaration : -1, lo, hi);
    this.#queue.push({ row, scope, lower });
    return row;
  }

  /** Opens a block scope inside the current body (`let` in a block). With a declaration row: a namespace. */
  openBlock(declaration = -1): void {
    const outer = this.scope;
    const hash = this.t.declaration.col.hash;
    const lo = declaration < 0 ? outer.lo : hash[2 * declaration]!;
    const hi = declaration < 0 ? outer.hi : hash[2 * declaration + 1]!;
    this.scope = newScope(declaration < 0 ? 'block' : 'module', outer, this.body, declaration, lo, hi);
  }

  /** Closes the innermost block: resolves what it can and hands the rest to the outer scope. */
  closeBlock(): void {
    const inner = this.scope;
    const outer = inner.parent!;
    const { target } = this.t.reference.col;
    for (const row of inner.pending) {
      if (this.#resolveIn(inner, row)) continue;
      if (inner.declaration > 0 && target[row] === NONE) target[row] = inner.declaration;
      outer.pending.push(row);
    }
    this.scope = outer;
  }

  /** The nearest scope that is not a block: where `var`, and every Python name, is bound. */
  get functionScope(): Scope {
    let scope = this.scope;
    while (scope.kind === 'block') scope = scope.parent!;
    return scope;
  }

  /** The nearest enclosing declared class of the current body, or null (for `self` and `this`). */
  enclosingClass(): Scope | null {
    for (let at: Scope | null = this.scope; at !== null; at = at.parent) {
      if (at.kind === 'class' && at.declaration >= 0) return at;
    }
    return null;
  }

  /** True when the current scope binds `name` itself. */
  isBound(name: string): boolean {
    return this.#redirected(name).names.has(name);
  }

  /** Binds a local of the current body in `scope` unless bound there; `kind` is a code of `LOCAL_KINDS`. Returns its row or -1. */
  bindLocal(name: string, kind: number, start: number, flags = 0, scope: Scope = this.#redirected(name)): number {
    const bound = scope.names.get(name);
    if (bound !== undefined) return (bound & 3) === BOUND_LOCAL ? bound >>> 2 : -1;
    const row = this.t.local.add();
    const { col } = this.t.local;
    const count = scope.ordinals.get(name) ?? 0;
    scope.ordinals.set(name, count + 1);
    const owner = scope.kind === 'block' ? this.#ordinalOfBlockName(scope, name) : count;
    descriptorHash(this.cell, scope.lo, scope.hi, name, '%', owner);
    col.name[row] = this.bodyStrings.intern(name);
    col.kind[row] = kind;
    col.flags[row] = flags;
    col.body[row] = this.body;
    col.hash[2 * row] = this.cell.lo;
    col.hash[2 * row + 1] = this.cell.hi;
    const span = this.t.localSpan;
    span.add();
    span.col.statement[row] = this.#statement;
    span.col.offset[row] = start - this.#statementStart;
    scope.names.set(name, (row << 2) | BOUND_LOCAL);
    return row;
  }

  /** `global` and `nonlocal`: uses of `name` in the current scope mean the name of `owner`. */
  redirect(name: string, owner: Scope): void {
    const scope = this.functionScope;
    (scope.redirects ??= new Map<string, Scope>()).set(name, owner);
  }

  // ---- statements, references, operations ---------------------------------------------------------------------------

  /** Begins a statement or clause at an absolute offset; `kind` is a code of `STATEMENT_KINDS`. */
  statement(kind: number, start: number): number {
    const row = this.t.statement.add();
    const col = this.t.statement.col;
    col.kind[row] = kind;
    col.operation[row] = this.t.operation.rows;
    col.reference[row] = this.t.reference.rows;
    this.t.statementPosition.add();
    this.t.statementPosition.col.start[row] = start;
    this.#statement = row;
    this.#statementStart = start;
    return row;
  }

  /** A use of a bare name at an absolute offset; resolved when its scope ends. `role`: code of `REFERENCE_ROLES`. */
  reference(name: string, role: number, start: number): number {
    const row = this.#addReference(name, role, start);
    this.t.reference.col.base[row] = -1;
    this.t.reference.col.target[row] = -1;
    this.scope.pending.push(row);
    return row;
  }

  /**
   * The same where the code of modules and classes runs in order and once: there a name means what it is bound to by then. A
   * name that a class binds later is until then that of the code around it.
   */
  referenceInOrder(name: string, role: number, start: number): number {
    const { kind } = this.scope;
    const bound = kind === 'module' || kind === 'class' ? boundSoFar(this.scope, name) : 0;
    if (bound === 0) return this.reference(name, role, start);
    const row = this.#addReference(name, role, start);
    this.t.reference.col.base[row] = -1;
    this.#bind(row, bound);
    return row;
  }

  /** A use of a member of the value that reference `base` names (-1: of a value without a name). */
  attribute(name: string, role: number, start: number, base: number): number {
    const row = this.#addReference(name, role, start);
    const col = this.t.reference.col;
    col.base[row] = base;
    col.target[row] = -1;
    col.scope[row] = SCOPE_ATTRIBUTE;
    return row;
  }

  /** A use of a name in an import statement, bound to the import row `target` whatever the scope says. */
  importReference(name: string, role: number, start: number, target: number): number {
    const row = this.#addReference(name, role, start);
    const col = this.t.reference.col;
    col.base[row] = -1;
    col.target[row] = target;
    col.scope[row] = BOUND_IMPORT;
    return row;
  }

  /** Appends an operation; operands are ordinals in this body or -1. Returns its ordinal. */
  op(opcode: number, a: number, b: number, aux: number): number {
    const row = this.t.operation.add();
    const col = this.t.operation.col;
    col.opcode[row] = opcode;
    col.a[row] = a;
    col.b[row] = b;
    col.aux[row] = aux;
    return row - this.#firstOperation;
  }

  /** Says the type of something of this body; `kind` is a code of `ANNOTATION_KINDS`. Of operations `row` is the ordinal. */
  annotate(kind: number, row: number, type: string): void {
    if (row < 0) return;
    const { annotation } = this.t;
    const at = annotation.add();
    const isOperation = kind === ANNOTATION_OPERATION || kind === ANNOTATION_DEFINITE;
    annotation.col.kind[at] = kind;
    annotation.col.row[at] = isOperation ? row + this.#firstOperation : row;
    annotation.col.type[at] = this.bodyStrings.intern(type);
  }

  /** The row of a literal; `kind` is a code of `LITERAL_KINDS`. */
  literal(kind: number, text: string): number {
    const cut = text.length > LITERAL_MAX ? text.slice(0, LITERAL_MAX) : text;
    const id = this.bodyStrings.intern(cut);
    const key = id * LITERAL_KINDS + kind;
    const known = this.#literals.get(key);
    if (known !== undefined) return known;
    const row = this.t.literal.add();
    this.t.literal.col.kind[row] = kind;
    this.t.literal.col.text[row] = id;
    this.#literals.set(key, row);
    return row;
  }

  /** Stacks an argument of the call that is being lowered; calls nest. `value`: operation ordinal. */
  pushArgument(kind: number, name: string, value: number): void {
    const at = this.#argumentCount++;
    this.#arguments[2 * at] = kind;
    this.#arguments[2 * at + 1] = value;
    this.#argumentNames[at] = name;
  }

  /** Marks the argument stack before the arguments of a call are lowered. */
  markArguments(): number {
    return this.#argumentCount;
  }

  /** Adds a call with the arguments stacked since `mark`. Offsets are absolute. Returns the call row. */
  call(callee: number, flags: number, start: number, end: number, mark: number): number {
    const row = this.t.call.add();
    const col = this.t.call.col;
    col.callee[row] = callee;
    col.flags[row] = flags;
    col.statement[row] = this.#statement;
    col.arguments[row] = this.t.argument.rows;
    const span = this.t.callSpan;
    span.add();
    span.col.offset[row] = start - this.#statementStart;
    span.col.length[row] = end - start;
    for (let i = mark; i < this.#argumentCount; i++) {
      const at = this.t.argument.add();
      const argument = this.t.argument.col;
      argument.kind[at] = this.#arguments[2 * i]!;
      argument.name[at] = this.bodyStrings.intern(this.#argumentNames[i]!);
      argument.value[at] = this.#arguments[2 * i + 1]!;
    }
    this.#argumentCount = mark;
    return row;
  }

  /** Resolves the uses so far in the current scope by the names that it has now. */
  resolveSoFar(): void {
    for (const row of this.scope.pending) this.#resolve(this.scope, row);
    this.scope.pending.length = 0;
  }

  // ---- inner --------------------------------------------------------------------------------------------------------

  #addReference(name: string, role: number, start: number): number {
    const row = this.t.reference.add();
    const col = this.t.reference.col;
    col.name[row] = this.bodyStrings.intern(name);
    col.role[row] = role;
    col.statement[row] = this.#statement;
    this.t.referenceSpan.add();
    // A name before the start of its statement (a decorator met late) wraps, and wraps back when it is read.
    this.t.referenceSpan.col.offset[row] = start - this.#statementStart;
    return row;
  }

  /** Adds a declaration whose descriptor hash is in the cell. */
  #addDeclaration(
    kind: DeclarationKind,
    name: string,
    flags: number,
    parent: number,
    start: number,
    end: number,
    nameStart: number,
  ): number {
    const row = this.t.declaration.add();
    const col = this.t.declaration.col;
    col.name[row] = this.interfaceStrings.intern(name);
    col.kind[row] = KIND.get(kind)!;
    col.flags[row] = flags;
    col.parent[row] = parent;
    col.hash[2 * row] = this.cell.lo;
    col.hash[2 * row + 1] = this.cell.hi;
    const position = this.t.declarationPosition;
    position.add();
    position.col.start[row] = start;
    position.col.end[row] = end;
    position.col.name[row] = nameStart;
    return row;
  }

  #addMember(classLo: number, classHi: number, name: string, declaration: number): void {
    const source = this.t.declaration.col;
    this.#members.set(`${source.parent[declaration]} ${name}`, declaration);
    memberKey(this.cell, classLo, classHi, name);
    const row = this.t.member.add();
    const col = this.t.member.col;
    col.key[2 * row] = this.cell.lo;
    col.key[2 * row + 1] = this.cell.hi;
    col.name[row] = source.name[declaration]!;
    col.kind[row] = source.kind[declaration]!;
    col.flags[row] = source.flags[declaration]!;
    col.target[2 * row] = source.hash[2 * declaration]!;
    col.target[2 * row + 1] = source.hash[2 * declaration + 1]!;
  }

  #addBody(
    kind: (typeof facts.BODY_KINDS)[number],
    start: number,
    end: number,
    parent: number,
    options: BodyOptions,
  ): number {
    const row = this.t.body.add();
    const col = this.t.body.col;
    col.kind[row] = facts.BODY_KINDS.indexOf(kind);
    col.flags[row] = options.flags ?? 0;
    col.parent[row] = parent;
    col.declaration[row] = options.declaration ?? -1;
    col.owner[row] = options.owner ?? -1;
    col.hash[2 * row] = this.cell.lo;
    col.hash[2 * row + 1] = this.cell.hi;
    this.t.bodyPosition.add();
    this.t.bodyPosition.col.start[row] = start;
    this.t.bodyPosition.col.end[row] = end;
    return row;
  }

  #openBody(row: number): void {
    const col = this.t.body.col;
    this.body = row;
    this.#firstOperation = this.t.operation.rows;
    col.local[row] = this.t.local.rows;
    col.statement[row] = this.t.statement.rows;
    col.operation[row] = this.#firstOperation;
    col.reference[row] = this.t.reference.rows;
    col.call[row] = this.t.call.rows;
    this.statement(0, this.t.bodyPosition.col.start[row]!);
  }

  #closeBody(): void {
    while (this.scope.kind === 'block') this.closeBlock();
    this.resolveSoFar();
  }

  #resolveIn(scope: Scope, row: number): boolean {
    const col = this.t.reference.col;
    const bound = boundIn(scope, this.bodyStrings.texts[col.name[row]!]!, this.types.has(row), this.types.accepts);
    if (bound === undefined) return false;
    this.#bind(row, bound);
    return true;
  }

  #resolve(scope: Scope, row: number): void {
    const col = this.t.reference.col;
    const bound = lookUp(scope, this.bodyStrings.texts[col.name[row]!]!, this.types.has(row), this.types.accepts);
    if (bound !== 0) this.#bind(row, bound);
    else if (col.target[row] === NONE) col.target[row] = surroundingDeclaration(scope);
  }

  #bind(row: number, bound: number): void {
    const col = this.t.reference.col;
    col.scope[row] = bound & 3;
    col.target[row] = bound >>> 2;
    if ((bound & 3) === BOUND_LOCAL && this.t.local.col.body[bound >>> 2] !== this.body) {
      this.t.local.col.flags[bound >>> 2]! |= facts.LOCAL_FLAG.captured;
    }
  }

  /** The scope in which binding `name` here takes effect. */
  #redirected(name: string): Scope {
    return this.scope.redirects?.get(name) ?? this.scope;
  }

  #declaringScope(): Scope {
    let scope = this.scope;
    while (scope.declaration < 0 && scope.parent !== null) scope = scope.parent;
    return scope;
  }

  #ordinalOfBlockName(scope: Scope, name: string): number {
    const owner = this.functionScope;
    if (owner === scope) return 0;
    const count = 1 + (owner.ordinals.get(name) ?? 0);
    owner.ordinals.set(name, count);
    return count;
  }

  #anonymousHash(name: string): void {
    const scope = this.functionScope;
    const count = scope.ordinals.get(name) ?? 0;
    scope.ordinals.set(name, count + 1);
    descriptorHash(this.cell, scope.lo, scope.hi, name, '(', count);
  }
}

const NONE = 0xffffffff;
const SCOPE_ATTRIBUTE = facts.REFERENCE_SCOPES.indexOf('attribute');
