/** Statements with blocks: branches, loops, `try`, `with`. Each becomes brackets of operations, see `OPCODES`. */
import {
  STATEMENT_BRANCH,
  OP_BREAK,
  STATEMENT_CLAUSE,
  OP_CONTINUE,
  OP_DELETE,
  OP_ELSE,
  OP_END,
  OP_EXCEPT,
  OP_EXCEPTION,
  OP_FINALLY,
  OP_GUARD,
  OP_IF,
  IF_STATEMENT,
  OP_LOOP,
  STATEMENT_LOOP,
  LOOP_WHILE,
  OP_MATCH,
  MATCH_INSTANCE,
  OP_RAISE,
  OP_RETURN,
  OP_STORE,
  OP_TEST,
  OP_TRY,
  STATEMENT_TRY,
  OP_WITH,
  STATEMENT_WITH,
} from '../lowering/codes.ts';
import { lowerIterable, openLoop } from './containers.ts';
import { declareByHeader } from './simple-statements.ts';
import type { LowerStatement, Walk } from './walk.ts';

/** The block of a clause, whichever way the grammar labels it. */
function blockOf(w: Walk, node: number): number {
  const end = w.next[node]!;
  for (let i = node + 1; i < end; i = w.next[i]!) if (w.type[i] === w.ids.block) return i;
  return -1;
}

function lowerBlockOf(w: Walk, node: number): void {
  const block = blockOf(w, node);
  if (block >= 0) w.block(block);
}

function lowerIf(w: Walk, node: number): void {
  const end = w.next[node]!;
  w.conditions++;
  w.low.statement(STATEMENT_BRANCH, w.start[node]!);
  lowerCondition(w, node);
  let open = 1;
  for (let i = node + 1; i < end; i = w.next[i]!) {
    const type = w.type[i]!;
    if (type === w.ids.elifClause) {
      w.op(OP_ELSE, -1, -1, 0);
      w.low.statement(STATEMENT_CLAUSE, w.start[i]!);
      lowerCondition(w, i);
      open++;
    } else if (type === w.ids.elseClause) lowerElse(w, i);
  }
  for (; open > 0; open--) w.op(OP_END, -1, -1, 0);
  w.conditions--;
}

/** The condition of an `if` or `elif`, and its block. */
function lowerCondition(w: Walk, node: number): void {
  const condition = w.child(node, w.ids.inCondition);
  w.op(OP_IF, w.expressionOr(condition), -1, IF_STATEMENT);
  const outer = w.isTypeChecking;
  w.isTypeChecking ||= condition >= 0 && /^(?:\w+\.)?TYPE_CHECKING$/.test(w.slice(condition));
  lowerBlockOf(w, node);
  w.isTypeChecking = outer;
}

function lowerElse(w: Walk, node: number): void {
  w.op(OP_ELSE, -1, -1, 0);
  w.low.statement(STATEMENT_CLAUSE, w.start[node]!);
  lowerBlockOf(w, node);
}

/** The block of a loop, its `else` and its end. */
function closeLoop(w: Walk, node: number): void {
  const { switches } = w;
  w.switches = 0;
  lowerBlockOf(w, node);
  w.switches = switches;
  const end = w.next[node]!;
  for (let i = node + 1; i < end; i = w.next[i]!) if (w.type[i] === w.ids.elseClause) lowerElse(w, i);
  w.op(OP_END, -1, -1, 0);
}

function lowerWhile(w: Walk, node: number): void {
  w.low.statement(STATEMENT_LOOP, w.start[node]!);
  w.op(OP_LOOP, -1, -1, LOOP_WHILE);
  w.op(OP_TEST, w.expressionOr(w.child(node, w.ids.inCondition)), -1, 0);
  closeLoop(w, node);
}

function lowerFor(w: Walk, node: number): void {
  w.low.statement(STATEMENT_LOOP, w.start[node]!);
  openLoop(w, node, lowerIterable(w, node));
  const target = w.child(node, w.ids.inLeft);
  const iterable = w.child(node, w.ids.inRight);
  if (target >= 0 && iterable >= 0) declareByHeader(w, target, iterable);
  closeLoop(w, node);
}

function lowerTry(w: Walk, node: number): void {
  const end = w.next[node]!;
  w.conditions++;
  w.low.statement(STATEMENT_TRY, w.start[node]!);
  w.op(OP_TRY, -1, -1, 0);
  lowerBlockOf(w, node);
  for (let i = node + 1; i < end; i = w.next[i]!) {
    const type = w.type[i]!;
    if (type === w.ids.exceptClause) lowerExcept(w, i);
    else if (type === w.ids.elseClause) lowerElse(w, i);
    else if (type === w.ids.finallyClause) {
      w.op(OP_FINALLY, -1, -1, 0);
      w.low.statement(STATEMENT_CLAUSE, w.start[i]!);
      lowerBlockOf(w, i);
    }
  }
  w.op(OP_END, -1, -1, 0);
  w.conditions--;
}

function lowerExcept(w: Walk, node: number): void {
  w.op(OP_EXCEPT, -1, -1, w.hasToken(node, w.ids.starToken) ? 1 : 0);
  w.low.statement(STATEMENT_CLAUSE, w.start[node]!);
  const exception = w.op(OP_EXCEPTION, -1, -1, 0);
  const value = w.child(node, w.ids.inValue);
  const name = value < 0 ? -1 : lowerExceptionType(w, node, value, exception);
  lowerBlockOf(w, node);
  // The name of the exception is gone behind the clause.
  if (name >= 0 && !endsInJump(w)) w.op(OP_DELETE, -1, -1, name);
}

function endsInJump({ low }: Walk): boolean {
  const { operation } = low.t;
  const last = operation.col.opcode[operation.rows - 1];
  return last === OP_RETURN || last === OP_RAISE || last === OP_BREAK || last === OP_CONTINUE;
}

/**
 * `except T`, `except T as e` and, in Python 2, `except T, e`. Returns the reference that binds the name of the exception,
 * or -1.
 */
function lowerExceptionType(w: Walk, node: number, value: number, exception: number): number {
  let type = value;
  let target = w.operandFrom(w.next[value]!, w.next[node]!);
  if (w.type[value] === w.ids.asPattern) {
    type = w.operand(value);
    target = w.child(value, w.ids.inAlias);
  }
  if (type >= 0) w.op(OP_GUARD, w.op(OP_MATCH, exception, w.expression(type), MATCH_INSTANCE), -1, 0);
  if (target < 0 || w.type[target] === w.ids.block) return -1;
  w.assign(target, exception);
  const { opcode, aux } = w.low.t.operation.col;
  const last = w.low.t.operation.rows - 1;
  return opcode[last] === OP_STORE ? aux[last]! : -1;
}

/** Several managers are nested `with`s. */
function lowerWith(w: Walk, node: number): void {
  w.low.statement(STATEMENT_WITH, w.start[node]!);
  const isAsync = w.hasToken(node, w.ids.asyncToken) ? 1 : 0;
  const clause = w.operand(node);
  const end = clause < 0 ? 0 : w.next[clause]!;
  let open = 0;
  for (let i = clause + 1; i < end; i = w.next[i]!) {
    if (w.type[i] !== w.ids.withItem) continue;
    lowerManager(w, i, isAsync);
    open++;
  }
  lowerBlockOf(w, node);
  for (; open > 0; open--) w.op(OP_END, -1, -1, 0);
}

function lowerManager(w: Walk, item: number, isAsync: number): void {
  const value = w.child(item, w.ids.inValue);
  const isNamed = value >= 0 && w.type[value] === w.ids.asPattern;
  const manager = isNamed ? w.operand(value) : value;
  const entered = w.op(OP_WITH, w.expressionOr(manager), -1, isAsync);
  const target = isNamed ? w.child(value, w.ids.inAlias) : -1;
  if (target < 0) return;
  w.assign(target, entered);
  const name = w.type[target] === w.ids.identifier ? target : w.operand(target);
  if (name >= 0) declareByHeader(w, name, item);
}

export const compoundStatements: Readonly<Record<string, LowerStatement>> = {
  if_statement: lowerIf,
  while_statement: lowerWhile,
  for_statement: lowerFor,
  try_statement: lowerTry,
  with_statement: lowerWith,
  block: (w, node) => w.block(node),
};
