/** Runs a fold task: gathers the pairs of each shard and freezes one segment per shard that is not empty. */
import { digestOf, FORMAT_VERSION, SegmentBuilder } from '#columns';
import { Catalog, fillShard, gatherShards, POSTING_LAYOUT } from '#store';
import { ArenaWriters } from './arena-writers.ts';
import type { LoadedPlan } from './loaded-plan.ts';
import type { FoldResult, FoldTask } from './task.ts';

const KEY = digestOf(['posting', String(FORMAT_VERSION)]);

export function runFold(loaded: LoadedPlan, task: FoldTask): FoldResult {
  const started = process.threadCpuUsage?.() ?? process.cpuUsage();
  const { place } = loaded.plan.postings.find((one) => one.name === task.posting)!;
  const out = new SegmentBuilder(POSTING_LAYOUT);
  const arenas = new ArenaWriters(task.lease, task.arenaBytes);
  const gathered = gatherShards({
    catalog: new Catalog(task.catalog),
    place,
    before: task.catalog.postings[task.posting],
    shards: task.shards,
    units: task.units,
    removed: task.removed,
    only: task.only,
  });
  const shards = new Int32Array(3 * task.shards).fill(-1);
  for (const shard of gathered.fresh.keys()) {
    if (gathered.fresh[shard] === null) continue;
    shards[3 * shard] = 1;
    fillShard(out, gathered, shard);
    if (out.rows() === 0) continue;
    const offset = arenas.freeze(out, KEY);
    shards[3 * shard + 1] = arenas.ordinal;
    shards[3 * shard + 2] = offset / 8;
  }
  const cpu = process.threadCpuUsage?.(started) ?? process.cpuUsage(started);
  return { shards, arenas: arenas.arenas, used: arenas.used, cpuMs: (cpu.user + cpu.system) / 1000 };
}
