/** Early cut-off: an edit runs what can see it, and nothing else. Counted, not timed. */
import { expect, test } from 'vitest';
import { declaration, declarationPosition, exportTable, reference } from '#facts';
import { indexFiles, unitsRun } from '#testkit';

const FILES = {
  'pkg/__init__.py': '',
  'pkg/core.py': 'def first(x):\n    y = x\n    return y\n\n\ndef second():\n    return first(1)\n',
  'pkg/user.py': 'from pkg.core import first\n\n\ndef use():\n    return first(2)\n',
  'pkg/star.py': 'from pkg.core import *\n\nsecond()\n',
  'pkg/other.py': 'import os\n\nos.getcwd()\n',
};

test('an edit inside a body runs the stages of its own file and resolves no other', async () => {
  const { orchestrator } = await indexFiles(FILES);
  const result = await orchestrator.update([
    { path: 'pkg/core.py', content: FILES['pkg/core.py'].replace('y = x', 'local_name = x; y = local_name') },
  ]);
  expect(result.affected).toEqual([]);
  expect(unitsRun(result)).toEqual({
    'ir-build': 1,
    chunking: 1,
    lexical: 1,
    symbols: 1,
    'cross-file': 1,
    occurrences: 1,
  });
  const link = result.stages.find((stage) => stage.slug === 'cross-file')!;
  expect([link.units, link.kept]).toEqual([1, 1]);
});

test('a local name in the first function leaves every interface digest equal', async () => {
  const { orchestrator, context } = await indexFiles(FILES);
  await orchestrator.update([
    { path: 'pkg/core.py', content: FILES['pkg/core.py'].replace('y = x', 'before_all = 1; y = x') },
  ]);
  const digestOf = (given: typeof context): string[] => {
    const { snapshot } = given;
    const segment = snapshot.segment(
      snapshot.catalog.unitOf('pkg/core.py') as never,
      snapshot.plan.place(declaration)!.slot,
    )!;
    return [declaration, exportTable].map((schema) => Buffer.from(segment.digest(schema)).toString('hex'));
  };
  expect(digestOf(orchestrator.getContext())).toEqual(digestOf(context));
});

test('a comment above a function changes positions and text, and runs no resolution', async () => {
  const { orchestrator, context } = await indexFiles(FILES);
  const edited = FILES['pkg/core.py'].replace('def second', '# why\n\ndef second');
  const result = await orchestrator.update([{ path: 'pkg/core.py', content: edited }]);
  expect(result.affected).toEqual([]);
  expect(unitsRun(result)).toEqual({ 'ir-build': 1, chunking: 1, lexical: 1 });
  const before = context.snapshot;
  const after = orchestrator.getContext().snapshot;
  const segments = [before, after].map((one) =>
    one.segment(one.unit('pkg/core.py') as never, one.plan.place(reference)!.slot)!,
  );
  const changed = segments[0]!.layout.blocks.flatMap(([name], block) =>
    segments[0]!.blockDigestHex(block) === segments[1]!.blockDigestHex(block) ? [] : [name],
  );
  expect(changed).toEqual(['position', 'text_hashes']);
  expect(segments[0]!.layout.blockOf(declarationPosition)).toBe(
    segments[0]!.layout.blocks.findIndex(([name]) => name === 'position'),
  );
});

test('a new signature runs again exactly the files that look it up', async () => {
  const { orchestrator } = await indexFiles(FILES);
  const result = await orchestrator.update([
    { path: 'pkg/core.py', content: FILES['pkg/core.py'].replace('def first(x)', 'class first(object)') },
  ]);
  expect(result.affected).toEqual(['pkg/star.py', 'pkg/user.py'].filter((path) => path !== 'pkg/star.py'));
});

test('a new file that shadows an import runs again the file that found nothing there', async () => {
  const { orchestrator } = await indexFiles({ ...FILES, 'pkg/late.py': 'from pkg.missing import thing\nthing()\n' });
  const result = await orchestrator.update([{ path: 'pkg/missing.py', content: 'def thing():\n    pass\n' }]);
  expect(result.affected).toEqual(['pkg/late.py']);
});

test('an update that changes no text derives nothing', async () => {
  const { orchestrator } = await indexFiles(FILES);
  const result = await orchestrator.update([{ path: 'pkg/core.py', content: FILES['pkg/core.py'] }]);
  expect([result.changed, result.affected, unitsRun(result), result.shardsFolded]).toEqual([[], [], {}, 0]);
});
