/**
 * A pool of worker threads: Piscina behind a gate. With `workers` as a number that many are started at once and stay; with `auto`
 * one is started, others when enough work waits, and those without work for a while end.
 * A worker that holds too much memory is ended between two tasks: wasm memory never shrinks. The only file that imports piscina
 * besides the worker's own.
 */
import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { EngineError } from '#core';
import type { MemoryBudget } from '#store';
import { Piscina } from 'piscina';
import { Gate } from './gate.ts';
import { workersFor, type Machine } from './growth.ts';
import type { Pool } from './pool.ts';
import type { ChainResult, ChainTask, FoldResult, FoldTask, Task, WorkerSetup } from './task.ts';

/** Heap of a worker: columns are outside of it, so that what reaches this is a fault of one unit. */
const WORKER_HEAP_MB = 1024;
/** Young generation of a worker: kernels keep few objects. Half of it takes 20 MB less a worker and 5 % more CPU. */
const WORKER_YOUNG_MB = 32;
/** The same under a memory budget: a tenth more thread CPU for 10 MB. */
const SMALL_YOUNG_MB = 2;

/** What may be set for a pool of this kind; the rest is as the machine says. */
export interface WorkerPoolOptions {
  /** Asked whenever work comes. */
  readonly machine?: () => Machine;
  /** Heap and wasm memory of a worker, above which it is replaced after its task. Default 384 MiB. */
  readonly recycleBytes?: number;
  /** What the process may take: it bounds the number of workers, and keeps each small. */
  readonly budget?: MemoryBudget | null;
  /** Milliseconds without work after which a worker of an `auto` pool ends, but for the first. Default 30 s. */
  readonly idleMs?: number;
}

function thisMachine(): Machine {
  return { processors: availableParallelism(), availableBytes: process.availableMemory() };
}

/** A machine on which no more memory is free than the budget leaves. */
function within(budget: MemoryBudget | null, machine: () => Machine): () => Machine {
  if (budget === null) return machine;
  return () => {
    const { processors, availableBytes } = machine();
    return { processors, availableBytes: Math.min(availableBytes, budget.freeBytes) };
  };
}

export class WorkerPool implements Pool {
  started = 0;
  loadedBytes = 0;
  readonly #threads: Piscina<Task, ChainResult | FoldResult>;
  readonly #gate: Gate;
  readonly #isAuto: boolean;
  readonly #machine: () => Machine;
  readonly #recycleBytes: number;

  constructor(setup: WorkerSetup, workers: number | 'auto', options: WorkerPoolOptions) {
    const { budget = null } = options;
    this.#machine = within(budget, options.machine ?? thisMachine);
    this.#recycleBytes = options.recycleBytes ?? 384 << 20;
    this.#isAuto = workers === 'auto';
    const most = workers === 'auto' ? Math.max(1, this.#machine().processors) : workers;
    const least = workers === 'auto' ? 1 : budget === null ? workers : this.#affordable(workers);
    this.#gate = new Gate(least);
    this.#threads = new Piscina<Task, ChainResult | FoldResult>({
      // Found from the room or from a chunk beside it. The worker file has the extension of this one: `.ts` in a checkout, `.js` in the package.
      filename: new URL(`../pool/worker${extname(import.meta.url)}`, import.meta.url).href,
      workerData: setup,
      minThreads: least,
      maxThreads: workers === 'auto' ? most : least,
      idleTimeout: workers === 'auto' ? (options.idleMs ?? 30_000) : Infinity,
      concurrentTasksPerWorker: 1,
      resourceLimits: {
        maxOldGenerationSizeMb: WORKER_HEAP_MB,
        maxYoungGenerationSizeMb: budget === null ? WORKER_YOUNG_MB : SMALL_YOUNG_MB,
      },
    });
    this.#threads.on('workerCreate', () => this.started++);
  }

  get width(): number {
    return this.#gate.width;
  }

  get running(): number {
    return this.#threads.threads.length;
  }

  expect(bytes: number): void {
    if (this.#isAuto) this.#gate.width = workersFor(bytes, this.running, this.#machine());
  }

  async runChain(task: ChainTask, signal: AbortSignal | undefined, timeoutMs: number): Promise<ChainResult> {
    // Safe because: the runner answers a chain task with a chain result.
    return this.#run(task, signal, timeoutMs) as Promise<ChainResult>;
  }

  async runFold(task: FoldTask, signal: AbortSignal | undefined, timeoutMs: number): Promise<FoldResult> {
    // Safe because: the runner answers a fold task with a fold result.
    return this.#run(task, signal, timeoutMs) as Promise<FoldResult>;
  }

  async close(): Promise<void> {
    await this.#threads.destroy();
  }

  async #run(task: Task, signal: AbortSignal | undefined, timeoutMs: number): Promise<ChainResult | FoldResult> {
    await this.#gate.enter(task.kind === 'fold' && !task.isUrgent);
    try {
      const result = await this.#post(task, signal, timeoutMs);
      this.loadedBytes += result.worker?.loadedBytes ?? 0;
      if (result.worker !== undefined && result.worker.memoryBytes > this.#recycleBytes)
        await this.#gate.closedFor(async () => this.#end(result.worker!.thread));
      return result;
    } finally {
      this.#gate.leave();
    }
  }

  async #post(task: Task, signal: AbortSignal | undefined, timeoutMs: number): Promise<ChainResult | FoldResult> {
    const net = AbortSignal.timeout(timeoutMs);
    try {
      return await this.#threads.run(task, {
        signal: signal === undefined ? net : AbortSignal.any([signal, net]),
        transferList: movable(task),
      });
    } catch (error) {
      if (signal?.aborted === true) throw new EngineError('E_ABORTED', 'the work was cancelled', { cause: error });
      if (net.aborted)
        throw new EngineError('E_KERNEL_TIMEOUT', `a task did not end within ${timeoutMs} ms`, { cause: error });
      throw new EngineError('E_WORKER_LOST', error instanceof Error ? error.message : String(error), { cause: error });
    }
  }

  /** Workers, of so many, that there is memory for. */
  #affordable(workers: number): number {
    return workersFor(Infinity, 0, { processors: workers, availableBytes: this.#machine().availableBytes });
  }

  /** Ends an idle worker. Piscina starts another when there are fewer than the least, or when a task has none. */
  async #end(thread: number): Promise<void> {
    await this.#threads.threads.find((worker) => worker.threadId === thread)?.terminate();
  }
}

/** The arrays of a task that are moved to the worker instead of copied. */
function movable(task: Task): ArrayBuffer[] {
  const arrays = task.kind === 'chain' ? [task.units, task.forced] : [task.units, task.removed];
  return arrays.map((array) => array.buffer);
}
