/** L1 ir-build: declarations, scopes, references, calls, imports, exports, lowered bodies, positions. Data only. */
import { file, fileStem, globalName, inputProblem, IR_TABLES, packageTable, source } from '#facts';
import { defineStage } from '#stage';

export const stage = defineStage({
  id: 'ir-build',
  label: 'L1',
  title: 'Parse and lower',
  version: 1,
  preset: 'fast',
  steps: [
    {
      name: 'ir-build',
      grain: 'file',
      reads: [file, source, inputProblem],
      writes: IR_TABLES,
      kernel: 'kernel',
      cost: 30,
    },
  ],
  postings: [
    { name: 'package', table: packageTable, isLookedUp: true },
    { name: 'stem', table: fileStem, isLookedUp: true },
    { name: 'global', table: globalName, isLookedUp: true },
  ],
});
