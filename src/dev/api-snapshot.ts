/**
 * Compares the public declarations with `api.d.txt`; `--write` accepts them. Reads the emitted `.d.ts` from the door of the
 * package on, and takes what is exported there and every declaration that those name: not whole files, so that the text
 * changes only when what a user can see changes.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import ts from 'typescript';

const PROJECT = join(import.meta.dirname, '..', '..');
const DIST = join(PROJECT, 'dist');
const DOOR = join(DIST, 'src', 'index.d.ts');
const SNAPSHOT = join(PROJECT, 'api.d.txt');
/** Fewer declarations than this is a broken reading. */
const LEAST = 20;

const program = ts.createProgram([DOOR], {
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  target: ts.ScriptTarget.ES2023,
  types: ['node'],
  noEmit: true,
  skipLibCheck: true,
});
const checker = program.getTypeChecker();
const printer = ts.createPrinter({ removeComments: true });

const original = (symbol: ts.Symbol): ts.Symbol =>
  symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;

/** The declaration statements of a symbol that this package wrote. */
function statementsOf(symbol: ts.Symbol): ts.Node[] {
  return (symbol.declarations ?? []).map(statementOf).filter((node) => node !== null);
}

function statementOf(node: ts.Node): ts.Node | null {
  let at = node;
  while (at.parent !== undefined && !ts.isSourceFile(at.parent)) at = at.parent;
  const isOurs = at.getSourceFile().fileName.startsWith(DIST.split(sep).join('/'));
  return isOurs && at.parent !== undefined ? at : null;
}

/** Every name in a declaration, as the symbol it stands for. */
function namesIn(node: ts.Node, found: (symbol: ts.Symbol) => void): void {
  if (ts.isIdentifier(node)) {
    const symbol = checker.getSymbolAtLocation(node);
    if (symbol !== undefined) found(original(symbol));
  }
  ts.forEachChild(node, (child) => namesIn(child, found));
}

function reachable(roots: readonly ts.Symbol[]): Map<ts.Node, string> {
  const texts = new Map<ts.Node, string>();
  const waiting = [...roots];
  for (let symbol = waiting.pop(); symbol !== undefined; symbol = waiting.pop()) {
    for (const statement of statementsOf(symbol)) {
      if (texts.has(statement)) continue;
      texts.set(statement, printer.printNode(ts.EmitHint.Unspecified, statement, statement.getSourceFile()));
      namesIn(statement, (name) => waiting.push(name));
    }
  }
  return texts;
}

/** What a module exports by name; of a namespace (`export * as facts`) what is in it, as `facts.name`. */
function publicSymbols(module: ts.Symbol, prefix: string): Map<string, ts.Symbol> {
  const found = new Map<string, ts.Symbol>();
  for (const symbol of checker.getExportsOfModule(module)) {
    const target = original(symbol);
    const isModule = target.declarations?.some(ts.isSourceFile) === true;
    const inner = isModule
      ? publicSymbols(target, `${prefix}${symbol.name}.`)
      : [[prefix + symbol.name, target] as const];
    for (const [name, one] of inner) found.set(name, one);
  }
  return found;
}

/** Declarations by file in order of path; within a file in order of their text. */
function snapshot(): string {
  const door = program.getSourceFile(DOOR);
  const module = door && checker.getSymbolAtLocation(door);
  if (module === undefined) throw new Error(`${DOOR} is not there; run npm run build first`);
  const exported = publicSymbols(module, '');
  const unresolved = [...exported].filter(([, symbol]) => statementsOf(symbol).length === 0);
  if (unresolved.length > 0) throw new Error(`no declaration of ${unresolved.map(([name]) => name).join(', ')}`);
  const byFile = new Map<string, string[]>();
  const texts = reachable([...exported.values()]);
  if (texts.size < LEAST) throw new Error(`only ${texts.size} declarations were read`);
  for (const [node, text] of texts) {
    const file = relative(DIST, node.getSourceFile().fileName).split(sep).join('/');
    byFile.set(file, [...(byFile.get(file) ?? []), text]);
  }
  const names = [...exported.keys()].toSorted();
  const sections = [...byFile].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return [
    `// Exported:\n${names.map((name) => `//   ${name}\n`).join('')}`,
    ...sections.map(([file, parts]) => `// ${file}\n${parts.toSorted().join('\n')}\n`),
  ].join('\n');
}

const now = snapshot();
if (process.argv.includes('--write')) writeFileSync(SNAPSHOT, now);
else if (!existsSync(SNAPSHOT) || readFileSync(SNAPSHOT, 'utf8') !== now) {
  console.error('The public API is not what api.d.txt says: run npm run api:write and look at the difference');
  process.exitCode = 1;
}
