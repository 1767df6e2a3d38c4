/** The configuration of an orchestrator, validated at the door: a message names the option, the value and what would be right. */
import { EngineError } from '#core';
import { DEFAULT_MAX_FILE_BYTES } from '#inputs';
import { StageControl, type StageSwitches } from './stage-control.ts';

export interface UnifiedOrchestratorConfig {
  /** Worker threads; 0 runs on the calling thread; `auto` is what the work is worth, up to one per processor. Default `auto`. */
  readonly parallelWorkers?: number | 'auto';
  /** Bytes of source per task of the first level, an eighth of those of a later one. Default 128 KiB. */
  readonly batchSize?: number;
  /** Which stages run: a `StageControl`, or switches on top of the preset `fast`. */
  readonly stages?: StageControl | StageSwitches;
  /** Options by stage slug, part of the stage's keys. */
  readonly stageOptions?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Larger files are searched as text, with a problem. Default 8 MiB. */
  readonly maxFileBytes?: number;
  /** Globs of the files to take and to leave out. */
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  /** Work units per kernel and file; past them a unit ends with partial facts. Default 50 million. */
  readonly fuel?: number;
  /** Wall time of one task in milliseconds, the last net. Default 60,000. */
  readonly taskTimeoutMs?: number;
  /** Sessions at one time. Default 4,096. */
  readonly maxActiveSessions?: number;
  /** Milliseconds without use after which a session is aborted; 0 for never. Default 0. */
  readonly sessionIdle?: number;
  /** Milliseconds for which a snapshot can be asked for by its transaction after the next one. Default 0. */
  readonly snapshotRetention?: number;
  /** Writes what agents commit to the disk, each file as a whole. Default false. */
  readonly writeBack?: boolean;
  /** Share of files changed, from 0 to 1, above which the vector index is brought up to date behind a commit. Default 0.05. */
  readonly vectorThreshold?: number;
  /** Share of files changed, from 0 to 1, above which a plugin is built anew. Default 0.5. */
  readonly rebuildThreshold?: number;
  /** Milliseconds that a commit waits for plugins at most; what costs more is done behind it. Default 50. */
  readonly maxCommitCostMs?: number;
  /**
   * Bytes of memory that the process should stay within, at least a million. Over it there are fewer workers, and segments go to
   * files without a name. What the process takes besides is not bounded: `health().memory` says. Default: no bound.
   */
  readonly memoryBudget?: number;
}

export interface ResolvedConfig {
  readonly parallelWorkers: number | 'auto';
  readonly batchSize: number;
  readonly stages: StageControl;
  readonly stageOptions: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly maxFileBytes: number;
  readonly include: readonly string[] | undefined;
  readonly exclude: readonly string[] | undefined;
  readonly fuel: number;
  readonly taskTimeoutMs: number;
  readonly maxActiveSessions: number;
  readonly sessionIdle: number;
  readonly snapshotRetention: number;
  readonly writeBack: boolean;
  readonly vectorThreshold: number;
  readonly rebuildThreshold: number;
  readonly maxCommitCostMs: number;
  readonly memoryBudget: number | null;
}

const OPTIONS = [
  'parallelWorkers',
  'batchSize',
  'stages',
  'stageOptions',
  'maxFileBytes',
  'include',
  'exclude',
  'fuel',
  'taskTimeoutMs',
  'maxActiveSessions',
  'sessionIdle',
  'snapshotRetention',
  'writeBack',
  'vectorThreshold',
  'rebuildThreshold',
  'maxCommitCostMs',
  'memoryBudget',
] as const;

function positive(name: string, value: number | undefined, fallback: number, least: number): number {
  const given = value ?? fallback;
  if (Number.isInteger(given) && given >= least) return given;
  throw new EngineError('E_CONFIG', `${name} is ${String(value)}; use an integer of at least ${least}`);
}

function share(name: string, value: number | undefined, fallback: number): number {
  const given = value ?? fallback;
  if (typeof given === 'number' && given >= 0 && given <= 1) return given;
  throw new EngineError('E_CONFIG', `${name} is ${String(value)}; use a number from 0 to 1`);
}

function flag(name: string, value: boolean | undefined): boolean {
  if (value === undefined || typeof value === 'boolean') return value ?? false;
  throw new EngineError('E_CONFIG', `${name} is ${String(value)}; use true or false`);
}

function globs(name: string, value: readonly string[] | undefined): readonly string[] | undefined {
  if (value === undefined || (Array.isArray(value) && value.every((glob) => typeof glob === 'string'))) return value;
  throw new EngineError('E_CONFIG', `${name} is ${JSON.stringify(value)}; use an array of globs`);
}

/** Checks a configuration and fills in the defaults. `E_CONFIG` names what is wrong. */
export function resolveConfig(config: UnifiedOrchestratorConfig): ResolvedConfig {
  for (const name of Object.keys(config)) {
    if (!OPTIONS.some((option) => option === name)) {
      throw new EngineError('E_CONFIG', `there is no option '${name}'; the options are ${OPTIONS.join(', ')}`);
    }
  }
  const { parallelWorkers: workers = 'auto', stages } = config;
  if (workers !== 'auto' && !(Number.isInteger(workers) && workers >= 0 && workers <= 256)) {
    throw new EngineError('E_CONFIG', `parallelWorkers is ${String(workers)}; use 0 to 256, or 'auto'`);
  }
  return {
    parallelWorkers: workers,
    batchSize: positive('batchSize', config.batchSize, 128 << 10, 1),
    stages: stages instanceof StageControl ? stages : new StageControl('fast', stages),
    stageOptions: config.stageOptions ?? {},
    maxFileBytes: positive('maxFileBytes', config.maxFileBytes, DEFAULT_MAX_FILE_BYTES, 1),
    include: globs('include', config.include),
    exclude: globs('exclude', config.exclude),
    fuel: positive('fuel', config.fuel, 50_000_000, 1),
    taskTimeoutMs: positive('taskTimeoutMs', config.taskTimeoutMs, 60_000, 1),
    maxActiveSessions: positive('maxActiveSessions', config.maxActiveSessions, 4096, 1),
    sessionIdle: positive('sessionIdle', config.sessionIdle, 0, 0),
    snapshotRetention: positive('snapshotRetention', config.snapshotRetention, 0, 0),
    writeBack: flag('writeBack', config.writeBack),
    vectorThreshold: share('vectorThreshold', config.vectorThreshold, 0.05),
    rebuildThreshold: share('rebuildThreshold', config.rebuildThreshold, 0.5),
    maxCommitCostMs: positive('maxCommitCostMs', config.maxCommitCostMs, 50, 0),
    memoryBudget: config.memoryBudget === undefined ? null : positive('memoryBudget', config.memoryBudget, 0, 1e6),
  };
}
