/** Folds of updates: each shard of each posting set has the bytes that a fold of all files gives. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ChangeOp } from '#engine';
import { StageControl } from '#orchestrator';
import { POSTING_LAYOUT, placesOf, segmentAt, type Snapshot } from '#store';
import { indexFiles, type Files } from '#testkit';

/** Enough for sixteen shards, and so few names that files share keys. */
const FILES = 1100;
const NAMES = ['open', 'close', 'read', 'write', 'seek', 'flush', 'begin', 'commit', 'abort', 'merge', 'split', 'trim'];

const path = fc.nat({ max: FILES + 20 }).map((i) => `m${i}.py`);
const content = fc.array(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 4 }).map(textOf);
const edits = fc.array(fc.tuple(path, fc.option(content, { freq: 4 })), { minLength: 1, maxLength: 12 });

function textOf(names: readonly string[]): string {
  return names.map((name, i) => `def ${name}(${names[0]}):\n    return ${names.at(-1)}(${i})\n`).join('\n');
}

function initial(): Files {
  const names = (i: number): string[] => [NAMES[i % NAMES.length]!, NAMES[(i * 7 + 3) % NAMES.length]!];
  return Object.fromEntries(Array.from({ length: FILES }, (_, i) => [`m${i}.py`, textOf(names(i))]));
}

/** The bytes of the shards of all sets, as text. */
function shardsOf({ root: { catalog } }: Snapshot): Record<string, (string | null)[]> {
  const bytesOf = ({ arena, offset }: { arena: number; offset: number }): string => {
    const segment = segmentAt(POSTING_LAYOUT, catalog.arenas[arena]!, offset);
    return Buffer.from(segment.buffer, segment.offset, segment.byteLength).toString('latin1');
  };
  return Object.fromEntries(
    Object.entries(catalog.postings).map(([name, shards]) => [
      name,
      placesOf(shards).map((location) => (location === null ? null : bytesOf(location))),
    ]),
  );
}

/** Files after edits, of which those that would do nothing are left out. */
function applied(
  files: Files,
  edit: readonly (readonly [string, string | null])[],
): { files: Files; changes: ChangeOp[] } {
  const after = { ...files };
  const texts = new Map(edit.filter(([at, text]) => text !== null || at in files));
  for (const [at, text] of texts) {
    if (text === null) delete after[at];
    else after[at] = text;
  }
  const changes = Array.from(texts, ([at, text]) =>
    text === null ? { kind: 'delete' as const, path: at } : { path: at, content: text },
  );
  return { files: after, changes };
}

test.each([0, 2])('a shard that is merged has the bytes of one that is folded anew (%i workers)', async (workers) => {
  const config = { parallelWorkers: workers, stages: StageControl.fast() };
  const { orchestrator } = await indexFiles(initial(), config);
  let files = initial();
  const rounds = fc.sample(edits, { numRuns: 12, seed: 20261121 });
  for (const round of rounds) {
    const next = applied(files, round);
    files = next.files;
    await orchestrator.update(next.changes);
  }
  const fresh = await indexFiles(files, config);
  const shards = shardsOf(orchestrator.getContext().snapshot);
  expect(shards['occurrence']).toHaveLength(16);
  expect(shards).toEqual(shardsOf(fresh.context.snapshot));
  await Promise.all([orchestrator.close(), fresh.orchestrator.close()]);
});
