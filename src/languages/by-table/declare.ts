/**
 * Declarations: what a node declares, where it belongs, and the scope or body that it opens. Inside functions all names are
 * locals. It must never touch the interface from there.
 */
import { codeOf, DECLARATION_KINDS, FLAG, LOCAL_KINDS, type DeclarationKind } from '#facts';
import { describe } from './signature.ts';
import { nameNodes, nameText, unwrap, type Unwrapped } from './names.ts';
import type { BoundDeclares } from './rules.ts';
import { SILENT, type Walk } from './walk.ts';

const CLASS_LIKE: ReadonlySet<number> = new Set(
  (['class', 'interface', 'enum', 'struct', 'trait', 'type_alias'] as const).map((kind) =>
    codeOf(DECLARATION_KINDS, kind),
  ),
);
const LOCAL_VARIABLE = codeOf(LOCAL_KINDS, 'variable');
const LOCAL_PARAMETER = codeOf(LOCAL_KINDS, 'parameter');
const LOCAL_FUNCTION = codeOf(LOCAL_KINDS, 'function');
const LOCAL_CLASS = codeOf(LOCAL_KINDS, 'class');
const LOCAL_TYPE_PARAMETER = codeOf(LOCAL_KINDS, 'type_parameter');
const CALLABLE: ReadonlySet<string> = new Set(['function', 'method', 'constructor']);

/** Declares what `node` declares. Returns the row to go on with, or -1 when it declares nothing. */
export function enterDeclaration(w: Walk, node: number, declares: BoundDeclares): number {
  if (declares.needsPath !== null && w.select(node, declares.needsPath) < 0) return -1;
  if (declares.reopens === true) return reopen(w, node, declares);
  const names = nameNodes(w, node, declares);
  if (declares.opens === 'body') return declareFunction(w, node, declares, names[0] ?? -1);
  if (declares.opens === 'members') return declareType(w, node, declares, names[0] ?? -1);
  for (const name of names) declareTerm(w, node, declares, name);
  if (names.length === 0 && declares.embedsPath !== null) embed(w, node, declares);
  return node + 1;
}

// ---- kinds and owners -----------------------------------------------------------------------------------------------

/** True when what is declared in the current scope is a member of a type. */
function isInType(w: Walk): boolean {
  const { declaration } = w.low.scope;
  return declaration > 0 && (CLASS_LIKE.has(w.low.t.declaration.col.kind[declaration]!) || w.reopened.has(declaration));
}

function kindOf(w: Walk, node: number, declares: BoundDeclares, name: Unwrapped): BoundDeclares['kind'] {
  const asked = declares.kindPath === null ? -1 : w.select(node, declares.kindPath);
  const kind = (asked < 0 ? name.kind : declares.kinds.get(w.type[asked]!)) ?? declares.kind;
  if (!isInType(w)) return kind;
  if (kind === 'function') return 'method';
  return kind === declares.kind ? (declares.member ?? kind) : kind;
}

function declare(
  w: Walk,
  node: number,
  declares: BoundDeclares,
  kind: DeclarationKind,
  name: number,
  flags: number,
): number {
  const isMember = isInType(w);
  const bind = !isMember || w.rules.table.bareMembers === true;
  const { text, at } = nameText(w, node, declares, name);
  const row = w.low.declare(kind, text, w.start[node]!, w.end[node]!, at, {
    flags: flags | flagsOf(w, node),
    merge: declares.merge === true,
    bind,
  });
  document(w, node, row);
  return row;
}

/** Flags by the words of the modifiers of a declaration, or of the statement that it is a part of. */
function flagsOf(w: Walk, node: number): number {
  if (w.rules.flags.size === 0) return 0;
  for (let at = node; at > 0; at = w.parent[at]!) {
    const flags = wordFlags(w, at);
    if (flags !== 0 || w.rule(w.parent[at]!).isBlock === true) return flags;
  }
  return 0;
}

function wordFlags(w: Walk, node: number): number {
  let flags = 0;
  const end = w.next[node]!;
  for (let i = node + 1; i < end; i = w.next[i]!) {
    if (w.rule(i).isModifier !== true && w.isNamed(i)) continue;
    if (w.end[i]! - w.start[i]! > 400) continue;
    for (const word of w.slice(i).split(/\s+/)) flags |= w.rules.flags.get(word) ?? 0;
  }
  return flags;
}

/** The comment right above a declaration, or above the statement that it stands in, documents it. */
function document(w: Walk, node: number, row: number): void {
  if (w.docEnd < 0) return;
  const up = w.parent[node]!;
  const isOwn = w.isNear(w.docReach, w.start[node]!);
  const isOuter = !isOwn && up > 0 && w.rule(up).isBlock !== true && w.isNear(w.docReach, w.start[up]!);
  if ((isOwn || isOuter) && w.beginsLine(w.docStart)) w.low.docstring(row, w.docStart, w.docEnd);
}

/** The node that members declared inside `node` belong to: the nearest type, namespace or function around it. */
function containerOf(w: Walk, node: number): number {
  let at = w.parent[node]!;
  while (at > 0 && w.rule(at).declares?.opens === undefined) at = w.parent[at]!;
  return at;
}

/** Declaration row of the type `name` declared beside `node`, made now when the walk has not come to it; or -1. */
function typeBeside(w: Walk, node: number, name: string): number {
  const found = typesOf(w).get(`${containerOf(w, node)}/${name}`);
  if (found === undefined) return -1;
  return w.ahead.get(found) ?? declareTypeRow(w, found, w.rule(found).declares!);
}

function typesOf(w: Walk): Map<string, number> {
  if (w.types !== null) return w.types;
  w.types = new Map<string, number>();
  for (let node = 1; node < w.tree.count; node++) {
    const { declares } = w.rule(node);
    if (declares?.opens !== 'members' || declares.reopens === true || declares.kind === 'namespace') continue;
    if (declares.needsPath !== null && w.select(node, declares.needsPath) < 0) continue;
    const name = nameNodes(w, node, declares)[0];
    if (name === undefined) continue;
    const key = `${containerOf(w, node)}/${w.slice(unwrap(w, name).node)}`;
    if (!w.types.has(key)) w.types.set(key, node);
  }
  return w.types;
}

// ---- types ----------------------------------------------------------------------------------------------------------

function declareTypeRow(w: Walk, node: number, declares: BoundDeclares): number {
  const name = unwrap(w, nameNodes(w, node, declares)[0]!);
  const kind = kindOf(w, node, declares, name);
  w.mark[name.node] = SILENT;
  // Safe because: a parameter opens nothing.
  const row = declare(w, node, declares, kind as DeclarationKind, name.node, 0);
  w.ahead.set(node, row);
  return row;
}

function declareType(w: Walk, node: number, declares: BoundDeclares, nameNode: number): number {
  const name = nameNode < 0 ? -1 : unwrap(w, nameNode).node;
  if (name < 0 || w.start[name] === w.end[name]) {
    // Members of a union without a name belong to the type around it.
    if (declares.kind !== 'namespace' && !isInType(w)) w.openScope(node);
    return node + 1;
  }
  const known = w.ahead.get(node);
  if (!w.isDeclaring) {
    w.mark[name] = SILENT;
    w.low.bindLocal(w.slice(name), LOCAL_CLASS, w.start[name]!);
    w.openScope(node);
    return node + 1;
  }
  const row = known ?? declareTypeRow(w, node, declares);
  if (known !== undefined) document(w, node, row);
  describe(w, node, row, name);
  openMembers(w, node, row);
  return node + 1;
}

function openMembers(w: Walk, node: number, row: number): void {
  if (w.isTooDeep) {
    w.tooDeep(node);
    return;
  }
  w.depth++;
  w.opened.set(node, 1);
  w.openMembers(row);
}

/** A block of members of a type that is declared elsewhere: below that type, or below a namespace of its name. */
function reopen(w: Walk, node: number, declares: BoundDeclares): number {
  const owner = declares.ownerPath === null ? -1 : w.select(node, declares.ownerPath);
  if (owner < 0) return -1;
  if (!w.isDeclaring) {
    w.openScope(node);
    return node + 1;
  }
  const name = unwrap(w, owner).node;
  let row = typeBeside(w, node, w.slice(name));
  if (row < 0) {
    const { start, end } = w;
    const options = { merge: true, bind: false };
    row = w.low.declare('namespace', w.slice(name), start[node]!, end[node]!, start[name]!, options);
  }
  w.reopened.add(row);
  describe(w, node, row, name);
  openMembers(w, node, row);
  return node + 1;
}

// ---- functions ------------------------------------------------------------------------------------------------------

function walkModifiers(w: Walk, node: number): void {
  const end = w.next[node]!;
  for (let i = node + 1; i < end; i = w.next[i]!) {
    if (w.rule(i).isModifier !== true) continue;
    w.walk(i, w.next[i]!);
    w.mark[i] = SILENT;
  }
}

function declareFunction(w: Walk, node: number, declares: BoundDeclares, nameNode: number): number {
  if (nameNode < 0 || w.start[nameNode] === w.end[nameNode]) {
    w.openScope(node);
    return node + 1;
  }
  const name = unwrap(w, nameNode, declares.kinds);
  walkModifiers(w, node);
  w.mark[name.node] = SILENT;
  if (w.isDeclaring) return declareMethod(w, node, declares, name);
  const text = w.slice(name.node);
  const owner = w.low.isBound(text) ? -1 : w.low.bindLocal(text, LOCAL_FUNCTION, w.start[name.node]!);
  return openFunction(w, node, declares, text, -1, owner);
}

function declareMethod(w: Walk, node: number, declares: BoundDeclares, name: Unwrapped): number {
  const owner = declares.ownerPath === null ? name.scope : w.select(node, declares.ownerPath);
  const type = owner < 0 ? -1 : typeBeside(w, node, w.slice(unwrap(w, owner).node));
  if (type >= 0) w.openMembers(type);
  const kind = kindOf(w, node, declares, name);
  const isPrototype = w.select(node, declares.bodyPath) < 0;
  const row = declare(w, node, declares, named(kind), name.node, isPrototype ? FLAG.ambient : 0);
  describe(w, node, row, name.node);
  const next = isPrototype ? -1 : openFunction(w, node, declares, w.slice(name.node), row, -1);
  if (type >= 0) w.low.closeBlock();
  if (next >= 0) return next;
  w.openScope(node);
  return node + 1;
}

function openFunction(
  w: Walk,
  node: number,
  declares: BoundDeclares,
  name: string,
  declaration: number,
  owner: number,
): number {
  if (w.isTooDeep || w.select(node, declares.bodyPath) < 0) {
    if (w.isTooDeep) w.tooDeep(node);
    w.openScope(node);
    return node + 1;
  }
  const depth = w.depth + 1;
  w.low.deferBody('function', node, name, { declaration, owner }, () => {
    w.body(depth, () => {
      w.children(node);
    });
  });
  return w.next[node]!;
}

// ---- terms ----------------------------------------------------------------------------------------------------------

function named(kind: BoundDeclares['kind']): DeclarationKind {
  return kind === 'parameter' ? 'property' : kind;
}

function declareTerm(w: Walk, node: number, declares: BoundDeclares, nameNode: number): void {
  const name = unwrap(w, nameNode, declares.kinds);
  const at = w.start[name.node]!;
  if (at === w.end[name.node] || w.mark[name.node] === SILENT) return;
  const text = w.slice(name.node);
  const kind = kindOf(w, node, declares, name);
  // The names of a pattern are bound by `binds`.
  if (!w.isDeclaring && w.next[name.node]! > name.node + 1 && w.rule(name.node).name < 0) return;
  if (kind === 'type_parameter') w.low.bindLocal(text, LOCAL_TYPE_PARAMETER, at);
  else if (!w.isDeclaring) w.low.bindLocal(text, localKind(kind), at);
  else if (kind === 'parameter' && !isComponent(w, node)) return;
  else if (declares.once === true && w.low.isBound(text)) return;
  else declareNamed(w, node, declares, named(kind), name.node);
  w.mark[name.node] = SILENT;
  // The parameters of a prototype are names of its own.
  if (CALLABLE.has(kind)) w.openScope(node);
}

function declareNamed(w: Walk, node: number, declares: BoundDeclares, kind: DeclarationKind, name: number): void {
  const isPrototype = CALLABLE.has(kind) && declares.isWhole !== true;
  const row = declare(w, node, declares, kind, name, isPrototype ? FLAG.ambient : 0);
  describe(w, node, row, isPrototype ? name : -1);
}

function localKind(kind: BoundDeclares['kind']): number {
  if (kind === 'parameter') return LOCAL_PARAMETER;
  return CALLABLE.has(kind) ? LOCAL_FUNCTION : LOCAL_VARIABLE;
}

/** True for a parameter in the header of a type: a component of a record. */
function isComponent(w: Walk, node: number): boolean {
  const list = w.parent[node]!;
  return list > 0 && w.rule(w.parent[list]!).declares?.opens === 'members';
}

/** A member named by its type, which is a base of the type around it (Go). */
function embed(w: Walk, node: number, declares: BoundDeclares): void {
  const type = w.select(node, declares.embedsPath!);
  if (type < 0 || !w.isDeclaring || w.low.scope.declaration === 0) return;
  const name = unwrap(w, type).node;
  if (w.start[name] === w.end[name] || !/^\w+$/.test(w.slice(name))) return;
  if (declares.embedsOnly !== true) declare(w, node, declares, named(declares.member ?? declares.kind), name, 0);
  w.low.heritage(w.low.scope.declaration, w.slice(type), 0);
}
