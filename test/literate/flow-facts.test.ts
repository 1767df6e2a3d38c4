/** The facts about flow and values tell what is so where a page states something else. */
import { expect, test } from 'vitest';
import { FACTS, parseLiterate, runLiterate, stagesOfCases } from '#testkit';

const SOURCE = [
  'def f(x):  # head',
  '    n = 0  # zero',
  '    while n < 9 and x(n):  # while',
  '        n += 1  # add',
  '    try:  # try',
  '        y = x(n)  # call',
  '    except E:  # except',
  '        return n  # back',
  '    if 1 > 2:  # if',
  '        y = 3  # dead',
  '    return y  # ret',
  '    x()  # gone',
];

/** The statement of a fact of a name on a line, and what it is told to be. */
const TOLD: readonly (readonly [line: string, word: string, fact: string, is: string])[] = [
  ['while', 'while', 'goes-to', 'try false, add true'],
  ['while', 'while', 'parts', 'while#2 true, try false | add true, try false'],
  ['while', 'while', 'mark', 'loop_header'],
  ['gone', 'x', 'mark', 'unreachable'],
  ['add', 'n', 'loops', 'while'],
  ['add', 'n', 'dominated-by', 'while'],
  ['zero', 'n', 'dominated-by', 'head'],
  ['while', 'while', 'post-dominated-by', 'try'],
  ['head', 'def', 'dominated-by', 'entry'],
  ['ret', 'return', 'post-dominated-by', 'exit'],
  ['call', 'y', 'raises-to', 'except'],
  ['call', 'n', 'defined-at', 'zero, add'],
  ['zero', 'n', 'reaches', 'while, add, call, back'],
  ['while', 'n', 'merges', 'zero + add'],
  ['while', 'n', 'versions', '1'],
  ['zero', 'n', 'constant', '0'],
  ['call', 'n', 'range', '0..9'],
  ['add', 'n', 'known', 'while less 9'],
  ['dead', 'y', 'never-defined', 'y'],
  ['add', 'n', 'depends-on', 'zero data, while control'],
  ['ret', 'y', 'slice', 'head, zero, while, add, try, call, if, dead, ret'],
];

test.each(TOLD)('on the line of %s, at %s, %s is told', async (name, word, fact, is) => {
  const line = SOURCE.findIndex((text) => text.endsWith(`# ${name}`));
  const column = Math.max(1, SOURCE[line]!.search(new RegExp(`\\b${word}\\b`)));
  const lines = SOURCE.toSpliced(line + 1, 0, `#${' '.repeat(column - 1)}^ ${fact}: other`);
  const cases = parseLiterate(['# Page', '```py', ...lines, '```'].join('\n'));
  const { wrong } = await runLiterate(cases[0]!, { stages: stagesOfCases(cases, FACTS) });
  expect(wrong).toEqual([`main.py:${line + 1}:${column + 1}: ${fact} is ${is}`]);
});
