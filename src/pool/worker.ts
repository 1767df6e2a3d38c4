/** The worker entry: loads the plan once from `workerData`, then runs tasks. Imports no stage by name. */
import { getHeapStatistics } from 'node:v8';
import { threadId, workerData } from 'node:worker_threads';
import { wasmHeapBytes } from '#languages';
import { loadedBytes } from '#store';
import { move, transferableSymbol, valueSymbol } from 'piscina';
import { openRunner, type RunTask } from './task-runner.ts';
import type { Task, WorkerSetup, WorkerState } from './task.ts';

// Safe because: the pool starts this file with a setup and nothing else. Piscina keeps its own part in front.
const given = workerData as WorkerSetup | [unknown, WorkerSetup];
const runner: Promise<RunTask> = openRunner(Array.isArray(given) ? given[1] : given);

/** Runs one task. The arrays of the result are moved to the main thread, not copied. */
export default async function run(task: Task): Promise<unknown> {
  const before = loadedBytes();
  const ran = await (await runner)(task);
  const memoryBytes = getHeapStatistics().total_heap_size + wasmHeapBytes();
  const worker: WorkerState = { thread: threadId, memoryBytes, loadedBytes: loadedBytes() - before };
  const result = { ...ran, worker };
  const arrays = 'segments' in result ? [result.segments, result.counters, result.tableRows] : [result.shards];
  return move({ [transferableSymbol]: arrays.map((array) => array.buffer), [valueSymbol]: result });
}
