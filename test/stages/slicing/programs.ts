/** Random Python programs for the law of slices: they end, and they note the value of a variable at the criterion. */
import fc from 'fast-check';

/** A program as lines, and the line (from 1) that notes `x`. */
export interface SliceProgram {
  readonly lines: readonly string[];
  readonly criterion: number;
  readonly variable: string;
}

type Node =
  | { readonly is: 'line'; readonly text: string }
  | { readonly is: 'block'; readonly head: string; readonly body: readonly Node[]; readonly parts: readonly Part[] };
interface Part {
  readonly head: string;
  readonly body: readonly Node[];
}

const NAMES = ['a', 'b', 'c', 'd', 'o.x', 'o.y', 'l[0]', 'l[1]', 'total'] as const;
const name = fc.constantFrom(...NAMES);
const number = fc.integer({ min: 0, max: 4 });
const value: fc.Arbitrary<string> = fc.oneof(
  name,
  number.map(String),
  fc.tuple(name, name).map(([a, b]) => `${a} + ${b}`),
  fc.tuple(name, number).map(([a, n]) => `(${a} * 3 + ${n}) % 7`),
  fc.tuple(name, name).map(([a, b]) => `add(${a}, ${b})`),
  name.map((a) => `first(${a}, 5)`),
  name.map((a) => `note(${a})`),
  fc.tuple(name, name, name).map(([a, b, c]) => `${a} if ${b} > 2 else ${c}`),
  fc.tuple(name, name).map(([a, b]) => `${a} and ${b}`),
  name.map((a) => `[${a}, 2][0]`),
  name.map((a) => `sum(i for i in range(${a} % 3))`),
  name.map((a) => `twice(b=1, a=${a})`),
);
const condition = fc.tuple(name, fc.constantFrom('<', '>', '==', '!='), number).map((parts) => parts.join(' '));

const { statements } = fc.letrec<{ statements: readonly Node[]; statement: Node }>((tie) => ({
  statements: fc.array(tie('statement'), { minLength: 1, maxLength: 5 }),
  statement: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    {
      weight: 7,
      arbitrary: fc
        .oneof(
          fc.tuple(name, value).map(([to, from]) => `${to} = ${from}`),
          fc.tuple(name, name).map(([to, from]) => `${to} += ${from}`),
          fc.tuple(fc.constantFrom('a', 'b'), value, value).map(([to, one, two]) => `${to}, c = ${one}, ${two}`),
          name.map((one) => `note(${one})`),
          name.map((one) => `set_x(o, ${one})`),
          fc.constantFrom('bump()', 'l = [1, 2]', 'o = P()', 'p = o', 'p.x = d', 'd = p.x'),
        )
        .map((text): Node => ({ is: 'line', text })),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(condition, fc.constantFrom('break', 'continue', 'return', 'raise ValueError()'))
        .map(([test, jump]): Node => ({
          is: 'block',
          head: `if ${test}:`,
          body: [{ is: 'line', text: jump }],
          parts: [],
        })),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(condition, tie('statements'), fc.option(tie('statements')))
        .map(([test, body, other]): Node => ({
          is: 'block',
          head: `if ${test}:`,
          body,
          parts: other === null ? [] : [{ head: 'else:', body: other }],
        })),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.constantFrom('a', 'b', 'i'), name, tie('statements'), fc.option(tie('statements')))
        .map(([to, from, body, other]): Node => ({
          is: 'block',
          head: `for ${to} in range(${from} % 4):`,
          body,
          parts: other === null ? [] : [{ head: 'else:', body: other }],
        })),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(tie('statements'), tie('statements'), fc.option(tie('statements')))
        .map(([body, handler, last]): Node => ({
          is: 'block',
          head: 'try:',
          body,
          parts: [
            { head: 'except ValueError:', body: handler },
            ...(last === null ? [] : [{ head: 'finally:', body: last }]),
          ],
        })),
    },
  ),
}));

/** Jumps out of loops where there is no loop are taken for returns. */
function print(nodes: readonly Node[], depth: number, inLoop: boolean, out: string[]): void {
  for (const node of nodes) {
    if (node.is === 'line') {
      const isLoose = !inLoop && (node.text === 'break' || node.text === 'continue');
      out.push('    '.repeat(depth) + (isLoose ? 'return' : node.text));
      continue;
    }
    out.push('    '.repeat(depth) + node.head);
    print(node.body, depth + 1, inLoop || node.head.startsWith('for '), out);
    for (const part of node.parts) {
      out.push('    '.repeat(depth) + part.head);
      print(part.body, depth + 1, inLoop, out);
    }
  }
}

const HEAD = [
  'total = 0',
  'class P:',
  '    def __init__(self):',
  '        self.x = 1',
  '        self.y = 2',
  'def add(u, v):',
  '    w = u',
  '    w += v',
  '    return w % 11',
  'def first(u, v):',
  '    if v > 9:',
  '        return v',
  '    return u',
  'def twice(a, b):',
  '    return first(a, b) * 2 % 13',
  'def set_x(q, u):',
  '    q.x = u',
  'def bump():',
  '    global total',
  '    total = total + 1',
];

export const sliceProgram: fc.Arbitrary<SliceProgram> = fc
  .tuple(statements, fc.constantFrom('a', 'b', 'c', 'd', 'total'))
  .map(([nodes, variable]) => {
    const lines = [
      ...HEAD,
      'def f(a, b, c, d):',
      '    global total',
      '    i = 0',
      '    o = P()',
      '    p = o',
      '    l = [a, b]',
    ];
    print(nodes, 1, false, lines);
    lines.push(`    seen(${variable})`);
    return { lines, criterion: lines.length, variable };
  });

/** The program without what a slice leaves out; headers whose body is empty stand with a test that holds for nothing. */
export function cutTo(lines: readonly string[], kept: ReadonlySet<number>): string {
  return lines
    .map((line, i) => {
      if (kept.has(i + 1)) return line;
      const [, indent, text] = /^( *)(.*)$/u.exec(line)!;
      if (/^(?:def|class|else|except|finally|try|global)\b/u.test(text!)) return line;
      if (text!.startsWith('if ')) return `${indent}if 0:`;
      if (text!.startsWith('for ')) return `${indent}for _ in ():`;
      return `${indent}pass`;
    })
    .join('\n');
}
