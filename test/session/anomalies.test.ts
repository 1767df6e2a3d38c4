/**
 * The ten anomalies of the Hermitage list (M. Kleppmann, 2014), after A. Adya's definitions (1999). Items are files that each
 * set one value; a predicate is a question over the symbols of all files. Snapshot isolation lets write skew pass and nothing
 * else; `serializable` refuses that too.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { UnifiedOrchestrator } from '#orchestrator';
import type { AgentSession, Isolation } from '#session';
import { indexFiles } from '#testkit';

describe.each<Isolation>(['snapshot', 'serializable'])('%s', (isolation) => {
  let orchestrator: UnifiedOrchestrator;
  let count = 0;
  const begin = (): AgentSession => orchestrator.beginSession(`agent-${++count}`, { isolation });
  const read = (session: AgentSession, item: string): string | null => session.text(`${item}.py`);
  const write = (session: AgentSession, item: string, value: number): void =>
    session.addChange({ path: `${item}.py`, content: `${item} = ${value}\n` });
  const published = (item: string): string | null => orchestrator.getContext().text(`${item}.py`);
  /** A predicate read: the items whose symbol has a name with this part. */
  const select = async (session: AgentSession, part: string): Promise<string[]> => {
    const answer = await session.symbols({ pattern: part, symbolKind: 'variable' });
    return answer.rows.map((row) => row.name);
  };
  const status = async (session: AgentSession): Promise<string> => (await session.commit()).status;

  beforeEach(async () => {
    ({ orchestrator } = await indexFiles({ 'x.py': 'x = 10\n', 'y.py': 'y = 20\n' }));
  });
  afterEach(async () => orchestrator.close());

  test('G0, dirty write: the second writer of an item is refused', async () => {
    const [one, two] = [begin(), begin()];
    write(one, 'x', 11);
    write(two, 'x', 12);
    write(one, 'y', 21);
    expect(await status(one)).toBe('committed');
    write(two, 'y', 22);
    expect(await status(two)).toBe('conflict');
    expect([published('x'), published('y')]).toEqual(['x = 11\n', 'y = 21\n']);
  });

  test('G1a, aborted read: what is aborted was never seen', async () => {
    const [one, two] = [begin(), begin()];
    write(one, 'x', 101);
    await one.view();
    expect(read(two, 'x')).toBe('x = 10\n');
    await one.abort();
    expect(read(two, 'x')).toBe('x = 10\n');
    expect(await status(two)).toBe('committed');
  });

  test('G1b, intermediate read: only what was committed last is seen', async () => {
    const [one, two] = [begin(), begin()];
    write(one, 'x', 101);
    expect(read(two, 'x')).toBe('x = 10\n');
    write(one, 'x', 11);
    await status(one);
    expect(read(two, 'x')).toBe('x = 10\n');
    expect(read(begin(), 'x')).toBe('x = 11\n');
  });

  test('G1c, circular information flow: neither of two writers sees the other', async () => {
    const [one, two] = [begin(), begin()];
    write(one, 'x', 11);
    write(two, 'y', 22);
    expect(read(one, 'y')).toBe('y = 20\n');
    expect(read(two, 'x')).toBe('x = 10\n');
    expect(await status(one)).toBe('committed');
    expect(await status(two)).toBe(isolation === 'snapshot' ? 'committed' : 'conflict');
  });

  test('OTV, observed transaction vanishes: a reader sees all of a commit or nothing', async () => {
    const [one, two] = [begin(), begin()];
    write(one, 'x', 11);
    write(one, 'y', 19);
    write(two, 'x', 12);
    await status(one);
    const three = begin();
    expect(read(three, 'x')).toBe('x = 11\n');
    write(two, 'y', 18);
    expect(await status(two)).toBe('conflict');
    expect([read(three, 'x'), read(three, 'y')]).toEqual(['x = 11\n', 'y = 19\n']);
  });

  test('PMP, predicate-many-preceders: a question has one answer throughout, and a write by it meets the new item', async () => {
    const [one, two] = [begin(), begin()];
    expect(await select(one, '^item')).toEqual([]);
    two.addChange({ path: 'new.py', content: 'item_new = 30\n' });
    expect(await status(two)).toBe('committed');
    expect(await select(one, '^item')).toEqual([]);
    write(one, 'x', 11);
    expect(await status(one)).toBe(isolation === 'snapshot' ? 'committed' : 'conflict');
  });

  test('P4, lost update: the second of two updates is refused', async () => {
    const [one, two] = [begin(), begin()];
    expect([read(one, 'x'), read(two, 'x')]).toEqual(['x = 10\n', 'x = 10\n']);
    write(one, 'x', 11);
    write(two, 'x', 11 + 1);
    expect(await status(one)).toBe('committed');
    expect(await status(two)).toBe('conflict');
    expect(published('x')).toBe('x = 11\n');
  });

  test('G-single, read skew: two items are read as of one moment', async () => {
    const [one, two] = [begin(), begin()];
    expect(read(one, 'x')).toBe('x = 10\n');
    write(two, 'x', 12);
    write(two, 'y', 18);
    expect(await status(two)).toBe('committed');
    expect(read(one, 'y')).toBe('y = 20\n');
    expect(await status(one)).toBe('committed');
  });

  test('G2-item, write skew on items: only snapshot isolation lets it pass', async () => {
    const [one, two] = [begin(), begin()];
    for (const session of [one, two])
      expect([read(session, 'x'), read(session, 'y')]).toEqual(['x = 10\n', 'y = 20\n']);
    write(one, 'x', 11);
    write(two, 'y', 21);
    expect(await status(one)).toBe('committed');
    expect(await status(two)).toBe(isolation === 'snapshot' ? 'committed' : 'conflict');
  });

  test('G2, write skew on a predicate: only snapshot isolation lets it pass', async () => {
    const [one, two] = [begin(), begin()];
    for (const session of [one, two]) expect(await select(session, '^item')).toEqual([]);
    one.addChange({ path: 'one.py', content: 'item_one = 30\n' });
    two.addChange({ path: 'two.py', content: 'item_two = 42\n' });
    expect(await status(one)).toBe('committed');
    const result = await two.commit();
    if (isolation === 'snapshot') expect(result.status).toBe('committed');
    else
      expect(result).toMatchObject({
        status: 'conflict',
        conflicts: [
          { kind: 'read', mine: 'read', agentId: expect.any(String), question: expect.stringContaining('^item') },
        ],
      });
  });
});
