/**
 * Writes to a stream at its pace. A reader that goes away (`| head`) ends the program quietly: the next write throws
 * `OutputClosed`, which nobody but `main` catches.
 */
import { once } from 'node:events';
import type { OutStream } from './streams.ts';

export class OutputClosed extends Error {
  override readonly name = 'OutputClosed';
}

/** Texts are gathered up to this many characters. */
const GATHERED = 1 << 16;
const CLOSED: ReadonlySet<unknown> = new Set(['EPIPE', 'ERR_STREAM_DESTROYED', 'ECONNRESET']);

export class Output {
  readonly stream: OutStream;
  #text = '';
  #failure: Error | null = null;

  constructor(stream: OutStream) {
    this.stream = stream;
    stream.on('error', this.#onError);
  }

  /** Writes soon; waits while the reader is behind. */
  async write(piece: string | Uint8Array): Promise<void> {
    if (typeof piece === 'string') {
      this.#text += piece;
      if (this.#text.length < GATHERED) return;
      return this.flush();
    }
    await this.flush();
    await this.#send(piece);
  }

  async line(text: string): Promise<void> {
    await this.write(`${text}\n`);
  }

  /** Writes what was gathered. */
  async flush(): Promise<void> {
    if (this.#text === '') return;
    const text = this.#text;
    this.#text = '';
    await this.#send(text);
  }

  /** Resolves when all is written. */
  async end(): Promise<void> {
    await this.flush();
    await new Promise<void>((resolve, reject) => {
      this.stream.write('', (error) => {
        if (error === null || error === undefined) resolve();
        else reject(closedOr(error));
      });
    });
    this.release();
  }

  /** Stops to listen. */
  release(): void {
    this.stream.off('error', this.#onError);
    // An error of the last write is reported after the call; it must not end the process.
    this.stream.once('error', () => undefined);
  }

  async #send(piece: string | Uint8Array): Promise<void> {
    this.#check();
    if (!this.stream.write(piece)) {
      const left = new AbortController();
      const waiting = ['drain', 'error', 'close'].map((event) => once(this.stream, event, { signal: left.signal }));
      // `once` rejects on an error of the stream, which is kept already, and on the end of the wait.
      await Promise.race(waiting.map((wait) => wait.catch(() => undefined)));
      left.abort();
    }
    this.#check();
  }

  #check(): void {
    if (this.#failure !== null) throw closedOr(this.#failure);
    if (this.stream.destroyed || this.stream.closed) throw new OutputClosed('the reader is gone');
  }

  readonly #onError = (error: Error): void => {
    this.#failure ??= error;
  };
}

function closedOr(error: Error): Error {
  return 'code' in error && CLOSED.has(error.code) ? new OutputClosed('the reader is gone', { cause: error }) : error;
}
