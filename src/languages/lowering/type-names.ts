/**
 * Names of types where a language keeps types and values apart: which references are names of types, and which bindings one of
 * them can mean. Languages that do not call `keepApart` have one name space. It must never bind anything itself.
 */
import { DECLARATION_KINDS, LOCAL_KINDS, REFERENCE_ROLES } from '#facts';
import { BOUND_DECLARATION, BOUND_LOCAL } from './scope.ts';
import type { Tables } from './tables.ts';

const ROLE_TYPE = REFERENCE_ROLES.indexOf('type');
/** Kinds of declarations and of locals that the name of a type passes over. */
const VALUES = new Set(['variable', 'constant', 'function', 'method', 'property', 'parameter', 'signature']);
const TYPE_DECLARATIONS = Uint8Array.from(DECLARATION_KINDS, (kind) => (VALUES.has(kind) ? 0 : 1));
const TYPE_LOCALS = Uint8Array.from(LOCAL_KINDS, (kind) => (VALUES.has(kind) ? 0 : 1));

export class TypeNames {
  readonly #tables: Tables;
  readonly #values = new Set<number>();
  readonly #types = new Set<number>();
  readonly #isType = (bound: number): boolean => {
    const row = bound >>> 2;
    if ((bound & 3) === BOUND_LOCAL) return TYPE_LOCALS[this.#tables.local.col.kind[row]!] === 1;
    return (bound & 3) !== BOUND_DECLARATION || TYPE_DECLARATIONS[this.#tables.declaration.col.kind[row]!] === 1;
  };
  /** Whether a name of a type can mean a binding; null when it can mean any. */
  accepts: ((bound: number) => boolean) | null = null;

  constructor(tables: Tables) {
    this.#tables = tables;
  }

  /** Begins a file. */
  clear(): void {
    this.#values.clear();
    this.#types.clear();
    this.accepts = null;
  }

  /** From here on a name of a type means no variable and no function. */
  keepApart(): void {
    this.accepts = this.#isType;
  }

  /** Says that a reference means a value although it stands in a type (`typeof x`). */
  addValue(reference: number): void {
    this.#values.add(reference);
  }

  /** Says that a reference means a type although its role is another one (`interface A extends B`). */
  addType(reference: number): void {
    this.#types.add(reference);
  }

  has(reference: number): boolean {
    if (this.#types.has(reference)) return true;
    return this.#tables.reference.col.role[reference] === ROLE_TYPE && !this.#values.has(reference);
  }
}
