/** What users install: the built package, packed, installed in an empty project, imported, type-checked, and run on two workers. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packInto } from '../../src/dev/pack-into.ts';

const PROJECT = join(import.meta.dirname, '..', '..');
const COMPILERS = {
  6: join(PROJECT, 'node_modules', 'typescript', 'bin', 'tsc6'),
  7: join(PROJECT, 'node_modules', '@typescript', 'native', 'bin', 'tsc'),
} as const;
const MOST_MEGABYTES = 45;
const MOST_PACKAGES = 30;

interface Manifest {
  readonly scripts?: Readonly<Record<string, string>>;
  readonly imports: Readonly<Record<string, { readonly default: string }>>;
}

let consumer = '';
/** Paths in the tarball. */
let packed: readonly string[] = [];

const read = (path: string): Manifest => JSON.parse(readFileSync(path, 'utf8'));

function run(file: string, text: string): string {
  writeFileSync(join(consumer, file), text);
  return execFileSync(process.execPath, [file], { cwd: consumer, encoding: 'utf8', timeout: 60_000 });
}

beforeAll(() => {
  consumer = mkdtempSync(join(tmpdir(), 'consumer-'));
  packed = packInto(consumer);
  mkdirSync(join(consumer, 'repository', 'shop'), { recursive: true });
  writeFileSync(join(consumer, 'repository', 'shop', '__init__.py'), '');
  writeFileSync(join(consumer, 'repository', 'shop', 'cart.py'), 'def total(items):\n    return sum(items)\n');
  writeFileSync(
    join(consumer, 'repository', 'main.py'),
    'from shop.cart import total\n\n\ndef main():\n    return total([1, 2])\n',
  );
}, 180_000);

afterAll(() => rmSync(consumer, { recursive: true, force: true }));

describe('the packed package', () => {
  test('holds built files, grammars and notices, and nothing of the development', () => {
    expect(
      packed.filter((path) => /(^|\/)(testkit|dev|test|bench|fixtures)\/|\.map$|(?<!\.d)\.ts$/.test(path)),
    ).toEqual([]);
    expect(packed).toContain('dist/grammars/python.wasm.gz');
    expect(packed).toContain('THIRD-PARTY-NOTICES');
    expect(packed).toContain('LICENSE');
    for (const { default: path } of Object.values(read(join(PROJECT, 'package.json')).imports)) {
      const isShipped = !path.includes('/testkit/');
      // Rooms are bundled; their declarations are what types resolve to.
      expect(packed.includes(path.slice('./'.length).replace(/\.js$/, '.d.ts')), path).toBe(isShipped);
    }
  });

  test('is small, and installs without running a script', () => {
    const manifests = globSync('node_modules/{*,@*/*}/package.json', { cwd: consumer });
    const bytes = globSync('node_modules/**/*', { cwd: consumer, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
    console.log(`installed: ${(bytes / 1e6).toFixed(1)} MB in ${manifests.length} packages`);
    expect(bytes / 1e6).toBeLessThanOrEqual(MOST_MEGABYTES);
    expect(manifests.length).toBeLessThanOrEqual(MOST_PACKAGES);
    const withScripts = manifests.filter((path) => {
      const { scripts = {} } = read(join(consumer, path));
      const hasBuild = existsSync(join(consumer, path, '..', 'binding.gyp'));
      return hasBuild || ['preinstall', 'install', 'postinstall'].some((name) => name in scripts);
    });
    expect(withScripts).toEqual([]);
  });

  test('indexes a repository on two workers', () => {
    const out = run(
      'index.mjs',
      `import { UnifiedOrchestrator } from 'stratagraph';
       const orchestrator = new UnifiedOrchestrator({ parallelWorkers: 2 });
       const stats = await orchestrator.indexRepository('repository');
       const { files } = orchestrator.getContext();
       await orchestrator.close();
       console.log(JSON.stringify({ stats, files }));`,
    );
    const { stats, files } = JSON.parse(out);
    expect(files).toEqual(['main.py', 'shop/__init__.py', 'shop/cart.py']);
    expect(stats).toMatchObject({ totalFiles: 3, filesFailed: 0, stagesFailed: 0 });
    expect(stats.totalNodes).toBeGreaterThan(6);
  });

  test('gives the same facts on two workers as on none', () => {
    const script = (workers: number): string =>
      `import { UnifiedOrchestrator } from 'stratagraph';
       await using orchestrator = new UnifiedOrchestrator({ parallelWorkers: ${workers} });
       const { filesFailed, totalNodes, totalEdges, totalSymbols } = await orchestrator.indexRepository('repository');
       console.log(JSON.stringify({ filesFailed, totalNodes, totalEdges, totalSymbols }));`;
    expect(run('two.mjs', script(2))).toBe(run('none.mjs', script(0)));
  });

  test('answers through the two-line door', () => {
    const out = run(
      'door.mjs',
      `import { facts, getContext, indexRepository } from 'stratagraph';
       const { context, orchestrator } = await indexRepository('repository', { parallelWorkers: 0 });
       console.log(context === getContext(), context.table(facts.declaration, 'shop/cart.py').rows);
       await orchestrator.close();`,
    );
    expect(out.trim()).toBe('true 2');
  });

  test('brings a command that runs', () => {
    const manifest = readFileSync(join(PROJECT, 'package.json'), 'utf8');
    const { bin, version }: { bin: { stratagraph: string }; version: string } = JSON.parse(manifest);
    const command = join(consumer, 'node_modules', 'stratagraph', bin.stratagraph);
    const answer = (...args: string[]): string =>
      execFileSync(process.execPath, [command, ...args], { cwd: consumer, encoding: 'utf8' });
    expect(existsSync(join(consumer, 'node_modules', '.bin', 'stratagraph'))).toBe(true);
    expect(answer('--version').trim()).toBe(version);
    expect(answer('demo', 'repository')).toContain('total');
  });

  test('ends by itself when a script forgets to close', () => {
    const out = run(
      'forgets.mjs',
      `import { UnifiedOrchestrator } from 'stratagraph';
       const stats = await new UnifiedOrchestrator({ parallelWorkers: 2 }).indexRepository('repository');
       console.log(stats.totalFiles);`,
    );
    expect(out.trim()).toBe('3');
  });

  test('can be required', () => {
    const out = run(
      'require.cjs',
      `const before = performance.now();
       const { UnifiedOrchestrator } = require('stratagraph');
       console.log(JSON.stringify({ type: typeof UnifiedOrchestrator, ms: Math.round(performance.now() - before) }));`,
    );
    const { type, ms } = JSON.parse(out);
    console.log(`require('stratagraph'): ${ms} ms`);
    expect(type).toBe('function');
  });

  test('hides its rooms', () => {
    const out = run(
      'rooms.mjs',
      `const fails = (path) => import(path).then(() => 'loaded', (error) => error.code);
       console.log(await fails('stratagraph/dist/src/core/index.js'), await fails('#core'));`,
    );
    expect(out.trim()).toBe('ERR_PACKAGE_PATH_NOT_EXPORTED ERR_PACKAGE_IMPORT_NOT_DEFINED');
  });

  test.each([
    [7, 'nodenext'],
    [7, 'bundler'],
    [6, 'nodenext'],
  ] as const)('type-checks in a strict project with TypeScript %i and module resolution %s', (version, resolution) => {
    const module = resolution === 'bundler' ? 'esnext' : resolution;
    const compilerOptions = {
      target: 'es2023',
      module,
      moduleResolution: resolution,
      strict: true,
      exactOptionalPropertyTypes: true,
      noEmit: true,
      skipLibCheck: false,
      // Like every library for Node, it needs the types of Node.
      types: ['node'],
      typeRoots: [join(PROJECT, 'node_modules', '@types')],
    };
    writeFileSync(join(consumer, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['consumer.ts'] }));
    writeFileSync(
      join(consumer, 'consumer.ts'),
      `import { isEngineError, UnifiedOrchestrator, type IndexingStats } from 'stratagraph';
       const orchestrator = new UnifiedOrchestrator({ parallelWorkers: 0 });
       const stats: IndexingStats = await orchestrator.indexRepository('repository');
       const files: readonly string[] = orchestrator.getContext().files;
       const nodes: number = stats.totalNodes + files.length;
       // @ts-expect-error an option that is not there
       export const wrong = new UnifiedOrchestrator({ paralelWorkers: nodes });
       export const code = (error: unknown): string => (isEngineError(error) ? error.code : '');`,
    );
    const { status, stdout } = spawnSync(process.execPath, [COMPILERS[version], '--pretty', 'false'], {
      cwd: consumer,
      encoding: 'utf8',
    });
    expect(stdout).toBe('');
    expect(status).toBe(0);
  });
});
