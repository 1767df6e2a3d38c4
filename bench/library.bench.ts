/**
 * What a caller of the library waits for, over a part of the sources of this repository, inline and warm: `npm run bench`.
 * Prints a table for each group. The corpora of `corpora.json`, fresh processes, B0 and workers have benches of their own.
 */
import { afterAll, beforeAll, test } from 'vitest';
import { StageControl, UnifiedOrchestrator } from '../src/index.ts';

const include = ['src/{columns,core,engine,query,store}/**'];
const ROOT = new URL('..', import.meta.url).pathname;
/** Most files of the repository lead to it. */
const EDITED = 'src/core/errors.ts';
const AT = { path: EDITED, line: 14, column: 14 };

const names = new UnifiedOrchestrator({ parallelWorkers: 0, include });
const flow = new UnifiedOrchestrator({ parallelWorkers: 0, include, stages: new StageControl('balanced') });

beforeAll(async () => {
  await names.indexRepository(ROOT);
  await flow.indexRepository(ROOT);
});
afterAll(async () => {
  await names.close();
  await flow.close();
});

test('an index of 175 files', async ({ bench }) => {
  const slow = { warmupIterations: 1, iterations: 3, time: 0, warmupTime: 0 };
  await bench.compare(
    bench('preset fast', async () => void (await names.indexRepository(ROOT))),
    bench('preset balanced', async () => void (await flow.indexRepository(ROOT))),
    slow,
  );
});

test('an edit of a body', async ({ bench }) => {
  const editing = (orchestrator: UnifiedOrchestrator): (() => Promise<void>) => {
    const text = orchestrator.getContext().text(EDITED)!;
    let edits = 0;
    return async () => {
      await orchestrator.update([{ path: EDITED, content: `${text}\n// ${++edits}\n` }]);
    };
  };
  const committing = async (edit: number): Promise<void> => {
    const session = names.beginSession('bench');
    session.addChange({ path: EDITED, content: `${session.text(EDITED)!}// ${edit}\n` });
    await session.commit();
  };
  let commits = 0;
  await bench.compare(
    bench('update, preset fast', editing(names)),
    bench('update, preset balanced', editing(flow)),
    bench('session with one edit and its commit', async () => committing(++commits)),
  );
});

test('questions', async ({ bench }) => {
  const context = flow.getContext();
  const [symbol] = context.symbols({ name: 'EngineError' }).rows;
  const target = { symbol: symbol!.symbol };
  await bench.compare(
    bench('definition by position', () => context.definition(AT)),
    bench('references, the first page', () => context.references(target)),
    bench('callers, the first page', () => context.callers(target)),
    bench('type at a position', () => context.typeAt(AT.path, AT.line, AT.column)),
    bench('search for a literal', () => context.search('EngineError', { mode: 'literal' })),
    bench('search for a pattern', () => context.search('E_[A-Z]+', { mode: 'pattern' })),
    bench('ranked search', () => context.search('snapshot of frozen columns')),
    bench('begin a session', async () => flow.beginSession('bench').abort()),
  );
});
