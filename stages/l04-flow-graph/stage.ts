/** L4 flow-graph: control-flow graph, dominators, post-dominators and loops of each body. Data only. */
import { basicBlock, body, flowBody, flowEdge, flowLoop, literal, operation } from '#facts';
import { defineStage } from '#stage';

export const stage = defineStage({
  id: 'flow-graph',
  label: 'L4',
  title: 'Control-flow graph',
  version: 1,
  preset: 'balanced',
  steps: [
    {
      name: 'flow-graph',
      grain: 'file',
      reads: [body, operation, literal],
      writes: [flowBody, basicBlock, flowEdge, flowLoop],
      kernel: 'kernel',
      cost: 2,
    },
  ],
});
