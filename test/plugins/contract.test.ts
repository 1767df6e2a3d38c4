/** The contract of index plugins, with plugins that throw, hang and lie: no commit is lost or held up by one. */
import { afterEach, describe, expect, it } from 'vitest';
import type { UnifiedOrchestrator, UnifiedOrchestratorConfig } from '#orchestrator';
import type { IndexDelta, IndexPlugin, PluginHealth, PluginState } from '#plugins';
import type { QueryResult, SnapshotReader } from '#query';
import { indexFiles } from '#testkit';

const opened: UnifiedOrchestrator[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map(async (one) => one.close()));
});

const FILES = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`f${i}.py`, `def f${i}():\n    return ${i}\n`]));

async function openedWith(plugin: IndexPlugin, config: UnifiedOrchestratorConfig = {}): Promise<UnifiedOrchestrator> {
  const { orchestrator } = await indexFiles(FILES, { taskTimeoutMs: 60, ...config });
  opened.push(orchestrator);
  orchestrator.registerIndex(plugin);
  return orchestrator;
}

/** Lists the paths of a snapshot, from deltas alone; can be told to do wrong. */
class PathIndex implements IndexPlugin {
  readonly type = 'paths';
  readonly calls: string[] = [];
  readonly deltas: IndexDelta[] = [];
  fault: 'none' | 'throw' | 'hang' | 'lie' = 'none';
  appliedUpTo = 0;
  #paths: Set<string> = new Set();

  applyDelta(delta: IndexDelta, _snapshot: SnapshotReader, signal: AbortSignal): void | Promise<void> {
    this.calls.push(`delta ${delta.from}-${delta.txnId}`);
    this.deltas.push(delta);
    return this.#doing(signal, () => {
      for (const { path, kind, to } of delta.files) {
        if (kind === 'delete' || to !== undefined) this.#paths.delete(path);
        else this.#paths.add(path);
      }
      this.appliedUpTo = delta.txnId;
    });
  }

  rebuild(snapshot: SnapshotReader, signal: AbortSignal): void | Promise<void> {
    this.calls.push(`rebuild ${snapshot.txnId}`);
    return this.#doing(signal, () => {
      this.#paths = new Set(snapshot.units.map((unit) => snapshot.path(unit)));
      this.appliedUpTo = snapshot.txnId;
    });
  }

  #doing(_signal: AbortSignal, work: () => void): void | Promise<void> {
    if (this.fault === 'throw') throw new Error('the disk is full');
    if (this.fault === 'hang') return new Promise(() => undefined);
    if (this.fault === 'none') work();
  }

  query(): QueryResult {
    const rows = [...this.#paths].toSorted().map((path) => ({ path }));
    return { kind: 'search', snapshot: this.appliedUpTo, rows, truncated: false };
  }

  health(): PluginState {
    return { status: 'ready' };
  }

  stats(): Record<string, number> {
    return { paths: this.#paths.size };
  }
}

function healthOf(orchestrator: UnifiedOrchestrator, type = 'paths'): PluginHealth {
  return orchestrator.health().indexes.find((one) => one.type === type)!;
}

const strict = { consistency: 'strict' } as const;
const eventual = { consistency: 'eventual' } as const;

describe('an index plugin', () => {
  it('is built of the snapshot that is there, and then takes one delta for each transaction', async () => {
    const plugin = new PathIndex();
    const orchestrator = await openedWith(plugin);
    expect((await orchestrator.queryIndex('paths', {})).rows).toHaveLength(10);
    await orchestrator.update([{ path: 'new.py', content: 'x = 1\n' }]);
    await orchestrator.update([{ kind: 'delete', path: 'f3.py' }]);
    expect((await orchestrator.queryIndex('paths', {})).rows.map((row) => Object.values(row)[0])).toStrictEqual(
      [...Object.keys(FILES).filter((path) => path !== 'f3.py'), 'new.py'].toSorted(),
    );
    expect(plugin.calls).toStrictEqual(['rebuild 1', 'delta 1-2', 'delta 2-3']);
    expect(plugin.deltas[1]!.declarations.map(({ name, change }) => [name, change])).toStrictEqual([
      ['f3', 'removed'],
      ['f3.f3', 'removed'],
    ]);
  });

  it('stands at the transaction of a commit when the commit has ended, if it is quick', async () => {
    const plugin = new PathIndex();
    const orchestrator = await openedWith(plugin);
    await orchestrator.queryIndex('paths', {});
    const session = orchestrator.beginSession('ann');
    session.addChange({ path: 'a.py', content: 'a = 1\n' });
    const result = await session.commit();
    const { txnId } = orchestrator.getContext();
    expect(result).toMatchObject({ status: 'committed', txnId });
    expect(healthOf(orchestrator)).toStrictEqual({
      type: 'paths',
      status: 'ready',
      appliedUpTo: txnId,
      newest: txnId,
      reason: null,
      strategy: 'sync',
    });
  });

  it.each([
    ['throw', /failed: the disk is full/],
    ['hang', /failed: did not end within 60 ms/],
    ['lie', /ended at transaction 1, not at 2/],
  ] as const)('that does wrong (%s) loses no commit, is reported, and is built anew later', async (fault, reason) => {
    const plugin = new PathIndex();
    const orchestrator = await openedWith(plugin, { maxCommitCostMs: 20 });
    await orchestrator.queryIndex('paths', {});
    plugin.fault = fault;
    const update = await orchestrator.update([{ path: 'new.py', content: 'x = 1\n' }]);
    expect(update.txnId).toBe(2);
    expect(orchestrator.getContext().files).toContain('new.py');
    await expect(orchestrator.queryIndex('paths', {}, strict)).rejects.toMatchObject({ code: 'E_PLUGIN' });
    expect(healthOf(orchestrator)).toMatchObject({ status: 'failed', appliedUpTo: 1, newest: 2 });
    expect(healthOf(orchestrator).reason).toMatch(fault === 'lie' ? /ended at transaction 1, not at 2/ : reason);
    expect((await orchestrator.queryIndex('paths', {}, eventual)).snapshot).toBe(1);
    plugin.fault = 'none';
    const caughtUp = await orchestrator.queryIndex('paths', {}, strict);
    expect([caughtUp.snapshot, caughtUp.rows.length]).toStrictEqual([2, 11]);
    expect(plugin.calls.at(-1)).toBe('rebuild 2');
    expect(healthOf(orchestrator)).toMatchObject({ status: 'ready', appliedUpTo: 2, reason: null });
  });

  it('that failed is built anew at the next publication, without anybody asking', async () => {
    const plugin = new PathIndex();
    const orchestrator = await openedWith(plugin);
    await orchestrator.queryIndex('paths', {});
    plugin.fault = 'throw';
    await orchestrator.update([{ path: 'a.py', content: 'a = 1\n' }]);
    expect(healthOf(orchestrator).status).toBe('failed');
    plugin.fault = 'none';
    await orchestrator.update([{ path: 'b.py', content: 'b = 1\n' }]);
    expect(healthOf(orchestrator).strategy).toBe('rebuild');
    await expect.poll(() => healthOf(orchestrator).appliedUpTo).toBe(3);
    expect(plugin.calls.slice(-2)).toStrictEqual(['delta 1-2', 'rebuild 3']);
  });

  it('that hangs lets commits through, each within what a commit may cost', async () => {
    const plugin = new PathIndex();
    const orchestrator = await openedWith(plugin, { maxCommitCostMs: 10, taskTimeoutMs: 5000 });
    await orchestrator.queryIndex('paths', {});
    plugin.fault = 'hang';
    for (let i = 0; i < 3; i++) await orchestrator.update([{ path: `n${i}.py`, content: 'x = 1\n' }]);
    expect(orchestrator.getContext().txnId).toBe(4);
    expect(healthOf(orchestrator)).toMatchObject({ status: 'behind', appliedUpTo: 1, newest: 4 });
    expect((await orchestrator.queryIndex('paths', {}, eventual)).snapshot).toBe(1);
  });

  it('is built anew when more files changed than the threshold says', async () => {
    const plugin = new PathIndex();
    const orchestrator = await openedWith(plugin, { rebuildThreshold: 0.25 });
    await orchestrator.queryIndex('paths', {});
    await orchestrator.update(['f0.py', 'f1.py', 'f2.py'].map((path) => ({ path, content: 'y = 2\n' })));
    expect(healthOf(orchestrator).strategy).toBe('rebuild');
    await orchestrator.queryIndex('paths', {});
    expect(plugin.calls).toStrictEqual(['rebuild 1', 'rebuild 2']);
  });

  it('skips what a build that is due covers', async () => {
    const plugin = new PathIndex();
    const orchestrator = await openedWith(plugin, { rebuildThreshold: 0.25, maxCommitCostMs: 1, taskTimeoutMs: 200 });
    await orchestrator.queryIndex('paths', {});
    plugin.fault = 'hang';
    await orchestrator.update([{ path: 'a.py', content: 'a = 1\n' }]);
    plugin.fault = 'none';
    await orchestrator.update(['f0.py', 'f1.py', 'f2.py', 'f3.py'].map((path) => ({ path, content: 'y = 2\n' })));
    expect(healthOf(orchestrator).strategy).toBe('rebuild');
    await orchestrator.update([{ path: 'b.py', content: 'b = 1\n' }]);
    expect(healthOf(orchestrator).strategy).toBe('skip');
    expect((await orchestrator.queryIndex('paths', {})).rows).toHaveLength(12);
    expect(plugin.calls).toStrictEqual(['rebuild 1', 'delta 1-2', 'rebuild 4']);
  });

  it('of an unknown type, a type that is taken and a wrong consistency are errors', async () => {
    const orchestrator = await openedWith(new PathIndex());
    await expect(orchestrator.queryIndex('vector', { text: 'x' })).rejects.toThrow(/registerIndex\(new VectorIndex/);
    expect(() => orchestrator.registerIndex(new PathIndex())).toThrow(/there is an index 'paths' already/);
    const consistency: unknown = 'soon';
    // Safe because: the door checks what it is given.
    const wrong = { consistency } as { consistency: 'strict' };
    await expect(orchestrator.queryIndex('paths', {}, wrong)).rejects.toThrow(/use strict or eventual/);
  });
});

describe('the built-in indexes', () => {
  it('answer what the snapshot answers, and stand where it stands', async () => {
    const orchestrator = await openedWith(new PathIndex());
    await orchestrator.update([{ path: 'z.py', content: 'from f1 import f1\n\ndef caller():\n    return f1()\n' }]);
    const callers = { kind: 'callers', symbol: 'f1.f1' } as const;
    expect(await orchestrator.queryIndex('graph', callers)).toStrictEqual(orchestrator.getContext().query(callers));
    expect((await orchestrator.queryIndex('graph', callers)).rows).toHaveLength(1);
    const search = { kind: 'search', text: 'caller' } as const;
    expect(await orchestrator.queryIndex('lexical', { text: 'caller' })).toStrictEqual(
      orchestrator.getContext().query(search),
    );
    expect(healthOf(orchestrator, 'lexical')).toMatchObject({ status: 'ready', appliedUpTo: 2 });
    await expect(orchestrator.queryIndex('graph', { kind: 'search', text: 'x' })).rejects.toThrow(/answers callers/);
  });

  it.each(['vectorThreshold', 'rebuildThreshold'] as const)('take a share for %s', async (name) => {
    await expect(indexFiles({}, { [name]: 2 })).rejects.toThrow(`${name} is 2; use a number from 0 to 1`);
  });
});
