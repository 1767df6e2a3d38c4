/**
 * Chains of member accesses, subscripts and calls: `a?.b.c(d)[e]`. A chain is lowered along its left spine without
 * recursion. Each `?.` opens a bracket that runs to the end of the chain: the rest runs only when the value is not nullish.
 * A `merge` whose second operand is none joins with `undefined`.
 */
import { CALL_FLAG, IMPORT_FLAG } from '#facts';
import {
  ANNOTATION_ARGUMENTS,
  ANNOTATION_DEFINITE,
  ARGUMENT_POSITIONAL,
  ARGUMENT_SPREAD,
  IF_COALESCE,
  OP_ATTRIBUTE,
  OP_CALL,
  OP_DELETE_ATTRIBUTE,
  OP_DELETE_INDEX,
  OP_END,
  OP_IF,
  OP_IMPORT,
  OP_INDEX,
  OP_MERGE,
  ROLE_CALL,
  ROLE_DELETE,
  ROLE_READ,
} from '../lowering/codes.ts';
import { pushTemplateArguments } from './literals.ts';
import { lowerTypes } from './types.ts';
import type { Rule, Walk } from './walk.ts';

/** Lowers `node` as the name of something: the last name of the chain gets `role`. */
export function lowerNamed(walk: Walk, node: number, role: number): number {
  walk.ref = -1;
  if (walk.type[node] === walk.symbols.type.identifier) return walk.load(node, role);
  return isLink(walk, node) ? lowerChain(walk, node, role) : walk.expression(node);
}

function isLink(walk: Walk, node: number): boolean {
  const { type: t } = walk.symbols;
  const type = walk.type[node];
  return (
    type === t.member_expression ||
    type === t.call_expression ||
    type === t.subscript_expression ||
    type === t.non_null_expression
  );
}

/** What stands left in a link. */
function baseOf(walk: Walk, node: number): number {
  const { type: t, field: f } = walk.symbols;
  const type = walk.type[node];
  if (type === t.call_expression) return walk.child(node, f.function);
  if (type === t.non_null_expression) return walk.firstChild(node);
  return walk.child(node, f.object);
}

/** `delete` of a member or an element: the whole chain may be cut short, then nothing is deleted. */
export function lowerDeleted(walk: Walk, node: number): number {
  walk.ref = -1;
  return lowerChain(walk, node, ROLE_DELETE);
}

function lowerChain(walk: Walk, node: number, role: number): number {
  const { low } = walk;
  const floor = walk.top;
  let at = node;
  while (at >= 0 && isLink(walk, at)) {
    walk.push(at);
    at = baseOf(walk, at);
  }
  let isSuper = at >= 0 && walk.type[at] === walk.symbols.type.super;
  let value = at < 0 ? -1 : lowerHead(walk, at, floor, role);
  let opened = 0;
  while (walk.top > floor) {
    const link = walk.pop();
    if (isOptional(walk, link)) {
      low.op(OP_IF, value, -1, IF_COALESCE);
      opened++;
    }
    const isDeleted = role === ROLE_DELETE && walk.top === floor;
    value = isDeleted
      ? deleteLink(walk, link, value)
      : lowerLink(walk, link, value, outerRole(walk, floor, role), isSuper);
    isSuper &&= walk.type[link] !== walk.symbols.type.call_expression;
  }
  for (; opened > 0; opened--) {
    low.op(OP_END, -1, -1, 0);
    value = low.op(OP_MERGE, value, -1, 0);
  }
  return value;
}

/** The role of a name in a chain: that of the whole for the last, else what the next link does with it. */
function outerRole(walk: Walk, floor: number, role: number): number {
  if (walk.top === floor) return role;
  const outer = walk.stack[walk.top - 1]!;
  return walk.type[outer] === walk.symbols.type.call_expression ? ROLE_CALL : ROLE_READ;
}

function isOptional(walk: Walk, link: number): boolean {
  const { type: t, token } = walk.symbols;
  if (walk.type[link] === t.non_null_expression) return false;
  return walk.hasChild(link, t.optional_chain) || walk.hasChild(link, token['?.']);
}

/** The leftmost part. `require('x')` and `import('x')` are imports, not calls. */
function lowerHead(walk: Walk, at: number, floor: number, role: number): number {
  const { symbols, type } = walk;
  const { type: t } = symbols;
  const kind = type[at]!;
  if (kind === symbols.importCallee) {
    const call = walk.top > floor ? walk.pop() : -1;
    return call < 0 ? -1 : lowerImportCall(walk, call, IMPORT_FLAG.dynamic);
  }
  if (kind === t.identifier) {
    const call = walk.top > floor ? walk.stack[walk.top - 1]! : -1;
    if (call >= 0 && isRequire(walk, call)) {
      walk.top--;
      return lowerImportCall(walk, call, IMPORT_FLAG.require);
    }
  }
  if (kind === t.identifier || kind === t.super) return walk.load(at, outerRole(walk, floor, role));
  return walk.expression(at);
}

function lowerLink(walk: Walk, link: number, base: number, role: number, isSuper: boolean): number {
  const { symbols, low } = walk;
  const { type: t, field: f } = symbols;
  const type = walk.type[link];
  if (type === t.non_null_expression) {
    low.annotate(ANNOTATION_DEFINITE, base, '');
    return base;
  }
  if (type === t.call_expression) return lowerCall(walk, link, base, isSuper ? CALL_FLAG.super : 0);
  const baseRef = walk.ref;
  if (type === t.subscript_expression) {
    const index = walk.child(link, f.index);
    const key = index < 0 ? -1 : walk.expression(index);
    walk.ref = -1;
    return low.op(OP_INDEX, base, key, 0);
  }
  const property = walk.child(link, f.property);
  if (property < 0 || walk.start[property] === walk.end[property]) {
    walk.ref = -1;
    return base;
  }
  const row = low.attribute(walk.name(property), role, walk.start[property]!, baseRef);
  walk.ref = row;
  return low.op(OP_ATTRIBUTE, base, -1, row);
}

function deleteLink(walk: Walk, link: number, base: number): number {
  const { symbols, low } = walk;
  const baseRef = walk.ref;
  walk.ref = -1;
  const property = walk.child(link, symbols.field.property);
  if (property >= 0) {
    const row = low.attribute(walk.name(property), ROLE_DELETE, walk.start[property]!, baseRef);
    return low.op(OP_DELETE_ATTRIBUTE, base, -1, row);
  }
  const index = walk.child(link, symbols.field.index);
  const key = index < 0 ? -1 : walk.expression(index);
  walk.ref = -1;
  return low.op(OP_DELETE_INDEX, base, key, 0);
}

function lowerCall(walk: Walk, node: number, callee: number, flags: number): number {
  const { symbols, low } = walk;
  const { type: t, field: f } = symbols;
  const calleeRef = walk.ref;
  let bits = isOptional(walk, node) ? flags | CALL_FLAG.optional : flags;
  const types = walk.child(node, f.type_arguments);
  if (types >= 0) lowerTypes(walk, types);
  const mark = low.markArguments();
  const passed = walk.child(node, f.arguments);
  if (passed >= 0 && walk.type[passed] === t.template_string) {
    bits |= CALL_FLAG.tagged;
    pushTemplateArguments(walk, passed);
  } else if (passed >= 0) bits |= lowerArguments(walk, passed);
  walk.ref = -1;
  const call = low.call(calleeRef, bits, walk.start[node]!, walk.end[node]!, mark);
  if (types >= 0) low.annotate(ANNOTATION_ARGUMENTS, call, walk.inside(types));
  return low.op(OP_CALL, callee, -1, call);
}

/** Lowers and stacks the arguments of a call. Returns the flag for spread arguments. */
export function lowerArguments(walk: Walk, node: number): number {
  const { type, next, symbols, low } = walk;
  const { type: t } = symbols;
  const end = next[node]!;
  let flags = 0;
  for (let at = node + 1; at < end; at = next[at]!) {
    if (type[at] === t.comment) continue;
    if (type[at] === t.spread_element) {
      const inner = walk.lastChild(at);
      low.pushArgument(ARGUMENT_SPREAD, '', inner < 0 ? -1 : walk.argument(inner));
      flags = CALL_FLAG.spread;
    } else low.pushArgument(ARGUMENT_POSITIONAL, '', walk.argument(at));
  }
  walk.ref = -1;
  return flags;
}

// ---- imports in expressions ---------------------------------------------------------------------------------------

/** The row of the string in `require('x')` or `import('x')`, or -1. */
export function importedString(walk: Walk, call: number): number {
  const { type: t, field: f } = walk.symbols;
  const passed = walk.child(call, f.arguments);
  if (passed < 0 || walk.type[passed] !== t.arguments) return -1;
  const first = walk.firstChild(passed);
  return first >= 0 && walk.type[first] === t.string ? first : -1;
}

/** True for `require('x')`. */
export function isRequire(walk: Walk, node: number): boolean {
  const { type: t, field: f } = walk.symbols;
  if (walk.type[node] !== t.call_expression) return false;
  const callee = walk.child(node, f.function);
  if (callee < 0 || walk.type[callee] !== t.identifier) return false;
  return (
    walk.text.startsWith('require', walk.start[callee]) &&
    walk.end[callee] === walk.start[callee]! + 7 &&
    importedString(walk, node) >= 0
  );
}

function lowerImportCall(walk: Walk, call: number, flags: number): number {
  const { low } = walk;
  const module = importedString(walk, call);
  walk.ref = -1;
  if (module < 0) {
    const passed = walk.child(call, walk.symbols.field.arguments);
    if (passed < 0) return -1;
    const mark = low.markArguments();
    lowerArguments(walk, passed);
    return low.op(OP_CALL, -1, -1, low.call(-1, 0, walk.start[call]!, walk.end[call]!, mark));
  }
  const nested = low.body > 0 ? IMPORT_FLAG.nested : 0;
  const start = walk.start[module]!;
  const row = low.importName(
    walk.unquoted(module),
    '',
    '',
    0,
    flags | nested,
    walk.start[call]!,
    walk.end[call]!,
    start + 1,
  );
  return low.op(OP_IMPORT, -1, -1, row);
}

// ---- rules --------------------------------------------------------------------------------------------------------

const chain: Rule = (walk, node) => lowerChain(walk, node, ROLE_READ);

const identifier: Rule = (walk, node) => walk.load(node, ROLE_READ);

const construct: Rule = (walk, node) => {
  const { symbols, low } = walk;
  const { field: f } = symbols;
  const named = walk.child(node, f.constructor);
  const callee = named < 0 ? -1 : lowerNamed(walk, named, ROLE_CALL);
  const calleeRef = walk.ref;
  const types = walk.child(node, f.type_arguments);
  if (types >= 0) lowerTypes(walk, types);
  const mark = low.markArguments();
  const passed = walk.child(node, f.arguments);
  const flags = CALL_FLAG.new | (passed < 0 ? 0 : lowerArguments(walk, passed));
  walk.ref = -1;
  const call = low.call(calleeRef, flags, walk.start[node]!, walk.end[node]!, mark);
  if (types >= 0) low.annotate(ANNOTATION_ARGUMENTS, call, walk.inside(types));
  return low.op(OP_CALL, callee, -1, call);
};

/** `f<T>` without a call. */
const instantiation: Rule = (walk, node) => {
  const named = walk.firstChild(node);
  const value = named < 0 ? -1 : walk.expression(named);
  const ref = walk.ref;
  const types = walk.childOfType(node, walk.symbols.type.type_arguments);
  if (types >= 0) lowerTypes(walk, types);
  walk.ref = ref;
  return value;
};

/** `this`. Where it is the class itself, its reference has that as its target, though it is no use of its name. */
const current: Rule = (walk, node) => {
  const value = identifier(walk, node);
  const { thisClass, low } = walk;
  if (walk.isStatic && thisClass !== null) low.t.reference.col.target[walk.ref] = thisClass.declaration;
  return value;
};

export const CHAIN_RULES: Readonly<Record<string, Rule>> = {
  identifier,
  this: current,
  super: identifier,
  member_expression: chain,
  call_expression: chain,
  subscript_expression: chain,
  non_null_expression: chain,
  new_expression: construct,
  instantiation_expression: instantiation,
};
