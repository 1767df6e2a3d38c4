/** The worker of `modules.test.ts`: parses with what it is given and says what it saw. */
import { parentPort, workerData } from 'node:worker_threads';
import { initSyntax, loadGrammar, provideModules, wasmHeapBytes } from '../../src/languages/syntax/index.ts';

provideModules(workerData);
const heapBefore = wasmHeapBytes();
await initSyntax();
const grammar = await loadGrammar('python');
const tree = grammar.parse('x = 1\n');
const answer = { rootType: grammar.typeNames[tree.type[0]!], heapBefore, heapAfter: wasmHeapBytes() };
parentPort!.postMessage(answer, []);
