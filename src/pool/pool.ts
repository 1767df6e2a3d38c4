/**
 * Pools run tasks: on worker threads, or inline on the calling thread.
 * A task that is aborted, hangs or loses its worker rejects; the engine decides what to run again.
 */
import { EngineError } from '#core';
import { openRunner, type RunTask } from './task-runner.ts';
import type { ChainResult, ChainTask, FoldResult, FoldTask, Task, WorkerSetup } from './task.ts';
import type { WorkerPoolOptions } from './worker-pool.ts';

export interface Pool {
  /** Tasks that can run at once. */
  readonly width: number;
  /** Workers there are, and those started so far: more than were ever there at once when some were replaced. */
  readonly running: number;
  readonly started: number;
  /** Bytes of spilled segments that workers have read; those read on the calling thread are counted there. */
  readonly loadedBytes: number;
  /** Says that tasks over `bytes` of source come next. `width` may change. */
  expect(bytes: number): void;
  runChain(task: ChainTask, signal: AbortSignal | undefined, timeoutMs: number): Promise<ChainResult>;
  runFold(task: FoldTask, signal: AbortSignal | undefined, timeoutMs: number): Promise<FoldResult>;
  close(): Promise<void>;
}

/** `workers`: a number of threads, 0 for none (inline), `auto` for as many as the work is worth, up to one per processor. */
export async function openPool(
  setup: WorkerSetup,
  workers: number | 'auto',
  options: WorkerPoolOptions = {},
): Promise<Pool> {
  if (workers === 0) return new InlinePool(await openRunner(setup));
  const { WorkerPool } = await import('./worker-pool.ts');
  return new WorkerPool(setup, workers, options);
}

class InlinePool implements Pool {
  readonly width = 1;
  readonly running = 0;
  readonly started = 0;
  readonly loadedBytes = 0;
  readonly #run: RunTask;

  constructor(run: RunTask) {
    this.#run = run;
  }

  expect(): void {}

  async runChain(task: ChainTask, signal: AbortSignal | undefined): Promise<ChainResult> {
    // Safe because: the runner answers a chain task with a chain result.
    return this.#start(task, signal) as Promise<ChainResult>;
  }

  async runFold(task: FoldTask, signal: AbortSignal | undefined): Promise<FoldResult> {
    // Safe because: the runner answers a fold task with a fold result.
    return this.#start(task, signal) as Promise<FoldResult>;
  }

  async close(): Promise<void> {}

  async #start(task: Task, signal: AbortSignal | undefined): Promise<ChainResult | FoldResult> {
    if (signal?.aborted === true) throw new EngineError('E_ABORTED', 'the work was cancelled');
    return this.#run(task);
  }
}
