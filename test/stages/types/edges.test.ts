import { expect, it } from 'vitest';
import { callEdgeTyped, CERTAINTY } from '#facts';
import { typesOf } from './read.ts';

it('call edges say what runs without a call being written', async () => {
  const types = await typesOf(
    [
      'class E(Exception):',
      '    def __init__(self): pass',
      'class A:',
      '    def __iter__(self): return self',
      '    def __next__(self): return 1',
      '    def __enter__(self): pass',
      '    def __exit__(self, *a): pass',
      'def loop():',
      '    for i in A(): pass',
      'def enter():',
      '    with A(): pass',
      'def fail():',
      '    raise E',
    ].join('\n'),
  );
  expect(types.calls('m.loop')).toEqual(['m.A.__iter__', 'm.A.__next__']);
  expect(types.calls('m.enter')).toEqual(['m.A.__enter__', 'm.A.__exit__']);
  expect(types.calls('m.fail')).toEqual(['m.E.__init__']);
  // All of them run for sure, though each statement runs two.
  const edges = types.context.table(callEdgeTyped, 'm.py')!;
  const sure = Array.from({ length: edges.rows }, (_, row) => CERTAINTY[edges.certainty.at(row)]);
  expect(new Set(sure)).toEqual(new Set(['resolved']));
});
