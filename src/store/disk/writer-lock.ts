/**
 * Who may write to a directory of a saved index: one process at a time. Each writer takes the next number by making a file
 * that must not exist, so of two that find the last writer dead only one gets on.
 */
import { linkSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { EngineError } from '#core';

const WRITER = /^writer-(\d+)$/u;
const ARENA = /^arena-(\d+)-/u;

interface Holder {
  readonly pid: number;
  readonly host: string;
  /** When the process began, as the system says it; '' where it does not say. Numbers of processes come again. */
  readonly began: string;
}

export class WriterLock {
  /** Number of this writer among all that the directory had. */
  readonly epoch: number;
  readonly #path: string;

  private constructor(path: string, epoch: number) {
    this.#path = path;
    this.epoch = epoch;
  }

  /** Takes the lock. `E_LOCKED` names the process that has it. */
  static take(directory: string): WriterLock {
    for (;;) {
      const last = Math.max(0, ...epochsIn(directory));
      const holder = last === 0 ? null : holderOf(join(directory, `writer-${last}`));
      if (holder !== null && isAlive(holder))
        throw new EngineError(
          'E_LOCKED',
          `process ${holder.pid} on ${holder.host} writes to ${directory}; close it, or open with readOnly`,
        );
      // Behind the arenas of all writers of before too: a name that a catalog knows is never given to another arena.
      const epoch = Math.max(last, ...epochsIn(directory, ARENA)) + 1;
      const path = join(directory, `writer-${epoch}`);
      if (!create(path)) continue;
      for (const old of epochsIn(directory)) if (old < epoch) rmSync(join(directory, `writer-${old}`), { force: true });
      return new WriterLock(path, epoch);
    }
  }

  release(): void {
    rmSync(this.#path, { force: true });
  }
}

function epochsIn(directory: string, names: RegExp = WRITER): number[] {
  return readdirSync(directory).flatMap((name) => names.exec(name)?.slice(1).map(Number) ?? []);
}

/** Makes the lock file, with its holder in it from the start; false when another was first. */
function create(path: string): boolean {
  const temporary = `${path}-${process.pid}`;
  writeFileSync(
    temporary,
    JSON.stringify({ pid: process.pid, host: hostname(), began: beginOf(process.pid) } satisfies Holder),
  );
  try {
    linkSync(temporary, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
}

function holderOf(path: string): Holder | null {
  try {
    const holder: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof holder !== 'object' || holder === null || !('pid' in holder) || !('host' in holder)) return null;
    const began = 'began' in holder ? String(holder.began) : '';
    return { pid: Number(holder.pid), host: String(holder.host), began };
  } catch {
    // Gone, or its writer died before it wrote its name.
    return null;
  }
}

/** A process of another machine counts as alive: nobody here can tell. */
function isAlive({ pid, host, began }: Holder): boolean {
  if (host !== hostname()) return true;
  if (beginOf(pid) !== began) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Field 22 of `/proc/PID/stat`, behind the name in brackets; '' without such a file. */
function beginOf(pid: number): string {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
