/** L2.5 lexical: trigram filters and identifier-subword terms of every text file. Data only. */
import { chunk, declaration, file, source, term, termLength, termPosting, trigramFilter } from '#facts';
import { defineStage } from '#stage';

export const stage = defineStage({
  id: 'lexical',
  label: 'L2.5',
  title: 'Text search',
  version: 1,
  preset: 'fast',
  steps: [
    {
      name: 'lexical',
      grain: 'file',
      reads: [file, source, declaration],
      optional: [chunk],
      writes: [trigramFilter, term, termPosting, termLength],
      kernel: 'lexical',
      cost: 3,
    },
  ],
});
