/**
 * Types of unannotated variables and of results without annotation against the checker of TypeScript 6, as JSON.
 *
 *     node --conditions=stratagraph-source bench/typescript-types.ts --corpus-dir DIR [--limit-report N] [--random N --seed S]
 *
 * The program of the checker has the sources of the corpus and the declarations of Node, without the packages that the corpus
 * depends on. Compared is what the checker knows: a type in which there is `any`, or an error, is left out and counted. Two
 * types agree when their texts do, without regard to the order of unions and to white space. `agreement` is the share of all
 * that is compared; `precision` that of what this index says anything about. It must never repair an answer.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import ts from 'typescript';
import {
  bodyPosition,
  declarationPosition,
  localSpan,
  returnType,
  statementPosition,
  typeText,
  VARIABLE_SOURCES,
  variableType,
} from '../src/facts/index.ts';
import { UnifiedOrchestrator, type PipelineContext } from '../src/orchestrator/index.ts';
import { randomNumbers } from '../src/testkit/random-numbers.ts';
import { Misses, rate } from './misses.ts';

const { values } = parseArgs({
  options: {
    'corpus-dir': { type: 'string' },
    'limit-report': { type: 'string', default: '4' },
    random: { type: 'string', default: '0' },
    seed: { type: 'string', default: '1' },
    include: { type: 'string', multiple: true, default: ['**/*.ts', '**/*.tsx'] },
  },
});
const directory = values['corpus-dir'];
if (directory === undefined) throw new Error('pass --corpus-dir DIR');
const require = createRequire(import.meta.url);

const NO_TYPE = 0xffffffff;
const LOCAL = VARIABLE_SOURCES.indexOf('local');
const FLAGS = ts.TypeFormatFlags.NoTruncation | (ts.TypeFormatFlags.WriteArrayAsGenericType * 0);

// ---- this index ---------------------------------------------------------------------------------------------------

interface Answers {
  /** Types of variables by the offset of their name, of results by the extent of the function. */
  readonly variables: ReadonlyMap<number, string>;
  readonly results: ReadonlyMap<string, string>;
}

function answersOf(context: PipelineContext, path: string): Answers {
  const variables = new Map<number, string>();
  const results = new Map<string, string>();
  const texts = context.table(typeText, path);
  const rows = context.table(variableType, path);
  if (texts === null || rows === null) return { variables, results };
  const spans = context.table(localSpan, path)!;
  const statements = context.table(statementPosition, path)!;
  const positions = context.table(declarationPosition, path)!;
  for (let row = 0; row < rows.rows; row++) {
    const at = rows.at.at(row);
    const offset =
      rows.source.at(row) === LOCAL
        ? (statements.start.at(spans.statement.at(at)) + spans.offset.at(at)) >>> 0
        : positions.name.at(at);
    variables.set(offset, texts.text.at(rows.type.at(row)));
  }
  const returns = context.table(returnType, path)!;
  const extents = context.table(bodyPosition, path)!;
  for (let row = 0; row < returns.rows; row++) {
    const type = returns.type.at(row);
    if (type !== NO_TYPE && type >= 0) {
      results.set(`${extents.start.at(row)}-${extents.end.at(row)}`, texts.text.at(type));
    }
  }
  return { variables, results };
}

// ---- the checker --------------------------------------------------------------------------------------------------

function programOf(paths: readonly string[]): ts.Program {
  const packages = new Map<string, string>();
  for (const path of paths.filter((one) => one.endsWith('package.json'))) {
    const text: unknown = JSON.parse(readFileSync(join(directory!, path), 'utf8'));
    if (typeof text === 'object' && text !== null && 'name' in text && typeof text.name === 'string') {
      packages.set(text.name, dirname(path));
    }
  }
  const mapped = Object.fromEntries(
    [...packages].flatMap(([name, folder]) => [
      [name, [`./${folder}`]],
      [`${name}/lib/*`, [`./${folder}/src/*`]],
    ]),
  );
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.CommonJS,
    moduleResolution: ts.ModuleResolutionKind.Node10,
    ignoreDeprecations: '6.0',
    strict: true,
    experimentalDecorators: true,
    jsx: ts.JsxEmit.React,
    noEmit: true,
    skipLibCheck: true,
    useUnknownInCatchVariables: false,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    types: ['node'],
    typeRoots: [dirname(dirname(require.resolve('@types/node/package.json')))],
    baseUrl: directory!,
    paths: mapped,
  };
  const roots = paths.filter((path) => /\.tsx?$/.test(path)).map((path) => join(directory!, path));
  return ts.createProgram(roots, options);
}

function isImplicit(node: ts.Node): node is ts.VariableDeclaration | ts.BindingElement | ts.PropertyDeclaration {
  if (ts.isVariableDeclaration(node)) return node.type === undefined && ts.isIdentifier(node.name);
  if (ts.isBindingElement(node)) return ts.isIdentifier(node.name);
  return (
    ts.isPropertyDeclaration(node) &&
    node.type === undefined &&
    node.initializer !== undefined &&
    !ts.isArrowFunction(node.initializer) &&
    !ts.isFunctionExpression(node.initializer)
  );
}

function isFunction(node: ts.Node): node is ts.FunctionLikeDeclaration {
  return (
    (ts.isFunctionDeclaration(node) ||
      ts.isMethodDeclaration(node) ||
      ts.isArrowFunction(node) ||
      ts.isFunctionExpression(node)) &&
    node.type === undefined &&
    node.body !== undefined
  );
}

/** White space, the order of unions and the marks of strings are no differences. */
function normal(text: string): string {
  const plain = text
    .replaceAll(/import\("[^"]*"\)\./g, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/;(?= ?\})/g, '')
    .replaceAll("'", '"');
  return plain
    .split(' | ')
    .map((part) => part.trim())
    .toSorted()
    .join(' | ');
}

const counts = { agree: 0, differ: 0, silent: 0, skipped: 0 };
const kinds: Record<string, typeof counts> = {};
const misses = new Misses(Number(values['limit-report']), randomNumbers(1));
const sampled: { where: string; ours: string; theirs: string }[] = [];

function compare(kind: string, where: () => string, ours: string | undefined, theirs: string): void {
  const own = (kinds[kind] ??= { agree: 0, differ: 0, silent: 0, skipped: 0 });
  const outcome = ours === undefined ? 'silent' : normal(ours) === normal(theirs) ? 'agree' : 'differ';
  counts[outcome]++;
  own[outcome]++;
  if (ours !== undefined) sampled.push({ where: where(), ours, theirs });
  if (outcome !== 'agree') misses.add(outcome, kind, () => `${where()}: ${ours ?? '-'} <> ${theirs}`);
}

function visitFile(checker: ts.TypeChecker, source: ts.SourceFile, path: string, answers: Answers): void {
  const skip = (kind: string): void => {
    counts.skipped++;
    (kinds[kind] ??= { agree: 0, differ: 0, silent: 0, skipped: 0 }).skipped++;
  };
  const textOf = (type: ts.Type): string | null => {
    const text = checker.typeToString(type, undefined, FLAGS);
    return /\bany\b/.test(text) || (type.flags & ts.TypeFlags.Any) !== 0 ? null : text;
  };
  const where = (at: number): string => `${path}:${source.getLineAndCharacterOfPosition(at).line + 1}`;
  const visit = (node: ts.Node): void => {
    if (isImplicit(node)) {
      const kind = ts.isPropertyDeclaration(node) ? 'property' : ts.isBindingElement(node) ? 'pattern' : 'variable';
      const start = node.name.getStart();
      const theirs = textOf(checker.getTypeAtLocation(node.name));
      if (theirs === null) skip(kind);
      else compare(kind, () => `${where(start)} ${node.name.getText()}`, answers.variables.get(start), theirs);
    } else if (isFunction(node)) {
      const signature = checker.getSignatureFromDeclaration(node);
      const theirs = signature === undefined ? null : textOf(signature.getReturnType());
      const start = node.getStart();
      if (theirs === null) skip('result');
      else compare('result', () => `${where(start)} ${node.name?.getText() ?? '=>'}`, resultOf(answers, node), theirs);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
}

/** Modifiers and decorators may or may not belong to the extent of a function. */
function resultOf(answers: Answers, node: ts.FunctionLikeDeclaration): string | undefined {
  for (const start of [
    node.getStart(),
    node.name?.getStart() ?? -1,
    ...node.getChildren().map((child) => child.getStart()),
  ]) {
    const found = answers.results.get(`${start}-${node.getEnd()}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

const started = performance.now();
const orchestrator = new UnifiedOrchestrator({
  parallelWorkers: 2,
  include: [...values.include, '**/package.json', '**/tsconfig*.json'],
  stages: {
    enableTypes: true,
    enableChunking: false,
    enableLexical: false,
    enableSymbols: false,
    enableOccurrences: false,
  },
});
const stats = await orchestrator.indexRepository(directory);
const indexed = performance.now() - started;
const context = orchestrator.getContext();
const program = programOf(context.files);
const checker = program.getTypeChecker();
for (const path of context.files) {
  const source = /\.tsx?$/.test(path) ? program.getSourceFile(join(directory, path)) : undefined;
  if (source !== undefined) visitFile(checker, source, path, answersOf(context, path));
}
await orchestrator.close();

const compared = counts.agree + counts.differ + counts.silent;
const random = randomNumbers(Number(values.seed));
const shown = Array.from({ length: Number(values.random) }, () => sampled[Math.floor(random() * sampled.length)]);
console.log(
  JSON.stringify(
    {
      files: context.files.length,
      indexMs: Math.round(indexed),
      typesMs: stats.stages.find((stage) => stage.slug === 'types')?.ms,
      compared,
      ...counts,
      agreement: rate(counts.agree, compared),
      precision: rate(counts.agree, counts.agree + counts.differ),
      kinds,
      misses: misses.report(),
      random: shown,
    },
    null,
    2,
  ),
);
