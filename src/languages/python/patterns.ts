/**
 * `match`: every pattern becomes the operation that tells whether it matches; captures are stored on the way, where
 * what precedes them matched. A `guard` leaves the case when the whole does not match.
 */
import {
  OP_ATTRIBUTE,
  OP_BUILD,
  BUILD_TUPLE,
  OP_CASE,
  STATEMENT_CLAUSE,
  OP_ELEMENT,
  ELEMENT_ITEM,
  OP_ELSE,
  OP_END,
  OP_GUARD,
  OP_IF,
  IF_AND,
  IF_OR,
  OP_INDEX,
  OP_MATCH,
  MATCH_EQUAL,
  MATCH_IDENTICAL,
  MATCH_INSTANCE,
  MATCH_MAPPING,
  MATCH_SEQUENCE,
  MATCH_SEQUENCE_REST,
  OP_MERGE,
  ROLE_READ,
  OP_SWITCH,
  STATEMENT_SWITCH,
  OP_UNARY,
  OP_UNPACK,
  UNPACK_REST,
} from '../lowering/codes.ts';
import { loadDotted } from './names.ts';
import type { LowerPattern, LowerStatement, Walk } from './walk.ts';

function lowerMatch(w: Walk, node: number): void {
  w.low.statement(STATEMENT_SWITCH, w.start[node]!);
  const subject = lowerSubject(w, node);
  w.op(OP_SWITCH, subject, -1, 0);
  w.switches++;
  const body = w.child(node, w.ids.inBody);
  const end = body < 0 ? 0 : w.next[body]!;
  for (let i = body + 1; i < end; i = w.next[i]!) {
    if (w.type[i] === w.ids.caseClause) lowerCase(w, i, subject);
    else w.statement(i);
  }
  w.switches--;
  w.op(OP_END, -1, -1, 0);
}

function lowerSubject(w: Walk, node: number): number {
  const first = w.child(node, w.ids.inSubject);
  if (first < 0) return w.expressionOr(-1);
  const end = w.next[node]!;
  const second = w.operandFrom(w.next[first]!, end);
  if (second < 0 || w.field[second] !== w.ids.inSubject) return w.expression(first);
  const build = w.op(OP_BUILD, -1, -1, BUILD_TUPLE);
  for (let i = first; i >= 0 && w.field[i] === w.ids.inSubject; i = w.operandFrom(w.next[i]!, end)) {
    w.op(OP_ELEMENT, build, w.expression(i), ELEMENT_ITEM);
  }
  return build;
}

function lowerCase(w: Walk, node: number, subject: number): void {
  w.low.statement(STATEMENT_CLAUSE, w.start[node]!);
  w.op(OP_CASE, -1, -1, 0);
  const end = w.next[node]!;
  const first = w.operand(node);
  const block = w.child(node, w.ids.inConsequence);
  if (first >= 0 && w.type[first] === w.ids.casePattern) {
    const second = w.operandFrom(w.next[first]!, end);
    const isSequence =
      w.type[second] === w.ids.casePattern || w.hasCommaBehind(first, behindPatterns(w, first, second));
    const matched = isSequence ? lowerSequence(w, first, end, subject) : w.pattern(first, subject);
    if (matched >= 0) w.op(OP_GUARD, matched, -1, 0);
  }
  const guard = w.child(node, w.ids.inGuard);
  if (guard >= 0) w.op(OP_GUARD, w.expressionOr(w.operand(guard)), -1, 0);
  if (block >= 0) w.block(block);
}

/** Where a trailing comma behind the only pattern of a case would stand: up to the colon. */
function behindPatterns(w: Walk, first: number, second: number): number {
  const colon = w.text.indexOf(':', w.end[first]);
  const limit = second < 0 ? w.text.length : w.start[second]!;
  return colon < 0 ? limit : Math.min(colon, limit);
}

/** The item patterns among the siblings from `first`, which are `case_pattern` nodes. */
function lowerSequence(w: Walk, first: number, end: number, subject: number): number {
  let count = 0;
  let hasRest = false;
  for (let i = first; i >= 0 && w.type[i] === w.ids.casePattern; i = w.operandFrom(w.next[i]!, end)) {
    if (isSplat(w, i)) hasRest = true;
    else count++;
  }
  const kind = hasRest ? MATCH_SEQUENCE_REST : MATCH_SEQUENCE;
  const isSequence = w.op(OP_MATCH, subject, -1, kind | (count << 4));
  return lowerItems(w, first, end, subject, 0, isSequence);
}

function isSplat(w: Walk, casePattern: number): boolean {
  return w.type[w.operand(casePattern)] === w.ids.splatPattern;
}

/** Items from `item` on, given that what came before matched when `matched` holds. Items that take all need no test. */
function lowerItems(w: Walk, item: number, end: number, subject: number, position: number, matched: number): number {
  if (w.type[item] !== w.ids.casePattern || !w.enter(item)) return matched;
  w.op(OP_IF, matched, -1, IF_AND);
  let inner = -1;
  let at = item;
  let index = position;
  for (; inner < 0 && w.type[at] === w.ids.casePattern; at = w.operandFrom(w.next[at]!, end)) {
    inner = lowerItem(w, at, subject, index++);
  }
  const all = closeAnd(w, matched, inner < 0 ? -1 : lowerItems(w, at, end, subject, index, inner));
  w.leave();
  return all;
}

function lowerItem(w: Walk, item: number, subject: number, position: number): number {
  const isRest = isSplat(w, item);
  const value = w.op(OP_UNPACK, subject, -1, isRest ? position | UNPACK_REST : position);
  return isRest ? lowerSplat(w, w.operand(item), value) : w.pattern(item, value);
}

/** Ends an `if` over `matched`: both must hold. */
function closeAnd(w: Walk, matched: number, inner: number): number {
  w.op(OP_END, -1, -1, 0);
  return inner < 0 || inner === matched ? matched : w.op(OP_MERGE, matched, inner, 0);
}

function lowerSplat(w: Walk, node: number, value: number): number {
  const name = w.operand(node);
  if (name >= 0) capture(w, name, value);
  return -1;
}

function capture(w: Walk, node: number, value: number): void {
  if (w.type[node] === w.ids.identifier && w.slice(node) !== '_') w.assign(node, value);
}

/** Brackets make a sequence, parentheses only with a comma. */
function lowerBracketed(w: Walk, node: number, subject: number): number {
  const end = w.next[node]!;
  const first = w.operand(node);
  const isOne = first >= 0 && w.operandFrom(w.next[first]!, end) < 0;
  const isGroup = isOne && w.text.charAt(w.start[node]!) === '(' && !w.hasCommaBehind(first, w.end[node]!);
  return isGroup ? w.pattern(first, subject) : lowerSequence(w, first, end, subject);
}

function lowerMapping(w: Walk, node: number, subject: number): number {
  return lowerEntries(w, node + 1, w.next[node]!, subject, 0, w.op(OP_MATCH, subject, -1, MATCH_MAPPING));
}

function lowerEntries(w: Walk, from: number, end: number, subject: number, keys: number, matched: number): number {
  const key = w.operandFrom(from, end);
  if (key < 0 || !w.enter(key)) return matched;
  w.op(OP_IF, matched, -1, IF_AND);
  const inner = lowerEntry(w, key, end, subject, keys);
  w.leave();
  return closeAnd(w, matched, inner);
}

/** The entry of `key` and all behind it. */
function lowerEntry(w: Walk, key: number, end: number, subject: number, keys: number): number {
  if (w.type[key] === w.ids.splatPattern) {
    lowerSplat(w, key, w.op(OP_UNPACK, subject, -1, keys | UNPACK_REST));
    return -1;
  }
  const keyValue = lowerValue(w, key);
  const hasKey = w.op(OP_MATCH, subject, keyValue, MATCH_MAPPING);
  const value = w.operandFrom(w.next[key]!, end);
  if (value < 0) return hasKey;
  w.op(OP_IF, hasKey, -1, IF_AND);
  const inner = w.pattern(value, w.op(OP_INDEX, subject, keyValue, 0));
  const next = w.next[value]!;
  if (inner >= 0) return closeAnd(w, hasKey, lowerEntries(w, next, end, subject, keys + 1, inner));
  return closeAnd(w, hasKey, lowerUnasked(w, w.operandFrom(next, end), end, subject, keys + 1));
}

/** An entry behind a value that took all: nothing is to be asked before it. */
function lowerUnasked(w: Walk, key: number, end: number, subject: number, keys: number): number {
  if (key < 0 || !w.enter(key)) return -1;
  const inner = lowerEntry(w, key, end, subject, keys);
  w.leave();
  return inner;
}

function lowerClassPattern(w: Walk, node: number, subject: number): number {
  const end = w.next[node]!;
  const name = w.operand(node);
  if (name < 0) return -1;
  const matched = w.op(OP_MATCH, subject, loadDotted(w, name, ROLE_READ), MATCH_INSTANCE);
  return lowerClassItems(w, w.operandFrom(w.next[name]!, end), end, subject, 0, matched);
}

function lowerClassItems(
  w: Walk,
  item: number,
  end: number,
  subject: number,
  position: number,
  matched: number,
): number {
  if (item < 0 || !w.enter(item)) return matched;
  w.op(OP_IF, matched, -1, IF_AND);
  let inner = -1;
  let at = item;
  let index = position;
  for (; inner < 0 && at >= 0; at = w.operandFrom(w.next[at]!, end)) {
    const keyword = w.operand(at);
    const isKeyword = keyword >= 0 && w.type[keyword] === w.ids.keywordPattern;
    inner = isKeyword ? lowerKeyword(w, keyword, subject) : w.pattern(at, w.op(OP_UNPACK, subject, -1, index++));
  }
  const all = closeAnd(w, matched, inner < 0 ? -1 : lowerClassItems(w, at, end, subject, index, inner));
  w.leave();
  return all;
}

function lowerKeyword(w: Walk, node: number, subject: number): number {
  const name = w.operand(node);
  const pattern = name < 0 ? -1 : w.operandFrom(w.next[name]!, w.next[node]!);
  if (pattern < 0) return -1;
  const reference = w.low.attribute(w.slice(name), ROLE_READ, w.start[name]!, -1);
  return w.pattern(pattern, w.op(OP_ATTRIBUTE, subject, -1, reference));
}

/** One of the alternatives must hold; after one that matches all, none is asked. */
function lowerUnion(w: Walk, node: number, subject: number): number {
  const end = w.next[node]!;
  let matched = -1;
  for (let i = node + 1; i < end; i = w.next[i]!) {
    if (w.type[i] === w.ids.underscoreToken) return -1;
    if (w.isToken[w.type[i]!] === 1) continue;
    if (matched < 0) {
      matched = w.pattern(i, subject);
      if (matched < 0) return -1;
      continue;
    }
    w.op(OP_IF, matched, -1, IF_OR);
    w.op(OP_ELSE, -1, -1, 0);
    const inner = w.pattern(i, subject);
    w.op(OP_END, -1, -1, 0);
    if (inner < 0) return -1;
    matched = w.op(OP_MERGE, matched, inner, 0);
  }
  return matched;
}

function lowerAsPattern(w: Walk, node: number, subject: number): number {
  const end = w.next[node]!;
  const inner = w.operand(node);
  const name = inner < 0 ? -1 : w.operandFrom(w.next[inner]!, end);
  const matched = inner < 0 ? -1 : w.pattern(inner, subject);
  if (name < 0) return matched;
  if (matched >= 0) w.op(OP_IF, matched, -1, IF_AND);
  capture(w, name, subject);
  if (matched >= 0) w.op(OP_END, -1, -1, 0);
  return matched;
}

/** A literal or dotted name, with the sign before it. */
function lowerValue(w: Walk, node: number): number {
  const isNegative = node > 0 && w.type[node - 1] === w.ids.minusToken && w.parent[node - 1] === w.parent[node];
  const value = w.type[node] === w.ids.dottedName ? loadDotted(w, node, ROLE_READ) : w.expression(node);
  return isNegative ? w.op(OP_UNARY, value, -1, w.operator[w.ids.minusToken]!) : value;
}

function matchValue(w: Walk, node: number, subject: number): number {
  return w.op(OP_MATCH, subject, lowerValue(w, node), MATCH_EQUAL);
}

function matchIdentity(w: Walk, node: number, subject: number): number {
  return w.op(OP_MATCH, subject, w.expression(node), MATCH_IDENTICAL);
}

/** A bare name captures, a dotted one is compared. */
function lowerName(w: Walk, node: number, subject: number): number {
  const first = w.operand(node);
  if (first < 0) return -1;
  if (w.operandFrom(w.next[first]!, w.next[node]!) >= 0) return matchValue(w, node, subject);
  capture(w, first, subject);
  return -1;
}

function lowerInner(w: Walk, node: number, subject: number): number {
  const inner = w.operand(node);
  return inner < 0 ? -1 : w.pattern(inner, subject);
}

export const patterns: Readonly<Record<string, LowerPattern>> = {
  case_pattern: lowerInner,
  union_pattern: lowerUnion,
  as_pattern: lowerAsPattern,
  list_pattern: lowerBracketed,
  tuple_pattern: lowerBracketed,
  dict_pattern: lowerMapping,
  class_pattern: lowerClassPattern,
  splat_pattern: (w, node, subject) => lowerSplat(w, node, subject),
  dotted_name: lowerName,
  identifier: (w, node, subject) => {
    capture(w, node, subject);
    return -1;
  },
  integer: matchValue,
  float: matchValue,
  complex_pattern: matchValue,
  string: matchValue,
  concatenated_string: matchValue,
  attribute: matchValue,
  none: matchIdentity,
  true: matchIdentity,
  false: matchIdentity,
};

export const patternStatements: Readonly<Record<string, LowerStatement>> = { match_statement: lowerMatch };
