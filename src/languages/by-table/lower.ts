/**
 * Lowers a file by the table of its language: declarations, imports and uses of names. The engine knows no language, and a
 * table knows no code. It must never throw on bad source.
 */
import { codeOf, STATEMENT_KINDS } from '#facts';
import type { LowerFile } from '../language.ts';
import type { Grammar } from '../syntax/index.ts';
import { reportErrors } from '../typescript/problems.ts';
import { bindNames } from './binds.ts';
import { enterDeclaration } from './declare.ts';
import { enterImport } from './imports.ts';
import { namePackage } from './package-name.ts';
import { bindTable, type Rule } from './rules.ts';
import type { LanguageTable } from './table.ts';
import { enterCall, enterLiteral, enterName, leaveCall } from './uses.ts';
import { SILENT, Walk } from './walk.ts';

const SIMPLE = codeOf(STATEMENT_KINDS, 'simple');

function enter(w: Walk, node: number, rule: Rule): number {
  if (rule.isModifier === true && w.mark[node] === SILENT) return w.next[node]!;
  if (rule.isModifier === true && w.isNear(w.docReach, w.start[node]!)) w.docReach = w.end[node]!;
  if (rule.isIgnored === true) return w.next[node]!;
  if (rule.import !== undefined) return enterImport(w, node, rule.import);
  if (rule.declares !== undefined) {
    const next = enterDeclaration(w, node, rule.declares);
    if (next >= 0) {
      if (next === node + 1 && rule.isScope === true) w.openScope(node);
      if (next === node + 1 && rule.binds !== undefined) bindNames(w, node, rule);
      return next;
    }
  }
  if (rule.isScope === true) w.openScope(node);
  if (rule.binds !== undefined) bindNames(w, node, rule);
  if (rule.name >= 0) return enterName(w, node, rule);
  if (rule.literal >= 0) return enterLiteral(w, node, rule);
  if (rule.call !== undefined) enterCall(w, node, rule);
  return node + 1;
}

function leave(w: Walk, node: number, rule: Rule, hasInner: boolean): void {
  w.closeScope(node);
  if (rule.call === undefined) return;
  // The call is no part of the last statement of a block inside of it.
  if (hasInner) w.low.statement(SIMPLE, w.start[node]!);
  leaveCall(w, node, rule);
}

export function lowerByTable(table: LanguageTable): (grammar: Grammar) => LowerFile {
  return (grammar) => {
    const rules = bindTable(table, grammar);
    const w = new Walk(rules, enter, leave);
    return (tree, low) => {
      w.begin(tree, low);
      reportErrors(tree, grammar.errorType, low);
      namePackage(w);
      for (let i = 1; i < tree.count; i++) {
        if (rules.byType[tree.type[i]!]!.isComment === true) low.comment(tree.start[i]!, w.endOfText(i));
      }
      w.body(0, () => {
        w.children(0);
      });
    };
  };
}
