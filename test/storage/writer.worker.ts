/**
 * A process that opens the index of a directory, indexes the root if there is none, and commits until it is ended. Each line
 * of its output is something that is done: `opened`, `indexed`, then the number of each commit.
 */
import { writeSync } from 'node:fs';
import { UnifiedOrchestrator } from '#orchestrator';

const [directory, root, workers] = process.argv.slice(2);
const say = (line: string): void => void writeSync(1, `${line}\n`);
const orchestrator = new UnifiedOrchestrator({ parallelWorkers: Number(workers) });
const { status } = await orchestrator.open(directory!);
say('opened');
if (status !== 'opened') {
  const stats = await orchestrator.indexRepository(root!);
  say(`indexed ${stats.stages.reduce((sum, stage) => sum + stage.units, 0)}`);
}
const first = 1 + Number(orchestrator.getContext().text('count.txt') ?? 0);
for (let n = first; ; n++) {
  const session = orchestrator.beginSession('writer');
  session.addChange({ path: 'count.txt', content: String(n) });
  session.addChange({ path: `made${n % 7}.py`, content: `from m0 import f0\n\n\ndef made${n}():\n    return f0()\n` });
  const result = await session.commit();
  if (result.status !== 'committed') throw new Error('refused');
  say(String(n));
}
