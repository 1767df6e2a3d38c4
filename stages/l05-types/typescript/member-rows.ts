/** The declarations that a member of a value is, by the type of the value. */
import { codeOf, DECLARATION_KINDS, FLAG } from '#facts';
import { NONE, partsOf, type Type } from './model.ts';
import type { Universe } from './universe.ts';
import type { MemberRow } from './world.ts';

const METHOD = codeOf(DECLARATION_KINDS, 'method');
const CONSTRUCTOR = codeOf(DECLARATION_KINDS, 'constructor');
const PROPERTY = codeOf(DECLARATION_KINDS, 'property');
const MAX_DEPTH = 24;

/** The declarations of this repository that a member of a value is; several of a union, none when it is not sure. */
export function memberRows(universe: Universe, type: Type, name: string, depth = 0): readonly MemberRow[] {
  if (depth > MAX_DEPTH || universe.isExhausted) return [];
  switch (type.kind) {
    case 'instance':
      return instanceRows(universe, type, name, depth);
    case 'value':
      return staticRows(universe, type, name, depth);
    case 'parameter':
      return type.constraint === null ? [] : memberRows(universe, type.constraint, name, depth + 1);
    case 'union': {
      // A property of a literal is declared nowhere: what it stands beside tells what is meant.
      const items = type.items.filter((item) => item.kind !== 'record' || !item.members.has(name));
      const rows = items.map((item) => memberRows(universe, item, name, depth + 1));
      if (rows.some((found) => found.length === 0)) return [];
      return [...new Map(rows.flat().map((row) => [row.target.key, row])).values()];
    }
    case 'intersection':
      return (
        type.items.map((item) => memberRows(universe, item, name, depth + 1)).find((found) => found.length > 0) ?? []
      );
    default:
      return [];
  }
}

/** The declarations that a key of a literal is, of which one of the parts of `type` is expected. */
export function keyRows(universe: Universe, type: Type, name: string): readonly MemberRow[] {
  const rows = partsOf(type).flatMap((part) => memberRows(universe, part, name));
  return rows.length < 2 ? rows : [...new Map(rows.map((row) => [row.target.key, row])).values()];
}

function instanceRows(
  universe: Universe,
  type: Type & { kind: 'instance' },
  name: string,
  depth: number,
): readonly MemberRow[] {
  const viewed = universe.viewed(type);
  if (viewed !== null) return memberRows(universe, viewed, name, depth + 1);
  const own = type.of.row >= 0 ? [] : universe.world.members(type.of, name);
  const row = own.find((one) => isSideless(one.kind) || (one.flags & FLAG.static) === 0);
  if (row !== undefined) return [row];
  for (const base of universe.bases(type)) {
    const found = base.kind === 'none' ? [] : memberRows(universe, base, name, depth + 1);
    if (found.length > 0) return found;
  }
  return [];
}

function staticRows(
  universe: Universe,
  type: Type & { kind: 'value' },
  name: string,
  depth: number,
): readonly MemberRow[] {
  if (type.of.row >= 0 || type.what === 'module' || type.what === 'symbol') return [];
  const row = universe.world
    .members(type.of, name)
    .find((one) => type.what !== 'class' || isSideless(one.kind) || (one.flags & FLAG.static) !== 0);
  if (row !== undefined) return [row];
  for (const base of type.what === 'class' ? universe.basesOf(type.of) : []) {
    const above: Type = base.kind === 'instance' ? { kind: 'value', of: base.of, what: 'class' } : NONE;
    const found = memberRows(universe, above, name, depth + 1);
    if (found.length > 0) return found;
  }
  return [];
}

/** Members of enums and namespaces have no sides. */
export function isSideless(code: number): boolean {
  return code !== METHOD && code !== CONSTRUCTOR && code !== PROPERTY;
}
