/** The law of flow graphs: whatever the real interpreter does with a program is a walk of its graph. The programs are arbitrary
 * ones, and the cases of the literate pages, so that what these state is what interpreters do. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { asPython, asScript, ENTRY, EXIT, flowProgram, flowTables, FlowWalk, lawRuns, parseLiterate } from '#testkit';
import { traceOfPython, traceOfScript, type Job, type Trace } from './interpreters.ts';

const RUNS = lawRuns(400);
const numbers = fc.array(fc.nat(1000), { minLength: 40, maxLength: 60 });

type Graph = ReadonlyMap<string, ReturnType<FlowWalk['calls']>[0]>;
/** By text: a program is run several times. */
const graphs = new Map<string, Promise<Graph>>();

async function graphOf(path: string, text: string): Promise<Graph> {
  const made = flowTables(path, text).then((tables) => {
    const calls = new FlowWalk(tables, 1).calls();
    return new Map(calls.map((call) => [call.name, call]));
  });
  graphs.set(text, made);
  return made;
}

/** The first step of a trace that is no walk of the graph, or ''. */
async function misstep(path: string, text: string, trace: Trace): Promise<string> {
  const byName = await (graphs.get(text) ?? graphOf(path, text));
  let before = byName.get(ENTRY)!;
  let raised = false;
  for (const [name, raises] of [...trace.calls, ...(trace.ended ? [[EXIT, false] as const] : [])]) {
    const expected = raised ? before.raised : before.next;
    // An exception that nothing in the body catches has no edge.
    const isUncaught = raised && name === EXIT && expected.size === 0;
    if (!expected.has(name) && !isUncaught)
      return `${before.name}${raised ? ' raised' : ''} -> ${name}, not one of ${[...expected].join(', ')}\n${text}`;
    if (name === EXIT) break;
    before = byName.get(name)!;
    raised = raises;
  }
  return '';
}

/** `calls`: how many each program makes at least, on average; the law would hold of programs that do nothing. */
async function check(path: string, jobs: readonly Job[], traces: readonly Trace[], calls: number): Promise<void> {
  expect(traces.length).toBe(jobs.length);
  expect(traces.reduce((sum, trace) => sum + trace.calls.length, 0)).toBeGreaterThan(calls * jobs.length);
  const found = await Promise.all(jobs.map(async (job, at) => misstep(path, job.text, traces[at]!)));
  const [shortest = ''] = found.filter((text) => text !== '').toSorted((a, b) => a.length - b.length);
  expect(shortest).toBe('');
}

it('what CPython does with a program is a walk of its graph', { timeout: 60_000 + 100 * RUNS.numRuns }, async () => {
  const programs = fc.sample(fc.tuple(flowProgram, numbers), RUNS);
  const jobs = programs.map(([program, given]): Job => ({ ...asPython(program), numbers: given }));
  await check('a.py', jobs, traceOfPython(jobs), 4);
});

it('what Node does with a program is a walk of its graph', { timeout: 60_000 + 100 * RUNS.numRuns }, async () => {
  const programs = fc.sample(fc.tuple(flowProgram, numbers), RUNS);
  const jobs = programs.map(([program, given]): Job => ({ ...asScript(program), numbers: given }));
  await check('a.js', jobs, jobs.map(traceOfScript), 4);
});

const PAGES = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'literate');
const RUNS_PER_CASE = 12;
/** A call that is given something, or whose function is no step of a run. */
const OTHER_CALL = /\b(?:[a-z]\w*)\((?!\))|\b(?:import|await|async|function|lambda)\b/;

/** The functions `f` of a page, without marks, that do nothing but call steps; each to be run several times. */
function jobsOf(page: string, path: string, head: string): Job[] {
  const texts = parseLiterate(readFileSync(join(PAGES, page), 'utf8')).flatMap(({ name, revisions }) => {
    const text = (revisions[0]!.changes.get(path) ?? '').replaceAll(/^\s*(?:#|\/\/)\s*\^.*\n/gm, '');
    const isRun =
      !name.includes('Bodies within') &&
      text.startsWith(head) &&
      !OTHER_CALL.test(text.slice(head.length).replaceAll(/\b(?:if|while|for|switch|catch|in|of|int|def g) ?\(/g, ''));
    return isRun ? [text] : [];
  });
  const given = fc.sample(numbers, { ...RUNS, numRuns: RUNS_PER_CASE });
  return texts.flatMap((text) => {
    const names = [...new Set(Array.from(text.slice(head.length).matchAll(/\b([a-z]\w*)\(\)/g), ([, name]) => name!))];
    return given.map((one) => ({ text, names, numbers: one }));
  });
}

it('what CPython does with the cases of the page is a walk of their graphs', { timeout: 60_000 }, async () => {
  const jobs = jobsOf('flow-python.md', 'main.py', 'def f():');
  expect(jobs.length).toBeGreaterThan(40 * RUNS_PER_CASE);
  await check('a.py', jobs, traceOfPython(jobs), 2);
});

it('what Node does with the cases of the page is a walk of their graphs', { timeout: 60_000 }, async () => {
  const jobs = jobsOf('flow-script.md', 'main.js', 'function f() {');
  expect(jobs.length).toBeGreaterThan(30 * RUNS_PER_CASE);
  await check('a.js', jobs, jobs.map(traceOfScript), 2);
});
