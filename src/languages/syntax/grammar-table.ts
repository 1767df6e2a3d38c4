/**
 * The table of grammars: which package holds each one's wasm, and whose work it is. A grammar is added here, with a
 * check source in `check-sources.ts`, and its package as a dev dependency: the build copies the wasm into
 * `dist/grammars`. It must never hold code: the loader and the packer both read it.
 */

/** Where a grammar's wasm comes from in a checkout, and what its licence asks to be told with it. */
export interface GrammarSource {
  readonly package: string;
  readonly wasm: string;
  readonly repository: string;
  /** The copyright lines of its licence, which is MIT for all of them. */
  readonly copyright: readonly string[];
}

function vscode(grammar: string, repository: string, ...copyright: string[]): GrammarSource {
  return {
    package: '@vscode/tree-sitter-wasm',
    wasm: `wasm/tree-sitter-${grammar}.wasm`,
    repository: `https://github.com/tree-sitter/tree-sitter-${repository}`,
    copyright,
  };
}

/** A grammar from a package of its own. Its install script is never run: only the wasm is taken. */
function own(grammar: string, from: string, repository: string, copyright: string): GrammarSource {
  return {
    package: from,
    wasm: `tree-sitter-${grammar}.wasm`,
    repository: `https://github.com/${repository}`,
    copyright: [copyright],
  };
}

export const GRAMMARS: Readonly<Record<string, GrammarSource>> = {
  bash: vscode('bash', 'bash', 'Copyright (c) 2017 Max Brunsfeld'),
  c: own('c', 'tree-sitter-c', 'tree-sitter/tree-sitter-c', 'Copyright (c) 2014 Max Brunsfeld'),
  'c-sharp': vscode(
    'c-sharp',
    'c-sharp',
    'Copyright (c) 2014-2023 Max Brunsfeld, Damien Guard, Amaan Qureshi, and contributors',
  ),
  cpp: vscode('cpp', 'cpp', 'Copyright (c) 2014 Max Brunsfeld'),
  css: vscode('css', 'css', 'Copyright (c) 2018 Max Brunsfeld'),
  go: vscode('go', 'go', 'Copyright (c) 2014 Max Brunsfeld'),
  java: vscode('java', 'java', 'Copyright (c) 2017 Ayman Nadeem'),
  javascript: vscode('javascript', 'javascript', 'Copyright (c) 2014 Max Brunsfeld'),
  kotlin: own(
    'kotlin',
    '@tree-sitter-grammars/tree-sitter-kotlin',
    'tree-sitter-grammars/tree-sitter-kotlin',
    'Copyright (c) 2024 Amaan Qureshi <amaanq12@gmail.com>',
  ),
  php: vscode(
    'php',
    'php',
    'Copyright (c) 2017 Josh Vera, GitHub',
    'Copyright (c) 2019 Max Brunsfeld, Amaan Qureshi, Christian Frøystad, Caleb White',
  ),
  powershell: {
    ...vscode('powershell', 'powershell', 'Copyright (c) 2023 Airbus CERT'),
    repository: 'https://github.com/airbus-cert/tree-sitter-powershell',
  },
  python: vscode('python', 'python', 'Copyright (c) 2016 Max Brunsfeld'),
  ruby: vscode('ruby', 'ruby', 'Copyright (c) 2016 Rob Rix'),
  rust: vscode('rust', 'rust', 'Copyright (c) 2017 Maxim Sokolov'),
  scala: own(
    'scala',
    'tree-sitter-scala',
    'tree-sitter/tree-sitter-scala',
    'Copyright (c) 2018 Max Brunsfeld and GitHub',
  ),
  tsx: vscode('tsx', 'typescript', 'Copyright (c) 2017 Max Brunsfeld'),
  typescript: vscode('typescript', 'typescript', 'Copyright (c) 2017 Max Brunsfeld'),
};

export const GRAMMAR_NAMES: readonly string[] = Object.keys(GRAMMARS);
