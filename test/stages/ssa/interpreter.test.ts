/**
 * The law of constants and ranges: random programs are run by the real interpreters, python3 and this Node, and no value that they
 * print contradicts what L7 says, nor does a line run that it calls dead.
 */
import { createContext, runInContext } from 'node:vm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lawRuns, runPython } from '#testkit';
import { Printer, program, type Statement } from './programs.ts';
import { BodyValues, ssaOf } from './values.ts';

const RUNS = lawRuns(200);
const TIMEOUT_MS = 60_000 + 500 * RUNS.numRuns;
/** Programs that nothing makes smaller: one start of an interpreter runs them all. */
const programs = fc.sample(program, RUNS);

/** What a probe saw: its line, and the type and text of the value. */
type Seen = readonly [line: number, type: string, text: string];

const HARNESS = `
import json, sys
def run(text):
    seen = []
    def probe(line, value):
        if isinstance(value, str) and len(value) > 500: raise ValueError
        if isinstance(value, (int, float)) and abs(value) > 2.0 ** 300: raise ValueError
        if len(seen) > 3000: raise ValueError
        seen.append((line, type(value).__name__, value if isinstance(value, str) else repr(value)))
    names = {'probe': probe}
    exec(text, names)
    for unknown in (None, 0, 1, -3, 7, 2.5, '', 'x', True):
        try: names['f'](unknown)
        except Exception: pass
    return seen
for text in json.load(sys.stdin): print(json.dumps(run(text)))
`;

function runScript(text: string): Seen[] {
  const seen: Seen[] = [];
  const probe = (line: number, value: unknown): void => {
    if ((typeof value === 'string' && value.length > 500) || seen.length > 3000) throw new Error('too much');
    seen.push([line, value === null ? 'null' : typeof value, Object.is(value, -0) ? '-0' : String(value)]);
  };
  const context = createContext({ probe });
  runInContext(text, context);
  for (const unknown of ['null', 'undefined', '0', '1', '-3', '7', '2.5', "''", "'x'", 'true']) {
    runInContext(`try { f(${unknown}) } catch {}`, context);
  }
  return seen;
}

const TYPES: Readonly<Record<string, readonly string[]>> = {
  none: ['NoneType', 'null'],
  undefined: ['undefined'],
  true: ['bool', 'boolean'],
  false: ['bool', 'boolean'],
  integer: ['int', 'number'],
  float: ['float', 'number'],
  string: ['str', 'string'],
};

/** Expects what a program printed to be what is known of it. Returns how many values were compared. */
async function expectTrue(path: string, text: string, seen: readonly Seen[]): Promise<number> {
  const values = new BodyValues(await ssaOf(path, text), text, 1);
  const byLine = Map.groupBy(seen, ([line]) => line);
  let compared = 0;
  for (const { line, name, kind, text: constant, low, high } of values.loads) {
    // A probe stands alone on its line; what other lines load is known by what they store.
    if (!text.split('\n')[line - 1]!.includes('probe(')) continue;
    for (const [, type, shown] of byLine.get(line) ?? []) {
      compared++;
      const where = `${name} in line ${line} of\n${text}`;
      if (kind !== '') expect([TYPES[kind]!.includes(type), shown, where]).toEqual([true, constant, where]);
      else {
        expect([/^(int|number)$/.test(type) && Number.isInteger(Number(shown)), where]).toEqual([true, where]);
        if (low !== '') expect([Number(shown) >= Number(low), low, shown, where]).toEqual([true, low, shown, where]);
        if (high !== '')
          expect([Number(shown) <= Number(high), high, shown, where]).toEqual([true, high, shown, where]);
      }
    }
  }
  for (const line of values.deadLines) expect([byLine.has(line), line, text]).toEqual([false, line, text]);
  return compared;
}

const print = (isPython: boolean) => (statements: readonly Statement[]) => new Printer(isPython).print(statements);

test('no run of Python contradicts a constant, a range or a dead line', { timeout: TIMEOUT_MS }, async () => {
  const texts = programs.map(print(true));
  const seen = runPython<Seen[]>(HARNESS, texts);
  let compared = 0;
  for (const [i, text] of texts.entries()) compared += await expectTrue('m.py', text, seen[i]!);
  expect(compared).toBeGreaterThan(5 * RUNS.numRuns);
});

test('no run of ECMAScript contradicts a constant, a range or a dead line', { timeout: TIMEOUT_MS }, async () => {
  let compared = 0;
  for (const text of programs.map(print(false))) compared += await expectTrue('m.js', text, runScript(text));
  expect(compared).toBeGreaterThan(5 * RUNS.numRuns);
});
