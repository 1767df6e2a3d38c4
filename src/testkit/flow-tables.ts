/** The facts of a text with its flow graphs, without an engine: lowered, then given to the kernel as a worker would. */
import { SegmentBuilder, SegmentLayout, type Columns, type TableReader, type TableSchema } from '#columns';
import { Fuel, Lookup, type UnitOut, type UnitSource, type UnitView } from '#stage';
import { languageNamed, languageOf } from '#languages';
import { kernel } from '../../stages/l04-flow-graph/kernel.ts';
import { stage } from '../../stages/l04-flow-graph/stage.ts';
import type { Tables } from './flow-walk.ts';
import { freezeAlone, lowerText } from './lower.ts';

type Step = (typeof stage.steps)[0];

const layout = new SegmentLayout(stage.steps[0].writes);
const out = new SegmentBuilder(layout);
const NOBODY: UnitSource = { tableAt: () => null, forEachUnitOf: () => undefined };
const FUEL = 50_000_000;

/** The tables of `text` as the file `path`, whose extension names the language. */
export async function flowTables(path: string, text: string, fuel: number = FUEL): Promise<Tables> {
  const facts = await lowerText(languageNamed(languageOf(path))!, path, text);
  out.clear();
  const context = { lookup: new Lookup(NOBODY, []), options: {}, fuel: new Fuel(fuel) };
  const view = { path, text, table: <C extends Columns>(schema: TableSchema<C>) => facts.table(schema) };
  const writers = {
    table: <C extends Columns>(schema: TableSchema<C>) => out.table(schema),
    strings: (schema: TableSchema) => out.strings(schema),
    segment: out,
  };
  // Safe because: a view and writers of more tables than the step declares.
  kernel(view as UnitView<Step>, writers as UnitOut<Step>, context);
  const flow = freezeAlone(out);
  return <C extends Columns>(schema: TableSchema<C>): TableReader<C> =>
    layout.tables.some((own) => own.name === schema.name) ? flow.table(schema) : facts.table(schema);
}
