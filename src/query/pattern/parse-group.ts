/**
 * The head of a group: `(?:`, `(?P<name>`, `(?<name>` and flags. Names are checked and dropped: matches have no captures.
 * Look-around and other dialects' groups are refused by name.
 */
import { accept, refuse, type Cursor, type PatternFlags } from './cursor.ts';

const FOREIGN: readonly (readonly [string, string])[] = [
  ['=', 'look-ahead is not supported; match the text and filter the lines that come back'],
  ['!', 'negative look-ahead is not supported; match the text and filter the lines that come back'],
  ['<=', 'look-behind is not supported; match the text before it as well'],
  ['<!', 'negative look-behind is not supported; match the text and filter the lines that come back'],
  ['>', 'atomic groups are not supported; every match here is linear, write (?:...)'],
  ['P=', 'backreferences are not supported; repeat the part that should come back'],
  ['P>', 'calls of groups are not supported; repeat the part'],
  ['#', 'comment groups are not supported; remove it, or write # comments under (?x)'],
  ['|', 'branch reset groups are not supported; write (?:...)'],
  ['(', 'conditional groups are not supported; write both branches as (?:...|...)'],
];

/** Passes over what follows `(`; true when flags follow. */
export function skipGroupHead(cursor: Cursor, at: number): boolean {
  if (!accept(cursor, '?')) return false;
  for (const [token, detail] of FOREIGN) if (cursor.text.startsWith(token, cursor.at)) refuse(at, detail);
  if (!accept(cursor, 'P<') && !accept(cursor, '<')) return true;
  const end = cursor.text.indexOf('>', cursor.at);
  if (end < 0 || !isName(cursor.text.slice(cursor.at, end))) {
    refuse(at, 'the name of a group must be a letter or _ and then letters, digits or _, closed by >');
  }
  cursor.at = end + 1;
  return false;
}

function isName(name: string): boolean {
  for (let i = 0; i < name.length; i++) {
    const c = name.charCodeAt(i);
    const isLetter = ((c | 0x20) >= 0x61 && (c | 0x20) <= 0x7a) || c === 0x5f;
    if (!isLetter && (i === 0 || c < 0x30 || c > 0x39)) return false;
  }
  return name.length > 0;
}

/** Applies `i`, `s`, `m`, `x`, `U` and `-`; true for `(?i)`, false for `(?i:`, whose body follows. */
export function parseFlags(cursor: Cursor, at: number): boolean {
  let flags = cursor.flags;
  let isOn = true;
  let count = 0;
  for (;;) {
    const letter = cursor.text[cursor.at++];
    if (letter === ':') break;
    if (letter === ')' && count > 0) break;
    if (letter === '-' && isOn) isOn = false;
    else flags = applyFlag(flags, letter, isOn, at);
    count++;
  }
  cursor.flags = flags;
  return cursor.text[cursor.at - 1] === ')';
}

function applyFlag(flags: PatternFlags, letter: string | undefined, isOn: boolean, at: number): PatternFlags {
  switch (letter) {
    case 'i':
      return { ...flags, ignoreCase: isOn };
    case 'x':
      return { ...flags, isExtended: isOn };
    case 'U':
      return { ...flags, swapsGreed: isOn };
    case 's':
      // A dot never matches a line end here, with or without the flag.
      return flags;
    case 'm':
      if (!isOn) refuse(at, 'the flag m is always on, because a match stays inside one line; remove -m');
      return flags;
    case 'u':
      if (!isOn) refuse(at, 'Unicode cannot be switched off; write ASCII classes such as [0-9A-Za-z_]');
      return flags;
    default:
      return refuse(
        at,
        'after (? must stand :, P<name>, <name> or flags out of i, s, m, x, U; escape the ? to mean the sign',
      );
  }
}
