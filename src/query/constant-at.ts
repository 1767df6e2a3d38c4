/** What is known of the value of the name at a position? A constant or a range, and what the branches before it tell. */
import type { BodyChains } from './body-chains.ts';
import { askedVariables, type AskedVariable } from './flow-target.ts';
import { KnownValues, type BranchTest, type KnownConstant, type KnownRange } from './known-values.ts';
import { PageBuilder, type Answer, type PageOptions } from './page.ts';
import type { SnapshotReader } from './snapshot-reader.ts';
import { viewOf, type Place } from './view.ts';

export interface ConstantRow extends Place {
  /** Qualified name of the function, class or module. */
  readonly name: string;
  /** `value`: what the name has there, on every way. `branch`: what a branch tells that every way there takes; the row stands
   * where the branch is. */
  readonly holds: 'value' | 'branch';
  /** How the value compares with the constant; without one its truth. */
  readonly test: BranchTest | 'in_range';
  readonly constant?: KnownConstant;
  readonly range?: KnownRange;
  readonly origin: string;
  readonly certainty: 'resolved';
}

/** Line and column from 1, the column in UTF-16 units. */
export function constantAt(
  snapshot: SnapshotReader,
  path: string,
  line: number,
  column: number,
  options: PageOptions = {},
): Answer<ConstantRow> {
  const view = viewOf(snapshot);
  const page = new PageBuilder<ConstantRow>('constantAt', snapshot.txnId, options);
  const asked = askedVariables(view, { path, line, column });
  for (const one of asked) {
    for (const [tie, { offset, ...row }] of knownOf(one).entries()) {
      const { unit } = one.chains;
      const mark = { depth: row.holds === 'value' ? 0 : 1, path: view.path(unit), offset, tie };
      const make = (): ConstantRow => ({ ...view.place(unit, offset), name: one.name, ...row, certainty: 'resolved' });
      if (!page.add(mark, make)) break;
    }
  }
  return page.finish(asked.map(({ name }) => name));
}

type Known = Omit<ConstantRow, keyof Place | 'name' | 'certainty'> & { readonly offset: number };

function knownOf({ chains, read, made, operations }: AskedVariable): Known[] {
  const values = new KnownValues(chains);
  const found = valuesOf(chains, values, made, operations);
  const [operation] = operations;
  const [definition] = read;
  if (operation === undefined || definition === undefined) return found;
  const branches = values.branchesBefore(definition, operation).map(({ test, constant, operation: at }): Known => ({
    holds: 'branch',
    test,
    ...(constant === undefined ? {} : { constant }),
    origin: 'ssa/branch_fact',
    offset: chains.offsetOfOperation(at),
  }));
  return [...found, ...branches.sort((a, b) => a.offset - b.offset)];
}

/** What is known of a read, else of what is written. */
function valuesOf(
  chains: BodyChains,
  values: KnownValues,
  made: readonly number[],
  operations: readonly number[],
): Known[] {
  const ofReads = operations
    .filter((operation) => values.opcodeOf(operation) === 'load')
    .map((operation) => ({
      value: values.ofOperation(operation),
      offset: chains.offsetOfOperation(operation),
      origin: 'ssa/operation_value',
    }));
  const ofWrites = made.map((definition) => ({
    value: values.ofDefinition(definition),
    offset: chains.offsetOf(definition),
    origin: 'ssa/ssa_value',
  }));
  return (ofReads.length > 0 ? ofReads : ofWrites).flatMap(
    ({ value: { constant, range }, offset, origin }): Known[] => {
      if (constant !== undefined) return [{ holds: 'value', test: 'equal', constant, origin, offset }];
      return range === undefined ? [] : [{ holds: 'value', test: 'in_range', range, origin, offset }];
    },
  );
}
