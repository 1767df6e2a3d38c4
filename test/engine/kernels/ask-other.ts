/** A kernel that asks about one other file, in one way: for the whole of a table, or for the rows of a key, each unit or once. */
import type { HashCell } from '#core';
import type { TableSchema } from '#columns';
import type { Asked, KernelContext, Lookup } from '#stage';

interface Options {
  readonly schema: TableSchema<{ key: 'hash' }>;
  readonly answer: unknown;
  readonly way: 'whole' | 'rows' | 'again';
  readonly path: string;
  readonly pathHash: HashCell;
  readonly key: HashCell;
}
interface Out {
  table(schema: unknown): { add(): number; col: { found: Uint32Array } };
}

/** What the first unit of a task made of its answer, for the others. */
const made = new WeakMap<Lookup, { readonly asked: Asked; readonly count: number }>();

export function kernel(_: unknown, out: Out, { lookup, options }: KernelContext): void {
  // Safe because: the test that registers this kernel gives these options.
  const { schema, answer, way, path, pathHash, key } = options as unknown as Options;
  const table = out.table(answer);
  if (way === 'whole') table.col.found[table.add()] = lookup.whole(schema, path)?.rows ?? 0;
  else if (way === 'again' && made.has(lookup)) {
    const { asked, count } = made.get(lookup)!;
    lookup.again(asked);
    table.col.found[table.add()] = count;
  } else {
    const found = lookup.rows(schema, pathHash.lo, pathHash.hi, key.lo, key.hi);
    const count = found === null ? 0 : found.to - found.from;
    made.set(lookup, { asked: lookup.last, count });
    table.col.found[table.add()] = count;
  }
}
