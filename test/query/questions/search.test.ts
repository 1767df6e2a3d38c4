/** The question `search` as a typed function: the same rows as by its kind, and what each mode says of a match. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { indexFiles, type IndexedFiles } from '#testkit';

const LONG = 'x'.repeat(900);
const FILES = {
  'shop/cart.py':
    'class Cart:\n    def add_item(self, item):\n        return [item]\n\n\ndef price(item):\n    return 1\n',
  'shop/wide.py': `text = "${LONG} needle ${LONG}"\n`,
};

describe('search', () => {
  let indexed: IndexedFiles;
  beforeAll(async () => (indexed = await indexFiles(FILES)));
  afterAll(async () => indexed.orchestrator.close());

  it('ranks chunks unless told otherwise', () => {
    const { context } = indexed;
    const [first] = context.search('add item').rows;
    expect(first).toMatchObject({
      path: 'shop/cart.py',
      line: 2,
      endLine: 5,
      kind: 'function',
      certainty: 'candidate',
    });
    expect(first!.score).toBeGreaterThan(0);
    expect(context.search('add item')).toEqual(context.query('add item'));
  });

  it('gives the place and the length of each match of a text or a pattern', () => {
    const { context } = indexed;
    const { rows } = context.search('def \\w+\\(', { mode: 'pattern' });
    expect(rows.map(({ path, line, column, length }) => [path, line, column, length])).toEqual([
      ['shop/cart.py', 2, 5, 13],
      ['shop/cart.py', 6, 1, 10],
    ]);
    expect(context.search('ITEM', { mode: 'literal' }).rows).toEqual([]);
    expect(context.search('ITEM', { mode: 'literal', ignoreCase: true }).rows).toHaveLength(4);
  });

  it('says where the text of a long line begins', () => {
    const [row] = indexed.context.search('needle', { mode: 'literal' }).rows;
    expect(row!.text.slice(row!.column - 1 - row!.skipped!, row!.column - 1 - row!.skipped! + row!.length)).toBe(
      'needle',
    );
    expect(indexed.context.search('price', { mode: 'literal' }).rows[0]).not.toHaveProperty('skipped');
  });

  it('goes on behind its last page', () => {
    const { context } = indexed;
    const all = context.search('item', { mode: 'literal' });
    const first = context.search('item', { mode: 'literal', limit: 1 });
    const rest = context.search('item', { mode: 'literal', cursor: first.cursor! });
    expect([...first.rows, ...rest.rows]).toEqual(all.rows);
    expect([first.truncated, rest.truncated]).toEqual([true, false]);
  });

  it('refuses modes that need an index of vectors, and what is no pattern', () => {
    expect(() => indexed.context.search('item', { mode: 'semantic' })).toThrow('E_PLUGIN');
    expect(() => indexed.context.search('(', { mode: 'pattern' })).toThrow('E_PATTERN');
  });

  it('is asked of a session with the changes of that session', async () => {
    const session = indexed.orchestrator.beginSession('a');
    session.addChange({ path: 'shop/new.py', content: 'unusual = 1\n' });
    const { rows } = await session.search('unusual', { mode: 'literal' });
    expect(rows.map(({ path, line, column, length }) => [path, line, column, length])).toEqual([
      ['shop/new.py', 1, 1, 7],
    ]);
    expect(indexed.context.search('unusual', { mode: 'literal' }).rows).toEqual([]);
    await session.abort();
  });
});
