/**
 * The table of grammars: which package holds each one's wasm. A grammar is added here, with a check source in
 * `check-sources.ts`, and its package as a dev dependency: the build copies the wasm into `dist/grammars`.
 * It must never hold code: the loader and the packer both read it.
 */

/** Where a grammar's wasm comes from in a checkout. */
export interface GrammarSource {
  readonly package: string;
  readonly wasm: string;
}

function vscode(grammar: string): GrammarSource {
  return { package: '@vscode/tree-sitter-wasm', wasm: `wasm/tree-sitter-${grammar}.wasm` };
}

export const GRAMMARS: Readonly<Record<string, GrammarSource>> = {
  bash: vscode('bash'),
  'c-sharp': vscode('c-sharp'),
  cpp: vscode('cpp'),
  css: vscode('css'),
  go: vscode('go'),
  java: vscode('java'),
  javascript: vscode('javascript'),
  php: vscode('php'),
  python: vscode('python'),
  ruby: vscode('ruby'),
  rust: vscode('rust'),
  tsx: vscode('tsx'),
  typescript: vscode('typescript'),
};

export const GRAMMAR_NAMES: readonly string[] = Object.keys(GRAMMARS);
