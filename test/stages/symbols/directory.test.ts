import { hashHex, hashText } from '#core';
import { declaration, local, symbol, symbolName } from '#facts';
import { COLLIDING_NAMES, indexFiles, type IndexedFiles } from '#testkit';
import { describe, expect, it } from 'vitest';

/** Symbols of a file as `name declaration|local`, in the order of their hashes, which is asserted to ascend. */
function directoryOf({ context }: IndexedFiles, path: string): string[] {
  const symbols = context.table(symbol, path)!;
  const declarations = context.table(declaration, path)!;
  const locals = context.table(local, path)!;
  const keys = Array.from({ length: symbols.rows }, (_, row) => hashHex(symbols.key.lo(row), symbols.key.hi(row)));
  expect(keys).toEqual(keys.toSorted());
  return keys.map((key, row) => {
    const at = symbols.declaration.at(row);
    const inner = symbols.local.at(row);
    expect(at < 0).toBe(inner >= 0);
    const table = at >= 0 ? declarations : locals;
    expect(hashHex(table.hash.lo(Math.max(at, inner)), table.hash.hi(Math.max(at, inner)))).toBe(key);
    return at >= 0 ? `${declarations.name.at(at)} declaration` : `${locals.name.at(inner)} local`;
  });
}

/** The symbols that a file has under a name. */
function named({ context }: IndexedFiles, path: string, name: string): string[] {
  const names = context.table(symbolName, path)!;
  const symbols = context.table(symbol, path)!;
  const cell = { lo: 0, hi: 0 };
  hashText(cell, name);
  const found: string[] = [];
  for (let row = 0; row < names.rows; row++) {
    if (names.key.lo(row) !== cell.lo || names.key.hi(row) !== cell.hi) continue;
    const at = symbols.declaration.at(names.symbol.at(row));
    found.push(at < 0 ? 'local' : context.table(declaration, path)!.name.at(at));
  }
  return found;
}

describe('the symbol directory of a file', () => {
  it('has its declarations and its nested functions and classes, and no other local', async () => {
    const indexed = await indexFiles({
      'm.py': [
        'LIMIT = 1',
        'class A:',
        '    def f(self, p):',
        '        v = p',
        '        def inner(): pass',
        '        class Local: pass',
        '        return [x for x in v]',
      ].join('\n'),
    });
    expect(directoryOf(indexed, 'm.py').toSorted()).toEqual([
      'A declaration',
      'LIMIT declaration',
      'Local local',
      'f declaration',
      'inner local',
      'm.py declaration',
    ]);
    await indexed.orchestrator.close();
  });

  it('names a module by its file, by its qualified name and by the last part of that', async () => {
    const indexed = await indexFiles({
      'pkg/sub/m.py': '',
      'pkg/sub/__init__.py': '',
      '__init__.py': '',
      'a/b.ts': '',
    });
    for (const name of ['m.py', 'pkg.sub.m', 'm']) expect(named(indexed, 'pkg/sub/m.py', name)).toEqual(['m.py']);
    for (const name of ['__init__.py', 'pkg.sub', 'sub'])
      expect(named(indexed, 'pkg/sub/__init__.py', name)).toEqual(['__init__.py']);
    for (const name of ['b.ts', 'a/b', 'b']) expect(named(indexed, 'a/b.ts', name)).toEqual(['b.ts']);
    expect(named(indexed, '__init__.py', '__init__.py')).toEqual(['__init__.py']);
    await indexed.orchestrator.close();
  });

  it('is found through the postings of the snapshot', async () => {
    const { context, orchestrator } = await indexFiles({ 'a.py': 'def f(): pass\n', 'b.py': 'def f(): pass\n' });
    const cell = { lo: 0, hi: 0 };
    hashText(cell, 'f');
    const paths: string[] = [];
    context.snapshot.posting('name', cell.lo, cell.hi, (unit) => paths.push(context.snapshot.path(unit)));
    expect(paths.toSorted()).toEqual(['a.py', 'b.py']);
    await orchestrator.close();
  });
});

describe('two symbols of one hash', () => {
  it('fail their file with a code and leave the rest of the index as it is', async () => {
    const [a, b] = COLLIDING_NAMES;
    expect(a).not.toBe(b);
    const source = `def ${a}(): pass\ndef ${b}(): pass\n`;
    const { context, orchestrator } = await indexFiles({ 'bad.py': source, 'good.py': 'def f(): pass\n' });
    expect(context.table(symbol, 'bad.py')).toBeNull();
    expect(context.table(symbol, 'good.py')!.rows).toBe(2);
    expect(context.definition({ symbol: 'bad.py' }).rows).toEqual([]);
    expect(context.definition({ path: 'bad.py', line: 1, column: 5 }).rows).toEqual([]);
    const problems = context.snapshot.root.problems.filter(({ path }) => path === 'bad.py');
    expect(problems).toMatchObject([{ code: 'E_HASH_COLLISION', stage: expect.stringContaining('symbols') }]);
    expect(problems[0]!.message).toContain(a);
    await orchestrator.close();
  });
});
