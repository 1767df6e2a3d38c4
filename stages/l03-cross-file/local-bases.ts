/**
 * What a class that is local to a function inherits from: the values that its closure is made with. Only what was bound
 * before it can be a base of it, so no local class is above itself.
 */
import type { ReaderOf } from '#columns';
import { codeOf, OPCODES, REFERENCE_ROLES, REFERENCE_SCOPES, type operation, type reference } from '#facts';
import type { BodyScopes } from './body-scopes.ts';
import type { ClassEntry, ClassHierarchy } from './class-hierarchy.ts';
import { BUILTIN, EXTERNAL, namedTarget, symbolTarget, type Target } from './target.ts';
import type { UnitTables } from './unit-tables.ts';
import { CLASS, instanceOf, LOCAL_CLASS, localInstance, NOTHING, type Value } from './value.ts';

const SCOPE_ATTRIBUTE = codeOf(REFERENCE_SCOPES, 'attribute');
const ROLE_WRITE = codeOf(REFERENCE_ROLES, 'write');
const ROLE_READ_WRITE = codeOf(REFERENCE_ROLES, 'readwrite');
const CLOSURE = codeOf(OPCODES, 'closure');
const ELEMENT = codeOf(OPCODES, 'element');
/** Kinds of elements of the closure of a class: a base or the value of an option, several bases, the key of an option. */
const BASE = 0;
const SPREAD = 1;
const KEY = 2;

export class LocalBases {
  readonly #references: ReaderOf<typeof reference>;
  readonly #operations: ReaderOf<typeof operation>;
  readonly #scopes: BodyScopes;
  readonly #classes: ClassHierarchy;
  readonly #tables: UnitTables;
  readonly #valueOf: (operation: number) => Value;
  readonly #known = new Map<number, Value>();
  readonly #written = new Map<number, Set<string>>();

  /** `valueOf`: the value of an operation row. */
  constructor(
    references: ReaderOf<typeof reference>,
    operations: ReaderOf<typeof operation>,
    scopes: BodyScopes,
    classes: ClassHierarchy,
    tables: UnitTables,
    valueOf: (operation: number) => Value,
  ) {
    this.#references = references;
    this.#operations = operations;
    this.#scopes = scopes;
    this.#classes = classes;
    this.#tables = tables;
    this.#valueOf = valueOf;
  }

  /**
   * An instance of what stands above the local class with this body: of an entry without members of its own, or of the one
   * local class that it inherits from; `NOTHING` when that is not known.
   */
  above(body: number): Value {
    let above = this.#known.get(body);
    if (above === undefined) {
      // A question about itself, asked meanwhile, finds nothing.
      this.#known.set(body, NOTHING);
      above = this.#find(body);
      this.#known.set(body, above);
    }
    return above;
  }

  /** True when a method of the local class with this body may set the attribute `name`: then it is not that of a base. */
  sets(body: number, name: string): boolean {
    let names = this.#written.get(body);
    if (names === undefined) this.#written.set(body, (names = this.#attributesWritten(body)));
    return names.has(name);
  }

  #attributesWritten(body: number): Set<string> {
    const names = new Set<string>();
    const { bodies } = this.#scopes;
    const { role, scope, name, rows } = this.#references;
    const within = new Set([body]);
    for (let inner = body + 1; inner < bodies.rows; inner++) {
      if (!within.has(bodies.parent.at(inner))) continue;
      within.add(inner);
      const end = inner + 1 < bodies.rows ? bodies.reference.at(inner + 1) : rows;
      for (let row = bodies.reference.at(inner); row < end; row++) {
        if (scope.at(row) !== SCOPE_ATTRIBUTE) continue;
        const how = role.at(row);
        if (how === ROLE_WRITE || how === ROLE_READ_WRITE) names.add(name.at(row));
      }
    }
    return names;
  }

  #find(body: number): Value {
    const values = this.#values(body);
    const [first] = values;
    if (first === undefined) return NOTHING;
    if (!values.some((value) => value.access === LOCAL_CLASS)) return instanceOf(this.#entry(body, values));
    return values.length === 1 && first.body < body ? localInstance(first.body) : NOTHING;
  }

  #entry(body: number, values: readonly Value[]): ClassEntry {
    const bases: ClassEntry[] = [];
    const outside: Target[] = [];
    for (const { access, entry, target } of values) {
      if (access === CLASS) bases.push(entry!);
      else outside.push(target?.kind === EXTERNAL || target?.kind === BUILTIN ? target : namedTarget(EXTERNAL, ''));
    }
    const { pathLo, pathHi } = this.#tables.own;
    const { hash } = this.#scopes.bodies;
    const target = symbolTarget(pathLo, pathHi, hash.lo(body), hash.hi(body), 0, 0);
    return this.#classes.below(target, bases, outside);
  }

  /** The values of the bases in order; none when some are spread. */
  #values(body: number): Value[] {
    const { opcode, a, b, aux, rows } = this.#operations;
    const { bodies } = this.#scopes;
    const outer = bodies.parent.at(body);
    if (outer < 0) return [];
    const first = bodies.operation.at(outer);
    const end = outer + 1 < bodies.rows ? bodies.operation.at(outer + 1) : rows;
    let closure = first;
    while (closure < end && !(opcode.at(closure) === CLOSURE && aux.at(closure) === body)) closure++;
    const values: Value[] = [];
    let isOption = false;
    for (let row = closure + 1; row < end && opcode.at(row) === ELEMENT && a.at(row) === closure - first; row++) {
      const kind = aux.at(row);
      if (kind === SPREAD) return [];
      if (kind === BASE && !isOption) values.push(this.#valueOf(first + b.at(row)));
      isOption = kind === KEY;
    }
    return values;
  }
}
