/** Statements without a block: assignments, jumps, `del`, `global`, `assert`, type aliases, bare expressions. */
import { BOUND_DECLARATION, BOUND_LOCAL, type Scope } from '../lowering/scope.ts';
import { exportAdded, exportListed, isAll } from './all-list.ts';
import { annotate, annotateText } from './annotations.ts';
import {
  OP_BREAK,
  OP_CONTINUE,
  OP_ELSE,
  OP_END,
  EXPORT_ALIAS,
  OP_EXPRESSION,
  OP_IF,
  IF_ASSERT,
  STATEMENT_JUMP,
  LOCAL_TYPE,
  OP_NOP,
  OP_RAISE,
  ROLE_READ,
  OP_RETURN,
  STATEMENT_SIMPLE,
  ANNOTATION_LOCAL,
} from '../lowering/codes.ts';
import { bindTypeParameters } from './definitions.ts';
import { declareInstanceMember, lowerAugmented, lowerDelete } from './targets.ts';
import { typeBehind, typeBehindHeader } from './type-comments.ts';
import type { LowerExpression, LowerStatement, Walk } from './walk.ts';

// ---- assignments ----------------------------------------------------------------------------------------------------

/** `a = b = value`: the value first, then the targets from left to right. Chains are walked, not recursed. */
function lowerAssignment(w: Walk, node: number): number {
  let last = node;
  let right = w.child(last, w.ids.inRight);
  while (right >= 0 && w.type[right] === w.ids.assignment) {
    last = right;
    right = w.child(last, w.ids.inRight);
  }
  const value = right < 0 ? -1 : w.expression(right);
  for (let at = node; ; at = w.child(at, w.ids.inRight)) {
    lowerTarget(w, at, right, value);
    if (at === last) break;
  }
  return value;
}

function lowerTarget(w: Walk, assignment: number, right: number, value: number): void {
  const left = w.child(assignment, w.ids.inLeft);
  if (left < 0) return;
  const annotation = w.child(assignment, w.ids.inType);
  const comment = annotation < 0 ? typeBehind(w, assignment) : null;
  if (w.type[left] === w.ids.identifier) {
    w.extent = assignment;
    assignBareName(w, left, right, value, annotation < 0 ? (comment?.text ?? '') : w.slice(annotation));
    w.extent = -1;
    if (right >= 0 && isAll(w, left)) exportListed(w, right);
  } else {
    if (annotation >= 0) annotateMember(w, left, w.slice(annotation));
    else if (comment !== null) annotateMember(w, left, comment.text);
    if (value >= 0) w.assign(left, value);
  }
  if (annotation >= 0) annotate(w, annotation);
  else if (comment !== null) annotateText(w, comment.text, comment.start);
}

function assignBareName(w: Walk, left: number, right: number, value: number, type: string): void {
  if (w.start[left] === w.end[left]) return;
  const name = w.slice(left);
  const declaration = w.bind(name, left);
  if (type !== '') declareType(w, name, declaration, type);
  const alias = w.low.scope === w.low.moduleScope && right >= 0 ? aliasPath(w, right) : '';
  if (alias === '') w.exportDeclaration(name, declaration);
  else w.low.exportName(name, EXPORT_ALIAS, declaration < 0 ? declarationOf(w, name) : declaration, '', alias, 0);
  if (value >= 0) w.store(name, left, value);
}

/** The type of a name that was bound: of its declaration, or of the local that it is. */
function declareType(w: Walk, name: string, declaration: number, type: string): void {
  if (declaration >= 0) w.low.signature(declaration, type, '');
  else w.low.annotate(ANNOTATION_LOCAL, localOf(w, name), type);
}

/** The type that a comment behind the header of a block gives to the name that it binds. */
export function declareByHeader(w: Walk, target: number, last: number): void {
  const comment = w.type[target] === w.ids.identifier ? typeBehindHeader(w, last) : null;
  if (comment === null) return;
  const name = w.slice(target);
  const bound = w.low.scope.names.get(name) ?? 0;
  declareType(w, name, (bound & 3) === BOUND_DECLARATION ? bound >>> 2 : -1, comment.text);
  annotateText(w, comment.text, comment.start);
}

/** The dotted path that `node` is, or ''. */
function aliasPath(w: Walk, node: number): string {
  let at = node;
  while (at >= 0 && w.type[at] === w.ids.attribute) at = w.operand(at);
  if (at < 0 || w.type[at] !== w.ids.identifier) return '';
  const path = w.slice(node);
  return /\s/.test(path) ? '' : path;
}

/** The row of a local of the scope that is open, or -1. */
function localOf(w: Walk, name: string): number {
  const bound = w.low.scope.names.get(name) ?? 0;
  return (bound & 3) === BOUND_LOCAL ? bound >>> 2 : -1;
}

function declarationOf(w: Walk, name: string): number {
  const bound = w.low.moduleScope.names.get(name) ?? 0;
  return (bound & 3) === BOUND_DECLARATION ? bound >>> 2 : -1;
}

/** `self.x: T = ...` gives the type of a member where it is declared. */
function annotateMember(w: Walk, left: number, type: string): void {
  if (w.type[left] !== w.ids.attribute) return;
  const before = w.low.t.declaration.rows;
  const member = declareInstanceMember(w, left);
  if (member >= before) w.low.signature(member, type, '');
}

function lowerAugmentedAssignment(w: Walk, node: number): number {
  const left = w.child(node, w.ids.inLeft);
  const right = w.child(node, w.ids.inRight);
  if (left < 0) return w.expressionOr(right);
  let token = w.next[left]!;
  while (token < w.next[node]! && w.operator[w.type[token]!] === 0) token = w.next[token]!;
  w.extent = node;
  lowerAugmented(w, left, right, w.operator[w.type[token]!] ?? 0);
  w.extent = -1;
  if (right >= 0 && isAll(w, left)) exportListed(w, right);
  return -1;
}

/** Each operand in turn. A string that stands alone does nothing: documentation is found where it belongs. */
function lowerExpressionStatement(w: Walk, node: number): void {
  const end = w.next[node]!;
  const first = w.operand(node);
  const isOnly = first >= 0 && w.operandFrom(w.next[first]!, end) < 0;
  if (isOnly && w.type[first] === w.ids.string && w.next[first]! <= first + 4) return;
  w.low.statement(STATEMENT_SIMPLE, w.start[node]!);
  for (let i = node + 1; i < end; i = w.next[i]!) {
    const type = w.type[i]!;
    if (w.isToken[type] === 1) continue;
    if (type === w.ids.assignment) lowerAssignment(w, i);
    else if (type === w.ids.augmented) lowerAugmentedAssignment(w, i);
    else {
      w.op(OP_EXPRESSION, w.expression(i), -1, 0);
      if (type === w.ids.call) exportAdded(w, i);
    }
  }
}

// ---- jumps ----------------------------------------------------------------------------------------------------------

function lowerReturn(w: Walk, node: number): void {
  w.low.statement(STATEMENT_JUMP, w.start[node]!);
  const operand = w.operand(node);
  w.op(OP_RETURN, operand < 0 ? -1 : w.expression(operand), -1, 0);
}

function lowerRaise(w: Walk, node: number): void {
  w.low.statement(STATEMENT_JUMP, w.start[node]!);
  const operand = w.operand(node);
  const cause = w.child(node, w.ids.inCause);
  const value = operand < 0 || operand === cause ? -1 : w.expression(operand);
  w.op(OP_RAISE, value, cause < 0 ? -1 : w.expression(cause), 0);
}

function lowerAssert(w: Walk, node: number): void {
  w.low.statement(STATEMENT_SIMPLE, w.start[node]!);
  const condition = w.operand(node);
  const message = condition < 0 ? -1 : w.operandFrom(w.next[condition]!, w.next[node]!);
  w.op(OP_IF, w.expressionOr(condition), -1, IF_ASSERT);
  w.op(OP_ELSE, -1, -1, 0);
  w.op(OP_RAISE, message < 0 ? -1 : w.expression(message), -1, 1);
  w.op(OP_END, -1, -1, 0);
}

function lowerJump(w: Walk, node: number, opcode: number): void {
  w.low.statement(STATEMENT_JUMP, w.start[node]!);
  w.op(opcode, -1, -1, w.switches);
}

// ---- names ----------------------------------------------------------------------------------------------------------

function lowerDeleteStatement(w: Walk, node: number): void {
  w.low.statement(STATEMENT_SIMPLE, w.start[node]!);
  const end = w.next[node]!;
  for (let i = w.operand(node); i >= 0; i = w.operandFrom(w.next[i]!, end)) lowerDelete(w, i);
}

function lowerScopeStatement(w: Walk, node: number, ownerOf: (name: string) => Scope | null): void {
  w.low.statement(STATEMENT_SIMPLE, w.start[node]!);
  const end = w.next[node]!;
  for (let i = w.operand(node); i >= 0; i = w.operandFrom(w.next[i]!, end)) {
    if (w.type[i] !== w.ids.identifier) continue;
    const name = w.slice(i);
    const owner = ownerOf(name);
    if (owner !== null) w.low.redirect(name, owner);
    w.low.reference(name, ROLE_READ, w.start[i]!);
  }
}

/** The scope of a function around the current one that binds `name`. */
function nonlocalOwner(w: Walk, name: string): Scope | null {
  for (let at = w.low.functionScope.parent; at !== null; at = at.parent) {
    const redirected = at.redirects?.get(name);
    if (redirected !== undefined) return redirected;
    if (at.kind === 'function' && at.names.has(name)) return at;
  }
  return null;
}

function lowerTypeAlias(w: Walk, node: number): void {
  w.low.statement(STATEMENT_SIMPLE, w.start[node]!);
  const left = w.child(node, w.ids.inLeft);
  const right = w.child(node, w.ids.inRight);
  if (left < 0 || right < 0) return;
  let nameNode = left;
  while (nameNode < w.next[left]! && w.type[nameNode] !== w.ids.identifier) nameNode++;
  if (nameNode >= w.next[left]!) return;
  const name = w.slice(nameNode);
  const parameters = w.next[nameNode]! < w.next[left]! ? w.next[nameNode]! : -1;
  declareTypeAlias(w, node, nameNode, name, w.slice(right), parameters < 0 ? '' : w.slice(parameters));
  w.store(name, nameNode, w.op(OP_NOP, -1, -1, 0));
  w.low.openBlock();
  if (parameters >= 0) bindTypeParameters(w, parameters);
  annotate(w, right);
  w.low.closeBlock();
}

function declareTypeAlias(
  w: Walk,
  node: number,
  nameNode: number,
  name: string,
  type: string,
  parameters: string,
): void {
  const { low, start, end } = w;
  if (low.scope.declaration < 0) {
    low.bindLocal(name, LOCAL_TYPE, start[nameNode]!);
    return;
  }
  const options = { flags: w.flagsOf(name) };
  const row = low.declare('type_alias', name, start[node]!, end[node]!, start[nameNode]!, options);
  low.signature(row, type, parameters);
  w.exportDeclaration(name, row);
}

export const assignmentExpressions: Readonly<Record<string, LowerExpression>> = {
  assignment: lowerAssignment,
  augmented_assignment: lowerAugmentedAssignment,
};

export const simpleStatements: Readonly<Record<string, LowerStatement>> = {
  expression_statement: lowerExpressionStatement,
  return_statement: lowerReturn,
  raise_statement: lowerRaise,
  assert_statement: lowerAssert,
  break_statement: (w, node) => lowerJump(w, node, OP_BREAK),
  continue_statement: (w, node) => lowerJump(w, node, OP_CONTINUE),
  delete_statement: lowerDeleteStatement,
  global_statement: (w, node) =>
    lowerScopeStatement(w, node, () => (w.low.scope === w.low.moduleScope ? null : w.low.moduleScope)),
  nonlocal_statement: (w, node) => lowerScopeStatement(w, node, (name) => nonlocalOwner(w, name)),
  type_alias_statement: lowerTypeAlias,
  pass_statement: (w, node) => {
    w.low.statement(STATEMENT_SIMPLE, w.start[node]!);
  },
};
