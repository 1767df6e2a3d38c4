/** Functions, lambdas, classes and their decorators. Bodies are deferred; here stands what is evaluated at the definition. */
import { CALL_FLAG, FLAG } from '#facts';
import { BOUND_DECLARATION } from '../lowering/scope.ts';
import { annotate, annotateRows } from './annotations.ts';
import {
  ANNOTATION_LOCAL,
  ANNOTATION_RESULT,
  OP_CALL,
  OP_CLOSURE,
  OP_CONSTANT,
  STATEMENT_DECLARATION,
  ROLE_DECORATE,
  OP_ELEMENT,
  ELEMENT_ITEM,
  ELEMENT_KEY,
  ELEMENT_SPREAD,
  HERITAGE_EXTENDS,
  OP_INDEX,
  ROLE_INHERIT,
  LITERAL_STRING,
  LOCAL_CLASS,
  LOCAL_FUNCTION,
  LOCAL_TYPE_PARAMETER,
  HERITAGE_METACLASS,
  ARGUMENT_POSITIONAL,
  ROLE_READ,
  OP_RETURN,
  STATEMENT_SIMPLE,
} from '../lowering/codes.ts';
import { lowerArguments } from './calls.ts';
import { contentEnd, contentStart, hasPrefix } from './literals.ts';
import { lowerAs, lowerKey } from './names.ts';
import { addDefaults, bindParameters, declareParameters, firstParameter, lowerDefaults } from './parameters.ts';
import { readSignature } from './type-comments.ts';
import type { LowerExpression, LowerStatement, Receiver, Walk } from './walk.ts';

/** Scratch of the definition being lowered; definitions nest through defaults, so each works above a mark. */
const decorations: number[] = [];
const defaults: number[] = [];

// ---- decorators -----------------------------------------------------------------------------------------------------

/** Flags of a function by the last name of a decorator. */
const DECORATOR_FLAGS: ReadonlyMap<string, number> = new Map([
  ['staticmethod', FLAG.static],
  ['classmethod', FLAG.classmethod],
  ['property', FLAG.getter],
  ['cached_property', FLAG.getter],
  ['setter', FLAG.setter],
  ['abstractmethod', FLAG.abstract],
  ['abstractproperty', FLAG.abstract | FLAG.getter],
  ['overload', FLAG.overload],
]);
const ACCESSORS: ReadonlySet<string> = new Set(['setter', 'getter', 'deleter']);

/** The expression of a decorator without the call around it. */
function decoratorTarget(w: Walk, expression: number): number {
  return w.type[expression] === w.ids.call ? w.operand(expression) : expression;
}

function dottedText(w: Walk, node: number): string {
  const text = w.slice(node);
  return /\s/.test(text) ? text.replace(/\s+/g, '') : text;
}

/**
 * Evaluates the decorators in order and stacks, for each, its value, the reference that names it, and its node. Each is a
 * statement of its own, so that a comment between them moves no name within its statement.
 */
function evaluateDecorators(w: Walk, decorated: number): void {
  if (decorated < 0) return;
  const end = w.next[decorated]!;
  for (let i = decorated + 1; i < end; i = w.next[i]!) {
    if (w.type[i] !== w.ids.decorator) continue;
    const expression = w.operand(i);
    if (expression < 0) continue;
    w.low.statement(STATEMENT_SIMPLE, w.start[i]!);
    const target = decoratorTarget(w, expression);
    let value = target < 0 ? w.expression(expression) : lowerAs(w, target, ROLE_DECORATE);
    let reference = w.named;
    if (target >= 0 && target !== expression) {
      value = lowerArguments(w, expression, target, value, reference);
      reference = -1;
    }
    decorations.push(value, reference, expression);
  }
}

/**
 * Calls the stacked decorators, innermost first, and returns the value that results. The calls lie at the name of what is
 * defined, which is when they happen; the reference of the callee lies at the decorator.
 */
function applyDecorators(w: Walk, mark: number, value: number, node: number): number {
  let result = value;
  for (let i = decorations.length - 3; i >= mark; i -= 3) {
    const argumentsMark = w.low.markArguments();
    w.low.pushArgument(ARGUMENT_POSITIONAL, '', result);
    const reference = decorations[i + 1]!;
    const row = w.low.call(reference, CALL_FLAG.decorator, w.start[node]!, w.end[node]!, argumentsMark);
    result = w.op(OP_CALL, decorations[i]!, -1, row);
  }
  if (decorations.length > mark) decorations.length = mark;
  return result;
}

/** Adds the names of the stacked decorators to the interface, outermost first. */
function declareDecorators(w: Walk, mark: number, declaration: number): void {
  for (let i = mark; i < decorations.length; i += 3) {
    w.low.decorator(declaration, decoratorName(w, decorations[i + 2]!));
  }
}

function decoratorName(w: Walk, expression: number): string {
  const target = decoratorTarget(w, expression);
  return dottedText(w, target < 0 ? expression : target);
}

// ---- functions ------------------------------------------------------------------------------------------------------

function lowerFunction(w: Walk, node: number, decorated: number): void {
  const { low } = w;
  const outer = decorated < 0 ? node : decorated;
  const decoratorMark = decorations.length;
  evaluateDecorators(w, decorated);
  low.statement(STATEMENT_DECLARATION, w.start[node]!);
  const nameNode = w.child(node, w.ids.inName);
  const name = nameNode < 0 ? '' : w.slice(nameNode);
  const list = w.child(node, w.ids.inParameters);
  const returnType = w.child(node, w.ids.inReturnType);
  readSignature(w, list, returnType < 0 ? list : returnType);
  const made = declareFunction(w, node, outer, nameNode, name, decoratorMark);
  const receiver = receiverOf(w, made, list);
  if (made.declaration >= 0) {
    declareDecorators(w, decoratorMark, made.declaration);
    declareParameters(w, list, made.declaration, receiver !== w.receiver && receiver !== null);
    declareSignature(w, node, made.declaration);
    declareDoc(w, w.child(node, w.ids.inBody), made.declaration);
  }
  const isGeneric = openTypeParameters(w, node);
  const mark = defaults.length;
  lowerDefaults(w, list, defaults);
  if (returnType >= 0) annotate(w, returnType);
  const body = w.defer('function', node, name, made, receiver, () => {
    if (made.declaration < 0) {
      const result = returnTypeText(w, node);
      if (result !== '') low.annotate(ANNOTATION_RESULT, low.body, result);
    }
    bindParameters(w, list);
    const block = w.child(node, w.ids.inBody);
    if (block >= 0) w.block(block);
  });
  const closure = w.op(OP_CLOSURE, -1, -1, body);
  addDefaults(w, closure, defaults, mark);
  if (isGeneric) low.closeBlock();
  const value = applyDecorators(w, decoratorMark, closure, nameNode < 0 ? node : nameNode);
  if (name !== '') w.store(name, nameNode, value);
}

interface Made {
  readonly declaration: number;
  readonly owner: number;
  readonly flags: number;
}

/** Declares or binds the function. Its flags come from its own syntax, its decorators and its place. */
function declareFunction(
  w: Walk,
  node: number,
  outer: number,
  nameNode: number,
  name: string,
  decoratorMark: number,
): Made {
  const { scope } = w.low;
  let flags = w.hasToken(node, w.ids.asyncToken) ? FLAG.async : 0;
  if (w.generators.has(node)) flags |= FLAG.generator;
  let isAccessor = false;
  for (let i = decoratorMark; i < decorations.length; i += 3) {
    const decorator = decoratorName(w, decorations[i + 2]!);
    const last = decorator.slice(decorator.lastIndexOf('.') + 1);
    flags |= DECORATOR_FLAGS.get(last) ?? 0;
    isAccessor ||= ACCESSORS.has(last) && decorator === `${name}.${last}`;
  }
  if (name === '') return { declaration: -1, owner: -1, flags };
  if (scope.declaration < 0) {
    return { declaration: -1, owner: w.low.bindLocal(name, LOCAL_FUNCTION, w.start[nameNode]!), flags };
  }
  const kind = scope.kind === 'class' ? 'method' : 'function';
  const merge = isAccessor || (flags & FLAG.overload) !== 0 || isOverloaded(w, name);
  const declaration = w.low.declare(kind, name, w.start[outer]!, w.end[outer]!, w.start[nameNode]!, {
    flags: flags | w.flagsOf(name),
    merge,
  });
  w.exportDeclaration(name, declaration);
  return { declaration, owner: -1, flags };
}

/** True when the name is bound to an overload, whose implementation comes now. */
function isOverloaded(w: Walk, name: string): boolean {
  const bound = w.low.scope.names.get(name);
  if (bound === undefined || (bound & 3) !== BOUND_DECLARATION) return false;
  return (w.low.t.declaration.col.flags[bound >>> 2]! & FLAG.overload) !== 0;
}

/** What `self` is in the body: the first parameter of a method; in a nested function, that of the method around it. */
function receiverOf(w: Walk, made: Made, list: number): Receiver | null {
  const { scope } = w.low;
  const first = firstParameter(w, list);
  if (made.declaration < 0 || scope.kind !== 'class') return first === w.receiver?.name ? null : w.receiver;
  if (first === '' || (made.flags & FLAG.static) !== 0) return null;
  return { name: first, scope, flags: (made.flags & FLAG.classmethod) === 0 ? FLAG.instance : 0 };
}

function declareSignature(w: Walk, node: number, declaration: number): void {
  const type = returnTypeText(w, node);
  const parameters = w.child(node, w.ids.inTypeParameters);
  if (type === '' && parameters < 0) return;
  w.low.signature(declaration, type, parameters < 0 ? '' : w.slice(parameters));
}

/** The return type of a function as it is written, also in a comment; ''. */
function returnTypeText(w: Walk, node: number): string {
  const type = w.child(node, w.ids.inReturnType);
  return type < 0 ? w.typeComments.ofResult(w.child(node, w.ids.inParameters)) : w.slice(type);
}

/** Documents `declaration` with the string that opens a block. */
export function declareDoc(w: Walk, block: number, declaration: number): void {
  const first = block < 0 ? -1 : w.operand(block);
  if (first < 0 || w.type[first] !== w.ids.expressionStatement) return;
  const string = w.operand(first);
  const isDoc =
    string >= 0 && w.type[string] === w.ids.string && !hasPrefix(w, string, 'f') && !hasPrefix(w, string, 'b');
  if (isDoc) w.low.docstring(declaration, contentStart(w, string), contentEnd(w, string));
}

/** Opens the scope of type parameters, if there are any: annotations and the body see them. */
function openTypeParameters(w: Walk, node: number): boolean {
  const list = w.child(node, w.ids.inTypeParameters);
  if (list < 0) return false;
  w.low.openBlock();
  bindTypeParameters(w, list);
  return true;
}

export function bindTypeParameters(w: Walk, list: number): void {
  const end = w.next[list]!;
  for (let i = w.operand(list); i >= 0; i = w.operandFrom(w.next[i]!, end)) {
    let name = i;
    while (name < w.next[i]! && w.type[name] !== w.ids.identifier) name++;
    if (name >= w.next[i]!) continue;
    const local = w.low.bindLocal(w.slice(name), LOCAL_TYPE_PARAMETER, w.start[name]!);
    const [, bound] = /^[^:]*:\s*([^]*)$/.exec(w.slice(i)) ?? [];
    if (bound !== undefined) w.low.annotate(ANNOTATION_LOCAL, local, bound);
    annotateRows(w, name + 1, w.next[i]!);
  }
}

function lowerLambda(w: Walk, node: number): number {
  const list = w.child(node, w.ids.inParameters);
  const mark = defaults.length;
  lowerDefaults(w, list, defaults);
  const first = firstParameter(w, list);
  const receiver = first !== '' && first === w.receiver?.name ? null : w.receiver;
  const flags = w.generators.has(node) ? FLAG.generator : 0;
  const body = w.defer('lambda', node, '', { flags }, receiver, () => {
    bindParameters(w, list);
    const value = w.child(node, w.ids.inBody);
    if (value >= 0) w.op(OP_RETURN, w.expression(value), -1, 0);
  });
  const closure = w.op(OP_CLOSURE, -1, -1, body);
  addDefaults(w, closure, defaults, mark);
  return closure;
}

// ---- classes --------------------------------------------------------------------------------------------------------

function lowerClass(w: Walk, node: number, decorated: number): void {
  const { low } = w;
  const outer = decorated < 0 ? node : decorated;
  const decoratorMark = decorations.length;
  evaluateDecorators(w, decorated);
  low.statement(STATEMENT_DECLARATION, w.start[node]!);
  const nameNode = w.child(node, w.ids.inName);
  const name = nameNode < 0 ? '' : w.slice(nameNode);
  const made = declareClass(w, outer, nameNode, name);
  const block = w.child(node, w.ids.inBody);
  if (made.declaration >= 0) {
    declareDecorators(w, decoratorMark, made.declaration);
    declareSignature(w, node, made.declaration);
    declareDoc(w, block, made.declaration);
  }
  const isGeneric = openTypeParameters(w, node);
  const mark = defaults.length;
  lowerBases(w, w.child(node, w.ids.inSuperclasses), made.declaration);
  const body = w.defer('class', node, name, made, null, () => {
    if (block >= 0) w.block(block);
  });
  const closure = w.op(OP_CLOSURE, -1, -1, body);
  for (let i = mark; i < defaults.length; i += 2) w.op(OP_ELEMENT, closure, defaults[i + 1]!, defaults[i]!);
  if (defaults.length > mark) defaults.length = mark;
  if (isGeneric) low.closeBlock();
  // Only now: a base of the same name is what had that name before.
  if (made.declaration >= 0) low.bindDeclaration(name, made.declaration);
  const value = applyDecorators(w, decoratorMark, closure, nameNode < 0 ? node : nameNode);
  if (name !== '') w.store(name, nameNode, value);
}

function declareClass(w: Walk, outer: number, nameNode: number, name: string): Made {
  if (name === '') return { declaration: -1, owner: -1, flags: 0 };
  if (w.low.scope.declaration < 0) {
    return { declaration: -1, owner: w.low.bindLocal(name, LOCAL_CLASS, w.start[nameNode]!), flags: 0 };
  }
  const declaration = w.low.declare('class', name, w.start[outer]!, w.end[outer]!, w.start[nameNode]!, {
    flags: w.flagsOf(name),
    bind: false,
  });
  w.exportDeclaration(name, declaration);
  return { declaration, owner: -1, flags: 0 };
}

/** Evaluates bases and class options; stacks role and value of each for the closure. */
function lowerBases(w: Walk, list: number, declaration: number): void {
  if (list < 0) return;
  const end = w.next[list]!;
  for (let i = w.operand(list); i >= 0; i = w.operandFrom(w.next[i]!, end)) {
    const type = w.type[i]!;
    if (type === w.ids.keywordArgument) lowerClassOption(w, i, declaration);
    else if (type === w.ids.listSplat || type === w.ids.dictionarySplat) {
      defaults.push(ELEMENT_SPREAD, w.expressionOr(w.operand(i)));
    } else {
      if (declaration >= 0) w.low.heritage(declaration, baseName(w, i), HERITAGE_EXTENDS, baseArguments(w, i));
      defaults.push(ELEMENT_ITEM, lowerBase(w, i));
    }
  }
}

function lowerClassOption(w: Walk, node: number, declaration: number): void {
  const name = w.child(node, w.ids.inName);
  const value = w.child(node, w.ids.inValue);
  if (name < 0 || value < 0) return;
  const key = w.slice(name);
  if (declaration >= 0 && key === 'metaclass') w.low.heritage(declaration, baseName(w, value), HERITAGE_METACLASS);
  defaults.push(ELEMENT_KEY, w.op(OP_CONSTANT, -1, -1, w.low.literal(LITERAL_STRING, key)));
  defaults.push(ELEMENT_ITEM, lowerAs(w, value, ROLE_READ));
}

/** A base as a dotted name; `Generic[T]` is `Generic`; the result of a call keeps its parentheses. */
function baseName(w: Walk, node: number): string {
  const inner = w.operand(node);
  if (w.type[node] === w.ids.subscript && inner >= 0) return baseName(w, inner);
  if (w.type[node] === w.ids.call && inner >= 0) return `${dottedText(w, inner)}()`;
  return dottedText(w, node);
}

/** `T, U` of `Generic[T, U]`, '' of a base without arguments. */
function baseArguments(w: Walk, node: number): string {
  if (w.type[node] !== w.ids.subscript) return '';
  const inner = w.operand(node);
  return inner < 0
    ? ''
    : w.text
        .slice(w.end[inner], w.end[node]! - 1)
        .replace(/^\s*\[/, '')
        .trim();
}

function lowerBase(w: Walk, node: number): number {
  const inner = w.operand(node);
  if (w.type[node] !== w.ids.subscript || inner < 0) return lowerAs(w, node, ROLE_INHERIT);
  const base = lowerBase(w, inner);
  return w.op(OP_INDEX, base, lowerKey(w, node), 0);
}

function lowerDecorated(w: Walk, node: number): void {
  const end = w.next[node]!;
  for (let i = node + 1; i < end; i = w.next[i]!) {
    if (w.type[i] === w.ids.functionDefinition) lowerFunction(w, i, node);
    else if (w.type[i] === w.ids.classDefinition) lowerClass(w, i, node);
  }
}

export const definitionExpressions: Readonly<Record<string, LowerExpression>> = { lambda: lowerLambda };

export const definitionStatements: Readonly<Record<string, LowerStatement>> = {
  function_definition: (w, node) => lowerFunction(w, node, -1),
  class_definition: (w, node) => lowerClass(w, node, -1),
  decorated_definition: lowerDecorated,
};
