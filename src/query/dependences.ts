/** On which statements does each statement of a function depend? Its program dependence graph, by statement. */
import { statementPosition } from '#facts';
import { PageBuilder, type Answer, type PageOptions } from './page.ts';
import { programOf } from './slicing/program.ts';
import type { BodyDependence } from './slicing/body-dependence.ts';
import type { SnapshotReader } from './snapshot-reader.ts';
import { bodiesOfTarget, type TargetBody } from './target-bodies.ts';
import type { Target } from './target.ts';
import { viewOf, type Place, type View } from './view.ts';

export interface DependenceRow extends Place {
  /** Qualified name of the function, class or module. */
  readonly name: string;
  /** The statement that this one depends on. */
  readonly on: { readonly line: number; readonly text: string };
  /** `data`: it uses a value made there. `control`: whether it runs is decided there. */
  readonly kind: 'data' | 'control';
  readonly origin: string;
  readonly certainty: 'resolved';
}

/** Pairs of statements of one body. */
export interface StatementDependence {
  readonly from: number;
  readonly to: number;
  readonly kind: 'data' | 'control';
}

export function dependences(
  snapshot: SnapshotReader,
  target: Target,
  options: PageOptions = {},
): Answer<DependenceRow> {
  const view = viewOf(snapshot);
  const { bodies, subjects } = bodiesOfTarget(view, target);
  const page = new PageBuilder<DependenceRow>('dependences', snapshot.txnId, options);
  for (const one of bodies) {
    const { start } = view.table(statementPosition, one.unit)!;
    for (const [i, found] of statementDependences(view, one).entries()) {
      const mark = { depth: 0, path: view.path(one.unit), offset: one.start, tie: i };
      const row = (): DependenceRow => rowOf(view, one, found, start.at(found.from), start.at(found.to));
      if (!page.add(mark, row)) return page.finish(subjects);
    }
  }
  return page.finish(subjects);
}

function rowOf(
  view: View,
  { unit, name }: TargetBody,
  { kind }: StatementDependence,
  from: number,
  to: number,
): DependenceRow {
  const { line, text } = view.place(unit, to);
  const origin = kind === 'data' ? 'data-flow/flow_use' : 'pdg/control_dependence';
  return { ...view.place(unit, from), name, on: { line, text: text.trim() }, kind, origin, certainty: 'resolved' };
}

/** Dependences between different statements of a body, by statement, then by what it depends on; each pair once per kind. */
export function statementDependences(view: View, { unit, row }: TargetBody): StatementDependence[] {
  const at = programOf(view).body(unit, row);
  if (at === null) return [];
  const seen = new Set<string>();
  const found: StatementDependence[] = [];
  for (let node = 0; node < at.operations; node++) {
    const from = at.statementOf(node);
    for (const { node: other, kind } of sources(at, node)) {
      const to = at.statementOf(other);
      const key = `${from} ${to} ${kind}`;
      if (to === from || seen.has(key)) continue;
      seen.add(key);
      found.push({ from, to, kind });
    }
  }
  return found.sort((a, b) => a.from - b.from || a.to - b.to || (a.kind < b.kind ? -1 : 1));
}

/** Operations that one depends on, through definitions and merges. */
function sources(at: BodyDependence, start: number): { node: number; kind: 'data' | 'control' }[] {
  const found: { node: number; kind: 'data' | 'control' }[] = [];
  const definitions = new Set<number>();
  const visit = (node: number, reason: string): void => {
    if (node >= at.operations) definitions.add(node);
    else if (!at.isStructure(node)) found.push({ node, kind: reason === 'control' ? 'control' : 'data' });
  };
  at.forEach(start, visit);
  for (const definition of definitions) at.forEach(definition, visit);
  return found;
}
