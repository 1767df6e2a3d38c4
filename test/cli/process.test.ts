/** The program as a process of its own, from source: exit codes, pipes, signals, workers. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { cli, folder, SHOP } from './run-cli.ts';

const PROGRAM = join(import.meta.dirname, '..', '..', 'src', 'cli', 'cli.ts');

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

function start(args: readonly string[]): { child: ReturnType<typeof spawn>; ended: Promise<Ended> } {
  const child = spawn(process.execPath, ['--conditions=stratagraph-source', PROGRAM, ...args], { stdio: 'pipe' });
  onTestFinished(() => void child.kill('SIGKILL'));
  let out = '';
  let err = '';
  child.stdout.on('data', (piece: Buffer) => (out += piece.toString()));
  child.stderr.on('data', (piece: Buffer) => (err += piece.toString()));
  const ended = once(child, 'close').then(([code, signal]: (number | NodeJS.Signals | null)[]): Ended => {
    return {
      code: typeof code === 'number' ? code : null,
      signal: typeof signal === 'string' ? signal : null,
      out,
      err,
    };
  });
  return { child, ended };
}

test('an index with workers prints its document and ends by itself with 0', async () => {
  const { code, out, err } = await start(['index', folder(SHOP), '--json', '--workers', '2']).ended;
  expect([code, err]).toEqual([0, '']);
  expect(JSON.parse(out)).toMatchObject({ files: 4, workers: 2 });
});

test('questions from an input that stays open are answered, and its end ends the program', async () => {
  const { child, ended } = start(['query', folder(SHOP), '-', '--workers', '0']);
  child.stdin!.write('{"kind":"definition","symbol":"total"}\n');
  await once(child.stdout!, 'data');
  child.stdin!.end();
  expect(await ended).toMatchObject({ code: 0, err: '' });
});

test('a reader that closes the pipe ends the program quietly', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 300 }, (_, i) => [`m${i}.py`, 'def f(a):\n    return f(a)\n'.repeat(40)]),
  );
  const { child, ended } = start(['export', folder(files), '--format', 'graphml', '--workers', '0']);
  await once(child.stdout!, 'data');
  child.stdout!.destroy();
  expect(await ended).toMatchObject({ code: 0, signal: null, err: '' });
});

test('SIGINT ends the program with 130', async () => {
  const { child, ended } = start(['query', folder(SHOP), '-', '--workers', '0']);
  child.stdin!.write('{"kind":"definition","symbol":"total"}\n');
  await once(child.stdout!, 'data');
  child.kill('SIGINT');
  expect(await ended).toMatchObject({ code: 130, signal: null });
});

test('workers and no workers give the same rows', async () => {
  const root = folder(SHOP);
  const documents: { workers: number; tables: Record<string, number> }[] = [];
  for (const workers of ['0', '2']) {
    const { code, out } = await cli(['index', root, '--json', '--workers', workers]);
    expect(code).toBe(0);
    documents.push(JSON.parse(out));
  }
  expect(documents.map(({ workers }) => workers)).toEqual([0, 2]);
  expect(Object.keys(documents[0]!.tables).length).toBeGreaterThan(10);
  expect(documents[1]!.tables).toEqual(documents[0]!.tables);
});
