/** Export statements. Local names are looked up when the whole module is read, for they may be declared further down. */
import { FLAG, IMPORT_FLAG, type DeclarationKind } from '#facts';
import { lowerClass } from './classes.ts';
import {
  EXPORT_DECLARATION,
  EXPORT_IMPORT,
  EXPORT_MODULE,
  EXPORT_STAR,
  OP_EXPRESSION,
  ROLE_EXPORT,
  ROLE_IMPORT,
  STATEMENT_DECLARATION,
  STATEMENT_IMPORT,
} from '../lowering/codes.ts';
import { lowerMembers } from './declarations.ts';
import { describeFunction, functionFlags, lowerFunction } from './functions.ts';
import { keyName, keyStart } from './literals.ts';
import type { Rule, Walk } from './walk.ts';

const exportStatement: Rule = (walk, node) => {
  const { low, symbols } = walk;
  const { field: f, token } = symbols;
  walk.takeFlags();
  walk.takeHead(node);
  if (low.scope === low.moduleScope) walk.isModule = true;
  const declared = walk.child(node, f.declaration);
  const isDefault = walk.hasChild(node, token.default);
  if (declared >= 0) {
    walk.head = node;
    walk.flags = FLAG.exported | (isDefault ? FLAG.default : 0);
    walk.statement(declared);
    walk.head = -1;
    walk.flags = 0;
    return -1;
  }
  const source = walk.child(node, f.source);
  if (source >= 0) lowerReexport(walk, node, source);
  else {
    const value = walk.child(node, f.value);
    if (value >= 0) lowerExported(walk, node, value, 'default', walk.childOfType(node, token.default));
    else if (walk.hasChild(node, token['='])) {
      lowerExported(walk, node, walk.lastChild(node), 'export=', walk.childOfType(node, token['=']));
    } else {
      low.statement(STATEMENT_IMPORT, walk.start[node]!);
      lowerLocalExports(walk, node);
    }
  }
  return -1;
};

/** `export default value` and `export = value`. A bare name is an export of what it names; all else is declared. */
function lowerExported(walk: Walk, node: number, value: number, name: string, word: number): void {
  const { low, symbols, type } = walk;
  const { type: t } = symbols;
  const kind = type[value]!;
  low.statement(STATEMENT_DECLARATION, walk.start[node]!);
  if (kind === t.identifier) {
    low.reference(walk.name(value), ROLE_EXPORT, walk.start[value]!);
    addLocalExport(walk, name, walk.name(value));
    return;
  }
  const isFunction = symbols.isFunction[kind] === 1;
  const isClass = kind === t.class;
  const form: DeclarationKind = isFunction ? 'function' : isClass ? 'class' : 'constant';
  const inner = isFunction || isClass ? walk.child(value, symbols.field.name) : -1;
  const flags = FLAG.exported | FLAG.default | (isFunction ? functionFlags(walk, value) : 0);
  const nameStart = inner < 0 ? walk.start[word < 0 ? node : word]! : walk.start[inner]!;
  const written = inner >= 0 ? walk.name(inner) : name === 'default' ? 'default' : '=';
  const options = { flags, bind: inner >= 0 };
  const row = low.declare(form, written, walk.start[node]!, walk.end[node]!, nameStart, options);
  walk.document(node, row);
  if (low.scope === low.moduleScope) low.exportName(name, EXPORT_DECLARATION, row, '', '', 0);
  if (isFunction) {
    describeFunction(walk, value, row);
    lowerFunction(walk, value, row, -1, written, null);
  } else if (isClass) lowerClass(walk, value, row, -1, written);
  else low.op(OP_EXPRESSION, kind === t.object ? lowerMembers(walk, value, row) : walk.expression(value), -1, 0);
}

/** `export * from`, `export * as ns from`, `export { a as b } from`. */
function lowerReexport(walk: Walk, node: number, source: number): void {
  const { low, symbols, next } = walk;
  const { type: t, field: f, token } = symbols;
  const module = walk.unquoted(source);
  const start = walk.start[node]!;
  const end = walk.end[node]!;
  const flags = IMPORT_FLAG.reexport | (walk.hasChild(node, token.type) ? IMPORT_FLAG.type : 0);
  const isModule = low.scope === low.moduleScope;
  low.statement(STATEMENT_IMPORT, start);
  const clause = walk.childOfType(node, t.export_clause);
  if (clause < 0) {
    const whole = walk.childOfType(node, t.namespace_export);
    const name = whole < 0 ? -1 : walk.lastChild(whole);
    low.importName(module, name < 0 ? '*' : '', '', 0, flags, start, end, walk.start[source]! + 1);
    if (isModule && name < 0) low.exportName('*', EXPORT_STAR, -1, module, '', 0);
    else if (isModule) low.exportName(keyName(walk, name), EXPORT_MODULE, -1, module, '', 0);
    return;
  }
  const last = next[clause]!;
  for (let at = clause + 1; at < last; at = next[at]!) {
    const name = walk.child(at, f.name);
    if (name < 0 || walk.start[name] === walk.end[name]) continue;
    const alias = walk.child(at, f.alias);
    const imported = keyName(walk, name);
    const isType = walk.hasChild(at, token.type);
    const row = low.importName(
      module,
      imported,
      '',
      0,
      isType ? flags | IMPORT_FLAG.type : flags,
      start,
      end,
      keyStart(walk, name),
    );
    low.importReference(imported, ROLE_IMPORT, keyStart(walk, name), row);
    if (isModule) low.exportName(keyName(walk, alias < 0 ? name : alias), EXPORT_IMPORT, -1, module, imported, 0);
  }
}

/** `export { a as b }`. */
function lowerLocalExports(walk: Walk, node: number): void {
  const { low, symbols, next } = walk;
  const { type: t, field: f } = symbols;
  const clause = walk.childOfType(node, t.export_clause);
  if (clause < 0) return;
  const last = next[clause]!;
  for (let at = clause + 1; at < last; at = next[at]!) {
    const name = walk.child(at, f.name);
    if (name < 0 || walk.start[name] === walk.end[name]) continue;
    const alias = walk.child(at, f.alias);
    low.reference(walk.name(name), ROLE_EXPORT, walk.start[name]!);
    addLocalExport(walk, keyName(walk, alias < 0 ? name : alias), walk.name(name));
  }
}

/** Notes that the module exports a local name under `exported`. */
export function addLocalExport(walk: Walk, exported: string, local: string): void {
  if (walk.low.scope !== walk.low.moduleScope) return;
  walk.localExports.push(exported, local);
}

/** Makes the export rows of local names, when all names of the module are known. */
export function resolveLocalExports(walk: Walk): void {
  const { low, localExports } = walk;
  const { names, types } = low.moduleScope;
  for (let i = 0; i < localExports.length; i += 2) {
    const exported = localExports[i]!;
    const local = localExports[i + 1]!;
    exportBound(walk, exported, names.get(local));
    exportBound(walk, exported, types?.get(local));
  }
}

function exportBound(walk: Walk, exported: string, bound: number | undefined): void {
  if (bound === undefined) return;
  const { low } = walk;
  const row = bound >>> 2;
  if ((bound & 3) === 2) {
    low.t.declaration.col.flags[row]! |= FLAG.exported | (exported === 'default' ? FLAG.default : 0);
    low.exportName(exported, EXPORT_DECLARATION, row, '', '', 0);
  } else if ((bound & 3) === 3) {
    const { module, imported } = low.t.importTable.col;
    const texts = low.interfaceStrings.texts;
    const name = texts[imported[row]!]!;
    low.exportName(exported, name === '' ? EXPORT_MODULE : EXPORT_IMPORT, -1, texts[module[row]!]!, name, 0);
  }
}

export const EXPORT_RULES: Readonly<Record<string, Rule>> = { export_statement: exportStatement };
