/**
 * JSX. `<Foo a={x}>…</Foo>` is a call of the component with keyword arguments and the children behind them;
 * `<div>` and fragments are a `build` of kind jsx: intrinsic names are no references.
 */
import { CALL_FLAG } from '#facts';
import {
  ARGUMENT_KEYWORD,
  ARGUMENT_KEYWORD_SPREAD,
  ARGUMENT_POSITIONAL,
  BUILD_JSX,
  ELEMENT_ITEM,
  ELEMENT_KEY,
  ELEMENT_SPREAD,
  LITERAL_STRING,
  LITERAL_TRUE,
  OP_BUILD,
  OP_CALL,
  OP_ELEMENT,
  ROLE_CALL,
  ROLE_KEY,
} from '../lowering/codes.ts';
import { lowerNamed } from './chains.ts';
import { lowerTypes } from './types.ts';
import type { Rule, Walk } from './walk.ts';

/** An element: `opening` holds name and attributes, `node` the children. */
function lowerElement(walk: Walk, node: number, opening: number): number {
  const { low, symbols } = walk;
  const { field: f, type: t } = symbols;
  const name = opening < 0 ? -1 : walk.child(opening, f.name);
  if (name < 0 || !isComponent(walk, name)) return lowerIntrinsic(walk, node, opening);
  const callee = lowerNamed(walk, name, ROLE_CALL);
  const calleeRef = walk.ref;
  const types = walk.childOfType(opening, t.type_arguments);
  if (types >= 0) lowerTypes(walk, types);
  const mark = low.markArguments();
  const end = walk.next[opening]!;
  for (let at = opening + 1; at < end; at = walk.next[at]!) {
    if (walk.type[at] === t.jsx_attribute) {
      const value = attributeValue(walk, at);
      low.pushArgument(ARGUMENT_KEYWORD, attributeName(walk, at), value);
      if (value >= 0) referToProperty(walk, at, calleeRef, value);
    } else if (walk.type[at] === t.jsx_expression) low.pushArgument(ARGUMENT_KEYWORD_SPREAD, '', inBraces(walk, at));
  }
  if (node !== opening) {
    const last = walk.next[node]!;
    for (let at = walk.next[opening]!; at < last; at = walk.next[at]!) {
      const child = lowerChild(walk, at);
      if (child >= 0) low.pushArgument(ARGUMENT_POSITIONAL, '', child);
    }
  }
  walk.ref = -1;
  return low.op(OP_CALL, callee, -1, low.call(calleeRef, CALL_FLAG.jsx, walk.start[node]!, walk.end[node]!, mark));
}

/** The name of an attribute: a property of what the component takes. `value`: the operation of the attribute. */
function referToProperty(walk: Walk, attribute: number, component: number, value: number): void {
  const name = walk.firstChild(attribute);
  if (name < 0 || walk.type[name] !== walk.symbols.type.property_identifier) return;
  const row = walk.low.attribute(walk.name(name), ROLE_KEY, walk.start[name]!, component);
  walk.low.t.reference.col.target[row] = value;
}

/** Capitalised and dotted names are components, as are names that start with `_` or `$`. */
function isComponent(walk: Walk, name: number): boolean {
  const { type: t } = walk.symbols;
  const type = walk.type[name];
  if (type === t.member_expression) return true;
  if (type === t.jsx_namespace_name) return false;
  const first = walk.text.charCodeAt(walk.start[name]!);
  return walk.start[name]! < walk.end[name]! && !(first >= 97 && first <= 122);
}

function lowerIntrinsic(walk: Walk, node: number, opening: number): number {
  const { low, symbols } = walk;
  const { type: t, field: f } = symbols;
  const build = low.op(OP_BUILD, -1, -1, BUILD_JSX);
  const name = opening < 0 ? -1 : walk.child(opening, f.name);
  if (name >= 0) low.op(OP_ELEMENT, build, walk.constant(LITERAL_STRING, walk.name(name)), ELEMENT_ITEM);
  const end = opening < 0 ? 0 : walk.next[opening]!;
  for (let at = opening + 1; at < end; at = walk.next[at]!) {
    if (walk.type[at] === t.jsx_attribute) {
      low.op(OP_ELEMENT, build, walk.constant(LITERAL_STRING, attributeName(walk, at)), ELEMENT_KEY);
      low.op(OP_ELEMENT, build, attributeValue(walk, at), ELEMENT_ITEM);
    } else if (walk.type[at] === t.jsx_expression) low.op(OP_ELEMENT, build, inBraces(walk, at), ELEMENT_SPREAD);
  }
  if (node !== opening) {
    const last = walk.next[node]!;
    for (let at = opening < 0 ? node + 1 : walk.next[opening]!; at < last; at = walk.next[at]!) {
      const child = lowerChild(walk, at);
      if (child >= 0) low.op(OP_ELEMENT, build, child, ELEMENT_ITEM);
    }
  }
  walk.ref = -1;
  return build;
}

function attributeName(walk: Walk, node: number): string {
  const name = walk.firstChild(node);
  return name < 0 ? '' : walk.name(name);
}

function attributeValue(walk: Walk, node: number): number {
  const value = walk.lastChild(node);
  if (value < 0 || value === walk.firstChild(node)) return walk.constant(LITERAL_TRUE, '');
  return walk.expression(value);
}

/** The value of `{x}` or `{...x}`, or -1 for `{}`. */
function inBraces(walk: Walk, node: number): number {
  const inner = walk.lastChild(node);
  if (inner < 0) return -1;
  const operand = walk.type[inner] === walk.symbols.type.spread_element ? walk.lastChild(inner) : inner;
  return operand < 0 ? -1 : walk.expression(operand);
}

/** The value of a child of an element; text that is only white space is none. */
function lowerChild(walk: Walk, node: number): number {
  const { type: t, field: f } = walk.symbols;
  if (walk.field[node] === f.close_tag || walk.field[node] === f.open_tag || walk.type[node] === t.comment) return -1;
  if (walk.type[node] !== t.jsx_text) return walk.isRule(node) ? walk.expression(node) : -1;
  const text = walk.name(node).trim();
  return text === '' ? -1 : walk.constant(LITERAL_STRING, text);
}

const element: Rule = (walk, node) => lowerElement(walk, node, walk.child(node, walk.symbols.field.open_tag));

const selfClosing: Rule = (walk, node) => lowerElement(walk, node, node);

const braces: Rule = (walk, node) => inBraces(walk, node);

export const JSX_RULES: Readonly<Record<string, Rule>> = {
  jsx_element: element,
  jsx_self_closing_element: selfClosing,
  jsx_expression: braces,
};
