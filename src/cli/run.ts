/** One run of a command: its streams, its colours, its output, and the index that it works on. */
import { resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import {
  savedStages,
  switchOf,
  UnifiedOrchestrator,
  StageControl,
  type IndexingStats,
  type PipelineContext,
} from '#orchestrator';
import { stagesFor } from '#plan';
import type { Preset } from '#stage';
import { REGISTRY } from '../../stages/registry.ts';
import { EXIT } from './exit-codes.ts';
import { Output } from './output.ts';
import { ProgressBar } from './progress-bar.ts';
import { hasColours, type CliStreams } from './streams.ts';
import { styleFor, type Style } from './style.ts';

/** The options that every command takes that indexes. */
export interface IndexFlags {
  readonly preset: Preset;
  readonly stages?: readonly string[];
  readonly workers: number | 'auto';
  /** In megabytes. */
  readonly memoryBudget?: number;
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly maxFileBytes?: number;
  readonly name?: string;
  /** Directory that keeps the index from run to run. */
  readonly saved?: string;
  /** Index also when the saved index could be brought up to date. */
  readonly always?: boolean;
}

export interface OpenIndex {
  /** Null for a saved index that was brought up to date. */
  readonly stats: IndexingStats | null;
  readonly context: PipelineContext;
  readonly orchestrator: UnifiedOrchestrator;
  /** Milliseconds from the start of the process to the publication. */
  readonly wallMs: number;
}

export type UseIndex = (index: OpenIndex) => Promise<void>;

export class Run {
  readonly streams: CliStreams;
  readonly out: Output;
  readonly style: Style;
  /** Style of messages. */
  readonly errorStyle: Style;
  exitCode: number = EXIT.ok;

  constructor(streams: CliStreams) {
    this.streams = streams;
    this.out = new Output(streams.stdout);
    this.style = styleFor(hasColours(streams.stdout, streams.env));
    this.errorStyle = styleFor(hasColours(streams.stderr, streams.env));
  }

  /** A remark beside the answer, on the error stream. */
  note(text: string): void {
    this.streams.stderr.write(`${text}\n`);
  }

  /**
   * Indexes `root`, hands the index to `use`, and ends its workers. Stages that write `tables`, and all that those require,
   * run whatever the preset says.
   */
  async withIndex(root: string, flags: IndexFlags, use: UseIndex, tables: readonly string[] = []): Promise<void> {
    const orchestrator = new UnifiedOrchestrator({
      parallelWorkers: flags.workers,
      stages: stagesOf(flags, tables),
      ...(flags.memoryBudget !== undefined && { memoryBudget: flags.memoryBudget * 1e6 }),
      ...(flags.include && { include: flags.include }),
      ...(flags.exclude && { exclude: flags.exclude }),
      ...(flags.maxFileBytes !== undefined && { maxFileBytes: flags.maxFileBytes }),
    });
    await this.withOrchestrator(orchestrator, root, flags, use);
  }

  /** The same with an orchestrator that is made already, which is closed at the end. */
  async withOrchestrator(
    orchestrator: UnifiedOrchestrator,
    root: string,
    { name, saved, always }: Pick<IndexFlags, 'name' | 'saved' | 'always'>,
    use: UseIndex,
  ): Promise<void> {
    const bar = new ProgressBar(this.streams, this.errorStyle);
    try {
      const { signal } = this.streams;
      const opened = saved === undefined ? null : await orchestrator.open(saved);
      const isOfRoot =
        always !== true &&
        opened?.status === 'opened' &&
        orchestrator.getContext().snapshot.root.root === resolve(root);
      const options = { signal, onEvent: bar.onEvent, ...(name !== undefined && { name }) };
      if (isOfRoot) await orchestrator.refresh({ signal });
      const stats = isOfRoot ? null : await orchestrator.indexRepository(root, options).finally(() => bar.clear());
      const wallMs = performance.now();
      if (stats !== null && stats.stagesFailed > 0) this.exitCode = EXIT.stageFailed;
      await use({ stats, context: orchestrator.getContext(), orchestrator, wallMs });
    } finally {
      await orchestrator.close();
    }
  }
}

/** Stages that a saved index has stay on: else each question would drop what the one before derived. */
function stagesOf({ preset, stages, saved }: IndexFlags, tables: readonly string[]): StageControl {
  const descriptors = REGISTRY.map(({ stage }) => stage);
  const kept =
    saved === undefined ? [] : savedStages(saved).filter((slug) => descriptors.some(({ id }) => id === slug));
  const on = [...(stages ?? []), ...kept, ...stagesFor(descriptors, tables)];
  return new StageControl(preset, Object.fromEntries(on.map((slug) => [switchOf(slug), true])));
}
