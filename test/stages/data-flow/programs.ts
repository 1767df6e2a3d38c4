/**
 * Random functions, each printed as Python and as TypeScript: assignments, branches, loops with jumps, exceptions, closures that
 * write a captured name, paths and elements. Both languages get the same meaning.
 */
import fc from 'fast-check';

export type Statement =
  | {
      readonly is: 'assign' | 'add' | 'use' | 'branch' | 'loop';
      readonly name: string;
      readonly body: Statement[];
      readonly other: Statement[];
    }
  | { readonly is: 'break' | 'continue' | 'return' | 'raise' | 'call' }
  | { readonly is: 'try'; readonly body: Statement[]; readonly handler: Statement[]; readonly last: Statement[] };

const NAMES = ['a', 'b', 'c', 'o.x', 'p.x', 'o.x.y', 'o.z'];

const NOTHING: fc.Arbitrary<Statement[]> = fc.constant([]);

const simple: fc.Arbitrary<Statement> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      is: fc.constantFrom('assign', 'add', 'use' as const),
      name: fc.constantFrom(...NAMES),
      body: NOTHING,
      other: NOTHING,
    }),
  },
  { weight: 1, arbitrary: fc.record({ is: fc.constantFrom('break', 'continue', 'return', 'raise' as const) }) },
  { weight: 2, arbitrary: fc.constant({ is: 'call' } as const) },
  {
    weight: 1,
    arbitrary: fc.record({
      is: fc.constant('assign' as const),
      name: fc.constantFrom('o', 'o[0]', 'p[0]'),
      body: NOTHING,
      other: NOTHING,
    }),
  },
);

const { block } = fc.letrec<{ block: Statement[]; statement: Statement }>((tie) => ({
  block: fc.array(tie('statement'), { minLength: 1, maxLength: 4 }),
  statement: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    { weight: 6, arbitrary: simple },
    {
      weight: 3,
      arbitrary: fc.record({
        is: fc.constantFrom('branch' as const, 'loop' as const),
        name: fc.constantFrom(...NAMES),
        body: tie('block'),
        other: fc.oneof(NOTHING, tie('block')),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        is: fc.constant('try' as const),
        body: tie('block'),
        handler: tie('block'),
        last: fc.oneof(NOTHING, tie('block')),
      }),
    },
  ),
}));

export const program: fc.Arbitrary<Statement[]> = block;

/** The function as Python. `c` is written by a closure too. */
export function asPython(statements: readonly Statement[]): string {
  const head = ['def f(o, p, b):', '    c = 0', '    def w():', '        nonlocal c', '        c += 1'];
  return [...head, ...pythonLines(statements, '    ', false), ''].join('\n');
}

function pythonLines(statements: readonly Statement[], indent: string, isLoop: boolean): string[] {
  return statements.flatMap((s): string[] => {
    switch (s.is) {
      case 'assign':
        return [`${indent}${s.name} = 1`];
      case 'add':
        return [`${indent}${s.name} += 1`];
      case 'use':
        return [`${indent}use(${s.name})`];
      case 'call':
        return [`${indent}w()`];
      case 'break':
      case 'continue':
        return [isLoop ? `${indent}${s.is}` : `${indent}pass`];
      case 'return':
        return [`${indent}return b`];
      case 'raise':
        return [`${indent}raise E`];
      case 'branch': {
        const other = s.other.length === 0 ? [] : [`${indent}else:`, ...pythonLines(s.other, `${indent}    `, isLoop)];
        return [`${indent}if ${s.name}:`, ...pythonLines(s.body, `${indent}    `, isLoop), ...other];
      }
      case 'loop':
        return [`${indent}while ${s.name}:`, ...pythonLines(s.body, `${indent}    `, true)];
      case 'try': {
        const last = s.last.length === 0 ? [] : [`${indent}finally:`, ...pythonLines(s.last, `${indent}    `, false)];
        const inner = `${indent}    `;
        return [
          `${indent}try:`,
          ...pythonLines(s.body, inner, isLoop),
          `${indent}except E:`,
          ...pythonLines(s.handler, inner, isLoop),
          ...last,
        ];
      }
    }
  });
}

/** The same function as TypeScript. */
export function asTypeScript(statements: readonly Statement[]): string {
  const head = ['function f(o, p, b) {', '  var a, c = 0;', '  function w() { c += 1; }'];
  return [...head, ...scriptLines(statements, false), '}', ''].join('\n');
}

function scriptLines(statements: readonly Statement[], isLoop: boolean): string[] {
  return statements.flatMap((s): string[] => {
    switch (s.is) {
      case 'assign':
        return [`${s.name} = 1;`];
      case 'add':
        return [`${s.name} += 1;`];
      case 'use':
        return [`use(${s.name});`];
      case 'call':
        return ['w();'];
      case 'break':
      case 'continue':
        return [isLoop ? `${s.is};` : ';'];
      case 'return':
        return ['return b;'];
      case 'raise':
        return ['throw E;'];
      case 'branch': {
        const other = s.other.length === 0 ? [] : ['} else {', ...scriptLines(s.other, isLoop)];
        return [`if (${s.name}) {`, ...scriptLines(s.body, isLoop), ...other, '}'];
      }
      case 'loop':
        return [`while (${s.name}) {`, ...scriptLines(s.body, true), '}'];
      case 'try': {
        const last = s.last.length === 0 ? [] : ['} finally {', ...scriptLines(s.last, false)];
        return ['try {', ...scriptLines(s.body, isLoop), '} catch {', ...scriptLines(s.handler, isLoop), ...last, '}'];
      }
    }
  });
}
