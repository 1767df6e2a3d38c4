/** Two paths of one 64-bit hash, found as a hostile repository could: the second file is left out, all else is indexed. */
import { expect, test } from 'vitest';
import { hashHex, hashPath } from '#core';
import { COLLIDING_PATHS as paths, indexFiles } from '#testkit';

test('the second of two paths of one hash is a problem, not the end of the index', async () => {
  const hashes = paths.map((path) => {
    const cell = { lo: 0, hi: 0 };
    hashPath(cell, path);
    return hashHex(cell.lo, cell.hi);
  });
  expect(hashes[0]).toBe(hashes[1]);
  const { context, orchestrator } = await indexFiles({ [paths[0]]: 'one', [paths[1]]: 'two', 'a.py': 'x = 1\n' });
  expect(context.files).toHaveLength(2);
  expect(context.files).toContain('a.py');
  expect(context.snapshot.root.problems).toMatchObject([{ code: 'E_HASH_COLLISION' }]);
  const left = context.snapshot.root.problems[0]!.path;
  await expect(orchestrator.update([{ path: left, content: 'again' }])).rejects.toMatchObject({
    code: 'E_HASH_COLLISION',
  });
  expect(orchestrator.getContext()).toBe(context);
});
