/** A kernel that says on which thread it runs. */
import { threadId } from 'node:worker_threads';
import type { KernelContext } from '#stage';

interface Out {
  table(schema: unknown): { add(): number; col: { thread: Uint32Array } };
}

export function kernel(_view: object, out: Out, context: KernelContext): void {
  const table = out.table(context.options['schema']);
  table.col.thread[table.add()] = threadId;
}
