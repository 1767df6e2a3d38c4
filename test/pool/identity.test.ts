/** The key of a step has in it what its stage says of the file's language, and L1 says which grammar it parses with. */
import { beforeEach, expect, test } from 'vitest';
import { digestHex, SegmentReader } from '#columns';
import type { UnitId } from '#core';
import { memoryFileSystem } from '#inputs';
import { loadGrammar } from '#languages';
import { PipelineDAG } from '#plan';
import { INPUT_TABLES, openPool, SEGMENT_WORDS } from '#pool';
import { CatalogBuilder } from '#store';
import * as irBuild from '../../stages/l01-ir-build/kernel.ts';
import { identities, stage } from './kernels/identity-registry.ts';

const FILES = { 'a.py': 'x = 1\n', 'b.ts': 'const x = 1;\n' };
const PLAN = PipelineDAG.build([stage], new Set([stage.id]), INPUT_TABLES);

beforeEach(() => identities.clear());

/** Keys of the step's segments, by path. */
async function keys(): Promise<Record<string, string>> {
  const registryUrl = new URL('./kernels/identity-registry.ts', import.meta.url).href;
  const files = memoryFileSystem(FILES).describe();
  const setup = { registryUrl, enabled: [stage.id], options: {}, custom: [], files, maxFileBytes: 1 << 20, fuel: 1000 };
  const pool = await openPool(setup, 0);
  const builder = new CatalogBuilder(PLAN.slots, null);
  const paths = new Map<UnitId, string>(Object.keys(FILES).map((path) => [builder.addUnit(), path]));
  builder.setPaths(paths);
  const lease = { arena: 0, buffer: new SharedArrayBuffer(1 << 20), offset: 0 };
  const units = Int32Array.from(paths.keys());
  const result = await pool.runChain(
    {
      kind: 'chain',
      catalog: builder.freeze(),
      lease,
      arenaBytes: 1 << 20,
      slots: [1],
      units,
      forced: new Int32Array(units.length),
      paths: [...paths.values()],
    },
    undefined,
    60_000,
  );
  await pool.close();
  const found: Record<string, string> = {};
  for (let at = 0; at < result.segments.length; at += SEGMENT_WORDS) {
    const [unit, slot, , , offset] = result.segments.subarray(at, at + SEGMENT_WORDS);
    // Safe because: the result names units of the task only.
    const path = paths.get(unit as UnitId)!;
    if (slot === 1) found[path] = digestHex(new SegmentReader(PLAN.layoutOf(1), lease.buffer, 8 * offset!).key);
  }
  return found;
}

test('a key changes with what the stage says of the language of the file, and of no other', async () => {
  const before = await keys();
  expect(await keys()).toEqual(before);
  identities.set('python', 'another grammar');
  const after = await keys();
  expect(after['a.py']).not.toBe(before['a.py']);
  expect(after['b.ts']).toBe(before['b.ts']);
});

test('ir-build says the digest of the grammar, which differs from grammar to grammar', async () => {
  await irBuild.prepare(new Set(['python', 'typescript']));
  const digests = [irBuild.identityOf('python'), irBuild.identityOf('typescript')];
  expect(digests[0]).toMatch(/^[0-9a-f]{32}$/);
  expect(digests[0]).toBe((await loadGrammar('python')).digest);
  expect(digests[1]).not.toBe(digests[0]);
  expect(irBuild.identityOf('text')).toBe('');
});
