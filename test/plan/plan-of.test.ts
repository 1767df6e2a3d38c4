/** Plans are made once: indexes with the same stages share one, and no others do. */
import { expect, test } from 'vitest';
import { table } from '#columns';
import { PipelineDAG, planOf } from '#plan';
import type { StageDescriptor } from '#stage';

const input = table('input', 'plain', 'input', { key: 'hash' });
const output = table('output', 'plain', 'output', { key: 'hash' });

function stage(id: string, writes: StageDescriptor['steps'][number]['writes'] = []): StageDescriptor {
  const step = { name: id, grain: 'file', reads: [input], writes, kernel: 'kernel' } as const;
  return { id, label: id, title: id, version: 1, preset: 'fast', steps: [step] };
}

const [one, two] = [stage('one', [output]), stage('two')];

test('the same stages have the same plan, which is the one that is built', () => {
  const plan = planOf([one, two], new Set(['one', 'two']), [input]);
  expect(planOf([one, two], new Set(['two', 'one']), [input])).toBe(plan);
  const built = PipelineDAG.build([one, two], new Set(['one', 'two']), [input]);
  expect(plan.steps.map((step) => plan.nameOf(step))).toEqual(built.steps.map((step) => built.nameOf(step)));
});

test('a stage that is off, another stage of the same id and another input have another plan', () => {
  const plan = planOf([one, two], new Set(['one', 'two']), [input]);
  expect(planOf([one, two], new Set(['one']), [input]).skipped.map(({ id }) => id)).toEqual(['two']);
  expect(planOf([one, two], new Set(['one', 'other']), [input]).skipped.map(({ id }) => id)).toEqual(['two']);
  const again = stage('two');
  expect(planOf([one, again], new Set(['one', 'two']), [input]).stages[1]).toBe(again);
  expect(planOf([one, two], new Set(['one', 'two']), [{ ...input }])).not.toBe(plan);
});

test('what cannot be planned is refused each time', () => {
  const twice = (): PipelineDAG => planOf([one, stage('two', [output])], new Set(['one', 'two']), [input]);
  expect(twice).toThrow('E_PLAN_TWO_WRITERS');
  expect(twice).toThrow('E_PLAN_TWO_WRITERS');
});

test('of many plans the last are kept', () => {
  const plan = planOf([one], new Set(['one']), [input]);
  for (let at = 0; at < 20; at++) planOf([stage('one')], new Set(['one']), [input]);
  const later = planOf([one], new Set(['one']), [input]);
  expect(later).not.toBe(plan);
  expect(planOf([one], new Set(['one']), [input])).toBe(later);
});
