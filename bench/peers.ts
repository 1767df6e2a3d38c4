/**
 * One corpus beside another code graph in one run: wall and CPU time, peak memory, and what each derives.
 *
 *     npm run -s build
 *     node --conditions=stratagraph-source bench/peers.ts --corpus django --corpus-dir DIR --peer-dir DIR --peer-node NODE [--runs 5]
 *
 * The peer is `@optave/codegraph` 3.11.2, installed with npm into `--peer-dir` for the Node given by `--peer-node`; it refuses
 * to start in another version. Both index a fresh copy of the files of the corpus alone, one after the other, from the start of
 * the process to its end. Refuses to print a ratio when facts per line are below the floor of `corpora.json`. It must never
 * judge what the peer derives.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { IndexDocument } from '../src/cli/index-document.ts';
import { readCorpus } from './corpus-files.ts';

const PEER = '@optave/codegraph';
const VERSION = '3.11.2';

const { values } = parseArgs({
  options: {
    corpus: { type: 'string', default: 'django' },
    'corpus-dir': { type: 'string' },
    'peer-dir': { type: 'string' },
    'peer-node': { type: 'string', default: process.execPath },
    runs: { type: 'string', default: '5' },
    workers: { type: 'string', default: '2' },
  },
});
const directory = values['corpus-dir'];
const peerDirectory = values['peer-dir'];
if (directory === undefined || peerDirectory === undefined) throw new Error('pass --corpus-dir DIR --peer-dir DIR');

interface Corpus {
  readonly include: readonly string[];
  readonly factsPerLoc: Readonly<Record<string, number>>;
}

interface Run {
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly peakRssMB: number;
}

// Safe because: the file is part of this repository.
const corpora = JSON.parse(readFileSync(new URL('corpora.json', import.meta.url), 'utf8')) as Record<string, Corpus>;
const corpus = corpora[values.corpus];
if (corpus === undefined) throw new Error(`--corpus is ${values.corpus}; use ${Object.keys(corpora).join(', ')}`);
const peerPackage = join(peerDirectory, 'node_modules', PEER);
// Safe because: every package has these members.
const installed = JSON.parse(readFileSync(join(peerPackage, 'package.json'), 'utf8')) as { version: string };
if (installed.version !== VERSION) throw new Error(`${PEER} is ${installed.version}; install ${VERSION}`);

const cli = fileURLToPath(new URL('../dist/src/cli/cli.js', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'peers-'));
for (const { path } of readCorpus(directory, ['.py', '.ts', '.tsx'], corpus.include)) {
  const target = join(root, relative(directory, path));
  mkdirSync(dirname(target), { recursive: true });
  cpSync(path, target);
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1]!;
}

/** Runs a program to its end under GNU time, which tells its CPU time and peak memory. */
function timed(program: string, args: readonly string[]): { run: Run; output: string } {
  const started = performance.now();
  const done = spawnSync('/usr/bin/time', ['-f', '%U %S %M', program, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  const wallMs = performance.now() - started;
  if (done.status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${done.status}: ${done.stderr}`);
  const [user = 0, system = 0, kilobytes = 0] = done.stderr.trim().split('\n').at(-1)!.split(' ').map(Number);
  const run = { wallMs, cpuMs: 1000 * (user + system), peakRssMB: Math.round(kilobytes / 1024) };
  return { run, output: done.stdout };
}

function ours(): { run: Run; document: IndexDocument } {
  const globs = corpus!.include.flatMap((glob) => ['--include', glob]);
  const { run, output } = timed(process.execPath, [
    cli,
    'index',
    root,
    '--json',
    '--workers',
    values.workers,
    ...globs,
  ]);
  // Safe because: the command prints this document, tested in test/cli.
  return { run, document: JSON.parse(output) as IndexDocument };
}

function theirs(): Run {
  rmSync(join(root, '.codegraph'), { recursive: true, force: true });
  return timed(values['peer-node'], [join(peerPackage, 'dist/cli.js'), 'build', root]).run;
}

/** Rows by table and by kind in the peer's database, read with its own driver. */
function derivedByPeer(): object {
  const script = `const database = new (require('better-sqlite3'))(process.argv[1], { readonly: true });
    const count = (sql) => Object.fromEntries(database.prepare(sql).all().map(({ name, rows }) => [name, rows]));
    console.log(JSON.stringify({
      nodes: count('select kind as name, count(*) as rows from nodes group by kind'),
      edges: count('select kind as name, count(*) as rows from edges group by kind'),
      blocks: count("select 'cfg_blocks' as name, count(*) as rows from cfg_blocks"),
    }));`;
  const output = execFileSync(values['peer-node'], ['-e', script, join(root, '.codegraph/graph.db')], {
    cwd: peerDirectory!,
    encoding: 'utf8',
  });
  // Safe because: the script above prints an object.
  return JSON.parse(output) as object;
}

function summary(runs: readonly Run[]): object {
  return {
    wallMs: runs.map((run) => Math.round(run.wallMs)),
    medianWallMs: Math.round(median(runs.map((run) => run.wallMs))),
    medianCpuMs: Math.round(median(runs.map((run) => run.cpuMs))),
    peakRssMB: median(runs.map((run) => run.peakRssMB)),
  };
}

const ownRuns: Run[] = [];
const peerRuns: Run[] = [];
const loads: number[] = [];
let document: IndexDocument | undefined;
for (let run = 0; run < Number(values.runs); run++) {
  loads.push(Number(loadavg()[0]!.toFixed(2)));
  const own = ours();
  ({ document } = own);
  ownRuns.push(own.run);
  peerRuns.push(theirs());
}
const derived = derivedByPeer();
rmSync(root, { recursive: true, force: true });

const { tables, loc } = document!;
const facts: Readonly<Record<string, number>> = {
  declarations: (tables['declaration']! + tables['local']!) / loc,
  references: tables['reference']! / loc,
  operations: tables['operation']! / loc,
};
const thin = Object.entries(corpus.factsPerLoc).filter(([name, floor]) => facts[name]! < floor);
const ratio = (member: 'wallMs' | 'cpuMs'): number =>
  Number((median(ownRuns.map((run) => run[member])) / median(peerRuns.map((run) => run[member]))).toFixed(2));
console.log(
  JSON.stringify(
    {
      corpus: values.corpus,
      files: document!.files,
      loc,
      loads,
      ours: { ...summary(ownRuns), tables },
      peer: { name: `${PEER} ${VERSION}`, ...summary(peerRuns), derived },
      ...(thin.length === 0
        ? { wallPerPeer: ratio('wallMs'), cpuPerPeer: ratio('cpuMs') }
        : { refused: `facts per line below the floor: ${thin.map(([name]) => name).join(', ')}` }),
    },
    null,
    1,
  ),
);
