/** Sessions whose calls are not awaited one by one: nothing is lost, nothing leaks, nothing is noted of another text. */
import { afterEach, expect, test } from 'vitest';
import type { UnifiedOrchestrator } from '#orchestrator';
import type { AgentSession } from '#session';
import { differences, indexFiles } from '#testkit';

const FILES = {
  'm.py': 'def f():\n    return 1\n',
  'use.py': 'from m import f\n\n\ndef run():\n    return f()\n',
  'other.py': 'x = 1\n',
};

const open: UnifiedOrchestrator[] = [];
async function index(config = {}): Promise<UnifiedOrchestrator> {
  const { orchestrator } = await indexFiles(FILES, config);
  open.push(orchestrator);
  return orchestrator;
}
afterEach(async () => {
  await Promise.all(open.splice(0).map(async (orchestrator) => orchestrator.close()));
});

const write = (session: AgentSession, path: string, content: string): void => session.addChange({ path, content });
const live = (orchestrator: UnifiedOrchestrator): number => orchestrator.health().arenas.liveBytes;
const code = (expected: string): unknown => expect.objectContaining({ code: expected });
async function ticks(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await Promise.resolve();
}

test('what is asked behind an abort is refused and holds nothing', async () => {
  const orchestrator = await index();
  const before = live(orchestrator);
  const session = orchestrator.beginSession('a');
  write(session, 'other.py', 'x = 2\n');
  const [, ...asked] = await Promise.allSettled([
    session.abort(),
    session.view(),
    session.impact(),
    session.query('x'),
    session.rebase(),
    session.commit(),
  ]);
  for (const one of asked) expect(one).toMatchObject({ status: 'rejected', reason: code('E_SESSION') });
  expect(live(orchestrator)).toBe(before);
});

test('what is asked behind a commit is refused and holds nothing', async () => {
  const orchestrator = await index();
  const before = live(orchestrator);
  const session = orchestrator.beginSession('a');
  write(session, 'other.py', 'x = 2\n');
  const [commit, ...asked] = await Promise.allSettled([
    session.commit(),
    session.view(),
    session.impact(),
    session.commit(),
  ]);
  expect(commit).toMatchObject({ value: { status: 'committed' } });
  for (const one of asked) expect(one).toMatchObject({ status: 'rejected', reason: code('E_SESSION') });
  expect(live(orchestrator)).toBe(before);
});

test('a commit of changes that were taken back holds nothing', async () => {
  const orchestrator = await index();
  const before = live(orchestrator);
  const session = orchestrator.beginSession('a');
  for (const text of ['x = 2\n', 'x = 1\n']) {
    write(session, 'other.py', text);
    await session.view();
  }
  expect(await session.commit()).toMatchObject({ status: 'committed', delta: { files: [] } });
  expect(live(orchestrator)).toBe(before);
});

test.for([0, 1, 2, 3, 5, 8, 13, 21, 34, 55])(
  'a change after a commit was called is refused, %i ticks on, or is in the next one',
  async (count) => {
    const orchestrator = await index();
    const session = orchestrator.beginSession('a');
    write(session, 'other.py', 'x = 2\n');
    const commit = session.commit();
    await ticks(count);
    expect(() => write(session, 'm.py', '')).toThrow(code('E_BUSY'));
    await commit;
    expect(orchestrator.getContext().text('m.py')).toBe(FILES['m.py']);
  },
);

test.for([0, 1, 2, 3, 5, 8, 13, 21, 34, 55])(
  'a change while the view is derived, %i ticks on, is committed',
  async (count) => {
    const orchestrator = await index();
    const session = orchestrator.beginSession('a');
    write(session, 'other.py', 'x = 2\n');
    const view = session.view();
    await ticks(count);
    write(session, 'other.py', 'x = 3\n');
    await view;
    expect((await session.view()).textAt('other.py')).toBe('x = 3\n');
    await session.commit();
    expect(orchestrator.getContext().text('other.py')).toBe('x = 3\n');
  },
);

test('what a serializable session read before a change counts as read before it', async () => {
  const orchestrator = await index();
  const session = orchestrator.beginSession('a', { isolation: 'serializable' });
  const outline = session.outline('m.py');
  await ticks(3);
  write(session, 'm.py', 'def g():\n    return 2\n');
  expect((await outline).rows.map((row) => row.name)).toEqual(['m.f']);
  await orchestrator.update([{ path: 'other.py', content: 'x = 2\n' }]);
  expect((await session.commit()).status).toBe('committed');
});

test('a serializable session that was told that there is no such file is refused when there is one', async () => {
  const orchestrator = await index();
  const session = orchestrator.beginSession('a', { isolation: 'serializable' });
  await expect(session.outline('new.py')).rejects.toThrow("path 'new.py' is not in the index");
  write(session, 'other.py', 'x = 2\n');
  await orchestrator.update([{ path: 'new.py', content: '' }]);
  expect(await session.commit()).toMatchObject({ status: 'conflict', conflicts: [{ kind: 'read' }] });
});

test('an impact counts the changes of before an earlier look', async () => {
  const orchestrator = await index();
  const session = orchestrator.beginSession('a');
  write(session, 'm.py', 'def g():\n    return 2\n');
  const first = await session.impact();
  expect(first.brokenCallers.map((row) => row.path)).toEqual(['use.py']);
  write(session, 'other.py', 'x = 2\n');
  const second = await session.impact();
  expect(second.brokenCallers).toEqual(first.brokenCallers);
  expect(second.brokenImports).toEqual(first.brokenImports);
});

test('an impact of a file that is moved names only what the move broke', async () => {
  const files = { 'm.py': 'def f():\n    nowhere()\n    f()\n', 'u.py': 'import m\nm.f()\n' };
  const { orchestrator } = await indexFiles(files);
  open.push(orchestrator);
  const session = orchestrator.beginSession('a');
  session.addChange({ kind: 'rename', from: 'm.py', to: 'n.py' });
  const { brokenCallers, brokenImports } = await session.impact();
  expect(brokenCallers.map(({ path, callee }) => [path, callee])).toEqual([['u.py', 'f']]);
  expect(brokenImports.map(({ path }) => path)).toEqual(['u.py']);
});

test('a session is not idle while it waits to commit, and stays when it is refused', async () => {
  const orchestrator = await index({ sessionIdle: 20, parallelWorkers: 1 });
  const session = orchestrator.beginSession('a');
  write(session, 'm.py', 'x = 2\n');
  const updates = Array.from({ length: 30 }, async (_, i) =>
    orchestrator.update([{ path: 'm.py', content: `y = ${i}\n` }]),
  );
  const commit = session.commit();
  await Promise.all(updates);
  expect((await commit).status).toBe('conflict');
  await ticks(50);
  expect(session.isActive).toBe(true);
});

test.for([
  ['a lone surrogate', 'x = "\uD800"\n', 'x = "\uFFFD"\n'],
  ['a byte order mark', '\uFEFFx = 2\n', 'x = 2\n'],
])('a text with %s is the same in the session and in the index', async ([, given, kept]) => {
  const orchestrator = await index();
  const session = orchestrator.beginSession('a');
  write(session, 'other.py', given!);
  expect(session.text('other.py')).toBe(kept);
  expect((await session.view()).textAt('other.py')).toBe(kept);
  await session.commit();
  expect(orchestrator.getContext().text('other.py')).toBe(kept);
});

test('a text that would be a binary file is refused, for the index would not keep it', async () => {
  const session = (await index()).beginSession('a');
  expect(() => write(session, 'other.py', 'x = 1\0\n')).toThrow(code('E_CHANGE'));
  expect(session.text('other.py')).toBe('x = 1\n');
});

test('a text above maxFileBytes is what a fresh index makes of it', async () => {
  const large = { ...FILES, 'm.py': `${FILES['m.py']}# ${'x'.repeat(2000)}\n` };
  const orchestrator = await index({ maxFileBytes: 1000 });
  const session = orchestrator.beginSession('a');
  write(session, 'm.py', large['m.py']);
  await session.commit();
  const fresh = await indexFiles(large, { maxFileBytes: 1000 });
  open.push(fresh.orchestrator);
  expect(differences(orchestrator.getContext().snapshot, fresh.context.snapshot)).toEqual([]);
});
