/** Control flow as the brackets say it: every path through a function, as the calls made on it. */
import { describe, expect, it } from 'vitest';
import { pathsOf } from './paths.ts';
import { view } from './view.ts';

async function paths(body: string): Promise<string[]> {
  const { reader } = await view(`async function f() { ${body} }`);
  return pathsOf(reader, 1).toSorted();
}

describe('control flow can be read from the brackets alone', () => {
  it.each<[string, readonly string[]]>([
    ['if (a()) b(); else if (c()) return d(); else e(); z();', ['a b z', 'a c d <return>', 'a c e z']],
    ['a() && b() || c();', ['a', 'a b', 'a b c', 'a c']],
    ['a() ?? b();', ['a', 'a b']],
    ['x = b() ? a() : c();', ['b a', 'b c']],
    ['a()?.b(c()).d(); z();', ['a c b d z', 'a z']],
    ['a ||= b();', ['', 'b']],
    ['while (a()) { if (b()) break; if (c()) continue; d(); } z();', ['a b c a z', 'a b c d a z', 'a b z', 'a z']],
    ['for (const x of a()) b(); z();', ['a b z', 'a z']],
    ['for (a(); b(); c()) { if (d()) continue; e(); } z();', ['a b d c b z', 'a b d e c b z', 'a b z']],
    [
      'o: for (const x of a()) { for (const y of b()) { if (c()) break o; continue o; } d(); } z();',
      ['a b c z', 'a b d z', 'a z'],
    ],
    ['o: { a(); if (b()) break o; c(); } z();', ['a b c z', 'a b z']],
    ['switch (a()) { case 1: b(); case 2: c(); break; default: d(); } z();', ['a b c z', 'a c z', 'a d z']],
    ['switch (a()) { case 1: case 2: b(); break; case 3: return; } z();', ['a <return>', 'a b z', 'a z']],
    ['do { a(); if (b()) continue; c(); } while (d()); z();', ['a b c d z', 'a b d z']],
    ['switch (a()) { default: b(); }', ['a b']],
    ['try { a(); return; } finally { b(); } z();', ['a b <return>']],
    ['const { x = a() } = b(); z();', ['b a z', 'b z']],
  ])('%s', async (body, expected) => {
    expect(await paths(body)).toEqual(expected);
  });

  it('else if chains, long sums and long chains take no stack', async () => {
    const n = 20_000;
    for (const text of [
      `x = a${' + a'.repeat(n)}`,
      `x = a${'.b()'.repeat(n)}`,
      `x = a${' && a'.repeat(n)}`,
      `if (a) b;${' else if (a) b;'.repeat(n)}`,
      `type X = A${' | A'.repeat(n)}`,
    ]) {
      const v = await view(text);
      expect(v.problems).toEqual([]);
      expect(v.references.length).toBeGreaterThan(n);
    }
  });
});
