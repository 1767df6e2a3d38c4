/** The questions about values: which definitions reach, what uses them, versions, constants. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { indexFiles, type IndexedFiles } from '#testkit';

const PYTHON = `def total(items, limit=10):
    n = 0
    for item in items:
        if n > 9:
            break
        n += item
    return n

class Cart:
    def add(self, item):
        self.items = [item]
        self.notify()
        if item is None:
            return item
        mode = 'a' + 'b'
        return self.items, mode
`;
const SCRIPT = `export function pick(x: string | null) {
  let found = 1;
  if (x !== null && x === 'a') {
    found = 2;
  }
  return [found, x];
}
`;

describe('questions about values', () => {
  let indexed: IndexedFiles;
  const lines = (rows: readonly { line: number; definition?: string }[]): string[] =>
    rows.map(({ line, definition }) => (definition === undefined ? String(line) : `${line} ${definition}`));

  beforeAll(async () => {
    const stages = { enableFlowGraph: true, enableDataFlow: true, enableSsa: true };
    indexed = await indexFiles({ 'shop.py': PYTHON, 'web/pick.ts': SCRIPT }, { stages });
  });
  afterAll(async () => indexed.orchestrator.close());

  it('definitionsReaching gives what reaches a name that is read', () => {
    const { rows, subjects } = indexed.context.definitionsReaching({ path: 'shop.py', line: 7, column: 12 });
    expect(lines(rows)).toEqual(['2 assign', '6 assign']);
    expect(rows[0]).toMatchObject({ name: 'shop.total', variable: 'n', text: '    n = 0', column: 5 });
    expect(subjects).toEqual(['shop.total']);
  });

  it('definitionsReaching gives all definitions of a variable of a function', () => {
    const asked = { symbol: 'shop.Cart.add', variable: 'self.items' };
    expect(lines(indexed.context.definitionsReaching(asked).rows)).toEqual(['11 assign', '12 clobber']);
    expect(lines(indexed.context.definitionsReaching({ symbol: 'shop.total', variable: 'limit' }).rows)).toEqual([
      '1 parameter',
    ]);
  });

  it('definitionsReaching gives a parameter where it is declared', () => {
    expect(lines(indexed.context.definitionsReaching({ path: 'shop.py', line: 1, column: 11 }).rows)).toEqual([
      '1 parameter',
    ]);
  });

  it('uses gives what the value that is made there may reach', () => {
    expect(lines(indexed.context.uses({ path: 'shop.py', line: 2, column: 5 }).rows)).toEqual(['4', '6', '7']);
    expect(lines(indexed.context.uses({ path: 'shop.py', line: 10, column: 19 }).rows)).toEqual(['11', '13', '14']);
    expect(lines(indexed.context.uses({ name: 'pick', variable: 'found' }).rows)).toEqual(['6']);
  });

  it('ssa gives the versions of variables with constants and ranges', () => {
    const { rows } = indexed.context.ssa({ symbol: 'shop.total' });
    expect(rows.filter((row) => row.variable === 'n')).toMatchObject([
      { version: 0, definition: 'assign', line: 2, constant: { kind: 'integer', text: '0' } },
      { version: 1, definition: 'merge', line: 3, merges: [0, 2], uses: 3 },
      { version: 2, definition: 'assign', line: 6 },
    ]);
  });

  it('constantAt gives what is known of a name, and what branches tell', () => {
    expect(indexed.context.constantAt('shop.py', 16, 28).rows).toMatchObject([
      { holds: 'value', test: 'equal', constant: { kind: 'string', text: 'ab' }, origin: 'ssa/operation_value' },
    ]);
    expect(indexed.context.constantAt('shop.py', 14, 20).rows).toMatchObject([
      { holds: 'branch', test: 'equal', constant: { kind: 'none', text: 'None' }, line: 13, origin: 'ssa/branch_fact' },
    ]);
    expect(indexed.context.constantAt('web/pick.ts', 2, 7).rows).toMatchObject([{ constant: { text: '1' } }]);
    expect(indexed.context.constantAt('shop.py', 7, 12).rows).toEqual([]);
  });

  it('answers as data, with pages', () => {
    const asked = { kind: 'definitionsReaching', path: 'shop.py', line: 7, column: 12 } as const;
    const first = indexed.context.query({ ...asked, limit: 1 });
    expect(first.rows).toHaveLength(1);
    expect(indexed.context.query({ ...asked, cursor: first.cursor! }).rows).toMatchObject([{ line: 6 }]);
    expect(indexed.context.query({ kind: 'ssa', name: 'pick' }).rows.length).toBeGreaterThan(3);
  });

  it('refuses a function without a variable, and an index without the stage', async () => {
    expect(() => indexed.context.uses({ symbol: 'shop.total' })).toThrow("give a member 'variable'");
    const { orchestrator, context } = await indexFiles({ 'a.py': 'x = 1\n' });
    expect(() => context.query({ kind: 'ssa', name: 'x' })).toThrow("kind 'ssa' needs table ssa_value");
    await orchestrator.close();
  });
});
