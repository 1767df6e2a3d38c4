/** Types of a TypeScript workspace as text, for the tests of this folder. */
import { declaration, local, typeText, VARIABLE_SOURCES, variableType } from '#facts';
import type { PipelineContext } from '#orchestrator';
import { indexFiles } from '#testkit';
import { STAGES } from './read.ts';

const LOCAL = VARIABLE_SOURCES.indexOf('local');

export interface TypedFiles {
  /** The types of the variables and members of a name in `m.ts`, without repetition. */
  variable(name: string): string;
}

/** Indexes files, of which `m.ts` (or `m.tsx`, `m.js`) is asked, and closes the index. */
export async function typed(
  text: string,
  others: Readonly<Record<string, string>> = {},
  path = 'm.ts',
): Promise<TypedFiles> {
  const { context, orchestrator } = await indexFiles({ ...others, [path]: text }, { stages: STAGES });
  const made = read(context, path);
  await orchestrator.close();
  return made;
}

function read(context: PipelineContext, path: string): TypedFiles {
  const texts = context.table(typeText, path)!;
  const variables = new Map<string, Set<string>>();
  const rows = context.table(variableType, path)!;
  for (let row = 0; row < rows.rows; row++) {
    const table = rows.source.at(row) === LOCAL ? context.table(local, path)! : context.table(declaration, path)!;
    const name = table.name.at(rows.at.at(row));
    variables.set(name, (variables.get(name) ?? new Set()).add(texts.text.at(rows.type.at(row))));
  }
  return {
    variable: (name) => [...(variables.get(name) ?? ['-'])].join(' / '),
  };
}
