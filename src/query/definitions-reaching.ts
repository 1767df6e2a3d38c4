/** Which definitions may give the value here? Of a name at a position those that reach it, of a variable of a function all. */
import type { DefinitionKind } from './body-chains.ts';
import { askedVariables, type AskedVariable, type VariableTarget } from './flow-target.ts';
import { PageBuilder, type Answer, type PageOptions } from './page.ts';
import type { SnapshotReader } from './snapshot-reader.ts';
import { viewOf, type Place } from './view.ts';

export interface ReachingRow extends Place {
  /** Qualified name of the function, class or module. */
  readonly name: string;
  /** The variable as the source writes it; what an object holds as `x[]`. */
  readonly variable: string;
  /** `entry`: the value it has when the body begins. `clobber`: something else may have written it, here at the latest. */
  readonly definition: DefinitionKind;
  readonly origin: string;
  readonly certainty: 'resolved';
}

export function definitionsReaching(
  snapshot: SnapshotReader,
  target: VariableTarget,
  options: PageOptions = {},
): Answer<ReachingRow> {
  const view = viewOf(snapshot);
  const page = new PageBuilder<ReachingRow>('definitionsReaching', snapshot.txnId, options);
  const asked = askedVariables(view, target);
  for (const one of asked) {
    const { chains, name } = one;
    for (const { definition, offset } of inOrder(one)) {
      const mark = { depth: 0, path: view.path(chains.unit), offset, tie: definition };
      const row = (): ReachingRow => ({
        ...view.place(chains.unit, offset),
        name,
        variable: chains.nameOf(chains.variableOf(definition)),
        definition: chains.kindOf(definition),
        origin: 'data-flow/flow_definition',
        certainty: 'resolved',
      });
      if (!page.add(mark, row)) break;
    }
  }
  return page.finish(asked.map(({ name }) => name));
}

/** What is asked for by place: of a name that is read what reaches it, else what is made. */
function inOrder({ chains, read, made, operations }: AskedVariable): { definition: number; offset: number }[] {
  const isRead = operations.length > 0 && read.length > 0;
  return [...chains.reaching(isRead ? read : [...read, ...made])]
    .map((definition) => ({ definition, offset: chains.offsetOf(definition) }))
    .sort((a, b) => a.offset - b.offset || a.definition - b.definition);
}
