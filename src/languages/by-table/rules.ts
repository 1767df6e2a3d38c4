/**
 * A table bound to its grammar: one rule per node type id, selectors as numbers. Made once per thread and language.
 * It must never look at a tree.
 */
import { codeOf, FLAG, HERITAGE_KINDS, LITERAL_KINDS, REFERENCE_ROLES } from '#facts';
import type { Grammar } from '../syntax/index.ts';
import type { Calls, Declares, Imports, LanguageTable, Selector } from './table.ts';

/** A step: a field id, `TYPE_STEP` + a type id, `FIRST_NAMED` or `LAST_NAMED`. */
export type Step = number;
/** The alternatives of a selector, each a list of steps. */
export type Path = readonly (readonly Step[])[];
export const TYPE_STEP = 0x10000;
export const FIRST_NAMED = 0;
export const LAST_NAMED = -2;

export interface BoundDeclares extends Declares {
  readonly names: readonly Path[];
  readonly kindPath: Path | null;
  readonly kinds: ReadonlyMap<number, Declares['kind']>;
  readonly ownerPath: Path | null;
  readonly embedsPath: Path | null;
  readonly fromPath: Path | null;
  readonly needsPath: Path | null;
  readonly bodyPath: Path;
}

export interface BoundCalls extends Calls {
  readonly calleePath: Path;
  readonly objectPath: Path | null;
  readonly argumentsPath: Path | null;
}

export interface BoundImports extends Imports {
  readonly modulePath: Path;
  readonly aliasPath: Path | null;
  readonly prefixPath: Path | null;
  readonly starType: number;
  readonly listPath: Path | null;
  readonly renameTypes: readonly number[];
  readonly namePath: Path;
}

/** All that a table says about one node type. */
export interface Rule {
  isComment?: boolean;
  isBlock?: boolean;
  isScope?: boolean;
  isClause?: boolean;
  isModifier?: boolean;
  isList?: boolean;
  isParameterList?: boolean;
  isRest?: boolean;
  isIgnored?: boolean;
  isComposed?: boolean;
  isOpaque?: boolean;
  isBindable?: boolean;
  isType?: boolean;
  isNoBase?: boolean;
  bindsDeclare?: boolean;
  declares?: BoundDeclares;
  binds?: readonly Path[];
  /** Role of the reference, or -1. */
  name: number;
  object?: Path;
  member?: Path;
  call?: BoundCalls;
  target?: Path;
  targetRole: number;
  head?: Path;
  declarator?: Path;
  qualifier?: Path;
  span?: string;
  /** Codes, or -1. */
  heritage: number;
  literal: number;
  import?: BoundImports;
}

export interface Rules {
  readonly table: LanguageTable;
  readonly byType: readonly Rule[];
  readonly isNamed: Uint8Array;
  readonly typeNames: readonly string[];
  readonly errorType: number;
  readonly flags: ReadonlyMap<string, number>;
  readonly resultPaths: readonly Path[];
  readonly typePath: Path;
  readonly defaultPaths: readonly Path[];
  readonly typeParametersPath: Path;
  readonly baseFields: ReadonlyMap<number, number>;
  readonly declaringCalls: ReadonlyMap<string, NonNullable<LanguageTable['declaringCalls']>[string]>;
  readonly importingCalls: ReadonlyMap<string, 'first' | 'last'>;
  /** The clause that names the package: its type and where the name stands; null when there is none. */
  readonly packageClause: { readonly type: number; readonly name: Path } | null;
}

type Bind = (selector: Selector) => Path;

export function bindTable(table: LanguageTable, grammar: Grammar): Rules {
  const path: Bind = (selector) =>
    selector.split('|').map((one) => (one === '.' ? [] : one.split('/').map((step) => stepOf(grammar, step))));
  const byType = grammar.typeNames.map((): Rule => ({ name: -1, targetRole: -1, heritage: -1, literal: -1 }));
  const rule = (type: string): Rule => byType[type === 'ERROR' ? grammar.errorType : known(grammar, type)]!;
  bindMarks(table, rule);
  for (const [type, one] of Object.entries(table.declares)) rule(type).declares = bindDeclares(one, path, grammar);
  bindUses(table, rule, path);
  for (const [type, one] of Object.entries(table.imports ?? {})) {
    rule(type).import = {
      ...one,
      modulePath: path(one.module),
      aliasPath: optional(path, one.alias),
      prefixPath: optional(path, one.prefix),
      starType: one.star === undefined ? -1 : known(grammar, one.star),
      listPath: optional(path, one.list),
      renameTypes: (one.renames ?? []).map((name) => known(grammar, name)),
      namePath: path('name'),
    };
  }
  return {
    table,
    byType,
    isNamed: Uint8Array.from(grammar.typeNames, (name, id) => (id > 0 && grammar.type(name) === id ? 1 : 0)),
    typeNames: grammar.typeNames,
    errorType: grammar.errorType,
    // Safe because: tables are checked by a test to name flags only.
    flags: new Map(Object.entries(table.flags ?? {}).map(([word, flag]) => [word, FLAG[flag as keyof typeof FLAG]])),
    resultPaths: (table.resultFields ?? ['return_type']).map(path),
    typePath: path('type'),
    defaultPaths: ['value', 'default_value'].map(path),
    typeParametersPath: path('type_parameters'),
    baseFields: new Map(
      Object.entries(table.baseFields ?? {}).map(([name, kind]) => [grammar.field(name), codeOf(HERITAGE_KINDS, kind)]),
    ),
    declaringCalls: new Map(Object.entries(table.declaringCalls ?? {})),
    importingCalls: new Map(Object.entries(table.importingCalls ?? {})),
    packageClause:
      table.package?.kind === 'jvm'
        ? { type: known(grammar, table.package.clause), name: path(table.package.name) }
        : null,
  };
}

/** The id of a node type. Grammars differ between versions: what a grammar lacks falls to a rule that nothing meets. */
function known(grammar: Grammar, type: string): number {
  return grammar.type(type) || grammar.type(type, false);
}

function stepOf(grammar: Grammar, step: string): number {
  if (step === '') return FIRST_NAMED;
  if (step === '$') return LAST_NAMED;
  if (step.startsWith('<')) return TYPE_STEP + known(grammar, step.slice(1, -1));
  return grammar.field(step) || -1;
}

function optional(path: Bind, selector: Selector | undefined): Path | null {
  return selector === undefined ? null : path(selector);
}

function bindMarks(table: LanguageTable, rule: (type: string) => Rule): void {
  const marks = {
    isComment: table.comments,
    isBlock: [...table.blocks, ...(table.parameterLists ?? [])],
    isScope: table.scopes,
    isClause: [...(table.clauses ?? []), ...(table.modifiers ?? [])],
    isModifier: table.modifiers,
    isList: table.lists,
    isParameterList: table.parameterLists,
    isRest: table.restParameters,
    isIgnored: table.ignored,
    isComposed: table.composed,
    isOpaque: table.opaque,
    isType: table.types,
    isNoBase: table.noBases,
    isBindable: table.bindable ?? Object.keys(table.names).filter((type) => table.names[type] === 'read'),
    bindsDeclare: table.bindsDeclare,
  } as const;
  // Safe because: the keys are those of the literal above.
  for (const mark of Object.keys(marks) as (keyof typeof marks)[]) {
    for (const type of marks[mark] ?? []) rule(type)[mark] = true;
  }
}

function bindDeclares(one: Declares, path: Bind, grammar: Grammar): BoundDeclares {
  return {
    ...one,
    names: (one.name ?? ['name']).map(path),
    kindPath: optional(path, one.kindBy?.of),
    kinds: new Map(Object.entries(one.kindBy?.is ?? {}).map(([type, kind]) => [known(grammar, type), kind])),
    ownerPath: optional(path, one.owner),
    embedsPath: optional(path, one.embeds),
    needsPath: optional(path, one.needs),
    fromPath: optional(path, one.nameFrom),
    bodyPath: path(one.body ?? 'body'),
  };
}

function bindUses(table: LanguageTable, rule: (type: string) => Rule, path: Bind): void {
  for (const [type, role] of Object.entries(table.names)) rule(type).name = codeOf(REFERENCE_ROLES, role);
  for (const [type, [object, name]] of Object.entries(table.members ?? {})) {
    rule(type).object = path(object);
    rule(type).member = path(name);
  }
  for (const [type, one] of Object.entries(table.calls ?? {})) {
    rule(type).call = {
      ...one,
      calleePath: path(one.callee ?? 'function'),
      objectPath: optional(path, one.object),
      argumentsPath: optional(path, one.arguments),
    };
  }
  for (const [type, [target, role]] of Object.entries(table.assigns ?? {})) {
    rule(type).target = path(target);
    rule(type).targetRole = codeOf(REFERENCE_ROLES, role);
  }
  for (const [type, head] of Object.entries(table.heads ?? {})) rule(type).head = path(head);
  for (const [type, span] of Object.entries(table.spans ?? {})) rule(type).span = span;
  for (const [type, inner] of Object.entries(table.declarators ?? {})) rule(type).declarator = path(inner);
  for (const [type, [scope, name]] of Object.entries(table.qualified ?? {})) {
    rule(type).qualifier = path(scope);
    rule(type).declarator = path(name);
  }
  for (const [type, fields] of Object.entries(table.binds ?? {})) rule(type).binds = fields.map(path);
  for (const [type, kind] of Object.entries(table.heritage ?? {})) rule(type).heritage = codeOf(HERITAGE_KINDS, kind);
  for (const [type, kind] of Object.entries(table.literals ?? {})) rule(type).literal = codeOf(LITERAL_KINDS, kind);
}
