/** Reads source files for the checks of the house rules: their lines, casts, uses of Atomics and exported names. */
import { globSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import ts from 'typescript';

const PROJECT = join(import.meta.dirname, '..', '..');

export interface SourceFile {
  /** Relative to the project, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly lines: readonly string[];
}

/** The files that match the globs, in order of path. */
export function readFiles(...globs: readonly string[]): SourceFile[] {
  const paths = globs.flatMap((glob) => globSync(glob, { cwd: PROJECT })).map((path) => path.split(sep).join('/'));
  return [...new Set(paths)].toSorted().map((path) => {
    const text = readFileSync(join(PROJECT, path), 'utf8');
    return { path, text, lines: text.split('\n') };
  });
}

/** A place where a reason must stand: the line where its statement begins and the line of the thing itself, from 0. */
interface Place {
  readonly statement: number;
  readonly line: number;
}

function walk(file: SourceFile, visit: (node: ts.Node, place: () => Place) => void): void {
  const source = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true);
  const lineOf = (position: number): number => source.getLineAndCharacterOfPosition(position).line;
  const go = (node: ts.Node): void => {
    visit(node, () => ({ statement: lineOf(statementStart(node)), line: lineOf(node.getEnd()) }));
    ts.forEachChild(node, go);
  };
  go(source);
}

/** Start of the nearest statement, class member or property around a node. */
function statementStart(node: ts.Node): number {
  let at = node;
  while (at.parent !== undefined && !ts.isStatement(at) && !ts.isClassElement(at) && !ts.isPropertyAssignment(at))
    at = at.parent;
  return at.getStart();
}

/** Casts other than `as const` without a reason, as `path:line`. */
export function castsWithoutReason(file: SourceFile): string[] {
  const places: Place[] = [];
  walk(file, (node, place) => {
    const isCast = ts.isAsExpression(node) || ts.isTypeAssertionExpression(node);
    if (isCast && !ts.isConstTypeReference(node.type)) places.push(place());
  });
  return withoutReason(file, places, 'Safe because:');
}

/** Uses of `Atomics` without a word on their order, as `path:line`. */
export function atomicsWithoutReason(file: SourceFile): string[] {
  if (!file.text.includes('Atomics')) return [];
  const places: Place[] = [];
  walk(file, (node, place) => {
    if (ts.isPropertyAccessExpression(node) && node.expression.getText() === 'Atomics') places.push(place());
  });
  return withoutReason(file, places, 'Ordering:');
}

function withoutReason(file: SourceFile, places: readonly Place[], reason: string): string[] {
  const isGiven = (line: number): boolean => commentNear(file.lines, line).includes(reason);
  return places
    .filter((place) => !isGiven(place.line) && !isGiven(place.statement))
    .map((place) => `${file.path}:${place.line + 1}`);
}

const COMMENT = /^\s*(\/\/|\/\*|\*)/;

/** The line, the two above it, and the rest of a comment that begins further up. */
function commentNear(lines: readonly string[], line: number): string {
  let first = Math.max(0, line - 2);
  while (first > 0 && COMMENT.test(lines[first]!) && COMMENT.test(lines[first - 1]!)) first--;
  return lines.slice(first, line + 1).join('\n');
}

/** Names that a file declares and exports. */
export function exportedNames(file: SourceFile): string[] {
  const names: string[] = [];
  walk(file, (node) => {
    if (!ts.canHaveModifiers(node) || !ts.getModifiers(node)?.some((one) => one.kind === ts.SyntaxKind.ExportKeyword))
      return;
    if (ts.isVariableStatement(node)) names.push(...node.declarationList.declarations.map((one) => one.name.getText()));
    else if ('name' in node && node.name !== undefined) {
      // Safe because: the name of an exported declaration is a node.
      names.push((node.name as ts.Node).getText());
    }
  });
  return names;
}

/** The words of a name in any case: `fileCount`, `FILE_COUNT` and `file-count` have the words file and count. */
export function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.toLowerCase());
}
