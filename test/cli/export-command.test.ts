/** `stratagraph export` and `demo`: what they print. What is in the formats is tested beside the exports. */
import { expect, test } from 'vitest';
import { cli, folder, SHOP } from './run-cli.ts';

test('every format that is text can be read, --json is short for one', async () => {
  const root = folder(SHOP);
  const run = async (...args: string[]): Promise<string> => {
    const { code, out, err } = await cli(['export', root, ...args, '--workers', '0']);
    expect([code, err]).toEqual([0, '']);
    return out;
  };
  const document = await run('--format', 'json');
  expect(JSON.parse(document)).toMatchObject({ files: [{ path: 'broken.py' }, { path: 'main.py' }, {}, {}] });
  expect(await run('--json')).toBe(document);
  expect(JSON.parse(await run('--format', 'callgraph'))).toMatchObject({ 'shop.cart.total': ['<builtin>.len'] });
  expect(await run('--format', 'graphml')).toMatch(/^<\?xml [^]*<\/graphml>\n$/);
});

test('a binary format is refused on a terminal, with what would be right', async () => {
  const { code, out, err } = await cli(['export', folder(SHOP), '--format', 'scip', '--workers', '0'], {
    isTerminal: true,
  });
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain('stratagraph export DIR --format scip > index.scip');
});

test('the demo prints the table and three answers that are computed from the index', async () => {
  const root = folder(SHOP);
  const { code, out } = await cli(['demo', root, '--workers', '0']);
  expect(code).toBe(0);
  expect(out).toMatch(/^L1 +ir-build +succeeded/m);
  expect(out).toContain('Where is total declared, which is called most?');
  expect(out).toContain('  shop/cart.py:5:5  def total(items):');
  expect(out).toContain('Who calls it? (2 calls)');
  expect(out).toContain('  main.py:4:1  total([1])');
  const json = await cli(['demo', root, '--workers', '0', '--json']);
  expect(JSON.parse(json.out)).toMatchObject({
    index: { files: 4 },
    examples: [
      { query: { kind: 'definition' } },
      { query: { kind: 'callers' } },
      { query: { kind: 'search', text: 'total' } },
    ],
  });
});

test('the demo of a repository where nothing is called still answers', async () => {
  const { code, out } = await cli(['demo', folder({ 'notes.txt': 'an index of things\n' }), '--workers', '0']);
  expect(code).toBe(0);
  expect(out).toContain('  notes.txt:1:1  an index of things');
});
