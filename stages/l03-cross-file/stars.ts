/** The step `star`: the names that a file has through its stars, stars of stars included, each with the file to ask. */
import { codeOf, publicName, STAR_SOURCES, starName, starSource } from '#facts';
import type { KernelOf } from '#stage';
import type { stage } from './stage.ts';
import { StarNames } from './star-names.ts';

const STAR = codeOf(STAR_SOURCES, 'star');
const OUTSIDE = codeOf(STAR_SOURCES, 'outside');

export const stars: KernelOf<(typeof stage.steps)[1]> = (view, out, context) => {
  const sources = view.table(starSource);
  if (sources.rows === 0) return;
  const { lookup, fuel } = context;
  const names = new StarNames(
    (path) => lookup.whole(publicName, path),
    (path) => lookup.whole(starSource, path),
    fuel,
  );
  // The last binding of a name holds, so later stars come first.
  for (let row = sources.rows - 1; row >= 0; row--) {
    if (sources.kind.at(row) === STAR) names.take(sources.file.at(row));
    else if (sources.kind.at(row) === OUTSIDE) names.outside.add(sources.name.at(row));
  }
  names.write(view.path, out.table(starName), out.strings(starName));
};
