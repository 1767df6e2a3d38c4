import { hashHex } from '#core';
import {
  CERTAINTY,
  declaration,
  importTable,
  local,
  occurrence,
  OCCURRENCE_ROLES,
  OCCURRENCE_SOURCES,
  occurrenceSymbol,
  outsideHash,
  reference,
} from '#facts';
import { indexFiles, type IndexedFiles } from '#testkit';
import { expect, it } from 'vitest';

/** The occurrences of a file per symbol: `role source name`. Asserts that symbols ascend and rows are grouped. */
function occurrencesOf({ context }: IndexedFiles, path: string): Map<string, string[]> {
  const symbols = context.table(occurrenceSymbol, path)!;
  const rows = context.table(occurrence, path)!;
  const groups = new Map<string, string[]>();
  let before = '';
  for (let i = 0; i < symbols.rows; i++) {
    const key = hashHex(symbols.key.lo(i), symbols.key.hi(i));
    expect(key > before).toBe(true);
    before = key;
    const end = i + 1 < symbols.rows ? symbols.first.at(i + 1) : rows.rows;
    expect(end).toBeGreaterThan(symbols.first.at(i));
    const group: string[] = [];
    for (let row = symbols.first.at(i); row < end; row++) group.push(describeRow({ context }, path, row));
    groups.set(key, group);
  }
  return groups;
}

function describeRow({ context }: Pick<IndexedFiles, 'context'>, path: string, row: number): string {
  const { role, source, at, certainty } = context.table(occurrence, path)!;
  const from = OCCURRENCE_SOURCES[source.at(row)]!;
  const names = {
    reference: () => context.table(reference, path)!.name.at(at.at(row)),
    declaration: () => context.table(declaration, path)!.name.at(at.at(row)),
    local: () => context.table(local, path)!.name.at(at.at(row)),
    import: () => context.table(importTable, path)!.imported.at(at.at(row)),
  };
  expect(CERTAINTY[certainty.at(row)]).toBe('resolved');
  return `${OCCURRENCE_ROLES[role.at(row)]} ${from} ${names[from]()}`;
}

function groupOf(groups: ReadonlyMap<string, string[]>, row: string): string[] | undefined {
  return [...groups.values()].find((group) => group.includes(row));
}

it('every declaration and local is defined once, in the group of its own symbol', async () => {
  const indexed = await indexFiles({ 'm.py': 'class A:\n    def f(self, p):\n        v = p\n        return v\n' });
  const groups = occurrencesOf(indexed, 'm.py');
  const definitions = [...groups.values()].flat().filter((row) => row.startsWith('definition'));
  expect(definitions.toSorted()).toEqual([
    'definition declaration A',
    'definition declaration f',
    'definition declaration m.py',
    'definition local p',
    'definition local self',
    'definition local v',
  ]);
  expect(groupOf(groups, 'definition local v')).toEqual([
    'write reference v',
    'read reference v',
    'definition local v',
  ]);
  await indexed.orchestrator.close();
});

it('roles tell reads, writes, calls, deletions, decorators, bases and types apart', async () => {
  const indexed = await indexFiles({
    'm.py': [
      'def d(f): return f',
      'class B: pass',
      'n = 1',
      'n += 1',
      'print(n)',
      '@d',
      'def g(x: B): return d(x)',
      'class C(B): pass',
      'del n',
      '',
    ].join('\n'),
    't.ts': 'interface T {}\nfunction f(x: T): T { return x; }\nf({});\n',
  });
  const groups = occurrencesOf(indexed, 'm.py');
  expect(groupOf(groups, 'definition declaration n')!.map((row) => row.split(' ')[0])).toEqual([
    'write',
    'write',
    'read',
    'delete',
    'definition',
  ]);
  expect(groupOf(groups, 'definition declaration d')!.toSorted()).toEqual([
    'call reference d',
    'decorate reference d',
    'definition declaration d',
    'write reference d',
  ]);
  expect(groupOf(groups, 'definition declaration B')!).toContain('inherit reference B');
  const types = occurrencesOf(indexed, 't.ts');
  expect(groupOf(types, 'definition declaration T')).toEqual([
    'type reference T',
    'type reference T',
    'definition declaration T',
  ]);
  await indexed.orchestrator.close();
});

it('one symbol has one key in every file, and an import statement occurs once in it', async () => {
  const indexed = await indexFiles({
    'a.py': 'def f(): pass\n',
    'b.py': 'from a import f as g\ng()\n',
    'c.ts': 'export const f = 1;\n',
    'd.ts': "import { f as g } from './c';\ng;\n",
  });
  for (const [home, other, rows] of [
    ['a.py', 'b.py', ['call reference g', 'import import f']],
    ['c.ts', 'd.ts', ['read reference g', 'import import f']],
  ] as const) {
    const [key] = [...occurrencesOf(indexed, home)].find(([, group]) => group.includes('definition declaration f'))!;
    expect(occurrencesOf(indexed, other).get(key)).toEqual(rows);
  }
  await indexed.orchestrator.close();
});

it('names outside the repository share the key of their dotted name', async () => {
  const indexed = await indexFiles({
    'a.py': 'import json\njson.dumps(1)\nprint(2)\n',
    'b.py': 'from json import dumps as d\nd(1)\n',
  });
  const keyOf = (name: string): string => {
    const cell = { lo: 0, hi: 0 };
    outsideHash(cell, name);
    return hashHex(cell.lo, cell.hi);
  };
  expect(occurrencesOf(indexed, 'a.py').get(keyOf('json.dumps'))).toEqual(['call reference dumps']);
  expect(occurrencesOf(indexed, 'b.py').get(keyOf('json.dumps'))).toEqual(['call reference d', 'import import dumps']);
  expect(occurrencesOf(indexed, 'a.py').get(keyOf('print'))).toEqual(['call reference print']);
  await indexed.orchestrator.close();
});

it('a comment above a function changes no occurrence and runs neither stage', async () => {
  const before = 'def f():\n    return 1\n\n\ndef g():\n    return f()\n';
  const { orchestrator } = await indexFiles({ 'm.py': before });
  const result = await orchestrator.update([{ path: 'm.py', content: before.replace('def g', '# why\ndef g') }]);
  const units = Object.fromEntries(result.stages.map(({ slug, units: ran }) => [slug, ran]));
  expect(units).toMatchObject({ 'ir-build': 1, symbols: 0, occurrences: 0 });
  await orchestrator.close();
});

it('a use that is added in one file is found there without the others running again', async () => {
  const indexed = await indexFiles({
    'a.py': 'def f(): pass\n',
    'b.py': 'from a import f\n',
    'c.py': 'from a import f\nf()\n',
  });
  const { orchestrator } = indexed;
  const result = await orchestrator.update([{ path: 'b.py', content: 'from a import f\nf()\n' }]);
  expect(result.affected).toEqual([]);
  expect(result.stages.find(({ slug }) => slug === 'occurrences')!.units).toBe(1);
  const after = { ...indexed, context: orchestrator.getContext() };
  expect(groupOf(occurrencesOf(after, 'b.py'), 'import import f')).toEqual(['call reference f', 'import import f']);
  await orchestrator.close();
});
