/** The flow of every construct of Python: what may follow what. `a b`: b comes after a; `a !h`: h does when a raises. */
import { describe, expect, it } from 'vitest';
import { body, operation, OPCODES } from '#facts';
import { flowTables } from '#testkit';
import { blocksOf, python } from './flow.ts';

/** Lines as one text, which is easier to read and to write. */
async function flow(...lines: string[]): Promise<string> {
  return (await python(...lines)).join(', ');
}

describe('branches', () => {
  it('if, elif and else meet again', async () => {
    expect(await flow('if a():', '    b()', 'elif c():', '    return d()', 'else:', '    e()', 'z()')).toBe(
      'a b, a c, b z, c d, c e, d out, e z, in a, z out',
    );
  });

  it('a short circuit in a condition decides at once', async () => {
    expect(await flow('if a() and b() or not c():', '    d()', 'z()')).toBe(
      'a b, a c, b c, b d, c d, c z, d z, in a, z out',
    );
    expect(await flow('while not (a() or b()):', '    d()', 'z()')).toBe('a b, a z, b d, b z, d a, in a, z out');
    expect(await flow('if a() < b() < c(): d()', 'e()')).toBe('a b, b c, b e, c d, c e, d e, e out, in a');
  });

  it('a short circuit as a value goes on by one way', async () => {
    expect(await flow('x = a() and b()', 'z()')).toBe('a b, a z, b z, in a, z out');
    expect(await flow('x = a() if b() else c()', 'd()')).toBe('a d, b a, b c, c d, d out, in b');
  });

  it('a failed assertion raises', async () => {
    expect(await flow('assert a(), b()', 'c()')).toBe('a b, a c, b out, c out, in a');
  });

  it('the cases of a match are tried in order, patterns before guards', async () => {
    expect(
      await flow(
        'match a():',
        '    case [1, x] if b(): c()',
        '    case K(y=z): d()',
        '    case {"k": v}: g()',
        '    case _: e()',
        'z()',
      ),
    ).toBe('a b, a d, a e, a g, b c, b d, b e, b g, c z, d z, e z, g z, in a, z out');
  });

  it('a match may run no case, unless one takes all', async () => {
    expect(await flow('match a():', '    case 1: c()', '    case 2: d()', 'z()')).toBe(
      'a c, a d, a z, c z, d z, in a, z out',
    );
    expect(await flow('match a():', '    case _: c()', 'z()')).toBe('a c, c z, in a, z out');
  });
});

describe('loops', () => {
  it('the else of a while is passed by a break', async () => {
    expect(
      await flow('while a():', '    if b(): break', '    if c(): continue', '    d()', 'else:', '    e()', 'z()'),
    ).toBe('a b, a e, b c, b z, c a, c d, d a, e z, in a, z out');
  });

  it('a break leaves the inner loop only, in the else of a loop the outer one', async () => {
    expect(await flow('for x in a():', '    for y in b():', '        break', '    else: c()', '    d()')).toBe(
      'a b, a out, b c, b d, c d, d b, d out, in a',
    );
    expect(
      await flow('for x in a():', '    for y in b():', '        c()', '    else:', '        break', '    d()', 'z()'),
    ).toBe('a b, a z, b c, b z, c c, c z, d b, d z, in a, z out');
  });

  it('a loop whose condition is a literal is left by jumps alone', async () => {
    expect(await flow('while True:', '    if a(): break', 'z()')).toBe('a a, a z, in a, z out');
    expect(await flow('while 1:', '    a()', 'z()')).toBe('a a, in a, z out');
  });

  it('a break in a match leaves the loop', async () => {
    expect(
      await flow('while a():', '    match b():', '        case 1: break', '        case 2: continue', '    c()', 'z()'),
    ).toBe('a b, a z, b a, b c, b z, c a, in a, z out');
  });
});

describe('exceptions', () => {
  it('excepts are tried in order; else passes them by; finally runs on every way', async () => {
    expect(
      await flow(
        'try:',
        '    a()',
        '    return b()',
        'except T as e:',
        '    c()',
        'except U:',
        '    raise',
        'finally:',
        '    e()',
        'z()',
      ),
    ).toBe('a !c, a !e, a b, b !c, b !e, b e, c !e, c e, e out, e z, in a, z out');
    expect(await flow('try:', '    a()', 'except T:', '    b()', 'else:', '    c()', 'z()')).toBe(
      'a !b, a !out, a c, b z, c z, in a, z out',
    );
  });

  it('break, continue and return run the finally part on their way', async () => {
    expect(
      await flow(
        'while a():',
        '    try:',
        '        if b(): break',
        '        if c(): continue',
        '        return d()',
        '    finally:',
        '        e()',
        'z()',
      ),
    ).toBe('a b, a z, b !e, b c, b e, c !e, c d, c e, d !e, d e, e a, e out, e z, in a, z out');
  });

  it('nested finally parts run from the inside out', async () => {
    expect(
      await flow('try:', '    try:', '        return a()', '    finally:', '        b()', 'finally:', '    c()', 'd()'),
    ).toBe('a !b, a b, b !c, b c, c out, d out, in a');
  });

  it('a jump in a finally part replaces what came in', async () => {
    expect(await flow('try:', '    return a()', 'finally:', '    return b()')).toBe('a !b, a b, b out, in a');
    expect(await flow('while a():', '    try:', '        return b()', '    finally:', '        break', 'z()')).toBe(
      'a b, a z, b !z, b z, in a, z out',
    );
  });

  it('what is left of a group of exceptions goes on to the next except', async () => {
    expect(await flow('try:', '    a()', 'except* T:', '    b()', 'except* U:', '    c()', 'z()')).toBe(
      'a !b, a !c, a !out, a !z, a z, b c, b out, b z, c z, in a, z out',
    );
  });

  it('a with may swallow what its part raises, or let it pass', async () => {
    expect(await flow('with a() as x, b():', '    c()', 'd()')).toBe(
      'a b, b !d, b !out, b c, c !d, c !out, c d, c out, d out, in a',
    );
    expect(await flow('try:', '    with a():', '        b()', 'except T:', '    c()', 'd()')).toBe(
      'a !c, a !out, a b, b !c, b !d, b !out, b c, b d, b out, c d, d out, in a',
    );
  });

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
});

describe('suspension and other bodies', () => {
  it('yield and await end a block; a generator may get an exception there', async () => {
    expect(await flow('try:', '    yield a()', 'except T:', '    b()', 'finally:', '    c()')).toBe(
      'a !b, a !c, a b, a c, b !c, b c, c out, in a',
    );
    const blocks = blocksOf(
      await flowTables('a.py', 'async def f():\n    x = await a()\n    async for y in b(): c()\n'),
      1,
    );
    expect(blocks.filter(({ flags }) => flags.includes('suspends')).length).toBe(2);
  });

  it('async with suspends where it is entered and left', async () => {
    const blocks = blocksOf(await flowTables('a.py', 'async def f():\n    async with a() as x: b()\n    c()\n'), 1);
    expect(blocks.filter(({ flags }) => flags.includes('suspends')).length).toBe(2);
  });

  it('a comprehension is a body of its own, with a loop', async () => {
    const blocks = blocksOf(await flowTables('a.py', 'x = [a for b in c if b]\n'), 1);
    expect(blocks.filter(({ flags }) => flags.includes('loop_header')).length).toBe(1);
  });

  it('class and module bodies have graphs', async () => {
    const tables = await flowTables('a.py', 'if a():\n    class C:\n        if b(): x = 1\n');
    expect(blocksOf(tables, 0).length).toBe(4);
    expect(blocksOf(tables, 1).length).toBe(4);
  });
});

describe('unreachable code', () => {
  it('is kept, with its own flow, and marked', async () => {
    expect(await flow('return a()', 'b()', 'if c(): d()', 'e()')).toBe('a out, b c, c d, c e, d e, e out, in a');
    const tables = await flowTables('a.py', 'def f():\n    return a()\n    b()\n    while c(): d()\n');
    const blocks = blocksOf(tables, 1);
    const dead = blocks.filter(({ flags }) => flags.includes('unreachable'));
    expect(dead.length).toBe(4);
    expect(dead.every(({ dominator }) => dominator === -1)).toBe(true);
    expect(blocks.at(-1)!.flags).toEqual([]);
  });

  it('does not lead on from a finally part', async () => {
    expect(await flow('try:', '    return a()', '    b()', 'finally:', '    c()', 'd()')).toBe(
      'a !c, a c, b !c, b c, c out, d out, in a',
    );
  });

  it('brackets that close behind a jump make no block', async () => {
    const tables = await flowTables('a.py', 'def f():\n    if a(): return 1\n    else: return 2\n');
    expect(blocksOf(tables, 1).some(({ flags }) => flags.includes('unreachable'))).toBe(false);
  });
});
