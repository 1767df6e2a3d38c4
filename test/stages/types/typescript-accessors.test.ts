import { expect, it } from 'vitest';
import { callEdgeTyped, CERTAINTY } from '#facts';
import { callGraph, type CallGraphUnit } from '#query';
import { indexFiles } from '#testkit';
import { STAGES } from './read.ts';

it('reading and assigning members of TypeScript run getters and setters', async () => {
  const source = [
    'export class A {',
    '  #v = 1;',
    '  get x(): number { return this.#v; }',
    '  set x(v: number) { this.#v = v; }',
    '  get y(): number { return 1; }',
    '  plain = 1;',
    '}',
    'export class B extends A {}',
    'export function read(b: B) { return b.x + b.plain; }',
    'export function write(b: B) { b.x = 2; b.plain = 3; }',
    'export function never(b: B) { b.y = 2; }',
    'export function unknown(b: any) { return b.x; }',
  ];
  const { context, orchestrator } = await indexFiles({ 'm.ts': source.join('\n') }, { stages: STAGES });
  await orchestrator.close();
  const unit: CallGraphUnit = { path: 'm.ts', table: (schema) => context.table(schema, 'm.ts') };
  const graph = callGraph([unit]);
  expect(graph.get('m.read')).toEqual(['m.A.x']);
  expect(graph.get('m.write')).toEqual(['m.A.x']);
  expect(graph.get('m.never')).toEqual([]);
  expect(graph.get('m.unknown')).toEqual([]);
  const { certainty, call, reference, rows } = context.table(callEdgeTyped, 'm.ts')!;
  expect(rows).toBe(2);
  for (let row = 0; row < rows; row++) {
    expect([call.at(row), CERTAINTY[certainty.at(row)]]).toEqual([-1, 'resolved']);
    expect(reference.at(row)).toBeGreaterThanOrEqual(0);
  }
});
