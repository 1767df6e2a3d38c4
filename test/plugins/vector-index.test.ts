/** The index of vectors: what it finds, that updates and a build from nothing agree, and what an edit embeds. */
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { ChangeOp } from '#engine';
import type { UnifiedOrchestrator, UnifiedOrchestratorConfig } from '#orchestrator';
import { EmbeddedEmbedder, VectorIndex, type Embedder } from '#plugins';
import { fuseRanks, type ChunkMatch } from '#query';
import { indexFiles, lawRuns } from '#testkit';

const opened: UnifiedOrchestrator[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map(async (one) => one.close()));
});

async function openFiles(
  files: Readonly<Record<string, string>>,
  index: VectorIndex = new VectorIndex(),
  config: UnifiedOrchestratorConfig = {},
): Promise<UnifiedOrchestrator> {
  const { orchestrator } = await indexFiles(files, config);
  opened.push(orchestrator);
  orchestrator.registerIndex(index);
  return orchestrator;
}

const SHOP = {
  'cart.py':
    'def add_item(cart, item):\n    cart.items.append(item)\n\n\ndef total_price(cart):\n    return sum(i.price for i in cart.items)\n',
  'files.py': 'def read_configuration(path):\n    with open(path) as stream:\n        return parse(stream.read())\n',
  'notes.txt': 'How the colours of the shop were chosen.\n',
};

async function places(orchestrator: UnifiedOrchestrator, mode: 'semantic' | 'hybrid', text: string): Promise<string[]> {
  const { rows } = await orchestrator.query({ kind: 'search', mode, text });
  return rows.map((row) => ('path' in row && 'line' in row ? `${String(row.path)}:${String(row.line)}` : ''));
}

describe('the index of vectors', () => {
  it('puts first the chunk that a question is about, by words, by parts of words and in files of no language', async () => {
    const orchestrator = await openFiles(SHOP);
    expect((await places(orchestrator, 'semantic', 'total price'))[0]).toBe('cart.py:5');
    // No word of the question stands in any file.
    expect((await places(orchestrator, 'semantic', 'configurations reader'))[0]).toBe('files.py:1');
    expect((await places(orchestrator, 'semantic', 'colours'))[0]).toBe('notes.txt:1');
    expect((await places(orchestrator, 'hybrid', 'add an item'))[0]).toBe('cart.py:1');
  });

  it('finds by parts of words what ranked search misses', async () => {
    const orchestrator = await openFiles(SHOP);
    const ranked = await orchestrator.query({ kind: 'search', text: 'configurable' });
    expect(ranked.rows).toStrictEqual([]);
    expect((await places(orchestrator, 'hybrid', 'configurable'))[0]).toBe('files.py:1');
  });

  it('is asked for by name when there is none', async () => {
    const { orchestrator, context } = await indexFiles(SHOP);
    opened.push(orchestrator);
    const question = { kind: 'search', mode: 'hybrid', text: 'x' } as const;
    await expect(orchestrator.query(question)).rejects.toMatchObject({ code: 'E_PLUGIN' });
    expect(() => context.query(question)).toThrow(/registerIndex\(new VectorIndex\(\)\)/);
  });

  it('embeds the contents that are new, equal ones once, and lets go of those that went', async () => {
    const body = 'def same():\n    return 1\n';
    const index = new VectorIndex();
    const orchestrator = await openFiles({ 'a.py': body, 'b.py': body, 'c.py': 'def other():\n    return 2\n' }, index);
    await places(orchestrator, 'semantic', 'same');
    expect(index.stats()).toMatchObject({ documents: 3, vectors: 2, embedded: 2 });
    await orchestrator.update([{ path: 'c.py', content: `${body}\n\ndef added():\n    return 3\n` }]);
    await places(orchestrator, 'semantic', 'same');
    expect(index.stats()).toMatchObject({ documents: 4, vectors: 2, embedded: 3 });
  });

  it('answers an eventual read of the transaction before while a strict one waits for the newest', async () => {
    const gate = Promise.withResolvers<void>();
    let isShut = false;
    const inner = new EmbeddedEmbedder();
    const embedder: Embedder = {
      id: 'gated',
      dimensions: inner.dimensions,
      embed: async (texts, signal) => {
        if (isShut) await gate.promise;
        return inner.embed(texts, signal);
      },
      embedQuestion: (text, weightOf) => inner.embedQuestion(text, weightOf),
    };
    const orchestrator = await openFiles(SHOP, new VectorIndex({ embedder }), { maxCommitCostMs: 5 });
    await places(orchestrator, 'semantic', 'price');
    isShut = true;
    await orchestrator.update([{ path: 'new.py', content: 'def discount_rate():\n    return 0.1\n' }]);
    const question = { text: 'discount rate' };
    const early = await orchestrator.queryIndex('vector', question, { consistency: 'eventual' });
    expect([early.snapshot, JSON.stringify(early.rows).includes('new.py')]).toStrictEqual([1, false]);
    const late = orchestrator.queryIndex('vector', question, { consistency: 'strict' });
    gate.resolve();
    expect((await late).snapshot).toBe(2);
    expect((await late).rows[0]).toMatchObject({ path: 'new.py', line: 1 });
  });

  it('defers what changes more files than its threshold', async () => {
    const orchestrator = await openFiles(SHOP, new VectorIndex(), { vectorThreshold: 0.1, rebuildThreshold: 1 });
    await places(orchestrator, 'semantic', 'price');
    await orchestrator.update([{ path: 'cart.py', content: 'def gone():\n    pass\n' }]);
    const { indexes } = orchestrator.health();
    expect(indexes.find(({ type }) => type === 'vector')).toMatchObject({ strategy: 'deferred' });
    expect((await places(orchestrator, 'semantic', 'gone'))[0]).toBe('cart.py:1');
  });
});

const WORDS = ['read', 'write', 'cart', 'price', 'user', 'name', 'list', 'count'];
const NAME = fc.tuple(fc.constantFrom(...WORDS), fc.constantFrom(...WORDS)).map((parts) => parts.join('_'));
const TEXT = fc
  .array(NAME, { maxLength: 3 })
  .map((names) => names.map((name) => `def ${name}(x):\n    return ${name}(x)\n`).join('\n'));
const PATH = fc.constantFrom('a.py', 'b.py', 'c.py', 'd.txt');
const CHANGE = fc.record({ path: PATH, content: fc.option(TEXT) });

describe('law: after any updates', () => {
  it('the index of vectors answers as one that is built from nothing', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(CHANGE, { minLength: 1, maxLength: 3 }), { maxLength: 5 }),
        NAME,
        async (edits, text) => {
          const { orchestrator } = await indexFiles(
            { 'a.py': 'def read_name(x):\n    return x\n' },
            { rebuildThreshold: 1, vectorThreshold: 1 },
          );
          try {
            const index = new VectorIndex();
            orchestrator.registerIndex(index);
            await orchestrator.queryIndex('vector', { text });
            for (const changes of edits) {
              const known = new Set(orchestrator.getContext().files);
              const last = new Map(changes.map(({ path, content }) => [path, content]));
              const ops = [...last]
                .filter(([path, content]) => content !== null || known.has(path))
                .map(([path, content]): ChangeOp => (content === null ? { kind: 'delete', path } : { path, content }));
              await orchestrator.update(ops);
            }
            const fresh = new VectorIndex();
            const { snapshot } = orchestrator.getContext();
            const { signal } = new AbortController();
            await fresh.rebuild(snapshot, signal);
            for (const mode of ['semantic', 'hybrid']) {
              const found = await orchestrator.queryIndex('vector', { text, mode });
              expect(found).toStrictEqual(await fresh.query({ text, mode }, snapshot, signal));
            }
            const { embedded: _one, bytes: _bytes, ...kept } = index.stats();
            expect(fresh.stats()).toMatchObject(kept);
          } finally {
            await orchestrator.close();
          }
        },
      ),
      lawRuns(25),
    );
  });
});

describe('rank fusion', () => {
  const at = (path: string, line = 1): ChunkMatch => ({ path, line, endLine: line, score: 9, kind: 'function' });

  it('adds 1 / (60 + rank) over the lists, whatever their scores', () => {
    const fused = fuseRanks(
      [
        [at('a'), at('b')],
        [at('b'), at('c')],
      ],
      10,
    );
    expect(fused.map(({ path, score }) => [path, score])).toStrictEqual([
      ['b', 1 / 62 + 1 / 61],
      ['a', 1 / 61],
      ['c', 1 / 62],
    ]);
  });

  it('puts equal ones by path and line, and ends at the limit', () => {
    const fused = fuseRanks([[at('b')], [at('a', 9)], [at('a', 2)]], 2);
    expect(fused.map(({ path, line }) => `${path}:${line}`)).toStrictEqual(['a:2', 'a:9']);
  });
});
