/** The build step that puts the grammars into the package: the published ones, huge functions cut into small ones. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Tree } from 'web-tree-sitter';
import { randomNumbers } from '#testkit';
import { grammarToPack, packGrammars, thirdPartyNotices } from '../../src/dev/pack-grammars.ts';
import { readModule } from '../../src/dev/wasm/binary.ts';
import { checkSources } from '../../src/languages/syntax/check-sources.ts';
import { GRAMMARS } from '../../src/languages/syntax/grammar-table.ts';
import { GRAMMAR_NAMES } from '../../src/languages/syntax/index.ts';
import { startRuntime } from '../../src/languages/syntax/parser-runtime.ts';
import { lexerCalls } from './lexer-calls.ts';

/** Grammars whose lexers were compiled without optimisation. */
const CUT = ['bash', 'c', 'c-sharp', 'cpp', 'css', 'kotlin', 'powershell', 'ruby'];

/** More states than any lexer has: those that it has not are tried too. */
const STATES = 1_900;
/** Characters beyond ASCII: letters, spaces, a mark, the last one of all. */
const OTHERS = [0xa0, 0xb7, 0xc9, 0x3b1, 0x4e2d, 0x2028, 0x3000, 0xfeff, 0x1d400, 0x10ffff];

const require = createRequire(import.meta.url);
const published = (name: string): Buffer<ArrayBuffer> =>
  readFileSync(require.resolve(`${GRAMMARS[name]!.package}/${GRAMMARS[name]!.wasm}`));
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
    expect(gunzipSync(packed).equals(CUT.includes(name) ? grammarToPack(GRAMMARS[name]!) : published(name))).toBe(true);
  }
});

describe.each(CUT)('the lexer of %s, which is cut into small functions,', (name) => {
  const cut = grammarToPack(GRAMMARS[name]!);

  test('has no large function left, and takes no more room', () => {
    const largest = (bytes: Uint8Array): number => Math.max(...readModule(bytes)!.bodies.map((body) => body.length));
    expect(largest(published(name))).toBeGreaterThan(16 * 1024);
    expect(largest(cut)).toBeLessThan(16 * 1024);
    expect(cut.length).toBeLessThan(published(name).length);
    expect(grammarToPack(GRAMMARS[name]!)).toEqual(cut);
  });

  test('does the same in every state on every character of ASCII and some others', () => {
    const [before, after] = [lexerCalls(published(name)), lexerCalls(cut)];
    expect(after.length).toBe(before.length);
    const differing: string[] = [];
    const seen = new Set<string>();
    before.forEach((lexer, nth) => {
      for (const [state, text] of lexerInputs()) {
        const did = lexer(state, text);
        seen.add(did);
        if (after[nth]!(state, text) !== did) differing.push(`lexer ${nth}, state ${state}: ${text.join(' ')}`);
      }
    });
    expect(differing.slice(0, 10)).toEqual([]);
    expect(seen.size).toBeGreaterThan(400);
  });

  test('gives the same trees, of the source with which grammars are checked and of what remains of it after changes', async () => {
    const { Parser, Language } = await startRuntime();
    const parsers = await Promise.all(
      [published(name), cut].map(async (bytes) => new Parser().setLanguage(await Language.load(bytes))),
    );
    for (const text of [...checkSources(name), ...changed(checkSources(name)[0]!, 150)]) {
      const [before, after] = parsers.map((parser) => nodes(parser.parse(text)!));
      expect(after).toEqual(before);
    }
  });
});

/** States, and for each many texts: one per character to begin with, the rest drawn. */
function* lexerInputs(): Generator<[state: number, text: number[]]> {
  const random = randomNumbers(7);
  const below = (end: number): number => Math.floor(random() * end);
  for (let state = 0; state < STATES; state++) {
    yield [state, []];
    for (let first = 0; first < 0x80 + OTHERS.length; first++) {
      const text = Array.from({ length: 1 + below(5) }, () =>
        below(8) === 0 ? OTHERS[below(OTHERS.length)]! : below(0x80),
      );
      yield [state, text.with(0, first < 0x80 ? first : OTHERS[first - 0x80]!)];
    }
  }
}

/** Texts with a few places cut out, repeated, or written over. */
function changed(source: string, count: number): string[] {
  const random = randomNumbers(11);
  const below = (end: number): number => Math.floor(random() * end);
  return Array.from({ length: count }, () => {
    let text = source;
    for (let changes = 1 + below(10); changes > 0; changes--) {
      const [at, from] = [below(text.length), below(text.length)];
      const inserted = [text.slice(from, from + 20), String.fromCharCode(9 + below(118)), ''][below(3)]!;
      text = text.slice(0, at) + inserted + text.slice(at + below(8));
    }
    return text;
  });
}

/** Every node of a tree: its type, field and place. */
function nodes(tree: Tree): string[] {
  const cursor = tree.walk();
  const all: string[] = [];
  const visit = (): void => {
    const { nodeTypeId, currentFieldId, startIndex, endIndex, nodeIsMissing } = cursor;
    all.push(`${nodeTypeId} ${currentFieldId} ${startIndex} ${endIndex} ${nodeIsMissing}`);
    if (!cursor.gotoFirstChild()) return;
    do visit();
    while (cursor.gotoNextSibling());
    cursor.gotoParent();
  };
  visit();
  cursor.delete();
  tree.delete();
  return all;
}

test('the notices name the parser, the package of the grammars and every grammar with its copyright', () => {
  const notices = thirdPartyNotices();
  expect(notices).toContain('web-tree-sitter 0.27.1');
  expect(notices).toContain('@vscode/tree-sitter-wasm 0.3.1');
  expect(notices).toContain('The above copyright notice and this permission notice shall be included');
  for (const name of GRAMMAR_NAMES) {
    expect(notices).toMatch(new RegExp(`^Grammar ${name} .*\n\nCopyright \\(c\\) \\d{4}.*$`, 'm'));
  }
});
