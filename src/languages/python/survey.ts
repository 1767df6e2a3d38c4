/**
 * One pass over the rows before the walk: comments, syntax errors, and what a scope must know before its code is lowered
 * (which functions yield, names made global below, assignment expressions that leave their comprehension).
 */
import type { Grammar, SyntaxTree } from '../syntax/index.ts';
import type { Walk } from './walk.ts';

/** Problems of one file beyond this are not told apart. */
const MAX_PROBLEMS = 50;

const COMMENT = 1;
const YIELD = 2;
const GLOBAL = 3;
const NAMED = 4;

/** What `Survey` does at a node type, and which types bound scopes. */
export class SurveyTypes {
  readonly action: Uint8Array;
  readonly isFunction: Uint8Array;
  readonly isComprehension: Uint8Array;
  readonly classDefinition: number;
  readonly errorType: number;

  constructor(grammar: Grammar) {
    const size = grammar.typeNames.length;
    this.action = new Uint8Array(size);
    this.action[grammar.type('comment')] = COMMENT;
    this.action[grammar.type('yield')] = YIELD;
    this.action[grammar.type('global_statement')] = GLOBAL;
    this.action[grammar.type('named_expression')] = NAMED;
    this.isFunction = new Uint8Array(size);
    for (const name of ['function_definition', 'lambda']) this.isFunction[grammar.type(name)] = 1;
    this.isComprehension = new Uint8Array(size);
    const displays = ['list_comprehension', 'set_comprehension', 'dictionary_comprehension', 'generator_expression'];
    for (const name of displays) this.isComprehension[grammar.type(name)] = 1;
    this.classDefinition = grammar.type('class_definition');
    this.errorType = grammar.errorType;
  }
}

/** Surveys the rows into `w` and the facts. Returns the identifiers of `global` statements. */
export function survey(w: Walk, tree: SyntaxTree, types: SurveyTypes): number[] {
  const { action } = types;
  const { type, count } = tree;
  const globals: number[] = [];
  for (let i = nextFound(action, type, 0, count); i < count; i = nextFound(action, type, i + 1, count)) {
    const found = action[type[i]!]!;
    if (found === COMMENT) {
      w.low.comment(tree.start[i]!, tree.end[i]!);
      w.typeComments.add(w.text, tree.start[i]!, tree.end[i]!);
    } else if (found === YIELD) surveyYield(w, types, i);
    else if (found === NAMED) surveyNamed(w, types, i);
    else for (let j = i + 1; j < tree.next[i]!; j++) if (type[j] === w.ids.identifier) globals.push(j);
  }
  if (tree.hasError) reportErrors(w, tree, types.errorType);
  return globals;
}

/** The next row with an action, or `count`. A loop on its own, for what is rare would be compiled together with it. */
function nextFound(action: Uint8Array, type: Uint16Array, from: number, count: number): number {
  let i = from;
  while (i < count && action[type[i]!] === 0) i++;
  return i;
}

function surveyYield(w: Walk, types: SurveyTypes, node: number): void {
  for (let at = w.parent[node]!; at >= 0; at = w.parent[at]!) {
    if (types.isFunction[w.type[at]!] === 1) {
      w.generators.add(at);
      return;
    }
    if (w.type[at] === types.classDefinition) return;
  }
}

function surveyNamed(w: Walk, types: SurveyTypes, node: number): void {
  let outermost = -1;
  for (let at = w.parent[node]!; at >= 0; at = w.parent[at]!) {
    if (types.isComprehension[w.type[at]!] === 1) outermost = at;
    else if (types.isFunction[w.type[at]!] === 1 || w.type[at] === types.classDefinition) break;
  }
  const target = w.child(node, w.ids.inName);
  if (outermost < 0 || target < 0) return;
  const known = w.escaping.get(outermost);
  if (known === undefined) w.escaping.set(outermost, [target]);
  else known.push(target);
}

/** One problem for each stretch of ERROR and MISSING nodes. */
function reportErrors(w: Walk, tree: SyntaxTree, errorType: number): void {
  let start = -1;
  let end = -1;
  let left = MAX_PROBLEMS;
  for (let i = 0; i < tree.count && left > 0; i++) {
    const isError = tree.type[i] === errorType;
    const isMissing = i > 0 && tree.start[i] === tree.end[i] && tree.next[i] === i + 1;
    if (!isError && !isMissing) continue;
    if (start >= 0 && tree.start[i]! > end + 1) {
      report(w, start, end);
      left--;
      start = -1;
    }
    if (start < 0) start = tree.start[i]!;
    end = Math.max(end, tree.end[i]!);
  }
  if (start >= 0 && left > 0) report(w, start, end);
}

function report(w: Walk, start: number, end: number): void {
  w.low.problem('syntax', start === end ? 'something is missing here' : 'this could not be parsed', start, end);
}
