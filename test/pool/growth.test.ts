/** How many workers work is worth: a function of bytes, processors, memory and what is there. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BYTES_PER_WORKER, workersFor } from '../../src/pool/growth.ts';

const ROOMY = { processors: 8, availableBytes: 2 ** 40 };

test('a small repository gets one worker, and each further one needs so many bytes more', () => {
  expect(workersFor(0, 1, ROOMY)).toBe(1);
  expect(workersFor(BYTES_PER_WORKER - 1, 1, ROOMY)).toBe(1);
  expect(workersFor(BYTES_PER_WORKER, 1, ROOMY)).toBe(2);
  expect(workersFor(3 * BYTES_PER_WORKER, 1, ROOMY)).toBe(4);
  expect(workersFor(1000 * BYTES_PER_WORKER, 1, ROOMY)).toBe(8);
});

test('workers that run stay, and without free memory none is added', () => {
  expect(workersFor(0, 3, ROOMY)).toBe(3);
  expect(workersFor(1000 * BYTES_PER_WORKER, 1, { processors: 8, availableBytes: 0 })).toBe(1);
  expect(workersFor(1000 * BYTES_PER_WORKER, 3, { processors: 8, availableBytes: 200 << 20 })).toBe(4);
});

test('for any work and machine there is one worker at least, no running one is dropped, and none beyond the processors is added', () => {
  const number = fc.nat({ max: 2 ** 31 });
  fc.assert(
    fc.property(
      number,
      fc.integer({ min: 0, max: 64 }),
      fc.integer({ min: 1, max: 64 }),
      number,
      (bytes, running, processors, free) => {
        const workers = workersFor(bytes, running, { processors, availableBytes: 1024 * free });
        expect(workers).toBeGreaterThanOrEqual(Math.max(1, running));
        expect(workers).toBeLessThanOrEqual(Math.max(1, running, processors));
      },
    ),
    { seed: 1, numRuns: 500 },
  );
});
