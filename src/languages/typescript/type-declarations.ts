/** Interfaces, type aliases, enums, namespaces and ambient declarations. */
import { FLAG, LOCAL_FLAG } from '#facts';
import { inheritTypes, memberFlags, unnamedMembers } from './classes.ts';
import {
  BUILD_MAP,
  ELEMENT_ITEM,
  ELEMENT_KEY,
  HERITAGE_EXTENDS,
  LOCAL_CLASS,
  LOCAL_TYPE,
  LOCAL_VARIABLE,
  OP_BUILD,
  OP_ELEMENT,
  STATEMENT_DECLARATION,
} from '../lowering/codes.ts';
import { declaresHere, storeName } from './declarations.ts';
import { annotationText, bindTypeParameters, describeFunction } from './functions.ts';
import { keyName, keyStart, lowerKey } from './literals.ts';
import { lowerTypes } from './types.ts';
import type { Rule, Walk } from './walk.ts';

/** Declares or binds a type, and opens its scope. Returns the declaration row, or -1. */
function openType(walk: Walk, node: number, name: number, kind: 'interface' | 'type_alias', unnamed: string): number {
  const { low, symbols } = walk;
  const head = walk.takeHead(node);
  const flags = walk.takeFlags();
  const text = walk.name(name);
  const typeParameters = walk.child(node, symbols.field.type_parameters);
  let row = -1;
  if (declaresHere(walk)) {
    const options = { flags, merge: kind === 'interface', isType: true };
    row = low.declare(kind, text, walk.start[head]!, walk.end[head]!, walk.start[name]!, options);
    walk.document(head, row);
    walk.exportDeclared(text, row);
    if (kind === 'interface' && (typeParameters >= 0 || unnamed !== '')) {
      low.signature(row, unnamed, typeParameters < 0 ? '' : walk.name(typeParameters));
    }
  } else low.bindLocal(text, LOCAL_TYPE, walk.start[name]!, 0, low.scope);
  low.openBlock(row);
  bindTypeParameters(walk, typeParameters);
  return row;
}

const interfaceDeclaration: Rule = (walk, node) => {
  const { low, symbols } = walk;
  low.statement(STATEMENT_DECLARATION, walk.start[walk.head < 0 ? node : walk.head]!);
  const name = walk.child(node, symbols.field.name);
  if (name < 0 || walk.start[name] === walk.end[name]) return -1;
  const body = walk.child(node, symbols.field.body);
  const row = openType(walk, node, name, 'interface', unnamedMembers(walk, body));
  const bases = walk.childOfType(node, symbols.type.extends_type_clause);
  if (bases >= 0) inheritTypes(walk, bases, row, HERITAGE_EXTENDS);
  if (body >= 0) lowerTypeMembers(walk, body, row);
  low.closeBlock();
  return -1;
};

const typeAlias: Rule = (walk, node) => {
  const { low, symbols, type } = walk;
  const { field: f, type: t } = symbols;
  low.statement(STATEMENT_DECLARATION, walk.start[walk.head < 0 ? node : walk.head]!);
  const name = walk.child(node, f.name);
  if (name < 0 || walk.start[name] === walk.end[name]) return -1;
  const row = openType(walk, node, name, 'type_alias', '');
  const value = walk.child(node, f.value);
  const typeParameters = walk.child(node, f.type_parameters);
  const isObject = value >= 0 && type[value] === t.object_type;
  if (row >= 0 && value >= 0) {
    const parameters = typeParameters < 0 ? '' : walk.name(typeParameters);
    const text = isObject ? unnamedMembers(walk, value) : walk.name(value);
    if (text !== '' || parameters !== '') low.signature(row, text, parameters);
  }
  if (isObject) lowerTypeMembers(walk, value, row);
  else if (value >= 0) lowerTypes(walk, value);
  low.closeBlock();
  return -1;
};

/** Members of an interface or of an object type: declared when the type is, and one statement each. */
function lowerTypeMembers(walk: Walk, body: number, declaration: number): void {
  const { low, symbols, type, next } = walk;
  const { type: t, field: f } = symbols;
  const end = next[body]!;
  for (let at = body + 1; at < end; at = next[at]!) {
    const kind = type[at];
    if (kind === t.comment || next[at] === at + 1) continue;
    low.statement(STATEMENT_DECLARATION, walk.start[at]!);
    const key = walk.child(at, f.name);
    const isMember = kind === t.property_signature || kind === t.method_signature;
    if (isMember && declaration >= 0 && key >= 0 && walk.start[key]! < walk.end[key]!) {
      const flags = memberFlags(walk, at);
      const isMethod = kind === t.method_signature && (flags & (FLAG.getter | FLAG.setter)) === 0;
      const options = { flags, bind: false, merge: true };
      const name = keyName(walk, key);
      const start = walk.start[at]!;
      const row = low.declare(
        isMethod ? 'method' : 'property',
        name,
        start,
        walk.end[at]!,
        keyStart(walk, key),
        options,
      );
      walk.document(at, row);
      const annotation = walk.child(at, f.type);
      if (kind === t.method_signature) describeFunction(walk, at, row);
      else if (annotation >= 0) low.signature(row, annotationText(walk, annotation), '');
    }
    lowerTypes(walk, at);
  }
}

// ---- enums --------------------------------------------------------------------------------------------------------

const enumDeclaration: Rule = (walk, node) => {
  const { low, symbols, next, type } = walk;
  const { field: f, type: t } = symbols;
  const head = walk.takeHead(node);
  const flags = walk.takeFlags();
  low.statement(STATEMENT_DECLARATION, walk.start[head]!);
  const name = walk.child(node, f.name);
  if (name < 0 || walk.start[name] === walk.end[name]) return -1;
  const text = walk.name(name);
  let row = -1;
  if (declaresHere(walk)) {
    const options = { flags, merge: true };
    row = low.declare('enum', text, walk.start[head]!, walk.end[head]!, walk.start[name]!, options);
    walk.document(head, row);
    walk.exportDeclared(text, row);
  } else low.bindLocal(text, LOCAL_CLASS, walk.start[name]!, LOCAL_FLAG.constant, low.scope);
  const build = low.op(OP_BUILD, -1, -1, BUILD_MAP);
  storeName(walk, name, build);
  low.openBlock(row);
  const body = walk.child(node, f.body);
  const end = body < 0 ? 0 : next[body]!;
  for (let at = body + 1; at < end; at = next[at]!) {
    if (type[at] === t.comment || walk.start[at] === walk.end[at]) continue;
    const key = type[at] === t.enum_assignment ? walk.child(at, f.name) : at;
    if (key < 0) continue;
    low.statement(STATEMENT_DECLARATION, walk.start[at]!);
    lowerEnumMember(walk, at, key, row, build);
  }
  low.closeBlock();
  return -1;
};

function lowerEnumMember(walk: Walk, node: number, key: number, declaration: number, build: number): void {
  const { low, symbols } = walk;
  const name = keyName(walk, key);
  const start = keyStart(walk, key);
  if (declaration >= 0) {
    const member = low.declare('enum_member', name, walk.start[node]!, walk.end[node]!, start, { merge: true });
    walk.document(node, member);
  } else low.bindLocal(name, LOCAL_VARIABLE, start, LOCAL_FLAG.constant, low.scope);
  low.op(OP_ELEMENT, build, lowerKey(walk, key), ELEMENT_KEY);
  const value = key === node ? -1 : walk.child(node, symbols.field.value);
  low.op(OP_ELEMENT, build, value < 0 ? -1 : walk.expression(value), ELEMENT_ITEM);
}

// ---- namespaces and ambient declarations --------------------------------------------------------------------------

/** `namespace A.B { }` and `declare module 'm' { }`. */
const namespaceDeclaration: Rule = (walk, node) => {
  const { low, symbols, type } = walk;
  const { field: f, type: t } = symbols;
  const head = walk.takeHead(node);
  const flags = walk.takeFlags();
  low.statement(STATEMENT_DECLARATION, walk.start[head]!);
  const name = walk.child(node, f.name);
  const body = walk.child(node, f.body);
  if (name < 0) return -1;
  let opened = 0;
  if (!declaresHere(walk)) {
    low.openBlock();
    opened = 1;
  } else if (type[name] === t.string) {
    const row = declareNamespace(walk, head, keyName(walk, name), keyStart(walk, name), flags, 'module');
    walk.document(head, row);
    low.openBlock(row);
    opened = 1;
  } else {
    const end = walk.next[name]!;
    for (let at = name; at < end; at++) {
      if (type[at] !== t.identifier && type[at] !== t.property_identifier) continue;
      const bits = opened === 0 ? flags : FLAG.exported;
      const text = walk.name(at);
      const row = declareNamespace(walk, head, text, walk.start[at]!, bits, 'namespace');
      if (opened === 0) {
        walk.document(head, row);
        walk.exportDeclared(text, row);
      }
      low.openBlock(row);
      opened++;
    }
  }
  if (body >= 0) walk.statements(body);
  for (; opened > 0; opened--) low.closeBlock();
  return -1;
};

function declareNamespace(
  walk: Walk,
  head: number,
  name: string,
  start: number,
  flags: number,
  kind: 'namespace' | 'module',
): number {
  const options = { flags, merge: true, bind: kind === 'namespace' && !isValueBound(walk, name) };
  return walk.low.declare(kind, name, walk.start[head]!, walk.end[head]!, start, options);
}

/** A namespace that adds to a class, function or enum leaves the name to it. */
function isValueBound(walk: Walk, name: string): boolean {
  const bound = walk.low.scope.names.get(name);
  return bound !== undefined && (bound & 3) === 2;
}

const ambient: Rule = (walk, node) => {
  const { low, symbols, type, next } = walk;
  const { type: t, token } = symbols;
  const head = walk.takeHead(node);
  const flags = walk.takeFlags() | FLAG.ambient;
  const end = next[node]!;
  for (let at = node + 1; at < end; at = next[at]!) {
    if (type[at] === t.comment || next[at] === at + 1) continue;
    if (type[at] === t.statement_block) {
      const global = walk.childOfType(node, token.global);
      if (global < 0) continue;
      low.statement(STATEMENT_DECLARATION, walk.start[head]!);
      const options = { flags, merge: true, bind: false };
      const row = low.declare('namespace', 'global', walk.start[head]!, walk.end[head]!, walk.start[global]!, options);
      walk.globalBlocks.add(row);
      low.openBlock(row);
      walk.statements(at);
      low.closeBlock();
    } else {
      walk.head = head;
      walk.flags = flags;
      walk.statement(at);
    }
  }
  walk.head = -1;
  walk.flags = 0;
  return -1;
};

export const TYPE_DECLARATION_RULES: Readonly<Record<string, Rule>> = {
  interface_declaration: interfaceDeclaration,
  type_alias_declaration: typeAlias,
  enum_declaration: enumDeclaration,
  internal_module: namespaceDeclaration,
  module: namespaceDeclaration,
  ambient_declaration: ambient,
};
