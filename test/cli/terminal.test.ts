/** Terminals and pipes: colours, the progress bar, readers that go away. */
import { PassThrough, Readable, Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { progressLine } from '../../src/cli/progress-bar.ts';
import { cli, folder, SHOP } from './run-cli.ts';

const ESCAPE = '\u001b';

test('a pipe gets neither colours nor progress', async () => {
  const { out, err } = await cli(['index', folder(SHOP), '--workers', '0']);
  expect(out).not.toContain(ESCAPE);
  expect(err).toBe('');
});

test('a terminal gets colours, and a progress bar that is taken away', async () => {
  const root = folder(SHOP);
  const { out, err } = await cli(['index', root, '--workers', '0'], { isTerminal: true });
  expect(out).toContain(`${ESCAPE}[32msucceeded${ESCAPE}[39m`);
  expect(err).toMatch(/\d+% .* files .* MB/);
  expect(err.endsWith(`\r${ESCAPE}[2K`)).toBe(true);
  const plain = await cli(['index', root, '--workers', '0']);
  const shape = (text: string): string =>
    stripVTControlCharacters(text)
      .replaceAll(/[\d.,]+/g, '0')
      .replaceAll(/ +/g, ' ');
  expect(shape(out)).toBe(shape(plain.out));
});

test('NO_COLOR turns colours off, FORCE_COLOR on, a dumb terminal has no bar', async () => {
  const root = folder(SHOP);
  const run = async (env: Record<string, string>, isTerminal: boolean): ReturnType<typeof cli> =>
    cli(['query', root, 'outline', 'shop/cart.py', '--workers', '0'], { env, isTerminal });
  expect((await run({ NO_COLOR: '1' }, true)).out).not.toContain(ESCAPE);
  expect((await run({ NO_COLOR: '' }, true)).out).toContain(ESCAPE);
  expect((await run({ FORCE_COLOR: '1' }, false)).out).toContain(ESCAPE);
  expect((await run({ FORCE_COLOR: '1', NO_COLOR: '1' }, false)).out).not.toContain(ESCAPE);
  expect((await run({ TERM: 'dumb' }, true)).err).toBe('');
});

test('a line of progress tells files, bytes, share and what is left, and fits the terminal', () => {
  const progress = {
    phase: 'derive',
    files: 1234,
    totalFiles: 2761,
    bytes: 7_600_000,
    totalBytes: 17_000_000,
    stages: ['cross-file.call'],
    remainingMs: 3100,
  } as const;
  expect(progressLine(progress, 200)).toBe(
    '██████████░░░░░░░░░░░░░░  44%  1,234/2,761 files  7.6/17.0 MB  3.10 s left  cross-file.call',
  );
  expect(progressLine(progress, 40)).toHaveLength(40);
  expect(progressLine({ ...progress, bytes: 0, totalBytes: 0, remainingMs: null }, 200)).toContain('  0%  ');
});

/** A reader that takes some bytes and goes away, as `head` does. */
class Leaving extends Writable {
  taken = 0;
  readonly #most: number;

  constructor(most: number) {
    super({ highWaterMark: 1024 });
    this.#most = most;
  }

  override _write(piece: Buffer, _: BufferEncoding, done: (error?: Error) => void): void {
    this.taken += piece.length;
    if (this.taken < this.#most) setImmediate(done);
    else done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
  }
}

test.each(['json', 'graphml', 'scip', 'callgraph'])(
  'a reader of %s that goes away ends the program quietly',
  async (format) => {
    const files = Object.fromEntries(
      Array.from({ length: 200 }, (_, i) => [`m${i}.py`, `def f${i}(a, b):\n    return f${i}(b, a)\n`.repeat(20)]),
    );
    const stdout = new Leaving(format === 'callgraph' ? 10 : 70_000);
    const stderr = new PassThrough();
    const code = await main(['export', folder(files), '--format', format, '--workers', '0'], {
      stdin: Readable.from([]),
      stdout,
      stderr,
      env: {},
      signal: new AbortController().signal,
    });
    expect(code).toBe(0);
    expect(stderr.read()).toBeNull();
  },
);

test('a stream that fails for another reason ends with 1 and the reason', async () => {
  const stdout = new Writable({
    write: (_piece, _encoding, done) => done(Object.assign(new Error('no space left'), { code: 'ENOSPC' })),
  });
  const stderr = new PassThrough();
  const code = await main(['export', folder(SHOP), '--format', 'json', '--workers', '0'], {
    stdin: Readable.from([]),
    stdout,
    stderr,
    env: {},
    signal: new AbortController().signal,
  });
  expect(code).toBe(1);
  expect(String(stderr.read())).toContain('no space left');
});
