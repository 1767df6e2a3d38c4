/** L6 data-flow: variables, definitions, uses and merges of each body. Data only. */
import {
  basicBlock,
  body,
  chainBody,
  declaration,
  file,
  flowBody,
  flowDefinition,
  flowEdge,
  flowUse,
  flowVariable,
  importTable,
  local,
  mergeOperand,
  operation,
  reference,
  statement,
} from '#facts';
import { defineStage } from '#stage';

export const stage = defineStage({
  id: 'data-flow',
  label: 'L6',
  title: 'Definitions and uses',
  version: 1,
  preset: 'balanced',
  steps: [
    {
      name: 'data-flow',
      grain: 'file',
      reads: [
        file,
        declaration,
        importTable,
        body,
        local,
        statement,
        reference,
        operation,
        flowBody,
        basicBlock,
        flowEdge,
      ],
      writes: [chainBody, flowVariable, flowDefinition, flowUse, mergeOperand],
      kernel: 'kernel',
      cost: 5,
    },
  ],
});
