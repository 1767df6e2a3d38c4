/** The members that a query may have, by kind, and their checks. Says what is wrong, with what was found and what would be right. */
import { EngineError } from '#core';
import { OCCURRENCE_ROLES } from '#facts';
import { MAX_DEPTH } from './call-depth.ts';
import { MAX_LIMIT } from './page.ts';
import { SLICE_DIRECTIONS } from './slice.ts';
import { SYMBOL_KINDS } from './symbols.ts';

type Check = (value: unknown) => string | null;

const text: Check = (value) => (typeof value === 'string' && value !== '' ? null : 'a string that is not empty');

function wholeNumber(most: number): Check {
  return (value) =>
    Number.isInteger(value) && Number(value) >= 1 && Number(value) <= most ? null : `a whole number from 1 to ${most}`;
}

function oneOf(names: readonly string[]): Check {
  return (value) => (names.some((name) => name === value) ? null : `one of ${names.join(', ')}`);
}

const flag: Check = (value) => (typeof value === 'boolean' ? null : 'true or false');

const roles: Check = (value) =>
  Array.isArray(value) && value.length > 0 && value.every((role) => OCCURRENCE_ROLES.some((name) => name === role))
    ? null
    : `a list of some of ${OCCURRENCE_ROLES.join(', ')}`;

const target: Check = (value) => {
  if (typeof value === 'string' && value !== '') return null;
  if (typeof value === 'object' && value !== null && targetFault(value, true) === null) return null;
  return "a symbol's qualified name, or { path, line, column }, { symbol } or { name }";
};

const PAGE: Readonly<Record<string, Check>> = {
  limit: wholeNumber(MAX_LIMIT),
  cursor: text,
  maxTokens: wholeNumber(Number.MAX_SAFE_INTEGER),
};
const POSITION: Readonly<Record<string, Check>> = {
  path: text,
  line: wholeNumber(0x7fffffff),
  column: wholeNumber(0x7fffffff),
};
const TARGET: Readonly<Record<string, Check>> = { ...POSITION, symbol: text, name: text };
const DEPTH: Readonly<Record<string, Check>> = { depth: wholeNumber(MAX_DEPTH) };

/** Members of each kind of query, besides `kind`. */
export const QUERY_MEMBERS = {
  symbols: { name: text, pattern: text, symbolKind: oneOf(SYMBOL_KINDS), ...PAGE },
  definition: { ...TARGET, ...PAGE },
  references: { ...TARGET, roles, ...PAGE },
  callers: { ...TARGET, ...DEPTH, ...PAGE },
  callees: { ...TARGET, ...DEPTH, ...PAGE },
  path: { from: target, to: target, ...PAGE },
  imports: { path: text, ...PAGE },
  importers: { ...TARGET, ...PAGE },
  dependents: { path: text, depth: wholeNumber(0x7fffffff), ...PAGE },
  outline: { path: text, ...PAGE },
  chunks: { path: text, ...PAGE },
  typeAt: { ...POSITION, ...PAGE },
  typesOf: { ...TARGET, ...PAGE },
  definitionsReaching: { ...TARGET, variable: text, ...PAGE },
  uses: { ...TARGET, variable: text, ...PAGE },
  ssa: { ...TARGET, ...PAGE },
  constantAt: { ...POSITION, ...PAGE },
  cfg: { ...TARGET, ...PAGE },
  dominators: { ...TARGET, ...PAGE },
  dependences: { ...TARGET, ...PAGE },
  slice: {
    path: text,
    line: wholeNumber(0x7fffffff),
    variable: text,
    direction: oneOf(SLICE_DIRECTIONS),
    thin: flag,
    executable: flag,
    depth: (value) => (value === 0 ? null : wholeNumber(MAX_DEPTH)(value)),
    ...PAGE,
  },
} as const satisfies Record<string, Readonly<Record<string, Check>>>;

export type QueryKind = keyof typeof QUERY_MEMBERS;

/** Why the members that name a target do not name one, or null. */
function targetFault(query: object, isStrict: boolean): string | null {
  const given = ['path', 'line', 'column', 'symbol', 'name'].filter((member) => member in query);
  const named = given.join(', ');
  if (isStrict && Object.keys(query).length !== given.length) return 'has other members';
  const isTarget = named === 'path, line, column' || named === 'symbol' || named === 'name';
  return isTarget ? null : named === '' ? 'names no symbol' : `has ${named}`;
}

/** Throws `E_QUERY` unless the members of a query are those of its kind. */
export function checkMembers(kind: QueryKind, query: object): void {
  const members: Readonly<Record<string, Check>> = QUERY_MEMBERS[kind];
  for (const [member, value] of Object.entries(query)) {
    if (member === 'kind') continue;
    const check = members[member];
    if (check === undefined)
      throw new EngineError(
        'E_QUERY',
        `member '${member}' is none of '${kind}'; it takes ${Object.keys(members).join(', ')}`,
      );
    const right = value === undefined ? null : check(value);
    if (right !== null) throw new EngineError('E_QUERY', `member '${member}' is ${shown(value)}; give ${right}`);
  }
  checkRequired(kind, members, query);
}

function checkRequired(kind: QueryKind, members: Readonly<Record<string, Check>>, query: object): void {
  const isFile = kind === 'importers' && 'path' in query && !('line' in query) && !('column' in query);
  if ('symbol' in members && !isFile) {
    const fault = targetFault(query, false);
    if (fault !== null)
      throw new EngineError(
        'E_QUERY',
        `a query of kind '${kind}' ${fault}; give either path, line and column, or symbol, or name`,
      );
  }
  for (const member of ['from', 'to', ...('symbol' in members ? [] : ['path', 'line', 'column'])]) {
    if (member in members && !(member in query))
      throw new EngineError('E_QUERY', `member '${member}' of '${kind}' is missing; give it`);
  }
}

/** A value as it is shown in an error, cut. */
export function shown(value: unknown): string {
  const json = JSON.stringify(value) ?? String(value);
  return json.length > 80 ? `${json.slice(0, 80)}…` : json;
}
