import { orderByHash } from '#columns';
import fc from 'fast-check';
import { expect, it } from 'vitest';

/** Halves from a small range too, so that ties in the high half and in both occur. */
const half = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 0xffffffff }));

it('rows come in the order of their hashes, high half first, and equal hashes in the order of the rows', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(half, half), { maxLength: 200 }), (hashes) => {
      const halves = Uint32Array.from(hashes.flat());
      const expected = hashes
        .map(([lo, hi], row) => ({ key: BigInt(hi) * 2n ** 32n + BigInt(lo), row }))
        .toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.row - b.row))
        .map(({ row }) => row);
      expect([...orderByHash(halves, hashes.length)]).toEqual(expected);
    }),
  );
});
