/** The facts of a text in Python, as the lines that tests read. */
import { languageNamed } from '#languages';
import { lowerText } from '#testkit';
import { View } from '../view.ts';

export { View };

export async function view(text: string, path = 'pkg/mod.py'): Promise<View> {
  return new View(await lowerText(languageNamed('python')!, path, text), text);
}
