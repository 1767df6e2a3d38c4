/** Uses of names: bare names, members, calls and literals. Where each stands is told by the table. */
import { ARGUMENT_KINDS, CALL_FLAG, codeOf, IMPORT_FLAG, OPCODES, REFERENCE_ROLES } from '#facts';
import { selectAll, unquoted } from './names.ts';
import type { BoundCalls, Rule } from './rules.ts';
import { SILENT, type Walk } from './walk.ts';

const LOAD = codeOf(OPCODES, 'load');
const ATTRIBUTE = codeOf(OPCODES, 'attribute');
const CALL_OP = codeOf(OPCODES, 'call');
const CONSTANT = codeOf(OPCODES, 'constant');
const CALL = codeOf(REFERENCE_ROLES, 'call');
const INHERIT = codeOf(REFERENCE_ROLES, 'inherit');
const TYPE = codeOf(REFERENCE_ROLES, 'type');
const POSITIONAL = codeOf(ARGUMENT_KINDS, 'positional');

/** A name: a member when what is around it says so, else a bare name. */
export function enterName(w: Walk, node: number, rule: Rule): number {
  const next = w.next[node]!;
  if (w.mark[node] === SILENT || w.mark[w.parent[node]!] === SILENT || w.start[node] === w.end[node]) return next;
  if (rule.isComposed === true && next > node + 2) return node + 1;
  const outer = w.outermost(node);
  const up = w.parent[outer]!;
  const around = up < 0 ? undefined : w.rule(up);
  if (around?.member !== undefined && w.isAt(up, outer, around.member)) {
    const object = w.select(up, around.object!);
    nameMember(w, node, object < 0 ? -1 : w.outermost(object), w.roleOf(up, roleIn(w, node, rule), CALL, INHERIT), up);
  } else if (around?.call?.objectPath != null && w.isAt(up, outer, around.call.calleePath)) {
    const object = w.select(up, around.call.objectPath);
    if (object < 0) nameBare(w, node, CALL);
    else nameMember(w, node, object, CALL, node);
  } else nameBare(w, node, w.roleOf(node, roleIn(w, node, rule), CALL, INHERIT));
  return next;
}

function roleIn(w: Walk, node: number, rule: Rule): number {
  return w.rule(w.parent[node]!).isType === true ? TYPE : rule.name;
}

function nameBare(w: Walk, node: number, role: number): void {
  const reference = w.low.reference(w.slice(node), role, w.start[node]!);
  w.setValue(node, reference, w.low.op(LOAD, -1, -1, reference));
}

function nameMember(w: Walk, node: number, object: number, role: number, whole: number): void {
  const base = object < 0 ? -1 : w.reference[object]!;
  const value = object < 0 ? -1 : w.operation[object]!;
  const reference = w.low.attribute(w.slice(node), role, w.start[node]!, base);
  const operation = w.low.op(ATTRIBUTE, value, -1, reference);
  w.setValue(node, reference, operation);
  if (whole !== node) w.setValue(whole, reference, operation);
}

export function enterLiteral(w: Walk, node: number, rule: Rule): number {
  w.setValue(node, -1, w.low.op(CONSTANT, -1, -1, w.low.literal(rule.literal, w.slice(node))));
  return node + 1;
}

/** After the parts of a call: the call with its arguments. */
export function leaveCall(w: Walk, node: number, rule: Rule): void {
  const { low } = w;
  const call = rule.call!;
  const callee = w.select(node, call.calleePath);
  const reference = callee < 0 ? -1 : w.reference[callee]!;
  const value = callee < 0 ? -1 : w.operation[callee]!;
  const mark = low.markArguments();
  for (const argument of argumentsOf(w, node, call)) low.pushArgument(POSITIONAL, '', w.operation[argument]!);
  const flags = call.isNew === true ? CALL_FLAG.new : 0;
  const row = low.call(reference, flags, w.start[node]!, endOfCall(w, node, call, callee), mark);
  w.setValue(node, -1, low.op(CALL_OP, value, -1, row));
}

/** A call ends with its arguments: a block or a class body behind them is code of its own. */
function endOfCall(w: Walk, node: number, call: BoundCalls, callee: number): number {
  if (call.argumentsPath === null || call.isInline === true || callee < 0) return w.end[node]!;
  const list = w.select(node, call.argumentsPath);
  return list < 0 ? w.end[callee]! : Math.max(w.end[list]!, w.end[callee]!);
}

function argumentsOf(w: Walk, node: number, call: BoundCalls): number[] {
  if (call.argumentsPath === null) return [];
  if (call.isInline === true) return selectAll(w, node, call.argumentsPath);
  const list = w.select(node, call.argumentsPath);
  const found: number[] = [];
  if (list < 0) return found;
  const end = w.next[list]!;
  for (let i = list + 1; i < end; i = w.next[i]!) {
    if (w.isNamed(i) && w.rule(i).isComment !== true && w.rule(i).isIgnored !== true && !w.isError(i)) found.push(i);
  }
  return found;
}

/** Calls that import or declare, by the name that is called: `require 'x'`, `attr_reader :a`. */
export function enterCall(w: Walk, node: number, rule: Rule): void {
  const { importingCalls, declaringCalls } = w.rules;
  if (importingCalls.size + declaringCalls.size === 0) return;
  const call = rule.call!;
  const callee = w.select(node, call.calleePath);
  if (callee < 0 || w.end[callee]! - w.start[callee]! > 40) return;
  if (call.objectPath !== null && w.select(node, call.objectPath) >= 0) return;
  const name = w.slice(callee);
  const declares = declaringCalls.get(name);
  const which = importingCalls.get(name);
  if (declares === undefined && which === undefined) return;
  const all = argumentsOf(w, node, call);
  if (which !== undefined) importArgument(w, node, all.at(which === 'first' ? 0 : -1) ?? -1);
  if (declares === undefined || !w.isDeclaring) return;
  for (const argument of declares[1] === 'first' ? all.slice(0, 1) : all) declareArgument(w, argument, declares[0]);
}

function importArgument(w: Walk, node: number, argument: number): void {
  if (argument < 0) return;
  const { text, at } = unquoted(w, argument);
  if (text === '') return;
  const flags = w.isDeclaring ? 0 : IMPORT_FLAG.nested;
  w.low.importName(text, '', '', 0, flags, w.start[node]!, w.end[node]!, at);
}

function declareArgument(w: Walk, argument: number, kind: Parameters<Walk['low']['declare']>[0]): void {
  const { text, at } = unquoted(w, argument);
  if (/^[\p{L}_][\p{L}\p{N}_]*[?!=]?$/u.test(text)) {
    w.low.declare(kind, text, w.start[argument]!, w.end[argument]!, at, { bind: w.rules.table.bareMembers === true });
  }
}
