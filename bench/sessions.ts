/**
 * Sessions: what beginning one costs, idle ones hold, and commits take: of one agent, and of ten at once.
 *
 *     node --expose-gc --conditions=stratagraph-source bench/sessions.ts --corpus-dir DIR [--edits 60] [--seed 1] [--preset fast]
 *
 * Edits are of files of at most 20 KB. Milliseconds and microseconds are medians and percentiles; memory is measured after a
 * full collection.
 */
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { StageControl, UnifiedOrchestrator, type AgentSession } from '../src/index.ts';
import { EDITS, numbersBelow, percentile } from './edits.ts';

const { values } = parseArgs({
  options: {
    'corpus-dir': { type: 'string' },
    edits: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    workers: { type: 'string', default: '2' },
    preset: { type: 'string', default: 'fast' },
  },
});
const directory = values['corpus-dir'];
if (directory === undefined) throw new Error('pass --corpus-dir DIR, a tree with Python files');
const collect = globalThis.gc;
if (collect === undefined) throw new Error('run with --expose-gc: memory is measured after a collection');

const below = numbersBelow(Number(values.seed));
const orchestrator = new UnifiedOrchestrator({
  parallelWorkers: Number(values.workers),
  include: ['**/*.py'],
  // Safe because: StageControl refuses any other name.
  stages: new StageControl(values.preset as 'fast'),
});
const stats = await orchestrator.indexRepository(directory);
const files = orchestrator.getContext().files.filter((path) => orchestrator.getContext().text(path)!.length <= 20_000);

/** Microseconds per call. */
function time(calls: number, work: (i: number) => void): { p50: number; p99: number } {
  const each: number[] = [];
  for (let i = 0; i < calls; i++) {
    const started = performance.now();
    work(i);
    each.push(1000 * (performance.now() - started));
  }
  return { p50: percentile(each, 0.5), p99: percentile(each, 0.99) };
}

/** A body edit of some file, in the session's own view. */
function edit(session: AgentSession, i: number): void {
  for (;;) {
    const path = files[below(files.length)]!;
    const text = session.text(path);
    const content = text === null ? null : EDITS.body(text, i);
    if (content === null) continue;
    session.addChange({ path, content });
    return;
  }
}

async function commits(count: number, isRead: boolean): Promise<{ p50: number; p95: number; refused: number }> {
  const each: number[] = [];
  let refused = 0;
  for (let i = 0; i < count; i++) {
    const session = orchestrator.beginSession('agent');
    edit(session, i);
    if (isRead) await session.view();
    const started = performance.now();
    if ((await session.commit()).status === 'conflict') refused++;
    each.push(performance.now() - started);
  }
  return { p50: percentile(each, 0.5), p95: percentile(each, 0.95), refused };
}

/** Ten agents at once, each on files of its own, each committing as fast as it can. */
async function agents(count: number): Promise<{ perSecond: number; refused: number }> {
  let refused = 0;
  const started = performance.now();
  const work = async (agent: number): Promise<void> => {
    const own = files.filter((_, i) => i % 10 === agent);
    for (let i = 0, at = 0; i < count / 10; at++) {
      const path = own[at % own.length]!;
      const session = orchestrator.beginSession(`agent-${agent}`);
      const content = EDITS.body(session.text(path)!, i);
      if (content === null) {
        await session.abort();
        continue;
      }
      session.addChange({ path, content });
      if ((await session.commit()).status === 'conflict') {
        refused++;
        await session.abort();
      }
      i++;
    }
  };
  await Promise.all(Array.from({ length: 10 }, async (_, agent) => work(agent)));
  return { perSecond: Math.round((10 * Math.floor(count / 10)) / ((performance.now() - started) / 1000)), refused };
}

/** Heap and resident bytes of idle sessions. */
async function idle(count: number): Promise<{ bytesPerSession: number; rssRatio: number }> {
  collect!();
  const before = process.memoryUsage();
  const sessions = Array.from({ length: count }, (_, i) => orchestrator.beginSession(`idle-${i}`));
  collect!();
  const after = process.memoryUsage();
  await Promise.all(sessions.map(async (session) => session.abort()));
  return {
    bytesPerSession: Math.round((after.heapUsed - before.heapUsed) / count),
    rssRatio: Number((after.rss / before.rss).toFixed(3)),
  };
}

/** Adds a parameter to functions with at least 100 callers. */
async function signatures(): Promise<{ edits: number; p50: number; p95: number; mostAffected: number }> {
  const context = orchestrator.getContext();
  const each: number[] = [];
  const affected: number[] = [];
  for (const row of context.symbols({ symbolKind: 'function', limit: 5000 }).rows) {
    if (each.length === 10) break;
    if (context.callers({ symbol: row.name }, { limit: 100 }).rows.length < 100) continue;
    const text = orchestrator.getContext().text(row.path)!;
    const content = text.replace(
      new RegExp(`def ${row.name.split('.').at(-1)!}\\(`),
      (found) => `${found}added=None, `,
    );
    if (content === text) continue;
    const done = await orchestrator.update([{ path: row.path, content }]);
    each.push(done.ms);
    affected.push(done.affected.length);
  }
  return {
    edits: each.length,
    p50: percentile(each, 0.5),
    p95: percentile(each, 0.95),
    mostAffected: Math.max(...affected),
  };
}

const result = {
  files: stats.totalFiles,
  loc: stats.loc,
  preset: values.preset,
  workers: Number(values.workers),
  seed: Number(values.seed),
  load: loadavg()[0],
  getContextUs: time(100_000, () => orchestrator.getContext()),
  beginSessionUs: time(2000, (i) => orchestrator.beginSession(`begin-${i}`)),
};
await Promise.all(Array.from({ length: 2000 }, async (_, i) => orchestrator.abort(`begin-${i}`)));
const idleSessions = await idle(1000);
await commits(10, false);
const commit = await commits(Number(values.edits), false);
const commitAfterRead = await commits(Number(values.edits), true);
const tenAgents = await agents(5 * Number(values.edits));
const signature = await signatures();
const refreshMs: number[] = [];
await orchestrator.refresh();
for (let i = 0; i < 7; i++) {
  const started = performance.now();
  await orchestrator.refresh();
  refreshMs.push(performance.now() - started);
}
console.log(
  JSON.stringify(
    {
      ...result,
      idleSessions,
      commit,
      commitAfterRead,
      tenAgents,
      signature,
      refreshNothingMs: percentile(refreshMs, 0.5),
    },
    null,
    1,
  ),
);
await orchestrator.close();
