/** What attribute references mean by the type of their object, where names alone do not say the same. */
import type { BuilderOf, ReaderOf, StringTableBuilder } from '#columns';
import { CERTAINTY, codeOf, OPCODES, TARGET_KINDS, type referenceTarget, type referenceTargetTyped } from '#facts';
import type { Evaluator } from './evaluator.ts';
import type { Member } from './members.ts';
import { alternatives, MODULE_TYPE, type Type } from './type.ts';
import type { Unit } from './unit.ts';

const ATTRIBUTE = codeOf(OPCODES, 'attribute');
const STORE_ATTRIBUTE = codeOf(OPCODES, 'store_attribute');
const DELETE_ATTRIBUTE = codeOf(OPCODES, 'delete_attribute');
const SYMBOL = codeOf(TARGET_KINDS, 'symbol');
const EXTERNAL = codeOf(TARGET_KINDS, 'external');
const BUILTIN = codeOf(TARGET_KINDS, 'builtin');
const RESOLVED = codeOf(CERTAINTY, 'resolved');
const CANDIDATE = codeOf(CERTAINTY, 'candidate');

export function writeTypedReferences(
  e: Evaluator,
  unit: Unit,
  named: ReaderOf<typeof referenceTarget>,
  out: BuilderOf<typeof referenceTargetTyped>,
  strings: StringTableBuilder,
): void {
  const { bodies, operations, references } = unit.facts;
  const found: { reference: number; members: Member[] }[] = [];
  for (let body = 0; body < bodies.rows; body++) {
    const first = bodies.operation.at(body);
    const end = body + 1 < bodies.rows ? bodies.operation.at(body + 1) : operations.rows;
    for (let row = first; row < end; row++) {
      const code = operations.opcode.at(row);
      if (code !== ATTRIBUTE && code !== STORE_ATTRIBUTE && code !== DELETE_ATTRIBUTE) continue;
      const base = operations.a.at(row) < 0 ? null : unit.terms.values[first + operations.a.at(row)];
      if (base == null) continue;
      const reference = operations.aux.at(row);
      const members = membersOf(e, e.evaluate(base), references.name.at(reference));
      if (members.length > 0) found.push({ reference, members });
    }
  }
  found.sort((a, b) => a.reference - b.reference);
  const rows = firstRows(named, references.rows);
  let before = -1;
  for (const { reference, members } of found) {
    if (reference === before || isSame(members, named, rows[reference]!)) continue;
    before = reference;
    for (const one of members) write(out, strings, reference, one, members.length === 1 ? RESOLVED : CANDIDATE);
  }
}

/** The distinct members of that name of all alternatives. */
function membersOf(e: Evaluator, base: Type, name: string): Member[] {
  const found: Member[] = [];
  for (const one of alternatives(base)) {
    if (one.tag === MODULE_TYPE && one.symbol === null) continue;
    const member = e.members.of(one, name);
    if (member === null || (member.symbol === null && member.name === '')) continue;
    if (!found.some((other) => other.symbol === member.symbol && other.name === member.name)) found.push(member);
  }
  return found;
}

function firstRows(named: ReaderOf<typeof referenceTarget>, count: number): Int32Array {
  const rows = new Int32Array(count).fill(-1);
  for (let row = named.rows - 1; row >= 0; row--) rows[named.reference.at(row)] = row;
  return rows;
}

function isSame(members: readonly Member[], named: ReaderOf<typeof referenceTarget>, row: number): boolean {
  if (row < 0 || members.length !== 1) return false;
  const { symbol, name } = members[0]!;
  if (symbol !== null) return named.symbol.lo(row) === symbol.lo && named.symbol.hi(row) === symbol.hi;
  return named.name.at(row) === outsideName(name);
}

function outsideName(name: string): string {
  return name.startsWith('builtins.') ? name.slice(9) : name;
}

function write(
  out: BuilderOf<typeof referenceTargetTyped>,
  strings: StringTableBuilder,
  reference: number,
  { symbol, declared, name }: Member,
  certainty: number,
): void {
  const row = out.add();
  const { col } = out;
  col.reference[row] = reference;
  col.certainty[row] = certainty;
  if (symbol === null) {
    col.kind[row] = name.startsWith('builtins.') ? BUILTIN : EXTERNAL;
    col.name[row] = strings.intern(outsideName(name));
    return;
  }
  col.kind[row] = SYMBOL;
  col.name[row] = strings.intern('');
  col.path[2 * row] = symbol.pathLo;
  col.path[2 * row + 1] = symbol.pathHi;
  col.symbol[2 * row] = symbol.lo;
  col.symbol[2 * row + 1] = symbol.hi;
  col.declared[row] = declared;
}
