/**
 * CommonJS exports of JavaScript files: assignments to `module.exports`, `exports.x` and `module.exports.x` at module level.
 * `export=` is the name of the value that the whole module is.
 */
import { FLAG, type DeclarationKind } from '#facts';
import { lowerClass } from './classes.ts';
import { EXPORT_DECLARATION, OP_STORE_ATTRIBUTE, ROLE_WRITE } from '../lowering/codes.ts';
import { lowerMembers } from './declarations.ts';
import { addLocalExport } from './exports.ts';
import { describeFunction, functionFlags, lowerFunction } from './functions.ts';
import { keyName } from './literals.ts';
import type { Walk } from './walk.ts';

/** Lowers an assignment to the exports and returns true; false, and nothing lowered, for any other assignment. */
export function lowerCommonJs(walk: Walk, node: number): boolean {
  const { low, symbols, type } = walk;
  const { field: f, type: t } = symbols;
  if (symbols.grammar.name !== 'javascript' || low.scope !== low.moduleScope) return false;
  const left = walk.child(node, f.left);
  const right = walk.child(node, f.right);
  if (left < 0 || right < 0 || type[left] !== t.member_expression) return false;
  const property = walk.child(left, f.property);
  const object = walk.child(left, f.object);
  if (property < 0 || object < 0) return false;
  if (isModuleExports(walk, left)) lowerWhole(walk, node, left, right);
  else if (isModuleExports(walk, object) || isExports(walk, object))
    lowerNamedExport(walk, node, left, property, right);
  else return false;
  return true;
}

function isExports(walk: Walk, node: number): boolean {
  return walk.type[node] === walk.symbols.type.identifier && walk.name(node) === 'exports';
}

function isModuleExports(walk: Walk, node: number): boolean {
  if (walk.type[node] !== walk.symbols.type.member_expression) return false;
  return walk.name(node).replaceAll(/\s/g, '') === 'module.exports';
}

/** `exports.x = value`. */
function lowerNamedExport(walk: Walk, node: number, left: number, property: number, right: number): void {
  const { type, symbols } = walk;
  const name = walk.name(property);
  if (type[right] === symbols.type.identifier) {
    addLocalExport(walk, name, walk.name(right));
    store(walk, left, walk.expression(right));
    return;
  }
  if (type[right] === symbols.type.undefined) {
    store(walk, left, walk.expression(right));
    return;
  }
  store(walk, left, declareValue(walk, node, name, name, walk.start[property]!, right));
}

/** `module.exports = value`. The properties of an object are exports. */
function lowerWhole(walk: Walk, node: number, left: number, right: number): void {
  const { type, symbols, next, low } = walk;
  const { type: t, field: f } = symbols;
  if (type[right] === t.identifier) {
    addLocalExport(walk, 'export=', walk.name(right));
    store(walk, left, walk.expression(right));
    return;
  }
  const before = low.t.declaration.rows;
  const property = walk.child(left, f.property);
  const value = declareValue(walk, node, 'export=', 'exports', walk.start[property < 0 ? left : property]!, right);
  store(walk, left, value);
  if (type[right] !== t.object) return;
  const end = next[right]!;
  for (let at = right + 1; at < end; at = next[at]!) {
    if (type[at] === t.shorthand_property_identifier) addLocalExport(walk, walk.name(at), walk.name(at));
    else if (type[at] === t.pair) {
      const key = walk.child(at, f.key);
      const inner = walk.child(at, f.value);
      if (key >= 0 && inner >= 0 && type[inner] === t.identifier) {
        addLocalExport(walk, keyName(walk, key), walk.name(inner));
      }
    }
  }
  exportMembers(walk, before);
}

/** Exports the members of the object that was declared at row `from`, those that are names of the module excepted. */
function exportMembers(walk: Walk, from: number): void {
  const { low, localExports } = walk;
  const { declaration } = low.t;
  for (let row = from + 1; row < declaration.rows; row++) {
    if (declaration.col.parent[row] !== from) continue;
    const name = low.interfaceStrings.texts[declaration.col.name[row]!]!;
    if (!localExports.includes(name)) low.exportName(name, EXPORT_DECLARATION, row, '', '', 0);
  }
}

/** Declares and lowers an exported value that has no name of its own. */
function declareValue(walk: Walk, node: number, exported: string, name: string, start: number, value: number): number {
  const { low, symbols, type } = walk;
  const { type: t } = symbols;
  const kind = type[value]!;
  const isFunction = symbols.isFunction[kind] === 1;
  const isClass = kind === t.class;
  const form: DeclarationKind = isFunction ? 'function' : isClass ? 'class' : 'constant';
  const flags = FLAG.exported | (isFunction ? functionFlags(walk, value) : 0);
  const options = { flags, bind: false, merge: true };
  const row = low.declare(form, name, walk.start[node]!, walk.end[node]!, start, options);
  const statement = walk.parent[node]!;
  walk.document(statement < 0 ? node : statement, row);
  low.exportName(exported, EXPORT_DECLARATION, row, '', '', 0);
  if (isFunction) {
    describeFunction(walk, value, row);
    return lowerFunction(walk, value, row, -1, name, null);
  }
  if (isClass) return lowerClass(walk, value, row, -1, name);
  return kind === t.object ? lowerMembers(walk, value, row) : walk.expression(value);
}

function store(walk: Walk, left: number, value: number): void {
  const { low, symbols } = walk;
  const { field: f } = symbols;
  const object = walk.child(left, f.object);
  const property = walk.child(left, f.property);
  const base = object < 0 ? -1 : walk.expression(object);
  if (property < 0) return;
  const row = low.attribute(walk.name(property), ROLE_WRITE, walk.start[property]!, walk.ref);
  low.op(OP_STORE_ATTRIBUTE, base, value, row);
  walk.ref = -1;
}
