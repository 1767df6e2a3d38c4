/** The figures of an index: what was derived, by which stage, at what cost. Every field is counted, none is estimated. */
import { file, problem, source } from '#facts';
import type { PipelineDAG } from '#plan';
import { COUNTERS } from '#pool';
import type { Snapshot } from '#store';
import type { WaveReport } from '#engine';

export interface StageReport {
  readonly slug: string;
  readonly label: string;
  readonly title: string;
  readonly status: 'succeeded' | 'failed' | 'skipped';
  /** Why a stage was skipped or failed. */
  readonly reason: string;
  /** Units run, kept because nothing they read changed, and failed. */
  readonly units: number;
  readonly kept: number;
  readonly failed: number;
  readonly rowsRead: number;
  readonly rows: number;
  readonly bytes: number;
  /** Milliseconds on the workers, summed: wall time inside kernels; thread CPU in proportion to it, and that of its folds. */
  readonly ms: number;
  readonly cpuMs: number;
}

export interface IndexingStats {
  readonly totalFiles: number;
  readonly filesFailed: number;
  readonly totalNodes: number;
  readonly totalEdges: number;
  readonly totalChunks: number;
  readonly totalSymbols: number;
  readonly loc: number;
  readonly bytes: number;
  readonly stagesCompleted: number;
  readonly stagesSkipped: number;
  readonly stagesFailed: number;
  /** Milliseconds from the call to the publication. */
  readonly totalDuration: number;
  readonly stages: readonly StageReport[];
  /** Rows per table. */
  readonly tables: Readonly<Record<string, number>>;
  readonly problems: number;
  /** Workers that there were at the end; 0 when the index was made on the calling thread. */
  readonly workers: number;
  readonly sharedBytes: number;
  /** Bytes copied between threads, as V8 writes messages; without workers, what posting the same tasks would copy. */
  readonly clonedBytes: number;
  /** Bytes of segments that are in files, for the memory budget is spent; and those that were read back so far. */
  readonly spilledBytes: number;
  readonly loadedBytes: number;
}

/** Reports of all stages of a plan, in plan order, then the skipped ones. */
export function reportStages(plan: PipelineDAG, report: WaveReport): StageReport[] {
  const figure = (slot: number, name: (typeof COUNTERS)[number]): number =>
    report.counters[slot * COUNTERS.length + COUNTERS.indexOf(name)]!;
  const slots = [...plan.steps.keys()].map((at) => at + 1);
  const totalMs = [0, ...slots].reduce((sum, slot) => sum + figure(slot, 'wallMs'), 0);
  const ran = plan.stages.map((stage): StageReport => {
    const own = slots.filter((slot) => plan.steps[slot - 1]!.stage === stage);
    const sum = (name: (typeof COUNTERS)[number]): number => own.reduce((total, slot) => total + figure(slot, name), 0);
    const most = (name: (typeof COUNTERS)[number]): number => Math.max(...own.map((slot) => figure(slot, name)));
    const failed = most('failed');
    const foldMs = own.reduce((total, slot) => total + report.foldCpuMs[slot]!, 0);
    const isFailed = failed > 0 && most('ran') + most('kept') === 0;
    return {
      slug: stage.id,
      label: stage.label,
      title: stage.title,
      status: isFailed ? 'failed' : 'succeeded',
      reason: isFailed ? 'every unit failed' : '',
      units: most('ran'),
      kept: most('kept'),
      failed,
      rowsRead: sum('rowsRead'),
      rows: sum('rowsWritten'),
      bytes: sum('bytes'),
      ms: sum('wallMs'),
      cpuMs: (totalMs === 0 ? 0 : (report.cpuMs * sum('wallMs')) / totalMs) + foldMs,
    };
  });
  const nothing = { units: 0, kept: 0, failed: 0, rowsRead: 0, rows: 0, bytes: 0, ms: 0, cpuMs: 0 };
  const skipped = plan.skipped.map(({ id, label, title, reason }): StageReport => {
    return { slug: id, label, title, status: 'skipped', reason, ...nothing };
  });
  return [...ran, ...skipped];
}

/** Rows per table of a snapshot. */
function tableRows(snapshot: Snapshot): Record<string, number> {
  return Object.fromEntries(snapshot.plan.tables.map((place, i) => [place.schema.name, snapshot.root.tableRows[i]!]));
}

/** Statistics of an index that just ended. */
export function indexingStats(
  report: WaveReport,
  memory: { readonly liveBytes: number; readonly spilledBytes: number; readonly loadedBytes: number },
  workers: number,
): IndexingStats {
  const { snapshot } = report;
  const { plan } = snapshot;
  const stages = reportStages(plan, report);
  const rowsOf = (kind: string): number =>
    plan.tables.reduce((sum, { schema }, i) => sum + (schema.kind === kind ? snapshot.root.tableRows[i]! : 0), 0);
  const { loc, bytes } = sizeOf(snapshot);
  const count = (status: StageReport['status']): number => stages.filter((stage) => stage.status === status).length;
  return {
    totalFiles: snapshot.rows(file),
    filesFailed: new Set(snapshot.root.problems.filter((one) => one.stage !== undefined).map((one) => one.path)).size,
    totalNodes: rowsOf('node'),
    totalEdges: rowsOf('edge'),
    totalChunks: snapshot.rows({ name: 'chunk' }),
    totalSymbols: snapshot.rows({ name: 'symbol' }),
    loc,
    bytes,
    stagesCompleted: count('succeeded'),
    stagesSkipped: count('skipped'),
    stagesFailed: count('failed'),
    totalDuration: report.ms,
    stages,
    tables: tableRows(snapshot),
    problems: countProblems(snapshot),
    workers,
    sharedBytes: memory.liveBytes,
    clonedBytes: report.clonedBytes,
    spilledBytes: memory.spilledBytes,
    loadedBytes: memory.loadedBytes,
  };
}

/** All that `index --problems` lists: of inputs and failed kernels, of sources, of kernels that ran out of fuel. */
function countProblems(snapshot: Snapshot): number {
  let count = snapshot.root.problems.length + snapshot.rows(problem) + snapshot.rows({ name: 'input_problem' });
  for (const _ of snapshot.partial()) count++;
  return count;
}

/** Lines and source bytes of all files. */
function sizeOf(snapshot: Snapshot): { loc: number; bytes: number } {
  let loc = 0;
  let bytes = 0;
  snapshot.scan(source, ({ lines, text }) => {
    loc += lines.at(0);
    bytes += text.at(0).length;
  });
  return { loc, bytes };
}
