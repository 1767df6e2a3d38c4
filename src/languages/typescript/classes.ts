/**
 * Classes: the body of kind `class` with its `build`, the members as declarations of the class, or as locals of the class
 * body when the class is local itself. Members are not in scope as bare names.
 */
import { FLAG, type DeclarationKind } from '#facts';
import { newScope, type Scope } from '../lowering/scope.ts';
import { lowerNamed } from './chains.ts';
import {
  BUILD_CLASS,
  ELEMENT_ITEM,
  ELEMENT_KEY,
  HERITAGE_EXTENDS,
  HERITAGE_IMPLEMENTS,
  HERITAGE_MIXIN,
  LOCAL_CLASS,
  LOCAL_FUNCTION,
  LOCAL_VARIABLE,
  OP_BUILD,
  OP_CLOSURE,
  OP_ELEMENT,
  ROLE_INHERIT,
  ROLE_TYPE,
  STATEMENT_DECLARATION,
} from '../lowering/codes.ts';
import { declaresHere, lowerSignatureTypes, storeName } from './declarations.ts';
import { lowerDecorator, lowerDecorators } from './decorators.ts';
import {
  annotationText,
  bindTypeParameters,
  describeFunction,
  functionFlags,
  isParameterProperty,
  lowerFunction,
} from './functions.ts';
import { keyName, keyStart, lowerKey } from './literals.ts';
import { lowerTypes } from './types.ts';
import type { Rule, Walk } from './walk.ts';

const classDeclaration: Rule = (walk, node) => {
  const { low, symbols, type } = walk;
  const { field: f, type: t } = symbols;
  const head = walk.takeHead(node);
  const isAbstract = type[node] === t.abstract_class_declaration;
  const flags = walk.takeFlags() | (isAbstract ? FLAG.abstract : 0);
  low.statement(STATEMENT_DECLARATION, walk.start[head]!);
  const name = walk.child(node, f.name);
  if (name < 0 || walk.start[name] === walk.end[name]) {
    lowerClass(walk, node, -1, -1, '');
    return -1;
  }
  const text = walk.name(name);
  if (!declaresHere(walk)) {
    const local = low.bindLocal(text, LOCAL_CLASS, walk.start[name]!, 0, low.scope);
    storeName(walk, name, lowerClass(walk, node, -1, local, text));
    return -1;
  }
  const options = { flags, merge: true };
  const row = low.declare('class', text, walk.start[head]!, walk.end[head]!, walk.start[name]!, options);
  walk.document(head, row);
  walk.exportDeclared(text, row);
  if (head !== node) lowerDecorators(walk, head, row);
  storeName(walk, name, lowerClass(walk, node, row, -1, text));
  return -1;
};

const classExpression: Rule = (walk, node) => {
  const name = walk.child(node, walk.symbols.field.name);
  return lowerClass(walk, node, -1, -1, name < 0 ? '' : walk.name(name));
};

/** Lowers what a class evaluates outside its body, defers the body and gives the closure. */
export function lowerClass(walk: Walk, node: number, declaration: number, local: number, name: string): number {
  const { low, symbols, type } = walk;
  const { field: f, type: t } = symbols;
  if (!walk.mayNest(node)) return -1;
  const nesting = walk.nesting + 1;
  lowerDecorators(walk, node, declaration);
  const typeParameters = walk.child(node, f.type_parameters);
  const inner = type[node] === t.class ? walk.child(node, f.name) : -1;
  const isScope = typeParameters >= 0 || inner >= 0;
  if (isScope) low.openBlock();
  if (inner >= 0) low.bindLocal(walk.name(inner), LOCAL_CLASS, walk.start[inner]!, 0, low.scope);
  bindTypeParameters(walk, typeParameters);
  const unnamed = unnamedMembers(walk, walk.child(node, f.body));
  if (declaration >= 0 && (typeParameters >= 0 || unnamed !== '')) {
    low.signature(declaration, unnamed, typeParameters < 0 ? '' : walk.name(typeParameters));
  }
  const heritage = walk.childOfType(node, t.class_heritage);
  const base = heritage < 0 ? -1 : lowerHeritage(walk, heritage, declaration);
  const body = low.deferBody('class', node, name, { declaration, owner: local }, () =>
    lowerClassBody(walk, node, nesting),
  );
  const closure = low.op(OP_CLOSURE, -1, -1, body);
  if (base >= 0) low.op(OP_ELEMENT, closure, base, ELEMENT_ITEM);
  if (isScope) low.closeBlock();
  walk.ref = -1;
  return closure;
}

// ---- heritage -----------------------------------------------------------------------------------------------------

/** Returns the value of the base class, or -1. */
function lowerHeritage(walk: Walk, node: number, declaration: number): number {
  const { symbols, type, next } = walk;
  const { type: t } = symbols;
  let base = -1;
  const end = next[node]!;
  for (let at = node + 1; at < end; at = next[at]!) {
    if (type[at] === t.extends_clause) {
      const value = walk.child(at, symbols.field.value);
      const passed = walk.childOfType(at, t.type_arguments);
      if (value >= 0) base = lowerBase(walk, value, declaration, passed < 0 ? '' : walk.inside(passed));
      if (passed >= 0) lowerTypes(walk, passed);
    } else if (type[at] === t.implements_clause) {
      inheritTypes(walk, at, declaration, HERITAGE_IMPLEMENTS);
    } else if (type[at] !== t.comment && walk.isRule(at)) base = lowerBase(walk, at, declaration, '');
  }
  return base;
}

function lowerBase(walk: Walk, node: number, declaration: number, passed: string): number {
  const { low, symbols, type, next } = walk;
  const { type: t, field: f } = symbols;
  if (declaration >= 0) {
    if (isDotted(walk, node)) low.heritage(declaration, walk.name(node), HERITAGE_EXTENDS, passed);
    else if (type[node] === t.call_expression) {
      const mixed = walk.child(node, f.arguments);
      const end = mixed < 0 ? 0 : next[mixed]!;
      for (let at = mixed + 1; at < end; at = next[at]!) {
        if (isDotted(walk, at)) low.heritage(declaration, walk.name(at), HERITAGE_MIXIN);
      }
    }
  }
  return lowerNamed(walk, node, ROLE_INHERIT);
}

function isDotted(walk: Walk, node: number): boolean {
  const { type: t } = walk.symbols;
  const { type } = walk;
  if (type[node] === t.identifier) return true;
  if (type[node] !== t.member_expression) return false;
  const end = walk.next[node]!;
  for (let at = node + 1; at < end; at++) {
    if (walk.next[at]! > at + 1 && type[at] !== t.member_expression) return false;
    if (type[at] === t.optional_chain) return false;
  }
  return true;
}

/** Index, call and construct signatures as the text of an object type, '' for none. */
export function unnamedMembers(walk: Walk, body: number): string {
  const { type: t } = walk.symbols;
  let text = '';
  const end = body < 0 ? 0 : walk.next[body]!;
  for (let at = body + 1; at < end; at = walk.next[at]!) {
    const kind = walk.type[at];
    const isUnnamed = kind === t.index_signature || kind === t.call_signature || kind === t.construct_signature;
    if (isUnnamed) text += `${walk.name(at)}; `;
  }
  return text === '' ? '' : `{ ${text}}`;
}

/** The types of an `implements` or of an interface's `extends`: references that inherit, and rows that name them. */
export function inheritTypes(walk: Walk, clause: number, declaration: number, kind: number): void {
  const { low, symbols, type, next } = walk;
  const { type: t } = symbols;
  const end = next[clause]!;
  for (let at = clause + 1; at < end; at = next[at]!) {
    if (type[at] === t.comment) continue;
    const named = type[at] === t.generic_type ? walk.firstChild(at) : at;
    const passed = type[at] === t.generic_type ? walk.childOfType(at, t.type_arguments) : -1;
    if (named >= 0 && (type[named] === t.type_identifier || type[named] === t.nested_type_identifier)) {
      if (declaration >= 0) low.heritage(declaration, walk.name(named), kind, passed < 0 ? '' : walk.inside(passed));
      inheritName(walk, named);
    } else if (next[at]! > at + 1) lowerTypes(walk, at);
    if (passed >= 0) lowerTypes(walk, passed);
  }
}

/** `A.B.C`: the last name inherits. */
function inheritName(walk: Walk, node: number): void {
  const { low, symbols, type, next } = walk;
  const { type: t } = symbols;
  const end = next[node]!;
  let base = -1;
  for (let at = node; at < end; at++) {
    const isName = type[at] === t.identifier || type[at] === t.type_identifier || type[at] === t.property_identifier;
    if (!isName || walk.start[at] === walk.end[at]) continue;
    const role = next[at] === end ? ROLE_INHERIT : ROLE_TYPE;
    const name = walk.name(at);
    const start = walk.start[at]!;
    base = base < 0 ? low.reference(name, role, start) : low.attribute(name, role, start, base);
    low.types.addType(base);
  }
}

// ---- members ------------------------------------------------------------------------------------------------------

/** What the members of a class that is being lowered share. */
interface ClassBody {
  /** The scope of the class when it is declared, else null. */
  readonly declared: Scope | null;
  /** Where the members of a local class are bound, out of sight of bare names. */
  readonly hidden: Scope;
  readonly build: number;
  /** Flags of the first member of each name. */
  readonly seen: Map<string, number>;
}

function lowerClassBody(walk: Walk, node: number, nesting: number): void {
  const { low, symbols, type, next } = walk;
  const { type: t } = symbols;
  const { scope } = low;
  const declared = scope.declaration >= 0 ? scope : null;
  walk.enterBody(declared, nesting);
  const body = walk.child(node, symbols.field.body);
  const build = low.op(OP_BUILD, -1, -1, BUILD_CLASS);
  if (body < 0) return;
  const hidden = newScope('class', scope, low.body, -1, scope.lo, scope.hi);
  const inner: ClassBody = { declared, hidden, build, seen: new Map() };
  const end = next[body]!;
  let decorators = -1;
  for (let at = body + 1; at < end; at = next[at]!) {
    if (type[at] === t.comment) continue;
    if (type[at] === t.decorator) {
      if (decorators < 0) decorators = at;
      continue;
    }
    lowerMember(walk, inner, at, decorators);
    decorators = -1;
  }
}

function lowerMember(walk: Walk, inner: ClassBody, node: number, decorators: number): void {
  const { symbols, type } = walk;
  const { type: t } = symbols;
  const kind = type[node];
  const first = decorators < 0 ? node : decorators;
  walk.low.statement(STATEMENT_DECLARATION, walk.start[first]!);
  if (kind === t.method_definition) lowerMethod(walk, inner, node, first, true);
  else if (kind === t.method_signature || kind === t.abstract_method_signature) {
    lowerMethod(walk, inner, node, first, false);
  } else if (kind === t.public_field_definition || kind === t.field_definition) lowerField(walk, inner, node, first);
  else if (kind === t.index_signature) lowerTypes(walk, node);
  else if (kind === t.class_static_block) lowerStaticBlock(walk, node);
  else walk.statement(node);
}

/** Declares a member and lowers its decorators. Returns its declaration row, or -1; `local` rows are in `walk.local`. */
function declareMember(
  walk: Walk,
  inner: ClassBody,
  kind: DeclarationKind,
  node: number,
  key: number,
  first: number,
  flags: number,
): number {
  const { low, type, next, symbols } = walk;
  const name = keyName(walk, key);
  let row = -1;
  walk.local = -1;
  if (inner.declared !== null) {
    const before = inner.seen.get(name);
    const isOther = before !== undefined && ((before ^ flags) & FLAG.static) !== 0;
    if (before === undefined) inner.seen.set(name, flags);
    const options = { flags, bind: false, merge: !isOther };
    row = low.declare(kind, name, walk.start[first]!, walk.end[node]!, keyStart(walk, key), options);
    walk.document(first, row);
  } else {
    const form = kind === 'property' ? LOCAL_VARIABLE : LOCAL_FUNCTION;
    walk.local = low.bindLocal(name, form, keyStart(walk, key), 0, inner.hidden);
  }
  for (let at = first; at < node; at = next[at]!) {
    if (type[at] === symbols.type.decorator) lowerDecorator(walk, at, row);
  }
  lowerDecorators(walk, node, row);
  return row;
}

function lowerMethod(walk: Walk, inner: ClassBody, node: number, first: number, hasBody: boolean): void {
  const { low, symbols } = walk;
  const key = walk.child(node, symbols.field.name);
  if (key < 0 || walk.start[key] === walk.end[key]) return;
  const name = keyName(walk, key);
  const flags = memberFlags(walk, node) | functionFlags(walk, node) | (hasBody ? 0 : FLAG.overload);
  const isAccessor = (flags & (FLAG.getter | FLAG.setter)) !== 0;
  const isConstructor = name === 'constructor' && (flags & FLAG.static) === 0;
  const kind: DeclarationKind = isConstructor ? 'constructor' : isAccessor ? 'property' : 'method';
  const row = declareMember(walk, inner, kind, node, key, first, flags);
  const { local } = walk;
  if (row >= 0) describeFunction(walk, node, row);
  if (isConstructor && inner.declared !== null) declareParameterProperties(walk, node);
  if (!hasBody) {
    lowerSignatureTypes(walk, node);
    return;
  }
  if (walk.type[key] === symbols.type.computed_property_name) {
    low.op(OP_ELEMENT, inner.build, lowerKey(walk, key), ELEMENT_KEY);
  }
  low.op(OP_ELEMENT, inner.build, lowerFunction(walk, node, row, local, name, inner.declared), ELEMENT_ITEM);
}

/** `constructor(private x: T)` declares `x`. */
function declareParameterProperties(walk: Walk, node: number): void {
  const { low, symbols, next, type } = walk;
  const { field: f, type: t } = symbols;
  const parameters = walk.child(node, f.parameters);
  if (parameters < 0) return;
  const end = next[parameters]!;
  for (let at = parameters + 1; at < end; at = next[at]!) {
    const pattern = walk.child(at, f.pattern);
    if (pattern < 0 || type[pattern] !== t.identifier || !isParameterProperty(walk, at)) continue;
    const flags = memberFlags(walk, at) | FLAG.instance;
    const name = walk.name(pattern);
    const options = { flags, bind: false, merge: true };
    const row = low.declare('property', name, walk.start[at]!, walk.end[at]!, walk.start[pattern]!, options);
    const annotation = walk.child(at, f.type);
    if (annotation >= 0) low.signature(row, annotationText(walk, annotation), '');
  }
}

function lowerField(walk: Walk, inner: ClassBody, node: number, first: number): void {
  const { low, symbols, type } = walk;
  const { field: f, type: t } = symbols;
  let key = walk.child(node, f.name);
  if (key < 0) key = walk.child(node, f.property);
  if (key < 0 || walk.start[key] === walk.end[key]) return;
  const value = walk.child(node, f.value);
  const annotation = walk.child(node, f.type);
  const isFunction = value >= 0 && symbols.isFunction[type[value]!] === 1;
  const flags = memberFlags(walk, node) | (isFunction ? functionFlags(walk, value) : 0);
  const row = declareMember(walk, inner, isFunction ? 'method' : 'property', node, key, first, flags);
  const { local } = walk;
  if (row >= 0 && isFunction) describeFunction(walk, value, row);
  else if (row >= 0 && annotation >= 0) low.signature(row, annotationText(walk, annotation), '');
  if (annotation >= 0) lowerTypes(walk, annotation);
  const isComputed = type[key] === t.computed_property_name;
  if (value < 0 && !isComputed) return;
  low.op(OP_ELEMENT, inner.build, lowerKey(walk, key), ELEMENT_KEY);
  if (value < 0) return;
  walk.isStatic = (flags & FLAG.static) !== 0;
  const result = isFunction
    ? lowerFunction(walk, value, row, local, keyName(walk, key), inner.declared)
    : walk.expression(value);
  walk.isStatic = false;
  low.op(OP_ELEMENT, inner.build, result, ELEMENT_ITEM);
}

function lowerStaticBlock(walk: Walk, node: number): void {
  const body = walk.child(node, walk.symbols.field.body);
  if (body < 0) return;
  walk.low.openBlock();
  walk.isStatic = true;
  walk.statements(body);
  walk.isStatic = false;
  walk.low.closeBlock();
}

/** Flags that the modifiers in front of a member give. */
export function memberFlags(walk: Walk, node: number): number {
  const { type, next, symbols, field } = walk;
  const { token, type: t, field: f } = symbols;
  const end = next[node]!;
  let flags = 0;
  for (let at = node + 1; at < end; at = next[at]!) {
    const kind = type[at];
    if (kind === token.static) flags |= FLAG.static;
    else if (kind === token.readonly) flags |= FLAG.readonly;
    else if (kind === token.abstract) flags |= FLAG.abstract;
    else if (kind === token.get) flags |= FLAG.getter;
    else if (kind === token.set) flags |= FLAG.setter;
    else if (kind === token.declare) flags |= FLAG.ambient;
    else if (kind === token['?']) flags |= FLAG.optional;
    else if (kind === t.private_property_identifier) flags |= FLAG.private;
    else if (kind === t.accessibility_modifier) flags |= accessibility(walk, at);
    else if (field[at] === f.parameters || field[at] === f.type || field[at] === f.value) break;
  }
  return flags;
}

function accessibility(walk: Walk, node: number): number {
  const first = walk.text.charAt(walk.start[node]! + 2);
  return first === 'i' ? FLAG.private : first === 'o' ? FLAG.protected : 0;
}

export const CLASS_DECLARATION_RULES: Readonly<Record<string, Rule>> = {
  class_declaration: classDeclaration,
  abstract_class_declaration: classDeclaration,
};
export const CLASS_EXPRESSION_RULES: Readonly<Record<string, Rule>> = { class: classExpression };
