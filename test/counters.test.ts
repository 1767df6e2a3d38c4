/**
 * Counters as the gate of cost: what an index of `fixtures/counters` runs, writes and copies, and what an edit of it runs.
 * A difference fails; accept it with UPDATE_EXPECT=1, in the commit that causes it. `bytes` may differ by 2 %.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { StageControl } from '#orchestrator';
import { indexFiles, unitsRun } from '#testkit';

const ROOT = join(import.meta.dirname, '..');
const PRESETS = { fast: 'fixture.json', balanced: 'fixture-balanced.json' } as const;

interface Counters {
  readonly stages: Readonly<Record<string, { units: number; rowsRead: number; rows: number; bytes: number }>>;
  readonly tables: Readonly<Record<string, number>>;
  readonly clonedBytes: number;
  readonly sharedBytes: number;
  readonly edits: Readonly<
    Record<string, { ran: Record<string, number>; affected: readonly string[]; shardsFolded: number }>
  >;
}

async function count(preset: keyof typeof PRESETS): Promise<Counters> {
  const folder = join(ROOT, 'fixtures', 'counters');
  const paths = globSync('**/*.{py,ts,tsx,json}', { cwd: folder }).toSorted();
  const files = Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
  const { orchestrator, stats } = await indexFiles(files, { stages: new StageControl(preset) });
  const edits: Record<string, Counters['edits'][string]> = {};
  const edit = async (name: string, path: string, from: string, to: string): Promise<void> => {
    const content = files[path]!.replace(from, to);
    expect(content, name).not.toBe(files[path]);
    const result = await orchestrator.update([{ path, content }]);
    edits[name] = { ran: unitsRun(result), affected: result.affected, shardsFolded: result.shardsFolded };
    await orchestrator.update([{ path, content: files[path]! }]);
  };
  await edit('body of a function', 'shop/cart.py', 'net * (1 + tax)', 'net + net * tax');
  await edit('comment', 'shop/cart.py', 'def total', '# sum\ndef total');
  await edit(
    'name of a method',
    'shop/stock.py',
    'def price(self, name):\n        raise',
    'def cost(self, name):\n        raise',
  );
  await edit('name of an export', 'web/view.tsx', 'function View', 'function Page');
  await orchestrator.close();
  const stages = Object.fromEntries(
    stats.stages.map(({ slug, units, rowsRead, rows, bytes }) => [slug, { units, rowsRead, rows, bytes }]),
  );
  return { stages, tables: stats.tables, clonedBytes: stats.clonedBytes, sharedBytes: stats.sharedBytes, edits };
}

/** The counters without bytes, which have a tolerance. */
function exact({ stages, tables, edits }: Counters): object {
  const withoutBytes = Object.entries(stages).map(([slug, { units, rowsRead, rows }]) => [slug, units, rowsRead, rows]);
  return { stages: withoutBytes, tables, edits };
}

function isNear(now: number, then: number): boolean {
  return Math.abs(now - then) <= 0.02 * then;
}

test.each(['fast', 'balanced'] as const)('an index and its edits cost what was accepted: %s', async (preset) => {
  const expected = join(ROOT, 'bench', 'counters', PRESETS[preset]);
  const now = await count(preset);
  if (process.env['UPDATE_EXPECT'] === '1') writeFileSync(expected, `${JSON.stringify(now, null, 1)}\n`);
  const then: Counters = JSON.parse(readFileSync(expected, 'utf8'));
  expect(exact(now)).toEqual(exact(then));
  for (const slug of Object.keys(then.stages)) {
    const [a, b] = [now.stages[slug]!.bytes, then.stages[slug]!.bytes];
    expect(isNear(a, b), `bytes of ${slug}: ${a}, accepted ${b}`).toBe(true);
  }
  expect(
    isNear(now.sharedBytes, then.sharedBytes),
    `shared bytes: ${now.sharedBytes}, accepted ${then.sharedBytes}`,
  ).toBe(true);
  expect(
    isNear(now.clonedBytes, then.clonedBytes),
    `copied bytes: ${now.clonedBytes}, accepted ${then.clonedBytes}`,
  ).toBe(true);
});
