/** Tells that something below a folder has changed. What changed is not said: a listing knows better than events do. */
import { watch } from 'chokidar';

/** Milliseconds of quiet before what changed is taken: editors write a file in several steps. */
const QUIET_MS = 40;

export interface Watch {
  /** Ends the watch, after a refresh that is under way. */
  close(): Promise<void>;
}

/** Calls `onChange` after changes, one call at a time. Resolves when the folder is watched. */
export async function watchFolder(root: string, onChange: () => Promise<void>): Promise<Watch> {
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> = Promise.resolve();
  const fire = (): void => {
    timer = null;
    // A change that cannot be taken now is taken with the next one.
    running = running.then(onChange).catch(() => undefined);
  };
  const watcher = watch(root, {
    ignoreInitial: true,
    followSymlinks: false,
    ignored: (path) => /[\\/](?:[.]git|node_modules)(?:[\\/]|$)/u.test(path.slice(root.length)),
  });
  watcher.on('all', () => {
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(fire, QUIET_MS);
  });
  await new Promise<void>((resolve, reject) => {
    watcher.once('ready', resolve);
    watcher.once('error', reject);
  });
  return {
    async close() {
      if (timer !== null) clearTimeout(timer);
      await watcher.close();
      await running;
    },
  };
}
