/** The build step that puts the grammars into the package. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packGrammars, thirdPartyNotices } from '../../src/dev/pack-grammars.ts';
import { GRAMMARS } from '../../src/languages/syntax/grammar-table.ts';
import { GRAMMAR_NAMES } from '../../src/languages/syntax/index.ts';

const require = createRequire(import.meta.url);
let dir: string;

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'pack-grammars-'));
});
afterAll(() => {
  rmSync(dir, { recursive: true });
});

test('every grammar is packed, small, with no time and no system in it, and unpacks to its wasm', () => {
  const bytes = packGrammars(dir);
  expect(bytes).toBeLessThan(2_900_000);
  expect(readdirSync(dir).sort()).toEqual(GRAMMAR_NAMES.map((name) => `${name}.wasm.gz`).sort());
  for (const name of GRAMMAR_NAMES) {
    const packed = readFileSync(join(dir, `${name}.wasm.gz`));
    expect([...packed.subarray(4, 8), packed[9]]).toEqual([0, 0, 0, 0, 255]);
    const { package: from, wasm } = GRAMMARS[name]!;
    const source = require.resolve(`${from}/${wasm}`);
    expect(gunzipSync(packed).equals(readFileSync(source))).toBe(true);
  }
});

test('the notices name the parser, the package of the grammars and every grammar with its copyright', () => {
  const notices = thirdPartyNotices();
  expect(notices).toContain('web-tree-sitter 0.27.1');
  expect(notices).toContain('@vscode/tree-sitter-wasm 0.3.1');
  expect(notices).toContain('The above copyright notice and this permission notice shall be included');
  for (const name of GRAMMAR_NAMES) {
    expect(notices).toMatch(new RegExp(`^Grammar ${name} .*\n\nCopyright \\(c\\) \\d{4}.*$`, 'm'));
  }
});
