/** Literals, templates, arrays and object literals: `build` and its `element` operations. */
import {
  ARGUMENT_POSITIONAL,
  BUILD_LIST,
  BUILD_MAP,
  BUILD_TEMPLATE,
  ELEMENT_ITEM,
  ELEMENT_KEY,
  ELEMENT_SPREAD,
  LITERAL_FALSE,
  LITERAL_FLOAT,
  LITERAL_INTEGER,
  LITERAL_NULL,
  LITERAL_REGEX,
  LITERAL_STRING,
  LITERAL_TEMPLATE,
  LITERAL_TRUE,
  LITERAL_UNDEFINED,
  OP_BUILD,
  OP_ELEMENT,
  OP_FORMAT,
  ROLE_KEY,
  ROLE_READ,
} from '../lowering/codes.ts';
import { lowerFunction } from './functions.ts';
import type { Rule, Walk } from './walk.ts';

const string: Rule = (walk, node) => walk.constant(LITERAL_STRING, walk.unquoted(node));

const number: Rule = (walk, node) => {
  const text = walk.name(node);
  const isFloat = text.includes('.') || (/[eE]/.test(text) && !/^0[xX]/.test(text));
  return walk.constant(isFloat ? LITERAL_FLOAT : LITERAL_INTEGER, text);
};

function fixed(kind: number): Rule {
  return (walk) => walk.constant(kind, '');
}

const regex: Rule = (walk, node) => walk.constant(LITERAL_REGEX, walk.name(node));

/** The operand of `${…}`, or -1. */
function substituted(walk: Walk, node: number): number {
  const inner = walk.lastChild(node);
  return inner >= 0 && inner !== walk.firstChild(node) ? inner : -1;
}

const template: Rule = (walk, node) => {
  const { low, type, next, symbols } = walk;
  const { template_substitution } = symbols.type;
  if (!walk.hasChild(node, template_substitution)) return walk.constant(LITERAL_TEMPLATE, walk.unquoted(node));
  const build = low.op(OP_BUILD, -1, -1, BUILD_TEMPLATE);
  const end = next[node]!;
  let from = walk.start[node]! + 1;
  for (let at = node + 1; at < end; at = next[at]!) {
    if (type[at] !== template_substitution) continue;
    addFragment(walk, build, from, walk.start[at]!);
    from = walk.end[at]!;
    const inner = substituted(walk, at);
    const value = low.op(OP_FORMAT, inner < 0 ? -1 : walk.expression(inner), -1, 0);
    low.op(OP_ELEMENT, build, value, ELEMENT_ITEM);
  }
  addFragment(walk, build, from, walk.end[node]! - 1);
  walk.ref = -1;
  return build;
};

function addFragment(walk: Walk, build: number, from: number, to: number): void {
  if (from >= to) return;
  walk.low.op(OP_ELEMENT, build, walk.constant(LITERAL_TEMPLATE, walk.text.slice(from, to)), ELEMENT_ITEM);
}

/** The arguments of a tagged template: the text, then the values. */
export function pushTemplateArguments(walk: Walk, node: number): void {
  const { low, type, next, symbols } = walk;
  low.pushArgument(ARGUMENT_POSITIONAL, '', walk.constant(LITERAL_TEMPLATE, walk.unquoted(node)));
  const end = next[node]!;
  for (let at = node + 1; at < end; at = next[at]!) {
    if (type[at] !== symbols.type.template_substitution) continue;
    const inner = substituted(walk, at);
    if (inner >= 0) low.pushArgument(ARGUMENT_POSITIONAL, '', walk.expression(inner));
  }
}

const array: Rule = (walk, node) => {
  const { low, type, next, symbols } = walk;
  const build = low.op(OP_BUILD, -1, -1, BUILD_LIST);
  const end = next[node]!;
  for (let at = node + 1; at < end; at = next[at]!) {
    if (type[at] === symbols.type.comment) continue;
    const isSpread = type[at] === symbols.type.spread_element;
    const inner = isSpread ? walk.lastChild(at) : at;
    if (inner < 0) continue;
    low.op(OP_ELEMENT, build, walk.expression(inner), isSpread ? ELEMENT_SPREAD : ELEMENT_ITEM);
  }
  walk.ref = -1;
  return build;
};

const object: Rule = (walk, node) => {
  const build = walk.low.op(OP_BUILD, -1, -1, BUILD_MAP);
  const end = walk.next[node]!;
  for (let at = node + 1; at < end; at = walk.next[at]!) lowerProperty(walk, build, at, -1);
  walk.ref = -1;
  return build;
};

/** One property of an object literal. `declaration`: the row that a function in it belongs to, or -1. */
export function lowerProperty(walk: Walk, build: number, at: number, declaration: number): void {
  const { low, type, symbols } = walk;
  const { type: t, field: f } = symbols;
  const kind = type[at];
  if (kind === t.pair) {
    const key = walk.child(at, f.key);
    const inner = walk.child(at, f.value);
    if (key < 0 || inner < 0) return;
    low.op(OP_ELEMENT, build, propertyKey(walk, key), ELEMENT_KEY);
    const value =
      symbols.isFunction[type[inner]!] === 1
        ? lowerFunction(walk, inner, declaration, -1, keyName(walk, key), null)
        : walk.expression(inner);
    low.op(OP_ELEMENT, build, value, ELEMENT_ITEM);
  } else if (kind === t.shorthand_property_identifier) {
    low.op(OP_ELEMENT, build, propertyKey(walk, at), ELEMENT_KEY);
    low.op(OP_ELEMENT, build, walk.load(at, ROLE_READ), ELEMENT_ITEM);
  } else if (kind === t.method_definition) {
    const key = walk.child(at, f.name);
    if (key < 0) return;
    low.op(OP_ELEMENT, build, propertyKey(walk, key), ELEMENT_KEY);
    low.op(OP_ELEMENT, build, lowerFunction(walk, at, declaration, -1, keyName(walk, key), null), ELEMENT_ITEM);
  } else if (kind === t.spread_element) {
    const inner = walk.lastChild(at);
    if (inner >= 0) low.op(OP_ELEMENT, build, walk.expression(inner), ELEMENT_SPREAD);
  } else if (kind !== t.comment && walk.isRule(at)) walk.expression(at);
}

/** The key of a property of an object literal: its value, and a reference when it is a name. */
function propertyKey(walk: Walk, key: number): number {
  const value = lowerKey(walk, key);
  const { low, type, symbols } = walk;
  const name = keyName(walk, key);
  if (type[key] === symbols.type.computed_property_name || type[key] === symbols.type.number || name === '')
    return value;
  const row = low.attribute(name, ROLE_KEY, keyStart(walk, key), -1);
  low.t.reference.col.target[row] = value;
  return value;
}

/** The value of a property key. */
export function lowerKey(walk: Walk, key: number): number {
  const { type: t } = walk.symbols;
  if (walk.type[key] !== t.computed_property_name) return walk.constant(LITERAL_STRING, keyName(walk, key));
  const inner = walk.firstChild(key);
  return inner < 0 ? -1 : walk.expression(inner);
}

/** The name that a property key stands for; computed keys stand as written. */
export function keyName(walk: Walk, key: number): string {
  return walk.type[key] === walk.symbols.type.string ? walk.unquoted(key) : walk.name(key);
}

/** Where `keyName` starts. */
export function keyStart(walk: Walk, key: number): number {
  return walk.start[key]! + (walk.type[key] === walk.symbols.type.string ? 1 : 0);
}

export const LITERAL_RULES: Readonly<Record<string, Rule>> = {
  string,
  number,
  regex,
  template_string: template,
  array,
  object,
  true: fixed(LITERAL_TRUE),
  false: fixed(LITERAL_FALSE),
  null: fixed(LITERAL_NULL),
  undefined: fixed(LITERAL_UNDEFINED),
  private_property_identifier: (walk, node) => walk.constant(LITERAL_STRING, walk.name(node)),
  meta_property: () => -1,
};
