/** `stratagraph export DIR`: indexes, and writes the index in a format of others, or a graph of one function. */
import { EngineError } from '#core';
import { exportSnapshot, tablesOfExport, type DrawOptions, type ExportFormat } from '#query';
import { PACKAGE_VERSION } from './package-version.ts';
import { targetOfWord } from './query-request.ts';
import type { IndexFlags, Run } from './run.ts';

export interface ExportCommandFlags extends IndexFlags {
  readonly format: ExportFormat;
  /** What is drawn by the formats that draw functions. */
  readonly function?: string;
  readonly graph?: string;
}

export async function runExport(run: Run, root: string, flags: ExportCommandFlags): Promise<void> {
  const drawn = drawOptions(flags);
  const write = async (pieces: Iterable<string | Uint8Array>): Promise<void> => {
    for (const piece of pieces) {
      if (run.streams.signal.aborted) throw new EngineError('E_ABORTED', 'the work was cancelled');
      await run.out.write(piece);
    }
  };
  const tables = tablesOfExport(flags.format, flags.graph ?? 'cfg');
  await run.withIndex(
    root,
    flags,
    async ({ context }) => {
      const { snapshot } = context;
      const origin = { repository: snapshot.root.repository, root: snapshot.root.root, version: PACKAGE_VERSION };
      if (flags.format === 'scip' && run.streams.stdout.isTTY === true)
        throw new EngineError(
          'E_CONFIG',
          'scip is binary; send it to a file: stratagraph export DIR --format scip > index.scip',
        );
      await write(exportSnapshot(snapshot, flags.format, origin, drawn));
    },
    tables,
  );
}

/** Checked before the index: a slip must not cost the time of one. */
function drawOptions({ format, function: name, graph }: ExportCommandFlags): DrawOptions {
  const draws = format === 'dot' || format === 'mermaid';
  if (draws && name === undefined)
    throw new EngineError('E_QUERY', `format '${format}' draws a function; name one with --function TARGET`);
  if (!draws && (name ?? graph) !== undefined)
    throw new EngineError(
      'E_QUERY',
      `format '${format}' draws nothing; --function and --graph are for dot and mermaid`,
    );
  return { ...(name !== undefined && { function: targetOfWord(name) }), ...(graph !== undefined && { graph }) };
}
