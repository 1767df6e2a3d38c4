/** What may use a value? Of a name at a position what the value it has or gets there may reach, of a variable of a function all. */
import { askedVariables, type AskedVariable, type VariableTarget } from './flow-target.ts';
import { PageBuilder, type Answer, type PageOptions } from './page.ts';
import type { SnapshotReader } from './snapshot-reader.ts';
import { viewOf, type Place } from './view.ts';

export interface UseRow extends Place {
  /** Qualified name of the function, class or module. */
  readonly name: string;
  /** The variable as the source writes it; what an object holds as `x[]`. */
  readonly variable: string;
  readonly origin: string;
  readonly certainty: 'resolved';
}

export function uses(snapshot: SnapshotReader, target: VariableTarget, options: PageOptions = {}): Answer<UseRow> {
  const view = viewOf(snapshot);
  const page = new PageBuilder<UseRow>('uses', snapshot.txnId, options);
  const asked = askedVariables(view, target);
  for (const one of asked) {
    const { chains, name } = one;
    for (const { use, variable, offset } of inOrder(one)) {
      const mark = { depth: 0, path: view.path(chains.unit), offset, tie: use };
      const row = (): UseRow => ({
        ...view.place(chains.unit, offset),
        name,
        variable: chains.nameOf(variable),
        origin: 'data-flow/flow_use',
        certainty: 'resolved',
      });
      if (!page.add(mark, row)) break;
    }
  }
  return page.finish(asked.map(({ name }) => name));
}

function inOrder({
  chains,
  read,
  made,
  operations,
}: AskedVariable): { use: number; variable: number; offset: number }[] {
  // What is written at a position is asked for by what is made there; what is only read by where its value comes from.
  const start = operations.length > 0 && made.length > 0 ? new Set(made) : chains.reaching([...read, ...made]);
  const reached = chains.goingOn(start);
  const found: { use: number; variable: number; offset: number }[] = [];
  for (let use = 0; use < chains.uses; use++) {
    const { operation, variable, definition } = chains.use(use);
    if (reached.has(definition)) found.push({ use, variable, offset: chains.offsetOfOperation(operation) });
  }
  return found.sort((a, b) => a.offset - b.offset || a.use - b.use);
}
