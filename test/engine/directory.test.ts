/** The directory of a catalog: all files, so that it is made once for a set of files, however often a wave freezes. */
import { expect, test } from 'vitest';
import { CatalogBuilder } from '#store';
import { indexFiles } from '#testkit';

test('a directory is made once for a set of files, and again for another set', async () => {
  const { context, orchestrator } = await indexFiles({ 'a.py': 'x = 1\n', 'b.py': 'y = 2\n' });
  const { catalog } = context.snapshot.root;
  const builder = new CatalogBuilder(catalog.slots, catalog);
  expect(builder.freeze().directory).toBe(catalog.directory);
  const paths = new Map(context.snapshot.units.map((unit) => [unit, context.snapshot.path(unit)]));
  paths.set(builder.addUnit(), 'c.py');
  builder.setPaths(paths);
  const { directory } = builder.freeze();
  expect(directory).not.toBe(catalog.directory);
  expect(builder.freeze().directory).toBe(directory);
  builder.setPaths(new Map([...paths].slice(0, 2)));
  expect(new Uint8Array(builder.freeze().directory)).toEqual(new Uint8Array(catalog.directory));
  await orchestrator.close();
});
