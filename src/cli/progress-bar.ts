/**
 * The progress of an index as one line of a terminal, drawn over itself. Draws nothing in a pipe or file, and nothing
 * more often than the eye can follow.
 */
import type { IndexEvent, ProgressEvent } from '#observe';
import type { CliStreams } from './streams.ts';
import type { Style } from './style.ts';
import { count, megabytes, seconds } from './text-table.ts';

const BAR = 24;
/** Milliseconds between two drawings. */
const PAUSE = 100;
const DEFAULT_WIDTH = 80;

/** The line of a progress event, at most `width` characters wide. */
export function progressLine(progress: ProgressEvent, width: number): string {
  const share = progress.totalBytes === 0 ? 0 : Math.min(1, progress.bytes / progress.totalBytes);
  const full = Math.floor(share * BAR);
  const left = progress.remainingMs === null ? '' : `  ${seconds(progress.remainingMs)} left`;
  const line =
    `${'█'.repeat(full)}${'░'.repeat(BAR - full)} ${String(Math.floor(share * 100)).padStart(3)}%  ` +
    `${count(progress.files)}/${count(progress.totalFiles)} files  ` +
    `${megabytes(progress.bytes)}/${megabytes(progress.totalBytes)} MB${left}  ${progress.stages.join(', ')}`;
  return line.slice(0, width);
}

export class ProgressBar {
  readonly #streams: CliStreams;
  readonly #style: Style;
  readonly #isShown: boolean;
  #drawnAt = -Infinity;
  #isDrawn = false;

  constructor(streams: CliStreams, style: Style) {
    this.#streams = streams;
    this.#style = style;
    this.#isShown = streams.stderr.isTTY === true && streams.env['TERM'] !== 'dumb';
  }

  readonly onEvent = (event: IndexEvent): void => {
    if (!this.#isShown || event.kind !== 'progress') return;
    const now = performance.now();
    if (now - this.#drawnAt < PAUSE) return;
    this.#drawnAt = now;
    this.#isDrawn = true;
    const width = (this.#streams.stderr.columns ?? DEFAULT_WIDTH) - 1;
    this.#streams.stderr.write(`\r\u001b[2K${this.#style('cyan', progressLine(event.progress, width))}`);
  };

  /** Takes the line away. */
  clear(): void {
    if (this.#isDrawn) this.#streams.stderr.write('\r\u001b[2K');
    this.#isDrawn = false;
  }
}
