/**
 * L9: all occurrences of symbols in a file, grouped by symbol. A name bound in the file occurs as L1 bound it, any other
 * as L3 resolved it, one row per candidate. Holds rows, never positions: moving code changes nothing here.
 */
import type { HashCell } from '#core';
import type { ReaderOf, SegmentBuilder } from '#columns';
import {
  codeOf,
  declaration,
  importTarget,
  local,
  occurrence,
  OCCURRENCE_ROLES,
  OCCURRENCE_SOURCES,
  occurrenceSymbol,
  outsideHash,
  reference,
  REFERENCE_ROLES,
  REFERENCE_SCOPES,
  referenceTarget,
  referenceTargetTyped,
  TARGET_KINDS,
} from '#facts';
import type { KernelOf } from '#stage';
import { OccurrenceList } from './occurrence-list.ts';
import type { SymbolSlots } from './symbol-slots.ts';
import type { stage } from './stage.ts';

const REFERENCE = codeOf(OCCURRENCE_SOURCES, 'reference');
const DECLARATION = codeOf(OCCURRENCE_SOURCES, 'declaration');
const LOCAL = codeOf(OCCURRENCE_SOURCES, 'local');
const IMPORT = codeOf(OCCURRENCE_SOURCES, 'import');
const DEFINITION = codeOf(OCCURRENCE_ROLES, 'definition');
const ROLE_IMPORT = codeOf(OCCURRENCE_ROLES, 'import');
const TO_LOCAL = codeOf(REFERENCE_SCOPES, 'local');
const TO_DECLARATION = codeOf(REFERENCE_SCOPES, 'declaration');
const FILE = codeOf(TARGET_KINDS, 'file');
const SYMBOL = codeOf(TARGET_KINDS, 'symbol');
const EXTERNAL = codeOf(TARGET_KINDS, 'external');
const BUILTIN = codeOf(TARGET_KINDS, 'builtin');
const RESOLVED = 0;
const TO_IMPORT = codeOf(REFERENCE_SCOPES, 'import');
const REFERENCE_IMPORT = codeOf(REFERENCE_ROLES, 'import');
/** Occurrence role by reference role. What is read and written is a write: only a write can change it. So is a key, which
 * gives the member of a new object its value. */
const ROLE_OF = Uint8Array.from(REFERENCE_ROLES, (role) =>
  codeOf(OCCURRENCE_ROLES, role === 'readwrite' || role === 'key' ? 'write' : role),
);

/** Buffers by the builder that they fill. A cache of memory, not state of the kernel. */
const lists = new WeakMap<SegmentBuilder, OccurrenceList>();

export const kernel: KernelOf<(typeof stage.steps)[0]> = (view, out) => {
  let list = lists.get(out.segment);
  if (list === undefined) lists.set(out.segment, (list = new OccurrenceList()));
  const declarations = view.table(declaration);
  const locals = view.table(local);
  const references = view.table(reference);
  const targets = view.table(referenceTarget);
  const typed = view.table(referenceTargetTyped);
  const imports = view.table(importTarget);
  list.begin(declarations.rows + locals.rows + references.rows + targets.rows + typed.rows + imports.rows);
  const ofDeclaration = slotsOf(list.symbols, declarations);
  const ofLocal = slotsOf(list.symbols, locals);
  addReferences(list, references, targets, typed, ofDeclaration, ofLocal);
  for (let row = 0; row < declarations.rows; row++)
    list.push(ofDeclaration[row]!, DEFINITION, DECLARATION, row, RESOLVED);
  for (let row = 0; row < locals.rows; row++) list.push(ofLocal[row]!, DEFINITION, LOCAL, row, RESOLVED);
  const slots = new TargetSlots(list.symbols, imports);
  for (let row = 0; row < imports.rows; row++) {
    const slot = slots.at(row);
    if (slot >= 0) list.push(slot, ROLE_IMPORT, IMPORT, row, RESOLVED);
  }
  list.write(out.table(occurrenceSymbol), out.table(occurrence));
};

function slotsOf(symbols: SymbolSlots, table: ReaderOf<typeof declaration> | ReaderOf<typeof local>): Uint32Array {
  const { hash, rows } = table;
  const slots = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) slots[row] = symbols.slotOf(hash.lo(row), hash.hi(row));
  return slots;
}

/** Walks references and their targets side by side: all ascend by reference row. What types tell comes before what names tell. */
function addReferences(
  list: OccurrenceList,
  references: ReaderOf<typeof reference>,
  targets: ReaderOf<typeof referenceTarget>,
  typed: ReaderOf<typeof referenceTargetTyped>,
  ofDeclaration: Uint32Array,
  ofLocal: Uint32Array,
): void {
  const { role, scope, target } = references;
  const { reference: referenceOf, certainty } = targets;
  const slots = new TargetSlots(list.symbols, targets);
  const told = typed.rows > 0 ? new TypedTargets(list.symbols, typed) : null;
  let next = 0;
  let nextReference = targets.rows > 0 ? referenceOf.at(0) : -1;
  for (let row = 0; row < references.rows; row++) {
    const bound = scope.at(row);
    let own = -1;
    if (bound === TO_LOCAL) own = ofLocal[target.at(row)]!;
    else if (bound === TO_DECLARATION) own = ofDeclaration[target.at(row)]!;
    if (own >= 0) list.push(own, ROLE_OF[role.at(row)]!, REFERENCE, row, RESOLVED);
    if (told !== null && told.addTo(list, row, own, ROLE_OF[role.at(row)]!)) {
      while (nextReference === row) nextReference = ++next < targets.rows ? referenceOf.at(next) : -1;
      continue;
    }
    // The names in an import statement are its import row, which occurs for itself.
    const isImport = bound === TO_IMPORT && role.at(row) === REFERENCE_IMPORT;
    while (nextReference === row) {
      const slot = isImport ? -1 : slots.at(next);
      if (slot >= 0 && slot !== own) list.push(slot, ROLE_OF[role.at(row)]!, REFERENCE, row, certainty.at(next));
      next++;
      nextReference = next < targets.rows ? referenceOf.at(next) : -1;
    }
  }
}

/** What types tell of references, in their order. */
class TypedTargets {
  readonly #targets: ReaderOf<typeof referenceTargetTyped>;
  readonly #slots: TargetSlots;
  #next = 0;

  constructor(symbols: SymbolSlots, targets: ReaderOf<typeof referenceTargetTyped>) {
    this.#targets = targets;
    this.#slots = new TargetSlots(symbols, targets);
  }

  /** Adds what a reference means; false when types tell nothing of it. */
  addTo(list: OccurrenceList, reference: number, own: number, role: number): boolean {
    const { reference: referenceOf, certainty, rows } = this.#targets;
    if (this.#next >= rows || referenceOf.at(this.#next) !== reference) return false;
    for (; this.#next < rows && referenceOf.at(this.#next) === reference; this.#next++) {
      const slot = this.#slots.at(this.#next);
      if (slot >= 0 && slot !== own) list.push(slot, role, REFERENCE, reference, certainty.at(this.#next));
    }
    return true;
  }
}

/** The symbols that a table of targets names. Names of what lies outside are hashed once per name. */
class TargetSlots {
  readonly #symbols: SymbolSlots;
  readonly #targets: ReaderOf<typeof importTarget> | ReaderOf<typeof referenceTarget>;
  readonly #outside = new Map<number, number>();
  readonly #cell: HashCell = { lo: 0, hi: 0 };

  constructor(symbols: SymbolSlots, targets: ReaderOf<typeof importTarget> | ReaderOf<typeof referenceTarget>) {
    this.#symbols = symbols;
    this.#targets = targets;
  }

  /** The slot of what row `row` names, or -1 when it is not known. */
  at(row: number): number {
    const { kind, symbol, declared } = this.#targets;
    const code = kind.at(row);
    // A name that a module does not declare is not the module.
    if (code === SYMBOL || (code === FILE && declared.at(row) !== 0))
      return this.#symbols.slotOf(symbol.lo(row), symbol.hi(row));
    return code === EXTERNAL || code === BUILTIN ? this.#slotOfName(row) : -1;
  }

  #slotOfName(row: number): number {
    const { name } = this.#targets;
    const id = name.id(row);
    let slot = this.#outside.get(id);
    if (slot === undefined) {
      outsideHash(this.#cell, name.at(row));
      slot = this.#symbols.slotOf(this.#cell.lo, this.#cell.hi);
      this.#outside.set(id, slot);
    }
    return slot;
  }
}
