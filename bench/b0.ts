/**
 * B0: the CPU time of web-tree-sitter parsing every file of a corpus on one thread, and nothing else.
 * `node --conditions=stratagraph-source bench/b0.ts --corpus-dir DIR [--ext .py,.ts] [--include GLOB]...` prints it as JSON.
 * It must never go through the engine: it is what the engine is measured against.
 */
import { createRequire } from 'node:module';
import { Language, Parser } from 'web-tree-sitter';
import { corpusArguments, readCorpus, threadCpuMs } from './corpus-files.ts';

const PASSES = 3;
const require = createRequire(import.meta.url);
const { dir, extensions, include } = corpusArguments();
const files = readCorpus(dir, extensions, include);

await Parser.init();
const parsers = new Map<string, Parser>();
for (const { grammar } of files) {
  if (parsers.has(grammar)) continue;
  const wasm = require.resolve(`@vscode/tree-sitter-wasm/wasm/tree-sitter-${grammar}.wasm`);
  parsers.set(grammar, new Parser().setLanguage(await Language.load(wasm)));
}

/** CPU and wall milliseconds of one pass. The first also compiles the wasm to its faster tier. */
function pass(): { cpuMs: number; wallMs: number } {
  const cpu = threadCpuMs();
  const wall = performance.now();
  for (const { grammar, text } of files) parsers.get(grammar)!.parse(text)!.delete();
  return { cpuMs: Math.round(threadCpuMs() - cpu), wallMs: Math.round(performance.now() - wall) };
}

const passes = Array.from({ length: PASSES }, pass);
const result = {
  files: files.length,
  megabytes: Number((files.reduce((sum, file) => sum + Buffer.byteLength(file.text), 0) / 1e6).toFixed(2)),
  lines: files.reduce((sum, file) => sum + file.text.split('\n').length - 1, 0),
  b0CpuMs: Math.min(...passes.map((one) => one.cpuMs)),
  passes,
  node: process.version,
};
console.log(JSON.stringify(result));
