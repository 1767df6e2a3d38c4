/** L11 pdg: control dependence and parameter nodes of each body. Data only. */
import {
  basicBlock,
  body,
  chainBody,
  controlDependence,
  flowBody,
  flowDefinition,
  flowEdge,
  flowVariable,
  operation,
  parameterNode,
  pdgBody,
} from '#facts';
import { defineStage } from '#stage';

export const stage = defineStage({
  id: 'pdg',
  label: 'L11',
  title: 'Program dependence',
  version: 1,
  preset: 'balanced',
  steps: [
    {
      name: 'pdg',
      grain: 'file',
      reads: [body, operation, flowBody, basicBlock, flowEdge, chainBody, flowVariable, flowDefinition],
      writes: [pdgBody, controlDependence, parameterNode],
      kernel: 'kernel',
    },
  ],
});
