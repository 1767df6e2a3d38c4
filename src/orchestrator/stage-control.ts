/**
 * `StageControl`: one switch per stage, and presets. The switches are made from the registry: `flow-graph` is `enableFlowGraph`.
 */
import { EngineError } from '#core';
import type { Preset, StageDescriptor } from '#stage';

/** Every stage of the design by slug, in order of its label. A stage without a folder yet is not in the registry. */
export const STAGE_SLUGS = [
  'ir-build',
  'chunking',
  'lexical',
  'cross-file',
  'flow-graph',
  'types',
  'data-flow',
  'ssa',
  'symbols',
  'occurrences',
  'points-to',
  'clone-detection',
  'pdg',
  'heap-analysis',
  'effect-analysis',
  'slicing',
  'taint',
  'cost-analysis',
  'repomap',
  'concurrency',
  'smt',
  'git-history',
  'query-engine',
] as const;
export type StageSlug = (typeof STAGE_SLUGS)[number];

type Pascal<S extends string> = S extends `${infer Head}-${infer Tail}`
  ? `${Capitalize<Head>}${Pascal<Tail>}`
  : Capitalize<S>;
/** Switches by name: `enableIrBuild` ... `enableQueryEngine`. */
export type StageSwitches = { readonly [S in StageSlug as `enable${Pascal<S>}`]?: boolean };

const ORDER: readonly Preset[] = ['fast', 'balanced', 'thorough'];

/** The switch of a slug. */
export function switchOf(slug: string): string {
  return 'enable' + slug.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase());
}

const SWITCHES = new Map<string, string>(STAGE_SLUGS.map((slug) => [switchOf(slug), slug]));

export class StageControl {
  readonly preset: Preset;
  readonly #switches: ReadonlyMap<string, boolean>;

  /** A preset, changed by switches. Errors: `E_STAGE_UNKNOWN`, `E_STAGE_REQUIRED`, `E_CONFIG`. */
  constructor(preset: Preset = 'fast', switches: StageSwitches = {}) {
    if (!ORDER.includes(preset))
      throw new EngineError('E_CONFIG', `stages.preset is '${preset}'; use ${ORDER.join(', ')}`);
    const parsed = new Map<string, boolean>();
    for (const [name, isOn] of Object.entries(switches)) {
      const slug = SWITCHES.get(name);
      if (slug === undefined)
        throw new EngineError(
          'E_STAGE_UNKNOWN',
          `stages.${name} is no switch; the switches are ${[...SWITCHES.keys()].join(', ')}`,
        );
      if (typeof isOn !== 'boolean')
        throw new EngineError('E_CONFIG', `stages.${name} is ${String(isOn)}; use true or false`);
      if (slug === 'ir-build' && !isOn)
        throw new EngineError('E_STAGE_REQUIRED', 'enableIrBuild cannot be false: every stage reads its facts');
      parsed.set(slug, isOn);
    }
    this.preset = preset;
    this.#switches = parsed;
  }

  static fast(): StageControl {
    return new StageControl('fast');
  }

  static balanced(): StageControl {
    return new StageControl('balanced');
  }

  static thorough(): StageControl {
    return new StageControl('thorough');
  }

  /** Every stage on. */
  static enableAll(): StageControl {
    return new StageControl('thorough');
  }

  /** Slugs of the stages that are on, among those given. `E_STAGE_UNKNOWN` when one is switched on that is not built. */
  enabled(stages: readonly StageDescriptor[]): Set<string> {
    for (const [slug, isOn] of this.#switches) {
      if (!isOn || stages.some((stage) => stage.id === slug)) continue;
      const built = stages.map((stage) => stage.id).join(', ');
      throw new EngineError('E_STAGE_UNKNOWN', `stage ${slug} is not built in this version; built are ${built}`);
    }
    const level = ORDER.indexOf(this.preset);
    const on = stages.filter((stage) => this.#switches.get(stage.id) ?? ORDER.indexOf(stage.preset) <= level);
    return new Set(on.map((stage) => stage.id));
  }
}
