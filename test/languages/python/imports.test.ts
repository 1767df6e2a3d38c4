/** Imports of every form, and what a module passes on. */
import { describe, expect, it } from 'vitest';
import { view } from './view.ts';

describe('imports and exports', () => {
  it('every form of import is a row and exports what it binds', async () => {
    const v = await view(
      [
        'from __future__ import annotations',
        'import a, b.c, d.e as f',
        'from g import h, i as j',
        'from . import k',
        'from ...l.m import n',
        'from o import *',
      ].join('\n'),
    );
    expect(v.imports).toEqual([
      '__future__ annotations as annotations',
      'a as a',
      'b.c as b top',
      'd.e as f',
      'g h as h',
      'g i as j',
      '. k as k',
      '...l.m n as n',
      'o *',
    ]);
    expect(v.exports).toEqual([
      '* star o *',
      'a module a',
      'annotations import __future__ annotations',
      'b module b',
      'f module d.e',
      'h import g h',
      'j import g i',
      'k import . k',
      'n import ...l.m n',
    ]);
    expect(v.of('b')).toEqual(['import import 2']);
    expect(v.of('i')).toEqual(['import import 5']);
    expect(v.of('j')).toEqual(['import import 5']);
  });

  it('flags tell nested, conditional and type-only imports; nested ones are not exported', async () => {
    const v = await view(
      [
        'if typing.TYPE_CHECKING: import a',
        'else: import b',
        'try: import c',
        'except ImportError: c = None',
        'def f():',
        '    if x: import d',
        'class K: import e',
      ].join('\n'),
    );
    // Rows follow the order of lowering: the module, then its functions and classes in turn.
    expect(v.imports).toEqual([
      'a as a type conditional',
      'b as b conditional',
      'c as c conditional',
      'd as d nested conditional',
      'e as e nested',
    ]);
    expect(v.exports).toEqual([
      'a module a',
      'b module b',
      'c module c',
      'c declaration variable',
      'f declaration function',
      'K declaration class',
    ]);
  });

  it('a plain alias exports the path it stands for', async () => {
    const v = await view('import a\nb = a.c\nd = b\ne = b()\ndef f(): pass\nf = g(f)\n');
    expect(v.exports).toEqual([
      'a module a',
      'b alias variable a.c',
      'd alias variable b',
      'e declaration variable',
      'f declaration function',
      'f declaration variable',
    ]);
    expect(v.of('f').at(-1)).toBe('write declaration function f');
  });

  it('__all__ is read where it is written out', async () => {
    const v = await view(
      [
        'import m',
        "__all__ = ['a', \"b\"] + m.__all__ + ('c',)",
        "__all__ += ['d', *m.n.__all__]",
        "__all__.append('e')",
        "__all__.extend(['f'])",
        'def g():',
        "    __all__ = ['no']",
      ].join('\n'),
    );
    const listed = v.exports.filter((line) => line.startsWith('__all__ all')).map((line) => line.slice(12));
    expect(listed.join(' ')).toBe('a b m c d m.n e f');
    expect(v.references.filter((line) => line.includes(' export '))).toHaveLength(6);
  });
});
