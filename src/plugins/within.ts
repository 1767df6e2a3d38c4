/** Waits for a promise as long as it may take, and tells the work behind it to stop when it took longer. */

/** The outcome of `work`, or an error after `ms`; its signal is aborted then, or with `outer`. */
export async function within<T>(
  ms: number,
  outer: AbortSignal,
  work: (signal: AbortSignal) => T | Promise<T>,
): Promise<T> {
  const net = new AbortController();
  const signal = AbortSignal.any([net.signal, outer]);
  let timer: NodeJS.Timeout | undefined;
  let onAbort: (() => void) | undefined;
  const end = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`did not end within ${ms} ms`));
      net.abort();
    }, ms);
    onAbort = (): void => reject(new Error('was closed'));
    outer.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work(signal), end]);
  } finally {
    clearTimeout(timer);
    if (onAbort !== undefined) outer.removeEventListener('abort', onAbort);
  }
}
