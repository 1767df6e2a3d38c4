/** The operations of each construct of Python, written out. */
import { describe, expect, it } from 'vitest';
import { literal, LITERAL_KINDS } from '#facts';
import { view } from './view.ts';

/** The operations of the module for each source. */
const cases: Readonly<Record<string, string>> = {
  'a = b.c': 'load b; attribute %0 c; store %1 a',
  'a = b = 1': 'constant 1; store %0 a; store %0 b',
  'a, *b = c': 'load c; unpack %0; store %1 a; unpack %0 65537; store %3 b',
  '(a) = b; (c,) = d': 'load b; store %0 a; load d; unpack %2; store %3 c',
  'a.b = c': 'load c; load a; store_attribute %1 %0 b',
  'a[b] = c': 'load c; load a; load b; store_index %1 %2',
  'a.b += c': 'load a; attribute %0 b; load c; binary %1 %2 +; store_attribute %0 %3 b',
  'a[b] -= 1': 'load a; load b; index %0 %1; constant 1; binary %2 %3 -; store_index %0 %1 4',
  'a: b = c': 'load c; store %0 a',
  'del a, b.c, d[e]': 'delete a; load b; delete_attribute %1 c; load d; load e; delete_index %3 %4',
  'f(a, *b, c=d, **e)': 'load f; load a; load b; load d; load e; call %0 (%1 *%2 c=%3 **%4) spread; expression %5',
  'f(a)(b).c': 'load f; load a; call %0 (%1); load b; call %2 (%3); attribute %4 c; expression %5',
  'super().m()': 'load super; call %0 () super; attribute %1 m; call %2 (); expression %3',
  'print >>f, a': 'load print; load f; load a; call %0 (file=%1 %2); expression %3',
  'exec a in b': 'load exec; load a; load b; call %0 (%1 %2); expression %3',
  'a + b * -c': 'load a; load b; load c; unary %2 -; binary %1 %3 *; binary %0 %4 +; expression %5',
  'not a is not b': 'load a; load b; compare %0 %1 is not; unary %2 not; expression %3',
  'a and b': 'load a; if %0 1; load b; end; merge %0 %2; expression %4',
  'a or b': 'load a; if %0 2; else; load b; end; merge %0 %3; expression %5',
  'a if b else c': 'load b; if %0 3; load a; else; load c; end; merge %2 %4; expression %6',
  'a < b <= c': 'load a; load b; compare %0 %1 <; if %2 1; load c; compare %1 %4 <=; end; merge %2 %5; expression %7',
  '[a, *b]': 'build list; load a; element %0 %1; load b; element %0 %3 1; expression %0',
  '{a: b, **c}': 'build map; load a; element %0 %1 2; load b; element %0 %3; load c; element %0 %5 1; expression %0',
  '{a}, ()': 'build set; load a; element %0 %1; expression %0; build tuple; expression %4',
  'a[b:c]': 'load a; load b; load c; slice %1 %2; index %0 %3; expression %4',
  'a[::d]': 'load a; load d; slice 2; index %0 %2; expression %3',
  'a[: # :\n b]': 'load a; load b; slice %1; index %0 %2; expression %3',
  'a[:b, c]': 'load a; build tuple; load b; slice %2; element %1 %3; load c; element %1 %5; index %0 %1; expression %7',
  "f'a{b!r:>{c}}' 'd'":
    'build template; constant a; element %0 %1; load b; format %3; element %0 %4; load c; format %6; element %0 %7; ' +
    'constant d; element %0 %9; expression %0',
  'a = \'b\' "c"': 'constant bc; store %0 a',
  'lambda a, b=c: d': 'load c; closure @1; element %1 %0 4; expression %1',
  'assert a, b': 'load a; if %0 5; else; load b; raise %3 1; end',
  'raise a from b': 'load a; load b; raise %0 %1',
  'import a, b': 'import @0; store %0 a; import @1; store %2 b',
  '(a := b).c': 'load b; store %0 a; attribute %0 c; expression %2',
  '@a\n@b(1)\ndef f(c=d): pass':
    'load a; load b; constant 1; call %1 (%2); load d; closure @1; element %5 %4 3; call %3 (%5) decorator; ' +
    'call %0 (%7) decorator; store %8 f',
  'class K(A, m=B): pass':
    'load A; constant m; load B; closure @1; element %3 %0; element %3 %1 2; element %3 %2; store %3 K',
  '"""only documentation"""': '',
  'a: "b"': '',
};

describe('operations', () => {
  it.each(Object.entries(cases))('%s', async (source, expected) => {
    expect((await view(`${source}\n`)).operations(0).join('; ')).toBe(expected);
  });

  it('a comprehension is a body that is run at once on its first iterable', async () => {
    const v = await view('[a for b in c if d for a in e]\n(f async for f in g)\n');
    expect(v.operations(0).join('; ')).toBe(
      'load c; closure %0 @1; expression %1; load g; closure %3 @2; expression %4',
    );
    expect(v.operations(1).join('; ')).toBe(
      'parameter .0; build list; iterate %0; loop 1; next %2; store %4 b; load d; if %6; load e; iterate %8; loop 1; next %9; store %11 a; load a; element %1 %13; end; end; end; return %1',
    );
    expect(v.operations(2).join('; ')).toBe(
      'parameter .0; iterate %0 1; loop 1; next %1; store %3 f; load f; yield %5; end',
    );
    expect(v.bodies.slice(1)).toEqual(['comprehension in 0', 'comprehension in 0 async generator']);
  });

  it('parameters are taken in order, then tuples are taken apart', async () => {
    const v = await view('def f(a, (b, c), *d): return await (yield from a)\n');
    expect(v.operations(1).join('; ')).toBe(
      'parameter a; parameter (b, c); parameter d; unpack %1; store %3 b; unpack %1 1; store %5 c; load a; yield %7 1; await %8; return %9',
    );
  });

  it.each([
    [
      '1 | -2',
      'constant 1; match %0 %3 equal; if %4 2; else; constant 2; unary %7 -; match %0 %8 equal; end; merge %4 %9; guard %11',
    ],
    ['a.b', 'load a; attribute %3 b; match %0 %4 equal; guard %5'],
    ['None', 'constant None; match %0 %3 identical; guard %4'],
    ['_', ''],
    ['(a)', 'store %0 a'],
    ['a, *_', 'match %0 sequence_rest 1; if %3 1; unpack %0; store %5 a; unpack %0 65537; end; guard %3'],
    [
      '[1, a]',
      'match %0 sequence 2; if %3 1; unpack %0; constant 1; match %5 %6 equal; if %7 1; unpack %0 1; store %9 a; end; end; merge %3 %7; guard %13',
    ],
    [
      '{"k": a, **r}',
      'match %0 mapping; if %3 1; constant k; match %0 %5 mapping; if %6 1; index %0 %5; store %8 a; unpack %0 65537; store %10 r; end; end; merge %3 %6; guard %14',
    ],
    [
      'K(a, b=1)',
      'load K; match %0 %3 instance; if %4 1; unpack %0; store %6 a; attribute %0 b; constant 1; match %8 %9 equal; end; merge %4 %10; guard %12',
    ],
    ['1 as a if b', 'constant 1; match %0 %3 equal; if %4 1; store %0 a; end; guard %4; load b; guard %9'],
  ])('case %s', async (pattern, expected) => {
    const operations = (await view(`match x:\n    case ${pattern}: pass\n`)).operations(0);
    expect(operations.slice(0, 3)).toEqual(['load x', 'switch %0', 'case']);
    expect(
      operations
        .slice(3)
        .join('; ')
        .replace(/(?:; )?end$/, ''),
    ).toBe(expected);
  });

  it('literals keep their kind and are told apart by it', async () => {
    const { reader } = await view("[1, 1.5, 2j, 'x', b'x', None, True, False, ..., 'x', r'\\n']\n");
    const { rows, kind, text } = reader.table(literal);
    const found = Array.from({ length: rows }, (_, row) => `${LITERAL_KINDS[kind.at(row)]!} ${text.at(row)}`);
    expect(found.join('; ')).toBe(
      'integer 1; float 1.5; float 2j; string x; bytes x; none None; true True; false False; ellipsis ...; string \\n',
    );
  });
});
