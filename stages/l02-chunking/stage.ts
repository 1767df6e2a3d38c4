/** L2 chunking: the chunk tree of each file. Data only. */
import { chunk, comment, declaration, declarationPosition, docstring, file, source } from '#facts';
import { defineStage } from '#stage';

export const stage = defineStage({
  id: 'chunking',
  label: 'L2',
  title: 'Chunk tree',
  version: 1,
  preset: 'fast',
  options: { maxTokens: 512 },
  steps: [
    {
      name: 'chunking',
      grain: 'file',
      reads: [file, source, declaration, declarationPosition, docstring, comment],
      writes: [chunk],
      kernel: 'kernel',
    },
  ],
});
