/** L8 symbols: the directory of symbols by descriptor and by name, and overrides. Data only. */
import { body, classBase, declaration, file, local, member, override, symbol, symbolName } from '#facts';
import { defineStage } from '#stage';

export const stage = defineStage({
  id: 'symbols',
  label: 'L8',
  title: 'Symbol directory',
  version: 1,
  preset: 'fast',
  steps: [
    {
      name: 'directory',
      grain: 'file',
      reads: [file, declaration, body, local],
      writes: [symbol, symbolName],
      kernel: 'directory',
    },
    {
      name: 'override',
      grain: 'file',
      reads: [declaration, member, classBase],
      lookups: [member, classBase],
      writes: [override],
      kernel: 'overrides',
    },
  ],
  postings: [
    { name: 'symbol', table: symbol },
    { name: 'name', table: symbolName },
    { name: 'override', table: override },
  ],
});
