/**
 * Views of wasm memory for reading structs. It must never write.
 * A view dies when the memory grows: take them anew for each tree.
 */
import type { WasmMemory } from './wasm.ts';

export interface Heap {
  readonly bytes: Uint8Array;
  readonly halves: Uint16Array;
  readonly words: Int32Array;
}

let current: (Heap & { readonly buffer: ArrayBuffer }) | undefined;

export function heapOf(memory: WasmMemory): Heap {
  const { buffer } = memory;
  if (current?.buffer !== buffer) {
    current = { buffer, bytes: new Uint8Array(buffer), halves: new Uint16Array(buffer), words: new Int32Array(buffer) };
  }
  return current;
}

/** The wasm address behind a tree or language, which web-tree-sitter keeps at index 0; 0 = none there. */
export function addressOf(handle: object): number {
  const address: unknown = Reflect.get(handle, 0);
  return typeof address === 'number' ? address : 0;
}
