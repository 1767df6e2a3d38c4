/**
 * Random histories of ten agents over a few items, checked by the graph of their dependencies: snapshot isolation has no
 * cycle but those of write skew, `serializable` has none. HISTORY_TXNS makes a long run:
 * `HISTORY_TXNS=100000 npx vitest run test/laws/histories.test.ts`.
 */
import { describe, expect, test } from 'vitest';
import { StageControl } from '#orchestrator';
import type { AgentSession, Isolation } from '#session';
import { anomalies, indexFiles, lawShare, randomNumbers, type Anomaly, type Transaction } from '#testkit';

const TRANSACTIONS = Number(process.env['HISTORY_TXNS'] ?? 1500 / lawShare());
const AGENTS = 10;
const ITEMS = 12;

describe('the checker', () => {
  const transaction = (reads: Record<string, number>, ...writes: string[]): Transaction => ({
    reads: new Map(Object.entries(reads)),
    writes: new Set(writes),
  });
  test.for<[expected: Anomaly[], history: Transaction[]]>([
    [[], [transaction({ x: -1 }, 'x'), transaction({ x: 0 }, 'x')]],
    [['G1a'], [transaction({ x: 7 })]],
    [['G1c'], [transaction({ y: 1 }, 'x'), transaction({ x: 0 }, 'y')]],
    [['G-single'], [transaction({ x: -1 }, 'x'), transaction({ x: -1 }, 'x')]],
    [['G-single'], [transaction({}, 'x', 'y'), transaction({ x: -1, y: 0 })]],
    [['G2'], [transaction({ x: -1, y: -1 }, 'x'), transaction({ x: -1, y: -1 }, 'y')]],
  ])('finds %j', ([expected, history]) => {
    expect([...anomalies(history).keys()]).toEqual(expected);
  });
});

/** Plays random transactions and gives those that committed. Items are files; a version is the number in its text. */
async function play(isolation: Isolation, seed: number): Promise<{ history: Transaction[]; refused: number }> {
  const items = Array.from({ length: ITEMS }, (_, i) => `item${i}.txt`);
  const { orchestrator } = await indexFiles(Object.fromEntries(items.map((item) => [item, '-1'])), {
    stages: new StageControl('fast', { enableLexical: false, enableSymbols: false, enableOccurrences: false }),
  });
  const random = randomNumbers(seed);
  const pick = (count: number): number => Math.floor(random() * count);
  const history: Transaction[] = [];
  let refused = 0;
  const active: { session: AgentSession; reads: Map<string, number>; writes: Set<string>; steps: number }[] = [];
  let begun = 0;
  for (let ended = 0; ended < TRANSACTIONS;) {
    while (active.length < AGENTS) {
      const session = orchestrator.beginSession(`agent-${begun++}`, { isolation });
      active.push({ session, reads: new Map(), writes: new Set(), steps: 1 + pick(4) });
    }
    const at = pick(active.length);
    const one = active[at]!;
    const item = items[pick(ITEMS)]!;
    if (one.steps-- > 0) {
      if (!one.writes.has(item)) one.reads.set(item, Number(one.session.text(item)));
      if (random() < 0.4) one.writes.add(item);
      continue;
    }
    active.splice(at, 1);
    // The version of what it writes is the number that it has in the history when it commits.
    for (const path of one.writes) one.session.addChange({ path, content: String(history.length) });
    const result = await one.session.commit();
    if (result.status === 'committed') history.push({ reads: one.reads, writes: one.writes });
    else {
      refused++;
      await one.session.abort();
    }
    ended++;
  }
  await orchestrator.close();
  return { history, refused };
}

describe('random histories', { timeout: 60_000 + 20 * TRANSACTIONS }, () => {
  test('snapshot isolation shows write skew and nothing worse', async () => {
    const { history, refused } = await play('snapshot', 1);
    expect([...anomalies(history).keys()]).toEqual(['G2']);
    expect(refused).toBeGreaterThan(TRANSACTIONS / 10);
  });

  test('serializable sessions show no anomaly', async () => {
    const { history, refused } = await play('serializable', 2);
    expect([...anomalies(history).keys()]).toEqual([]);
    expect(history.length + refused).toBe(TRANSACTIONS);
    expect(history.length).toBeGreaterThan(TRANSACTIONS / 10);
  });
});
