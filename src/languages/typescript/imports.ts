/** Import statements: one import row per name, a reference on the imported name, and the operation that makes the value. */
import { FLAG, IMPORT_FLAG } from '#facts';
import { EXPORT_ALIAS, OP_ATTRIBUTE, OP_IMPORT, ROLE_IMPORT, ROLE_READ, STATEMENT_IMPORT } from '../lowering/codes.ts';
import { bindAsType } from '../lowering/scope.ts';
import { declaresHere, storeName } from './declarations.ts';
import { keyName, keyStart } from './literals.ts';
import { BIND_CONST, declareName } from './patterns.ts';
import type { Rule, Walk } from './walk.ts';

interface Source {
  readonly statement: number;
  readonly module: string;
  readonly flags: number;
}

/** Adds one import. `name` is the row of the name that is taken or, for whole modules, of the local name. */
function addImport(walk: Walk, source: Source, imported: string, local: string, name: number, flags: number): void {
  const { low } = walk;
  const { statement } = source;
  const start = keyStart(walk, name);
  const bits = source.flags | flags;
  const row = low.importName(
    source.module,
    imported,
    local,
    0,
    bits,
    walk.start[statement]!,
    walk.end[statement]!,
    start,
  );
  low.importReference(keyName(walk, name), ROLE_IMPORT, start, row);
  if ((bits & IMPORT_FLAG.type) === 0) low.op(OP_IMPORT, -1, -1, row);
}

const importStatement: Rule = (walk, node) => {
  const { low, symbols } = walk;
  const { type: t, field: f, token } = symbols;
  walk.takeHead(node);
  walk.takeFlags();
  if (low.scope === low.moduleScope) walk.isModule = true;
  low.statement(STATEMENT_IMPORT, walk.start[node]!);
  const required = walk.childOfType(node, t.import_require_clause);
  const string = walk.child(required < 0 ? node : required, f.source);
  if (string < 0) return -1;
  const source: Source = {
    statement: node,
    module: walk.unquoted(string),
    flags: walk.hasChild(node, token.type) || walk.hasChild(node, token.typeof) ? IMPORT_FLAG.type : 0,
  };
  const clause = walk.childOfType(node, t.import_clause);
  if (required >= 0) {
    const name = walk.firstChild(required);
    if (name >= 0 && walk.type[name] === t.identifier) {
      addImport(walk, source, '', walk.name(name), name, IMPORT_FLAG.require);
    }
  } else if (clause >= 0) importClause(walk, clause, source);
  else {
    const start = walk.start[string]! + 1;
    const row = low.importName(source.module, '', '', 0, 0, walk.start[node]!, walk.end[node]!, start);
    low.op(OP_IMPORT, -1, -1, row);
  }
  return -1;
};

function importClause(walk: Walk, clause: number, source: Source): void {
  const { symbols, next, type } = walk;
  const { type: t, field: f, token } = symbols;
  const end = next[clause]!;
  for (let at = clause + 1; at < end; at = next[at]!) {
    if (type[at] === t.identifier && walk.start[at]! < walk.end[at]!) {
      addImport(walk, source, 'default', walk.name(at), at, 0);
    } else if (type[at] === t.namespace_import) {
      const name = walk.childOfType(at, t.identifier);
      if (name >= 0) addImport(walk, source, '', walk.name(name), name, 0);
    } else if (type[at] === t.named_imports) {
      const last = next[at]!;
      for (let part = at + 1; part < last; part = next[part]!) {
        if (type[part] !== t.import_specifier) continue;
        const name = walk.child(part, f.name);
        if (name < 0 || walk.start[name] === walk.end[name]) continue;
        const alias = walk.child(part, f.alias);
        const isType = walk.hasChild(part, token.type) || walk.hasChild(part, token.typeof);
        const local = walk.name(alias < 0 ? name : alias);
        addImport(walk, source, keyName(walk, name), local, name, isType ? IMPORT_FLAG.type : 0);
      }
    }
  }
}

/** The value of `A.B.c`. */
function loadDotted(walk: Walk, node: number): number {
  const { low, symbols, type, next } = walk;
  const { type: t } = symbols;
  let value = -1;
  for (let at = node; at < next[node]!; at++) {
    const isName = type[at] === t.identifier || type[at] === t.property_identifier;
    if (!isName || walk.start[at] === walk.end[at]) continue;
    if (value < 0) value = walk.load(at, ROLE_READ);
    else {
      walk.ref = low.attribute(walk.name(at), ROLE_READ, walk.start[at]!, walk.ref);
      value = low.op(OP_ATTRIBUTE, value, -1, walk.ref);
    }
  }
  return value;
}

/** `import a = B.c`: a constant with that value, and when exported an alias of the path. */
const importAlias: Rule = (walk, node) => {
  const { low, symbols } = walk;
  const { type: t } = symbols;
  const head = walk.takeHead(node);
  const flags = walk.takeFlags();
  low.statement(STATEMENT_IMPORT, walk.start[head]!);
  const name = walk.childOfType(node, t.identifier);
  const value = walk.lastChild(node);
  if (name < 0 || value <= name || walk.start[name] === walk.end[name]) return -1;
  const isDeclared = declaresHere(walk);
  walk.flags = flags;
  declareName(walk, name, BIND_CONST, head);
  walk.flags = 0;
  bindAsType(low.scope, walk.name(name));
  if (isDeclared && (flags & FLAG.exported) !== 0 && low.scope === low.moduleScope) {
    low.exportName(walk.name(name), EXPORT_ALIAS, -1, '', walk.name(value), 0);
  }
  storeName(walk, name, loadDotted(walk, value));
  return -1;
};

export const IMPORT_RULES: Readonly<Record<string, Rule>> = {
  import_statement: importStatement,
  import_alias: importAlias,
};
