/** The plan follows from reads and writes; what cannot be planned is refused with a code when the plan is built. */
import { expect, test } from 'vitest';
import { table, type TableSchema } from '#columns';
import { PipelineDAG } from '#plan';
import type { StageDescriptor, StepDescriptor } from '#stage';

const t = (name: string): TableSchema => table(name, 'plain', name, { key: 'hash' });
const input = t('input');
const [a, b, c] = [t('a'), t('b'), t('c')];

function stage(id: string, step: Partial<StepDescriptor>): StageDescriptor {
  const full: StepDescriptor = { name: id, grain: 'file', reads: [], writes: [], kernel: 'kernel', ...step };
  return { id, label: id, title: id, version: 1, preset: 'fast', steps: [full] };
}

function build(stages: readonly StageDescriptor[], off: readonly string[] = []): PipelineDAG {
  return PipelineDAG.build(stages, new Set(stages.map((one) => one.id).filter((id) => !off.includes(id))), [input]);
}

test('steps run after what they read, in whatever order they are given', () => {
  const stages = [
    stage('third', { reads: [b] }),
    stage('second', { reads: [a], writes: [b] }),
    stage('first', { reads: [input], writes: [a] }),
  ];
  expect(build(stages).steps.map((step) => step.stage.id)).toEqual(['first', 'second', 'third']);
  expect(build(stages).dependencies('third')).toEqual(['second']);
});

test('only a look-up of another file ends a level', () => {
  const plan = build([
    stage('first', { reads: [input], writes: [a] }),
    stage('own', { reads: [a], writes: [b] }),
    stage('across', { reads: [b], lookups: [a], writes: [c] }),
  ]);
  expect(plan.levels.map((steps) => steps.map((step) => step.stage.id))).toEqual([['first', 'own'], ['across']]);
});

test('two writers of one table are refused', () => {
  expect(() => build([stage('x', { writes: [a] }), stage('y', { writes: [a] })])).toThrow('E_PLAN_TWO_WRITERS');
});

test('a required read that nobody writes is refused', () => {
  expect(() => build([stage('x', { reads: [a] })])).toThrow('E_PLAN_NO_WRITER');
});

test('a cycle of reads is refused', () => {
  expect(() => build([stage('x', { reads: [a], writes: [b] }), stage('y', { reads: [b], writes: [a] })])).toThrow(
    'E_PLAN_CYCLE',
  );
});

test('a stage that is off takes with it the stages that require it, with the reason', () => {
  const stages = [
    stage('first', { writes: [a] }),
    stage('second', { reads: [a], writes: [b] }),
    stage('third', { reads: [b] }),
  ];
  expect(build(stages, ['first']).skipped.map(({ id, reason }) => [id, reason])).toEqual([
    ['first', 'switched off'],
    ['second', 'needs first'],
    ['third', 'needs second'],
  ]);
});

test('an optional read of a stage that is off keeps its reader', () => {
  const plan = build(
    [stage('first', { writes: [a] }), stage('second', { reads: [input], optional: [a], writes: [b] })],
    ['first'],
  );
  expect(plan.steps.map((step) => step.stage.id)).toEqual(['second']);
  expect(plan.place(a)).toBeUndefined();
});
