/**
 * `lowerTypeScript`: the front end for the grammars typescript, tsx and javascript. Node types and fields are resolved
 * once per grammar; each file is one walk that dispatches by node type.
 */
import type { Lowering } from '../lowering/lowering.ts';
import type { LowerFile } from '../language.ts';
import type { Grammar, SyntaxTree } from '../syntax/index.ts';
import { CHAIN_RULES } from './chains.ts';
import { CLASS_DECLARATION_RULES, CLASS_EXPRESSION_RULES } from './classes.ts';
import { DECLARATION_RULES } from './declarations.ts';
import { EXPORT_RULES, resolveLocalExports } from './exports.ts';
import { FUNCTION_RULES } from './functions.ts';
import { addGlobalNames, addModuleExports } from './global-names.ts';
import { IMPORT_RULES } from './imports.ts';
import { JSX_RULES } from './jsx.ts';
import { LITERAL_RULES } from './literals.ts';
import { LOOP_RULES } from './loops.ts';
import { OPERATOR_RULES } from './operators.ts';
import { reportErrors } from './problems.ts';
import { STATEMENT_RULES } from './statements.ts';
import { readSymbols } from './symbols.ts';
import { TYPE_DECLARATION_RULES } from './type-declarations.ts';
import { Walk, type Rule } from './walk.ts';

const EXPRESSION_RULES: Readonly<Record<string, Rule>> = {
  ...CHAIN_RULES,
  ...CLASS_EXPRESSION_RULES,
  ...FUNCTION_RULES,
  ...JSX_RULES,
  ...LITERAL_RULES,
  ...OPERATOR_RULES,
};
const ALL_STATEMENT_RULES: Readonly<Record<string, Rule>> = {
  ...CLASS_DECLARATION_RULES,
  ...DECLARATION_RULES,
  ...EXPORT_RULES,
  ...IMPORT_RULES,
  ...LOOP_RULES,
  ...STATEMENT_RULES,
  ...TYPE_DECLARATION_RULES,
};

/** What has no rule: the parts of it that have one, and that are more than a word, are lowered. */
function lowerParts(walk: Walk, node: number, asStatements: boolean): number {
  const end = walk.next[node]!;
  for (let at = node + 1; at < end; at = walk.next[at]!) {
    if (walk.next[at] === at + 1) continue;
    if (asStatements) walk.statement(at);
    else walk.expression(at);
  }
  walk.ref = -1;
  return -1;
}

const unknownExpression: Rule = (walk, node) => lowerParts(walk, node, false);

/** A table of rules by node type. */
function ruleTable(grammar: Grammar, rules: Readonly<Record<string, Rule>>, fallback: Rule): readonly Rule[] {
  const table = Array.from<Rule>({ length: grammar.typeNames.length }).fill(fallback);
  for (const [name, rule] of Object.entries(rules)) {
    const type = grammar.type(name);
    if (type > 0) table[type] = rule;
  }
  return table;
}

/** Statements without a rule are expressions, or hold statements. */
function statementTable(grammar: Grammar, expressions: readonly Rule[]): readonly Rule[] {
  const unknownStatement: Rule = (walk, node) => {
    const rule = expressions[walk.type[node]!]!;
    return rule === unknownExpression ? lowerParts(walk, node, true) : rule(walk, node);
  };
  return ruleTable(grammar, ALL_STATEMENT_RULES, unknownStatement);
}

export function lowerTypeScript(grammar: Grammar): LowerFile {
  const symbols = readSymbols(grammar);
  const expressions = ruleTable(grammar, EXPRESSION_RULES, unknownExpression);
  const statements = statementTable(grammar, expressions);
  const { comment } = symbols.type;
  return (tree, low) => {
    const walk = new Walk(symbols, expressions, statements, tree, low);
    low.types.keepApart();
    if (!tree.truncated) {
      walk.statements(0);
      resolveLocalExports(walk);
      addGlobalNames(walk);
      addModuleExports(walk);
      addComments(tree, comment, low);
    }
    reportErrors(tree, grammar.errorType, low);
  };
}

function addComments(tree: SyntaxTree, comment: number, low: Lowering): void {
  const { type, start, end, count } = tree;
  for (let at = 1; at < count; at++) if (type[at] === comment) low.comment(start[at]!, end[at]!);
}
