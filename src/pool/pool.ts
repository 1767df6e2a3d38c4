/**
 * Pools of workers: Piscina, or inline on the calling thread. The only file that imports piscina.
 * A task that is aborted, hangs or loses its worker rejects; the engine decides what to run again.
 */
import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { EngineError } from '#core';
import { openRunner, type RunTask } from './task-runner.ts';
import type { ChainResult, ChainTask, FoldResult, FoldTask, Task, WorkerSetup } from './task.ts';

/** Heap of a worker: columns are outside of it, so that what reaches this is a fault of one unit. */
const WORKER_HEAP_MB = 1024;
/** Young generation of a worker: kernels keep few objects, and a small one saves 60 MB a worker at no cost in time. */
const WORKER_YOUNG_MB = 16;

export interface Pool {
  /** Tasks that can run at once. */
  readonly width: number;
  runChain(task: ChainTask, signal: AbortSignal | undefined, timeoutMs: number): Promise<ChainResult>;
  runFold(task: FoldTask, signal: AbortSignal | undefined, timeoutMs: number): Promise<FoldResult>;
  close(): Promise<void>;
}

/** `workers`: a number of threads, 0 for none (inline), `auto` for one per processor. */
export async function openPool(setup: WorkerSetup, workers: number | 'auto'): Promise<Pool> {
  const count = workers === 'auto' ? availableParallelism() : workers;
  return count === 0 ? new InlinePool(await openRunner(setup)) : openPiscina(setup, count);
}

class InlinePool implements Pool {
  readonly width = 1;
  readonly #run: RunTask;

  constructor(run: RunTask) {
    this.#run = run;
  }

  async runChain(task: ChainTask, signal?: AbortSignal): Promise<ChainResult> {
    // Safe because: the runner answers a chain task with a chain result.
    return this.#start(task, signal) as Promise<ChainResult>;
  }

  async runFold(task: FoldTask, signal?: AbortSignal): Promise<FoldResult> {
    // Safe because: the runner answers a fold task with a fold result.
    return this.#start(task, signal) as Promise<FoldResult>;
  }

  async close(): Promise<void> {}

  async #start(task: Task, signal: AbortSignal | undefined): Promise<ChainResult | FoldResult> {
    if (signal?.aborted === true) throw new EngineError('E_ABORTED', 'the work was cancelled');
    return this.#run(task);
  }
}

async function openPiscina(setup: WorkerSetup, count: number): Promise<Pool> {
  const { Piscina } = await import('piscina');
  // Found from the room or from a chunk beside it. The worker file has the extension of this one: `.ts` in a checkout, `.js` in the package.
  const filename = new URL(`../pool/worker${extname(import.meta.url)}`, import.meta.url).href;
  const pool = new Piscina<Task, ChainResult | FoldResult>({
    filename,
    workerData: setup,
    minThreads: count,
    maxThreads: count,
    idleTimeout: Infinity,
    concurrentTasksPerWorker: 1,
    resourceLimits: { maxOldGenerationSizeMb: WORKER_HEAP_MB, maxYoungGenerationSizeMb: WORKER_YOUNG_MB },
  });
  const start = async (
    task: Task,
    signal: AbortSignal | undefined,
    timeoutMs: number,
  ): Promise<ChainResult | FoldResult> => {
    const net = AbortSignal.timeout(timeoutMs);
    try {
      return await pool.run(task, {
        signal: signal === undefined ? net : AbortSignal.any([signal, net]),
        transferList: movable(task),
      });
    } catch (error) {
      if (signal?.aborted === true) throw new EngineError('E_ABORTED', 'the work was cancelled', { cause: error });
      if (net.aborted)
        throw new EngineError('E_KERNEL_TIMEOUT', `a task did not end within ${timeoutMs} ms`, { cause: error });
      throw new EngineError('E_WORKER_LOST', error instanceof Error ? error.message : String(error), { cause: error });
    }
  };
  return {
    width: count,
    // Safe because: the runner answers a chain task with a chain result, and a fold task with a fold result.
    runChain: async (task, signal, timeoutMs) => start(task, signal, timeoutMs) as Promise<ChainResult>,
    runFold: async (task, signal, timeoutMs) => start(task, signal, timeoutMs) as Promise<FoldResult>,
    close: async () => pool.destroy(),
  };
}

/** The arrays of a task that are moved to the worker instead of copied. */
function movable(task: Task): ArrayBuffer[] {
  const arrays = task.kind === 'chain' ? [task.units, task.forced] : [task.units, task.removed];
  return arrays.map((array) => array.buffer);
}
