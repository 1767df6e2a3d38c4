/** A saved index that is damaged, of another grammar, or cannot be written: an error or the facts of a fresh index. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { UnifiedOrchestrator } from '#orchestrator';
import { differences } from '#testkit';
import { decodeCatalog, encodeCatalog } from '../../src/store/disk/catalog-file.ts';

const FILES = Object.fromEntries(
  Array.from({ length: 30 }, (_, i): [string, string][] => [
    [`m${i}.py`, `from m${(i + 1) % 30} import f${(i + 1) % 30}\n\n\ndef f${i}(x):\n    return f${(i + 1) % 30}(x)\n`],
    [`t${i}.ts`, `export function g${i}(): number {\n  return ${i};\n}\n`],
  ]).flat(),
);

const cleanup: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of cleanup.splice(0).toReversed()) await end();
});

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'stratagraph-damage-'));
  cleanup.push(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

function make(): UnifiedOrchestrator {
  const orchestrator = new UnifiedOrchestrator({ parallelWorkers: 0 });
  cleanup.push(async () => orchestrator.close());
  return orchestrator;
}

async function saved(): Promise<{ root: string; directory: string; fresh: UnifiedOrchestrator }> {
  const [root, directory] = [folder(), folder()];
  for (const [path, text] of Object.entries(FILES)) writeFileSync(join(root, path), text);
  const fresh = make();
  // Saved before what was published is compacted: with postings in arenas of their own.
  await fresh.open(directory);
  await fresh.indexRepository(root);
  await fresh.close();
  return { root, directory, fresh };
}

const arenasIn = (directory: string): string[] => readdirSync(directory).filter((name) => name.startsWith('arena-'));

test('an index with any one arena damaged, cut or gone opens or is indexed to the facts that were saved', async () => {
  const { root, directory, fresh } = await saved();
  const good = new Map(readdirSync(directory).map((name) => [name, readFileSync(join(directory, name))]));
  const damages: ((path: string) => void)[] = [
    (path) => rmSync(path),
    (path) => truncateSync(path, 5),
    (path) => writeFileSync(path, Buffer.from(readFileSync(path)).fill(0xff, 8, 24)),
  ];
  for (const arena of arenasIn(directory)) {
    for (const damage of damages) {
      const copy = folder();
      for (const [name, bytes] of good) writeFileSync(join(copy, name), bytes);
      damage(join(copy, arena));
      const orchestrator = make();
      const { status } = await orchestrator.open(copy);
      if (status !== 'opened') await orchestrator.indexRepository(root);
      expect(differences(orchestrator.getContext().snapshot, fresh.getContext().snapshot)).toEqual([]);
      await orchestrator.close();
      // What was mended is saved.
      expect(await make().open(copy)).toMatchObject({ status: 'opened', unitsRun: 0 });
    }
  }
});

test('an index that another grammar made is derived again', async () => {
  const { directory, fresh } = await saved();
  const path = join(directory, 'catalog');
  const catalog = decodeCatalog(readFileSync(path));
  if ('fault' in catalog) throw new Error(catalog.fault);
  const { head, pages } = catalog;
  // Another checksum: as if the parser core had been another.
  const slots = head.slots.map((slot) => {
    const [, , , , grammars] = JSON.parse(slot.identity) as unknown[];
    if (typeof grammars !== 'string' || grammars === '') return slot;
    return { ...slot, identity: slot.identity.replace(grammars, grammars.replace(/^./u, 'x')) };
  });
  expect(slots).not.toEqual(head.slots);
  const image = {
    units: head.units,
    slots: slots.length,
    pages,
    directory: catalog.directory,
    arenas: [],
    postings: {},
  };
  writeFileSync(path, encodeCatalog({ ...head, slots }, image));
  const orchestrator = make();
  const result = await orchestrator.open(directory);
  expect(result.status).toBe('opened');
  expect(result.unitsRun).toBeGreaterThanOrEqual(Object.keys(FILES).length);
  expect(differences(orchestrator.getContext().snapshot, fresh.getContext().snapshot)).toEqual([]);
});

test('a save that fails leaves the directory that is open as it was: locked, and saved to', async () => {
  const { directory } = await saved();
  const orchestrator = make();
  await orchestrator.open(directory);
  const taken = folder();
  const other = make();
  await other.open(taken);
  await expect(orchestrator.save(taken)).rejects.toMatchObject({ code: 'E_LOCKED' });
  await expect(make().open(directory)).rejects.toMatchObject({ code: 'E_LOCKED' });
  await orchestrator.save(directory);
  await orchestrator.update([{ path: 'm1.py', content: 'x = 1\n' }]);
  await orchestrator.close();
  const again = make();
  await again.open(directory);
  expect(again.getContext().text('m1.py')).toBe('x = 1\n');
});

test('an update that nobody awaited is saved before the orchestrator is closed', async () => {
  const { directory } = await saved();
  const orchestrator = make();
  await orchestrator.open(directory);
  const update = orchestrator.update([{ path: 'm1.py', content: 'x = 1\n' }]);
  await orchestrator.close();
  const { txnId } = await update;
  const again = make();
  expect(await again.open(directory)).toMatchObject({ txnId });
  expect(again.getContext().text('m1.py')).toBe('x = 1\n');
});

test('a commit that cannot be saved is not published, holds nothing, and can be tried again', async () => {
  const { directory } = await saved();
  const orchestrator = make();
  await orchestrator.open(directory);
  const { liveBytes } = orchestrator.health().arenas;
  const session = orchestrator.beginSession('a');
  session.addChange({ path: 'm1.py', content: FILES['m1.py']!.replace('return', 'return 2 *') });
  // A directory in the place of the file that becomes the next catalog: nobody may write to it, root included.
  mkdirSync(join(directory, 'catalog.new'));
  for (const isViewed of [false, true]) {
    if (isViewed) await session.view();
    await expect(session.commit()).rejects.toMatchObject({ code: 'E_STORAGE' });
    expect(orchestrator.health().arenas.liveBytes).toBe(liveBytes);
    await expect(orchestrator.update([{ path: 'm1.py', content: '' }])).rejects.toMatchObject({ code: 'E_STORAGE' });
    expect(orchestrator.health().arenas.liveBytes).toBe(liveBytes);
  }
  rmSync(join(directory, 'catalog.new'), { recursive: true });
  expect((await session.commit()).status).toBe('committed');
});

test('a writer gives no arena the name of one that a writer before it has written', async () => {
  const [{ root }, directory] = [await saved(), folder()];
  const names: string[] = [];
  for (let writer = 0; writer < 3; writer++) {
    const orchestrator = make();
    await orchestrator.indexRepository(root);
    await orchestrator.save(directory);
    await orchestrator.close();
    names.push(...arenasIn(directory));
  }
  expect(new Set(names).size).toBe(names.length);
});
