/** How many cases a law gets: a share in `unit`, never too few to mean something, and what a long run asks for. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lawRuns, lawShare } from '#testkit';
import { lawFiles } from '../../src/dev/law-files.ts';

const NAMES = ['LAW_RUNS', 'LAW_SEED', 'LAW_SHARE'] as const;
const before = NAMES.map((name) => [name, process.env[name]] as const);
const clear = (): void => NAMES.forEach((name) => delete process.env[name]);

beforeEach(clear);
afterEach(() => {
  clear();
  for (const [name, value] of before) if (value !== undefined) process.env[name] = value;
});

test('a law has all its cases where nothing is said, and a share of them where it is', () => {
  expect(lawRuns(600, 7)).toEqual({ numRuns: 600, seed: 7 });
  process.env['LAW_SHARE'] = '4';
  expect(lawRuns(600, 7)).toEqual({ numRuns: 150, seed: 7 });
});

test('a share is never less than some cases, unless the law has fewer', () => {
  process.env['LAW_SHARE'] = '100';
  expect(lawRuns(600).numRuns).toBe(12);
  expect(lawRuns(5).numRuns).toBe(5);
});

test('a long run says the number and the seed, and nothing is shared out', () => {
  Object.assign(process.env, { LAW_SHARE: '4', LAW_RUNS: '2000', LAW_SEED: '9' });
  expect(lawRuns(60, 7)).toEqual({ numRuns: 2000, seed: 9 });
  expect(lawShare()).toBe(1);
});

test('the files of laws are those that ask, with the laws on which all rests among them', () => {
  expect(lawFiles()).toEqual(expect.arrayContaining(['test/laws/incremental.test.ts', 'test/syntax/decoder.test.ts']));
  expect(lawFiles()).not.toContain('test/tidy.test.ts');
});
