/** Files in memory for the search tests, with the tables that the stages make of them. */
import type { SearchUnit } from '../../../src/query/search/index.ts';
import { source, trigramFilter } from '#facts';
import { kernel as chunking } from '../../../stages/l02-chunking/kernel.ts';
import { stage as chunkingStage } from '../../../stages/l02-chunking/stage.ts';
import { lexical } from '../../../stages/l02-lexical/kernel.ts';
import { stage } from '../../../stages/l02-lexical/stage.ts';
import { pythonRanges, TestUnit } from '../../stages/chunking/unit.ts';

export interface CorpusOptions {
  readonly hasFilters?: boolean;
  readonly hasChunks?: boolean;
}

/** The units of files by path, in byte order of the paths. */
export function corpusOf(
  files: Readonly<Record<string, string>>,
  { hasFilters = true, hasChunks = true }: CorpusOptions = {},
): SearchUnit[] {
  const paths = Object.keys(files).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return paths.map((path) => {
    const text = files[path]!;
    const unit = new TestUnit(path, text, pythonRanges(text));
    const bare = new TestUnit(path, text, []);
    if (hasChunks) unit.run(chunkingStage.steps[0], chunking, chunkingStage.options);
    unit.run(stage.steps[0], lexical);
    return {
      path,
      text: unit.table(source).text.at(0),
      table: (schema) => (!hasFilters && schema.name === trigramFilter.name ? bare : unit).table(schema),
    };
  });
}
