/** L8: the kernels of the symbol stage, one per step. */
export { directory } from './directory.ts';
export { overrides } from './overrides.ts';
