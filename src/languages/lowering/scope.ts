/**
 * Lexical scopes while a file is lowered: which name is bound to what.
 * A binding is a number: row << 2 | scope code (see `REFERENCE_SCOPES`: 1 local, 2 declaration, 3 import).
 */

export type ScopeKind = 'module' | 'class' | 'function' | 'block';
export const BOUND_LOCAL = 1;
export const BOUND_DECLARATION = 2;
export const BOUND_IMPORT = 3;

export interface Scope {
  readonly kind: ScopeKind;
  readonly parent: Scope | null;
  readonly names: Map<string, number>;
  /** Names of types only (TypeScript's second name space), or null. */
  types: Map<string, number> | null;
  /** Reference rows made here that wait for the end of the scope, when all its names are known. */
  readonly pending: number[];
  /** Body row that this scope belongs to. */
  readonly body: number;
  /** Interface row when the scope is the module or a declared class, namespace or enum; else -1. */
  readonly declaration: number;
  readonly lo: number;
  readonly hi: number;
  /** How many symbols of one name and suffix were made here, for the ordinal of the next. */
  readonly ordinals: Map<string, number>;
  /** Names declared `global` or `nonlocal` here, with the scope that owns them. */
  redirects: Map<string, Scope> | null;
}

export function newScope(
  kind: ScopeKind,
  parent: Scope | null,
  body: number,
  declaration: number,
  lo: number,
  hi: number,
): Scope {
  return {
    kind,
    parent,
    names: new Map(),
    types: null,
    pending: [],
    body,
    declaration,
    lo,
    hi,
    ordinals: new Map(),
    redirects: null,
  };
}

/** Makes the value that `name` is bound to in a scope a type of that name too. */
export function bindAsType(scope: Scope, name: string): void {
  const bound = scope.names.get(name);
  if (bound !== undefined) (scope.types ??= new Map<string, number>()).set(name, bound);
}

/**
 * The binding of `name` seen from `scope`, or 0. Class scopes are seen only by code directly in them. `isType`: types of the
 * name come first; where the language keeps types and values apart, `accepts` says of a binding whether it is a type.
 */
export function lookUp(
  scope: Scope,
  name: string,
  isType: boolean,
  accepts: ((bound: number) => boolean) | null = null,
): number {
  for (let at: Scope | null = scope; at !== null; at = at.parent) {
    if (at.kind === 'class' && at !== scope && at.body !== scope.body) continue;
    const owner: Scope | undefined = at.redirects?.get(name);
    if (owner !== undefined) return owner.names.get(name) ?? 0;
    const bound = boundIn(at, name, isType, accepts);
    if (bound !== undefined) return bound;
  }
  return 0;
}

/** The binding of `name` in one scope. */
export function boundIn(
  { names, types }: Scope,
  name: string,
  isType: boolean,
  accepts: ((bound: number) => boolean) | null,
): number | undefined {
  if (!isType) return names.get(name) ?? types?.get(name);
  const type = types?.get(name);
  if (type !== undefined) return type;
  const value = names.get(name);
  return value === undefined || accepts === null || accepts(value) ? value : undefined;
}

/** The binding that `name` has by now in a module or class, or, in a class, around it; 0 when it has none yet. */
export function boundSoFar(scope: Scope, name: string): number {
  const bound = scope.redirects?.has(name) === true ? undefined : scope.names.get(name);
  if (bound !== undefined) return bound;
  let outer = scope.parent;
  while (outer !== null && outer.kind === 'class') outer = outer.parent;
  return scope.kind !== 'class' || outer === null || scope.redirects?.has(name) === true
    ? 0
    : lookUp(outer, name, false);
}

/** The declaration of the innermost scope of declarations around a body, the module aside, or -1. */
export function surroundingDeclaration(scope: Scope): number {
  let at: Scope | null = scope;
  while (at !== null && (at.kind !== 'module' || at.declaration <= 0)) at = at.parent;
  return at === null ? -1 : at.declaration;
}
