/** What definitions are before anything runs: parameters, imports and clobbers vary; a local that nothing was stored in is unset. */
import { ASSIGN, CLASS_BODY, DELETE, ENTRY, LOCAL_VARIABLE, MODULE_BODY, VARIABLE_LOCAL } from './codes.ts';
import { UNBOUND, VARYING, type Constants } from './constants.ts';
import type { FileTables } from './file-tables.ts';

/** True for a definition that gives a variable the value of an operation and nothing else. */
export function isPlain(kind: number, value: number, previous: number): boolean {
  return kind === ASSIGN && value >= 0 && previous < 0;
}

/** The value of a definition that is neither a merge nor plain. `variable`: row of `flow_variable`. */
export function initialValue(
  constants: Constants,
  tables: FileTables,
  body: number,
  kind: number,
  variable: number,
): number {
  if ((kind !== ENTRY && kind !== DELETE) || !isOwn(tables, body, variable)) return VARYING;
  // Reading it raises in Python.
  if (constants.isPython) return UNBOUND;
  return kind === ENTRY ? constants.undefined() : VARYING;
}

/** A variable that belongs to this function alone. */
function isOwn({ variables, locals, bodies }: FileTables, body: number, variable: number): boolean {
  const kind = bodies.kind.at(body);
  if (kind === MODULE_BODY || kind === CLASS_BODY) return false;
  return (
    variables.kind.at(variable) === VARIABLE_LOCAL && locals.kind.at(variables.row.at(variable)) === LOCAL_VARIABLE
  );
}
