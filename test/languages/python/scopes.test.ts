/** Which name means what in Python: the cases in which scopes differ from nesting. */
import { describe, expect, it } from 'vitest';
import { view } from './view.ts';

describe('scopes', () => {
  it('a class scope is seen by its own code only', async () => {
    const v = await view(
      ['class C:', '    x = 1', '    y = x', '    def m(self): return x', '    z = [x for _ in y]'].join('\n'),
    );
    expect(v.of('x')).toEqual([
      'write declaration variable x',
      'read declaration variable x',
      'read free',
      'read free',
    ]);
    expect(v.of('y')).toEqual(['write declaration variable y', 'read declaration variable y']);
  });

  it('a name that a class binds later is until then that of the code around it', async () => {
    const v = await view('def x(): pass\nclass C:\n    x = x\n    y = x\n    class D:\n        z = x\n');
    expect(v.of('x')).toEqual([
      'write declaration function x',
      'read declaration function x',
      'write declaration variable x',
      'read declaration variable x',
      'read declaration function x',
    ]);
  });

  it('code of the module means what a name is bound to by then, code of functions what it is in the end', async () => {
    const v = await view('import x\nx\ndef f(): x\ndef x(): pass\nx\ny\nimport y\n');
    expect(v.of('x')).toEqual([
      'import import 0',
      'read import 0',
      'write declaration function x',
      'read declaration function x',
      'read declaration function x',
    ]);
    expect(v.of('y')).toEqual(['read import 1', 'import import 1']);
  });

  it('a base of the name of its class is what had that name before', async () => {
    const v = await view('from a import K\nclass K(K): pass\nK\n');
    expect(v.of('K').map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([
      'import import 0',
      'inherit import 0',
      'write declaration class',
      'read declaration class',
    ]);
  });

  it('a comprehension has its own names and evaluates its first iterable outside', async () => {
    const v = await view('def f(x):\n    return [x for x in x for y in x]\n');
    expect(v.of('x')).toEqual([
      'read local parameter of body 1',
      'write local variable of body 2',
      'read local variable of body 2',
      'read local variable of body 2',
    ]);
    expect(v.bodies).toEqual(['module in -1 declared', 'function in 0 declared', 'comprehension in 1']);
  });

  it('an assignment expression in a comprehension binds outside all comprehensions', async () => {
    const v = await view(
      'def f():\n    [[(y := x) for x in a] for a in b]\n    return y\nz = [w := 1 for _ in b]\nw\n',
    );
    expect(v.of('y')).toEqual(['read local variable of body 1', 'write local variable of body 1']);
    expect(v.of('w')).toEqual(['read declaration variable w', 'write declaration variable w']);
  });

  it('an assignment anywhere in a function makes the name local to it', async () => {
    const v = await view('x = 1\ndef f():\n    print(x)\n    if a: x = 2\ndef g():\n    print(x)\n');
    expect(v.of('x')).toEqual([
      'write declaration variable x',
      'read local variable of body 1',
      'write local variable of body 1',
      'read declaration variable x',
    ]);
  });

  it('global names are names of the module, also when only functions bind them', async () => {
    const v = await view('def f():\n    global x, y\n    x = 1\n    def y(): pass\nx\n');
    expect(v.declarations).toEqual(['function f exported', 'variable x exported', 'variable y exported']);
    expect(new Set(v.of('x').map((line) => line.slice(line.indexOf(' ') + 1)))).toEqual(
      new Set(['declaration variable x']),
    );
  });

  it('nonlocal names are names of the function around', async () => {
    const v = await view(
      'def f():\n    x = 1\n    class K:\n        x = 2\n        def g(self):\n            nonlocal x\n            x = 3\n',
    );
    expect(v.of('x')).toEqual([
      'write local variable of body 1',
      'write local variable of body 2',
      'read local variable of body 1',
      'write local variable of body 1',
    ]);
  });

  it('functions and classes in functions are locals that own their bodies', async () => {
    const v = await view(
      'def f():\n    def g(): return g\n    class K:\n        a = 1\n        def m(self): return K\n',
    );
    expect(v.declarations).toEqual(['function f exported']);
    expect(v.bodies).toEqual([
      'module in -1 declared',
      'function in 0 declared',
      'function in 1 owned',
      'class in 1 owned',
      'function in 3 owned',
    ]);
    expect(v.of('g')).toEqual(['write local function of body 1', 'read local function of body 1']);
    expect(v.of('K')).toEqual(['write local class of body 1', 'read local class of body 1']);
    expect(v.of('a')).toEqual(['write local variable of body 3']);
  });

  it('imports and every target of a statement bind locals in a function', async () => {
    const v = await view(
      [
        'def f():',
        '    import a.b',
        '    for c in a: pass',
        '    with a as (d, [*e]): pass',
        '    try: pass',
        '    except a as g: pass',
        '    del h',
        '    match a:',
        '        case {"k": i, **j} | [k, *l] as m: pass',
        '    return a, c, d, e, g, h, i, j, k, l, m',
      ].join('\n'),
    );
    const scopes = v.references.filter((line) => / read /.test(line)).map((line) => line.split(' ')[2]);
    expect(new Set(scopes)).toEqual(new Set(['import', 'local']));
  });

  it('type parameters are seen by annotations and the body', async () => {
    const v = await view(
      'def f[T: B](x: T) -> "list[T]":\n    y: T = x\nclass K[U](V[U]):\n    def m(self, a: U): pass\n',
    );
    expect(v.of('T')).toEqual(Array.from({ length: 3 }, () => 'type local type_parameter of body 0'));
    expect(v.of('U')).toEqual(['read local type_parameter of body 0', 'type local type_parameter of body 0']);
  });

  it('roles tell how a name is used', async () => {
    const v = await view(
      [
        '@dec',
        '@lib.mark(1)',
        'class K(base.B):',
        '    x: "a.T | None"',
        '    y: Literal["no"]',
        'f(g.h).i()',
        'j.k += 1',
        'del j.l',
      ].join('\n'),
    );
    expect(v.references.filter((line) => !/ (read|write) /.test(line))).toEqual([
      'dec decorate free',
      'mark decorate attribute of lib',
      'B inherit attribute of base',
      'f call free',
      'i call attribute',
      'k readwrite attribute of j',
      'l delete attribute of j',
      'a type free',
      'T type attribute of a',
      'Literal type free',
    ]);
  });
});
