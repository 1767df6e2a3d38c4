/**
 * How many cases a law is tried with: all in the project `real`, and a share of them in `unit`, which answers soon. A long run
 * (`npm run test:laws`) says the number and the seed. It must never change what a law says.
 */

/** Fewer cases than this try nothing. */
const LEAST_RUNS = 12;

/** The part of a law's cases that is run here: 1 of so many. */
export function lawShare(): number {
  return process.env['LAW_RUNS'] === undefined ? Number(process.env['LAW_SHARE'] ?? 1) : 1;
}

/** The cases of a law that has `all` of them, as fast-check takes them. */
export function lawRuns(all: number, seed = 20_261_121): { readonly numRuns: number; readonly seed: number } {
  const { LAW_RUNS, LAW_SEED } = process.env;
  const some = Math.min(all, Math.max(LEAST_RUNS, Math.ceil(all / lawShare())));
  return { numRuns: LAW_RUNS === undefined ? some : Number(LAW_RUNS), seed: Number(LAW_SEED ?? seed) };
}
