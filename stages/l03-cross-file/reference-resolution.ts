/**
 * What the references of one file mean beyond their bodies. Scopes were resolved by the lowering; here a name is followed to
 * its file, and an attribute through the class or module that its base denotes. Values are followed through names that are
 * written once, never through results of functions, parameters or containers: that is the work of types.
 */
import { endOf, type ReaderOf } from '#columns';
import {
  BUILD_KINDS,
  CALL_FLAG,
  codeOf,
  DECLARATION_KINDS,
  IMPORT_FLAG,
  OPCODES,
  REFERENCE_ROLES,
  REFERENCE_SCOPES,
  type argument,
  type call,
  type declaration,
  type importModule,
  type importTable,
  type importTarget,
  type local,
  type operation,
  type reference,
} from '#facts';
import type { BodyScopes, Method } from './body-scopes.ts';
import type { ClassHierarchy } from './class-hierarchy.ts';
import type { ExportResolver } from './export-resolution.ts';
import { KeywordParameters } from './keyword-parameters.ts';
import { LocalBases } from './local-bases.ts';
import { ANY, isOfSpace, NAMESPACE, NAMESPACE_KIND, TYPE, VALUE, type NameSpace } from './name-space.ts';
import type { SingleAssignment } from './single-assignment.ts';
import {
  BUILTIN,
  EXTERNAL,
  FILE,
  hasMembers,
  MISSING,
  namedTarget,
  SYMBOL,
  symbolTarget,
  type Target,
} from './target.ts';
import {
  CLASS,
  classValue,
  INSTANCE,
  instanceOf,
  LOCAL_CLASS,
  LOCAL_INSTANCE,
  localClass,
  localInstance,
  MODULE,
  moduleValue,
  NOTHING,
  opaque,
  SUPER,
  superOf,
  type Value,
} from './value.ts';

const SCOPE_LOCAL = codeOf(REFERENCE_SCOPES, 'local');
const SCOPE_DECLARATION = codeOf(REFERENCE_SCOPES, 'declaration');
const SCOPE_IMPORT = codeOf(REFERENCE_SCOPES, 'import');
const SCOPE_ATTRIBUTE = codeOf(REFERENCE_SCOPES, 'attribute');
const ROLE_KEYWORD = codeOf(REFERENCE_ROLES, 'keyword');
const ROLE_TYPE = codeOf(REFERENCE_ROLES, 'type');
const ROLE_READ = codeOf(REFERENCE_ROLES, 'read');
const ROLE_CALL = codeOf(REFERENCE_ROLES, 'call');
const LOAD = codeOf(OPCODES, 'load');
const ATTRIBUTE = codeOf(OPCODES, 'attribute');
const CALL = codeOf(OPCODES, 'call');
const CLOSURE = codeOf(OPCODES, 'closure');
const IMPORT = codeOf(OPCODES, 'import');
const AWAIT = codeOf(OPCODES, 'await');
const UNPACK = codeOf(OPCODES, 'unpack');
const UNPACK_REST = 0x10000;
const BUILD = codeOf(OPCODES, 'build');
const ELEMENT = codeOf(OPCODES, 'element');
const ELEMENT_ITEM = 0;
const ELEMENT_SPREAD = 1;
const TUPLE = codeOf(BUILD_KINDS, 'tuple');
const LIST = codeOf(BUILD_KINDS, 'list');
const DECLARED_CLASS = codeOf(DECLARATION_KINDS, 'class');
const DECLARED_FUNCTION = 1 + codeOf(DECLARATION_KINDS, 'function');
const VARIABLES: ReadonlySet<number> = new Set([
  codeOf(DECLARATION_KINDS, 'variable'),
  codeOf(DECLARATION_KINDS, 'constant'),
]);

/** What a module may be as a whole so that its name means that and not the module. */
const WHOLE_KINDS: ReadonlySet<number> = new Set([
  codeOf(DECLARATION_KINDS, 'function'),
  codeOf(DECLARATION_KINDS, 'class'),
]);

/** The tables of the own unit that resolution reads. */
export interface OwnFacts {
  readonly declarations: ReaderOf<typeof declaration>;
  readonly imports: ReaderOf<typeof importTable>;
  readonly importModules: ReaderOf<typeof importModule>;
  readonly importTargets: ReaderOf<typeof importTarget>;
  readonly locals: ReaderOf<typeof local>;
  readonly references: ReaderOf<typeof reference>;
  readonly calls: ReaderOf<typeof call>;
  readonly arguments: ReaderOf<typeof argument>;
  readonly operations: ReaderOf<typeof operation>;
}

export class ReferenceResolver {
  readonly #path: string;
  readonly #facts: OwnFacts;
  readonly #scopes: BodyScopes;
  readonly #single: SingleAssignment;
  readonly #exports: ExportResolver;
  readonly #classes: ClassHierarchy;
  readonly #parameters: KeywordParameters;
  readonly #bases: LocalBases;
  /** Columns that every reference reads. */
  readonly #scope: OwnFacts['references']['scope'];
  readonly #target: OwnFacts['references']['target'];
  readonly #base: OwnFacts['references']['base'];
  readonly #name: OwnFacts['references']['name'];
  readonly #role: OwnFacts['references']['role'];
  readonly #values: (Value | undefined)[];
  readonly #ofDeclaration: (Value | undefined)[] = [];
  readonly #ofImport: (Value | undefined)[] = [];
  readonly #ofLocal: (Value | undefined)[] = [];
  readonly #free = new Map<string, Value>();
  readonly #ofTarget = new Map<Target, Value>();
  /** Members of modules and of classes, by what they lie below. */
  readonly #members = new Map<object, Map<string, Value>>();

  constructor(
    path: string,
    facts: OwnFacts,
    scopes: BodyScopes,
    single: SingleAssignment,
    exports: ExportResolver,
    classes: ClassHierarchy,
  ) {
    this.#path = path;
    this.#facts = facts;
    this.#scopes = scopes;
    this.#single = single;
    this.#exports = exports;
    this.#classes = classes;
    this.#parameters = new KeywordParameters(this, exports.tables, scopes, exports.dialect);
    this.#bases = new LocalBases(facts.references, facts.operations, scopes, classes, exports.tables, (row) =>
      this.#valueOf(row),
    );
    // Filled at once: an array that grows by gaps becomes a slow dictionary.
    this.#values = Array<Value | undefined>(facts.references.rows).fill(undefined);
    this.#scope = facts.references.scope;
    this.#target = facts.references.target;
    this.#base = facts.references.base;
    this.#name = facts.references.name;
    this.#role = facts.references.role;
  }

  /** What a reference denotes. A reference that depends on itself denotes nothing. */
  valueAt(row: number): Value {
    const known = this.#values[row];
    if (known !== undefined) return known;
    this.#values[row] = NOTHING;
    const value = this.#resolve(row);
    this.#values[row] = value;
    return value;
  }

  /** What a call calls. */
  calleeOf(row: number): Value {
    const reference = this.#facts.calls.callee.at(row);
    const value = reference >= 0 ? this.valueAt(reference) : this.#valueOf(this.#single.calleeOf(row));
    if (value.access !== MODULE || value.target === null) return value;
    const whole = this.#exports.whole(value.target);
    return whole === value.target ? value : this.#valueOfTarget(whole);
  }

  /** The member `name` of a value. */
  memberOf(base: Value, name: string): Value {
    if (base.access === MODULE) return this.#kept(base.holder!, name, base);
    if (base.access === CLASS || base.access === INSTANCE) {
      const found = this.#classes.member(base.entry!, name, base.access === CLASS);
      return found === null ? NOTHING : this.#valueOfTarget(found);
    }
    if (base.access === SUPER) {
      const found = this.#classes.superMember(base.entry!, name, base.isStatic);
      return found === null ? NOTHING : this.#valueOfTarget(found);
    }
    if (base.access === LOCAL_CLASS || base.access === LOCAL_INSTANCE) {
      const local = this.#scopes.memberOfLocalClass(base.body, name);
      return local < 0 ? this.#inherited(base, name) : this.#localMember(local);
    }
    return NOTHING;
  }

  /** The member `name` of what is above a local class. */
  #inherited(base: Value, name: string): Value {
    const above = this.#bases.above(base.body);
    const isStatic = base.access === LOCAL_CLASS;
    if (!isStatic && this.#bases.sets(base.body, name)) return NOTHING;
    if (above.access === LOCAL_INSTANCE) return this.memberOf(isStatic ? localClass(null, above.body) : above, name);
    const found = above.entry === null ? null : this.#classes.member(above.entry, name, isStatic);
    return found === null ? NOTHING : this.#valueOfTarget(found);
  }

  /** A declaration of this file as a target. */
  declared(row: number): Target {
    const { hash, kind, flags } = this.#facts.declarations;
    const target = this.#own(hash.lo(row), hash.hi(row), 1 + kind.at(row), flags.at(row));
    const namespace = this.#exports.globals.namespaceAt(row);
    return namespace === '' ? target : { ...target, global: namespace };
  }

  #resolve(row: number): Value {
    const scope = this.#scope.at(row);
    if (scope === SCOPE_ATTRIBUTE) {
      const base = this.#base.at(row);
      if (this.#role.at(row) === ROLE_KEYWORD)
        return base < 0 ? NOTHING : this.#parameters.of(this.valueAt(base), this.#name.at(row));
      const holder = base >= 0 ? this.valueAt(base) : this.#valueOf(this.#single.baseOf(row));
      return this.#memberAt(holder, row);
    }
    const target = this.#target.at(row);
    if (scope === SCOPE_LOCAL) return (this.#ofLocal[target] ??= this.#localValue(target));
    if (scope === SCOPE_DECLARATION) return (this.#ofDeclaration[target] ??= this.#declaredValue(target));
    if (scope === SCOPE_IMPORT) return this.#importedAt(row, target);
    return this.#freeValue(this.#name.at(row), row);
  }

  /** The member of a value that the reference `row` names. */
  #memberAt(base: Value, row: number): Value {
    if (base === NOTHING) return NOTHING;
    const name = this.#name.at(row);
    if (!this.#exports.dialect.typeSpace) return this.memberOf(base, name);
    const isType = this.#role.at(row) === ROLE_TYPE;
    const holder = base.access === MODULE ? base.holder! : null;
    const isGlobal = holder !== null && holder.global !== '';
    if (!isGlobal || !isType) {
      const found = this.memberOf(base, name);
      if (holder?.kind === FILE) {
        const space = this.#otherSpace(found, row);
        return space === ANY
          ? found
          : this.#inSpace(found, space, (one) => this.#exports.named(holder.path, name, one));
      }
      if (found !== NOTHING) return found;
    }
    const namespace = isGlobal ? holder : this.#namespaceOf(this.#base.at(row));
    const found = namespace === null ? null : this.#exports.attribute(this.#path, namespace, name, isType);
    return found === null ? NOTHING : this.#valueOfTarget(found);
  }

  /** The namespace that adds members to the function, class or enum that a reference names, or null. */
  #namespaceOf(row: number): Target | null {
    if (row < 0) return null;
    const found = this.#linkedTo(row);
    return found !== null && isOfSpace(found.declared, NAMESPACE) ? found : null;
  }

  #linkedTo(row: number): Target | null {
    const scope = this.#scope.at(row);
    const target = this.#target.at(row);
    if (scope === SCOPE_IMPORT) return this.#linkedAs(target, NAMESPACE);
    if (scope === SCOPE_DECLARATION) return this.#namespaceBeside(target);
    const base = scope === SCOPE_ATTRIBUTE ? this.#base.at(row) : -1;
    const holder = base < 0 ? null : this.valueAt(base).holder;
    return holder?.kind === FILE ? this.#exports.named(holder.path, this.#name.at(row), NAMESPACE) : null;
  }

  /** The namespace of the name and the scope of a declaration of this file, or null. */
  #namespaceBeside(declared: number): Target | null {
    const { name, parent, kind, rows } = this.#facts.declarations;
    for (let row = 1; row < rows; row++) {
      if (kind.at(row) !== NAMESPACE_KIND || parent.at(row) !== parent.at(declared)) continue;
      if (name.id(row) === name.id(declared)) return this.declared(row);
    }
    return null;
  }

  /** The name space in which a reference asks for a name that means something of another one; else `ANY`. */
  #otherSpace({ meant }: Value, row: number): NameSpace {
    if (meant === null || meant.kind !== SYMBOL) return ANY;
    const role = this.#role.at(row);
    const space = role === ROLE_TYPE ? TYPE : role === ROLE_READ || role === ROLE_CALL ? VALUE : ANY;
    return isOfSpace(meant.declared, space) ? ANY : space;
  }

  /** What is of the wanted space, if anything of the name is: of values, a namespace comes last. Else the value as it is. */
  #inSpace(value: Value, space: NameSpace, named: (space: NameSpace) => Target | null): Value {
    const spaces: readonly NameSpace[] = space === VALUE ? [VALUE, NAMESPACE] : [space];
    for (const one of spaces) {
      const other = named(one);
      if (other?.kind === SYMBOL && isOfSpace(other.declared, one)) return this.#valueOfTarget(other);
    }
    return value;
  }

  // ---- names --------------------------------------------------------------------------------------------------------

  #declaredValue(row: number): Value {
    const target = this.declared(row);
    if (!VARIABLES.has(target.declared - 1)) return this.#valueOfTarget(target);
    const own = opaque(target);
    this.#ofDeclaration[row] = own;
    const value = this.#valueOf(this.#single.ofDeclaration(row));
    return value === NOTHING ? own : value;
  }

  #localValue(row: number): Value {
    const declared = this.#scopes.declaredKind(row);
    if (declared !== 0) return this.#localMember(row);
    this.#ofLocal[row] = NOTHING;
    if (this.#single.isWritten(row)) return this.#valueOf(this.#single.ofLocal(row));
    if (!this.#exports.dialect.selfByPosition) return NOTHING;
    const method = this.#scopes.methodOfReceiver(row);
    return method === null ? NOTHING : this.#current(method);
  }

  /** A local function or class, or a name in the body of a local class. */
  #localMember(row: number): Value {
    const { hash } = this.#facts.locals;
    const declared = this.#scopes.declaredKind(row);
    const target = this.#own(hash.lo(row), hash.hi(row), declared, 0);
    const body = hasMembers(declared) ? this.#scopes.ownedBy(row) : -1;
    return body < 0 ? opaque(target) : localClass(target, body);
  }

  #importedAt(row: number, target: number): Value {
    const value = (this.#ofImport[target] ??= this.#importValue(target));
    const space = this.#exports.dialect.typeSpace ? this.#otherSpace(value, row) : ANY;
    return space === ANY ? value : this.#inSpace(value, space, (one) => this.#linkedAs(target, one));
  }

  #linkedAs(row: number, space: NameSpace): Target {
    const { kind, file, name, imported } = this.#facts.importModules;
    return this.#exports.linked(kind.at(row), file.at(row), name.at(row), imported.at(row), space);
  }

  #importValue(row: number): Value {
    const { imports, importTargets } = this.#facts;
    if ((imports.flags.at(row) & IMPORT_FLAG.top) !== 0) {
      return this.#valueOfTarget(
        this.#exports.topPackage(this.#path, imports.module.at(row), importTargets.kind.at(row) === FILE),
      );
    }
    const kind = importTargets.kind.at(row);
    if (kind === MISSING) return NOTHING;
    const declared = importTargets.declared.at(row);
    if (kind === SYMBOL && !VARIABLES.has(declared - 1)) {
      const { path, symbol } = importTargets;
      return this.#valueOfTarget(symbolTarget(path.lo(row), path.hi(row), symbol.lo(row), symbol.hi(row), declared, 0));
    }
    if (kind !== SYMBOL && kind !== FILE) return this.#valueOfTarget(namedTarget(kind, importTargets.name.at(row)));
    // A name that its module does not declare is nothing known.
    if (declared === 0) return NOTHING;
    // Asked again: for the path of the file, and for what the variable may be another name of.
    const value = this.#valueOfTarget(this.#linkedAs(row, ANY));
    const isRequired = (imports.flags.at(row) & IMPORT_FLAG.require) !== 0 && imports.imported.at(row) === '';
    if (!isRequired || value.access !== MODULE || value.target === null) return value;
    // The name of a module that is a function or a class means that.
    const whole = this.#exports.whole(value.target);
    return WHOLE_KINDS.has(whole.declared - 1) ? { ...value, meant: whole } : value;
  }

  #freeValue(name: string, reference: number): Value {
    if (!this.#exports.dialect.selfByPosition && (name === 'this' || name === 'super')) {
      const { bodies } = this.#scopes;
      const method = this.#scopes.methodOf(this.#scopes.bodyOf(bodies.reference, reference));
      if (method === null) return NOTHING;
      if (name === 'super') return this.#above(method);
      // In a static initializer it has its class as its target.
      const around = this.#target.at(reference);
      const isClass = around >= 0 && this.#facts.declarations.kind.at(around) === DECLARED_CLASS;
      return this.#current(isClass ? { ...method, isStatic: true } : method);
    }
    const isType = this.#role.at(reference) === ROLE_TYPE;
    const { globals } = this.#exports;
    const row = this.#target.at(reference);
    const around = globals.around(row, name, isType) ?? globals.inOtherPart(row, name, isType);
    if (around !== null) return this.#valueOfTarget(around);
    const key = isType ? `:${name}` : name;
    let value = this.#free.get(key);
    if (value === undefined) this.#free.set(key, (value = this.#unboundValue(name, isType)));
    return value;
  }

  #unboundValue(name: string, isType: boolean): Value {
    const found = this.#exports.throughStar(name);
    if (found !== null) return this.#valueOfTarget(found);
    if (this.#exports.modules.rules.isBuiltin(name)) return this.#valueOfTarget(namedTarget(BUILTIN, name));
    const global = this.#exports.globals.global(name, isType);
    return global === null ? NOTHING : this.#valueOfTarget(global);
  }

  // ---- classes ------------------------------------------------------------------------------------------------------

  /** The current object of a method. */
  #current(method: Method): Value {
    const declared = this.#scopes.bodies.declaration.at(method.classBody);
    if (declared < 0) return method.isStatic ? localClass(null, method.classBody) : localInstance(method.classBody);
    const target = this.declared(declared);
    const entry = this.#classes.of(target);
    // The class that `cls` names may be any below this one, so it is not a use of this one.
    return method.isStatic ? { ...classValue(target, entry), target: null, meant: null } : instanceOf(entry);
  }

  /** What `super` means in a method. */
  #above(method: Method): Value {
    const declared = this.#scopes.bodies.declaration.at(method.classBody);
    if (declared >= 0) return superOf(this.#classes.of(this.declared(declared)), method.isStatic);
    const above = this.#bases.above(method.classBody);
    if (above.entry !== null) return superOf(above.entry, method.isStatic);
    return method.isStatic && above.access === LOCAL_INSTANCE ? localClass(null, above.body) : above;
  }

  // ---- operations ---------------------------------------------------------------------------------------------------

  /** The value of an operation by its row, -1 for none. */
  #valueOf(row: number): Value {
    if (row < 0) return NOTHING;
    const { operations } = this.#facts;
    const code = operations.opcode.at(row);
    const aux = operations.aux.at(row);
    if (code === LOAD || code === ATTRIBUTE) return this.valueAt(aux);
    if (code === CALL) return this.#resultOf(aux);
    if (code === CLOSURE) return this.#closureValue(aux);
    if (code === IMPORT) return (this.#ofImport[aux] ??= this.#importValue(aux));
    if (code === UNPACK) return this.#valueOf(this.#unpacked(row));
    if (code === AWAIT) return this.#awaited(row);
    return NOTHING;
  }

  #resultOf(row: number): Value {
    const callee = this.calleeOf(row);
    if (callee.access === CLASS) return instanceOf(callee.entry!);
    if (callee.access === LOCAL_CLASS) return localInstance(callee.body);
    const { target } = callee;
    if (target === null) return NOTHING;
    if (target.kind === EXTERNAL && isClassName(target.name)) return moduleValue(null, target);
    const isSuper = (this.#facts.calls.flags.at(row) & CALL_FLAG.super) !== 0;
    if (!isSuper || target.kind !== BUILTIN) return NOTHING;
    const { bodies } = this.#scopes;
    const body = this.#scopes.bodyOf(bodies.call, row);
    const method = this.#scopes.methodAround(body);
    if (method === null) return NOTHING;
    const above = this.#above(method);
    const after = this.#argument(row, body);
    return after < 0 ? above : this.#behind(method, above, this.#valueOf(after));
  }

  /** What `super(C, self)` means where `super()` means `above` and the class is `after`. */
  #behind(method: Method, above: Value, after: Value): Value {
    if (after.access === LOCAL_CLASS) return after.body === method.classBody ? above : NOTHING;
    if (above.entry === null || after.access !== CLASS) return NOTHING;
    const entry = this.#classes.behind(above.entry, after.entry!);
    return entry === null ? NOTHING : superOf(entry, above.isStatic);
  }

  /** The operation of the first argument of a call in `body`, or -1. */
  #argument(row: number, body: number): number {
    const { calls, arguments: args } = this.#facts;
    const first = calls.arguments.at(row);
    const end = endOf(calls.arguments, row, calls.rows, args.rows);
    return first < end ? this.#scopes.bodies.operation.at(body) + args.value.at(first) : -1;
  }

  /** A function or class by its body; one without a name is known by the hash of its body. */
  #closureValue(body: number): Value {
    const { bodies } = this.#scopes;
    const declared = bodies.declaration.at(body);
    if (declared >= 0) return this.#valueOfTarget(this.declared(declared));
    const owner = bodies.owner.at(body);
    if (owner >= 0) return this.#localMember(owner);
    const target = this.#own(bodies.hash.lo(body), bodies.hash.hi(body), DECLARED_FUNCTION, 0);
    return this.#scopes.isClassBody(body) ? localClass(null, body) : opaque(target);
  }

  /** The operation of an item of a tuple or list that is written out where it is unpacked, or -1. */
  #unpacked(row: number): number {
    const { operations } = this.#facts;
    const position = operations.aux.at(row);
    const operand = operations.a.at(row);
    if (operand < 0 || position >= UNPACK_REST) return -1;
    const first = this.#firstOperation(row);
    const isNested = operations.opcode.at(first + operand) === UNPACK;
    const build = isNested ? this.#unpacked(first + operand) : first + operand;
    if (build < 0 || operations.opcode.at(build) !== BUILD) return -1;
    const kind = operations.aux.at(build);
    return kind === TUPLE || kind === LIST ? this.#itemAt(first, build, row, position) : -1;
  }

  /** The operation of the item at `position` of a container built before row `end`, or -1. */
  #itemAt(first: number, build: number, end: number, position: number): number {
    const { opcode, a, b, aux } = this.#facts.operations;
    let item = 0;
    for (let at = build + 1; at < end; at++) {
      if (opcode.at(at) !== ELEMENT || a.at(at) !== build - first) continue;
      const kind = aux.at(at);
      if (kind === ELEMENT_SPREAD) return -1;
      if (kind === ELEMENT_ITEM && item++ === position) return first + b.at(at);
    }
    return -1;
  }

  /** `await import(...)` is the module. */
  #awaited(row: number): Value {
    const { operations } = this.#facts;
    const operand = this.#firstOperation(row) + operations.a.at(row);
    return operations.opcode.at(operand) === IMPORT ? this.#valueOf(operand) : NOTHING;
  }

  #firstOperation(row: number): number {
    const { bodies } = this.#scopes;
    return bodies.operation.at(this.#scopes.bodyOf(bodies.operation, row));
  }

  // ---- targets ------------------------------------------------------------------------------------------------------

  #valueOfTarget(target: Target): Value {
    let value = this.#ofTarget.get(target);
    if (value === undefined) this.#ofTarget.set(target, (value = this.#asValue(target)));
    return value;
  }

  #asValue(target: Target): Value {
    if (target.kind === MISSING) return NOTHING;
    if (target.alias !== '') {
      const stands = this.#exports.aliased(target);
      return stands === target ? opaque(target) : { ...this.#valueOfTarget(stands), meant: target };
    }
    if (target.global !== '') return moduleValue(target, target);
    if (target.kind === SYMBOL) {
      return hasMembers(target.declared) ? classValue(target, this.#classes.of(target)) : opaque(target);
    }
    if (target.kind === FILE && target.declared === 0) return NOTHING;
    return moduleValue(target, target);
  }

  #kept(holder: Target, name: string, base: Value): Value {
    let names = this.#members.get(holder);
    if (names === undefined) this.#members.set(holder, (names = new Map<string, Value>()));
    let value = names.get(name);
    if (value === undefined) {
      const found = this.#exports.attribute(this.#path, base.holder!, name);
      value = found === null ? NOTHING : this.#valueOfTarget(found);
      names.set(name, value);
    }
    return value;
  }

  #own(lo: number, hi: number, declared: number, flags: number): Target {
    const { pathLo, pathHi } = this.#exports.tables.own;
    return symbolTarget(pathLo, pathHi, lo, hi, declared, flags);
  }
}

/** By the convention of both languages, the last part of a class's name begins with a capital. */
function isClassName(dotted: string): boolean {
  const first = dotted.charAt(dotted.lastIndexOf('.') + 1);
  return first !== first.toLowerCase();
}
