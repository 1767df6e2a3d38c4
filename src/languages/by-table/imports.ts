/** Imports in the three styles of the tables: a path with a last name, a whole module, a tree of paths. */
import { IMPORT_FLAG } from '#facts';
import { unquoted } from './names.ts';
import type { BoundImports } from './rules.ts';
import type { Walk } from './walk.ts';

/** Adds the imports of a statement. Returns the row to go on with. */
export function enterImport(w: Walk, node: number, rule: BoundImports): number {
  const module = w.select(node, rule.modulePath);
  if (module < 0) return node + 1;
  if (rule.style === 'tree') importTree(w, node, module, rule);
  else if (rule.style === 'list') importList(w, node, module, rule);
  else if (rule.style === 'module') importModule(w, node, module, rule);
  else importPath(w, node, module, rule);
  return w.next[node]!;
}

function add(w: Walk, node: number, module: string, imported: string, local: string, at: number): void {
  const flags = w.isDeclaring ? 0 : IMPORT_FLAG.nested;
  w.low.importName(module, imported, local, 0, flags, w.start[node]!, w.end[node]!, at);
}

function aliasOf(w: Walk, node: number, rule: BoundImports): number {
  return rule.aliasPath === null ? -1 : w.select(node, rule.aliasPath);
}

function importModule(w: Walk, node: number, module: number, rule: BoundImports): void {
  const { text, at } = unquoted(w, module);
  if (text === '') return;
  const alias = aliasOf(w, node, rule);
  const given = alias < 0 ? '' : w.slice(alias);
  if (given === '.' || (given === '' && hasStar(w, node, rule))) add(w, node, text, '*', '', at);
  else if (given !== '') add(w, node, text, '', given === '_' ? '' : given, at);
  else add(w, node, text, '', rule.bindsLast === true ? lastName(text) : '', at);
}

/** The name of a Go package by its path: a last segment like `v2` is its version. */
function lastName(path: string): string {
  const parts = path.split('/');
  const last = parts.at(-1)!;
  return /^v\d+$/.test(last) && parts.length > 1 ? parts.at(-2)! : last;
}

function importPath(w: Walk, node: number, path: number, rule: BoundImports): void {
  const list = w.parent[w.parent[node]!]!;
  const prefix = rule.prefixPath === null || list < 0 ? -1 : w.select(list, rule.prefixPath);
  const separator = rule.separator ?? '.';
  const written = w.slice(path).replace(/\s+/g, '');
  const text = prefix < 0 ? written : `${w.slice(prefix)}${separator}${written}`;
  if (hasStar(w, node, rule)) {
    add(w, node, text, '*', '', w.start[path]!);
    return;
  }
  const cut = text.lastIndexOf(separator);
  const last = cut < 0 ? text : text.slice(cut + separator.length);
  const alias = aliasOf(w, node, rule);
  add(w, node, cut < 0 ? '' : text.slice(0, cut), last, alias < 0 ? last : w.slice(alias), w.end[path]! - last.length);
}

function hasStar(w: Walk, node: number, rule: BoundImports): boolean {
  if (rule.starType < 0) return false;
  const end = w.next[node]!;
  for (let i = node + 1; i < end; i = w.next[i]!) if (w.type[i] === rule.starType) return true;
  return false;
}

// ---- a path and the names behind it ---------------------------------------------------------------------------------

/** `import a.b.{C, d => e, _}`: the parts of the path are children of the statement, so are its names without a list. */
function importList(w: Walk, statement: number, first: number, rule: BoundImports): void {
  const { start, end, next } = w;
  let last = first;
  for (let i = first; i < next[statement]! && w.field[i] === w.field[first]; i = next[i]!) last = i;
  const prefix = w.tree.text.slice(start[first], end[last]).replace(/\s+/g, '');
  const list = rule.listPath === null ? -1 : w.select(statement, rule.listPath);
  const names = namedChildren(w, list < 0 ? statement : list).filter((i) => i > last);
  for (const name of names) importListed(w, statement, prefix, name, rule);
  if (names.length > 0 || list >= 0) return;
  const text = w.slice(last);
  const module = prefix.slice(0, Math.max(0, prefix.length - text.length - rule.separator!.length));
  add(w, statement, module, text, text, start[last]!);
}

function importListed(w: Walk, statement: number, prefix: string, name: number, rule: BoundImports): void {
  if (w.type[name] === rule.starType) add(w, statement, prefix, '*', '', w.start[name]!);
  else if (rule.renameTypes.includes(w.type[name]!)) {
    const [from, to] = [w.select(name, rule.namePath), aliasOf(w, name, rule)];
    // `C => _` takes everything but `C`.
    if (from < 0 || to < 0 || w.slice(to) === '_') return;
    add(w, statement, prefix, w.slice(from), w.slice(to), w.start[from]!);
  } else if (w.rule(name).name >= 0) add(w, statement, prefix, w.slice(name), w.slice(name), w.start[name]!);
}

// ---- trees of paths -------------------------------------------------------------------------------------------------

/** Lists inside lists; what is deeper is left out. */
const MOST_LISTS = 50;

function importTree(w: Walk, statement: number, root: number, rule: BoundImports): void {
  const visit = (node: number, prefix: string, depth: number): void => {
    if (depth > MOST_LISTS) return;
    switch (typeName(w, node)) {
      case 'use_as_clause': {
        const [path, alias] = namedChildren(w, node);
        if (path !== undefined && alias !== undefined) addPath(path, prefix, w.slice(alias));
        return;
      }
      case 'use_wildcard': {
        const [path] = namedChildren(w, node);
        const text = path === undefined ? '' : w.slice(path);
        add(w, statement, join(prefix, text), '*', '', w.start[path ?? node]!);
        return;
      }
      case 'scoped_use_list': {
        const [first, second] = namedChildren(w, node);
        const list = second ?? first;
        if (list !== undefined) visit(list, second === undefined ? prefix : join(prefix, w.slice(first!)), depth + 1);
        return;
      }
      case 'use_list':
        for (const child of namedChildren(w, node)) visit(child, prefix, depth + 1);
        return;
      default:
        addPath(node, prefix, '');
    }
  };
  const addPath = (node: number, prefix: string, alias: string): void => {
    const text = w.slice(node).replace(/\s+/g, '');
    const whole = text === 'self' ? prefix : join(prefix, text);
    const cut = whole.lastIndexOf('::');
    const last = cut < 0 ? whole : whole.slice(cut + 2);
    const local = alias === '_' ? '' : alias === '' ? last : alias;
    const at = text === 'self' ? w.start[node]! : w.end[node]! - last.length;
    add(w, statement, cut < 0 ? '' : whole.slice(0, cut), last, local, at);
  };
  const join = (prefix: string, text: string): string => (prefix === '' ? text : `${prefix}${rule.separator}${text}`);
  visit(root, '', 0);
}

function typeName(w: Walk, node: number): string {
  return w.rules.typeNames[w.type[node]!]!;
}

function namedChildren(w: Walk, node: number): number[] {
  const found: number[] = [];
  const end = w.next[node]!;
  for (let i = node + 1; i < end; i = w.next[i]!) {
    if (w.isNamed(i) && w.rule(i).isComment !== true && !w.isError(i)) found.push(i);
  }
  return found;
}
