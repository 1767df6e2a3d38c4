/** Says of which package a file is. It only reads the tree. */
import { compact } from './names.ts';
import { goFolder } from './packages/go.ts';
import { jvmPackage } from './packages/jvm.ts';
import type { Walk } from './walk.ts';

export function namePackage(w: Walk): void {
  const { path } = w.low;
  const of = w.rules.table.package;
  if (of?.kind === 'folder' && !path.endsWith(of.besides)) {
    w.low.packagePart(goFolder(path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : ''));
  }
  const clause = w.rules.packageClause;
  if (clause === null) return;
  const names: string[] = [];
  const end = w.next[0] ?? 0;
  for (let i = 1; i < end; i = w.next[i]!) {
    const name = w.type[i] === clause.type ? w.select(i, clause.name) : -1;
    if (name >= 0) names.push(compact(w, name).replaceAll(' ', ''));
  }
  if (names.length > 0) w.low.packagePart(jvmPackage(names.join('.')));
}
