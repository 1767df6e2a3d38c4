/**
 * Two projects: `unit` runs the source as it is and needs no build; `packed` installs the built package elsewhere.
 * The guard comes first, so that an old Node gets a sentence and not a stack.
 */
import './src/cli/guard.ts';
import { defineConfig } from 'vitest/config';

/** A folder for reports as JSON, beside the usual output. */
const reports = process.env['TEST_REPORTS'] ?? '';

export default defineConfig({
  resolve: { conditions: ['stratagraph-source'] },
  ssr: { resolve: { conditions: ['stratagraph-source'] } },
  test: {
    // Workers started by tests inherit this: in them too `#room` is the source, built or not.
    execArgv: ['--conditions=stratagraph-source'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    benchmark: { include: ['bench/**/*.bench.ts'] },
    reporters: reports === '' ? ['default'] : ['default', 'json'],
    ...(reports !== '' && { outputFile: { json: `${reports}/${process.pid}.json` } }),
    projects: [
      { extends: true, test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: ['test/packed/**'] } },
      { extends: true, test: { name: 'packed', include: ['test/packed/**/*.test.ts'] } },
    ],
  },
});
