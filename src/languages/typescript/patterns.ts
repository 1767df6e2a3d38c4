/**
 * Names and destructuring patterns: what they bind, and the operations that take the value apart.
 * Array positions are counted in the text between the elements, for commas have no rows.
 */
import { LOCAL_FLAG, type DeclarationKind } from '#facts';
import {
  LITERAL_STRING,
  LOCAL_PARAMETER,
  LOCAL_VARIABLE,
  OP_ATTRIBUTE,
  OP_INDEX,
  OP_STORE,
  OP_UNPACK,
  ROLE_READ,
  ROLE_WRITE,
  UNPACK_REST,
} from '../lowering/codes.ts';
import { withDefault } from './operators.ts';
import { beginTarget, finishTarget } from './targets.ts';
import type { Walk } from './walk.ts';

/** How the names of a pattern are bound. */
export const ASSIGN = 0;
export const BIND_VAR = 1;
export const BIND_LET = 2;
export const BIND_CONST = 3;
export const BIND_PARAMETER = 4;

const COMMA = 44;

/** True when a name bound this way, here, is a declaration of the module or of a namespace. */
export function isDeclaring(walk: Walk, mode: number): boolean {
  const scope = mode === BIND_VAR ? walk.low.functionScope : walk.low.scope;
  return scope.declaration >= 0 && scope.kind === 'module';
}

/** Binds a name of a declaration. `extent` is the row whose text belongs to it. Returns the declaration row, or -1. */
export function declareName(walk: Walk, node: number, mode: number, extent: number): number {
  const { low } = walk;
  const name = walk.name(node);
  const start = walk.start[node]!;
  if (mode === BIND_PARAMETER) {
    low.bindLocal(name, LOCAL_PARAMETER, start, 0, low.functionScope);
    return -1;
  }
  if (isDeclaring(walk, mode)) {
    const kind = mode === BIND_CONST ? 'constant' : 'variable';
    return declareVariable(walk, name, kind, start, extent);
  }
  const isHoisted = mode === BIND_VAR && low.functionScope.kind !== 'class';
  const flags = isHoisted ? LOCAL_FLAG.hoisted : mode === BIND_CONST ? LOCAL_FLAG.constant : 0;
  low.bindLocal(name, LOCAL_VARIABLE, start, flags, isHoisted ? low.functionScope : low.scope);
  return -1;
}

/** A second `var` of one name is the first. */
function declareVariable(walk: Walk, name: string, kind: DeclarationKind, start: number, extent: number): number {
  const { low } = walk;
  const bound = low.functionScope.names.get(name);
  if (bound !== undefined && kind === 'variable' && (bound & 3) === 2) return bound >>> 2;
  return low.declare(kind, name, walk.start[extent]!, walk.end[extent]!, start, { flags: walk.flags });
}

/** Binds or assigns all names of a pattern. `value` is the operation taken apart, or -1. */
export function bindPattern(walk: Walk, node: number, value: number, mode: number): void {
  if (!walk.enter(node)) return;
  bindAny(walk, node, value, mode);
  walk.leave();
}

function bindAny(walk: Walk, node: number, value: number, mode: number): void {
  const { type: types, symbols, low } = walk;
  const type = types[node]!;
  const t = symbols.type;
  if (type === t.identifier || type === t.shorthand_property_identifier_pattern) bindName(walk, node, value, mode);
  else if (type === t.object_pattern) bindObject(walk, node, value, mode);
  else if (type === t.array_pattern) bindArray(walk, node, value, mode);
  else if (type === t.assignment_pattern || type === t.object_assignment_pattern) {
    const left = walk.child(node, symbols.field.left);
    const right = walk.child(node, symbols.field.right);
    if (left < 0) return;
    bindPattern(walk, left, right < 0 ? value : withDefault(walk, value, right), mode);
  } else if (type === t.rest_pattern) {
    const inner = walk.lastChild(node);
    if (inner > node && walk.next[inner]! <= walk.next[node]!) bindPattern(walk, inner, value, mode);
  } else if (type === t.this) return;
  else if (type === t.undefined) low.op(OP_STORE, value, -1, low.reference('undefined', ROLE_WRITE, walk.start[node]!));
  else if (mode === ASSIGN && walk.isRule(node)) finishTarget(walk, node, beginTarget(walk, node), value);
}

function bindName(walk: Walk, node: number, value: number, mode: number): void {
  const { low } = walk;
  if (walk.start[node] === walk.end[node]) return;
  if (mode !== ASSIGN) {
    const declared = declareName(walk, node, mode, walk.extent < 0 ? node : walk.extent);
    if (declared >= 0) walk.exportDeclared(walk.name(node), declared);
    if (value < 0) return;
  }
  low.op(OP_STORE, value, -1, low.reference(walk.name(node), ROLE_WRITE, walk.start[node]!));
}

function bindObject(walk: Walk, node: number, value: number, mode: number): void {
  const { type: types, next, symbols, low } = walk;
  const t = symbols.type;
  const end = next[node]!;
  const base = walk.ref;
  for (let at = node + 1; at < end; at = next[at]!) {
    const type = types[at]!;
    if (type === t.shorthand_property_identifier_pattern) bindPattern(walk, at, property(walk, at, value, base), mode);
    else if (type === t.object_assignment_pattern) {
      const left = walk.child(at, symbols.field.left);
      const right = walk.child(at, symbols.field.right);
      if (left < 0 || right < 0) continue;
      bindPattern(walk, left, withDefault(walk, property(walk, left, value, base), right), mode);
    } else if (type === t.pair_pattern) {
      const key = walk.child(at, symbols.field.key);
      const inner = walk.child(at, symbols.field.value);
      if (key >= 0 && inner >= 0) {
        const part = property(walk, key, value, base);
        bindPattern(walk, inner, part, mode);
      }
    } else if (type === t.rest_pattern) bindPattern(walk, at, low.op(OP_UNPACK, value, -1, UNPACK_REST), mode);
    else if (type !== t.comment && walk.isRule(at)) bindPattern(walk, at, value, mode);
  }
}

/** The property that `key` names, read from `value`. Leaves its reference in `walk.ref`. */
function property(walk: Walk, key: number, value: number, base: number): number {
  const { symbols, low } = walk;
  const type = walk.type[key];
  if (value < 0) return -1;
  if (type === symbols.type.computed_property_name) {
    const inner = walk.firstChild(key);
    const index = inner < 0 ? -1 : walk.expression(inner);
    walk.ref = -1;
    return low.op(OP_INDEX, value, index, 0);
  }
  if (type === symbols.type.string || type === symbols.type.number) {
    const text = type === symbols.type.string ? walk.unquoted(key) : walk.name(key);
    walk.ref = -1;
    return low.op(OP_INDEX, value, walk.constant(LITERAL_STRING, text), 0);
  }
  if (walk.start[key] === walk.end[key]) return -1;
  const row = low.attribute(walk.name(key), ROLE_READ, walk.start[key]!, base);
  walk.ref = row;
  return low.op(OP_ATTRIBUTE, value, -1, row);
}

function bindArray(walk: Walk, node: number, value: number, mode: number): void {
  const { type: types, next, symbols, low } = walk;
  const end = next[node]!;
  let position = 0;
  let before = walk.start[node]! + 1;
  for (let at = node + 1; at < end; at = next[at]!) {
    position += commas(walk, before, walk.start[at]!);
    before = walk.end[at]!;
    if (types[at] === symbols.type.comment) continue;
    const isRest = types[at] === symbols.type.rest_pattern;
    const part = value < 0 ? -1 : low.op(OP_UNPACK, value, -1, isRest ? position | UNPACK_REST : position);
    walk.ref = -1;
    bindPattern(walk, at, part, mode);
  }
}

function commas(walk: Walk, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at++) if (walk.text.charCodeAt(at) === COMMA) count++;
  return count;
}
