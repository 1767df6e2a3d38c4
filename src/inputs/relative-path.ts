/**
 * Paths as the index knows them: relative to the root, `/` between the parts, no `.` or `..`.
 * Must never let a path through that could name something outside the root or inside `.git`.
 */
import { EngineError } from '#core';

const MAX_PATH_UNITS = 4096;

/** Code points that HFS+ leaves out when it compares names, so that `.g<U+200C>it` opens `.git` there. */
const HFS_IGNORED = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/gu;

/** True for `.git` and for every spelling under which Windows or macOS would open it. */
function opensGitFolder(part: string): boolean {
  const folded = part.replace(HFS_IGNORED, '').toLowerCase();
  // NTFS drops final dots and spaces, takes `:` as the start of a stream name, and knows `.git` as `git~1`.
  return /^(?:\.git|git~1)(?:[ .]*|:.*)$/u.test(folded);
}

function hasControlCharacter(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x20 || unit === 0x7f) return true;
  }
  return false;
}

/** Why a whole path is refused, or undefined. Names found on disk and names given by callers obey the same rule. */
export function pathFault(path: string): string | undefined {
  if (path.length === 0) return 'it is empty';
  if (path.length > MAX_PATH_UNITS) return `it is longer than ${MAX_PATH_UNITS} characters`;
  if (path.startsWith('/') || /^[A-Za-z]:/u.test(path)) return 'it is absolute';
  if (path.includes('\\')) return 'it has a backslash';
  if (hasControlCharacter(path)) return 'it has a control character';
  if (!path.isWellFormed() || path.includes('\ufffd')) return 'it is not well-formed Unicode';
  if (path.endsWith('/')) return 'it names a directory';
  return undefined;
}

/**
 * The one spelling of a path: `./a//b.ts` becomes `a/b.ts`. Refuses with `E_PATH` what is absolute, climbs with `..`,
 * has a backslash or control character, or reaches into `.git`.
 */
export function normalisePath(path: string): string {
  // Callers in plain JavaScript pass anything.
  const fault = typeof path === 'string' ? pathFault(path) : `it is a ${typeof path}`;
  if (fault !== undefined) throw refused(path, fault);
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.length === 0) throw refused(path, 'it names a directory');
  if (parts.includes('..')) throw refused(path, 'it climbs with ..');
  if (parts.some(opensGitFolder)) throw refused(path, 'it reaches into the folder of git');
  return parts.join('/');
}

function refused(path: unknown, fault: string): EngineError {
  const shown = typeof path === 'string' ? JSON.stringify(path.slice(0, 200)) : `(${typeof path})`;
  return new EngineError('E_PATH', `the path ${shown} is refused: ${fault}; pass a path relative to the root, with /`);
}

/** Orders paths as their UTF-8 bytes are ordered, which for text without surrogates is the order of UTF-16 units. */
export function comparePaths(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return rankOfUnit(x) - rankOfUnit(y);
  }
  return a.length - b.length;
}

/** Lifts surrogates above U+E000..U+FFFF, where the code points they stand for belong. */
function rankOfUnit(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

/** The name under which two paths are one file where the file system ignores case and Unicode form. */
export function foldPath(path: string): string {
  return path.normalize('NFC').toLowerCase();
}
