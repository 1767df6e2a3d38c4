/** Calls and their arguments, with the statements of Python 2 that are calls in Python 3. */
import { CALL_FLAG } from '#facts';
import {
  OP_CALL,
  OP_EXPRESSION,
  ARGUMENT_KEYWORD,
  ARGUMENT_KEYWORD_SPREAD,
  OP_LOAD,
  ARGUMENT_POSITIONAL,
  ROLE_CALL,
  ROLE_KEYWORD,
  STATEMENT_SIMPLE,
  ARGUMENT_SPREAD,
} from '../lowering/codes.ts';
import { lowerAs } from './names.ts';
import type { LowerExpression, LowerStatement, Walk } from './walk.ts';

function lowerCall(w: Walk, node: number): number {
  const callee = w.operand(node);
  if (callee < 0) return w.expressionOr(-1);
  const value = lowerAs(w, callee, ROLE_CALL);
  return lowerArguments(w, node, callee, value, w.named);
}

/** The rest of a call whose callee is lowered: `value`, named by `reference`. */
export function lowerArguments(w: Walk, node: number, callee: number, value: number, reference: number): number {
  const mark = w.low.markArguments();
  const list = w.child(node, w.ids.inArguments);
  let flags = w.type[callee] === w.ids.identifier && w.isWord(callee, 'super') ? CALL_FLAG.super : 0;
  if (list >= 0 && w.type[list] === w.ids.generator) w.low.pushArgument(ARGUMENT_POSITIONAL, '', w.expression(list));
  else if (list >= 0) flags |= pushArguments(w, list, reference);
  const row = w.low.call(reference, flags, w.start[node]!, w.end[node]!, mark);
  return w.op(OP_CALL, value, -1, row);
}

/**
 * Stacks the arguments of a list for the callee that `reference` names; returns the flags that they give the call. Those by
 * position, with or without a star, are evaluated before those by name.
 */
function pushArguments(w: Walk, list: number, reference: number): number {
  const end = w.next[list]!;
  let flags = 0;
  let named = end;
  for (let i = list + 1; i < end; i = w.next[i]!) {
    const type = w.type[i]!;
    if (w.isToken[type] === 1) continue;
    if (isByName(w, type)) {
      if (named === end) named = i;
    } else if (type === w.ids.listSplat) {
      flags |= CALL_FLAG.spread;
      w.low.pushArgument(ARGUMENT_SPREAD, '', w.expressionOr(w.operand(i)));
    } else w.low.pushArgument(ARGUMENT_POSITIONAL, '', w.expression(i));
  }
  for (let i = named; i < end; i = w.next[i]!) {
    const type = w.type[i]!;
    if (type === w.ids.keywordArgument) pushKeyword(w, i, reference);
    else if (type === w.ids.dictionarySplat) {
      flags |= CALL_FLAG.spread;
      w.low.pushArgument(ARGUMENT_KEYWORD_SPREAD, '', w.expressionOr(w.operand(i)));
    }
  }
  return flags;
}

function isByName(w: Walk, type: number): boolean {
  return type === w.ids.keywordArgument || type === w.ids.dictionarySplat;
}

/** The name of a keyword argument is a use of the parameter of that name. */
function pushKeyword(w: Walk, node: number, callee: number): void {
  const name = w.child(node, w.ids.inName);
  const text = name < 0 ? '' : w.slice(name);
  if (text !== '') w.low.attribute(text, ROLE_KEYWORD, w.start[name]!, callee);
  w.low.pushArgument(ARGUMENT_KEYWORD, text, w.expressionOr(w.child(node, w.ids.inValue)));
}

/** `print x` and `exec x`: calls of the builtin that is named as the keyword. */
function lowerKeywordCall(w: Walk, node: number, name: string): void {
  w.low.statement(STATEMENT_SIMPLE, w.start[node]!);
  const reference = w.low.reference(name, ROLE_CALL, w.start[node]!);
  const callee = w.op(OP_LOAD, -1, -1, reference);
  const mark = w.low.markArguments();
  const end = w.next[node]!;
  for (let i = node + 1; i < end; i = w.next[i]!) {
    if (w.isToken[w.type[i]!] === 1) continue;
    if (w.type[i] === w.ids.chevron) w.low.pushArgument(ARGUMENT_KEYWORD, 'file', w.expressionOr(w.operand(i)));
    else w.low.pushArgument(ARGUMENT_POSITIONAL, '', w.expression(i));
  }
  const row = w.low.call(reference, 0, w.start[node]!, w.end[node]!, mark);
  w.op(OP_EXPRESSION, w.op(OP_CALL, callee, -1, row), -1, 0);
}

export const callExpressions: Readonly<Record<string, LowerExpression>> = {
  call: lowerCall,
  keyword_argument: (w, node) => w.expressionOr(w.child(node, w.ids.inValue)),
};

export const callStatements: Readonly<Record<string, LowerStatement>> = {
  print_statement: (w, node) => lowerKeywordCall(w, node, 'print'),
  exec_statement: (w, node) => lowerKeywordCall(w, node, 'exec'),
};
