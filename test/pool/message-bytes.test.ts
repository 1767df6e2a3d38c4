import { expect, test } from 'vitest';
import { messageBytes } from '#pool';
import { newShards } from '#store';

test('a text is copied, a moved array and a shared buffer are references', () => {
  const bytesOf = (paths: readonly string[], rows: number, shared: number): number =>
    messageBytes({ paths, units: new Int32Array(rows), arenas: [new SharedArrayBuffer(shared)] });
  const least = bytesOf([], 1, 8);
  expect(bytesOf(['a'.repeat(100)], 1, 8) - least).toBeGreaterThanOrEqual(100);
  expect(bytesOf([], 1, 1 << 20)).toBe(least);
  // The length of an array is written in as many bytes as it needs.
  expect(bytesOf([], 1 << 20, 8) - least).toBeLessThanOrEqual(3);
});

test('where the shards of a posting set lie costs the same for any number of them', () => {
  const bytesOf = (shards: number): number => messageBytes({ postings: { name: newShards(shards) } });
  expect(bytesOf(1024) - bytesOf(1)).toBeLessThanOrEqual(4);
});
