/** The law of flow graphs: whatever the real interpreter does with a program is a walk of its graph. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { asPython, asScript, ENTRY, EXIT, flowProgram, flowTables, FlowWalk } from '#testkit';
import { runPython, runScript, type Job, type Trace } from './interpreters.ts';

const RUNS = Number(process.env['LAW_RUNS'] ?? 400);
const SEED = Number(process.env['LAW_SEED'] ?? 20261121);
const numbers = fc.array(fc.nat(1000), { minLength: 40, maxLength: 60 });

/** The first step of a trace that is no walk of the graph, or ''. */
async function misstep(path: string, text: string, trace: Trace): Promise<string> {
  const calls = new FlowWalk(await flowTables(path, text), 1).calls();
  const byName = new Map(calls.map((call) => [call.name, call]));
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

async function check(path: string, jobs: readonly Job[], traces: readonly Trace[]): Promise<void> {
  expect(traces.length).toBe(jobs.length);
  // The law would hold of programs that do nothing.
  expect(traces.reduce((sum, { calls }) => sum + calls.length, 0)).toBeGreaterThan(4 * jobs.length);
  const found = await Promise.all(jobs.map(async (job, at) => misstep(path, job.text, traces[at]!)));
  const [shortest = ''] = found.filter((text) => text !== '').toSorted((a, b) => a.length - b.length);
  expect(shortest).toBe('');
}

it('what CPython does with a program is a walk of its graph', { timeout: 60_000 + 100 * RUNS }, async () => {
  const programs = fc.sample(fc.tuple(flowProgram, numbers), { numRuns: RUNS, seed: SEED });
  const jobs = programs.map(([program, given]): Job => ({ ...asPython(program), numbers: given }));
  await check('a.py', jobs, runPython(jobs));
});

it('what Node does with a program is a walk of its graph', { timeout: 60_000 + 100 * RUNS }, async () => {
  const programs = fc.sample(fc.tuple(flowProgram, numbers), { numRuns: RUNS, seed: SEED });
  const jobs = programs.map(([program, given]): Job => ({ ...asScript(program), numbers: given }));
  await check('a.js', jobs, jobs.map(runScript));
});
