/** The kernels of L5, by the names that the descriptor gives them. */
import { javascriptTables, pythonLibrary } from '#languages';
import { isTypescript } from './typescript/unit.ts';

export { argumentTypes } from './python/arguments.ts';
export { terms } from './python/terms.ts';
export { inferred, surface } from './typescript/kernels.ts';
export { types } from './python/types.ts';

/** Reads what is known of the standard library before the first file that needs it. */
export async function prepare(languages: ReadonlySet<string>): Promise<void> {
  if (languages.has('python')) pythonLibrary();
  if ([...languages].some(isTypescript)) javascriptTables();
  await Promise.resolve();
}
