/** The variables and access paths that operations load and write, by the operations alone. */
import type { ReaderOf } from '#columns';
import { codeOf, REFERENCE_SCOPES, type declaration, type reference } from '#facts';
import type { OperationColumns } from './body-facts.ts';
import type { PlaceKey } from './flow-state.ts';
import { OP } from './opcodes.ts';

const SCOPE_LOCAL = codeOf(REFERENCE_SCOPES, 'local');
const SCOPE_DECLARATION = codeOf(REFERENCE_SCOPES, 'declaration');
/** Longest access path. */
const MAX_PATH = 4;
const NO_WRITES: ReadonlyMap<number, ReadonlySet<PlaceKey>> = new Map();
/** Methods that put a value into a container. */
const PUTTERS: ReadonlySet<string> = new Set([
  'append',
  'add',
  'appendleft',
  'insert',
  'extend',
  'update',
  'setdefault',
]);

export class Places {
  readonly #operations: OperationColumns;
  readonly #references: ReaderOf<typeof reference>;

  constructor(operations: OperationColumns, references: ReaderOf<typeof reference>) {
    this.#operations = operations;
    this.#references = references;
  }

  placeOfReference(row: number): PlaceKey | null {
    const { scope, target } = this.#references;
    const where = scope.at(row);
    if (where === SCOPE_LOCAL) return target.at(row);
    return where === SCOPE_DECLARATION ? -1 - target.at(row) : null;
  }

  /** The variable or access path that an operation loads, or null. */
  placeOf(row: number, first: number): PlaceKey | null {
    const { opcode, a, aux } = this.#operations;
    const code = opcode.at(row);
    if (code === OP.load) return this.placeOfReference(aux.at(row));
    if (code !== OP.attribute || a.at(row) < 0) return null;
    let at = row;
    let path = '';
    for (let names = 0; opcode.at(at) === OP.attribute && names < MAX_PATH; names++) {
      path = `.${this.#references.name.at(aux.at(at))}${path}`;
      at = first + a.at(at);
    }
    if (opcode.at(at) !== OP.load) return null;
    const base = this.placeOfReference(aux.at(at));
    return base === null ? null : `${base}${path}`;
  }

  /** The container that a call of a method like `append` puts something into, or null. */
  putPlace(row: number, first: number): PlaceKey | null {
    const { opcode, a, aux } = this.#operations;
    const callee = a.at(row) < 0 ? -1 : first + a.at(row);
    if (callee < 0 || opcode.at(callee) !== OP.attribute || a.at(callee) < 0) return null;
    if (!PUTTERS.has(this.#references.name.at(aux.at(callee)))) return null;
    return this.placeOf(first + a.at(callee), first);
  }

  /** By loop: the places that its operations write. */
  loopWrites(first: number, end: number): ReadonlyMap<number, ReadonlySet<PlaceKey>> {
    const { opcode, a, aux } = this.#operations;
    let writes: Map<number, Set<PlaceKey>> | null = null;
    const open: (Set<PlaceKey> | null)[] = [];
    const loops: Set<PlaceKey>[] = [];
    for (let at = first; at < end; at++) {
      const code = opcode.at(at);
      if (code === OP.loop) {
        const places = new Set<PlaceKey>();
        writes ??= new Map();
        writes.set(at, places);
        open.push(places);
        loops.push(places);
      } else if (code === OP.if || code === OP.try || code === OP.with || code === OP.switch || code === OP.block)
        open.push(null);
      else if (code === OP.end) {
        const places = open.pop();
        if (places === null || places === undefined) continue;
        loops.pop();
        const outer = loops.at(-1);
        if (outer !== undefined) for (const place of places) outer.add(place);
      } else if (loops.length > 0) {
        const places = loops.at(-1)!;
        if (code === OP.store) {
          const place = this.placeOfReference(aux.at(at));
          if (place !== null) places.add(place);
        } else if (code === OP.store_attribute) {
          const base = this.placeOf(first + a.at(at), first);
          if (base !== null) places.add(`${base}.${this.#references.name.at(aux.at(at))}`);
        } else if (code === OP.store_index) {
          const base = this.placeOf(first + a.at(at), first);
          if (base !== null) places.add(base);
        } else if (code === OP.call) {
          const base = this.putPlace(at, first);
          if (base !== null) places.add(base);
        }
      }
    }
    return writes ?? NO_WRITES;
  }
}

/** Rows of the members that methods give to their object, by class row and name. */
export function instanceMembers(declarations: ReaderOf<typeof declaration>): ReadonlyMap<string, number> {
  const rows = new Map<string, number>();
  for (let row = 1; row < declarations.rows; row++) {
    const key = `${declarations.parent.at(row)} ${declarations.name.at(row)}`;
    if (!rows.has(key)) rows.set(key, row);
  }
  return rows;
}
