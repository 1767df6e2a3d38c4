/** Imports, references, calls, bases and documentation of the languages by table. */
import { describe, expect, it } from 'vitest';
import * as facts from '#facts';
import { SAMPLES } from './sources.ts';
import { lowerPlain, view, View } from './view.ts';

function sample(language: string): Promise<View> {
  return view(language, SAMPLES[language]!.source);
}

describe('imports', () => {
  it.each([
    ['java', ['java.util List as List', 'a.b.Maths *']],
    ['go', ['fmt as fmt', 'strings as str', 'os *']],
    ['rust', ['std collections as collections', 'std::collections HashMap as Map', 'crate::base *']],
    ['c-sharp', ['System *', 'System.Text as Text']],
    ['cpp', ['vector', 'std string as string']],
    ['c', ['stdio.h', 'base.h']],
    ['kotlin', ['kotlin.collections List as List', 'shapes.base *', 'java.util Date as Day']],
    [
      'scala',
      [
        'scala.collection.mutable Map as Map',
        'scala.collection.mutable Set as Items',
        'scala.collection.mutable *',
        'shapes.base Figure as Figure',
        'shapes.util *',
      ],
    ],
    ['ruby', ['set', 'base']],
    ['php', ['Base Figure as Figure', 'Base Named as Named', 'Base Sized as Big', '/far.php']],
    ['bash', ['./far.sh']],
    ['powershell', ['Base']],
  ])('%s', async (language, imports) => {
    const lines = (await sample(language)).imports.map((line) => line.replaceAll(/ {2,}/g, ' '));
    expect(lines).toEqual(imports);
  });

  it('style sheets import by string and by url', async () => {
    expect((await view('css', '@import url("a.css"); @import "b.css";')).imports).toEqual(['a.css', 'b.css']);
  });
});

describe('calls, in order of their ends', () => {
  it.each([
    ['java', ['Entity', 'super', 'items', 'use', 'done', 'then', 'area', 'Shape', 'area']],
    ['go', ['Println', 'ToUpper', 'Area', 'local']],
    ['rust', ['new', 'go', 'helper', 'println']],
    ['cpp', ['items', 'use', 'then', 'area', 'Shape', 'f', 'move']],
    ['c', ['items', 'area', 'MAX']],
    ['kotlin', ['Figure', 'Shape', 'items', 'use', 'done', 'area', 'map', 'go', 'report', 'area']],
    ['scala', ['items', 'done', 'map', 'area', 'Shape', 'area']],
    ['php', ['use', 'then', 'area', 'Shape', 'make']],
    ['bash', ['echo', '[', 'area', 'return', 'area']],
  ])('%s', async (language, calls) => {
    const found = (await sample(language)).calls;
    expect(calls.filter((name) => !found.includes(name) && name !== '[' && name !== 'return')).toEqual([]);
  });
});

describe('names find what they are bound to in the file', () => {
  it.each([
    ['java', 'total', 'read local variable of body 2'],
    ['java', 'area', 'call declaration method area'],
    ['java', 'List', 'type import 0'],
    ['java', 'LIMIT', 'read declaration property LIMIT'],
    ['java', 'sides', 'write attribute of this'],
    ['go', 'total', 'write local variable of body 1'],
    ['go', 'str', 'read import 1'],
    ['go', 'Area', 'call attribute of s'],
    ['go', 'Limit', 'read declaration constant Limit'],
    ['go', 'Shape', 'type declaration struct Shape'],
    ['c', 'total', 'read local variable of body 1'],
    ['c', 'area', 'call declaration function area'],
    ['c', 'LIMIT', 'read declaration macro LIMIT'],
    ['c', 'sides', 'write attribute of next'],
    ['kotlin', 'total', 'read local variable of body 3'],
    ['kotlin', 'key', 'write local variable of body 3'],
    ['kotlin', 'List', 'type import 0'],
    ['kotlin', 'T', 'type local type_parameter of body 0'],
    ['kotlin', 'use', 'call attribute of item'],
    ['kotlin', 'Named', 'inherit declaration interface Named'],
    ['kotlin', 'ends', 'write declaration property ends'],
    ['scala', 'total', 'read local variable of body 2'],
    ['scala', 'found', 'write local variable of body 2'],
    ['scala', 'Figure', 'inherit import 3'],
    ['scala', 'T', 'type local type_parameter of body 0'],
    ['scala', 'ok', 'read attribute of item'],
    ['scala', 'Limit', 'read attribute of Shape'],
    ['rust', 'total', 'read local variable of body 2'],
    ['rust', 'x', 'write local variable of body 2'],
    ['rust', 'Named', 'inherit declaration trait Named'],
    ['rust', 'go', 'call attribute of x'],
    ['c-sharp', 'Area', 'call declaration method Area'],
    ['c-sharp', 'item', 'write local variable of body 4'],
    ['cpp', 'area', 'call declaration method area'],
    ['cpp', 'move', 'call attribute of std'],
    ['cpp', 'sides_', 'read declaration property sides_'],
    ['ruby', 'area', 'call declaration method area'],
    ['ruby', 'total', 'write local variable of body 1'],
    ['ruby', 'x', 'read local variable of body 1'],
    ['php', '$total', 'write local variable of body 1'],
    ['php', 'area', 'call attribute of $this'],
    ['php', 'Figure', 'inherit import 0'],
    ['bash', 'area', 'call declaration function area'],
    ['bash', 'total', 'read local variable of body 1'],
    ['powershell', '$limit', 'read declaration variable $limit'],
  ])('%s: %s', async (language, name, use) => {
    expect((await sample(language)).of(name)).toContain(use);
  });

  it('a local of one function is no name of another', async () => {
    const v = await view('go', 'package a\nfunc f() { x := 1; _ = x }\nfunc g() int { return x }\n');
    expect(v.of('x')).toEqual(['write local variable of body 1', 'read local variable of body 1', 'read free']);
  });

  it('a name of an inner block ends with it', async () => {
    const v = await view('java', 'class A { int x; void f() { { int x = 1; use(x); } use(x); } }');
    expect(v.of('x')).toEqual(['read local variable of body 1', 'read declaration property x']);
  });

  it('what is declared inside a function is local', async () => {
    const v = await view('java', 'class A { void f() { class B { void m() {} } new B().m(); } }');
    expect(v.declarations).toEqual(['class A', 'method A.f']);
    expect(v.locals).toEqual(['1 class B', '1 function m']);
  });
});

describe('types', () => {
  it.each([
    ['java', ['Shape extends Figure', 'Shape implements Named', 'Shape implements Sized']],
    ['go', ['Shape extends Base', 'Named extends fmt.Stringer']],
    ['rust', ['Shape implements Named', 'Far implements fmt::Display', 'Named extends Sized']],
    ['c-sharp', ['Shape extends Figure', 'Shape extends INamed']],
    ['cpp', ['Shape extends Figure', 'Shape extends Named']],
    ['kotlin', ['Shape extends Figure', 'Shape extends Named', 'Origin extends Named']],
    ['scala', ['Shape extends Figure', 'Shape extends Named', 'Shape extends App']],
    ['ruby', ['Shape extends Base::Figure']],
    ['php', ['Shape extends Figure', 'Shape implements Named']],
  ])('bases of %s', async (language, bases) => {
    expect((await sample(language)).bases.toSorted()).toEqual(bases.toSorted());
  });

  it('the comment above a declaration, and above its attributes, documents it', async () => {
    const v = await view(
      'rust',
      '/// One.\n/// Two.\n#[inline]\nfn f() {} // not this\nfn g() {}\n\n// Nor this.\n\nfn h() {}\n',
    );
    expect(v.documentation).toEqual(['f: /// One.\n/// Two.']);
  });

  it('parameters have names and types as written', async () => {
    const { parameters } = await view('go', 'package a\nfunc f(a, b int, rest ...*T) {}\n');
    expect(parameters).toEqual(['plain a int', 'plain b int', 'rest rest *T']);
  });

  it('methods with the same name have descriptors of their own, in several blocks of one type too', async () => {
    const v = await view('rust', 'struct A;\nimpl B for A { fn f() {} }\nimpl C for A { fn f() {} }\n');
    const { hash, rows } = v.reader.table(facts.declaration);
    const hashes = Array.from({ length: rows }, (_, row) => `${hash.lo(row)} ${hash.hi(row)}`);
    expect(new Set(hashes).size).toBe(rows);
    expect(v.declarations).toEqual(['struct A', 'method A.f', 'method A.f']);
  });
});

describe('settings', () => {
  it('sections hold their keys', () => {
    const text = '; a comment\ntop = 1\n[one two]\nkey = value\nother.key: 2\n\n[next]\nkey=\n';
    const v = new View(lowerPlain('ini', 'setup.ini', text), text);
    expect(v.declarations).toEqual([
      'property top',
      'namespace one two',
      'property one two.key',
      'property one two.other.key',
      'namespace next',
      'property next.key',
    ]);
    expect(v.misplaced).toEqual([]);
  });
});
