/**
 * web-tree-sitter on this thread: started once, its compiled modules optionally handed over by another thread.
 * The package is imported on first use, so that a thread that never parses never pays for it.
 * It must never keep a tree: trees live in wasm memory, which never shrinks.
 */
import type { Language, Parser } from 'web-tree-sitter';
import { readCore, readGrammar } from './grammar-files.ts';
import { TextInput } from './text-input.ts';
import { wasm, type WasmMemory, type WasmModule } from './wasm.ts';

/** Compiled modules, which can be posted to other threads. */
export interface SyntaxModules {
  readonly core?: WasmModule;
  readonly grammars: Readonly<Record<string, WasmModule>>;
}

export interface ParserRuntime {
  readonly Parser: typeof Parser;
  readonly Language: typeof Language;
  readonly memory: WasmMemory;
  readonly input: TextInput;
}

/** Pages of 64 KiB: what web-tree-sitter asks for itself, and the most that its core accepts. */
const PAGES = { initial: 512, maximum: 32_768 };

let provided: SyntaxModules = { grammars: {} };
let starting: Promise<ParserRuntime> | undefined;
let memory: WasmMemory | undefined;

/** Hands compiled modules to this thread. Call it before `initSyntax`; what is missing is read from disk. */
export function provideModules(modules: SyntaxModules): void {
  provided = { ...provided, ...modules, grammars: { ...provided.grammars, ...modules.grammars } };
}

export async function compileCore(): Promise<WasmModule> {
  return provided.core ?? wasm.compile(readCore());
}

export async function compileGrammar(name: string): Promise<WasmModule> {
  return providedGrammar(name) ?? wasm.compile(readGrammar(name));
}

/** The module handed over for a grammar, or one compiled here from its bytes. */
export function takeModule(name: string, bytes: Uint8Array = readGrammar(name)): WasmModule {
  return providedGrammar(name) ?? new wasm.Module(bytes);
}

function providedGrammar(name: string): WasmModule | undefined {
  return Object.hasOwn(provided.grammars, name) ? provided.grammars[name] : undefined;
}

/** Starts the parser on this thread; later calls return the same. */
export async function startRuntime(): Promise<ParserRuntime> {
  starting ??= start();
  return starting;
}

/** Bytes of wasm memory that this thread holds. They never fall: above a limit the worker is replaced. */
export function wasmHeapBytes(): number {
  return memory?.buffer.byteLength ?? 0;
}

async function start(): Promise<ParserRuntime> {
  const core = await compileCore();
  const { Language, Parser } = await import('web-tree-sitter');
  const ownMemory = new wasm.Memory(PAGES);
  const input = new TextInput(ownMemory);
  // Emscripten's own hooks: our memory, so that it can be read here, and our module, so that it can be shared.
  await Parser.init({
    wasmMemory: ownMemory,
    instantiateWasm(imports: object, receive: (instance: object, module: WasmModule) => void): void {
      receive(new wasm.Instance(core, input.wrap(imports)), core);
    },
  });
  memory = ownMemory;
  return { Parser, Language, memory: ownMemory, input };
}
