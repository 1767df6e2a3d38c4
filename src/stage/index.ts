/** stage: the contract between the engine and the stages: descriptors, typed views, look-ups and their trace, scratch arrays. */
export { asKernel, Fuel, type KernelContext, type KernelOf, type UnitOut, type UnitView } from './context.ts';
export {
  defineStage,
  type Grain,
  type KernelModule,
  type PostingDescriptor,
  type Preset,
  type RegisteredStage,
  type StageDescriptor,
  type StageExecutor,
  type StepDescriptor,
} from './descriptor.ts';
export { freshRoom, roomFor, type Ints } from './growing.ts';
export { Lookup, traceKey, type Asked, type Rows, type UnitSource } from './lookup.ts';
export { hashRows, mixRow } from './row-hash.ts';
export { trace } from './trace.ts';
