/** Numbers of versions in a body whose blocks do not stand in the order in which they run. */
import { expect, test } from 'vitest';
import { ssaValue } from '#facts';
import { BodyFlow } from '../data-flow/flow-lines.ts';
import { ssaOf } from './values.ts';

test('versions count the definitions of each variable, what dominates first', async () => {
  const source =
    'function f(x) {\n  let a = 1;\n  switch (x) { case 1: default: a = 2; case 2: a += 1; }\n  return a;\n}\n';
  const tables = await ssaOf('m.ts', source);
  const flow = new BodyFlow(tables, source, 1);
  const { version } = tables(ssaValue);
  const first = tables(ssaValue).rows - flow.definitions;
  const seen = new Map<number, Set<number>>();
  for (let at = 0; at < flow.definitions; at++) {
    const { variable } = flow.definition(at);
    const versions = seen.get(variable) ?? new Set();
    expect(versions.has(version.at(first + at))).toBe(false);
    seen.set(variable, versions.add(version.at(first + at)));
  }
  for (const versions of seen.values()) expect(Math.max(...versions)).toBe(versions.size - 1);
});
