/** Names bound by patterns and assignments: locals, or variables of the module in scripts. */
import { codeOf, LOCAL_KINDS } from '#facts';
import type { Rule } from './rules.ts';
import { SILENT, WRITTEN, type Walk } from './walk.ts';

const VARIABLE = codeOf(LOCAL_KINDS, 'variable');
const PARAMETER = codeOf(LOCAL_KINDS, 'parameter');

export function bindNames(w: Walk, node: number, rule: Rule): void {
  for (const path of rule.binds!) {
    const target = w.select(node, path);
    if (target >= 0) bindBelow(w, target, target === node ? node + 1 : target, rule);
  }
}

function bindBelow(w: Walk, target: number, from: number, rule: Rule): void {
  const end = w.next[target]!;
  for (let i = from; i < end;) {
    const inner = w.rule(i);
    if (inner.isBindable === true && w.mark[i] !== SILENT) bindName(w, i, rule);
    const isClosed =
      inner.call !== undefined || inner.member !== undefined || inner.declares !== undefined || inner.isOpaque === true;
    i = isClosed || inner.isBindable === true ? w.next[i]! : i + 1;
  }
}

function bindName(w: Walk, node: number, rule: Rule): void {
  const name = w.slice(node);
  if (name === '' || name === '_') return;
  const isCapital = w.rules.table.capitals !== undefined && /^\p{Lu}/u.test(name);
  if (isCapital && w.rules.table.capitals === 'unbound') return;
  if (w.isDeclaring && (isCapital || rule.bindsDeclare === true)) {
    if (!w.low.isBound(name)) {
      const kind = isCapital ? 'constant' : 'variable';
      w.low.declare(kind, name, w.start[node]!, w.end[node]!, w.start[node]!);
    }
  } else w.low.bindLocal(name, rule.isParameterList === true ? PARAMETER : VARIABLE, w.start[node]!);
  w.mark[node] = WRITTEN;
}
