/** Sessions: what an agent sees of its own changes, what others see, and what a commit does. */
import { afterEach, expect, test } from 'vitest';
import type { UnifiedOrchestrator } from '#orchestrator';
import { differences, indexFiles } from '#testkit';

const FILES = {
  'shop/__init__.py': '',
  'shop/cart.py': 'def add(item):\n    return [item]\n\n\ndef remove(item):\n    return []\n',
  'shop/main.py': 'from shop.cart import add\n\n\ndef run():\n    return add(1)\n',
};

const open: UnifiedOrchestrator[] = [];
async function shop(config = {}): Promise<UnifiedOrchestrator> {
  const { orchestrator } = await indexFiles(FILES, config);
  open.push(orchestrator);
  return orchestrator;
}
afterEach(async () => {
  await Promise.all(open.splice(0).map(async (orchestrator) => orchestrator.close()));
});

const callersOf = (answer: { rows: readonly { caller: { name: string } }[] }): string[] =>
  answer.rows.map((row) => row.caller.name);

test('a session sees its own changes at every layer, and nobody else does', async () => {
  const orchestrator = await shop();
  const mine = orchestrator.beginSession('a');
  const other = orchestrator.beginSession('b');
  const before = orchestrator.getContext();
  mine.addChange({
    path: 'shop/other.py',
    content: 'from shop.cart import add\n\n\ndef extra():\n    return add("unusual text")\n',
  });
  expect(callersOf(await mine.callers({ symbol: 'shop.cart.add' }))).toEqual(['shop.main.run', 'shop.other.extra']);
  expect((await mine.query('unusual')).rows).toHaveLength(1);
  expect(callersOf(await other.callers({ symbol: 'shop.cart.add' }))).toEqual(['shop.main.run']);
  expect(orchestrator.getContext()).toBe(before);
  expect(mine.txnId).not.toBe(other.txnId);
});

test('a commit publishes the changes, and a session that began before does not see them', async () => {
  const orchestrator = await shop();
  const old = orchestrator.beginSession('old');
  const session = orchestrator.beginSession('a');
  session.addChange({ kind: 'create', path: 'shop/new.py', content: 'from shop.cart import add\nadd(2)\n' });
  const result = await session.commit();
  expect(result.status).toBe('committed');
  expect(orchestrator.getContext().txnId).toBe(result.status === 'committed' ? result.txnId : 0);
  expect(orchestrator.getContext().callers({ symbol: 'shop.cart.add' }).rows).toHaveLength(2);
  expect((await old.callers({ symbol: 'shop.cart.add' })).rows).toHaveLength(1);
  expect(() => session.addChange({ path: 'x.py', content: '' })).toThrow("session of agent 'a' was committed");
});

test('a commit of what was read before derives nothing again', async () => {
  const orchestrator = await shop();
  const session = orchestrator.beginSession('a');
  session.addChange({ path: 'shop/cart.py', content: 'def add(item):\n    return [item, item]\n' });
  const view = await session.view();
  const result = await session.commit();
  expect(result.status).toBe('committed');
  const { snapshot } = orchestrator.getContext();
  expect(snapshot.root.catalog.pages).toEqual(view.root.catalog.pages);
  expect(differences(snapshot, view)).toEqual([]);
});

test('a commit says what it did: files, declarations by class, what ran', async () => {
  const orchestrator = await shop();
  const session = orchestrator.beginSession('a');
  session.addChange({
    path: 'shop/cart.py',
    content:
      'def add(item, count=1):\n    return [item]\n\n\ndef remove(item):\n    return [item]\n\n\ndef clear():\n    pass\n',
  });
  const result = await session.commit();
  if (result.status !== 'committed') throw new Error('refused');
  expect(result.delta.files).toEqual([{ path: 'shop/cart.py', kind: 'modify' }]);
  const classes = result.delta.declarations.map(({ name, change }) => `${name} ${change}`);
  expect(classes).toEqual([
    'shop.cart body',
    'shop.cart.add signature',
    'shop.cart.remove body',
    'shop.cart.clear added',
  ]);
  expect(result.unitsRun).toBeGreaterThan(0);
});

test('an abort forgets the changes and gives back their memory', async () => {
  const orchestrator = await shop();
  const { liveBytes } = orchestrator.health().arenas;
  const session = orchestrator.beginSession('a');
  for (let i = 0; i < 5; i++) {
    session.addChange({ path: 'shop/cart.py', content: `def add(item):\n    return ${i}\n` });
    await session.view();
  }
  expect(orchestrator.health().arenas.liveBytes).toBeGreaterThan(liveBytes);
  await session.abort();
  expect(orchestrator.health().arenas.liveBytes).toBe(liveBytes);
  expect(orchestrator.beginSession('a').isActive).toBe(true);
});

test('commits of read overlays leave as many live bytes as updates with the same texts', async () => {
  const [one, two] = [await shop(), await shop()];
  for (let i = 0; i < 4; i++) {
    const change = { path: 'shop/cart.py', content: `def add(item):\n    return [${'item, '.repeat(i)}]\n` };
    await one.update([change]);
    const session = two.beginSession('a');
    session.addChange({ path: 'shop/cart.py', content: 'x = 1\n' });
    await session.view();
    session.addChange(change);
    await session.view();
    await session.commit();
  }
  expect(two.health().arenas.liveBytes).toBe(one.health().arenas.liveBytes);
});

test('a second session of an agent, one too many, and an unknown agent are errors with codes', async () => {
  const orchestrator = await shop({ maxActiveSessions: 2 });
  orchestrator.beginSession('a');
  expect(() => orchestrator.beginSession('a')).toThrow(expect.objectContaining({ code: 'E_SESSION_ACTIVE' }));
  orchestrator.beginSession('b');
  expect(() => orchestrator.beginSession('c')).toThrow(expect.objectContaining({ code: 'E_SESSION_LIMIT' }));
  expect(() => orchestrator.addChange('z', { path: 'a.py', content: '' })).toThrow(
    expect.objectContaining({ code: 'E_SESSION' }),
  );
});

test('changes are checked against the session’s own view', async () => {
  const orchestrator = await shop();
  const session = orchestrator.beginSession('a');
  session.addChange({ kind: 'delete', path: 'shop/cart.py' });
  expect(() => session.addChange({ kind: 'edit', path: 'shop/cart.py', edits: [] })).toThrow('no such file');
  session.addChange({ kind: 'create', path: 'shop/cart.py', content: '' });
  expect(session.text('shop/cart.py')).toBe('');
  expect(() => session.addChange({ path: '../out.py', content: '' })).toThrow(
    expect.objectContaining({ code: 'E_PATH' }),
  );
});

test('an idle session is aborted', async () => {
  const orchestrator = await shop({ sessionIdle: 5 });
  const session = orchestrator.beginSession('a');
  await expect.poll(() => session.isActive, { timeout: 5000 }).toBe(false);
  expect(() => session.text('shop/cart.py')).toThrow('was idle too long');
});

test('a session that began before a re-index commits onto its result', async () => {
  const orchestrator = await shop();
  const { memoryFileSystem } = await import('#inputs');
  const session = orchestrator.beginSession('a');
  session.addChange({ path: 'shop/new.py', content: 'new = 1\n' });
  const indexed = orchestrator.indexFiles(memoryFileSystem({ ...FILES, 'shop/late.py': 'late = 1\n' }), '/memory');
  const result = await session.commit();
  await indexed;
  expect(result.status).toBe('committed');
  expect(orchestrator.getContext().files).toContain('shop/late.py');
  // Whichever came first, a commit is never lost: it stands on the index, or the index conflicts with nothing it did.
  expect(orchestrator.getContext().files).toContain('shop/new.py');
});
