/** Wrong command lines: what is said, and the exit code. The help, and the document that holds it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { EXIT } from '../../src/cli/exit-codes.ts';
import { nearest } from '../../src/cli/nearest.ts';
import { cli } from './run-cli.ts';

const DOCUMENT = join(import.meta.dirname, '..', '..', 'docs', 'cli.md');
const COMMANDS = [[], ['index'], ['query'], ['export'], ['demo']] as const;

test.each([
  [['idnex', '.'], "unknown command 'idnex'\n(Did you mean index?)"],
  [['index', '.', '--jsno'], "unknown option '--jsno'\n(Did you mean --json?)"],
  [['index'], "missing required argument 'DIR'"],
  [['index', 'a', 'b'], "too many arguments for 'index'"],
  [['index', '.', '--preset', 'fats'], 'Allowed choices are fast, balanced, thorough'],
  [['index', '.', '--workers', 'many'], "Give a number from 0 to 256, or 'auto'"],
  [['index', '.', '--workers', '257'], "Give a number from 0 to 256, or 'auto'"],
  [['index', '.', '--max-file-bytes', '0'], 'Give a whole number from 1 to 2147483647'],
  [
    ['index', '.', '--stages', 'ir-bild'],
    "There is no stage 'ir-bild' (did you mean 'ir-build'?); the stages are ir-build,",
  ],
  [['index', '.', '--stages', 'symbols,'], 'Give names with commas between'],
  [['query', '.', 'callers', 'x', '--limit', '-1'], 'Give a whole number from 1 to 100000'],
  [['query', '.', 'search', 'x', '--mode', 'fuzzy'], 'Allowed choices are ranked, literal, pattern'],
  [['export', '.'], "required option '--format <format>' not specified"],
  [['export', '.', '--format', 'xml'], 'Allowed choices are json, callgraph, scip, graphml'],
] as const)('%j is refused with what would be right', async (args, message) => {
  const { code, out, err } = await cli(args);
  expect(code).toBe(EXIT.usage);
  expect(out).toBe('');
  expect(err).toContain(message);
});

test('no command prints the help on the error stream and ends with 2', async () => {
  const { code, out, err } = await cli([]);
  expect([code, out]).toEqual([2, '']);
  expect(err).toMatch(/^Usage: stratagraph /);
});

test('--version prints the version of the package', async () => {
  const manifest: { version: string } = JSON.parse(
    readFileSync(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8'),
  );
  expect(await cli(['--version'])).toEqual({ code: 0, out: `${manifest.version}\n`, err: '' });
});

test('the word that was meant is found, and none when none is near', () => {
  expect(nearest('calers', ['callers', 'callees'])).toBe('callers');
  expect(nearest('outlien', ['outline', 'imports'])).toBe('outline');
  expect(nearest('xyzzy', ['outline', 'imports'])).toBeNull();
});

test('the document of the command line holds the help of every command as it is printed', async () => {
  let text = readFileSync(DOCUMENT, 'utf8');
  const blocks: string[] = [];
  for (const command of COMMANDS) {
    const { code, out } = await cli([...command, '--help']);
    expect(code).toBe(EXIT.ok);
    expect(out).toContain(command.length === 0 ? 'Exit codes:' : 'Examples:');
    blocks.push(`\`\`\`text\n${['$ stratagraph', ...command, '--help'].join(' ')}\n${out.trimEnd()}\n\`\`\``);
  }
  if (process.env['UPDATE_EXPECT'] === '1') {
    let at = 0;
    text = text.replaceAll(/```text\n\$ stratagraph [^]*?\n```/g, () => blocks[at++]!);
    writeFileSync(DOCUMENT, text);
  }
  for (const block of blocks) expect(text).toContain(block);
});

test('the document of the command line lists every exit code', () => {
  const text = readFileSync(DOCUMENT, 'utf8');
  const listed = [...text.matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code));
  expect(listed).toEqual(Object.values(EXIT));
});
