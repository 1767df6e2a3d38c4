/**
 * syntax: source text to flat rows of syntax nodes. The only place that touches web-tree-sitter.
 *
 *     const grammar = await loadGrammar('python');
 *     const tree = grammar.parse('def f(): pass');
 *     tree.type[1] === grammar.type('function_definition');
 */
import { startRuntime } from './parser-runtime.ts';

export { grammarsIdentity } from './grammar-files.ts';
export { GRAMMAR_NAMES } from './grammar-table.ts';
export { loadGrammar, type Grammar } from './grammar.ts';
export { compileCore, compileGrammar, provideModules, wasmHeapBytes, type SyntaxModules } from './parser-runtime.ts';
export type { SyntaxTree } from './rows.ts';
export type { WasmModule } from './wasm.ts';

/** Starts the parser on this thread. `loadGrammar` does it too. */
export async function initSyntax(): Promise<void> {
  await startRuntime();
}
