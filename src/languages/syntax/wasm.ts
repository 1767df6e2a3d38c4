/**
 * The part of the WebAssembly interface that is used here: its types come with the browser's library only, which
 * this project does not compile with. It must never hold state.
 */

/** A compiled module. Opaque; it can be posted to another thread. */
export interface WasmModule {
  readonly [Symbol.toStringTag]: string;
}

export interface WasmMemory {
  readonly buffer: ArrayBuffer;
}

interface Wasm {
  readonly Module: new (bytes: Uint8Array) => WasmModule;
  readonly Instance: new (module: WasmModule, imports: object) => object;
  readonly Memory: new (limits: { initial: number; maximum: number }) => WasmMemory;
  compile(bytes: Uint8Array): Promise<WasmModule>;
}

// Safe because: every supported Node has the global, with at least these members.
export const wasm: Wasm = Reflect.get(globalThis, 'WebAssembly');
