/** Bad input: a clear error, or problems and the rest indexed. Real files, real workers. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { declaration } from '#facts';
import { UnifiedOrchestrator, type IndexingStats, type PipelineContext } from '#orchestrator';

const LARGE = 50 << 20;
let root = '';
let context: PipelineContext;
let stats: IndexingStats;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'stratagraph-'));
  const write = (path: string, content: string | Uint8Array): void => writeFileSync(join(root, path), content);
  write('good.py', 'def good():\n    return 1\n');
  write('large.py', Buffer.alloc(LARGE, 'x = 1\n'));
  write('line.py', `x = [${'1, '.repeat(1_700_000)}1]\ndef after_line():\n    pass\n`);
  write('nested.py', `x = ${'('.repeat(10_000)}1${')'.repeat(10_000)}\ndef after_nested():\n    pass\n`);
  write('nested.ts', `const x = ${'['.repeat(10_000)}1${']'.repeat(10_000)};\nfunction afterNested() {}\n`);
  write('binary.py', Buffer.from([0x64, 0x65, 0x66, 0, 1, 2, 3]));
  write('late-null.py', `${'# fill\n'.repeat(2000)}def late():\n    return "\0"\n`);
  write('latin1.py', Buffer.from('# caf\xe9\ndef latin():\n    pass\n', 'latin1'));
  write('utf16.py', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('def wide():\n    pass\n', 'utf16le')]));
  write('broken.py', 'def (:\n  ]]\nclass 7:\ndef survivor():\n    return 1\n');
  write('broken.ts', 'const = ;\n\nfunction survivor() { return 1; }\n');
  write('empty.py', '');
  write('Case.py', 'def upper():\n    pass\n');
  write('case.py', 'def lower():\n    pass\n');
  mkdirSync(join(root, 'deep'));
  symlinkSync('..', join(root, 'deep', 'loop'));
  symlinkSync('/etc/passwd', join(root, 'outside.py'));
  symlinkSync('nowhere', join(root, 'dangling.py'));
  execFileSync('mkfifo', [join(root, 'pipe.py')]);
  const orchestrator = new UnifiedOrchestrator({ parallelWorkers: 2 });
  stats = await orchestrator.indexRepository(root);
  context = orchestrator.getContext();
  await orchestrator.close();
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

function names(path: string): string[] {
  const table = context.table(declaration, path)!;
  return Array.from({ length: table.rows }, (_, row) => table.name.at(row)).slice(1);
}

test('every readable file is in the index, and no stage failed on any', () => {
  expect(stats.stagesFailed).toBe(0);
  expect(stats.filesFailed).toBe(0);
  expect(context.files).toEqual(
    expect.arrayContaining([
      'good.py',
      'large.py',
      'line.py',
      'nested.py',
      'binary.py',
      'latin1.py',
      'Case.py',
      'case.py',
      'empty.py',
    ]),
  );
});

test('links out of the root, loops, dangling links and pipes are left out with problems', () => {
  for (const path of ['outside.py', 'dangling.py', 'pipe.py', 'deep/loop']) expect(context.files).not.toContain(path);
  const codes = Object.fromEntries(context.snapshot.root.problems.map((problem) => [problem.path, problem.code]));
  expect(codes).toMatchObject({
    'outside.py': 'escapes-root',
    'dangling.py': 'dangling-link',
    'pipe.py': 'not-a-file',
  });
});

test('a file of 50 MB is searched as text and not parsed', () => {
  expect(names('large.py')).toEqual([]);
  expect(context.text('large.py')).toHaveLength(LARGE);
});

test('what stands outside the damage is declared', () => {
  expect(names('good.py')).toEqual(['good']);
  expect(names('line.py')).toContain('after_line');
  expect(names('nested.py')).toContain('after_nested');
  expect(names('nested.ts')).toContain('afterNested');
  expect(names('broken.py')).toContain('survivor');
  expect(names('broken.ts')).toContain('survivor');
});

test('encodings are read as what they are', () => {
  expect(names('latin1.py')).toEqual(['latin']);
  expect(names('utf16.py')).toEqual(['wide']);
  expect(names('late-null.py')).toEqual(['late']);
  expect(names('binary.py')).toEqual([]);
});

test('two names that differ in case are two files', () => {
  expect([names('Case.py'), names('case.py')]).toEqual([['upper'], ['lower']]);
});

test('an empty repository is an index without files', async () => {
  const empty = mkdtempSync(join(tmpdir(), 'stratagraph-'));
  await using orchestrator = new UnifiedOrchestrator({ parallelWorkers: 1 });
  const { totalFiles, stagesFailed } = await orchestrator.indexRepository(empty);
  expect([totalFiles, stagesFailed, orchestrator.getContext().files]).toEqual([0, 0, []]);
  rmSync(empty, { recursive: true });
});

test('a root that is a file or is missing is an error that says so', async () => {
  await using orchestrator = new UnifiedOrchestrator({ parallelWorkers: 0 });
  await expect(orchestrator.indexRepository(join(root, 'good.py'))).rejects.toMatchObject({ code: 'E_ROOT' });
  await expect(orchestrator.indexRepository(join(root, 'missing'))).rejects.toMatchObject({ code: 'E_ROOT' });
});
