/** The kernels of L3, one per step. */
export { call } from './call.ts';
export { link } from './link.ts';
