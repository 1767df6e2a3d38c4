/**
 * observe: progress events and the names under which they are published on diagnostics_channel.
 * Costs nothing when nobody listens.
 */
import { channel } from 'node:diagnostics_channel';

export interface ProgressEvent {
  readonly phase: 'derive';
  /** Files done and to do in this phase, and source bytes of the same; what is done in part counts by what it costs. */
  readonly files: number;
  readonly totalFiles: number;
  readonly bytes: number;
  readonly totalBytes: number;
  /** Stages that run in this phase. */
  readonly stages: readonly string[];
  /** Milliseconds that the rest of the phase will take at the rate so far; null before the first result. */
  readonly remainingMs: number | null;
}

/** A unit whose steps of one level are done, or a stage that is done everywhere. */
export type IndexEvent =
  | { readonly kind: 'progress'; readonly progress: ProgressEvent }
  | { readonly kind: 'unit'; readonly path: string; readonly stages: readonly string[] }
  | {
      readonly kind: 'stage';
      readonly stage: string;
      readonly units: number;
      readonly rows: number;
      readonly failed: number;
    };

/** Channels of `node:diagnostics_channel`. */
export const CHANNELS = { index: 'stratagraph:index', update: 'stratagraph:update' } as const;

const channels = new Map(Object.values(CHANNELS).map((name) => [name, channel(name)]));

/** Publishes a message on a channel when somebody subscribed; `make` runs only then. */
export function publish(name: (typeof CHANNELS)[keyof typeof CHANNELS], make: () => unknown): void {
  const target = channels.get(name)!;
  if (target.hasSubscribers) target.publish(make());
}
