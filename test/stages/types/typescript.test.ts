/** Types of TypeScript that no page can state: what is not guessed, and input that was written to hurt. */
import { describe, expect, test } from 'vitest';
import { typed } from './typescript-read.ts';

test('what a package that is not here gives is not guessed', async () => {
  const file = await typed(
    `import { X } from 'absent'; const a = new X(); const b: X = null!; const c = b.d; const e = new Map<string, X>();`,
  );
  expect(['a', 'b', 'c', 'e'].map((name) => file.variable(name))).toEqual(['-', '-', '-', '-']);
});

test('a constant that holds an arrow function has a type as a variable, a function statement has none', async () => {
  const file = await typed('export const f = (n: number) => n > 1; export function g() {}');
  expect(file.variable('f')).toBe('(n: number) => boolean');
  expect(file.variable('g')).toBe('-');
});

describe('hostile input', () => {
  test.each([
    [
      'aliases that name themselves',
      'type A = A[]; type B = B | { b: B }; type C<T> = C<C<T>>; let a: A; let b: B; let c: C<string>; const x = a!; const y = b!; const z = c!;',
    ],
    [
      'bases that name themselves',
      'class A extends A {} interface B extends C {} interface C extends B {} const x = new A().p; let b: B; const y = b!.q;',
    ],
    [
      'functions that call themselves',
      'function f() { return g(); } function g() { return f(); } const x = f(); const h = () => h; const y = h();',
    ],
    [
      'a generic that grows',
      'class A<T> { next(): A<A<T>> { return null!; } } const x = new A<string>().next().next().next().next().next().next().next().next().next().next();',
    ],
    ['deep nesting of a type', `let a: ${'Array<'.repeat(500)}string${'>'.repeat(500)}; const x = a!;`],
    [
      'a union of thousands',
      `let a: ${Array.from({ length: 5000 }, (_, at) => `'m${at}'`).join(' | ')}; const x = a!;`,
    ],
    ['a record of thousands', `const x = { ${Array.from({ length: 3000 }, (_, at) => `m${at}: ${at}`).join(', ')} };`],
    [
      'broken types',
      'let a: { b: ; const x = a; function f(c: <, d: [) { return c; } type = 3; let g: keyof; let h: (a: => b;',
    ],
  ])('%s: bounded, and nothing thrown', async (_, text) => {
    const started = performance.now();
    await expect(typed(text)).resolves.toBeDefined();
    expect(performance.now() - started).toBeLessThan(5000);
  });

  test('a long function costs in proportion to its length', async () => {
    const lines = (count: number): string =>
      `declare const m: Map<string, number>; function f(x: string | undefined) {\n${Array.from({ length: count }, (_, at) => `if (x && m.get(x)) { const v${at} = m.get(x)! + ${at}; }`).join('\n')}\n}`;
    const time = async (count: number): Promise<number> => {
      const started = performance.now();
      await typed(lines(count));
      return performance.now() - started;
    };
    await time(100);
    const short = await time(1000);
    expect(await time(4000)).toBeLessThan(12 * short + 500);
  });
});
