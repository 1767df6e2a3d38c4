/** Runs the command line in this process over streams of its own, and gathers what it writes. Real streams, real folders. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { onTestFinished } from 'vitest';
import { main } from '../../src/cli/main.ts';

export interface CliResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface CliSurroundings {
  readonly input?: string | Readable;
  readonly env?: Readonly<Record<string, string>>;
  readonly isTerminal?: boolean;
  readonly signal?: AbortSignal;
}

/** A stream that keeps what is written to it, and says that it is a terminal when it shall. */
class Kept extends PassThrough {
  readonly isTTY: boolean;
  readonly columns = 200;
  #text = '';

  constructor(isTerminal: boolean) {
    super();
    this.isTTY = isTerminal;
    this.setEncoding('utf8');
    this.on('data', (piece: string) => {
      this.#text += piece;
    });
  }

  get text(): string {
    return this.#text;
  }
}

export async function cli(args: readonly string[], surroundings: CliSurroundings = {}): Promise<CliResult> {
  const { input = '', env = {}, isTerminal = false, signal = new AbortController().signal } = surroundings;
  const stdin = typeof input === 'string' ? Readable.from([Buffer.from(input)]) : input;
  const stdout = new Kept(isTerminal);
  const stderr = new Kept(isTerminal);
  const code = await main(args, { stdin, stdout, stderr, env, signal });
  return { code, out: stdout.text, err: stderr.text };
}

/** A new folder with these files, gone when the test ends. */
export function folder(files: Readonly<Record<string, string>>): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'cli-')));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

export const SHOP = {
  'shop/__init__.py': '',
  'shop/cart.py':
    'class Cart:\n    def add(self, item):\n        return total([item])\n\ndef total(items):\n    return len(items)\n',
  'main.py': 'from shop.cart import Cart, total\ncart = Cart()\ncart.add(1)\ntotal([1])\n',
  'broken.py': 'def f(): pass\nx = = 1\n',
} as const;
