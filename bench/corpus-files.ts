/**
 * The source files under a directory, for the benches, in a fixed order.
 * It must never be used by the engine: hidden directories and node_modules are passed over, and nothing else is.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import picomatch from 'picomatch';

/** The grammar by file extension. */
export const GRAMMAR_OF: Readonly<Record<string, string>> = {
  '.bash': 'bash',
  '.cc': 'cpp',
  '.cpp': 'cpp',
  '.cs': 'c-sharp',
  '.css': 'css',
  '.go': 'go',
  '.h': 'cpp',
  '.hpp': 'cpp',
  '.java': 'java',
  '.js': 'javascript',
  '.jsx': 'javascript',
  '.mjs': 'javascript',
  '.php': 'php',
  '.py': 'python',
  '.rb': 'ruby',
  '.rs': 'rust',
  '.sh': 'bash',
  '.ts': 'typescript',
  '.tsx': 'tsx',
};

export interface CorpusFile {
  readonly path: string;
  readonly grammar: string;
  readonly text: string;
}

/** `--corpus-dir DIR [--ext .py,.ts] [--include GLOB]...`; without them, every extension that has a grammar and all paths. */
export function corpusArguments(): { dir: string; extensions: string[]; include: string[] } {
  const { values } = parseArgs({
    options: {
      'corpus-dir': { type: 'string' },
      ext: { type: 'string' },
      include: { type: 'string', multiple: true, default: ['**'] },
    },
  });
  const dir = values['corpus-dir'];
  if (dir === undefined) throw new Error('pass --corpus-dir DIR');
  return { dir, extensions: values.ext?.split(',') ?? Object.keys(GRAMMAR_OF), include: values.include };
}

export function readCorpus(
  dir: string,
  extensions: readonly string[],
  include: readonly string[] = ['**'],
): CorpusFile[] {
  const files: CorpusFile[] = [];
  const isIncluded = picomatch([...include]);
  const visit = (at: string): void => {
    for (const entry of readdirSync(at, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(at, entry.name);
      const extension = extname(entry.name);
      const grammar = GRAMMAR_OF[extension];
      if (entry.isDirectory()) {
        if (!entry.name.startsWith('.') && entry.name !== 'node_modules') visit(path);
      } else if (entry.isFile() && grammar !== undefined && extensions.includes(extension)) {
        if (!isIncluded(relative(dir, path).replaceAll('\\', '/'))) continue;
        files.push({ path, grammar, text: readFileSync(path, 'utf8') });
      }
    }
  };
  visit(dir);
  return files;
}

/** CPU milliseconds of this thread so far. */
export function threadCpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
