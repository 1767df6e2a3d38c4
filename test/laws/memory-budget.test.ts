/**
 * The laws of edits and of sessions under a memory budget that nothing fits into: every segment is in a file, and the facts are
 * those of an index in memory. `LAW_RUNS=1000 LAW_SEED=77 npx vitest run test/laws/memory-budget.test.ts` is a long run.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  differences,
  editScript,
  indexFiles,
  lawRuns,
  moduleText,
  pythonPackage,
  staleFacts,
  typescriptWorkspace,
  workspaceEdits,
} from '#testkit';

const RUNS = lawRuns(25);
const TIMEOUT_MS = 60_000 + 500 * RUNS.numRuns;
const TINY = { memoryBudget: 1 << 20 };

test('any edits of spilled segments leave the facts of a fresh index in memory', { timeout: TIMEOUT_MS }, async () => {
  await fc.assert(
    fc.asyncProperty(pythonPackage, editScript, async (files, script) => {
      expect(await staleFacts(files, script, TINY, {})).toEqual([]);
    }),
    RUNS,
  );
  await fc.assert(
    fc.asyncProperty(typescriptWorkspace, workspaceEdits, async (files, script) => {
      expect(await staleFacts(files, script, TINY, {})).toEqual([]);
    }),
    { ...RUNS, numRuns: Math.ceil(RUNS.numRuns / 2) },
  );
});

const step = fc.record({
  agent: fc.constantFrom('one', 'two'),
  path: fc.constantFrom('pkg/__init__.py', 'pkg/a.py', 'pkg/sub/c.py', 'new.py'),
  text: moduleText,
  end: fc.constantFrom('commit', 'abort', 'go on'),
});

test('sessions over spilled segments see and commit what sessions in memory do', { timeout: TIMEOUT_MS }, async () => {
  await fc.assert(
    fc.asyncProperty(pythonPackage, fc.array(step, { minLength: 2, maxLength: 8 }), async (files, steps) => {
      const [spilled, inMemory] = [await indexFiles(files, TINY), await indexFiles(files)];
      const both = [spilled.orchestrator, inMemory.orchestrator] as const;
      const active = new Set<string>();
      for (const { agent, path, text, end } of steps) {
        const results = [];
        for (const orchestrator of both) {
          if (!active.has(agent)) orchestrator.beginSession(agent);
          orchestrator.addChange(agent, { path, content: text });
          if (end === 'commit') results.push((await orchestrator.commit(agent)).status);
          else if (end === 'abort') await orchestrator.abort(agent);
        }
        expect(new Set(results).size).toBeLessThanOrEqual(1);
        if (end === 'abort' || results[0] === 'committed') active.delete(agent);
        else active.add(agent);
        const [left, right] = both.map((orchestrator) => orchestrator.getContext().snapshot);
        expect(differences(left!, right!)).toEqual([]);
      }
      for (const orchestrator of both) await orchestrator.close();
    }),
    RUNS,
  );
});
