/** Loops. A loop that declares names has a scope around it, so that closures in it capture names of the loop. */
import {
  LOOP_DO,
  LOOP_EACH,
  LOOP_FOR,
  LOOP_WHILE,
  OP_END,
  OP_EXPRESSION,
  OP_ITERATE,
  OP_LOOP,
  OP_NEXT,
  OP_TEST,
  OP_UPDATE,
  STATEMENT_CLAUSE,
  STATEMENT_LOOP,
} from '../lowering/codes.ts';
import { ASSIGN, BIND_CONST, BIND_LET, BIND_VAR, bindPattern } from './patterns.ts';
import { closeConstruct, CONSTRUCT_LOOP, openConstruct } from './statements.ts';
import { beginTarget, finishTarget } from './targets.ts';
import type { Rule, Walk } from './walk.ts';

function lowerBody(walk: Walk, node: number): void {
  const body = walk.child(node, walk.symbols.field.body);
  if (body >= 0) walk.statement(body);
}

function lowerTest(walk: Walk, condition: number): void {
  if (condition < 0 || walk.type[condition] === walk.symbols.type.empty_statement) return;
  const { type: t } = walk.symbols;
  const inner = walk.type[condition] === t.expression_statement ? walk.firstChild(condition) : condition;
  if (inner >= 0) walk.low.op(OP_TEST, walk.expression(inner), -1, 0);
}

const whileLoop: Rule = (walk, node) => {
  const { low } = walk;
  openConstruct(walk, CONSTRUCT_LOOP);
  low.statement(STATEMENT_LOOP, walk.start[node]!);
  low.op(OP_LOOP, -1, -1, LOOP_WHILE);
  lowerTest(walk, walk.child(node, walk.symbols.field.condition));
  lowerBody(walk, node);
  low.op(OP_END, -1, -1, 0);
  closeConstruct(walk);
  return -1;
};

const doLoop: Rule = (walk, node) => {
  const { low } = walk;
  openConstruct(walk, CONSTRUCT_LOOP);
  low.statement(STATEMENT_LOOP, walk.start[node]!);
  low.op(OP_LOOP, -1, -1, LOOP_DO);
  lowerBody(walk, node);
  const condition = walk.child(node, walk.symbols.field.condition);
  if (condition >= 0) {
    low.statement(STATEMENT_CLAUSE, walk.start[condition]!);
    // `continue` goes on here, as it does with the update part of a `for`.
    low.op(OP_UPDATE, -1, -1, 0);
    lowerTest(walk, condition);
  }
  low.op(OP_END, -1, -1, 0);
  closeConstruct(walk);
  return -1;
};

const forLoop: Rule = (walk, node) => {
  const { low, symbols } = walk;
  const { field: f, type: t } = symbols;
  openConstruct(walk, CONSTRUCT_LOOP);
  const initializer = walk.child(node, f.initializer);
  const isScope = initializer >= 0 && symbols.isLexical[walk.type[initializer]!] === 1;
  if (isScope) low.openBlock();
  low.statement(STATEMENT_LOOP, walk.start[node]!);
  if (initializer >= 0) {
    const isDeclaration = isScope || walk.type[initializer] === t.variable_declaration;
    if (isDeclaration) walk.statement(initializer);
    else if (walk.type[initializer] === t.expression_statement) {
      const inner = walk.firstChild(initializer);
      if (inner >= 0) low.op(OP_EXPRESSION, walk.expression(inner), -1, 0);
    } else if (walk.type[initializer] !== t.empty_statement) {
      low.op(OP_EXPRESSION, walk.expression(initializer), -1, 0);
    }
  }
  low.op(OP_LOOP, -1, -1, LOOP_FOR);
  lowerTest(walk, walk.child(node, f.condition));
  lowerBody(walk, node);
  const increment = walk.child(node, f.increment);
  if (increment >= 0) {
    low.statement(STATEMENT_CLAUSE, walk.start[increment]!);
    low.op(OP_UPDATE, -1, -1, 0);
    low.op(OP_EXPRESSION, walk.expression(increment), -1, 0);
  }
  low.op(OP_END, -1, -1, 0);
  if (isScope) low.closeBlock();
  closeConstruct(walk);
  return -1;
};

function bindingOf(walk: Walk, node: number): number {
  const { field: f, token } = walk.symbols;
  const kind = walk.child(node, f.kind);
  if (kind < 0) return ASSIGN;
  if (walk.type[kind] === token.var) return BIND_VAR;
  return walk.type[kind] === token.let ? BIND_LET : BIND_CONST;
}

const eachLoop: Rule = (walk, node) => {
  const { low, symbols } = walk;
  const { field: f, token } = symbols;
  openConstruct(walk, CONSTRUCT_LOOP);
  low.statement(STATEMENT_LOOP, walk.start[node]!);
  const left = walk.child(node, f.left);
  const right = walk.child(node, f.right);
  const operator = walk.child(node, f.operator);
  const isAsync = walk.hasChild(node, token.await);
  const isOf = operator >= 0 && walk.type[operator] === token.of;
  const mode = bindingOf(walk, node);
  if (mode > BIND_VAR) low.openBlock();
  const iterable = right < 0 ? -1 : walk.expression(right);
  const iterator = low.op(OP_ITERATE, iterable, -1, isOf ? (isAsync ? 1 : 0) : 2);
  low.op(OP_LOOP, -1, -1, LOOP_EACH);
  const value = low.op(OP_NEXT, iterator, -1, 0);
  walk.ref = -1;
  if (left >= 0 && mode !== ASSIGN) bindPattern(walk, left, value, mode);
  else if (left >= 0) finishTarget(walk, left, beginTarget(walk, left), value);
  lowerBody(walk, node);
  low.op(OP_END, -1, -1, 0);
  if (mode > BIND_VAR) low.closeBlock();
  closeConstruct(walk);
  return -1;
};

export const LOOP_RULES: Readonly<Record<string, Rule>> = {
  while_statement: whileLoop,
  do_statement: doLoop,
  for_statement: forLoop,
  for_in_statement: eachLoop,
};
