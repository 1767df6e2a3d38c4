/** Snapshots: the same frozen object until the next publication, shared bytes, and nothing of an old one ever changes. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { declaration } from '#facts';
import { indexFiles } from '#testkit';
import type { Snapshot } from '#store';

const FILES = { 'a.py': 'def a():\n    return 1\n', 'b.py': 'from a import a\na()\n' };

/** A hash over all bytes that a snapshot refers to. */
function hashOf(snapshot: Snapshot): string {
  const sum = createHash('sha256');
  const { pages, directory } = snapshot.root.catalog;
  for (const buffer of [...pages, directory]) sum.update(new Uint8Array(buffer));
  for (const unit of snapshot.units) {
    for (let slot = 0; slot < snapshot.plan.slots; slot++) {
      const segment = snapshot.segment(unit, slot);
      if (segment !== null) sum.update(new Uint8Array(segment.buffer, segment.offset, segment.byteLength));
    }
  }
  return sum.digest('hex');
}

test('two contexts without a publication between are the same frozen object', async () => {
  const { orchestrator, context } = await indexFiles(FILES);
  expect(orchestrator.getContext()).toBe(context);
  expect(Object.isFrozen(context)).toBe(true);
  expect(Object.isFrozen(context.snapshot.root.catalog)).toBe(true);
});

test('a snapshot keeps its bytes and its answers while updates are published', async () => {
  const { orchestrator, context } = await indexFiles(FILES);
  const before = hashOf(context.snapshot);
  for (let i = 0; i < 20; i++) {
    await orchestrator.update([{ path: 'a.py', content: `def a${i}():\n    return ${i}\n` }]);
    await orchestrator.update([{ path: `new${i}.py`, content: 'x = 1\n' }]);
  }
  await orchestrator.update([{ kind: 'delete', path: 'b.py' }]);
  expect(hashOf(context.snapshot)).toBe(before);
  expect(context.files).toEqual(['a.py', 'b.py']);
  expect(context.table(declaration, 'a.py')!.name.at(1)).toBe('a');
  expect(orchestrator.getContext().files).toHaveLength(21);
});

test('transaction ids grow by one with each publication', async () => {
  const { orchestrator, context } = await indexFiles(FILES);
  const result = await orchestrator.update([{ path: 'a.py', content: '' }]);
  expect([context.txnId, result.txnId, orchestrator.getContext().txnId]).toEqual([1, 2, 2]);
});

test('segments that an update did not touch are shared, not copied', async () => {
  const { orchestrator, context } = await indexFiles(FILES);
  await orchestrator.update([{ path: 'b.py', content: 'x = 1\n' }]);
  const after = orchestrator.getContext();
  const place = (given: typeof context): unknown => {
    const segment = given.snapshot.segment(given.snapshot.catalog.unitOf('a.py') as never, 1)!;
    return [segment.buffer, segment.offset];
  };
  expect(place(after)).toEqual(place(context));
  const [before, now] = [context, after].map((given) => (place(given) as [SharedArrayBuffer, number])[0]);
  expect(now).toBe(before);
});

test('memory of replaced segments is counted down and empty arenas leave the catalog', async () => {
  const { orchestrator } = await indexFiles(FILES);
  const live = orchestrator.health().arenas.liveBytes;
  const content = FILES['a.py'];
  for (let i = 0; i < 30; i++) await orchestrator.update([{ path: 'a.py', content: `${content}# ${'x'.repeat(i)}\n` }]);
  await orchestrator.update([{ path: 'a.py', content }]);
  expect(orchestrator.health().arenas.liveBytes).toBe(live);
});

test('an update that fails leaves the counted memory and the snapshot as they were', async () => {
  const { orchestrator, context } = await indexFiles(FILES);
  const live = orchestrator.health().arenas.liveBytes;
  const controller = new AbortController();
  controller.abort();
  const changes = [{ path: 'a.py', content: 'x = 1\n' }];
  await expect(orchestrator.update(changes, { signal: controller.signal })).rejects.toMatchObject({
    code: 'E_ABORTED',
  });
  await expect(orchestrator.update([{ kind: 'delete', path: 'none.py' }])).rejects.toMatchObject({ code: 'E_CHANGE' });
  expect(orchestrator.getContext()).toBe(context);
  expect(orchestrator.health().arenas.liveBytes).toBe(live);
  await orchestrator.update(changes);
  expect(orchestrator.getContext().text('a.py')).toBe('x = 1\n');
});
