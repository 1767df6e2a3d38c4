/**
 * What a literate case can state: a fact by name, the tables it needs, and its values at a place. Facts ask the public
 * questions, so that a page says what users get; they must never derive anything themselves.
 */
import { switchOf, type PipelineContext, type StageSwitches } from '#orchestrator';
import { stagesFor } from '#plan';
import { REGISTRY } from '../../stages/registry.ts';
import type { Assertion, LiterateCase } from './literate.ts';

/** The values of a fact at a place, in order. */
export type Probe = (context: PipelineContext, at: Assertion) => readonly string[];

export interface Fact {
  /** Tables that must be written for it to be asked. */
  readonly needs: readonly string[];
  readonly values: Probe;
}

/** Switches for the stages that the facts of some cases need, and for no others. */
export function stagesOfCases(cases: readonly LiterateCase[], facts: Readonly<Record<string, Fact>>): StageSwitches {
  const stated = cases.flatMap(({ revisions }) => revisions.flatMap(({ assertions }) => assertions));
  const needs = stated.flatMap(({ fact }) => facts[fact]?.needs ?? []);
  const stages = REGISTRY.map(({ stage }) => stage);
  const on = stagesFor(stages, needs);
  const optional = stages.filter(({ id }) => id !== 'ir-build');
  return Object.fromEntries(optional.map(({ id }) => [switchOf(id), on.has(id)]));
}
