/** Statements other than loops and declarations: blocks, branches, jumps, `try`, `switch`, labels. */
import {
  IF_STATEMENT,
  LOCAL_VARIABLE,
  MATCH_EQUAL,
  OP_BLOCK,
  OP_BREAK,
  OP_CASE,
  OP_CONTINUE,
  OP_ELSE,
  OP_END,
  OP_EXCEPT,
  OP_EXCEPTION,
  OP_EXPRESSION,
  OP_FINALLY,
  OP_GUARD,
  OP_IF,
  OP_MATCH,
  OP_RAISE,
  OP_RETURN,
  OP_STORE,
  OP_SWITCH,
  OP_TRY,
  OP_WITH,
  ROLE_WRITE,
  STATEMENT_BRANCH,
  STATEMENT_CLAUSE,
  STATEMENT_JUMP,
  STATEMENT_SIMPLE,
  STATEMENT_SWITCH,
  STATEMENT_TRY,
  STATEMENT_WITH,
  WITH_PASSES,
} from '../lowering/codes.ts';
import { lowerCommonJs } from './commonjs.ts';
import { BIND_LET, bindPattern } from './patterns.ts';
import { lowerTypes } from './types.ts';
import type { Rule, Walk } from './walk.ts';

export const CONSTRUCT_LOOP = 0;
const CONSTRUCT_SWITCH = 1;
const CONSTRUCT_BLOCK = 2;

/** Opens a construct that jumps can leave, under the label in front of it. */
export function openConstruct(walk: Walk, kind: number): void {
  walk.constructs.push(kind);
  walk.labels.push(walk.label);
  walk.label = '';
}

export function closeConstruct(walk: Walk): void {
  walk.constructs.length--;
  walk.labels.length--;
}

/** True when a direct statement of the block binds a name in it. */
function bindsNames(walk: Walk, node: number): boolean {
  const { type, next, symbols } = walk;
  const { isLexical } = symbols;
  const end = next[node]!;
  for (let at = node + 1; at < end; at = next[at]!) if (isLexical[type[at]!] === 1) return true;
  return false;
}

/** The statements of a block, with a scope when it needs one. */
const block: Rule = (walk, node) => {
  const { low } = walk;
  const owed = walk.owedEnds;
  walk.owedEnds = 0;
  const isScope = bindsNames(walk, node);
  if (isScope) low.openBlock();
  walk.statements(node);
  if (isScope) low.closeBlock();
  for (; walk.owedEnds > 0; walk.owedEnds--) low.op(OP_END, -1, -1, 0);
  walk.owedEnds = owed;
  return -1;
};

const expressionStatement: Rule = (walk, node) => {
  const { symbols, low } = walk;
  const inner = walk.firstChild(node);
  if (inner < 0) return -1;
  const type = walk.type[inner]!;
  const t = symbols.type;
  if (type === t.internal_module) {
    // The grammar takes a namespace that is not exported for an expression.
    if (walk.head < 0) walk.head = node;
    walk.statement(inner);
    return -1;
  }
  low.statement(STATEMENT_SIMPLE, walk.start[node]!);
  if (type === t.assignment_expression && lowerCommonJs(walk, inner)) return -1;
  const value = walk.expression(inner);
  const isStore =
    type === t.assignment_expression || type === t.augmented_assignment_expression || type === t.update_expression;
  if (!isStore) low.op(OP_EXPRESSION, value, -1, 0);
  return -1;
};

/** An `if` with all its `else if`, without recursion along them. */
const branch: Rule = (walk, node) => {
  const { symbols, low } = walk;
  const { field: f, type: t } = symbols;
  let opened = 0;
  let kind = STATEMENT_BRANCH;
  for (let at = node; at >= 0;) {
    low.statement(kind, walk.start[at]!);
    const condition = walk.child(at, f.condition);
    low.op(OP_IF, condition < 0 ? -1 : walk.expression(condition), -1, IF_STATEMENT);
    opened++;
    const consequence = walk.child(at, f.consequence);
    if (consequence >= 0) walk.statement(consequence);
    const alternative = walk.child(at, f.alternative);
    if (alternative < 0) break;
    low.op(OP_ELSE, -1, -1, 0);
    const inner = walk.lastChild(alternative);
    if (inner < 0) break;
    if (walk.type[inner] === t.if_statement) {
      kind = STATEMENT_CLAUSE;
      at = inner;
      continue;
    }
    low.statement(STATEMENT_CLAUSE, walk.start[alternative]!);
    walk.statement(inner);
    break;
  }
  for (; opened > 0; opened--) low.op(OP_END, -1, -1, 0);
  return -1;
};

// ---- jumps --------------------------------------------------------------------------------------------------------

const returned: Rule = (walk, node) => {
  const { low } = walk;
  low.statement(STATEMENT_JUMP, walk.start[node]!);
  const operand = walk.lastChild(node);
  const hasOperand = operand >= 0 && operand !== walk.firstChild(node);
  low.op(OP_RETURN, hasOperand ? walk.expression(operand) : -1, -1, 0);
  return -1;
};

const thrown: Rule = (walk, node) => {
  const { low } = walk;
  low.statement(STATEMENT_JUMP, walk.start[node]!);
  const operand = walk.lastChild(node);
  const hasOperand = operand >= 0 && operand !== walk.firstChild(node);
  low.op(OP_RAISE, hasOperand ? walk.expression(operand) : -1, -1, 0);
  return -1;
};

function jump(opcode: number): Rule {
  return (walk, node) => {
    const { low, symbols, constructs, labels } = walk;
    low.statement(STATEMENT_JUMP, walk.start[node]!);
    const labelled = walk.child(node, symbols.field.label);
    const label = labelled < 0 ? '' : walk.name(labelled);
    for (let at = constructs.length - 1; at >= 0; at--) {
      const kind = constructs[at]!;
      const isTarget =
        label === ''
          ? kind === CONSTRUCT_LOOP || (kind === CONSTRUCT_SWITCH && opcode === OP_BREAK)
          : labels[at] === label;
      if (!isTarget) continue;
      low.op(opcode, -1, -1, constructs.length - 1 - at);
      break;
    }
    return -1;
  };
}

/** A label belongs to the loop or `switch` behind it; any other statement becomes a block that `break` can leave. */
const labelled: Rule = (walk, node) => {
  const { symbols, low } = walk;
  const { field: f } = symbols;
  const label = walk.child(node, f.label);
  const body = walk.child(node, f.body);
  if (body < 0) return -1;
  walk.label = label < 0 ? '' : walk.name(label);
  if (symbols.isLabelTarget[walk.type[body]!] === 1) {
    walk.statement(body);
    walk.label = '';
    return -1;
  }
  low.op(OP_BLOCK, -1, -1, 0);
  openConstruct(walk, CONSTRUCT_BLOCK);
  walk.statement(body);
  closeConstruct(walk);
  low.op(OP_END, -1, -1, 0);
  return -1;
};

// ---- try, switch, with --------------------------------------------------------------------------------------------

const attempt: Rule = (walk, node) => {
  const { symbols, low } = walk;
  const { field: f } = symbols;
  low.statement(STATEMENT_TRY, walk.start[node]!);
  low.op(OP_TRY, -1, -1, 0);
  const body = walk.child(node, f.body);
  if (body >= 0) walk.statement(body);
  const handler = walk.child(node, f.handler);
  if (handler >= 0) lowerCatch(walk, handler);
  const finalizer = walk.child(node, f.finalizer);
  if (finalizer >= 0) {
    low.statement(STATEMENT_CLAUSE, walk.start[finalizer]!);
    low.op(OP_FINALLY, -1, -1, 0);
    const last = walk.child(finalizer, f.body);
    if (last >= 0) walk.statement(last);
  }
  low.op(OP_END, -1, -1, 0);
  return -1;
};

function lowerCatch(walk: Walk, node: number): void {
  const { symbols, low } = walk;
  const { field: f, type: t } = symbols;
  low.statement(STATEMENT_CLAUSE, walk.start[node]!);
  low.op(OP_EXCEPT, -1, -1, 0);
  const parameter = walk.child(node, f.parameter);
  const body = walk.child(node, f.body);
  if (parameter >= 0) {
    low.openBlock();
    const exception = low.op(OP_EXCEPTION, -1, -1, 0);
    walk.ref = -1;
    if (walk.type[parameter] === t.identifier && walk.start[parameter]! < walk.end[parameter]!) {
      low.bindLocal(walk.name(parameter), LOCAL_VARIABLE, walk.start[parameter]!, 0, low.scope);
      const row = low.reference(walk.name(parameter), ROLE_WRITE, walk.start[parameter]!);
      low.op(OP_STORE, exception, -1, row);
    } else bindPattern(walk, parameter, exception, BIND_LET);
    const annotation = walk.child(node, f.type);
    if (annotation >= 0) lowerTypes(walk, annotation);
  }
  if (body >= 0) walk.statement(body);
  if (parameter >= 0) low.closeBlock();
}

const selection: Rule = (walk, node) => {
  const { symbols, low, next, type } = walk;
  const { field: f, type: t } = symbols;
  const label = walk.label;
  walk.label = '';
  low.statement(STATEMENT_SWITCH, walk.start[node]!);
  const subject = walk.child(node, f.value);
  const value = subject < 0 ? -1 : walk.expression(subject);
  const body = walk.child(node, f.body);
  low.op(OP_SWITCH, value, -1, 0);
  walk.label = label;
  openConstruct(walk, CONSTRUCT_SWITCH);
  low.openBlock();
  if (body >= 0) {
    let fallsThrough = false;
    const end = next[body]!;
    for (let at = body + 1; at < end; at = next[at]!) {
      if (type[at] !== t.switch_case && type[at] !== t.switch_default) continue;
      fallsThrough = lowerCase(walk, at, value, fallsThrough);
    }
  }
  low.closeBlock();
  closeConstruct(walk);
  low.op(OP_END, -1, -1, 0);
  return -1;
};

/** Returns whether the end of the case is reached, as far as its last statement tells. */
function lowerCase(walk: Walk, node: number, subject: number, fallsThrough: boolean): boolean {
  const { symbols, low, next, type, field } = walk;
  const { field: f, type: t } = symbols;
  low.statement(STATEMENT_CLAUSE, walk.start[node]!);
  low.op(OP_CASE, -1, -1, fallsThrough ? 1 : 0);
  const test = walk.child(node, f.value);
  if (test >= 0) {
    const value = walk.expression(test);
    low.op(OP_GUARD, low.op(OP_MATCH, subject, value, MATCH_EQUAL), -1, 0);
  }
  let last = -1;
  const end = next[node]!;
  for (let at = node + 1; at < end; at = next[at]!) {
    if (field[at] !== f.body || type[at] === t.comment) continue;
    walk.statement(at);
    last = at;
  }
  while (last >= 0 && type[last] === t.statement_block) last = walk.lastChild(last);
  return last < 0 || symbols.isJump[type[last]!] === 0;
}

const withStatement: Rule = (walk, node) => {
  const { symbols, low } = walk;
  const { field: f } = symbols;
  low.statement(STATEMENT_WITH, walk.start[node]!);
  const object = walk.child(node, f.object);
  low.op(OP_WITH, object < 0 ? -1 : walk.expression(object), -1, WITH_PASSES);
  const body = walk.child(node, f.body);
  if (body >= 0) walk.statement(body);
  low.op(OP_END, -1, -1, 0);
  return -1;
};

const nothing: Rule = () => -1;

export const STATEMENT_RULES: Readonly<Record<string, Rule>> = {
  statement_block: block,
  expression_statement: expressionStatement,
  if_statement: branch,
  return_statement: returned,
  throw_statement: thrown,
  break_statement: jump(OP_BREAK),
  continue_statement: jump(OP_CONTINUE),
  labeled_statement: labelled,
  try_statement: attempt,
  switch_statement: selection,
  with_statement: withStatement,
  empty_statement: nothing,
  debugger_statement: nothing,
  comment: nothing,
};
