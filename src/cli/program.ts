/** The commands, options and texts of the help. The one source of `docs/cli.md`. */
import { Command, Option } from 'commander';
import { EXPORT_FORMATS, GRAPH_KINDS, SEARCH_MODES, SLICE_DIRECTIONS } from '#query';
import { runDemo } from './demo-command.ts';
import { runExport, type ExportCommandFlags } from './export-command.ts';
import { runIndex, type IndexCommandFlags } from './index-command.ts';
import { commaList, repeated, stageList, STAGES, wholeNumber, workers } from './option-values.ts';
import { PACKAGE_VERSION } from './package-version.ts';
import { QUERY_KINDS } from './query-kinds.ts';
import { runQuery, type QueryCommandFlags } from './query-command.ts';
import type { IndexFlags, Run } from './run.ts';

import { textTable } from './text-table.ts';

/** The help is this wide wherever it is shown, so that the documents hold it as it is. */
const HELP_WIDTH = 110;
const PRESETS = ['fast', 'balanced', 'thorough'] as const;

const EXIT_CODES = `
Exit codes:
  0    all went well
  1    the directory cannot be read, or the engine failed
  2    the command line or the question is wrong
  3    indexed, but a stage failed on every file
  130  ended by SIGINT

NO_COLOR, when it is not empty, turns colours off; FORCE_COLOR turns them on.`;

/** The program for one run. Parsing it runs the command. */
export function program(run: Run): Command {
  const top = new Command('stratagraph')
    .description('An index of a code repository: symbols, references, calls, imports, text search.')
    .version(PACKAGE_VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .addHelpText('after', EXIT_CODES)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void run.out.stream.write(text),
      writeErr: (text) => void run.streams.stderr.write(text),
      getOutHelpWidth: () => HELP_WIDTH,
      getErrHelpWidth: () => HELP_WIDTH,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
  addIndex(top, run);
  addQuery(top, run);
  addExport(top, run);
  addDemo(top, run);
  return top;
}

function addIndex(top: Command, run: Run): void {
  const command = top
    .command('index')
    .description('Index a directory and print what was derived, stage by stage.')
    .argument('<DIR>', 'the root of the repository')
    .option('--json', 'print one JSON document')
    .option('--problems', 'list every problem: unreadable files, source in error, units that failed');
  withIndexOptions(command)
    .addHelpText(
      'after',
      examples([
        ['index .', 'the table of stages'],
        ['index . --json | jq .wallMs', 'one figure of the document'],
        ["index . --exclude 'vendor/**' --workers 4", 'without a folder, on four workers'],
      ]),
    )
    .action(async (root: string, flags: IndexCommandFlags) => runIndex(run, root, flags));
}

function addQuery(top: Command, run: Run): void {
  const command = top
    .command('query')
    .description(
      'Index a directory and answer a question about it. With - as the kind, every line of the input is a question in ' +
        'JSON, and every line of the output its answer.',
    )
    .argument('<DIR>', 'the root of the repository')
    .argument('<KIND>', 'the kind of question, a question in JSON, or -')
    .argument('[WORDS...]', 'what the question is about')
    .option('--json', 'print the answer as JSON')
    .option('--limit <n>', 'most rows of the answer', wholeNumber(1, 100_000))
    .option('--cursor <text>', 'go on behind the last page')
    .option('--max-tokens <n>', 'most tokens of the answer, estimated', wholeNumber(1, Number.MAX_SAFE_INTEGER))
    .option('--depth <n>', 'steps to follow: callers, callees, dependents', wholeNumber(1, 0x7fffffff))
    .option('--roles <roles>', 'only these roles, with commas between: references', commaList)
    .option('--pattern <pattern>', 'a search pattern for the simple name: symbols')
    .option('--symbol-kind <kind>', 'only symbols of this kind: symbols')
    .addOption(new Option('--mode <mode>', 'how text is searched, ranked when not given: search').choices(SEARCH_MODES))
    .option('--ignore-case', 'letters match both cases: search')
    .addOption(new Option('--direction <way>', 'what decides it, or what it decides: slice').choices(SLICE_DIRECTIONS))
    .option('--thin', 'values only, not what decides whether they are made: slice')
    .option('--executable', 'also what the statements need to run: slice');
  withIndexOptions(command)
    .addHelpText('after', kindTable())
    .addHelpText(
      'after',
      examples([
        ['query . definition shop.cart.Cart.add', 'by qualified name'],
        ['query . callers src/shop/cart.py:12:9', 'by position: line and column from 1'],
        ['query . callers add --depth 3', 'every symbol whose name ends so, three steps up'],
        ['query . cfg shop.cart.Cart.add', 'the flow graph of a function'],
        ['query . slice src/shop/cart.py:12 total', 'the statements that decide the variable on that line'],
        ['query . symbols --pattern ^test_ --limit 20', 'by pattern'],
        ["query . search 'TODO|FIXME' --mode pattern", 'text, in linear time'],
        [`query . '{"kind":"references","symbol":"main","roles":["call"]}'`, 'as JSON'],
        ['query . - < questions.jsonl', 'many questions, one index'],
      ]),
    )
    .action(async (root: string, kind: string, words: string[], flags: QueryCommandFlags) =>
      runQuery(run, root, kind, words, flags),
    );
}

function addExport(top: Command, run: Run): void {
  const command = top
    .command('export')
    .description('Index a directory and write the index in a format of others.')
    .argument('<DIR>', 'the root of the repository')
    .addOption(
      new Option('--format <format>', 'the format of the output').choices(EXPORT_FORMATS).makeOptionMandatory(),
    )
    .addOption(new Option('--json', 'the same as --format json').implies({ format: 'json' }))
    .option('--function <target>', 'the function that is drawn: dot, mermaid')
    .addOption(
      new Option('--graph <graph>', 'which graph of it, cfg when not given: dot, mermaid').choices(GRAPH_KINDS),
    );
  withIndexOptions(command)
    .addHelpText(
      'after',
      examples([
        ['export . --format callgraph', '{ caller: [callee, ...] }, qualified names'],
        ['export . --format scip > index.scip', 'a SCIP index (protobuf)'],
        ['export . --format graphml > index.graphml', 'files and declarations as a graph'],
        ['export . --format json | head', 'a line per file'],
        ['export . --format dot --function Cart.add | dot -Tsvg', 'the flow graph of a function'],
      ]),
    )
    .action(async (root: string, flags: ExportCommandFlags) => runExport(run, root, flags));
}

function addDemo(top: Command, run: Run): void {
  const command = top
    .command('demo')
    .description('Index a directory, print the table of stages and three answers about what is called most there.')
    .argument('[DIR]', 'the root of the repository', '.')
    .option('--json', 'print one JSON document');
  withIndexOptions(command)
    .addHelpText('after', examples([['demo ~/src/django', 'any repository']]))
    .action(async (root: string, flags: IndexFlags & { readonly json?: boolean }) => runDemo(run, root, flags));
}

function withIndexOptions(command: Command): Command {
  return command
    .addOption(new Option('--preset <preset>', 'which stages run').choices(PRESETS).default('fast'))
    .option('--stages <slugs>', `switch on further stages, with commas between: ${STAGES.join(', ')}`, stageList)
    .option('--workers <n>', 'worker threads: 0 for none, auto for up to one per processor', workers, 'auto')
    .option('--memory-budget <mb>', 'memory to stay within; over it segments go to files', wholeNumber(1, 1e7))
    .option('--include <glob>', 'only files that match; may be given again', repeated)
    .option('--exclude <glob>', 'no files that match; may be given again', repeated)
    .option('--max-file-bytes <n>', 'larger files are searched as text only', wholeNumber(1, 0x7fffffff))
    .option('--saved <dir>', 'keep the index in this directory, and go on from what it has')
    .option('--name <name>', 'name of the repository (default: the last part of its path)');
}

function examples(rows: readonly (readonly [string, string])[]): string {
  const lines = textTable(
    [{ title: '' }, { title: '' }],
    rows.map(([call, text]) => [`stratagraph ${call}`, text]),
  );
  return `\nExamples:\n${lines
    .slice(1)
    .map((line) => `  ${line}`)
    .join('\n')}`;
}

function kindTable(): string {
  const lines = textTable(
    [{ title: '' }, { title: '' }],
    QUERY_KINDS.map(({ kind, usage, asks }) => [`${kind} ${usage}`, asks]),
  );
  return (
    `\nKinds:\n${lines
      .slice(1)
      .map((line) => `  ${line}`)
      .join('\n')}\n\n` +
    'A TARGET is a position (path:line:column), a qualified name (pkg.module.Class.method, path/module.Class.method),\n' +
    'the end of one (Class.method), the path of a file, or the name of something outside (requests.get).'
  );
}
