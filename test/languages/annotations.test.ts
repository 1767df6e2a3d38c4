/** Types as written where no declaration has them: locals, nested functions, casts, type arguments, bases. */
import { describe, expect, test } from 'vitest';
import {
  annotation,
  ANNOTATION_KINDS,
  body,
  declaration,
  declarationHash,
  heritage,
  local,
  operation,
  OPCODES,
  signature,
} from '#facts';
import { languageNamed } from '#languages';
import { lowerText } from '#testkit';

const PATHS = { python: 'm.py', typescript: 'm.ts' };

async function read(name: keyof typeof PATHS, text: string): Promise<Awaited<ReturnType<typeof lowerText>>> {
  return lowerText(languageNamed(name)!, PATHS[name], text);
}

/** `kind of what: type`, in order. */
async function annotations(name: keyof typeof PATHS, text: string): Promise<string[]> {
  const facts = await read(name, text);
  const rows = facts.table(annotation);
  const locals = facts.table(local);
  const operations = facts.table(operation);
  return Array.from({ length: rows.rows }, (_, row) => {
    const kind = ANNOTATION_KINDS[rows.kind.at(row)]!;
    const at = rows.row.at(row);
    const isOperation = kind === 'operation' || kind === 'definite';
    const what = kind === 'local' ? locals.name.at(at) : isOperation ? OPCODES[operations.opcode.at(at)] : String(at);
    return `${kind} ${what}: ${rows.type.at(row)}`;
  });
}

describe('TypeScript', () => {
  test('locals and parameters of nested functions have their types', async () => {
    expect(
      await annotations(
        'typescript',
        'function f(a: A) { let x: B = 1, y: C | D; const g = <T>(b?: T, c: E = 1): F => b; }',
      ),
    ).toEqual([
      'local x: B',
      'local y: C | D',
      'generics 2: T',
      'result 2: F',
      'local b: (T) | undefined',
      'local c: E',
    ]);
  });

  test('a pattern has the type of what it takes apart', async () => {
    expect(await annotations('typescript', 'function f() { const { a }: A = g(); [].map(({ b }: B) => b); }')).toEqual([
      'operation call: A',
      'local { b }: B',
    ]);
  });

  test('casts, type arguments of calls and non-null marks are kept', async () => {
    expect(await annotations('typescript', 'f<A, B>(x as C, <D>y, z!.w, new G<H>());')).toEqual([
      'operation unary: C',
      'operation unary: D',
      'definite load: ',
      'arguments 0: H',
      'arguments 1: A, B',
    ]);
  });

  test('declarations keep their types to themselves', async () => {
    expect(await annotations('typescript', 'const a: A = 1; class C { p: P; m(x: X): Y { return x; } }')).toEqual([]);
  });

  test('bases have type arguments, and members without a name are in the signature', async () => {
    const facts = await read(
      'typescript',
      'class A extends B.C<D> implements E<F, G>, H { [k: string]: K }\ninterface I extends J<L> { (x: M): N; [k: string]: O; p: P }\ntype Q = { new (x: R): S };',
    );
    const bases = facts.table(heritage);
    const written = Array.from({ length: bases.rows }, (_, row) => [bases.base.at(row), bases.arguments.at(row)]);
    expect(written).toEqual([
      ['B.C', 'D'],
      ['E', 'F, G'],
      ['H', ''],
      ['J', 'L'],
    ]);
    const types = facts.table(signature);
    const names = facts.table(declaration);
    const unnamed = Array.from({ length: types.rows }, (_, row) => [
      names.name.at(types.declaration.at(row)),
      types.type.at(row),
    ]);
    expect(unnamed).toEqual([
      ['A', '{ [k: string]: K; }'],
      ['I', '{ (x: M): N; [k: string]: O; }'],
      ['p', 'P'],
      ['Q', '{ new (x: R): S; }'],
    ]);
  });
});

describe('Python', () => {
  test('locals, nested functions and arguments of bases have their types', async () => {
    const text =
      'class C(A[int], B):\n  pass\ndef f(a: X) -> Y:\n  b: list[int] = []\n  def g(c: Z, *d: W) -> V: ...\n';
    expect(await annotations('python', text)).toEqual([
      'local b: list[int]',
      'result 3: V',
      'local c: Z',
      'local d: W',
    ]);
    const bases = (await read('python', text)).table(heritage);
    expect([bases.arguments.at(0), bases.arguments.at(1)]).toEqual(['int', '']);
  });
});

test('another annotation in a body is another body, and the same signature', async () => {
  const hashes = async (type: string): Promise<string[]> => {
    const facts = await read(
      'typescript',
      `function f() { const y = (a: ${type}) => a; }\nfunction g() { let x: number; }`,
    );
    const table = facts.table(declarationHash);
    const bodies = facts.table(body);
    expect(bodies.rows).toBe(4);
    return [1, 2].map((row) => `${table.signature.lo(row)} ${table.body.lo(row)} ${table.body.hi(row)}`);
  };
  const [before, after] = [await hashes('A | B'), await hashes('A & B')];
  expect(after[0]).not.toBe(before[0]);
  expect(after[1]).toBe(before[1]);
  expect(after[0]!.split(' ')[0]).toBe(before[0]!.split(' ')[0]);
});
