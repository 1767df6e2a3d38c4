/** Everything that was found wrong, one row each: inputs that could not be read, kernels that failed, source in error. */
import type { UnitId } from '#core';
import { inputProblem, problem } from '#facts';
import type { Snapshot } from '#store';

export interface ListedProblem {
  readonly path: string;
  /** From 1; absent for problems of the whole file. */
  readonly line?: number;
  /** From 1, in UTF-16 units. */
  readonly column?: number;
  readonly code: string;
  readonly message: string;
  /** The stage that failed on the file, or gave up. */
  readonly stage?: string;
}

/** Problems of files by path, after those of files that are not in the index. */
export function* listProblems(snapshot: Snapshot): Generator<ListedProblem> {
  const outside = new Map<string, ListedProblem[]>();
  for (const one of snapshot.root.problems) {
    const known = outside.get(one.path);
    if (known === undefined) outside.set(one.path, [one]);
    else known.push(one);
  }
  for (const path of [...outside.keys()].toSorted()) {
    if (snapshot.unit(path) === -1) yield* outside.get(path)!;
  }
  const partial = Map.groupBy(snapshot.partial(), ({ unit }) => unit);
  for (const unit of snapshot.units) {
    const path = snapshot.path(unit);
    yield* outside.get(path) ?? [];
    yield* problemsIn(snapshot, unit, path);
    for (const { step } of partial.get(unit) ?? []) yield outOfFuel(path, snapshot.plan.nameOf(step));
  }
}

function* problemsIn(snapshot: Snapshot, unit: UnitId, path: string): Generator<ListedProblem> {
  const inputs = snapshot.table(inputProblem, unit);
  for (let row = 0; inputs !== null && row < inputs.rows; row++)
    yield { path, code: inputs.code.at(row), message: inputs.message.at(row) };
  const found = snapshot.table(problem, unit);
  if (found === null || found.rows === 0) return;
  const positions = new Positions(snapshot.text(unit));
  for (let row = 0; row < found.rows; row++) {
    const place = positions.at(found.start.at(row));
    yield { path, ...place, code: found.code.at(row), message: found.message.at(row) };
  }
}

function outOfFuel(path: string, stage: string): ListedProblem {
  return { path, code: 'out-of-fuel', message: 'gave up with partial facts; the option `fuel` sets the limit', stage };
}

/** Lines and columns of offsets that mostly ascend: each is counted from the one before. */
class Positions {
  readonly #text: string;
  #line = 1;
  #start = 0;

  constructor(text: string) {
    this.#text = text;
  }

  at(offset: number): { line: number; column: number } {
    if (offset < this.#start) {
      this.#line = 1;
      this.#start = 0;
    }
    for (let end = this.#text.indexOf('\n', this.#start); end >= 0 && end < offset;) {
      this.#line++;
      this.#start = end + 1;
      end = this.#text.indexOf('\n', this.#start);
    }
    return { line: this.#line, column: offset - this.#start + 1 };
  }
}

export function problemLine({ path, line, column, code, message, stage }: ListedProblem): string {
  const place = line === undefined ? path : `${path}:${line}:${column}`;
  return `${place}  ${code}  ${message}${stage === undefined ? '' : ` (stage ${stage})`}`;
}
