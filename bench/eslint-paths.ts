/**
 * Flow graphs beside the code-path fixtures of ESLint (eslint/eslint, `tests/fixtures/code-path-analysis/*.js`).
 *
 *     node --conditions=stratagraph-source bench/eslint-paths.ts --suite-dir DIR [--verbose]
 *
 * DIR holds the fixtures. Each says in comments which segments follow which (`expected`), and which nodes are in a segment
 * (`DOT`). Both graphs become one relation: which name or literal may be met after which, `in` and `out` at the ends. That
 * merges what the two count differently: segments are per path and `finally` parts stand there once per way in, blocks and
 * parts once. Names that are only bound, labels and unreachable code are left out.
 * Static blocks and fields are paths of their own there and stretches of the class body here: their ends are not compared.
 * A code path counts as the same when neither relation has a pair that the other lacks, but for one thing: of the operations
 * of a `try` that may raise, the fixtures draw the first and the end only, so pairs by other exceptions may be more.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { flowTables } from '../src/testkit/flow-tables.ts';
import { drawnPaths, type DrawnPath } from './eslint-drawings.ts';
import { metPaths, type MetPath } from './eslint-relation.ts';

const { values } = parseArgs({ options: { 'suite-dir': { type: 'string' }, verbose: { type: 'boolean' } } });
const directory = values['suite-dir'];
if (directory === undefined) throw new Error('pass --suite-dir DIR');

/** What is wrong with a path, or ''. The ends of a stretch of a class body are not compared. */
function difference(drawn: DrawnPath, met: MetPath): string {
  const isCompared = (pair: string): boolean => !drawn.isStretch || !(pair.startsWith('in ') || pair.endsWith(' out'));
  const missing = [...drawn.pairs].filter(
    (pair) => isCompared(pair) && !met.pairs.has(pair) && !met.exceptional.has(pair),
  );
  const extra = drawn.isStretch ? [] : [...met.pairs].filter((pair) => !drawn.pairs.has(pair));
  if (missing.length + extra.length === 0) return '';
  return [`missing ${missing.join(', ')}`, `more ${extra.join(', ')}`].filter((text) => !text.endsWith(' ')).join('; ');
}

let same = 0;
let files = 0;
let whole = 0;
let paths = 0;
for (const name of readdirSync(directory).toSorted()) {
  if (!name.endsWith('.js')) continue;
  files++;
  const text = readFileSync(join(directory, name), 'utf8');
  const drawn = drawnPaths(text);
  const met = metPaths(await flowTables(name, text));
  const faults: string[] = [];
  for (const path of drawn) {
    paths++;
    // The path whose relation fits best: fixtures do not say of which function they are.
    const found = met.map((other) => difference(path, other)).toSorted((a, b) => a.length - b.length);
    if (found[0] === '') same++;
    else faults.push(found[0] ?? 'no body');
  }
  if (faults.length === 0) whole++;
  else if (values.verbose === true) console.log(`${name}: ${faults.join(' | ')}`);
}
console.log(
  JSON.stringify({ files, whole, share: whole / files, codePaths: paths, same, shareOfPaths: same / paths }, null, 2),
);
