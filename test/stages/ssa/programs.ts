/**
 * Random straight programs over numbers, strings, booleans and nothing, each printed as Python and as TypeScript, with a probe
 * after every assignment and inside every branch: `probe(id, value)`. They end, and what raises is caught.
 */
import fc from 'fast-check';

type Value = string | number | boolean | null;
type Expression =
  | { readonly is: 'value'; readonly value: Value }
  | { readonly is: 'name'; readonly name: string }
  | { readonly is: 'binary' | 'compare'; readonly operator: string; readonly a: Expression; readonly b: Expression }
  | { readonly is: 'not' | 'minus'; readonly a: Expression }
  | { readonly is: 'and' | 'or'; readonly a: Expression; readonly b: Expression }
  | { readonly is: 'choose'; readonly c: Expression; readonly a: Expression; readonly b: Expression };

export type Statement =
  | { readonly is: 'assign'; readonly name: string; readonly value: Expression }
  | { readonly is: 'probe'; readonly name: string }
  | { readonly is: 'branch'; readonly condition: Expression; readonly body: Statement[]; readonly other: Statement[] }
  | { readonly is: 'loop'; readonly count: number; readonly condition: Expression; readonly body: Statement[] }
  | { readonly is: 'for'; readonly from: number; readonly to: number; readonly body: Statement[] }
  | { readonly is: 'try'; readonly body: Statement[]; readonly handler: Statement[] };

const NAMES = ['a', 'b', 'c', 'unknown'];

const value: fc.Arbitrary<Value> = fc.oneof(
  fc.integer({ min: -5, max: 12 }),
  fc.constantFrom<Value>('', 'x', 'yz', true, false, null, 0, 1, 2 ** 53 - 1, 0.5, -2.25, 1e16),
);

const { expression } = fc.letrec<{ expression: Expression }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 2, depthSize: 'small' },
    { weight: 3, arbitrary: fc.record({ is: fc.constant('value' as const), value }) },
    { weight: 4, arbitrary: fc.record({ is: fc.constant('name' as const), name: fc.constantFrom(...NAMES) }) },
    {
      weight: 3,
      arbitrary: fc.record({
        is: fc.constant('binary' as const),
        operator: fc.constantFrom('+', '-', '*', '/', '//', '%', '&', '|', '>>'),
        a: tie('expression'),
        b: tie('expression'),
      }),
    },
    // Small exponents and shifts: others take longer than the world lasts.
    {
      weight: 1,
      arbitrary: fc.record({
        is: fc.constant('binary' as const),
        operator: fc.constantFrom('**', '<<'),
        a: tie('expression'),
        b: fc.record({ is: fc.constant('value' as const), value: fc.integer({ min: -1, max: 4 }) }),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        is: fc.constant('compare' as const),
        operator: fc.constantFrom('==', '!=', '<', '<=', '>', '>=', 'is'),
        a: tie('expression'),
        b: tie('expression'),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ is: fc.constantFrom('not' as const, 'minus' as const), a: tie('expression') }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        is: fc.constantFrom('and' as const, 'or' as const),
        a: tie('expression'),
        b: tie('expression'),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        is: fc.constant('choose' as const),
        c: tie('expression'),
        a: tie('expression'),
        b: tie('expression'),
      }),
    },
  ),
}));

const { block } = fc.letrec<{ block: Statement[]; statement: Statement }>((tie) => ({
  block: fc.array(tie('statement'), { minLength: 1, maxLength: 5 }),
  statement: fc.oneof(
    { maxDepth: 2, depthSize: 'small' },
    {
      weight: 6,
      arbitrary: fc.record({
        is: fc.constant('assign' as const),
        name: fc.constantFrom('a', 'b', 'c'),
        value: expression,
      }),
    },
    { weight: 2, arbitrary: fc.record({ is: fc.constant('probe' as const), name: fc.constantFrom(...NAMES) }) },
    {
      weight: 2,
      arbitrary: fc.record({
        is: fc.constant('branch' as const),
        condition: expression,
        body: tie('block'),
        other: tie('block'),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        is: fc.constant('loop' as const),
        count: fc.integer({ min: 0, max: 4 }),
        condition: expression,
        body: tie('block'),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        is: fc.constant('for' as const),
        from: fc.integer({ min: -2, max: 2 }),
        to: fc.integer({ min: -2, max: 5 }),
        body: tie('block'),
      }),
    },
    { weight: 1, arbitrary: fc.record({ is: fc.constant('try' as const), body: tie('block'), handler: tie('block') }) },
  ),
}));

export const program: fc.Arbitrary<Statement[]> = block;

/** Prints a program in one language. Loops have a counter of their own, `n` and a number. */
export class Printer {
  readonly #isPython: boolean;
  readonly #lines: string[] = [];
  #counters = 0;

  constructor(isPython: boolean) {
    this.#isPython = isPython;
  }

  /** A function `f` of one parameter whose body is the program. */
  print(statements: readonly Statement[]): string {
    if (this.#isPython) this.#lines.push('def f(unknown):');
    else this.#lines.push('function f(unknown) {', '    var a, b, c;');
    this.#block(statements, '    ');
    if (!this.#isPython) this.#lines.push('}');
    return `${this.#lines.join('\n')}\n`;
  }

  #block(statements: readonly Statement[], indent: string): void {
    for (const statement of statements) this.#statement(statement, indent);
  }

  #line(indent: string, python: string, script: string): void {
    this.#lines.push(indent + (this.#isPython ? python : script));
  }

  #probe(indent: string, name: string): void {
    const line = this.#lines.length + 1;
    this.#line(indent, `probe(${line}, ${name})`, `probe(${line}, ${name});`);
  }

  #statement(statement: Statement, indent: string): void {
    const inner = `${indent}    `;
    switch (statement.is) {
      case 'assign': {
        const text = `${statement.name} = ${this.#text(statement.value)}`;
        this.#line(indent, text, `${text};`);
        return this.#probe(indent, statement.name);
      }
      case 'probe':
        return this.#probe(indent, statement.name);
      case 'branch': {
        const text = this.#text(statement.condition);
        this.#line(indent, `if ${text}:`, `if (${text}) {`);
        this.#probe(inner, 'unknown');
        this.#block(statement.body, inner);
        this.#line(indent, 'else:', '} else {');
        this.#probe(inner, 'unknown');
        this.#block(statement.other, inner);
        if (!this.#isPython) this.#lines.push(`${indent}}`);
        return undefined;
      }
      case 'loop': {
        const name = `n${this.#counters++}`;
        const text = this.#text(statement.condition);
        this.#line(indent, `${name} = 0`, `let ${name} = 0;`);
        this.#line(
          indent,
          `while ${name} < ${statement.count} and ${text}:`,
          `while (${name} < ${statement.count} && ${text}) {`,
        );
        this.#line(inner, `${name} += 1`, `${name}++;`);
        this.#probe(inner, name);
        this.#block(statement.body, inner);
        if (!this.#isPython) this.#lines.push(`${indent}}`);
        return this.#probe(indent, name);
      }
      case 'for': {
        const name = `n${this.#counters++}`;
        const { from, to } = statement;
        this.#line(
          indent,
          `for ${name} in range(${from}, ${to}):`,
          `for (let ${name} = ${from}; ${name} < ${to}; ${name}++) {`,
        );
        this.#probe(inner, name);
        this.#block(statement.body, inner);
        if (!this.#isPython) this.#lines.push(`${indent}}`);
        return undefined;
      }
      case 'try': {
        this.#line(indent, 'try:', 'try {');
        this.#block(statement.body, inner);
        this.#line(indent, 'except Exception:', '} catch {');
        this.#probe(inner, 'unknown');
        this.#block(statement.handler, inner);
        if (!this.#isPython) this.#lines.push(`${indent}}`);
        return undefined;
      }
    }
  }

  #text(expression: Expression): string {
    const isPython = this.#isPython;
    switch (expression.is) {
      case 'value':
        return this.#value(expression.value);
      case 'name':
        return expression.name;
      case 'not':
        return isPython ? `(not ${this.#text(expression.a)})` : `(!${this.#text(expression.a)})`;
      case 'minus':
        return `(- ${this.#text(expression.a)})`;
      case 'and':
        return `(${this.#text(expression.a)} ${isPython ? 'and' : '&&'} ${this.#text(expression.b)})`;
      case 'or':
        return `(${this.#text(expression.a)} ${isPython ? 'or' : '||'} ${this.#text(expression.b)})`;
      case 'choose': {
        const [c, a, b] = [this.#text(expression.c), this.#text(expression.a), this.#text(expression.b)];
        return isPython ? `(${a} if ${c} else ${b})` : `(${c} ? ${a} : ${b})`;
      }
      case 'binary':
      case 'compare':
        return `(${this.#text(expression.a)} ${this.#operator(expression.operator)} ${this.#text(expression.b)})`;
    }
  }

  #operator(operator: string): string {
    if (this.#isPython) return operator;
    // Small powers only, and what Python alone has becomes something of ECMAScript.
    return operator === '//' ? '>>>' : operator === 'is' ? '===' : operator;
  }

  #value(of: Value): string {
    if (typeof of === 'string') return `'${of}'`;
    if (of === null) return this.#isPython ? 'None' : 'null';
    if (typeof of === 'boolean') return this.#isPython ? (of ? 'True' : 'False') : String(of);
    if (of < 0) return `(-${this.#value(-of)})`;
    return this.#isPython && of === 1e16 ? '1e16' : String(of);
  }
}
