/**
 * Functions of all forms: the closure in the outer body, the deferred body with its parameters, and the signature of
 * declared ones. A parameter is the operation `parameter` on its local; patterns get a local named by their text.
 */
import { FLAG, PARAMETER_FLAG } from '#facts';
import type { Scope } from '../lowering/scope.ts';
import {
  ANNOTATION_GENERICS,
  ANNOTATION_LOCAL,
  ANNOTATION_RESULT,
  LOCAL_FUNCTION,
  LOCAL_PARAMETER,
  LOCAL_TYPE_PARAMETER,
  OP_CLOSURE,
  OP_PARAMETER,
  OP_RETURN,
  OP_STORE,
  PARAMETER_PATTERN,
  PARAMETER_PLAIN,
  PARAMETER_RECEIVER,
  PARAMETER_REST,
  ROLE_WRITE,
} from '../lowering/codes.ts';
import { lowerDecorators } from './decorators.ts';
import { withDefault } from './operators.ts';
import { BIND_PARAMETER, bindPattern } from './patterns.ts';
import { lowerTypes } from './types.ts';
import type { Rule, Walk } from './walk.ts';

/** Names of pattern parameters are cut: they only need to tell parameters apart. */
const PATTERN_NAME_MAX = 40;
/** No row, in a column of references. */
const NONE = 0xffffffff;

/** Defers the body of a function and gives the closure. */
export function lowerFunction(
  walk: Walk,
  node: number,
  declaration: number,
  local: number,
  name: string,
  thisClass: Scope | null,
): number {
  const { low, symbols } = walk;
  const isArrow = walk.type[node] === symbols.type.arrow_function;
  const kept = isArrow ? walk.thisClass : thisClass;
  const isStatic = isArrow && walk.isStatic;
  walk.ref = -1;
  if (!walk.mayNest(node)) return -1;
  const nesting = walk.nesting + 1;
  const flags = functionFlags(walk, node);
  const row = low.deferBody(isArrow ? 'lambda' : 'function', node, name, { declaration, owner: local, flags }, () =>
    lowerBody(walk, node, kept, nesting, isStatic),
  );
  return low.op(OP_CLOSURE, -1, -1, row);
}

/** Flags that the words in front of the parameters give. */
export function functionFlags(walk: Walk, node: number): number {
  const { type, next, symbols, field } = walk;
  const { token, field: f } = symbols;
  const end = next[node]!;
  let flags = 0;
  for (let at = node + 1; at < end; at = next[at]!) {
    const kind = type[at];
    if (kind === token.async) flags |= FLAG.async;
    else if (kind === token['*']) flags |= FLAG.generator;
    else if (field[at] === f.parameters || field[at] === f.body) break;
  }
  return flags;
}

function lowerBody(walk: Walk, node: number, thisClass: Scope | null, nesting: number, isStatic: boolean): void {
  const { low, symbols, type } = walk;
  const { field: f, type: t } = symbols;
  walk.enterBody(thisClass, nesting, isStatic);
  const parameters = walk.child(node, f.parameters);
  const single = walk.child(node, f.parameter);
  const typeParameters = walk.child(node, f.type_parameters);
  const result = walk.child(node, f.return_type);
  // The types of a declared function are in its signature.
  const isDeclared = low.t.body.col.declaration[low.body] !== NONE;
  if (!isDeclared && typeParameters >= 0) low.annotate(ANNOTATION_GENERICS, low.body, walk.inside(typeParameters));
  if (!isDeclared && result >= 0) low.annotate(ANNOTATION_RESULT, low.body, annotationText(walk, result));
  if (single >= 0) lowerParameter(walk, single, single, -1);
  if (parameters >= 0) lowerParameters(walk, parameters, isDeclared);
  bindTypeParameters(walk, typeParameters);
  if (result >= 0) lowerTypes(walk, result);
  const name = walk.child(node, f.name);
  const isNamedExpression = type[node] === t.function_expression || type[node] === t.generator_function;
  if (name >= 0 && isNamedExpression) low.bindLocal(walk.name(name), LOCAL_FUNCTION, walk.start[name]!);
  // What the body declares is not seen by the defaults of the parameters.
  low.resolveSoFar();
  const body = walk.child(node, f.body);
  if (body < 0) return;
  if (type[body] === t.statement_block) walk.statements(body);
  else low.op(OP_RETURN, walk.expression(body), -1, 0);
}

function lowerParameters(walk: Walk, parameters: number, isDeclared: boolean): void {
  const { next, type, symbols } = walk;
  const { type: t, field: f } = symbols;
  const end = next[parameters]!;
  for (let at = parameters + 1; at < end; at = next[at]!) {
    const kind = type[at];
    if (kind === t.comment) continue;
    if (kind === t.required_parameter || kind === t.optional_parameter) {
      const pattern = walk.child(at, f.pattern);
      if (pattern < 0) continue;
      const local = lowerParameter(walk, at, pattern, walk.child(at, f.value));
      const annotation = walk.child(at, f.type);
      if (annotation >= 0 && !isDeclared) {
        const text = annotationText(walk, annotation);
        walk.low.annotate(ANNOTATION_LOCAL, local, kind === t.optional_parameter ? `(${text}) | undefined` : text);
      }
      if (annotation >= 0) lowerTypes(walk, annotation);
    } else if (kind === t.assignment_pattern) {
      const left = walk.child(at, f.left);
      if (left >= 0) lowerParameter(walk, at, left, walk.child(at, f.right));
    } else if (
      kind === t.identifier ||
      kind === t.rest_pattern ||
      kind === t.object_pattern ||
      kind === t.array_pattern
    ) {
      lowerParameter(walk, at, at, -1);
    }
  }
}

/** Returns the row of the local, or -1. */
function lowerParameter(walk: Walk, node: number, pattern: number, value: number): number {
  const { low, symbols, type } = walk;
  const { type: t } = symbols;
  if (type[pattern] === t.this) return -1;
  if (node !== pattern) lowerDecorators(walk, node, -1);
  const inner = type[pattern] === t.rest_pattern ? walk.lastChild(pattern) : pattern;
  if (inner < 0 || walk.start[inner] === walk.end[inner]) return -1;
  const isName = type[inner] === t.identifier;
  const name = isName ? walk.name(inner) : walk.name(inner).slice(0, PATTERN_NAME_MAX);
  const local = low.bindLocal(name, LOCAL_PARAMETER, walk.start[inner]!, 0, low.functionScope);
  let passed = low.op(OP_PARAMETER, -1, -1, Math.max(local, 0));
  if (value >= 0) passed = withDefault(walk, passed, value);
  walk.ref = -1;
  if (!isName) bindPattern(walk, inner, passed, BIND_PARAMETER);
  else if (value >= 0) low.op(OP_STORE, passed, -1, low.reference(name, ROLE_WRITE, walk.start[inner]!));
  return local;
}

/** Binds type parameters in the current scope and lowers their constraints and defaults. */
export function bindTypeParameters(walk: Walk, node: number): void {
  if (node < 0) return;
  const { low, next, type, symbols } = walk;
  const { type: t, field: f } = symbols;
  const end = next[node]!;
  for (let at = node + 1; at < end; at = next[at]!) {
    if (type[at] !== t.type_parameter) continue;
    const name = walk.child(at, f.name);
    if (name >= 0 && walk.start[name]! < walk.end[name]!) {
      low.bindLocal(walk.name(name), LOCAL_TYPE_PARAMETER, walk.start[name]!, 0, low.scope);
    }
    const constraint = walk.child(at, f.constraint);
    if (constraint >= 0) lowerTypes(walk, constraint);
    const fallback = walk.child(at, f.value);
    if (fallback >= 0) lowerTypes(walk, fallback);
  }
}

// ---- signatures of declared functions -----------------------------------------------------------------------------

/** Parameter and signature rows of a declared function. */
export function describeFunction(walk: Walk, node: number, declaration: number): void {
  const { low, symbols } = walk;
  const { field: f } = symbols;
  const parameters = walk.child(node, f.parameters);
  const single = walk.child(node, f.parameter);
  if (single >= 0) low.parameter(declaration, walk.name(single), PARAMETER_PLAIN, 0, '');
  if (parameters >= 0) {
    const end = walk.next[parameters]!;
    for (let at = parameters + 1; at < end; at = walk.next[at]!) describeParameter(walk, at, declaration);
  }
  let result = walk.child(node, f.return_type);
  if (result < 0) result = walk.child(node, f.type);
  const typeParameters = walk.child(node, f.type_parameters);
  if (result < 0 && typeParameters < 0) return;
  low.signature(
    declaration,
    result < 0 ? '' : annotationText(walk, result),
    typeParameters < 0 ? '' : walk.name(typeParameters),
  );
}

function describeParameter(walk: Walk, node: number, declaration: number): void {
  const { low, symbols, type } = walk;
  const { type: t, field: f } = symbols;
  const kind = type[node];
  let pattern = node;
  let flags = 0;
  let annotation = '';
  if (kind === t.required_parameter || kind === t.optional_parameter) {
    pattern = walk.child(node, f.pattern);
    if (pattern < 0) return;
    if (kind === t.optional_parameter) flags |= PARAMETER_FLAG.optional;
    if (walk.child(node, f.value) >= 0) flags |= PARAMETER_FLAG.default;
    if (isParameterProperty(walk, node)) flags |= PARAMETER_FLAG.property;
    const typed = walk.child(node, f.type);
    if (typed >= 0) annotation = annotationText(walk, typed);
  } else if (kind === t.assignment_pattern) {
    flags |= PARAMETER_FLAG.default;
    pattern = walk.child(node, f.left);
    if (pattern < 0) return;
  } else if (
    kind !== t.identifier &&
    kind !== t.rest_pattern &&
    kind !== t.object_pattern &&
    kind !== t.array_pattern
  ) {
    return;
  }
  const isRest = type[pattern] === t.rest_pattern;
  if (isRest) pattern = walk.lastChild(pattern);
  if (pattern < 0) return;
  const isName = type[pattern] === t.identifier;
  const isReceiver = type[pattern] === t.this;
  const form = isReceiver ? PARAMETER_RECEIVER : isRest ? PARAMETER_REST : isName ? PARAMETER_PLAIN : PARAMETER_PATTERN;
  low.parameter(declaration, isName || isReceiver ? walk.name(pattern) : '', form, flags, annotation);
}

/** True for `constructor(private x)`. */
export function isParameterProperty(walk: Walk, node: number): boolean {
  const { type: t, token } = walk.symbols;
  return (
    walk.hasChild(node, t.accessibility_modifier) ||
    walk.hasChild(node, token.readonly) ||
    walk.hasChild(node, t.override_modifier)
  );
}

/** A type annotation as written, without its colon. */
export function annotationText(walk: Walk, node: number): string {
  const text = walk.name(node);
  return (text.startsWith(':') ? text.slice(1) : text).trim();
}

const functionExpression: Rule = (walk, node) => {
  const name = walk.child(node, walk.symbols.field.name);
  return lowerFunction(walk, node, -1, -1, name < 0 ? '' : walk.name(name), null);
};

export const FUNCTION_RULES: Readonly<Record<string, Rule>> = {
  arrow_function: functionExpression,
  function_expression: functionExpression,
  generator_function: functionExpression,
};
