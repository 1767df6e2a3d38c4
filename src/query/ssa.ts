/** Which versions has each variable of a function? Its definitions in SSA form, with constants and ranges. */
import { BodyChains, type DefinitionKind } from './body-chains.ts';
import { KnownValues, type KnownConstant, type KnownRange } from './known-values.ts';
import { PageBuilder, type Answer, type PageOptions } from './page.ts';
import type { SnapshotReader } from './snapshot-reader.ts';
import { bodiesOfTarget } from './target-bodies.ts';
import type { Target } from './target.ts';
import { viewOf, type Place } from './view.ts';

export interface VersionRow extends Place {
  /** Qualified name of the function, class or module. */
  readonly name: string;
  /** The variable as the source writes it; what an object holds as `x[]`. */
  readonly variable: string;
  /** Number among the definitions of the variable; what dominates comes first. */
  readonly version: number;
  readonly definition: DefinitionKind;
  /** Block of the graph that `cfg` shows. */
  readonly block: number;
  /** Versions that a merge merges, one per edge into its block. */
  readonly merges?: readonly number[];
  /** The version that may still hold beside this one. */
  readonly previous?: number;
  /** Uses that this version reaches itself. */
  readonly uses: number;
  readonly constant?: KnownConstant;
  readonly range?: KnownRange;
  /** Constants prove that it never happens. */
  readonly dead?: true;
  readonly origin: string;
  readonly certainty: 'resolved';
}

export function ssa(snapshot: SnapshotReader, target: Target, options: PageOptions = {}): Answer<VersionRow> {
  const view = viewOf(snapshot);
  const { bodies, subjects } = bodiesOfTarget(view, target);
  const page = new PageBuilder<VersionRow>('ssa', snapshot.txnId, options);
  for (const { unit, row, name, start } of bodies) {
    const chains = BodyChains.of(view, unit, row);
    if (chains === null) continue;
    const known = new KnownValues(chains);
    const counts = countUses(chains);
    for (let definition = 0; definition < chains.definitions; definition++) {
      const mark = { depth: 0, path: view.path(unit), offset: start, tie: definition };
      const make = (): VersionRow => ({
        ...view.place(unit, chains.offsetOf(definition)),
        name,
        ...versionOf(chains, known, definition, counts[definition]!),
        origin: 'ssa/ssa_value',
        certainty: 'resolved',
      });
      if (!page.add(mark, make)) return page.finish(subjects);
    }
  }
  return page.finish(subjects);
}

function versionOf(
  chains: BodyChains,
  known: KnownValues,
  definition: number,
  uses: number,
): Omit<VersionRow, keyof Place | 'name' | 'origin' | 'certainty'> {
  const kind = chains.kindOf(definition);
  const previous = chains.previousOf(definition);
  const block = chains.blockOf(definition);
  return {
    variable: chains.nameOf(chains.variableOf(definition)),
    version: known.version(definition),
    definition: kind,
    block,
    ...(kind === 'merge' ? { merges: chains.operandsOf(definition).map((one) => known.version(one)) } : {}),
    ...(previous < 0 ? {} : { previous: known.version(previous) }),
    uses,
    ...known.ofDefinition(definition),
    ...(known.isDead(block) ? { dead: true as const } : {}),
  };
}

function countUses(chains: BodyChains): number[] {
  const counts = Array.from({ length: chains.definitions }, () => 0);
  for (let use = 0; use < chains.uses; use++) {
    const { definition } = chains.use(use);
    if (definition >= 0) counts[definition]!++;
  }
  return counts;
}
