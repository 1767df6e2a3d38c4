/**
 * L2.5: what search needs of a file's text. `trigrams` for literal and pattern search, `terms` for ranked search.
 * Both read bytes: files of unknown language are searched like all others, binary ones have no text.
 */
import { chunk, declaration, scanTerms, source, term, termLength, termPosting, trigramFilter } from '#facts';
import type { KernelOf } from '#stage';
import { FileTerms } from './file-terms.ts';
import type { stage } from './stage.ts';
import { TermCounter } from './term-counter.ts';
import { TrigramSet } from './trigram-set.ts';

/** Scratch of this thread, refilled for every file. */
const trigramSet = new TrigramSet();
const counter = new TermCounter();

export const trigrams: KernelOf<(typeof stage.steps)[0]> = (view, out) => {
  const filter = out.table(trigramFilter);
  const row = filter.add();
  filter.col.bits[row] = trigramSet.filterOf(view.table(source).text.at(0));
};

export const terms: KernelOf<(typeof stage.steps)[1]> = (view, out) => {
  const chunks = view.table(chunk);
  const lengths = out.table(termLength);
  for (let row = 0; row < Math.max(chunks.rows, 1); row++) lengths.add();
  counter.clear();
  const sink = new FileTerms(counter, chunks, view.table(declaration), lengths.col.length);
  scanTerms(view.table(source).text.at(0), sink);
  counter.write(out.table(term), out.table(termPosting));
};
