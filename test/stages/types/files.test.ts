import { expect, it } from 'vitest';
import { argumentType } from '#facts';
import { typesOf } from './read.ts';

it('types do not depend on the files that were evaluated in front', async () => {
  const types = await typesOf({
    'a.py': 'def f(a): return a\nx = f(None)\n',
    'b.py': 'def g() -> None: ...\ndef f(a): pass\nf(None)\nf(g())\n',
  });
  // One `None`, whether it is written or given.
  expect(types.context.table(argumentType, 'b.py')!.rows).toBe(1);
});
