/** A new stage is begun by one command. That it compiles and fails until it is filled in is tested with the package. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { newStage } from '../../src/dev/new-stage.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'new-stage-'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

describe('newStage', () => {
  test('writes descriptor, kernel, README and test, and nothing over them', () => {
    const paths = ['stage.ts', 'kernel.ts', 'README.md'].map((name) => `stages/l40-two-words/${name}`);
    const written = newStage(root, 'l40-two-words');
    expect(written).toEqual([...paths, 'test/stages/two-words/two-words.test.ts']);
    for (const path of written) expect(readFileSync(join(root, path), 'utf8')).toContain('FILL IN');
    expect(() => newStage(root, 'l40-two-words')).toThrow(
      "the slug 'two-words' is the identity of stages/l40-two-words",
    );
    expect(() => newStage(root, 'l41-two-words')).toThrow('take another');
  });

  test.each(['taint', 'l1-taint', 'l14-', 'L14-taint', 'l14-a_b', '../l14-taint', ''])(
    'refuses the name %j',
    (name) => {
      expect(() => newStage(root, name)).toThrow('such as l14-taint');
      expect(existsSync(join(root, 'stages'))).toBe(false);
    },
  );
});
