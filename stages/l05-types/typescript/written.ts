/** Types as text that another file can read: names carry their symbols. '' when a part is not known or cannot be said. */
import { write, type Sym, type Type } from './model.ts';
import type { Universe } from './universe.ts';

const MAX_LENGTH = 2000;

export function writtenType(universe: Universe, type: Type): string {
  if (type.kind === 'none') return '';
  const text = write(type, 0, (of) => writtenName(universe, of));
  return text.length > MAX_LENGTH || /(^|[^\w"$])\?($|[^:\w?])|\.\.\.($|[^\w])|@module/.test(text) ? '' : text;
}

function writtenName(universe: Universe, of: Sym): string {
  return of.row >= 0 ? universe.libraryName(of.row) : `${of.name}${of.key}`;
}
