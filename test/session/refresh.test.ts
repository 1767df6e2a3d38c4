/** refresh, watch and write-back: what the disk and the agents do to one file, cell by cell. */
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { UnifiedOrchestrator, type RefreshResult } from '#orchestrator';
import { differences } from '#testkit';

const FILES = { 'a.py': 'def f():\n    return 1\n\n\ndef g():\n    return 2\n', 'b.py': 'from a import f\nf()\n' };
const cleanup: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of cleanup.splice(0).toReversed()) await end();
});

let clock = 1_700_000_000;
function write(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
  // Times that differ for sure: two writes may fall into one tick of the file system.
  utimesSync(join(root, path), ++clock, clock);
}

function folder(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'stratagraph-refresh-'));
  cleanup.push(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) write(root, path, text);
  return root;
}

async function indexed(config = {}, files: Readonly<Record<string, string>> = FILES) {
  const root = folder(files);
  const orchestrator = new UnifiedOrchestrator({ parallelWorkers: 0, ...config });
  cleanup.push(async () => orchestrator.close());
  await orchestrator.indexRepository(root);
  return { root, orchestrator };
}

/** The law: after a refresh the facts are those of a fresh index of the folder. */
async function expectFresh(orchestrator: UnifiedOrchestrator, root: string): Promise<void> {
  const fresh = new UnifiedOrchestrator({ parallelWorkers: 0 });
  await fresh.indexRepository(root);
  expect(differences(orchestrator.getContext().snapshot, fresh.getContext().snapshot)).toEqual([]);
  await fresh.close();
}

describe('what only the disk changed', () => {
  test('created, modified, deleted, renamed and touched files', async () => {
    const { root, orchestrator } = await indexed();
    write(root, 'sub/c.py', 'from a import g\ng()\n');
    write(root, 'a.py', FILES['a.py'].replace('return 1', 'return 7'));
    expect((await orchestrator.refresh()).changed).toEqual(['a.py', 'sub/c.py']);
    await expectFresh(orchestrator, root);
    renameSync(join(root, 'b.py'), join(root, 'd.py'));
    rmSync(join(root, 'sub/c.py'));
    expect((await orchestrator.refresh()).changed).toEqual(['b.py', 'd.py', 'sub/c.py']);
    await expectFresh(orchestrator, root);
    utimesSync(join(root, 'a.py'), ++clock, clock);
    expect(await orchestrator.refresh()).toMatchObject({ changed: [], unitsRun: 0 });
    await expectFresh(orchestrator, root);
  });

  test('nothing: no publication, nothing runs', async () => {
    const { orchestrator } = await indexed();
    const context = orchestrator.getContext();
    expect(await orchestrator.refresh()).toMatchObject({ changed: [], unitsRun: 0, conflicts: [] });
    expect(orchestrator.getContext()).toBe(context);
  });
});

describe('what an agent committed and the disk changed', () => {
  const commit = async (orchestrator: UnifiedOrchestrator, path: string, content: string | null): Promise<void> => {
    const session = orchestrator.beginSession('agent');
    session.addChange(content === null ? { kind: 'delete', path } : { path, content });
    expect((await session.commit()).status).toBe('committed');
  };
  const edited = FILES['a.py'].replace('return 1', 'return 7');

  test('committed, and the disk as it was: nothing is reverted', async () => {
    const { orchestrator } = await indexed();
    await commit(orchestrator, 'a.py', edited);
    await commit(orchestrator, 'new.py', 'x = 1\n');
    await commit(orchestrator, 'b.py', null);
    expect(await orchestrator.refresh()).toMatchObject({ changed: [], conflicts: [] });
    expect(orchestrator.getContext().files).toEqual(['a.py', 'new.py']);
    expect(orchestrator.getContext().text('a.py')).toBe(edited);
  });

  test('different declarations: merged', async () => {
    const { root, orchestrator } = await indexed();
    await commit(orchestrator, 'a.py', edited);
    write(root, 'a.py', FILES['a.py'].replace('return 2', 'return 8'));
    expect(await orchestrator.refresh()).toMatchObject({ changed: ['a.py'], merged: ['a.py'], conflicts: [] });
    expect(orchestrator.getContext().text('a.py')).toBe(edited.replace('return 2', 'return 8'));
    // What is merged is not on the disk, so the disk may change again.
    write(root, 'a.py', FILES['a.py'].replace('return 2', 'return 9'));
    await orchestrator.refresh();
    expect(orchestrator.getContext().text('a.py')).toBe(edited.replace('return 2', 'return 9'));
  });

  test('one declaration: a conflict of the worktree, and the committed text stays', async () => {
    const { root, orchestrator } = await indexed();
    await commit(orchestrator, 'a.py', edited);
    write(root, 'a.py', FILES['a.py'].replace('return 1', 'return 8'));
    const { conflicts } = await orchestrator.refresh();
    expect(conflicts).toMatchObject([{ path: 'a.py', agentId: 'worktree', symbols: ['a.f'] }]);
    expect(orchestrator.getContext().text('a.py')).toBe(edited);
  });

  test('two changes that make no program together: a conflict', async () => {
    const [top, rest] = ['x = 1\nif x:\n', '    a = 1\n    b = 2\n    c = 3\nprint(x)\n'];
    const { root, orchestrator } = await indexed({}, { 'm.py': top + rest });
    await commit(orchestrator, 'm.py', top.replace('if', 'while') + rest);
    write(root, 'm.py', top + rest.replace('print', 'elif x > 1:\n    d = 4\nprint'));
    expect(await orchestrator.refresh()).toMatchObject({ changed: [], merged: [], conflicts: [{ path: 'm.py' }] });
    expect(orchestrator.getContext().text('m.py')).toBe(top.replace('if', 'while') + rest);
  });

  test('an excluded file is met when an agent has committed it', async () => {
    const { root, orchestrator } = await indexed({ exclude: ['gen/**'] });
    await commit(orchestrator, 'gen/n.py', 'x = 1\n');
    expect(await orchestrator.refresh()).toMatchObject({ changed: [], conflicts: [] });
    write(root, 'gen/n.py', 'x = 2\n');
    write(root, 'gen/other.py', 'x = 2\n');
    expect(await orchestrator.refresh()).toMatchObject({ changed: [], conflicts: [{ path: 'gen/n.py' }] });
    expect(await orchestrator.refresh()).toMatchObject({ changed: [], conflicts: [] });
    expect(orchestrator.getContext().text('gen/n.py')).toBe('x = 1\n');
  });

  test('the same text, a deletion on one side, a creation on both', async () => {
    const { root, orchestrator } = await indexed();
    await commit(orchestrator, 'a.py', edited);
    write(root, 'a.py', edited);
    expect(await orchestrator.refresh()).toMatchObject({ changed: [], conflicts: [] });
    write(root, 'a.py', 'z = 1\n');
    expect(await orchestrator.refresh()).toMatchObject({ changed: ['a.py'], conflicts: [] });
    await commit(orchestrator, 'b.py', 'x = 1\n');
    rmSync(join(root, 'b.py'));
    expect((await orchestrator.refresh()).conflicts).toMatchObject([{ path: 'b.py', mine: 'delete' }]);
    await commit(orchestrator, 'n.py', '1\n');
    write(root, 'n.py', '2\n');
    expect((await orchestrator.refresh()).conflicts).toMatchObject([{ path: 'n.py', mine: 'modify' }]);
  });

  test('a session that met the worktree conflicts with it by name', async () => {
    const { root, orchestrator } = await indexed();
    const session = orchestrator.beginSession('agent');
    session.addChange({ path: 'b.py', content: 'x = 1\n' });
    write(root, 'b.py', 'x = 2\n');
    await orchestrator.refresh();
    expect(await session.commit()).toMatchObject({ status: 'conflict', conflicts: [{ agentId: 'worktree' }] });
  });
});

describe('write-back', () => {
  test('committed files are on the disk, and a refresh sees nothing new', async () => {
    const { root, orchestrator } = await indexed({ writeBack: true });
    const session = orchestrator.beginSession('agent');
    session.addChange({ path: 'a.py', content: 'a = 1\n' });
    session.addChange({ path: 'deep/er/n.py', content: 'n = 1\n' });
    session.addChange({ kind: 'delete', path: 'b.py' });
    await session.commit();
    expect(readFileSync(join(root, 'a.py'), 'utf8')).toBe('a = 1\n');
    expect(readFileSync(join(root, 'deep/er/n.py'), 'utf8')).toBe('n = 1\n');
    expect(() => readFileSync(join(root, 'b.py'))).toThrow('ENOENT');
    expect(await orchestrator.refresh()).toMatchObject({ changed: [], unitsRun: 0 });
    await expectFresh(orchestrator, root);
  });

  test('an excluded file stays as it was written, and follows the disk', async () => {
    const { root, orchestrator } = await indexed({ writeBack: true, exclude: ['gen/**'] });
    await orchestrator.update([{ path: 'gen/n.py', content: 'x = 1\n' }]);
    await orchestrator.update([{ path: 'gen/m.py', content: 'x = 1\n' }]);
    const { txnId } = await orchestrator.refresh();
    expect(await orchestrator.refresh()).toMatchObject({ txnId, changed: [], conflicts: [] });
    expect(orchestrator.getContext().files).toContain('gen/n.py');
    await orchestrator.update([{ path: 'gen/n.py', content: 'x = 2\n' }]);
    expect(readFileSync(join(root, 'gen/n.py'), 'utf8')).toBe('x = 2\n');
    for (const text of ['x = 3\n', 'x = 4\n']) {
      write(root, 'gen/n.py', text);
      expect(await orchestrator.refresh()).toMatchObject({ changed: ['gen/n.py'], conflicts: [] });
      expect(orchestrator.getContext().text('gen/n.py')).toBe(text);
    }
    rmSync(join(root, 'gen/n.py'));
    expect(await orchestrator.refresh()).toMatchObject({ changed: ['gen/n.py'], conflicts: [] });
    expect(orchestrator.getContext().files).toEqual(['a.py', 'b.py', 'gen/m.py']);
    // So does a process that goes on from a saved index.
    const directory = folder({});
    await orchestrator.save(directory);
    await orchestrator.close();
    const next = new UnifiedOrchestrator({ parallelWorkers: 0, writeBack: true, exclude: ['gen/**'] });
    cleanup.push(async () => next.close());
    await next.open(directory);
    expect(await next.refresh()).toMatchObject({ changed: [], conflicts: [] });
    expect(next.getContext().files).toEqual(['a.py', 'b.py', 'gen/m.py']);
  });

  test('a file that changed on the disk meanwhile is not overwritten', async () => {
    const { root, orchestrator } = await indexed({ writeBack: true });
    write(root, 'a.py', 'mine = 1\n');
    const session = orchestrator.beginSession('agent');
    session.addChange({ path: 'a.py', content: 'a = 1\n' });
    await session.commit();
    expect(readFileSync(join(root, 'a.py'), 'utf8')).toBe('mine = 1\n');
    expect((await orchestrator.refresh()).conflicts).toHaveLength(1);
  });

  test.each([
    ['latin-1', Buffer.from('s = "\u00e9"\n', 'latin1'), Buffer.from('s = "\u00e9!"\n', 'latin1')],
    ['UTF-8 with its mark', Buffer.from('\ufeffs = "\u00e9"\n'), Buffer.from('\ufeffs = "\u00e9!"\n')],
    ['UTF-16', Buffer.from('\ufeffs = "\u00e9"\n', 'utf16le'), Buffer.from('\ufeffs = "\u00e9!"\n', 'utf16le')],
    [
      'UTF-16 with the high byte first',
      Buffer.from('\ufeffs = "\u00e9"\n', 'utf16le').swap16(),
      Buffer.from('\ufeffs = "\u00e9!"\n', 'utf16le').swap16(),
    ],
  ])('a file keeps its encoding: %s', async (_, before, after) => {
    const root = folder({});
    writeFileSync(join(root, 'a.py'), before);
    const orchestrator = new UnifiedOrchestrator({ parallelWorkers: 0, writeBack: true });
    cleanup.push(async () => orchestrator.close());
    await orchestrator.indexRepository(root);
    await orchestrator.update([{ path: 'a.py', content: 's = "\u00e9!"\n' }]);
    expect(readFileSync(join(root, 'a.py'))).toEqual(after);
    expect(await orchestrator.refresh()).toMatchObject({ changed: [], unitsRun: 0 });
  });

  test('a text that its encoding does not have is written in UTF-8', async () => {
    const root = folder({});
    writeFileSync(join(root, 'a.py'), Buffer.from('s = "\u00e9"\n', 'latin1'));
    const orchestrator = new UnifiedOrchestrator({ parallelWorkers: 0, writeBack: true });
    cleanup.push(async () => orchestrator.close());
    await orchestrator.indexRepository(root);
    await orchestrator.update([{ path: 'a.py', content: 's = "\u6f22"\n' }]);
    expect(readFileSync(join(root, 'a.py'), 'utf8')).toBe('s = "\u6f22"\n');
  });

  test('a binary file that is renamed keeps its bytes: the index has none to write', async () => {
    const { root, orchestrator } = await indexed({ writeBack: true }, { ...FILES, 'c.py': '\0binary' });
    await orchestrator.update([{ kind: 'rename', from: 'c.py', to: 'd.py' }]);
    expect(readFileSync(join(root, 'c.py'), 'utf8')).toBe('\0binary');
    expect(() => readFileSync(join(root, 'd.py'))).toThrow('ENOENT');
  });

  test('nothing is written through a link out of the root', async () => {
    const { root, orchestrator } = await indexed({ writeBack: true });
    const outside = folder({});
    symlinkSync(outside, join(root, 'link'));
    const session = orchestrator.beginSession('agent');
    session.addChange({ path: 'link/out.py', content: 'x = 1\n' });
    await session.commit();
    expect(() => readFileSync(join(outside, 'out.py'))).toThrow('ENOENT');
  });
});

test('a watch keeps up with edits, and does not echo what is written back', async () => {
  const { root, orchestrator } = await indexed({ writeBack: true });
  const seen: RefreshResult[] = [];
  const watch = await orchestrator.watch((result) => seen.push(result));
  cleanup.push(async () => watch.close());
  write(root, 'new.py', 'from a import f\nf()\n');
  await expect.poll(() => orchestrator.getContext().files, { timeout: 10_000 }).toContain('new.py');
  const session = orchestrator.beginSession('agent');
  session.addChange({ path: 'a.py', content: 'written = 1\n' });
  await session.commit();
  write(root, 'last.py', 'x = 1\n');
  await expect.poll(() => orchestrator.getContext().files, { timeout: 10_000 }).toContain('last.py');
  expect(seen.flatMap((result) => result.changed)).toEqual(['new.py', 'last.py']);
});
