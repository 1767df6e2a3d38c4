/** What each operation of a file runs without a call being written. Only what is evaluated anyway is asked for its type. */
import { endOf } from '#columns';
import { BODY_KINDS, codeOf, OPERATORS } from '#facts';
import type { Evaluator } from './evaluator.ts';
import {
  attributeDelete,
  attributeRead,
  attributeWrite,
  builtinCall,
  classMade,
  constructed,
  FORMAT,
  formatted,
  goesThrough,
  ASYNC_ITERATION,
  attributeNamed,
  indexed,
  iteration,
  operated,
  protocolRole,
  Role,
  specialRole,
  TRUTH,
  UNARY_METHODS,
} from './implicit-calls.ts';
import { argumentsOf } from './arguments-of.ts';
import { AT_ONCE, callbacks, NOT_SAID, outsideName, tellsWhen, WHEN_ITERATED } from './callbacks.ts';
import { callableOf } from './call-sites.ts';
import { OP } from './opcodes.ts';
import { CALL, type Term } from './term.ts';
import {
  CLASS_TYPE,
  FUNCTION_TYPE,
  INSTANCE_TYPE,
  LIST_TYPE,
  LITERAL_TYPE,
  NEVER,
  NONE,
  OUTSIDE_FUNCTION,
  RECORD_TYPE,
  TUPLE_TYPE,
  UNION_TYPE,
  UNKNOWN_TYPE,
  alternatives,
  type Type,
} from './type.ts';
import type { Unit } from './unit.ts';

const INERT: ReadonlySet<number> = new Set([
  UNKNOWN_TYPE,
  NEVER,
  NONE,
  LITERAL_TYPE,
  LIST_TYPE,
  RECORD_TYPE,
  TUPLE_TYPE,
  FUNCTION_TYPE,
  OUTSIDE_FUNCTION,
]);
const NO_ROLES: readonly Role[] = [];
const CLASS_BODY = codeOf(BODY_KINDS, 'class');
const REMAINDER = codeOf(OPERATORS, '%');
/** How far the name of an operand is looked for. */
const MAX_STEPS = 8;
const NO_REFERENCE = 0xffffffff;

export class ImplicitCalls {
  readonly #e: Evaluator;
  readonly #unit: Unit;

  constructor(e: Evaluator, unit: Unit) {
    this.#e = e;
    this.#unit = unit;
  }

  /** What the operation of this row runs; `first` is the first row of its body. */
  at(row: number, first: number): readonly Role[] {
    const e = this.#e;
    const { operations, references } = this.#unit.facts;
    const { opcode, a, b, aux } = operations;
    switch (opcode.at(row)) {
      case OP.attribute:
        return this.#of(below(first, a.at(row)), (base) => attributeRead(e, base, references.name.at(aux.at(row))));
      case OP.store_attribute:
        return this.#of(below(first, a.at(row)), (base) => attributeWrite(e, base, references.name.at(aux.at(row))));
      case OP.delete_attribute:
        return this.#of(below(first, a.at(row)), (base) => attributeDelete(e, base, references.name.at(aux.at(row))));
      case OP.index:
        return this.#of(below(first, a.at(row)), (base) => indexed(this.#e, base));
      case OP.store_index:
        return this.#special(below(first, a.at(row)), ['__setitem__']);
      case OP.delete_index:
        return this.#special(below(first, a.at(row)), ['__delitem__']);
      case OP.iterate:
        return aux.at(row) === 1
          ? this.#of(below(first, a.at(row)), (base) => iteration(e, base, ASYNC_ITERATION))
          : this.#goneThrough(below(first, a.at(row)));
      case OP.with:
        return this.#of(below(first, a.at(row)), (manager) => this.#entered(manager, (aux.at(row) & 1) !== 0));
      case OP.raise:
        return this.#of(below(first, a.at(row)), (value) => [this.#raised(value)]);
      case OP.if:
      case OP.test:
        return this.#special(below(first, a.at(row)), TRUTH);
      case OP.unary: {
        const names = UNARY_METHODS[OPERATORS[aux.at(row)]!];
        return names === undefined ? NO_ROLES : this.#special(below(first, a.at(row)), names);
      }
      case OP.binary:
      case OP.compare:
        return this.#binary(row, below(first, a.at(row)), below(first, b.at(row)));
      case OP.format:
        return this.#special(below(first, a.at(row)), FORMAT);
      case OP.closure:
        return this.#unit.facts.bodies.kind.at(aux.at(row)) === CLASS_BODY
          ? this.#of(row, (made) => [...classMade(e, made), ...this.#named(made, aux.at(row))])
          : NO_ROLES;
      case OP.call:
        return this.#called(this.#unit.terms.values[row]);
      default:
        return NO_ROLES;
    }
  }

  /** What the attributes of a class run when it is made: `__set_name__`, each function once. */
  #named(made: Type, body: number): readonly Role[] {
    const { bodies, operations } = this.#unit.facts;
    const { opcode, a } = operations;
    const first = bodies.operation.at(body);
    const end = endOf(bodies.operation, body, bodies.rows, operations.rows);
    const roles: Role[] = [];
    for (let row = first; row < end; row++) {
      const value = opcode.at(row) === OP.store ? this.#valueOf(below(first, a.at(row))) : null;
      if (value === null) continue;
      const role = attributeNamed(this.#e, made, value);
      if (role.records.some((one) => !roles.some(({ records }) => records.includes(one)))) roles.push(role);
    }
    return roles;
  }

  /** The reference that names what an operation is about, or all ones. */
  referenceAt(row: number, first: number): number {
    const { opcode, a, b, aux } = this.#unit.facts.operations;
    let at = row;
    for (let steps = 0; steps < MAX_STEPS; steps++) {
      const code = opcode.at(at);
      if (code === OP.load || code === OP.attribute || code === OP.store_attribute || code === OP.delete_attribute)
        return aux.at(at);
      const operand = a.at(at) >= 0 ? a.at(at) : b.at(at);
      if (operand < 0) return NO_REFERENCE;
      at = first + operand;
    }
    return NO_REFERENCE;
  }

  #valueOf(row: number): Type | null {
    const term = row < 0 ? null : this.#unit.terms.values[row];
    return term == null ? null : this.#e.evaluate(term);
  }

  /** What a value runs that may run something of the repository. */
  #of(row: number, roles: (value: Type) => readonly Role[]): readonly Role[] {
    const value = this.#valueOf(row);
    return value === null || isInert(value) ? NO_ROLES : roles(value);
  }

  #goneThrough(row: number): readonly Role[] {
    const value = this.#valueOf(row);
    if (value === null) return NO_ROLES;
    const later = this.#iterated(this.#unit.terms.values[row]);
    return isInert(value) ? later : [...iteration(this.#e, value), ...later];
  }

  #special(row: number, names: readonly string[]): readonly Role[] {
    const value = this.#valueOf(row);
    return value === null || isInert(value) ? NO_ROLES : [specialRole(this.#e, value, names)];
  }

  #entered(manager: Type, isAsync: boolean): Role[] {
    const names = isAsync ? ['__aenter__', '__aexit__'] : ['__enter__', '__exit__'];
    return names.map((name) => protocolRole(this.#e, manager, name));
  }

  /** The constructor of a class that is raised. */
  #raised(value: Type): Role {
    const role = new Role();
    for (const one of alternatives(value)) {
      const run = one.tag !== CLASS_TYPE || one.of!.symbol === null ? null : callableOf(this.#e, one);
      if (run === null || !role.addFunction(run)) role.isEvery = false;
    }
    return role;
  }

  #binary(row: number, left: number, right: number): readonly Role[] {
    const operator = this.#unit.facts.operations.aux.at(row);
    const a = this.#valueOf(left);
    const b = this.#valueOf(right);
    if (a === null || b === null || (operator !== REMAINDER && isInert(a) && isInert(b))) return NO_ROLES;
    const role = operated(this.#e, OPERATORS[operator]!, a, b, this.#unit.terms.values[row]?.number === 1);
    return operator === REMAINDER ? [role, ...formatted(this.#e, a, b)] : [role];
  }

  /** What a class runs beside its constructor, and what a builtin runs of its arguments. */
  #called(call: Term | null | undefined): readonly Role[] {
    if (call == null || call.op !== CALL) return NO_ROLES;
    const callee = this.#e.evaluate(call.a!);
    if (alternatives(callee).some((one) => one.tag === CLASS_TYPE && one.of!.symbol !== null))
      return constructed(this.#e, callee);
    if (call.items!.length === 0) return NO_ROLES;
    if (outsideName(callee) === '') return NO_ROLES;
    let called = this.#calledBack(callee, call, AT_ONCE);
    const first = call.items![0];
    if (first!.op === CALL && goesThrough(outsideName(callee))) called = [...called, ...this.#iterated(first)];
    if (call.shape?.some((sign) => sign !== '') ?? false) return called;
    const roles = builtinCall(
      this.#e,
      callee,
      call.items!.map((item) => this.#e.evaluate(item)),
    );
    return called.length === 0 ? roles : [...roles, ...called];
  }

  /** What runs when the value of a term is gone through: the function of `map(f, items)`. */
  #iterated(iterable: Term | null | undefined): readonly Role[] {
    return iterable?.op === CALL ? this.#calledBack(this.#e.evaluate(iterable.a!), iterable, WHEN_ITERATED) : NO_ROLES;
  }

  /** What something outside calls of its arguments; it is sure of what runs now, or as far as the call has come. */
  #calledBack(outside: Type, call: Term, now: number): readonly Role[] {
    if (!tellsWhen(outsideName(outside))) return NO_ROLES;
    const roles: Role[] = [];
    for (const { callee, runs } of callbacks(this.#e, outside, argumentsOf(this.#e, call, null))) {
      if (runs === NOT_SAID || runs < now) continue;
      const role = new Role();
      for (const one of alternatives(callee)) {
        const run = callableOf(this.#e, one);
        if (run === null || !role.addFunction(run)) role.isEvery = false;
      }
      if (runs !== now) role.isEvery = false;
      roles.push(role);
    }
    return roles;
  }
}

/** True for values of which nothing is known and those of libraries, whose methods are none of the repository. */
function isInert(value: Type): boolean {
  switch (value.tag) {
    case UNION_TYPE:
      return value.items.every(isInert);
    case INSTANCE_TYPE:
    case CLASS_TYPE:
      return value.of!.symbol === null;
    default:
      return INERT.has(value.tag);
  }
}

/** The row of an operand, or -1. */
function below(first: number, operand: number): number {
  return operand < 0 ? -1 : first + operand;
}
