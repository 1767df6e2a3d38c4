/** `stratagraph export DIR`: indexes, and writes the index in a format of others. */
import { EngineError } from '#core';
import { exportSnapshot, type ExportFormat } from '#query';
import type { IndexFlags, Run } from './run.ts';
import { PACKAGE_VERSION } from './package-version.ts';

export interface ExportCommandFlags extends IndexFlags {
  readonly format: ExportFormat;
}

export async function runExport(run: Run, root: string, flags: ExportCommandFlags): Promise<void> {
  await run.withIndex(root, flags, async ({ context }) => {
    const { snapshot } = context;
    const origin = { repository: snapshot.root.repository, root: snapshot.root.root, version: PACKAGE_VERSION };
    if (flags.format === 'scip' && run.streams.stdout.isTTY === true)
      throw new EngineError(
        'E_CONFIG',
        'scip is binary; send it to a file: stratagraph export DIR --format scip > index.scip',
      );
    for (const piece of exportSnapshot(snapshot, flags.format, origin)) {
      if (run.streams.signal.aborted) throw new EngineError('E_ABORTED', 'the work was cancelled');
      await run.out.write(piece);
    }
  });
}
