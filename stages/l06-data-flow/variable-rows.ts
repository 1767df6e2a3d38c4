/** Writes the variables of a body: what binds them, and what they hang on. */
import type { TableBuilder } from '#columns';
import type { flowVariable } from '#facts';
import {
  MODULE_BODY,
  CLASS_BODY,
  VARIABLE_DECLARATION,
  VARIABLE_FREE,
  VARIABLE_IMPORT,
  VARIABLE_ITEM,
  VARIABLE_LOCAL,
  VARIABLE_MODULE,
  VARIABLE_OUTER,
  VARIABLE_OUTER_IMPORT,
  VARIABLE_PATH,
} from './codes.ts';
import type { FileTables } from './file-tables.ts';
import type { NameSlots } from './name-slots.ts';
import type { Places } from './places.ts';
import type { SharedNames } from './shared-names.ts';

export function writeVariables(
  out: TableBuilder<typeof flowVariable.columns>,
  tables: FileTables,
  slots: NameSlots,
  shared: SharedNames,
  places: Places,
  body: number,
): void {
  for (let place = 0; place < places.count; place++) {
    if (places.variable[place]! < 0) continue;
    const row = out.add();
    const { col } = out;
    const base = places.base[place]!;
    const bound = places.row[place]!;
    if (base >= 0) {
      col.kind[row] = bound < 0 ? VARIABLE_ITEM : VARIABLE_PATH;
      col.row[row] = bound;
      col.base[row] = places.variable[base]!;
      continue;
    }
    const kind = kindOf(tables, slots, shared, bound, body);
    col.kind[row] = kind;
    col.row[row] = kind === VARIABLE_FREE ? places.reference[place]! : slots.rowOf(bound);
    col.base[row] = -1;
    col.captured[row] = kind !== VARIABLE_FREE && shared.isShared(bound) ? 1 : 0;
  }
}

function kindOf(tables: FileTables, slots: NameSlots, shared: SharedNames, name: number, body: number): number {
  if (slots.isFree(name)) return VARIABLE_FREE;
  const { locals, declarations, bodies } = tables;
  const row = slots.rowOf(name);
  if (name < slots.firstBound) return locals.body.at(row) === body ? VARIABLE_LOCAL : VARIABLE_OUTER;
  if (slots.isImport(name)) return shared.ownerOf(name) === body ? VARIABLE_IMPORT : VARIABLE_OUTER_IMPORT;
  const kind = bodies.kind.at(body);
  if (kind === MODULE_BODY) return VARIABLE_DECLARATION;
  const isOwn = kind === CLASS_BODY && declarations.parent.at(row) === bodies.declaration.at(body);
  return isOwn ? VARIABLE_DECLARATION : VARIABLE_MODULE;
}
