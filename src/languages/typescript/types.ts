/**
 * Types as references. A type is a flat run of rows: names in it are references with the role `type`, whatever their
 * nesting, so that it is read in one loop without recursion. Type parameters, `infer` and mapped types open scopes.
 */
import { IMPORT_FLAG } from '#facts';
import { importedString } from './chains.ts';
import { LOCAL_SIGNATURE, LOCAL_TYPE_PARAMETER, ROLE_TYPE } from '../lowering/codes.ts';
import type { Walk } from './walk.ts';

/** Scopes inside one another that are kept apart in one type; names of deeper ones are taken together. */
const MAX_SCOPES = 50;

/** References of a type, or of anything that only holds types. `root` itself is read too. */
export function lowerTypes(walk: Walk, root: number): void {
  const { type: types, parent, next, symbols, low } = walk;
  const t = symbols.type;
  const end = next[root]!;
  const floor = walk.top;
  let imported = -1;
  for (let at = root; at < end; at++) {
    if (at === imported) continue;
    while (walk.top > floor && at >= walk.stack[walk.top - 1]!) {
      walk.top--;
      low.closeBlock();
    }
    const type = types[at]!;
    if (type === t.type_identifier) lowerTypeName(walk, at, types[parent[at]!]!);
    else if (type === t.identifier) lowerValueName(walk, at, types[parent[at]!]!);
    else if (type === t.property_identifier) {
      const outer = types[parent[at]!];
      if (outer === t.nested_identifier || outer === t.member_expression) refer(walk, at, walk.ref);
    } else if (type === t.required_parameter || type === t.optional_parameter) bindParameter(walk, at);
    else if (type === t.property_signature) {
      if (at !== root) bindMember(walk, at);
    } else if (type === t.method_signature) {
      if (at !== root) bindMember(walk, at);
      if (walk.top - floor < MAX_SCOPES) {
        low.openBlock();
        walk.push(next[at]!);
      }
    } else if (walk.top - floor < MAX_SCOPES && opensScope(walk, at, type)) {
      low.openBlock();
      walk.push(next[at]!);
    } else if (type === symbols.importCallee) imported = lowerImportType(walk, at);
  }
  while (walk.top > floor) {
    walk.top--;
    low.closeBlock();
  }
  walk.ref = -1;
}

function opensScope(walk: Walk, at: number, type: number): boolean {
  const { type: t } = walk.symbols;
  if (type === t.conditional_type) return true;
  if (type === t.index_signature) return walk.hasChild(at, t.mapped_type_clause);
  return (
    type === t.function_type ||
    type === t.constructor_type ||
    type === t.call_signature ||
    type === t.construct_signature
  );
}

/** The name of a parameter of a signature, which `x is T` and `typeof x` in it mean. */
function bindParameter(walk: Walk, at: number): void {
  const { symbols, low } = walk;
  const name = walk.child(at, symbols.field.pattern);
  if (name < 0 || walk.type[name] !== symbols.type.identifier || walk.start[name] === walk.end[name]) return;
  low.bindLocal(walk.name(name), LOCAL_SIGNATURE, walk.start[name]!, 0, low.scope);
}

/** The name of a member of an object type without a name. No bare name means it. */
function bindMember(walk: Walk, at: number): void {
  const { symbols, low } = walk;
  const name = walk.child(at, symbols.field.name);
  if (name < 0 || walk.type[name] !== symbols.type.property_identifier || walk.start[name] === walk.end[name]) return;
  low.openBlock();
  low.bindLocal(walk.name(name), LOCAL_SIGNATURE, walk.start[name]!, 0, low.scope);
  low.closeBlock();
}

function refer(walk: Walk, at: number, base: number): void {
  if (walk.start[at] === walk.end[at]) return;
  const { low } = walk;
  const name = walk.name(at);
  const start = walk.start[at]!;
  walk.ref = base < 0 ? low.reference(name, ROLE_TYPE, start) : low.attribute(name, ROLE_TYPE, start, base);
}

function lowerTypeName(walk: Walk, at: number, outer: number): void {
  const { symbols, low } = walk;
  const t = symbols.type;
  if (outer === t.nested_type_identifier) {
    refer(walk, at, walk.ref);
    return;
  }
  const isDeclared =
    outer === t.infer_type ||
    ((outer === t.type_parameter || outer === t.mapped_type_clause) && walk.field[at] === symbols.field.name);
  if (isDeclared && walk.start[at]! < walk.end[at]!) {
    low.bindLocal(walk.name(at), LOCAL_TYPE_PARAMETER, walk.start[at]!, 0, low.scope);
  } else refer(walk, at, -1);
}

/** Bare names of values in types: `typeof x`, the first part of `A.B`, the parameter in `x is T`. */
function lowerValueName(walk: Walk, at: number, outer: number): void {
  const { type: t } = walk.symbols;
  if (
    outer === t.nested_type_identifier ||
    outer === t.nested_identifier ||
    outer === t.member_expression ||
    outer === t.type_query ||
    outer === t.type_predicate ||
    outer === t.subscript_expression ||
    outer === t.computed_property_name ||
    outer === t.binary_expression
  ) {
    const isNamespace = outer === t.nested_type_identifier || (outer === t.nested_identifier && !isQueried(walk, at));
    if (isNamespace) refer(walk, at, -1);
    else if (walk.start[at]! < walk.end[at]!) {
      walk.ref = walk.low.reference(walk.name(at), ROLE_TYPE, walk.start[at]!);
      walk.low.types.addValue(walk.ref);
    }
  }
}

/** True for the first part of a dotted name in `typeof a.b.c`. */
function isQueried(walk: Walk, at: number): boolean {
  const { parent, type, symbols } = walk;
  let outer = parent[at]!;
  while (outer >= 0 && type[outer] === symbols.type.nested_identifier) outer = parent[outer]!;
  return outer >= 0 && type[outer] === symbols.type.type_query;
}

/** `import('x')` in a type. Returns the row of the name taken from the module, which is then done, or -1. */
function lowerImportType(walk: Walk, at: number): number {
  const { parent, low } = walk;
  const call = parent[at]!;
  if (call < 0 || walk.type[call] !== walk.symbols.type.call_expression) return -1;
  const module = importedString(walk, call);
  if (module < 0) return -1;
  const start = walk.start[module]!;
  const flags = IMPORT_FLAG.type | IMPORT_FLAG.dynamic | (low.body > 0 ? IMPORT_FLAG.nested : 0);
  const outer = parent[call]!;
  const { member_expression, nested_type_identifier, nested_identifier } = walk.symbols.type;
  const isQualified =
    outer >= 0 &&
    (walk.type[outer] === member_expression ||
      walk.type[outer] === nested_type_identifier ||
      walk.type[outer] === nested_identifier);
  const named = isQualified ? walk.lastChild(outer) : -1;
  const imported = named > call ? walk.name(named) : '';
  const row = low.importName(
    walk.unquoted(module),
    imported,
    '',
    0,
    flags,
    walk.start[call]!,
    walk.end[call]!,
    imported === '' ? start + 1 : walk.start[named]!,
  );
  walk.ref = imported === '' ? -1 : low.importReference(imported, ROLE_TYPE, walk.start[named]!, row);
  return imported === '' ? -1 : named;
}
