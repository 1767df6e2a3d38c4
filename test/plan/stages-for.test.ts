/** Which stages a question turns on follows from the tables that it reads. */
import { expect, it } from 'vitest';
import { table } from '#columns';
import { stagesFor } from '#plan';
import { defineStage, type StageDescriptor } from '#stage';
import { REGISTRY } from '../../stages/registry.ts';

const named = (name: string): ReturnType<typeof table> => table(name, 'plain', name, { key: 'hash' });
const [a, b, c, d] = [named('a'), named('b'), named('c'), named('d')];
const stage = (id: string, step: Partial<StageDescriptor['steps'][number]>): StageDescriptor =>
  defineStage({
    id,
    label: 'L0',
    title: id,
    version: 1,
    preset: 'balanced',
    steps: [{ name: id, grain: 'file', reads: [], writes: [], kernel: 'kernel', ...step }],
  });

it('the writer of a table runs, and what it requires, not what it may do without', () => {
  const stages = [
    stage('first', { writes: [a] }),
    stage('second', { reads: [a], writes: [b] }),
    stage('third', { lookups: [b], optional: [d], writes: [c] }),
    stage('fourth', { writes: [d] }),
  ];
  expect([...stagesFor(stages, ['c'])].toSorted()).toEqual(['first', 'second', 'third']);
  expect([...stagesFor(stages, ['a', 'd'])].toSorted()).toEqual(['first', 'fourth']);
  expect([...stagesFor(stages, ['unknown'])]).toEqual([]);
});

it('the stages of the package that a flow graph takes', () => {
  const stages = REGISTRY.map((registered) => registered.stage);
  expect([...stagesFor(stages, ['basic_block'])].toSorted()).toEqual(['flow-graph', 'ir-build']);
});
