/** Stages from outside the package: checked, given the shape of a built-in one, and sent to the workers by URL. */
import { EngineError } from '#core';
import type { StageDescriptor, StageExecutor } from '#stage';
import type { CustomStage } from '#pool';

const SLUG = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** The descriptor and kernel URL of an executor. Errors: `E_CONFIG`, `E_STAGE_KERNEL`, `E_PLAN_DEPENDENCIES`. */
export function customStage(executor: StageExecutor, taken: readonly StageDescriptor[]): CustomStage {
  const { id } = executor;
  if (typeof id !== 'string' || !SLUG.test(id))
    throw new EngineError('E_CONFIG', `the stage id '${id}' is not a slug like my-stage`);
  if (taken.some((stage) => stage.id === id))
    throw new EngineError('E_CONFIG', `there is a stage '${id}' already; choose another id`, { stage: id });
  if ('dependencies' in executor) {
    throw new EngineError('E_PLAN_DEPENDENCIES', `stage ${id} lists dependencies; declare what it reads instead`, {
      stage: id,
    });
  }
  if (executor.grain !== 'file') {
    throw new EngineError('E_CONFIG', `stage ${id} has the grain '${executor.grain}'; use 'file'`, { stage: id });
  }
  if (!(executor.kernel instanceof URL)) {
    throw new EngineError(
      'E_STAGE_KERNEL',
      `the kernel of stage ${id} is no URL; pass new URL('./kernel.js', import.meta.url)`,
      { stage: id },
    );
  }
  const { version, grain, reads, optional, lookups, writes, options, postings, kernel } = executor;
  const step = {
    name: id,
    grain,
    reads,
    writes,
    kernel: 'kernel',
    ...(optional && { optional }),
    ...(lookups && { lookups }),
  };
  const stage: StageDescriptor = {
    id,
    label: 'X',
    title: id,
    version,
    preset: 'fast',
    steps: [step],
    ...(options && { options }),
    ...(postings && { postings }),
  };
  return { stage, kernelUrl: kernel.href };
}
