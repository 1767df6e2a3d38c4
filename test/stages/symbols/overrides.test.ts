import { hashHex } from '#core';
import { override } from '#facts';
import { query, type SnapshotReader } from '#query';
import { indexFiles } from '#testkit';
import { expect, it } from 'vitest';

function nameOf(snapshot: SnapshotReader, lo: number, hi: number): string {
  // Safe because: rows of definitions have a name.
  const [row] = query(snapshot, { kind: 'definition', symbol: hashHex(lo, hi) }).rows as { name: string }[];
  return row!.name;
}

/** Overrides of all files as `by -> overridden`, sorted. */
function overridesOf(snapshot: SnapshotReader): string[] {
  const found: string[] = [];
  for (const unit of snapshot.units) {
    const { key, by, rows } = snapshot.table(override, unit)!;
    for (let row = 0; row < rows; row++) {
      found.push(`${nameOf(snapshot, by.lo(row), by.hi(row))} -> ${nameOf(snapshot, key.lo(row), key.hi(row))}`);
    }
  }
  return found.toSorted();
}

async function overridesIn(files: Readonly<Record<string, string>>): Promise<string[]> {
  const { context, orchestrator } = await indexFiles(files);
  const found = overridesOf(context.snapshot);
  await orchestrator.close();
  return found;
}

it('a method overrides that of the nearest base, in another file and further up', async () => {
  const found = await overridesIn({
    'base.py': 'class A:\n    def near(self): pass\n    def far(self): pass\n',
    'middle.py': 'from base import A\nclass B(A):\n    def near(self): pass\n',
    'leaf.py':
      'from middle import B\nclass C(B):\n    def near(self): pass\n    def far(self): pass\n    def own(self): pass\n',
  });
  expect(found).toEqual(['leaf.C.far -> base.A.far', 'leaf.C.near -> middle.B.near', 'middle.B.near -> base.A.near']);
});

it('a diamond is looked through in the order of C3', async () => {
  const found = await overridesIn({
    'd.py': [
      'class Top:\n    def m(self): pass',
      'class Left(Top): pass',
      'class Right(Top):\n    def m(self): pass',
      'class Bottom(Left, Right):\n    def m(self): pass',
      '',
    ].join('\n'),
  });
  expect(found).toEqual(['d.Bottom.m -> d.Right.m', 'd.Right.m -> d.Top.m']);
});

it('a class overrides what an interface and a class above it promise, once per symbol', async () => {
  const found = await overridesIn({
    'i.ts': 'export interface I { m(): void; get size(): number }\nexport interface J extends I { m(): void }\n',
    'c.ts': [
      "import type { J } from './i';",
      'export class C implements J {',
      '  constructor() {}',
      '  m(): void;',
      '  m(x?: number): void {}',
      '  get size(): number { return 1; }',
      '  set size(value: number) {}',
      '}',
      '',
    ].join('\n'),
  });
  expect(found).toEqual(['c.C.m -> i.J.m', 'c.C.size -> i.I.size', 'i.J.m -> i.I.m']);
});

it('private names, static twins and functions of a module override nothing', async () => {
  const python = await overridesIn({
    'p.py':
      'class A:\n    def __secret(self): pass\n    def _open(self): pass\nclass B(A):\n    def __secret(self): pass\n    def _open(self): pass\ndef m(): pass\n',
  });
  expect(python).toEqual(['p.B._open -> p.A._open']);
  const typescript = await overridesIn({
    's.ts':
      'class A { #x() {} static m() {}\n m() {} }\nclass B extends A { #x() {} static m() {}\n m() {} }\nfunction m() {}\n',
  });
  expect(typescript).toHaveLength(2);
});

it('classes that inherit from each other end', async () => {
  const found = await overridesIn({
    'a.py': 'from b import B\nclass A(B):\n    def m(self): pass\n',
    'b.py': 'from a import A\nclass B(A):\n    def m(self): pass\n',
  });
  expect(found).toEqual(['a.A.m -> b.B.m', 'b.B.m -> a.A.m']);
});

it('a method that is added to a base is overridden after the update, though the subclass did not change', async () => {
  const { context, orchestrator } = await indexFiles({
    'base.py': 'class A:\n    pass\n',
    'leaf.py': 'from base import A\nclass C(A):\n    def m(self): pass\n',
    'other.py': 'class D:\n    def m(self): pass\n',
  });
  expect(overridesOf(context.snapshot)).toEqual([]);
  const result = await orchestrator.update([{ path: 'base.py', content: 'class A:\n    def m(self): pass\n' }]);
  expect(result.affected).toEqual(['leaf.py']);
  expect(overridesOf(orchestrator.getContext().snapshot)).toEqual(['leaf.C.m -> base.A.m']);
  await orchestrator.close();
});
