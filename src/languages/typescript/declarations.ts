/** Declarations of variables and functions: declarations of the module or a namespace, locals anywhere else. */
import { FLAG, IMPORT_FLAG, LOCAL_FLAG, type DeclarationKind } from '#facts';
import { importedString, isRequire } from './chains.ts';
import { lowerClass } from './classes.ts';
import {
  ANNOTATION_LOCAL,
  ANNOTATION_OPERATION,
  BUILD_MAP,
  LOCAL_FUNCTION,
  OP_BUILD,
  OP_IMPORT,
  OP_STORE,
  OP_WITH,
  ROLE_IMPORT,
  ROLE_WRITE,
  STATEMENT_DECLARATION,
  STATEMENT_HOISTED,
  WITH_PASSES,
} from '../lowering/codes.ts';
import { annotationText, bindTypeParameters, describeFunction, functionFlags, lowerFunction } from './functions.ts';
import { keyName, keyStart, lowerProperty } from './literals.ts';
import { BIND_CONST, BIND_LET, BIND_VAR, bindPattern, declareName, isDeclaring } from './patterns.ts';
import { lowerTypes } from './types.ts';
import type { Rule, Walk } from './walk.ts';

/** True when a name declared here is a declaration of the module or of a namespace. */
export function declaresHere(walk: Walk): boolean {
  const { scope } = walk.low;
  return scope.declaration >= 0 && scope.kind === 'module';
}

/** Stores a value under the name at `node`. */
export function storeName(walk: Walk, node: number, value: number): void {
  const row = walk.low.reference(walk.name(node), ROLE_WRITE, walk.start[node]!);
  walk.low.op(OP_STORE, value, -1, row);
}

// ---- functions ----------------------------------------------------------------------------------------------------

const functionDeclaration: Rule = (walk, node) => {
  const { low, symbols } = walk;
  const head = walk.takeHead(node);
  const flags = walk.takeFlags();
  low.statement(STATEMENT_HOISTED, walk.start[head]!);
  const name = walk.child(node, symbols.field.name);
  if (name < 0 || walk.start[name] === walk.end[name]) {
    lowerFunction(walk, node, -1, -1, '', null);
    return -1;
  }
  if (declaresHere(walk)) {
    const row = declareFunction(walk, node, name, head, flags | functionFlags(walk, node));
    storeName(walk, name, lowerFunction(walk, node, row, -1, '', null));
  } else {
    const local = low.bindLocal(walk.name(name), LOCAL_FUNCTION, walk.start[name]!, LOCAL_FLAG.hoisted, low.scope);
    storeName(walk, name, lowerFunction(walk, node, -1, local, walk.name(name), null));
  }
  return -1;
};

function declareFunction(walk: Walk, node: number, name: number, head: number, flags: number): number {
  const text = walk.name(name);
  const options = { flags, merge: true };
  const row = walk.low.declare('function', text, walk.start[head]!, walk.end[head]!, walk.start[name]!, options);
  walk.document(head, row);
  describeFunction(walk, node, row);
  walk.exportDeclared(text, row);
  return row;
}

/** An overload or an ambient function: a signature without a body. Its types are references of the body around it. */
const functionSignature: Rule = (walk, node) => {
  const { low, symbols } = walk;
  const { field: f } = symbols;
  const head = walk.takeHead(node);
  const flags = walk.takeFlags();
  low.statement(STATEMENT_DECLARATION, walk.start[head]!);
  const name = walk.child(node, f.name);
  if (name >= 0 && walk.start[name]! < walk.end[name]!) {
    const overload = (flags & FLAG.ambient) === 0 ? FLAG.overload : 0;
    if (declaresHere(walk)) declareFunction(walk, node, name, head, flags | overload | functionFlags(walk, node));
    else low.bindLocal(walk.name(name), LOCAL_FUNCTION, walk.start[name]!, LOCAL_FLAG.hoisted, low.scope);
  }
  lowerSignatureTypes(walk, node);
  return -1;
};

/** The types of a function that has no body of its own. */
export function lowerSignatureTypes(walk: Walk, node: number): void {
  const { low, symbols } = walk;
  const { field: f } = symbols;
  low.openBlock();
  bindTypeParameters(walk, walk.child(node, f.type_parameters));
  const parameters = walk.child(node, f.parameters);
  if (parameters >= 0) lowerTypes(walk, parameters);
  const result = walk.child(node, f.return_type);
  if (result >= 0) lowerTypes(walk, result);
  low.closeBlock();
}

// ---- variables ----------------------------------------------------------------------------------------------------

const variables: Rule = (walk, node) => {
  const { low, symbols, next, type } = walk;
  const { type: t, token } = symbols;
  const head = walk.takeHead(node);
  const flags = walk.takeFlags();
  low.statement(STATEMENT_DECLARATION, walk.start[head]!);
  const kind = walk.firstChild(node);
  const isUsing = kind >= 0 && (type[kind] === token.using || type[kind] === token.await);
  const mode =
    kind >= 0 && type[kind] === token.var ? BIND_VAR : kind >= 0 && type[kind] === token.let ? BIND_LET : BIND_CONST;
  const first = walk.childOfType(node, t.variable_declarator);
  const isOnly = first >= 0 && next[first] === next[node];
  const end = next[node]!;
  for (let at = node + 1; at < end; at = next[at]!) {
    if (type[at] !== t.variable_declarator) continue;
    lowerDeclarator(walk, at, mode, isOnly ? head : at, head, flags);
    if (isUsing) {
      low.op(OP_WITH, walk.lastValue, -1, WITH_PASSES | (type[kind] === token.await ? 1 : 0));
      walk.owedEnds++;
    }
  }
  return -1;
};

function lowerDeclarator(walk: Walk, node: number, mode: number, extent: number, head: number, flags: number): void {
  const { symbols, type } = walk;
  const { field: f, type: t } = symbols;
  const name = walk.child(node, f.name);
  const value = walk.child(node, f.value);
  const annotation = walk.child(node, f.type);
  if (name < 0 || walk.start[name] === walk.end[name]) return;
  const isExported = (flags & FLAG.exported) !== 0;
  if (value >= 0 && !isExported && lowerRequire(walk, node, name, value)) return;
  if (type[name] === t.identifier) lowerVariable(walk, name, value, annotation, mode, extent, head, flags);
  else {
    const taken = value < 0 ? -1 : walk.expression(value);
    walk.extent = extent;
    walk.flags = flags;
    bindPattern(walk, name, taken, mode);
    if (annotation >= 0) walk.low.annotate(ANNOTATION_OPERATION, taken, annotationText(walk, annotation));
    walk.extent = -1;
    walk.flags = 0;
    walk.lastValue = taken;
  }
  if (annotation >= 0) lowerTypes(walk, annotation);
}

function lowerVariable(
  walk: Walk,
  name: number,
  value: number,
  annotation: number,
  mode: number,
  extent: number,
  head: number,
  flags: number,
): void {
  const { low, symbols, type } = walk;
  const { type: t } = symbols;
  const text = walk.name(name);
  const valueType = value < 0 ? 0 : type[value]!;
  const isFunction = symbols.isFunction[valueType] === 1;
  const isClass = valueType === t.class;
  let row = -1;
  if (isDeclaring(walk, mode) && (isFunction || isClass)) {
    const bits = flags | (isFunction ? functionFlags(walk, value) : 0);
    const kind: DeclarationKind = isClass ? 'class' : 'function';
    row = low.declare(kind, text, walk.start[extent]!, walk.end[extent]!, walk.start[name]!, {
      flags: bits,
      merge: true,
    });
    if (isFunction) describeFunction(walk, value, row);
  } else {
    walk.flags = flags;
    row = declareName(walk, name, mode, extent);
    walk.flags = 0;
    if (row >= 0 && annotation >= 0) low.signature(row, annotationText(walk, annotation), '');
  }
  if (row >= 0) {
    walk.document(head, row);
    walk.exportDeclared(text, row);
  }
  walk.lastValue = -1;
  const local = row < 0 ? boundLocal(walk, text, mode) : -1;
  if (annotation >= 0) low.annotate(ANNOTATION_LOCAL, local, annotationText(walk, annotation));
  if (value < 0) return;
  if (isFunction) walk.lastValue = lowerFunction(walk, value, row, local, text, null);
  else if (isClass) walk.lastValue = lowerClass(walk, value, row, local, text);
  else if (row >= 0 && valueType === t.object) walk.lastValue = lowerMembers(walk, value, row);
  else walk.lastValue = walk.expression(value);
  storeName(walk, name, walk.lastValue);
}

function boundLocal(walk: Walk, name: string, mode: number): number {
  const scope = mode === BIND_VAR ? walk.low.functionScope : walk.low.scope;
  const bound = scope.names.get(name);
  return bound !== undefined && (bound & 3) === 1 ? bound >>> 2 : -1;
}

/** An object literal that is the value of a declaration: its properties are declared below it. */
export function lowerMembers(walk: Walk, node: number, declaration: number): number {
  const { low, symbols, next, type } = walk;
  const { type: t, field: f } = symbols;
  low.openBlock(declaration);
  const build = low.op(OP_BUILD, -1, -1, BUILD_MAP);
  const end = next[node]!;
  for (let at = node + 1; at < end; at = next[at]!) {
    const kind = type[at];
    const key =
      kind === t.pair
        ? walk.child(at, f.key)
        : kind === t.method_definition
          ? walk.child(at, f.name)
          : kind === t.shorthand_property_identifier
            ? at
            : -1;
    let row = -1;
    let isFunction = false;
    if (key >= 0 && type[key] !== t.computed_property_name && walk.start[key]! < walk.end[key]!) {
      const value = kind === t.pair ? walk.child(at, f.value) : at;
      isFunction = kind === t.method_definition || (value >= 0 && symbols.isFunction[type[value]!] === 1);
      const flags = isFunction ? functionFlags(walk, value) : 0;
      const options = { flags, bind: false, merge: true };
      const name = keyName(walk, key);
      const start = walk.start[at]!;
      row = low.declare(isFunction ? 'method' : 'property', name, start, walk.end[at]!, keyStart(walk, key), options);
      walk.document(at, row);
      if (isFunction) describeFunction(walk, value, row);
    }
    lowerProperty(walk, build, at, isFunction ? row : -1);
  }
  low.closeBlock();
  walk.ref = -1;
  return build;
}

// ---- require ------------------------------------------------------------------------------------------------------

/** `const a = require('x')`, `const { a, b: c } = require('x')`, `const a = require('x').b`: imports. */
function lowerRequire(walk: Walk, node: number, name: number, value: number): boolean {
  const { symbols, type } = walk;
  const { type: t, field: f } = symbols;
  const isMember = type[value] === t.member_expression;
  const call = isMember ? walk.child(value, f.object) : value;
  if (call < 0 || !isRequire(walk, call)) return false;
  const module = importedString(walk, call);
  if (type[name] === t.identifier) {
    const property = isMember ? walk.child(value, f.property) : -1;
    importRequired(walk, node, module, property, name);
    return true;
  }
  if (isMember || type[name] !== t.object_pattern || !isFlat(walk, name)) return false;
  const end = walk.next[name]!;
  for (let at = name + 1; at < end; at = walk.next[at]!) {
    if (type[at] === t.shorthand_property_identifier_pattern) importRequired(walk, node, module, at, at);
    else if (type[at] === t.pair_pattern) {
      importRequired(walk, node, module, walk.child(at, f.key), walk.child(at, f.value));
    }
  }
  return true;
}

/** True when a pattern only takes properties by name. */
function isFlat(walk: Walk, pattern: number): boolean {
  const { symbols, type } = walk;
  const { type: t, field: f } = symbols;
  const end = walk.next[pattern]!;
  for (let at = pattern + 1; at < end; at = walk.next[at]!) {
    if (type[at] === t.shorthand_property_identifier_pattern || type[at] === t.comment) continue;
    if (type[at] !== t.pair_pattern) return false;
    const key = walk.child(at, f.key);
    const inner = walk.child(at, f.value);
    if (key < 0 || inner < 0 || type[key] !== t.property_identifier || type[inner] !== t.identifier) return false;
  }
  return true;
}

function importRequired(walk: Walk, node: number, module: number, property: number, local: number): void {
  const { low } = walk;
  const imported = property < 0 ? '' : walk.name(property);
  const flags = IMPORT_FLAG.require | (low.body > 0 ? IMPORT_FLAG.nested : 0);
  const named = property < 0 ? walk.start[module]! + 1 : walk.start[property]!;
  const row = low.importName(
    walk.unquoted(module),
    imported,
    walk.name(local),
    0,
    flags,
    walk.start[node]!,
    walk.end[node]!,
    named,
  );
  const name = property < 0 ? local : property;
  low.importReference(walk.name(name), ROLE_IMPORT, walk.start[name]!, row);
  low.op(OP_IMPORT, -1, -1, row);
}

export const DECLARATION_RULES: Readonly<Record<string, Rule>> = {
  function_declaration: functionDeclaration,
  generator_function_declaration: functionDeclaration,
  function_signature: functionSignature,
  lexical_declaration: variables,
  variable_declaration: variables,
  using_declaration: variables,
};
