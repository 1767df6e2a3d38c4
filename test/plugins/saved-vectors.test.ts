/** Vectors beside a saved index: a later process embeds only what is new, and takes nothing that is damaged or of another model. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { UnifiedOrchestrator } from '#orchestrator';
import { EmbeddedEmbedder, VectorIndex, type Embedder } from '#plugins';

const cleanup: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of cleanup.splice(0).toReversed()) await end();
});

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'stratagraph-vectors-'));
  cleanup.push(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Lengths of lines, told apart by a model. */
class Lengths implements Embedder {
  readonly dimensions = 3;
  readonly id: string;
  embedded = 0;

  constructor(id: string) {
    this.id = id;
  }

  async embed(texts: readonly string[]): Promise<Float32Array[]> {
    this.embedded += texts.length;
    return texts.map((text) => Float32Array.of(text.length, text.split('\n').length, 1));
  }
}

async function open(directory: string, index: VectorIndex, readOnly = false): Promise<UnifiedOrchestrator> {
  const orchestrator = new UnifiedOrchestrator({ parallelWorkers: 0 });
  cleanup.push(async () => orchestrator.close());
  orchestrator.registerIndex(index);
  await orchestrator.open(directory, { readOnly });
  return orchestrator;
}

const question = { kind: 'search', mode: 'semantic', text: 'def f' } as const;
const rowsOf = async (orchestrator: UnifiedOrchestrator): Promise<unknown> => (await orchestrator.query(question)).rows;
const embeddedBy = (index: VectorIndex): unknown => index.stats()['embedded'];

/** Saves an index with vectors and returns its directory, its root and what it answers. */
async function saved(make: () => Embedder): Promise<{ directory: string; root: string; rows: unknown }> {
  const [root, directory] = [folder(), folder()];
  writeFileSync(join(root, 'a.py'), 'def f():\n    return 1\n\n\ndef g():\n    return "a longer text"\n');
  writeFileSync(join(root, 'b.py'), 'def h(x):\n    return x\n');
  const orchestrator = await open(directory, new VectorIndex({ embedder: make() }));
  await orchestrator.indexRepository(root);
  const rows = await rowsOf(orchestrator);
  await orchestrator.close();
  return { directory, root, rows };
}

it.each([
  ['sparse', (): Embedder => new EmbeddedEmbedder()],
  ['dense', (): Embedder => new Lengths('one')],
])('%s vectors are there again, and only new texts are embedded', async (_, make) => {
  const { directory, root, rows } = await saved(make);
  const index = new VectorIndex({ embedder: make() });
  const orchestrator = await open(directory, index);
  expect(await rowsOf(orchestrator)).toEqual(rows);
  expect(embeddedBy(index)).toBe(0);
  writeFileSync(join(root, 'b.py'), 'def h(x, y):\n    return x + y\n');
  await orchestrator.refresh();
  const after = await rowsOf(orchestrator);
  expect(embeddedBy(index)).toBe(1);
  const fresh = new VectorIndex({ embedder: make() });
  const other = new UnifiedOrchestrator({ parallelWorkers: 0 });
  cleanup.push(async () => other.close());
  other.registerIndex(fresh);
  await other.indexRepository(root);
  expect(after).toEqual(await rowsOf(other));
});

it('scores are the same before and after, to the last bit', async () => {
  const [root, directory] = [folder(), folder()];
  for (let i = 0; i < 200; i++)
    writeFileSync(
      join(root, `m${i}.py`),
      `def read_${i}(path):\n    """Reads configuration ${i}."""\n    return open(path).read() + "${i}"\n`,
    );
  const ask = { kind: 'search', mode: 'semantic', text: 'read configuration 17', limit: 200 } as const;
  const before = await open(directory, new VectorIndex());
  await before.indexRepository(root);
  const { rows } = await before.query(ask);
  expect(rows.length).toBeGreaterThan(50);
  await before.close();
  expect((await (await open(directory, new VectorIndex())).query(ask)).rows).toEqual(rows);
});

it('vectors of another model are left', async () => {
  const { directory } = await saved(() => new Lengths('one'));
  const index = new VectorIndex({ embedder: new Lengths('two') });
  await rowsOf(await open(directory, index));
  expect(embeddedBy(index)).toBe(3);
});

it('damaged vectors are embedded again', async () => {
  const { directory, rows } = await saved(() => new Lengths('one'));
  const path = join(
    directory,
    readdirSync(directory).find((name) => name.startsWith('beside-'))!,
  );
  const bytes = readFileSync(path);
  bytes[bytes.length - 1]! ^= 1;
  writeFileSync(path, bytes);
  const index = new VectorIndex({ embedder: new Lengths('one') });
  expect(await rowsOf(await open(directory, index))).toEqual(rows);
  expect(embeddedBy(index)).toBe(3);
});

it('a reader takes vectors and writes none', async () => {
  const { directory, rows } = await saved(() => new Lengths('one'));
  const before = readdirSync(directory).map((name) => [name, readFileSync(join(directory, name)).toString('base64')]);
  const index = new VectorIndex({ embedder: new Lengths('one') });
  const reader = await open(directory, index, true);
  expect(await rowsOf(reader)).toEqual(rows);
  await reader.close();
  expect(embeddedBy(index)).toBe(0);
  const after = readdirSync(directory).map((name) => [name, readFileSync(join(directory, name)).toString('base64')]);
  expect(after).toEqual(before);
});

it('save() into a directory takes the vectors along', async () => {
  const { directory, rows } = await saved(() => new Lengths('one'));
  const orchestrator = await open(directory, new VectorIndex({ embedder: new Lengths('one') }));
  await rowsOf(orchestrator);
  const copy = folder();
  await orchestrator.save(copy);
  await orchestrator.close();
  const index = new VectorIndex({ embedder: new Lengths('one') });
  expect(await rowsOf(await open(copy, index))).toEqual(rows);
  expect(embeddedBy(index)).toBe(0);
});
