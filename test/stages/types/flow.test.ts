import { describe, expect, it } from 'vitest';
import { typeOfX, typesOf } from './read.ts';

describe('the flow of a body', () => {
  it.each([
    [['a = 1', 'a = "b"', 'x = a'], 'str'],
    [['a = 1', 'if c:', '    a = "b"', 'x = a'], 'int | str'],
    [['if c:', '    a = 1', 'else:', '    a = "b"', 'x = a'], 'int | str'],
    [['if c:', '    a = 1', 'elif d:', '    a = None', 'else:', '    a = "b"', 'x = a'], 'None | int | str'],
    [['a = None', 'for i in y:', '    a = 1', 'x = a'], 'None | int'],
    [['a = None', 'while c:', '    x = a', '    a = 1'], 'None | int'],
    [['a = None', 'for i in y:', '    a = 1', 'else:', '    a = "b"', 'x = a'], 'str'],
    [['while True:', '    a = 1', '    if c: break', '    a = "b"', 'x = a'], 'int | str'],
    [['for i in y:', '    a = 1', '    if c: continue', '    a = "b"', '    x = a'], 'str'],
    [['a = 1', 'try:', '    a = "b"', 'except E:', '    pass', 'x = a'], 'int | str'],
    [['try:', '    a = 1', 'except E:', '    a = None', 'else:', '    a = "b"', 'x = a'], 'None | str'],
    [['try:', '    a = 1', 'finally:', '    a = "b"', 'x = a'], 'str'],
    [['match c:', '    case 1:', '        a = 1', '    case _:', '        a = "b"', 'x = a'], 'int | str'],
    [['a = None', 'match c:', '    case 1:', '        a = 1', 'x = a'], 'None | int'],
    [['with open("f") as f:', '    x = f.read()'], 'str'],
    [['try:', '    pass', 'except (KeyError, OSError) as x:', '    x'], 'KeyError | OSError'],
    [['a = 1', 'del a', 'a = "b"', 'x = a'], 'str'],
  ])('%s', async (lines, type) => {
    expect(await typeOfX(...lines)).toBe(type);
  });

  it('a way that leaves brings nothing to what follows', async () => {
    const types = await typesOf(
      ['def f(c):', '    a = 1', '    if c:', '        a = "b"', '        return a', '    x = a'].join('\n'),
    );
    expect(types.written('x')).toBe('int');
  });

  it('a name of another body is all that it ever holds', async () => {
    const types = await typesOf(
      ['def f():', '    a = 1', '    def g():', '        return a', '    a = "b"', '    return g()', 'x = f()'].join(
        '\n',
      ),
    );
    expect(types.written('x')).toBe('int | str');
  });

  it('global and nonlocal names are those of the body that owns them', async () => {
    const types = await typesOf(
      ['a = None', 'def f():', '    global a', '    a = 1', 'def g():', '    return a', 'x = g()'].join('\n'),
    );
    expect(types.written('x')).toBe('None | int');
  });
});

describe('narrowing', () => {
  const given = ['def f(c):', '    a = None', '    if c: a = 1', '    if d: a = "b"'];
  it.each([
    ['if a is None: x = a', 'None'],
    ['if a is not None: x = a', 'int | str'],
    ['if a == None: pass\n    else: x = a', 'int | str'],
    ['if a: x = a', 'int | str'],
    ['if isinstance(a, str): x = a', 'str'],
    ['if isinstance(a, (str, int)): x = a', 'int | str'],
    ['if not isinstance(a, str): x = a', 'None | int'],
    ['if a is None or isinstance(a, str): pass\n    else: x = a', 'int'],
    ['if a is not None and isinstance(a, int): x = a', 'int'],
    ['if a is None: return\n    x = a', 'int | str'],
    ['assert a is not None\n    x = a', 'int | str'],
    ['x = a or 2.5', 'float | int | str'],
    ['x = a if isinstance(a, int) else None', 'None | int'],
    ['while a is None: pass\n    x = a', 'int | str'],
    ['if (b := a) is not None: x = b', 'int | str'],
  ])('%s', async (line, type) => {
    const types = await typesOf([...given, `    ${line}`].join('\n'));
    expect(types.written('x')).toBe(type);
  });

  it('reaches attributes until they are written', async () => {
    const types = await typesOf(
      [
        'class A:',
        '    def __init__(self):',
        '        self.v = None',
        '    def set(self):',
        '        self.v = 1',
        '    def get(self):',
        '        if self.v is not None:',
        '            x = self.v',
        '        y = self.v',
        '        self.v = None',
        '        z = self.v',
      ].join('\n'),
    );
    expect([types.written('x'), types.written('y'), types.written('z')]).toEqual(['int', 'None | int', 'None']);
  });

  it('of a class goes down to the classes below, and of what is unknown to the class itself', async () => {
    const source = [
      'class A: pass',
      'class B(A): pass',
      'def f(p: A, q):',
      '    if isinstance(p, B): x = p',
      '    if isinstance(q, A): y = q',
    ];
    const types = await typesOf(source.join('\n'));
    expect([types.written('x'), types.written('y')]).toEqual(['m.B', 'm.A']);
  });

  it('by callable and by literals takes away what cannot be', async () => {
    const source = [
      'def g(): pass',
      'def f(c):',
      '    a = g if c else None',
      '    if callable(a): x = a',
      '    b = 1 if c else "s"',
      '    if b == "s": y = b',
    ];
    const types = await typesOf(source.join('\n'));
    expect(types.written('x')).toBe('def m.g');
    expect(types.written('y')).toBe('int | str');
  });
});
