/** What holds for every Python source: places hold names, edits change only what they should, nothing throws. */
import { describe, expect, it } from 'vitest';
import { view } from './view.ts';

const SOURCE = `"""Documentation of the module."""
import os

LIMIT = 10

def first(a, b=1):
    """Adds."""
    total = a + b
    if total > LIMIT:
        return os.path.join(str(total), f"{a}")
    return [x for x in range(total) if (y := x)]

class Shape(Base):
    sides: int = 0

    def __init__(self, sides):
        self.sides = sides
        def check(n):
            return n > 0
        self.ok = check(sides)

    @property
    def area(self) -> "Optional[Area]":
        return lambda: self.sides

value = Shape(3).area
`;

describe('laws', () => {
  it('every place holds the name that is said to be there', async () => {
    expect((await view(SOURCE)).misplaced).toEqual([]);
  });

  it('a new local changes no interface', async () => {
    const before = await view(SOURCE);
    const after = await view(SOURCE.replace('    total = a + b\n', '    fresh = a\n    total = a + b\n'));
    expect(after.digest('interface')).toBe(before.digest('interface'));
    expect(after.digest('body')).not.toBe(before.digest('body'));
  });

  const lines = SOURCE.split('\n');
  it.each(lines.map((line, at) => [at, line] as const).filter(([at]) => at > 0))(
    'a comment and a blank line above line %i (%s) change positions only',
    async (at, line) => {
      const indent = /^ */.exec(line)![0];
      const before = await view(SOURCE);
      const edited = lines.toSpliced(at, 0, `${indent}# a comment`, '').join('\n');
      const after = await view(edited);
      for (const block of ['interface', 'body', 'span', 'hashes'])
        expect(after.digest(block), block).toBe(before.digest(block));
      expect(after.digest('position')).not.toBe(before.digest('position'));
      expect(after.misplaced).toEqual([]);
    },
  );

  it('a changed comment leaves the hash of signature and body and changes that of the text', async () => {
    const before = await view('def f():\n    # one\n    return 1\n');
    const after = await view('def f():\n    # two\n    return 1\n');
    expect(after.digest('hashes')).toBe(before.digest('hashes'));
    expect(after.digest('text_hashes')).not.toBe(before.digest('text_hashes'));
  });

  it('code around an error is lowered, and the error is a problem', async () => {
    const v = await view('import a\ndef f():\n    return a.b\ndef broken(:\n    x = 1\nclass K:\n    y = (1,\n');
    expect(v.problems.length).toBeGreaterThan(0);
    expect(v.problems.every((line) => line.startsWith('syntax'))).toBe(true);
    expect(v.imports).toEqual(['a as a']);
    expect(v.declarations).toContain('function f exported');
    expect(v.of('b')).toEqual(['read attribute of a']);
    expect(v.misplaced).toEqual([]);
  });

  it('every prefix of a source lowers, with balanced brackets and no misplaced name', async () => {
    for (let end = 0; end < SOURCE.length; end += 3) {
      const v = await view(SOURCE.slice(0, end));
      expect(v.misplaced).toEqual([]);
      for (let body = 0; body < v.bodies.length; body++) expect(openBrackets(v.operations(body))).toBe(0);
    }
  });

  it.each([
    ['x = ', '(', 'a', ')'],
    ['x = ', 'f(', 'a', ')'],
    ['x = ', '[', '', ']'],
    ['x = ', '{1: ', '2', '}'],
    ['x = ', 'not ', 'a', ''],
    ['', '(', 'a', ') = 1'],
    ['del ', '(', 'a', ')'],
    ['x = a', '.b()', '', ''],
    ['match x:\n case ', '[', 'a', ']: pass'],
  ])('syntax nested 20,000 deep (%s%s) is a problem, not an exception', async (head, open, middle, close) => {
    const tail = close.slice(1);
    const text = head + open.repeat(20_000) + middle + close.slice(0, 1).repeat(20_000) + tail;
    expect((await view(`${text}\n`)).problems[0]).toMatch(/^(too-deep|syntax)/);
  });

  it.each(['a + ', 'a or ', 'a < ', 'x = '])('a chain of 20,000 times %s is lowered whole', async (link) => {
    const v = await view(`y = ${link.repeat(20_000)}a\n`);
    expect(v.problems).toEqual([]);
    expect(v.operations(0).length).toBeGreaterThan(20_000);
  });
});

function openBrackets(operations: readonly string[]): number {
  const open = operations.filter((line) => /^(if|loop|try|with|switch|block)\b/.test(line)).length;
  return open - operations.filter((line) => line === 'end').length;
}
