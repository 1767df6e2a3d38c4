/** The flow of every construct of JavaScript and TypeScript: what may follow what. See the tests of Python for the notation. */
import { describe, expect, it } from 'vitest';
import { flowTables } from '#testkit';
import { blocksOf, loopsOf, script } from './flow.ts';

async function flow(text: string, head?: string): Promise<string> {
  return (await script(text, head)).join(', ');
}

describe('loops and labels', () => {
  it('labelled jumps leave the loop that they name', async () => {
    expect(
      await flow('lab: for (;a();) { for (;b();) { if (c()) continue lab; if (d()) break lab; e(); } g(); } z();'),
    ).toBe('a b, a z, b c, b g, c a, c d, d e, d z, e b, g a, in a, z out');
  });

  it('continue goes on at the update of a for and at the condition of a do', async () => {
    expect(await flow('for (a(); b(); c()) { if (d()) continue; e(); } z();')).toBe(
      'a b, b d, b z, c b, d c, d e, e c, in a, z out',
    );
    expect(await flow('do { a(); if (b()) continue; c(); } while (d()); z();')).toBe(
      'a b, b c, b d, c d, d a, d z, in a, z out',
    );
    expect(await flow('do { a(); } while (false); z();')).toBe('a z, in a, z out');
  });

  it('for of and for in take their iterable once', async () => {
    expect(await flow('for (const x of a()) { if (b()) break; c(); } z();')).toBe(
      'a b, a z, b c, b z, c b, c z, in a, z out',
    );
    expect(await flow('for (const x in a()) b(); z();')).toBe('a b, a z, b b, b z, in a, z out');
  });

  it('a loop without a condition is left by jumps alone', async () => {
    expect(await flow('for (;;) { a(); } z();')).toBe('a a, in a, z out');
    const tables = await flowTables('a.js', 'function f() { for (;;) { a(); } }');
    const blocks = blocksOf(tables, 1);
    expect(blocks.at(-1)!.flags).toEqual(['unreachable']);
    expect(blocks.flatMap(({ edges }) => edges).filter(([kind]) => kind === 'stuck')).toEqual([['stuck', 2]]);
  });

  it('a labelled block is left by its label', async () => {
    expect(await flow('lab: { a(); if (b()) break lab; c(); } z();')).toBe('a b, b c, b z, c z, in a, z out');
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
});

describe('switch', () => {
  it('cases fall through; default is tried last and falls through where it stands', async () => {
    expect(await flow('switch (a()) { case b(): c(); case d(): e(); break; default: g(); case h(): i(); } z();')).toBe(
      'a b, b c, b d, c e, d e, d h, e z, g i, h g, h i, i z, in a, z out',
    );
  });

  it('cases without statements share those of the next', async () => {
    expect(await flow('switch (a) { case 1: case b(): c(); break; case 3: d(); } z();')).toBe(
      'b c, b d, b z, c z, d z, in b, in c, z out',
    );
  });

  it('a switch with a default alone runs it', async () => {
    expect(await flow('switch (a()) { default: b(); } z();')).toBe('a b, b z, in a, z out');
    expect(await flow('switch (a()) { } z();')).toBe('a z, in a, z out');
  });
});

describe('expressions', () => {
  it('an optional chain skips its rest, and is false then', async () => {
    expect(await flow('if (a()?.b(c())) d(); else e(); z();')).toBe('a c, a e, b d, b e, c b, d z, e z, in a, z out');
    expect(await flow('x = a()?.[b()].c; z();')).toBe('a b, a z, b z, in a, z out');
  });

  it('nullish and logical operators as values', async () => {
    expect(await flow('x = a() ?? b(); z();')).toBe('a b, a z, b z, in a, z out');
    expect(await flow('x ||= a(); y &&= b(); z();')).toBe('a b, a z, b z, in a, in b, in z, z out');
  });

  it('conditions decide at once, negations too', async () => {
    expect(await flow('if (a() || b()) c(); else if (!(d() && e())) g(); z();')).toBe(
      'a b, a c, b c, b d, c z, d e, d g, e g, e z, g z, in a, z out',
    );
    expect(await flow('a() ? b() : c(); z();')).toBe('a b, a c, b z, c z, in a, z out');
  });

  it('default values run only when they are needed', async () => {
    expect(await flow('let {a = b()} = c(); z();')).toBe('b z, c b, c z, in c, z out');
  });
});

describe('exceptions', () => {
  it('catch takes all; finally runs on every way', async () => {
    expect(await flow('try { a(); } catch { b(); } finally { c(); } z();')).toBe(
      'a !b, a c, b !c, b c, c out, c z, in a, z out',
    );
    expect(await flow('for (;;) { try { a(); } catch { continue; } finally { if (b()) break; } } z();')).toBe(
      'a !b, a b, b a, b z, in a, z out',
    );
  });

  it('a throw goes to the nearest catch', async () => {
    expect(await flow('try { try { throw a(); } finally { b(); } } catch { c(); } z();')).toBe(
      'a !b, a b, b !c, b c, c z, in a, z out',
    );
  });

  it('with and using catch nothing', async () => {
    expect(await flow('with (a()) { b(); } z();')).toBe('a b, b z, in a, z out');
    expect(await flow('try { using x = a(); b(); } catch { c(); } z();')).toBe(
      'a !c, a b, b !c, b z, c z, in a, z out',
    );
  });
});

describe('suspension', () => {
  it('generators and async functions', async () => {
    expect(await flow('while (a()) { yield b(); } z();', 'function* f()')).toBe('a b, a z, b a, in a, z out');
    expect(await flow('for await (const x of a()) { await b(); } z();', 'async function f()')).toBe(
      'a b, a z, b b, b z, in a, z out',
    );
  });
});
