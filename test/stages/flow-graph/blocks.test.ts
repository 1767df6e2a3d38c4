/** How blocks are cut: what no statement about lines can tell. What may follow what is stated by the literate pages. */
import { describe, expect, it } from 'vitest';
import { body, operation, OPCODES } from '#facts';
import { flowTables } from '#testkit';
import { blocksOf, loopsOf } from './flow.ts';

describe('blocks', () => {
  it('no definition stands before what may raise in one block', async () => {
    const text =
      'def f():\n    try:\n        x = a()\n        y.z = b(x)\n        del y[0], x\n    except T: c(x, y)\n';
    const tables = await flowTables('a.py', text);
    const first = tables(body).operation.at(1);
    const { opcode } = tables(operation);
    const blocks = blocksOf(tables, 1);
    const caught = blocks.flatMap(({ edges }, block) => (edges.some(([kind]) => kind === 'exception') ? [block] : []));
    const texts = caught.map((block) => {
      const from = first + blocks[block]!.operation;
      const names = Array.from({ length: first + blocks[block + 1]!.operation - from }, (_, at) =>
        opcode.at(from + at),
      );
      return names.map((code) => OPCODES[code]!).join(' ');
    });
    expect(texts).toEqual([
      'try load call store',
      'load load call load store_attribute',
      'load constant delete_index',
      'delete',
    ]);
  });

  it('a loop without an end has a way to the exit for post-dominators, by an edge that nothing takes', async () => {
    const blocks = blocksOf(await flowTables('a.js', 'function f() { for (;;) { a(); } }'), 1);
    expect(blocks.at(-1)!.flags).toEqual(['unreachable']);
    expect(blocks.flatMap(({ edges }) => edges).filter(([kind]) => kind === 'stuck')).toEqual([['stuck', 2]]);
  });

  it('the entry has no predecessor, even when a loop begins the body', async () => {
    const tables = await flowTables('a.js', 'function f() { for (;;) { for (;a();) b(); if (c()) break; } }');
    expect(
      blocksOf(tables, 1)
        .flatMap(({ edges }) => edges)
        .some(([, target]) => target === 0),
    ).toBe(false);
    expect(loopsOf(tables, 1)).toEqual([
      [1, -1],
      [2, 0],
    ]);
  });

  it('what nothing reaches has no dominator', async () => {
    const tables = await flowTables('a.py', 'def f():\n    return a()\n    b()\n    while c(): d()\n');
    const dead = blocksOf(tables, 1).filter(({ flags }) => flags.includes('unreachable'));
    expect(dead.length).toBe(4);
    expect(dead.every(({ dominator }) => dominator === -1)).toBe(true);
  });

  it('brackets that close behind a jump make no block', async () => {
    const tables = await flowTables('a.py', 'def f():\n    if a(): return 1\n    else: return 2\n');
    expect(blocksOf(tables, 1).some(({ flags }) => flags.includes('unreachable'))).toBe(false);
  });
});
