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
    { name: 'trigrams', grain: 'file', reads: [file, source], writes: [trigramFilter], kernel: 'trigrams' },
    {
      name: 'terms',
      grain: 'file',
      reads: [file, source, declaration],
      optional: [chunk],
      writes: [term, termPosting, termLength],
      kernel: 'terms',
    },
  ],
});
