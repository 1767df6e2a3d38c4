/** A process that indexes a directory under a tiny memory budget and says what became of it: for tests of a full disk. */
import { UnifiedOrchestrator } from '#orchestrator';
import { differences } from '#testkit';

const root = process.argv[2]!;
const orchestrator = new UnifiedOrchestrator({ parallelWorkers: 0, memoryBudget: 1 << 20 });
const inMemory = new UnifiedOrchestrator({ parallelWorkers: 0 });
await orchestrator.indexRepository(root);
await inMemory.indexRepository(root);
const { snapshot } = orchestrator.getContext();
await orchestrator.update([{ path: 'late.py', content: 'x = 1\n' }]);
console.log(
  JSON.stringify({
    memory: orchestrator.health().memory,
    problems: orchestrator.getContext().snapshot.root.problems,
    differences: differences(snapshot, inMemory.getContext().snapshot),
    text: orchestrator.getContext().snapshot.textAt('late.py'),
  }),
);
await orchestrator.close();
await inMemory.close();
