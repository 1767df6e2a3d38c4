/** Every inferred type as a JSON array of `{ file, line, column, function, variable | parameter, types }`, one row a line. */
import { typedPlaces } from '../type-rows.ts';
import type { View } from '../view.ts';

export interface TypeDocument {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly function?: string;
  readonly variable?: string;
  readonly parameter?: string;
  readonly types: readonly string[];
}

export function* exportTypes(view: View): Generator<string> {
  let before = '[\n';
  for (const unit of view.sortUnits([...view.snapshot.units])) {
    for (const place of typedPlaces(view, unit)) {
      const { line, column } = view.place(unit, place.offset);
      const document: TypeDocument = {
        file: view.path(unit),
        line,
        column,
        ...(place.function === '' ? {} : { function: place.function }),
        ...(place.variable === undefined ? {} : { variable: place.variable }),
        ...(place.parameter === undefined ? {} : { parameter: place.parameter }),
        types: place.types,
      };
      yield `${before}  ${JSON.stringify(document)}`;
      before = ',\n';
    }
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}
