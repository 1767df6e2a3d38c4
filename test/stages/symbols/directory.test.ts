import { hashHex, hashPath, hashText, mixHash } from '#core';
import { declaration, local, symbol, symbolName } from '#facts';
import { indexFiles, type IndexedFiles } from '#testkit';
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

  it('has several rows of one key for the parts of a merged interface', async () => {
    const indexed = await indexFiles({ 'm.ts': 'export interface I { a: 1 }\nexport interface I { b: 2 }\n' });
    expect(directoryOf(indexed, 'm.ts').filter((row) => row === 'I declaration')).toHaveLength(2);
    expect(named(indexed, 'm.ts', 'I')).toEqual(['I', 'I']);
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
    const [a, b] = collidingNames('bad.py');
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

/** First and number of the letters that the names are made of: many, so that pairs of short blocks agree soon. */
const LETTERS = [0x4e00, 20_000] as const;

/**
 * Two function names of the module `path` with one descriptor hash. The first half of the hash state never depends on the
 * second, so pairs of blocks that agree in it, one behind the other, give 2^n names that agree in it (A. Joux,
 * "Multicollisions in iterated hash functions", CRYPTO 2004); among 2^18 names some two agree in the second half as well.
 */
function collidingNames(path: string): [string, string] {
  const module = { lo: 0, hi: 0 };
  hashPath(module, path);
  const cell = { lo: 0, hi: 0 };
  const lowHalf = (name: string): number => {
    hashText(cell, name, module.lo ^ '('.charCodeAt(0), module.hi);
    return cell.lo;
  };
  let random = 1;
  const letter = (): string => {
    random = (Math.imul(random, 1103515245) + 12345) >>> 0;
    return String.fromCharCode(LETTERS[0] + ((random >>> 8) % LETTERS[1]));
  };
  let prefix = 'f';
  const blocks: [string, string][] = [];
  const seen = new Map<number, string>();
  while (blocks.length < 18) {
    // Three letters: two never agree, for the first changes bits of the state that the second cannot reach.
    const block = letter() + letter() + letter();
    const low = lowHalf(prefix + block);
    const other = seen.get(low);
    seen.set(low, block);
    if (other === undefined || other === block) continue;
    blocks.push([other, block]);
    prefix += block;
    seen.clear();
  }
  const names = new Map<number, string>();
  for (let bits = 0; bits < 2 ** blocks.length; bits++) {
    const name = `f${blocks.map((pair, i) => pair[(bits >> i) & 1]!).join('')}`;
    lowHalf(name);
    mixHash(cell, module.lo, 0);
    const key = cell.hi * 0x200000 + (cell.lo & 0x1fffff);
    const other = names.get(key);
    if (other !== undefined) return [other, name];
    names.set(key, name);
  }
  throw new Error('no collision among the names tried');
}
