/** What the parameters of a function are within one call of it, and what the functions around it were called with. */
import type { SymbolRef, Term } from './term.ts';
import type { Type } from './type.ts';

export class Environment {
  readonly of: SymbolRef;
  /** By position of the parameter; null where the call does not tell. */
  readonly values: readonly (Type | null)[];
  readonly parent: Environment | null;
  readonly id: number;
  readonly depth: number;
  /** Types of open terms in this environment, and those under way by the depth at which they are. */
  readonly known: Map<Term, Type> = new Map();
  readonly running: Map<Term, number> = new Map();

  constructor(of: SymbolRef, values: readonly (Type | null)[], parent: Environment | null, id: number) {
    this.of = of;
    this.values = values;
    this.parent = parent;
    this.id = id;
    let depth = parent === null ? 0 : parent.depth;
    for (const value of values) if (value !== null) depth = Math.max(depth, value.depth);
    this.depth = depth + 1;
  }
}
