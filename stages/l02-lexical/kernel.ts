/**
 * L2.5: what search needs of a file's text: trigrams for literal and pattern search, terms for ranked search.
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

export const lexical: KernelOf<(typeof stage.steps)[0]> = (view, out) => {
  const text = view.table(source).text.at(0);
  const filter = out.table(trigramFilter);
  const row = filter.add();
  filter.col.bits[row] = trigramSet.filterOf(text);
  const chunks = view.table(chunk);
  const lengths = out.table(termLength);
  lengths.addRows(Math.max(chunks.rows, 1));
  counter.clear();
  const terms = new FileTerms(counter, chunks, view.table(declaration), lengths.col.length);
  scanTerms(text, terms);
  terms.end();
  counter.write(out.table(term), out.table(termPosting));
};
