/**
 * Laws of L5. The types after edits of typed programs are those of a fresh index (`incremental.test.ts` says it of any edits), and
 * no type contradicts what Python itself says of generated programs.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lawRuns, runPython, staleFacts, type Files } from '#testkit';
import { STAGES, typesOf } from '../stages/types/read.ts';
import { programText } from '../stages/types/programs.ts';

const RUNS = lawRuns(60);
const TIMEOUT_MS = 60_000 + 500 * RUNS.numRuns;

/** Programs whose types differ from those in front, as an edit of one file. */
const typedPackage: fc.Arbitrary<Files> = fc.tuple(programText, programText, programText).map(([a, b, c]) => ({
  'lib.py': a.replaceAll('probe(', 'str('),
  'mid.py': `from lib import *\n${b.replaceAll('probe(', 'str(')}`,
  'main.py': `import lib\nfrom mid import *\n${c.replaceAll('probe(', 'str(')}`,
}));
const typedEdits = fc.array(
  fc.tuple(fc.constantFrom('lib.py', 'mid.py', 'main.py'), fc.option(programText, { freq: 8 })),
  { minLength: 1, maxLength: 4 },
);

test('edits of typed programs leave the same types as a fresh index', { timeout: TIMEOUT_MS }, async () => {
  const law = fc.asyncProperty(typedPackage, typedEdits, async (files, script) => {
    const edits = script.map(([path, text]) => ({ [path]: text?.replaceAll('probe(', 'str(') ?? null }));
    expect(await staleFacts(files, edits, { stages: STAGES })).toEqual([]);
  });
  await fc.assert(law, RUNS);
});

/** Runs each program by itself and writes, for each of its probes that ran, its number and the classes of its values. */
const RUNNER = `
import json, sys
for program in json.load(sys.stdin):
    seen = {}
    def probe(number, value):
        one = type(value)
        name = 'm.' + one.__qualname__ if one.__module__ == '__main__' else one.__qualname__
        seen.setdefault(number, set()).add(name)
        return value
    exec(compile(program, 'program', 'exec'), {'__name__': '__main__', 'probe': probe})
    print(json.dumps({str(number): sorted(names) for number, names in seen.items()}))
`;

const PROGRAMS = fc.sample(programText, { numRuns: 4 * RUNS.numRuns, seed: RUNS.seed });
/** Before anything is indexed: a process that has large memory mapped cannot always start another. */
const RESULTS = runPython<Record<string, string[]>>(RUNNER, PROGRAMS);

/** The alternatives of a type as it is written: bars inside brackets part no alternatives. */
function alternativesOf(type: string): string[] {
  const found = [''];
  let depth = 0;
  for (const c of type.replaceAll(' | ', '|')) {
    if (c === '|' && depth === 0) found.push('');
    else found[found.length - 1] += c;
    if (c === '[') depth++;
    else if (c === ']') depth--;
  }
  return found;
}

/** A type as the interpreter names the class of a value. */
function className(type: string): string {
  if (type === 'None') return 'NoneType';
  if (type.startsWith('def ')) return 'function';
  if (type.startsWith('type[')) return 'type';
  return type
    .replace(/\[.*$/, '')
    .replace(/^typing\./, '')
    .toLowerCase() === 'generator'
    ? 'generator'
    : type.replace(/\[.*$/, '');
}

test('no type contradicts the interpreter on generated programs', { timeout: TIMEOUT_MS }, async () => {
  const wrong: { number: string; type: string; missing: string[]; source: string }[] = [];
  let told = 0;
  for (const [at, program] of PROGRAMS.entries()) {
    // Each probe stores what it sees in a name of its own number.
    const source = program.replaceAll(/probe\((\d+), /g, '(p$1 := ');
    const types = await typesOf({ 'm.py': `${source}\n` });
    for (const [number, seen] of Object.entries(RESULTS[at]!)) {
      const type = types.written(`p${number}`);
      if (type === '-' || type === 'never written') continue;
      told++;
      const names = new Set(alternativesOf(type).map(className));
      if (names.has('Unknown')) continue;
      const missing = seen.filter((one) => !names.has(one));
      if (missing.length > 0) wrong.push({ number, type, missing, source });
    }
  }
  // The shortest of those that are wrong.
  expect(wrong.toSorted((x, y) => x.source.length - y.source.length).slice(0, 1)).toEqual([]);
  expect(told).toBeGreaterThan(2 * PROGRAMS.length);
});
