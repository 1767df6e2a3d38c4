/** The kernels of L3, one per step. */
export { call } from './call.ts';
export { link } from './link.ts';
export { modules } from './modules.ts';
export { stars } from './stars.ts';
