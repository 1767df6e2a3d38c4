/** The document that `index --json` prints: every figure counted or measured, none estimated. */
import type { IndexFlags, OpenIndex } from './run.ts';
import type { ListedProblem } from './problem-list.ts';

export interface IndexDocument {
  readonly repository: string;
  readonly root: string;
  /** The number of the published snapshot. */
  readonly snapshot: number;
  readonly preset: string;
  readonly workers: number;
  readonly files: number;
  readonly loc: number;
  readonly bytes: number;
  readonly nodes: number;
  readonly edges: number;
  readonly stages: readonly StageDocument[];
  /** Rows by table. */
  readonly tables: Readonly<Record<string, number>>;
  readonly problems: number;
  /** From the start of the process to the publication. */
  readonly wallMs: number;
  /** The maximum of the process so far. */
  readonly peakRssBytes: number;
  readonly sharedBytes: number;
  readonly clonedBytes: number;
  /** What `--memory-budget` gave; null without it. */
  readonly memoryBudgetBytes: number | null;
  /** Bytes of segments in files, and of those that were read back. */
  readonly spilledBytes: number;
  readonly loadedBytes: number;
  /** With `--problems` only. */
  readonly problemList?: readonly ListedProblem[];
}

export interface StageDocument {
  readonly slug: string;
  readonly label: string;
  readonly status: string;
  /** Why a stage was skipped or failed; else ''. */
  readonly reason: string;
  readonly units: number;
  readonly rows: number;
  readonly bytes: number;
  /** Wall time inside kernels, summed over workers. */
  readonly ms: number;
  /** Thread CPU time, summed over workers. */
  readonly cpuMs: number;
}

export function indexDocument({ stats: run, context, wallMs }: OpenIndex, flags: IndexFlags): IndexDocument {
  // Safe because: whoever prints the figures of an index has asked for one, see `always`.
  const stats = run!;
  const { repository, root, txnId } = context.snapshot.root;
  return {
    repository,
    root,
    snapshot: txnId,
    preset: flags.preset,
    workers: stats.workers,
    files: stats.totalFiles,
    loc: stats.loc,
    bytes: stats.bytes,
    nodes: stats.totalNodes,
    edges: stats.totalEdges,
    stages: stats.stages.map(({ slug, label, status, reason, units, rows, bytes, ms, cpuMs }) => {
      return { slug, label, status, reason, units, rows, bytes, ms: tenths(ms), cpuMs: tenths(cpuMs) };
    }),
    tables: stats.tables,
    problems: stats.problems,
    wallMs: tenths(wallMs),
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
    sharedBytes: stats.sharedBytes,
    clonedBytes: stats.clonedBytes,
    memoryBudgetBytes: flags.memoryBudget === undefined ? null : flags.memoryBudget * 1e6,
    spilledBytes: stats.spilledBytes,
    loadedBytes: stats.loadedBytes,
  };
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
