/** Import statements: rows of the interface, the names they bind, and what a module passes on by importing. */
import { IMPORT_FLAG } from '#facts';
import {
  EXPORT_IMPORT,
  EXPORT_MODULE,
  EXPORT_STAR,
  OP_IMPORT,
  STATEMENT_IMPORT,
  ROLE_IMPORT,
  OP_STORE,
} from '../lowering/codes.ts';
import type { LowerStatement, Walk } from './walk.ts';

function dottedText(w: Walk, node: number): string {
  const text = w.slice(node);
  return /\s/.test(text) ? text.replace(/[\s\\]+/g, '') : text;
}

function importFlags(w: Walk): number {
  return (
    (w.low.scope === w.low.moduleScope ? 0 : IMPORT_FLAG.nested) |
    (w.conditions > 0 ? IMPORT_FLAG.conditional : 0) |
    (w.isTypeChecking ? IMPORT_FLAG.type : 0)
  );
}

/** Stores the imported value under its local name, whose use at `nameNode` is bound to the import. */
function storeImport(w: Walk, row: number, local: string, nameNode: number): void {
  const value = w.op(OP_IMPORT, -1, -1, row);
  const reference = w.low.importReference(local, ROLE_IMPORT, w.start[nameNode]!, row);
  w.op(OP_STORE, value, -1, reference);
  declareMember(w, local, nameNode);
}

/** What a class imports is an attribute of it, although its name in the class means the import. */
function declareMember(w: Walk, local: string, node: number): void {
  const { scope } = w.low;
  if (scope.kind !== 'class' || scope.declaration < 0 || scope.ordinals.has(`.${local}`)) return;
  if (scope.redirects?.has(local) === true) return;
  const options = { flags: w.flagsOf(local), bind: false };
  w.low.declare('variable', local, w.start[node]!, w.end[node]!, w.start[node]!, options);
}

/** `import a.b, c.d as e` */
function lowerImport(w: Walk, node: number): void {
  w.low.statement(STATEMENT_IMPORT, w.start[node]!);
  const end = w.next[node]!;
  for (let i = node + 1; i < end; i = w.next[i]!) {
    if (w.type[i] === w.ids.dottedName) importModule(w, node, i);
    else if (w.type[i] === w.ids.aliasedImport) importModuleAs(w, node, i);
  }
}

function importModule(w: Walk, statement: number, node: number): void {
  const module = dottedText(w, node);
  if (module === '') return;
  const dot = module.indexOf('.');
  const local = dot < 0 ? module : module.slice(0, dot);
  const flags = importFlags(w) | (dot < 0 ? 0 : IMPORT_FLAG.top);
  storeImport(w, addImport(w, statement, node, module, '', local, 0, flags), local, node);
  exportImport(w, local, EXPORT_MODULE, local, '', 0);
}

function importModuleAs(w: Walk, statement: number, node: number): void {
  const name = w.child(node, w.ids.inName);
  const alias = w.child(node, w.ids.inAlias);
  if (name < 0 || alias < 0) return;
  const module = dottedText(w, name);
  const local = w.slice(alias);
  storeImport(w, addImport(w, statement, name, module, '', local, 0, importFlags(w)), local, alias);
  exportImport(w, local, EXPORT_MODULE, module, '', 0);
}

/** `from ..a import b, c as d` and `from a import *` */
function lowerFromImport(w: Walk, node: number, fixedModule: string): void {
  w.low.statement(STATEMENT_IMPORT, w.start[node]!);
  const source = w.child(node, w.ids.inModuleName);
  const level = levelOf(w, source);
  const module = fixedModule === '' ? moduleText(w, source) : fixedModule;
  const end = w.next[node]!;
  for (let i = node + 1; i < end; i = w.next[i]!) {
    if (i === source) continue;
    const type = w.type[i]!;
    if (type === w.ids.wildcardImport) importStar(w, node, i, module, level);
    else if (type === w.ids.dottedName) importName(w, node, i, i, module, level);
    else if (type === w.ids.aliasedImport) {
      const name = w.child(i, w.ids.inName);
      const alias = w.child(i, w.ids.inAlias);
      if (name >= 0 && alias >= 0) importName(w, node, name, alias, module, level);
    }
  }
}

function levelOf(w: Walk, source: number): number {
  if (source < 0 || w.type[source] !== w.ids.relativeImport) return 0;
  const prefix = source + 1;
  let level = 0;
  for (let at = w.start[prefix]!; at < w.end[prefix]!; at++) if (w.text.charCodeAt(at) === 46) level++;
  return level;
}

function moduleText(w: Walk, source: number): string {
  if (source < 0) return '';
  if (w.type[source] !== w.ids.relativeImport) return dottedText(w, source);
  const end = w.next[source]!;
  for (let i = source + 1; i < end; i = w.next[i]!) if (w.type[i] === w.ids.dottedName) return dottedText(w, i);
  return '';
}

function importName(w: Walk, statement: number, node: number, binding: number, module: string, level: number): void {
  const imported = w.slice(node);
  const local = w.slice(binding);
  if (imported === '' || local === '') return;
  const row = addImport(w, statement, node, module, imported, local, level, importFlags(w));
  if (binding !== node) w.low.importReference(imported, ROLE_IMPORT, w.start[node]!, row);
  storeImport(w, row, local, binding);
  exportImport(w, local, EXPORT_IMPORT, module, imported, level);
}

function importStar(w: Walk, statement: number, node: number, module: string, level: number): void {
  w.op(OP_IMPORT, -1, -1, addImport(w, statement, node, module, '*', '', level, importFlags(w)));
  exportImport(w, '*', EXPORT_STAR, module, '*', level);
}

function addImport(
  w: Walk,
  statement: number,
  nameNode: number,
  module: string,
  imported: string,
  local: string,
  level: number,
  flags: number,
): number {
  const { start, end } = w;
  const name = start[nameNode]!;
  return w.low.importName(module, imported, local, level, flags, start[statement]!, end[statement]!, name);
}

/** In Python a module passes on all that it imports. */
function exportImport(w: Walk, local: string, kind: number, module: string, imported: string, level: number): void {
  if (w.low.scope === w.low.moduleScope) w.low.exportName(local, kind, -1, module, imported, level);
}

export const importStatements: Readonly<Record<string, LowerStatement>> = {
  import_statement: lowerImport,
  import_from_statement: (w, node) => lowerFromImport(w, node, ''),
  future_import_statement: (w, node) => lowerFromImport(w, node, '__future__'),
};
