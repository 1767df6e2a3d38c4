/**
 * The rules of nested ignore files for a walk without git. Matching is that of the `ignore` package; this file only puts
 * the rules of all levels into one list, in git's order, so that a deeper file overrides what stands above it.
 *
 * Ignore files are hostile: rules become regular expressions, so what could explode is dropped with a problem.
 * Must never read one through a link or wait for one that is a pipe.
 */
import ignore, { type Ignore } from 'ignore';
import { decodeSource } from './decode.ts';
import { readContained } from './contained-file.ts';

/** The rules in force in one directory and below. */
export interface IgnoreScope {
  readonly rules: Ignore;
  readonly ruleCount: number;
}

const MAX_FILE_BYTES = 256 * 1024;
const MAX_RULES = 10_000;
const MAX_RULE_UNITS = 512;
// Each part `**` of a rule multiplies the time of a failing match by the depth of the path (measured: five take 0.4 s
// on 60 levels). Stars within one name cost no more than linear time in this package.
const MAX_GLOBSTARS = 3;

export const EMPTY_SCOPE: IgnoreScope = { rules: newRules(), ruleCount: 0 };

function newRules(): Ignore {
  return ignore({ ignorecase: false, allowRelativePaths: true });
}

/** The scope of a directory: the one above it, then the rules of `file`. The same object when the file adds nothing. */
export function extendScope(
  above: IgnoreScope,
  realRoot: string,
  directory: string,
  file: string,
  onDropped: (message: string) => void,
): IgnoreScope {
  const read = readContained(realRoot, file, MAX_FILE_BYTES);
  if (read.status === 'failed') {
    if (read.problem.code !== 'vanished') onDropped(read.problem.message);
    return above;
  }
  if (read.isTooLarge) {
    onDropped(`has more than ${MAX_FILE_BYTES} bytes; none of its rules is applied`);
    return above;
  }
  const lines = ruleLines(decodeSource(read.bytes).text);
  const usable = lines.filter((line) => !isExplosive(line));
  if (usable.length < lines.length)
    onDropped(`has ${lines.length - usable.length} rules that are too long or too deep`);
  const kept = usable.slice(0, Math.max(0, MAX_RULES - above.ruleCount));
  if (kept.length < usable.length) onDropped(`has more than ${MAX_RULES} rules together with the files above it`);
  if (kept.length === 0) return above;
  const rules = newRules().add(above.rules);
  rules.add(kept.map((line) => anchorRule(line, directory)));
  return { rules, ruleCount: above.ruleCount + kept.length };
}

export function isIgnored(scope: IgnoreScope, path: string, isDirectory: boolean): boolean {
  return scope.ruleCount > 0 && scope.rules.ignores(isDirectory ? `${path}/` : path);
}

function ruleLines(text: string): string[] {
  return text.split(/\r?\n/u).filter((line) => line !== '' && !line.startsWith('#'));
}

function isExplosive(line: string): boolean {
  return (
    line.length > MAX_RULE_UNITS || line.split('/').filter((part) => /^\*{2,}$/u.test(part)).length > MAX_GLOBSTARS
  );
}

/** Rewrites a rule of the ignore file in `directory` as a rule of the root. */
function anchorRule(line: string, directory: string): string {
  if (directory === '') return line;
  const isNegated = line.startsWith('!');
  const pattern = isNegated ? line.slice(1) : line;
  const prefix = `${isNegated ? '!' : ''}/${directory.replace(/[\\*?[\] ]/gu, '\\$&')}`;
  // A slash before the end ties the rule to its directory; without one it holds at every depth below.
  const isTied = pattern.replace(/ +$/u, '').slice(0, -1).includes('/');
  if (isTied) return `${prefix}/${pattern.replace(/^\//u, '')}`;
  // An escaped first character (`\!`, `\#`) is no longer first, and needs no escape, but keeps it without harm.
  return `${prefix}/**/${pattern}`;
}
