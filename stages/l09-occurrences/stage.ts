/** L9 occurrences: where each symbol is defined, read, written, called and imported. Data only. */
import {
  declaration,
  importTarget,
  local,
  occurrence,
  occurrenceSymbol,
  reference,
  referenceTarget,
  referenceTargetTyped,
} from '#facts';
import { defineStage } from '#stage';

export const stage = defineStage({
  id: 'occurrences',
  label: 'L9',
  title: 'Occurrences',
  version: 2,
  preset: 'fast',
  steps: [
    {
      name: 'occurrences',
      grain: 'file',
      reads: [declaration, local, reference, importTarget, referenceTarget],
      optional: [referenceTargetTyped],
      writes: [occurrenceSymbol, occurrence],
      kernel: 'kernel',
    },
  ],
  postings: [{ name: 'occurrence', table: occurrenceSymbol }],
});
