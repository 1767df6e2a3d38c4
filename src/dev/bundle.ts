/**
 * Bundles the emitted JavaScript of `dist` in place: a few chunks instead of some hundred modules, so that the library is
 * imported, and a worker started, in less than half the time. Declarations stay as they were emitted.
 */
import { cpSync, globSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('../../', import.meta.url));
const dist = join(root, 'dist');
const bundled = join(root, 'dist', '.bundled');

/** What is loaded by its path: the door, the command, the worker and the registry of stages. */
const ENTRIES = ['src/index', 'src/cli/cli', 'src/pool/worker', 'stages/registry'];

const bundle = await rolldown({
  input: Object.fromEntries(ENTRIES.map((entry) => [entry, join(dist, `${entry}.js`)])),
  cwd: root,
  platform: 'node',
  // Packages stay packages; `#rooms` and relative paths are of this one.
  external: [/^(?:node:|[a-z@])/],
  resolve: { conditionNames: ['default'] },
});
// Chunks lie as deep as the rooms do, for modules find others by a path relative to their own.
await bundle.write({
  dir: bundled,
  format: 'esm',
  entryFileNames: '[name].js',
  chunkFileNames: 'src/chunks/[name]-[hash].js',
});
await bundle.close();

for (const file of globSync('**/*.{js,js.map}', { cwd: dist, exclude: (path) => path.startsWith('.bundled') }))
  rmSync(join(dist, file));
cpSync(bundled, dist, { recursive: true });
rmSync(bundled, { recursive: true });
