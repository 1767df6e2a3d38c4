/**
 * Three projects: `unit` is what answers soon, laws with a share of their cases; `real` starts threads and processes, kills them,
 * fills memory, and tries laws with all their cases; both run the source as it is and need no build. `packed` installs the built
 * package elsewhere.
 * The guard comes first, so that an old Node gets a sentence and not a stack.
 */
import './src/cli/guard.ts';
import { lawFiles } from './src/dev/law-files.ts';
import { defineConfig } from 'vitest/config';

/** A folder for reports as JSON, beside the usual output. */
const reports = process.env['TEST_REPORTS'] ?? '';

/** What waits for workers and processes, or runs them out of time and memory. All else is `unit`. */
const REAL = [
  'test/cli/process.test.ts',
  'test/docs/*.test.ts',
  'test/engine/{bad-input,failure,folds,fuel,stream,warm-workers}.test.ts',
  'test/inputs/git.test.ts',
  'test/laws/workers.test.ts',
  'test/pool/worker-pool.test.ts',
  'test/session/refresh-on-workers.test.ts',
  'test/stages/flow-graph/interpreters.test.ts',
  'test/stages/slicing/law.test.ts',
  'test/stages/ssa/interpreter.test.ts',
  'test/storage/{cut-off,memory-budget,storage}.test.ts',
  'test/syntax/pack-grammars.test.ts',
];

export default defineConfig({
  resolve: { conditions: ['stratagraph-source'] },
  ssr: { resolve: { conditions: ['stratagraph-source'] } },
  test: {
    // Workers started by tests inherit this: in them too `#room` is the source, built or not.
    execArgv: ['--conditions=stratagraph-source'],
    // Node imports the source by itself, as it does in workers: nothing is transformed, and hot code runs as it is written.
    experimental: { viteModuleRunner: false },
    // One process per processor loads the source and the grammars once, for all its files. No test mocks a module; what one
    // changes of its process it changes back.
    isolate: false,
    maxWorkers: '100%',
    // glibc raises this with each large block that is freed, and then clears new arenas by hand where fresh pages are zero.
    env: { MALLOC_MMAP_THRESHOLD_: '1048576' },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    benchmark: { include: [] },
    reporters: reports === '' ? ['default'] : ['default', 'json'],
    ...(reports !== '' && { outputFile: { json: `${reports}/${process.pid}.json` } }),
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [...REAL, 'test/packed/**'],
          env: { LAW_SHARE: '4' },
        },
      },
      { extends: true, test: { name: 'real', include: [...REAL, ...lawFiles()] } },
      { extends: true, test: { name: 'packed', include: ['test/packed/**/*.test.ts'] } },
      { extends: true, test: { name: 'bench', include: [], benchmark: { include: ['bench/**/*.bench.ts'] } } },
    ],
  },
});
