/** A memory budget: over it segments go to files, and nothing that is asked gets another answer. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, test } from 'vitest';
import { UnifiedOrchestrator, type UnifiedOrchestratorConfig } from '#orchestrator';
import { differences, indexFiles } from '#testkit';

const cleanup: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of cleanup.splice(0).toReversed()) await end();
});

/** Less than any process has: all segments are spilled. */
const TINY = { memoryBudget: 1 << 20 };

function folder(files: Readonly<Record<string, string>> = {}): string {
  const root = mkdtempSync(join(tmpdir(), 'stratagraph-budget-'));
  cleanup.push(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) writeFileSync(join(root, path), text);
  return root;
}

/** Modules that call one another in a ring. */
function ring(files = 30): Record<string, string> {
  const next = (i: number): number => (i + 1) % files;
  return Object.fromEntries(
    Array.from({ length: files }, (_, i) => [
      `m${i}.py`,
      `from m${next(i)} import f${next(i)}\n\n\ndef f${i}(x):\n    """Turn ${i}."""\n    return f${next(i)}(x)\n`,
    ]),
  );
}

async function indexed(files: Readonly<Record<string, string>>, config: UnifiedOrchestratorConfig = {}) {
  const made = await indexFiles(files, config);
  cleanup.push(async () => made.orchestrator.close());
  return made;
}

describe('a budget that nothing fits into', () => {
  for (const parallelWorkers of [0, 2])
    test(`gives the tables and postings of an index in memory, with ${parallelWorkers} workers`, async () => {
      const { context, stats, orchestrator } = await indexed(ring(), { ...TINY, parallelWorkers });
      expect(differences(context.snapshot, (await indexed(ring())).context.snapshot)).toEqual([]);
      const { arenas, memory } = orchestrator.health();
      expect(arenas.liveBytes).toBeGreaterThan(0);
      expect(arenas.spilledBytes).toBe(arenas.usedBytes);
      expect(stats).toMatchObject({ spilledBytes: arenas.spilledBytes, loadedBytes: expect.toSatisfy(Boolean) });
      expect(memory).toMatchObject({ budgetBytes: 1 << 20, isExceeded: true, fault: null });
      expect(memory.loadedBytes).toBeGreaterThan(stats.loadedBytes);
    });

  test('answers every question as an index in memory does', async () => {
    const [spilled, inMemory] = [await indexed(ring(), TINY), await indexed(ring())];
    for (const ask of [
      { kind: 'callers', name: 'f3' },
      { kind: 'references', name: 'f7' },
      { kind: 'definition', name: 'f9' },
      { kind: 'outline', path: 'm4.py' },
      { kind: 'importers', path: 'm5.py' },
      { kind: 'search', text: 'turn 12' },
      { kind: 'search', text: 'return f1[0-9]', mode: 'pattern' },
    ] as const)
      expect(await spilled.orchestrator.query(ask)).toEqual(await inMemory.orchestrator.query(ask));
    expect(spilled.context.text('m8.py')).toBe(ring()['m8.py']);
  });

  test('a snapshot that somebody holds is readable after updates, compaction and close', async () => {
    const { orchestrator, context } = await indexed(ring(), TINY);
    const before = (await indexed(ring())).context.snapshot;
    for (let i = 0; i < 30; i++) await orchestrator.update([{ path: `m${i}.py`, content: `x${i} = 1\n` }]);
    await orchestrator.close();
    expect(differences(context.snapshot, before)).toEqual([]);
    expect(context.callers({ name: 'f3' }).rows).toHaveLength(1);
  });

  test('files that are mostly dead are emptied, and the facts stay', async () => {
    const large = (round: number): string => `line ${round} of text\n`.repeat(60_000);
    const files: Record<string, string> = { ...ring(4), 'large.txt': large(0) };
    const { orchestrator } = await indexed(files, TINY);
    let most = 0;
    for (let i = 1; i <= 60; i++) {
      files['large.txt'] = large(i);
      files[`m${i % 4}.py`] = `x = ${i}\n`;
      const changed = ['large.txt', `m${i % 4}.py`];
      await orchestrator.update(changed.map((path) => ({ path, content: files[path]! })));
      most = Math.max(most, orchestrator.health().arenas.spilledBytes);
    }
    const { arenas, memory } = orchestrator.health();
    // What was written is more than was ever there at once.
    expect(memory.writtenBytes).toBeGreaterThan(56 << 20);
    expect(most).toBeLessThan(50 << 20);
    const fresh = await indexed(files);
    expect(arenas.liveBytes).toBe(fresh.orchestrator.health().arenas.liveBytes);
    expect(differences(orchestrator.getContext().snapshot, fresh.context.snapshot)).toEqual([]);
  }, 60_000);

  test('a session sees its changes, an abort leaves nothing, a commit is published', async () => {
    const { orchestrator } = await indexed(ring(), TINY);
    const session = orchestrator.beginSession('agent');
    session.addChange({ path: 'm1.py', content: 'from m3 import f3\nf3(1)\n' });
    expect((await session.callers({ name: 'f3' })).rows).toHaveLength(2);
    const { liveBytes } = orchestrator.health().arenas;
    await session.abort();
    expect(orchestrator.health().arenas.liveBytes).toBeLessThan(liveBytes);
    orchestrator.beginSession('agent');
    orchestrator.addChange('agent', { path: 'm1.py', content: 'from m3 import f3\nf3(1)\n' });
    expect(await orchestrator.commit('agent')).toMatchObject({ status: 'committed' });
    expect(orchestrator.getContext().callers({ name: 'f3' }).rows).toHaveLength(2);
  });
});

describe('files', () => {
  const open = (): string[] =>
    readdirSync('/proc/self/fd').flatMap((name) => {
      try {
        return [readlinkSync(`/proc/self/fd/${name}`)].filter((path) => path.includes('stratagraph-spill'));
      } catch {
        // The descriptor of the listing itself.
        return [];
      }
    });

  test.runIf(process.platform === 'linux')(
    'have no name, and are closed when nobody has a snapshot over them',
    async () => {
      const directory = folder();
      const before = process.env['TMPDIR'];
      process.env['TMPDIR'] = directory;
      cleanup.push(() => (before === undefined ? delete process.env['TMPDIR'] : (process.env['TMPDIR'] = before)));
      setFlagsFromString('--expose-gc');
      // Safe because: the flag makes this function.
      const collect = runInNewContext('gc') as () => void;
      await (async () => {
        const { orchestrator } = await indexFiles(ring(), TINY);
        expect(orchestrator.health().memory.spilledBytes).toBeGreaterThan(0);
        expect(open().some((path) => path.startsWith(directory))).toBe(true);
        expect(readdirSync(directory)).toEqual([]);
        await orchestrator.close();
      })();
      await expect
        .poll(() => (collect(), open().filter((path) => path.startsWith(directory))), { timeout: 10_000 })
        .toEqual([]);
      expect(readdirSync(directory)).toEqual([]);
    },
  );

  test('that cannot be made are a problem, and the index goes on in memory', async () => {
    const before = process.env['TMPDIR'];
    process.env['TMPDIR'] = join(folder(), 'gone');
    cleanup.push(() => (before === undefined ? delete process.env['TMPDIR'] : (process.env['TMPDIR'] = before)));
    const { orchestrator, context } = await indexed(ring(), TINY);
    expect(context.snapshot.root.problems).toMatchObject([
      { path: '.', code: 'E_SPILL', message: expect.stringContaining('ENOENT') },
    ]);
    expect(orchestrator.health()).toMatchObject({
      arenas: { spilledBytes: 0 },
      memory: { fault: expect.stringContaining('ENOENT'), spilledBytes: 0 },
    });
    expect(differences(context.snapshot, (await indexed(ring())).context.snapshot)).toEqual([]);
    await orchestrator.update([{ path: 'm1.py', content: 'x = 1\n' }]);
    expect(orchestrator.getContext().snapshot.root.problems).toHaveLength(1);
  });

  test.runIf(process.platform !== 'win32')('that a full disk ends lose nothing', () => {
    const root = folder(ring());
    const worker = fileURLToPath(new URL('spill.worker.ts', import.meta.url));
    // Blocks of 512 bytes: the system refuses to let any file grow past this.
    const run = `ulimit -f 40; exec "$0" --conditions=stratagraph-source "$1" "$2"`;
    const output = execFileSync('/bin/sh', ['-c', run, process.execPath, worker, root], { encoding: 'utf8' });
    // Safe because: the worker prints this document.
    const said = JSON.parse(output) as { memory: object; problems: object[]; differences: string[]; text: string };
    expect(said).toMatchObject({
      memory: { fault: expect.stringContaining('EFBIG') },
      problems: [{ code: 'E_SPILL' }],
      differences: [],
      text: 'x = 1\n',
    });
  });
});

describe('a saved index', () => {
  test('is opened in place, goes on and is saved as without a budget', async () => {
    const [root, directory] = [folder(ring()), folder()];
    const make = (config: UnifiedOrchestratorConfig): UnifiedOrchestrator => {
      const orchestrator = new UnifiedOrchestrator({ parallelWorkers: 0, ...config });
      cleanup.push(async () => orchestrator.close());
      return orchestrator;
    };
    const first = make(TINY);
    await first.open(directory);
    await first.indexRepository(root);
    await first.close();
    for (const config of [TINY, {}, TINY]) {
      const orchestrator = make(config);
      expect(await orchestrator.open(directory)).toMatchObject({ status: 'opened', unitsRun: 0 });
      expect(orchestrator.health().arenas.heldBytes === 0).toBe(config === TINY);
      const held = orchestrator.getContext().snapshot;
      const fresh = new UnifiedOrchestrator({ parallelWorkers: 0 });
      await fresh.indexRepository(root);
      expect(differences(held, fresh.getContext().snapshot)).toEqual([]);
      writeFileSync(join(root, 'm1.py'), `from m2 import f2\n\n\ndef f1(x):\n    return f2(${config === TINY})\n`);
      for (let i = 0; i < 3; i++) await orchestrator.refresh();
      expect(differences(held, fresh.getContext().snapshot)).toEqual([]);
      await fresh.close();
      await orchestrator.close();
      expect(readdirSync(directory).filter((name) => name.includes('spill'))).toEqual([]);
    }
  });

  test('with a damaged arena is found damaged in place too', async () => {
    const [root, directory] = [folder(ring()), folder()];
    const { orchestrator } = await indexed(ring(), TINY);
    await orchestrator.close();
    const writer = new UnifiedOrchestrator({ parallelWorkers: 0, ...TINY });
    await writer.open(directory);
    await writer.indexRepository(root);
    const fresh = writer.getContext().snapshot;
    await writer.close();
    const [arena] = readdirSync(directory).filter((name) => name.startsWith('arena-'));
    writeFileSync(join(directory, arena!), Buffer.alloc(64, 7), { flag: 'r+' });
    const reader = new UnifiedOrchestrator({ parallelWorkers: 0, ...TINY });
    const { status } = await reader.open(directory);
    if (status === 'partial') await reader.indexRepository(root);
    expect(differences(reader.getContext().snapshot, fresh)).toEqual([]);
    await reader.close();
  });

  test('opens in place wherever an arena was cut, within the head of a segment too', async () => {
    const [root, directory] = [folder(ring(8)), folder()];
    const writer = new UnifiedOrchestrator({ parallelWorkers: 0 });
    await writer.open(directory);
    await writer.indexRepository(root);
    await writer.close();
    for (const name of readdirSync(directory).filter((file) => file.startsWith('arena-'))) {
      const path = join(directory, name);
      const bytes = readFileSync(path);
      for (let cut = 8; cut <= 400; cut += 8) {
        writeFileSync(path, bytes.subarray(0, Math.max(0, bytes.length - cut)));
        const reader = new UnifiedOrchestrator({ parallelWorkers: 0, ...TINY });
        const { status } = await reader.open(directory, { readOnly: true });
        expect(['opened', 'partial']).toContain(status);
        await reader.close();
      }
      writeFileSync(path, bytes);
    }
  });
});

describe('the option', () => {
  test('with room for all spills nothing', async () => {
    const { orchestrator, stats } = await indexed(ring(), { memoryBudget: 2 ** 40 });
    expect(stats).toMatchObject({ spilledBytes: 0, loadedBytes: 0 });
    expect(orchestrator.health().memory).toMatchObject({ isExceeded: false, budgetBytes: 2 ** 40 });
  });

  test('is bytes: less than a megabyte is refused', () => {
    expect(() => new UnifiedOrchestrator({ memoryBudget: 512 })).toThrow(
      /memoryBudget is 512; use an integer of at least 1000000/u,
    );
  });
});
