/** The kernels of L5, by the names that the descriptor gives them. */
import { pythonLibrary } from '#languages';

export { argumentTypes } from './arguments.ts';
export { terms } from './terms.ts';
export { types } from './types.ts';

/** Reads what is known of the standard library before the first file that needs it. */
export async function prepare(languages: ReadonlySet<string>): Promise<void> {
  if (languages.has('python')) pythonLibrary();
  await Promise.resolve();
}
