/** Facts of types that a literate case can state. */
import type { PipelineContext } from '#orchestrator';
import type { Fact } from './literate-fact.ts';
import type { Assertion } from './literate.ts';

const TYPES = ['type_text', 'symbol', 'occurrence'];

export const TYPE_FACTS: Readonly<Record<string, Fact>> = {
  /** The type of the name here, its alternatives in their order. */
  type: { needs: TYPES, values: (context, at) => typesAt(context, at).map(({ types }) => types.join(' | ')) },
  /** How the type here is known. */
  'type-from': { needs: TYPES, values: (context, at) => typesAt(context, at).map(({ source }) => source) },
  /** What the function that is declared here gives. */
  returns: { needs: TYPES, values: resultAt },
};

function typesAt(context: PipelineContext, at: Assertion): ReturnType<PipelineContext['typeAt']>['rows'] {
  return context.typeAt(at.path, at.line, at.column).rows;
}

function resultAt(context: PipelineContext, at: Assertion): string[] {
  const { rows } = context.typesOf(at, { limit: 1000 });
  return rows
    .filter((row) => row.variable === undefined && row.parameter === undefined)
    .filter((row) => row.line === at.line && row.column === at.column)
    .map(({ types }) => types.join(' | '));
}
