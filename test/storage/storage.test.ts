/** A saved index: what opening costs, what it survives, and who may write. */
import { spawn } from 'node:child_process';
import {
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { UnifiedOrchestrator, type UnifiedOrchestratorConfig } from '#orchestrator';
import { differences, randomNumbers } from '#testkit';

const cleanup: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of cleanup.splice(0).toReversed()) await end();
});

function folder(files: Readonly<Record<string, string>> = {}): string {
  const root = mkdtempSync(join(tmpdir(), 'stratagraph-storage-'));
  cleanup.push(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) writeFileSync(join(root, path), text);
  return root;
}

/** A small repository whose files import one another. */
function repository(files = 20): Record<string, string> {
  const name = (i: number): string => `m${(i + files) % files}`;
  return Object.fromEntries(
    Array.from({ length: files }, (_, i) => [
      `${name(i)}.py`,
      `from ${name(i + 1)} import f${(i + 1) % files}\n\n\ndef f${i}(x):\n    return f${(i + 1) % files}(x)\n`,
    ]),
  );
}

function make(config: UnifiedOrchestratorConfig = {}): UnifiedOrchestrator {
  const orchestrator = new UnifiedOrchestrator({ parallelWorkers: 0, ...config });
  cleanup.push(async () => orchestrator.close());
  return orchestrator;
}

async function saved(files = repository()): Promise<{ root: string; directory: string }> {
  const [root, directory] = [folder(files), folder()];
  const orchestrator = make();
  await orchestrator.open(directory);
  await orchestrator.indexRepository(root);
  await orchestrator.close();
  return { root, directory };
}

async function fresh(root: string, config: UnifiedOrchestratorConfig = {}): Promise<UnifiedOrchestrator> {
  const orchestrator = make(config);
  await orchestrator.indexRepository(root);
  return orchestrator;
}

const factsOf = (orchestrator: UnifiedOrchestrator) => orchestrator.getContext().snapshot;

describe('open', () => {
  test('gives the saved facts and runs nothing', async () => {
    const { root, directory } = await saved();
    const orchestrator = make();
    expect(await orchestrator.open(directory)).toMatchObject({ status: 'opened', txnId: 1, files: 20, unitsRun: 0 });
    expect(differences(factsOf(orchestrator), factsOf(await fresh(root)))).toEqual([]);
    expect(orchestrator.getContext().callers({ name: 'f3' }).rows).toHaveLength(1);
    expect(await orchestrator.refresh()).toMatchObject({ changed: [], unitsRun: 0 });
  });

  test('goes on: updates, commits and refreshes leave what a fresh index gives, and are saved', async () => {
    const { root, directory } = await saved();
    for (let round = 0; round < 3; round++) {
      const orchestrator = make();
      const { txnId } = await orchestrator.open(directory);
      writeFileSync(join(root, 'm1.py'), `def f1(x):\n    return ${'x + '.repeat(round)}x\n`);
      writeFileSync(join(root, `late${round}.py`), 'from m1 import f1\nf1(1)\n');
      await orchestrator.refresh();
      await orchestrator.update([{ path: 'm2.py', content: readFileSync(join(root, 'm2.py'), 'utf8') }]);
      expect(orchestrator.getContext().txnId).toBeGreaterThan(txnId!);
      expect(differences(factsOf(orchestrator), factsOf(await fresh(root)))).toEqual([]);
      await orchestrator.close();
    }
  });

  test('what an agent committed and no file has is there, and a refresh does not revert it', async () => {
    const { directory } = await saved();
    const one = make();
    await one.open(directory);
    const session = one.beginSession('agent');
    session.addChange({ path: 'm3.py', content: 'committed = 1\n' });
    await session.commit();
    await one.close();
    const two = make();
    await two.open(directory);
    expect(await two.refresh()).toMatchObject({ changed: [], conflicts: [] });
    expect(two.getContext().text('m3.py')).toBe('committed = 1\n');
  });

  test('another option of a stage runs that stage and its readers, and no other', async () => {
    const { root, directory } = await saved();
    const config = { stageOptions: { chunking: { maxTokens: 64 } } };
    const orchestrator = make(config);
    const { unitsRun } = await orchestrator.open(directory);
    expect(unitsRun).toBeGreaterThan(0);
    expect(unitsRun).toBeLessThanOrEqual(2 * 20);
    expect(differences(factsOf(orchestrator), factsOf(await fresh(root, config)))).toEqual([]);
  });

  test('postings have no keys of a stage that ran with other options', async () => {
    const { root, directory } = await saved();
    // So little that no file has a call.
    const config = { fuel: 1 };
    const orchestrator = make(config);
    await orchestrator.open(directory);
    expect(differences(factsOf(orchestrator), factsOf(await fresh(root, config)))).toEqual([]);
  });

  test('a stage that is switched off and on again is dropped and derived', async () => {
    const { root, directory } = await saved();
    for (const stages of [{ enableOccurrences: false }, {}]) {
      const orchestrator = make({ stages });
      await orchestrator.open(directory);
      expect(differences(factsOf(orchestrator), factsOf(await fresh(root, { stages })))).toEqual([]);
      await orchestrator.update([{ path: 'm4.py', content: readFileSync(join(root, 'm4.py'), 'utf8') }]);
      await orchestrator.close();
    }
  });
});

/** The same files with 90 functions more in each. */
function wide(files: Record<string, string>): Record<string, string> {
  const body = Array.from({ length: 90 }, (_, i) => `def g${i}(a, b):\n    return [a, b, "${'text '.repeat(9)}"]\n`);
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [name, text + body.join('\n')]));
}

describe('damage', () => {
  const arenasIn = (directory: string): string[] => readdirSync(directory).filter((name) => name.startsWith('arena-'));

  test('a damaged arena is found by its checksum, and the facts are derived again', async () => {
    const { root, directory } = await saved(repository(60));
    const [name] = arenasIn(directory);
    const path = join(directory, name!);
    const random = randomNumbers(5);
    for (let round = 0; round < 3; round++) {
      const descriptor = openSync(path, 'r+');
      writeSync(descriptor, Buffer.alloc(64, round + 1), 0, 64, Math.floor(random() * (statSync(path).size - 64)));
      closeSync(descriptor);
      const orchestrator = make();
      const result = await orchestrator.open(directory, { readOnly: true });
      if (result.status === 'partial') await orchestrator.indexRepository(root);
      expect(differences(factsOf(orchestrator), factsOf(await fresh(root)))).toEqual([]);
    }
  });

  test('an arena that is cut short or missing costs its facts, not the index', async () => {
    const { root, directory } = await saved();
    rmSync(join(directory, arenasIn(directory)[0]!));
    const orchestrator = make();
    expect(await orchestrator.open(directory)).toMatchObject({ status: 'partial' });
    await orchestrator.indexRepository(root);
    expect(differences(factsOf(orchestrator), factsOf(await fresh(root)))).toEqual([]);
  });

  test('what is left of an index is there again after an index of it that was aborted', async () => {
    const { root, directory } = await saved(wide(repository(60)));
    for (const name of arenasIn(directory)) {
      const descriptor = openSync(join(directory, name), 'r+');
      writeSync(descriptor, Buffer.alloc(64, 1), 0, 64, statSync(join(directory, name)).size - 64);
      closeSync(descriptor);
    }
    const orchestrator = make();
    expect(await orchestrator.open(directory)).toMatchObject({ status: 'partial' });
    const cut = new AbortController();
    const aborted = orchestrator.indexRepository(root, { signal: cut.signal, onEvent: () => cut.abort() });
    await expect(aborted).rejects.toMatchObject({ code: 'E_ABORTED' });
    const stats = await orchestrator.indexRepository(root);
    expect(stats.stages.find((stage) => stage.slug === 'ir-build')!.kept).toBeGreaterThan(0);
    expect(differences(factsOf(orchestrator), factsOf(await fresh(root)))).toEqual([]);
  });

  test('a second index that is aborted leaves what was committed saved', async () => {
    const { root, directory } = await saved();
    const orchestrator = make({ batchSize: 256 });
    await orchestrator.open(directory);
    await orchestrator.update([{ path: 'm1.py', content: 'committed = 1\n' }]);
    const cut = new AbortController();
    let events = 0;
    const aborted = orchestrator.indexRepository(root, {
      signal: cut.signal,
      onEvent: () => {
        // Longer than an index goes on without a checkpoint.
        for (const until = performance.now() + (events === 0 ? 500 : 0); performance.now() < until;);
        if (++events === 12) cut.abort();
      },
    });
    await expect(aborted).rejects.toMatchObject({ code: 'E_ABORTED' });
    await orchestrator.close();
    const next = make();
    expect(await next.open(directory)).toMatchObject({ status: 'opened', txnId: 2 });
    expect(next.getContext().text('m1.py')).toBe('committed = 1\n');
  });

  test('a damaged catalog is an error that says what to do', async () => {
    const { directory } = await saved();
    writeFileSync(join(directory, 'catalog'), readFileSync(join(directory, 'catalog')).fill(7, 100, 200));
    await expect(make().open(directory)).rejects.toMatchObject({
      code: 'E_STORAGE',
      message: expect.stringContaining('its checksum is wrong; delete the directory'),
    });
  });
});

/** A child that writes to a directory; its lines come to `onLine`. */
function writer(
  args: readonly string[],
  onLine: (line: string) => void,
  prefix = '',
): { kill(): void; ended: Promise<number | null>; errors(): string } {
  const script = join(import.meta.dirname, 'writer.worker.ts');
  const command = `${prefix}exec ${[process.execPath, '--conditions=stratagraph-source', script, ...args].map((part) => `'${part}'`).join(' ')}`;
  const child = spawn('/bin/sh', ['-c', command], { stdio: ['ignore', 'pipe', 'pipe'] });
  let rest = '';
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  child.stdout.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split('\n');
    rest = lines.pop()!;
    for (const line of lines) onLine(line);
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  cleanup.push(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return { kill: () => child.kill('SIGKILL'), ended, errors: () => errors };
}

const KILLS = Number(process.env['KILL_RUNS'] ?? 6);

describe('processes', { timeout: 60_000 + 5_000 * KILLS }, () => {
  test('a process killed at any point leaves the index of its last commit, or of the one under way', async () => {
    const [root, directory] = [folder(repository(12)), folder()];
    const random = randomNumbers(11);
    let done = 0;
    for (let run = 0; run < KILLS; run++) {
      const opened = Promise.withResolvers<string>();
      const child = writer([directory, root, '0'], (line) => {
        if (line === 'opened') opened.resolve('');
        if (/^\d+$/u.test(line)) done = Number(line);
      });
      expect(await Promise.race([opened.promise, child.ended.then((status) => `${status} ${child.errors()}`)])).toBe(
        '',
      );
      await new Promise((resolve) => setTimeout(resolve, Math.floor(random() * 1500)));
      child.kill();
      await child.ended;
      // Many rounds: what is open is let go at once.
      const [orchestrator, other] = [0, 0].map((parallelWorkers) => new UnifiedOrchestrator({ parallelWorkers }));
      const { status } = await orchestrator!.open(directory, { readOnly: true });
      if (status !== 'opened') {
        expect(done).toBe(0);
        continue;
      }
      const found = Number(orchestrator!.getContext().text('count.txt') ?? 0);
      expect([done, done + 1]).toContain(found);
      done = found;
      const { snapshot } = orchestrator!.getContext();
      const copy = folder(Object.fromEntries(snapshot.units.map((unit) => [snapshot.path(unit), snapshot.text(unit)])));
      await other!.indexRepository(copy);
      expect(differences(snapshot, factsOf(other!))).toEqual([]);
      await Promise.all([orchestrator!.close(), other!.close()]);
    }
    expect(done).toBeGreaterThan(0);
  });

  test('an index that is killed half way goes on: what was derived of files alone is not derived again', async () => {
    const [root, directory] = [folder(wide(repository(160))), folder()];
    const all = await fresh(root);
    let seen = 0;
    const child = writer([directory, root, '1'], () => undefined);
    await expect
      .poll(() => (seen = readdirSync(directory).filter((name) => name === 'catalog').length), {
        timeout: 30_000,
        interval: 5,
      })
      .toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 300));
    child.kill();
    await child.ended;
    expect(seen).toBe(1);
    const orchestrator = make();
    const opened = await orchestrator.open(directory);
    expect(opened.status).toBe('partial');
    expect(opened.files).toBeGreaterThan(10);
    const stats = await orchestrator.indexRepository(root);
    const built = stats.stages.find((stage) => stage.slug === 'ir-build')!;
    expect(built.kept).toBe(opened.files);
    expect(built.units).toBe(160 - opened.files);
    expect(differences(factsOf(orchestrator), factsOf(all))).toEqual([]);
  });

  test('a second writer is refused and told who writes; a reader is served', async () => {
    const [root, directory] = [folder(repository()), folder()];
    let commits = 0;
    const child = writer([directory, root, '0'], (line) => (commits += /^\d+$/u.test(line) ? 1 : 0));
    await expect.poll(() => commits, { timeout: 20_000 }).toBeGreaterThan(1);
    await expect(make().open(directory)).rejects.toMatchObject({
      code: 'E_LOCKED',
      message: expect.stringMatching(/process \d+ on .* writes to .*; close it, or open with readOnly$/u),
    });
    for (let i = 0; i < 5; i++) {
      const reader = make();
      expect((await reader.open(directory, { readOnly: true })).status).toBe('opened');
      expect(reader.getContext().callers({ name: 'f3' }).rows).toHaveLength(1);
      await reader.close();
    }
    child.kill();
    await child.ended;
    // A writer that died is no writer, and neither is another process that got its number.
    const next = make();
    expect((await next.open(directory)).status).toBe('opened');
    await next.close();
    const other = { pid: process.pid, host: hostname(), began: 'another time' };
    writeFileSync(join(directory, 'writer-99'), JSON.stringify(other));
    expect((await make().open(directory)).status).toBe('opened');
  });

  test('a disk that takes no more ends the commit with an error, and the last one stays', async () => {
    const { root, directory } = await saved();
    const seen: string[] = [];
    // Blocks of 512 bytes: the system refuses to let any file grow past this.
    const largest = Math.max(...readdirSync(directory).map((name) => statSync(join(directory, name)).size));
    const child = writer(
      [directory, root, '0'],
      (line) => seen.push(line),
      `ulimit -f ${Math.ceil(largest / 512) + 1}; `,
    );
    expect(await child.ended).toBe(1);
    expect(child.errors()).toContain('E_STORAGE');
    const orchestrator = make();
    await orchestrator.open(directory);
    expect(orchestrator.getContext().text('count.txt') ?? '0').toBe(
      seen.filter((line) => /^\d+$/u.test(line)).at(-1) ?? '0',
    );
  });
});

test('a directory cannot be opened after an index, nor saved to without one', async () => {
  const orchestrator = await fresh(folder(repository(3)));
  await expect(orchestrator.open(folder())).rejects.toMatchObject({ code: 'E_BUSY' });
  await expect(orchestrator.save()).rejects.toMatchObject({ code: 'E_STORAGE' });
  const directory = folder();
  await orchestrator.save(directory);
  await orchestrator.update([{ path: 'm0.py', content: 'x = 1\n' }]);
  await orchestrator.close();
  const again = make();
  await again.open(directory);
  expect(again.getContext().text('m0.py')).toBe('x = 1\n');
});
