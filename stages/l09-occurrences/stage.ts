/** L9 occurrences: where each symbol is defined, read, written, called and imported. Data only. */
import {
  body,
  declaration,
  importTable,
  importTarget,
  local,
  occurrence,
  occurrenceSymbol,
  reference,
  referenceTarget,
  symbol,
} from '#facts';
import { defineStage } from '#stage';

export const stage = defineStage({
  id: 'occurrences',
  label: 'L9',
  title: 'Occurrences',
  version: 1,
  preset: 'fast',
  steps: [
    {
      name: 'occurrences',
      grain: 'file',
      reads: [declaration, body, local, reference, importTable, importTarget, referenceTarget, symbol],
      writes: [occurrenceSymbol, occurrence],
      kernel: 'kernel',
    },
  ],
  postings: [{ name: 'occurrence', table: occurrenceSymbol }],
});
