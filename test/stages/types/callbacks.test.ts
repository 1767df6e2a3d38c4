/** Call edges to functions that something outside calls with what it is given. */
import { describe, expect, it } from 'vitest';
import { callEdgeTyped, CERTAINTY } from '#facts';
import { typesOf } from './read.ts';

/** The callees of `run` with how certain they are, without the module. */
async function runs(...lines: string[]): Promise<string[]> {
  const types = await typesOf([...FUNCTIONS, 'def run(items):', ...lines.map((line) => `    ${line}`)].join('\n'));
  const { certainty, rows } = types.context.table(callEdgeTyped, 'm.py')!;
  const certainties = Array.from({ length: rows }, (_, row) => CERTAINTY[certainty.at(row)]!);
  const callees = types
    .calls('m.run')
    .filter((name) => name.startsWith('m.'))
    .map((name) => name.slice(2));
  return [...new Set(callees), ...new Set(certainties)];
}

const FUNCTIONS = [
  'import atexit, bisect, collections, functools, heapq, itertools, re, threading',
  'def f(*a): return 1',
  'class K:',
  '    def __init__(self, *a): pass',
  '    def m(self): return 1',
];

describe('a function that is given to something outside', () => {
  it.each([
    ['sorted(items, key=f)', ['f', 'resolved']],
    ['items = []; items.sort(key=f)', ['f', 'resolved']],
    ['min(items, key=f)', ['f', 'resolved']],
    ['max([1], key=K)', ['K.__init__', 'resolved']],
    ['max([K()], key=K.m)', ['K.__init__', 'K.m', 'resolved']],
    ['functools.reduce(f, items)', ['f', 'resolved']],
    ["re.sub('a', f, 'b')", ['f', 'resolved']],
    ["re.compile('a').sub(f, 'b')", ['f', 'resolved']],
    ['heapq.nlargest(1, [1], f)', ['f', 'resolved']],
    ['bisect.bisect([1], 1, key=f)', ['f', 'resolved']],
    ['sorted(items, key=functools.partial(f, 1))', ['f', 'resolved']],
  ])('runs before the call returns: %s', async (code, expected) => {
    expect(await runs(code)).toEqual(expected);
  });

  it.each([
    ['map(f, items)', ['f', 'candidate']],
    ['filter(f, items)', ['f', 'candidate']],
    ['itertools.takewhile(f, items)', ['f', 'candidate']],
    ['threading.Thread(target=f)', ['f', 'candidate']],
    ['atexit.register(f)', ['f', 'candidate']],
    ['collections.defaultdict(f)', ['f', 'candidate']],
  ])('may run later: %s', async (code, expected) => {
    expect(await runs(code)).toEqual(expected);
  });

  it.each([
    ['list(map(f, items))'],
    ['tuple(filter(f, items))'],
    ["''.join(map(f, items))"],
    ['for i in map(f, items): pass'],
    ['[i for i in map(f, items)]'],
  ])('runs where what it is given to is gone through: %s', async (code) => {
    expect(await runs(code)).toEqual(['f', 'candidate', 'resolved']);
  });

  it.each([['f'], ['print(f)'], ['functools.wraps(f)'], ['sorted(items, f)'], ['len(key=f)']])(
    'is not said to run: %s',
    async (code) => {
      expect(await runs(code)).toEqual([]);
    },
  );

  it('is a candidate where another may be given', async () => {
    expect(await runs('sorted(items, key=f if items else unknown)')).toEqual(['f', 'candidate']);
  });
});
