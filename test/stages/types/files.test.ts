import { expect, it } from 'vitest';
import { argumentType } from '#facts';
import { indexFiles } from '#testkit';
import { STAGES, typesOf } from './read.ts';

it('types do not depend on the files that were evaluated in front', async () => {
  const types = await typesOf({
    'a.py': 'def f(a): return a\nx = f(None)\n',
    'b.py': 'def g() -> None: ...\ndef f(a): pass\nf(None)\nf(g())\n',
  });
  // One `None`, whether it is written or given.
  expect(types.context.table(argumentType, 'b.py')!.rows).toBe(1);
});

it('a right operand is not asked for where nothing is known of the left one', async () => {
  const files = {
    'g.py': 'def g(): return 1\n',
    'lib.py': 'import g\ndef f(): return nothing + g.g()\n',
    'm.py': 'import lib\nx = lib.f()\n',
  };
  const { orchestrator } = await indexFiles(files, { stages: STAGES });
  const stats = await orchestrator.update([{ path: 'g.py', content: 'def g(): return "a"\n' }]);
  await orchestrator.close();
  // Its own file and the one that calls it, and not the one behind.
  expect(stats.stages.find((stage) => stage.slug === 'types')!.units).toBe(2);
});
