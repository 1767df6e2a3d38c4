/** Pools of threads: how they grow, shrink, and replace a worker that holds too much memory, without losing a task. */
import { afterEach, expect, test } from 'vitest';
import type { UnitId } from '#core';
import { memoryFileSystem } from '#inputs';
import { PipelineDAG } from '#plan';
import {
  INPUT_TABLES,
  openPool,
  SEGMENT_STATE,
  SEGMENT_WORDS,
  type ChainResult,
  type ChainTask,
  type Pool,
} from '#pool';
import { CatalogBuilder } from '#store';
import { REGISTRY } from '../../stages/registry.ts';
import { BYTES_PER_WORKER } from '../../src/pool/growth.ts';
import type { WorkerPoolOptions } from '../../src/pool/worker-pool.ts';

const FILES = Object.fromEntries(
  Array.from({ length: 12 }, (_, i) => [`m${i}.py`, `def f${i}(x):\n    return x + ${i}\n`]),
);
const PATHS = Object.keys(FILES);
const ENABLED = ['ir-build'];
const PLAN = PipelineDAG.build(
  REGISTRY.map((one) => one.stage),
  new Set(ENABLED),
  INPUT_TABLES,
);
const ROOMY = { processors: 3, availableBytes: 2 ** 40 };

const open: Pool[] = [];
afterEach(async () => {
  for (const pool of open.splice(0)) await pool.close();
});

async function newPool(workers: number | 'auto', options: WorkerPoolOptions): Promise<Pool> {
  const setup = {
    registryUrl: new URL('../../stages/registry.ts', import.meta.url).href,
    enabled: ENABLED,
    options: {},
    custom: [],
    files: memoryFileSystem(FILES).describe(),
    maxFileBytes: 1 << 20,
    fuel: 1_000_000,
  };
  const pool = await openPool(setup, workers, options);
  open.push(pool);
  return pool;
}

function taskOf(path: string): ChainTask {
  const builder = new CatalogBuilder(PLAN.slots, null);
  const unit = builder.addUnit();
  builder.setPaths(new Map<UnitId, string>([[unit, path]]));
  return {
    kind: 'chain',
    catalog: builder.freeze(),
    lease: { arena: 0, buffer: new SharedArrayBuffer(1 << 20), offset: 0 },
    arenaBytes: 1 << 20,
    slots: PLAN.levels[0]!.map((step) => step.slot),
    units: Int32Array.of(unit),
    forced: Int32Array.of(0),
    paths: [path],
  };
}

/** Runs one task per file at once. */
async function runAll(pool: Pool, paths: readonly string[] = PATHS): Promise<ChainResult[]> {
  return Promise.all(paths.map(async (path) => pool.runChain(taskOf(path), undefined, 60_000)));
}

function isWhole(result: ChainResult): boolean {
  const states = Array.from(
    { length: result.segments.length / SEGMENT_WORDS },
    (_, i) => result.segments[SEGMENT_WORDS * i + 2],
  );
  return result.failures.length === 0 && states.length === 2 && states.every((state) => state === SEGMENT_STATE.made);
}

test('a pool that sizes itself keeps to one worker for little work', async () => {
  const pool = await newPool('auto', { machine: () => ROOMY });
  pool.expect(BYTES_PER_WORKER - 1);
  expect((await runAll(pool)).every(isWhole)).toBe(true);
  expect([pool.width, pool.running, pool.started]).toEqual([1, 1, 1]);
});

test('it grows for more work, up to the processors, and shrinks when there is none', async () => {
  const pool = await newPool('auto', { machine: () => ROOMY, idleMs: 50 });
  pool.expect(100 * BYTES_PER_WORKER);
  expect(pool.width).toBe(3);
  const results = runAll(pool);
  await pool.runChain(taskOf('m0.py'), undefined, 60_000);
  expect(pool.running).toBe(3);
  expect((await results).every(isWhole)).toBe(true);
  const end = performance.now() + 10_000;
  while (pool.running > 1 && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(pool.running).toBe(1);
  pool.expect(0);
  expect(pool.width).toBe(1);
});

test('it does not grow without free memory', async () => {
  const pool = await newPool('auto', { machine: () => ({ processors: 3, availableBytes: 0 }) });
  pool.expect(100 * BYTES_PER_WORKER);
  await runAll(pool);
  expect([pool.width, pool.running]).toEqual([1, 1]);
});

test('a pool of a fixed number has that number whatever comes', async () => {
  const pool = await newPool(2, { machine: () => ROOMY });
  pool.expect(100 * BYTES_PER_WORKER);
  await runAll(pool);
  expect([pool.width, pool.running]).toEqual([2, 2]);
});

test.each([1, 2])(
  'a worker that holds too much memory is replaced after its task, and no task is lost (%i workers)',
  async (workers) => {
    const pool = await newPool(workers, { recycleBytes: 1 });
    const paths = PATHS.slice(0, 4);
    const results = await runAll(pool, paths);
    expect(results.every(isWhole)).toBe(true);
    expect(new Set(results.map((result) => result.worker!.thread)).size).toBe(paths.length);
    expect(pool.started).toBeGreaterThanOrEqual(paths.length);
  },
);

test('a worker that holds no more than it may runs task after task', async () => {
  const pool = await newPool(1, {});
  const results = await runAll(pool);
  expect(new Set(results.map((result) => result.worker!.thread)).size).toBe(1);
  expect(results[0]!.worker!.memoryBytes).toBeGreaterThan(32 << 20);
  expect(pool.started).toBe(1);
});
