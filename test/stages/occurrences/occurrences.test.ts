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
