/**
 * Arbitrary programs of nothing but control flow, as Python and as JavaScript. Every step is a call of a function with a name
 * of its own: `m` does something, `c` gives a condition, `i` something to iterate, `w` a manager. For the law that flow
 * graphs walk as interpreters run.
 */
import fc from 'fast-check';

type Test =
  | { readonly is: 'call' }
  | { readonly is: 'and' | 'or'; readonly parts: readonly Test[] }
  | { readonly is: 'not'; readonly part: Test };

export interface Statement {
  readonly is: string;
  readonly test?: Test;
  readonly body?: readonly Statement[];
  readonly other?: readonly Statement[];
  readonly arms?: readonly (readonly Statement[])[];
  readonly flag?: boolean;
  readonly number?: number;
}

const test: fc.Arbitrary<Test> = fc.letrec<{ test: Test }>((tie) => ({
  test: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constant<Test>({ is: 'call' }),
    fc.record({
      is: fc.constantFrom('and' as const, 'or' as const),
      parts: fc.array(tie('test'), { minLength: 2, maxLength: 2 }),
    }),
    fc.record({ is: fc.constant('not' as const), part: tie('test') }),
  ),
})).test;

const step = fc.constantFrom<Statement>({ is: 'call' }, { is: 'call' }, { is: 'value' });
/** How a block may end. What follows a jump in the middle of one is dead. */
const jump = fc.constantFrom<Statement>({ is: 'break' }, { is: 'continue' }, { is: 'return' }, { is: 'raise' });

/** The statements of a function. */
export const flowProgram: fc.Arbitrary<readonly Statement[]> = fc.letrec<{
  block: readonly Statement[];
  one: Statement;
}>((tie) => ({
  block: fc
    .tuple(fc.array(tie('one'), { minLength: 1, maxLength: 4, size: 'max' }), fc.option(jump, { freq: 2 }), fc.nat(12))
    .map(([statements, last, place]) => (last === null ? statements : statements.toSpliced(place, 0, last))),
  one: fc.oneof(
    { maxDepth: 4, depthSize: 'max', withCrossShrink: true },
    { weight: 4, arbitrary: step },
    {
      weight: 5,
      arbitrary: fc.record({
        is: fc.constantFrom('if', 'while', 'for', 'do', 'try', 'try', 'with', 'switch', 'label'),
        test,
        body: tie('block'),
        other: fc.oneof(fc.constant([]), tie('block')),
        arms: fc.array(tie('block'), { maxLength: 3 }),
        flag: fc.boolean(),
        number: fc.nat(3),
      }),
    },
  ),
})).block;

/** What the printers of both languages share: names of calls, and where a statement stands. */
class Printer {
  readonly lines: string[] = [];
  readonly names: string[] = [];
  #depth = 1;
  #labels = 0;

  call(kind: string): string {
    const name = `${kind}${this.names.length}`;
    this.names.push(name);
    return `${name}()`;
  }

  label(): string {
    return `lab${this.#labels++}`;
  }

  put(line: string): void {
    this.lines.push('    '.repeat(this.#depth) + line);
  }

  inner(write: () => void): void {
    this.#depth++;
    write();
    this.#depth--;
  }

  condition(one: Test, words: readonly [and: string, or: string, not: string]): string {
    if (one.is === 'call') return this.call('c');
    if (one.is === 'not') return `${words[2]}(${this.condition(one.part, words)})`;
    const operator = one.is === 'and' ? words[0] : words[1];
    return `(${one.parts.map((part) => this.condition(part, words)).join(` ${operator} `)})`;
  }
}

export interface PrintedProgram {
  readonly text: string;
  readonly names: readonly string[];
}

const PYTHON = ['and', 'or', 'not '] as const;
const SCRIPT = ['&&', '||', '!'] as const;

export function asPython(program: readonly Statement[]): PrintedProgram {
  const out = new Printer();
  const block = (statements: readonly Statement[], loop: boolean): void =>
    out.inner(() => {
      for (const one of statements) pythonStatement(out, one, loop, block);
    });
  out.lines.push('def f():');
  for (const one of program) pythonStatement(out, one, false, block);
  return { text: `${out.lines.join('\n')}\n`, names: out.names };
}

type Block = (statements: readonly Statement[], loop: boolean) => void;

function pythonStatement(out: Printer, one: Statement, loop: boolean, block: Block): void {
  const { is, body = [], other = [] } = one;
  if (is === 'if' || is === 'while' || is === 'for' || is === 'do') {
    const head = is === 'do' ? 'while' : is;
    out.put(head === 'for' ? `for x in ${out.call('i')}:` : `${head} ${out.condition(one.test!, PYTHON)}:`);
    block(body, loop || head !== 'if');
    if (other.length === 0) return;
    out.put('else:');
    block(other, loop);
  } else if (is === 'try') pythonTry(out, one, loop, block);
  else if (is === 'with' || is === 'label') {
    out.put(`with ${out.call('w')} as x:`);
    block(body, loop);
  } else if (is === 'switch') pythonMatch(out, one, loop, block);
  else if (is === 'break' || is === 'continue') out.put(loop ? is : out.call('m'));
  else if (is === 'return') out.put(`return ${out.call('m')}`);
  else if (is === 'raise') out.put('raise E1');
  else if (is === 'value') out.put(`x = ${out.call('c')} and ${out.call('c')} or ${out.call('c')}`);
  else out.put(out.call('m'));
}

function pythonTry(out: Printer, one: Statement, loop: boolean, block: Block): void {
  const { body = [], other = [], arms = [], number = 0, flag = false } = one;
  out.put('try:');
  block(body, loop);
  const handlers = arms.slice(0, 2);
  for (const [at, arm] of handlers.entries()) {
    out.put(at === 0 ? 'except E1 as e:' : flag ? 'except:' : 'except E2:');
    block(arm, loop);
  }
  if (handlers.length > 0 && number > 1) {
    out.put('else:');
    block([{ is: 'call' }], loop);
  }
  if (handlers.length > 0 && other.length === 0) return;
  out.put('finally:');
  block(other.length === 0 ? [{ is: 'call' }] : other, loop);
}

function pythonMatch(out: Printer, one: Statement, loop: boolean, block: Block): void {
  const { arms = [], flag = false, number = 0 } = one;
  const cases = arms.length === 0 ? [[{ is: 'call' }]] : arms;
  out.put(`match ${out.call('v')}:`);
  out.inner(() => {
    for (const [at, arm] of cases.entries()) {
      const isLast = at === cases.length - 1;
      const guard = number === at ? ` if ${out.call('c')}` : '';
      out.put(isLast && flag ? 'case _:' : `case ${at} | [${at}, *_]${guard}:`);
      block(arm, loop);
    }
  });
}

export function asScript(program: readonly Statement[]): PrintedProgram {
  const out = new Printer();
  const block: Block = (statements, loop) =>
    out.inner(() => {
      for (const one of statements) scriptStatement(out, one, loop, block);
    });
  out.lines.push('function f() {', '  let x;');
  for (const one of program) scriptStatement(out, one, false, block);
  return { text: `${out.lines.join('\n')}\n}\n`, names: out.names };
}

function scriptStatement(out: Printer, one: Statement, loop: boolean, block: Block): void {
  const { is, body = [], other = [] } = one;
  if (is === 'if' || is === 'while' || is === 'for' || is === 'do') scriptBranch(out, one, loop, block);
  else if (is === 'try') {
    out.put('try {');
    block(body, loop);
    if (one.flag === true || other.length === 0) {
      out.put('} catch {');
      block(one.arms?.[0] ?? [{ is: 'call' }], loop);
    }
    if (other.length > 0) {
      out.put('} finally {');
      block(other, loop);
    }
    out.put('}');
  } else if (is === 'switch') scriptSwitch(out, one, loop, block);
  else if (is === 'with' || is === 'label') {
    const label = out.label();
    out.put(`${label}: {`);
    block(body, loop);
    out.inner(() => out.put(`if (${out.call('c')}) break ${label};`));
    block([{ is: 'call' }], loop);
    out.put('}');
  } else if (is === 'break' || is === 'continue') out.put(loop ? `${is};` : `${out.call('m')};`);
  else if (is === 'return') out.put(`return ${out.call('m')};`);
  else if (is === 'raise') out.put('throw 1;');
  else if (is === 'value')
    out.put(`x = ${out.call('c')} ? ${out.call('c')} && ${out.call('c')} : ${out.call('n')} ?? ${out.call('c')};`);
  else out.put(`${out.call('m')};`);
}

function scriptBranch(out: Printer, one: Statement, loop: boolean, block: Block): void {
  const { is, body = [], other = [], number = 0 } = one;
  if (is === 'do') {
    out.put('do {');
    block(body, true);
    out.put(`} while (${out.condition(one.test!, SCRIPT)});`);
    return;
  }
  if (is === 'for' && number > 1) out.put(`for (x of ${out.call('i')}) {`);
  else if (is === 'for') out.put(`for (${out.call('m')}; ${out.condition(one.test!, SCRIPT)}; ${out.call('m')}) {`);
  else out.put(`${is} (${out.condition(one.test!, SCRIPT)}) {`);
  block(body, loop || is !== 'if');
  if (is === 'if' && other.length > 0) {
    out.put('} else {');
    block(other, loop);
  }
  out.put('}');
}

function scriptSwitch(out: Printer, one: Statement, loop: boolean, block: Block): void {
  const { arms = [], flag = false, number = 0 } = one;
  out.put(`switch (${out.call('v')}) {`);
  for (const [at, arm] of arms.entries()) {
    out.put(flag && number === at ? 'default:' : `case ${out.call('v')}:`);
    block(arm, loop);
    if ((number + at) % 2 === 0) out.inner(() => out.put('break;'));
  }
  out.put('}');
}
