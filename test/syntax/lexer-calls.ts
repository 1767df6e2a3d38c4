/**
 * Calls the lexers of a grammar's wasm without a parser: any state, on any characters. So that each case of their large switches
 * is reached, which texts do not do. The structs are those of tree-sitter's `parser.h`.
 */

/** What WebAssembly gives beyond what the sources use of it. */
interface WasmApi {
  readonly Module: {
    new (bytes: Uint8Array): object;
    customSections(module: object, name: string): ArrayBuffer[];
    imports(module: object): { readonly name: string; readonly kind: string }[];
  };
  readonly Instance: new (module: object, imports: object) => { readonly exports: Record<string, WasmFunction> };
  readonly Memory: new (limits: { initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Global: new (type: { value: 'i32'; mutable: boolean }, value: number) => object;
  readonly Table: new (type: { initial: number; element: 'anyfunc' }) => FunctionTable;
}

type WasmFunction = (...values: number[]) => number;

interface FunctionTable {
  get(index: number): WasmFunction;
  set(index: number, value: WasmFunction): void;
}

// Safe because: every supported Node has the global, with at least these members.
const wasm: WasmApi = Reflect.get(globalThis, 'WebAssembly');

const PAGES = 256;
const MEMORY_BASE = 4_096;
const STACK_TOP = (PAGES - 16) * 65_536;
const LEXER = STACK_TOP + 1_024;
/** `TSLexer`: the character, the result, then its functions. */
const RESULT = LEXER + 4;
const FUNCTIONS = LEXER + 8;
/** `TSLanguage`: the lexer, and the one for keywords, if there is one. */
const LEX_FUNCTIONS = [92, 96];

/** Runs a lexer on characters from a state; tells all that it did. */
export type LexerCall = (state: number, characters: readonly number[]) => string;

/** The lexers of a grammar: for tokens, and for keywords if it has one. */
export function lexerCalls(bytes: Uint8Array): LexerCall[] {
  const module = new wasm.Module(bytes);
  const tableSize = tableSizeOf(module);
  const memory = new wasm.Memory({ initial: PAGES });
  const table = new wasm.Table({ initial: tableSize + 16, element: 'anyfunc' });
  const env: Record<string, object> = {
    memory,
    __indirect_function_table: table,
    __stack_pointer: new wasm.Global({ value: 'i32', mutable: true }, STACK_TOP),
    __memory_base: new wasm.Global({ value: 'i32', mutable: false }, MEMORY_BASE),
    __table_base: new wasm.Global({ value: 'i32', mutable: false }, 1),
  };
  for (const { name, kind } of wasm.Module.imports(module)) {
    if (kind === 'function') env[name] = (): never => fail(`a lexer called ${name}`);
  }
  const { exports } = new wasm.Instance(module, { env });
  exports['__wasm_apply_data_relocs']?.();
  exports['__wasm_call_ctors']?.();
  const view = new DataView(memory.buffer);
  const run = lexerState(view);
  run.functions.forEach((callback, nth) => {
    table.set(tableSize + 1 + nth, callback);
    view.setUint32(FUNCTIONS + 4 * nth, tableSize + 1 + nth, true);
  });
  const language = exports[Object.keys(exports).find((name) => /^tree_sitter_[a-z_]+$/.test(name))!]!();
  return LEX_FUNCTIONS.map((offset) => view.getUint32(language + offset, true))
    .filter((index) => index > 0)
    .map((index) => (state, characters) => run.call(table.get(index), state, characters));
}

function fail(message: string): never {
  throw new Error(message);
}

/** How many functions a dynamic library puts into the table, by its first section (the conventions of the tools). */
function tableSizeOf(module: object): number {
  const section = new Uint8Array(wasm.Module.customSections(module, 'dylink.0')[0]!);
  const numbers: number[] = [];
  for (let at = 0, value = 0, shift = 0; at < section.length && numbers.length < 5; at++) {
    value |= (section[at]! & 0x7f) << shift;
    shift += 7;
    if (section[at]! >= 0x80) continue;
    numbers.push(value);
    value = shift = 0;
  }
  // Kind and size of the first part, size and alignment of the memory, size of the table.
  return numbers[4]!;
}

/** A text under a lexer, and the functions of `TSLexer` that go over it. */
function lexerState(view: DataView): {
  readonly functions: WasmFunction[];
  call(lexer: WasmFunction, state: number, characters: readonly number[]): string;
} {
  let text: readonly number[] = [];
  let at = 0;
  let trace = '';
  const look = (): void => view.setInt32(LEXER, text[at] ?? 0, true);
  const { advance, mark, eof } = asWasm({
    advance: (_, skip) => {
      trace += skip === 0 ? '>' : '_';
      at = Math.min(at + 1, text.length);
      look();
      return 0;
    },
    mark: () => {
      trace += `|${view.getUint16(RESULT, true)}`;
      return 0;
    },
    eof: () => (at >= text.length ? 1 : 0),
  });
  return {
    // The column and the start of a range are no matter of these lexers: a call of another type is a trap.
    functions: [advance!, mark!, mark!, mark!, eof!],
    call(lexer, state, characters): string {
      [text, at, trace] = [characters, 0, ''];
      view.setUint16(RESULT, 0xffff, true);
      look();
      return `${lexer(LEXER, state)} ${view.getUint16(RESULT, true)} ${trace}`;
    },
  };
}

/** Functions as a table takes them: those that a module imports and exports again. All take numbers and `eof` gives one. */
function asWasm(functions: Record<string, WasmFunction>): Record<string, WasmFunction> {
  const types = { advance: [2, 0], mark: [1, 0], eof: [1, 1] };
  const [type, imports, exports]: number[][] = [[3], [3], [3]];
  Object.entries(types).forEach(([name, [params, results]], nth) => {
    const text = [name.length, ...Buffer.from(name)];
    type!.push(
      0x60,
      params!,
      ...Array.from({ length: params! }, () => 0x7f),
      results!,
      ...Array.from({ length: results! }, () => 0x7f),
    );
    imports!.push(1, 0x65, ...text, 0, nth);
    exports!.push(...text, 0, nth);
  });
  const section = (id: number, content: readonly number[]): number[] => [id, content.length, ...content];
  const sections = [...section(1, type!), ...section(2, imports!), ...section(7, exports!)];
  const module = new wasm.Module(Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...sections]));
  return new wasm.Instance(module, { e: functions }).exports;
}
