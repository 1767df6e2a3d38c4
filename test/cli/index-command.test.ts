/** `stratagraph index`: the document, the table, problems, exit codes. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cli, folder, SHOP } from './run-cli.ts';

interface Document {
  readonly stages: readonly Readonly<Record<string, unknown>>[];
  readonly tables: Readonly<Record<string, number>>;
  readonly problemList?: readonly Readonly<Record<string, unknown>>[];
  readonly [name: string]: unknown;
}

async function indexed(...args: string[]): Promise<Document> {
  const { code, out, err } = await cli(['index', ...args, '--json', '--workers', '0']);
  expect([code, err]).toEqual([0, '']);
  const document: Document = JSON.parse(out);
  return document;
}

test('--json prints one document with every figure', async () => {
  const root = folder(SHOP);
  const document = await indexed(root, '--name', 'the shop');
  expect(document).toMatchObject({
    repository: 'the shop',
    root,
    snapshot: 1,
    preset: 'fast',
    workers: 0,
    files: 4,
    loc: 12,
  });
  expect(document['bytes']).toBe(Object.values(SHOP).join('').length);
  for (const name of ['nodes', 'edges', 'problems', 'wallMs', 'peakRssBytes', 'sharedBytes', 'clonedBytes'])
    expect(document[name], name).toBeTypeOf('number');
  expect(document['peakRssBytes']).toBeGreaterThan(10e6);
  expect(document.tables).toMatchObject({ file: 4, module_edge: 1 });
  expect(Object.keys(document.stages[0]!)).toEqual([
    'slug',
    'label',
    'status',
    'reason',
    'units',
    'rows',
    'bytes',
    'ms',
    'cpuMs',
  ]);
  expect(
    document.stages.map(
      ({ label, slug, status, units }) => `${String(label)} ${String(slug)} ${String(status)} ${String(units)}`,
    ),
  ).toContain('L1 ir-build succeeded 4');
});

test('--memory-budget puts the index into files, and the report says how much', async () => {
  const root = folder(SHOP);
  const document = await indexed(root, '--memory-budget', '1');
  expect(document).toMatchObject({ memoryBudgetBytes: 1e6, tables: (await indexed(root)).tables });
  expect(document['spilledBytes']).toBeGreaterThan(0);
  expect(await indexed(root)).toMatchObject({ memoryBudgetBytes: null, spilledBytes: 0, loadedBytes: 0 });
  const { out } = await cli(['index', root, '--workers', '0', '--memory-budget', '1']);
  expect(out).toMatch(/peak \d+\.\d MB of a budget of 1\.0 MB, \d+\.\d MB in files, preset fast/u);
});

test('wallMs counts from the start of the process', async () => {
  const document = await indexed(folder({ 'a.py': 'x = 1\n' }));
  expect(document['wallMs']).toBeGreaterThan(50);
  expect(document['wallMs']).toBeLessThan(performance.now());
});

test('the repository is called like its folder when it is given no name', async () => {
  const root = folder({ 'inner/a.py': 'x = 1\n' });
  expect(await indexed(join(root, 'inner'))).toMatchObject({ repository: 'inner', files: 1 });
});

test('people get a table of stages, totals and the number of problems', async () => {
  const { code, out, err } = await cli(['index', folder(SHOP), '--workers', '0']);
  expect([code, err]).toEqual([0, '']);
  expect(out).toMatch(/^stage +status +units +rows +MB +ms$/m);
  expect(out).toMatch(/^L3 +cross-file +succeeded +4 /m);
  expect(out).toContain('4 files, 12 lines, 0.0 MB of source\n');
  expect(out).toContain('no workers');
  expect(out).toMatch(/\n1 problem \(--problems lists them\)\n$/);
});

test('--problems lists them with their places', async () => {
  const root = folder(SHOP);
  const { out } = await cli(['index', root, '--workers', '0', '--problems']);
  expect(out).toMatch(/\n1 problem\nbroken\.py:2:\d+ {2}syntax {2}/);
  const document = await indexed(root, '--problems');
  expect(document.problemList).toEqual([
    { path: 'broken.py', line: 2, column: expect.any(Number), code: 'syntax', message: expect.any(String) },
  ]);
});

test('--include, --exclude and --max-file-bytes choose the files', async () => {
  const root = folder({ ...SHOP, 'large.py': 'x = 1\n'.repeat(100) });
  expect(await indexed(root, '--include', 'shop/**', '--include', 'main.py')).toMatchObject({ files: 3 });
  expect(await indexed(root, '--exclude', 'broken.py', '--exclude', 'large.py')).toMatchObject({ files: 3 });
  const limited = await indexed(root, '--max-file-bytes', '300', '--problems');
  expect(limited.problemList!.map(({ path }) => path)).toContain('large.py');
});

test('a directory that is not there ends with 1 and a message, with --json as a document too', async () => {
  const missing = join(folder({}), 'nowhere');
  const plain = await cli(['index', missing]);
  expect(plain).toMatchObject({ code: 1, out: '' });
  expect(plain.err).toMatch(/^error: E_ROOT: the root ".*nowhere" does not exist; /);
  const json = await cli(['index', missing, '--json']);
  expect(json.code).toBe(1);
  expect(JSON.parse(json.out)).toMatchObject({ error: { code: 'E_ROOT' } });
});

test('an aborted index ends with 130', async () => {
  const abort = new AbortController();
  abort.abort();
  const { code, err } = await cli(['index', folder(SHOP), '--workers', '0'], { signal: abort.signal });
  expect(code).toBe(130);
  expect(err).toContain('E_ABORTED');
});
