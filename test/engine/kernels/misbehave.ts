/** A kernel that does what the name of its file says: throws, hangs, ends its worker or takes all memory. */
import type { KernelContext } from '#stage';

interface View {
  readonly path: string;
  readonly text: string;
}
interface Out {
  table(schema: unknown): { add(): number; col: { length: Uint32Array } };
}

export function kernel(view: View, out: Out, context: KernelContext): void {
  const { schema } = context.options;
  if (view.path.includes('throws')) throw new RangeError('out of range on purpose');
  if (view.path.includes('hangs')) for (;;) if (view.text.length < 0) return;
  if (view.path.includes('exits')) process.exit(3);
  if (view.path.includes('memory')) takeAllMemory();
  const table = out.table(schema);
  table.col.length[table.add()] = view.text.length;
}

function takeAllMemory(): void {
  const kept: number[][] = [];
  for (;;) kept.push(Array.from({ length: 1 << 16 }, (_, i) => i + kept.length + 0.5));
}
