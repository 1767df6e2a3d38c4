/** Bodies that somebody might write to hurt: very long, very wide, very deep, or broken. They end soon, with facts or a problem. */
import { describe, expect, test } from 'vitest';
import { chainBody, flowDefinition, mergeOperand, ssaValue } from '#facts';
import { ssaOf } from './values.ts';

/** Milliseconds that a body may take with all its layers, on a busy machine. */
const SOON = 20_000;

/** Indexes a source and gives rows of definitions and of operands of merges; the body must be complete. */
async function rows(path: string, source: string): Promise<{ definitions: number; operands: number }> {
  const tables = await ssaOf(path, source);
  const { complete } = tables(chainBody);
  for (let row = 0; row < tables(chainBody).rows; row++) expect(complete.at(row)).toBe(1);
  expect(tables(ssaValue).rows).toBe(tables(flowDefinition).rows);
  return { definitions: tables(flowDefinition).rows, operands: tables(mergeOperand).rows };
}

const lines = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n');

describe('a function', { timeout: SOON }, () => {
  test('of 20,000 statements with a variable each', async () => {
    const { definitions } = await rows(
      'm.py',
      `def f(x):\n${lines(20_000, (i) => `  v${i} = x + v${Math.max(0, i - 1)}`)}\n`,
    );
    expect(definitions).toBeGreaterThan(20_000);
  });

  test('of 20,000 statements of one path with calls between', async () => {
    const { definitions } = await rows(
      'm.py',
      `def f(self):\n${lines(10_000, (i) => `  self.a = self.b + self.a\n  self.m${i}()`)}\n`,
    );
    expect(definitions).toBeLessThan(60_000);
  });

  test('of 5,000 branches over 5,000 variables that live to its end', async () => {
    const first = lines(5000, (i) => `  v${i} = 1`);
    const middle = lines(5000, () => '  if x: g()');
    const { operands } = await rows('m.py', `def f(x):\n${first}\n${middle}\n${lines(5000, (i) => `  g(v${i})`)}\n`);
    expect(operands).toBe(0);
  });

  test('of a loop that carries 3,000 variables from each to the next', async () => {
    const body = lines(3000, (i) => `    v${i} = v${i + 1}`);
    await rows(
      'm.py',
      `def f(x):\n  v3000 = 1\n${lines(3000, (i) => `  v${i} = 0`)}\n  while x:\n${body}\n    v3000 = v0\n`,
    );
  });

  test('of a match with 10,000 arms, each with names of its own', async () => {
    const arms = lines(10_000, (i) => `    case ${i}:\n      w${i} = x\n      a = w${i}`);
    const { operands } = await rows('m.py', `def f(x):\n  a = 0\n  match x:\n${arms}\n  return a\n`);
    expect(operands).toBeLessThan(30_000);
  });

  test('of a switch with 10,000 arms that fall through', async () => {
    const arms = lines(10_000, (i) => `case ${i}: a = a + ${i};`);
    await rows('m.ts', `function f(x) {\n let a = 0;\n switch (x) {\n${arms}\n }\n return a;\n}\n`);
  });

  test('of 450 nested blocks', async () => {
    const depth = 150;
    const nested = (open: string, close: string): string => `${open.repeat(depth)} a = a + 1; ${close.repeat(depth)}`;
    await rows(
      'm.ts',
      `function f(x) { let a = 0;\n${nested('if (x) {', '}')}\n${nested('while (x) {', '}')}\n${nested('try {', '} finally { a = 2 }')}\n return a; }\n`,
    );
  });

  test('of 8,000 comparisons of one length', async () => {
    await rows('m.py', `def f(x):\n  n = len(x)\n${lines(8000, (i) => `  if n == ${i}: g(n)`)}\n`);
  });

  test('of a try around 3,000 calls that each write a variable', async () => {
    const body = lines(3000, (i) => `    v${i % 50} = g(v${(i + 1) % 50})`);
    await rows(
      'm.py',
      `def f():\n  try:\n${body}\n  except E:\n    g(${lines(50, (i) => `v${i}`).replaceAll('\n', ', ')})\n`,
    );
  });
});

test('of broken syntax what can be read has facts', async () => {
  const { definitions } = await rows('m.ts', 'function f(x) { if (x { let a = ; a = x +; } return (a }\nfunction g(');
  expect(definitions).toBeGreaterThan(0);
  await rows('m.py', 'def f(x:\n  a = (x\n  while a\n    b = [a for\n  return b\n');
});

test('without fuel a body has no rows, and says so', async () => {
  const source = `def f(x):\n${lines(500, (i) => `  if x: v${i % 7} = v${(i + 1) % 7}`)}\n`;
  const tables = await ssaOf('m.py', source, 2000);
  expect(tables(chainBody).complete.at(1)).toBe(0);
  expect(tables(ssaValue).rows).toBe(tables(flowDefinition).rows);
});
