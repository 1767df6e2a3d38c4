/** C3 against what it is defined by: each class once, every list's order kept, and no answer only where lists contradict. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lawRuns } from '#testkit';
import { concatenated, mergeC3 } from '#facts';

const lists = fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 5 }), { maxLength: 5 }), { maxLength: 4 });

/** True when some order of all classes agrees with every list: the lists as edges have no cycle. */
function isConsistent(all: readonly (readonly number[])[]): boolean {
  const left = new Set(all.flat());
  for (let size = -1; size !== left.size;) {
    size = left.size;
    for (const one of left) {
      const isFirst = all.every((list) => {
        const at = list.indexOf(one);
        return at < 0 || !list.slice(0, at).some((before) => left.has(before));
      });
      if (isFirst) left.delete(one);
    }
  }
  return left.size === 0;
}

describe('mergeC3', () => {
  it('keeps the order of every list and holds each class once; it fails exactly where lists contradict each other', () => {
    fc.assert(
      fc.property(lists, (all) => {
        const merged = mergeC3(all);
        expect(merged !== null).toBe(isConsistent(all));
        if (merged === null) return;
        expect(merged.length).toBe(new Set(merged).size);
        expect(new Set(merged)).toEqual(new Set(all.flat()));
        expect(all.map((list) => merged.filter((one) => list.includes(one)))).toEqual(all);
      }),
      lawRuns(500, 3),
    );
  });

  it('takes the first list that may go on', () => {
    expect(
      mergeC3([
        ['A', 'O'],
        ['B', 'O'],
        ['A', 'B'],
      ]),
    ).toEqual(['A', 'B', 'O']);
    expect(
      mergeC3([
        ['B', 'O'],
        ['A', 'O'],
        ['A', 'B'],
      ]),
    ).toEqual(['A', 'B', 'O']);
  });
});

describe('concatenated', () => {
  it('names each class where it stands first', () => {
    expect(
      concatenated([
        ['B', 'A'],
        ['A', 'C', 'B'],
      ]),
    ).toEqual(['B', 'A', 'C']);
  });
});
