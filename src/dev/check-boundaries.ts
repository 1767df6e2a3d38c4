/**
 * Checks the direction of the rooms with dependency-cruiser, and that it read every source file: with an API of TypeScript
 * that it does not know, it reads nothing and finds nothing wrong. It must never pass on an empty reading.
 */
import { execFileSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { join, sep } from 'node:path';

/** Fewer modules or edges than this is a broken reading, whatever the folders hold. */
const LEAST_MODULES = 150;
const LEAST_EDGES = 500;

const ROOT = join(import.meta.dirname, '..', '..');
const PROGRAM = join(ROOT, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruiser.mjs');

export interface Boundaries {
  /** Source files read, `/` in paths. */
  readonly modules: readonly string[];
  readonly edges: number;
  readonly violations: readonly Violation[];
}

export interface Violation {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
}

interface CruiseResult {
  readonly modules: readonly { readonly source: string; readonly dependencies: readonly unknown[] }[];
  readonly summary: {
    readonly violations: readonly {
      readonly rule: { readonly name: string };
      readonly from: string;
      readonly to: string;
    }[];
  };
}

/** Reads `folders` below `root` by the rules of `config`. */
export function readBoundaries(root: string, config: string, folders: readonly string[]): Boundaries {
  // The program ends with the number of errors; with JSON as output it ends with 0.
  const text = execFileSync(process.execPath, [PROGRAM, '--config', config, '--output-type', 'json', ...folders], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const result: CruiseResult = JSON.parse(text);
  const modules = result.modules.filter((one) => folders.some((folder) => one.source.startsWith(`${folder}/`)));
  return {
    modules: modules.map((one) => one.source),
    edges: modules.reduce((sum, one) => sum + one.dependencies.length, 0),
    violations: result.summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
  };
}

/** What is wrong with the boundaries, one line each. */
export function boundaryProblems(found: Boundaries, files: readonly string[]): string[] {
  const read = new Set(found.modules);
  return [
    ...found.violations.map(({ rule, from, to }) => `${rule}: ${from} -> ${to}`),
    ...files.filter((file) => !read.has(file)).map((file) => `not read: ${file}`),
    ...(found.modules.length < LEAST_MODULES ? [`only ${found.modules.length} modules were read`] : []),
    ...(found.edges < LEAST_EDGES ? [`only ${found.edges} imports were read`] : []),
  ];
}

if (import.meta.main) {
  const found = readBoundaries(ROOT, '.dependency-cruiser.mjs', ['src', 'stages']);
  const files = globSync('{src,stages}/**/*.ts', { cwd: ROOT }).map((path) => path.split(sep).join('/'));
  const problems = boundaryProblems(found, files);
  for (const problem of problems) console.error(problem);
  console.log(`boundaries: ${found.modules.length} modules, ${found.edges} imports, ${problems.length} errors`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
