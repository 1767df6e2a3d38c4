/** What the types of objects tell of members: the meaning of `object.member`, and whom `object.method()` calls. */
import { NONE as NO_ROW } from '#core';
import { type BuilderOf, type ReaderOf, sortByHash, type StringTableBuilder } from '#columns';
import {
  CERTAINTY,
  codeOf,
  DECLARATION_KINDS,
  FLAG,
  TARGET_KINDS,
  type callEdgeName,
  type callEdgeTyped,
  type referenceTarget,
  type referenceTargetTyped,
} from '#facts';
import { isRow, OP } from './file.ts';
import { keyRows, memberRows } from './member-rows.ts';
import { NONE, nonNull } from './model.ts';
import type { TypescriptUnit } from './unit.ts';
import type { MemberRow } from './world.ts';
import { addEdge } from '../edge-row.ts';

const SYMBOL = codeOf(TARGET_KINDS, 'symbol');
const RESOLVED = codeOf(CERTAINTY, 'resolved');
const CANDIDATE = codeOf(CERTAINTY, 'candidate');
const CALLABLE = new Set([codeOf(DECLARATION_KINDS, 'function'), codeOf(DECLARATION_KINDS, 'method')]);

/** Rows of `reference` -> the members that its object's type has under its name, or the type that is expected of its literal. */
export type MemberMeanings = ReadonlyMap<number, readonly MemberRow[]>;

export function memberMeanings({ file, bodies, universe }: TypescriptUnit): MemberMeanings {
  const { operations, references, bodies: table } = file.t;
  const found = new Map<number, readonly MemberRow[]>();
  for (let body = 0; body < table.rows; body++) {
    const values = bodies.values(body);
    const first = file.first(body);
    for (let row = first; row < file.end(body); row++) {
      const code = operations.opcode.at(row);
      if (code !== OP.attribute && code !== OP.store_attribute) continue;
      const base = operations.a.at(row);
      const reference = operations.aux.at(row);
      const type = isRow(base) ? nonNull(values[base] ?? NONE) : NONE;
      const members = type.kind === 'none' ? [] : memberRows(universe, type, references.name.at(reference));
      if (members.length > 0) found.set(reference, members);
    }
  }
  for (const [reference, type] of bodies.keys) {
    const members = keyRows(universe, type, references.name.at(reference));
    if (members.length > 0) found.set(reference, members);
  }
  return found;
}

/** Only what L3 does not say of a reference, or says otherwise. */
export function writeMemberReferences(
  meanings: MemberMeanings,
  named: ReaderOf<typeof referenceTarget>,
  out: BuilderOf<typeof referenceTargetTyped>,
  strings: StringTableBuilder,
): void {
  const known = new Map<number, number>();
  for (let row = 0; row < named.rows; row++) known.set(named.reference.at(row), row);
  const empty = strings.intern('');
  for (const [reference, members] of [...meanings].toSorted(([a], [b]) => a - b)) {
    const before = known.get(reference);
    const [only] = members;
    const isSame =
      before !== undefined &&
      members.length === 1 &&
      named.symbol.lo(before) === only!.target.hash.lo &&
      named.symbol.hi(before) === only!.target.hash.hi;
    if (isSame) continue;
    for (const { target, kind } of members) {
      const row = out.add();
      const { col } = out;
      col.reference[row] = reference;
      col.kind[row] = SYMBOL;
      col.path[2 * row] = target.path.lo;
      col.path[2 * row + 1] = target.path.hi;
      col.symbol[2 * row] = target.hash.lo;
      col.symbol[2 * row + 1] = target.hash.hi;
      col.declared[row] = 1 + kind;
      col.certainty[row] = members.length === 1 ? RESOLVED : CANDIDATE;
      col.name[row] = empty;
    }
  }
}

/** The getter that reading a member runs, and the setter that assigning to it runs. */
function addAccessors(
  out: BuilderOf<typeof callEdgeTyped>,
  members: readonly MemberRow[],
  reference: number,
  caller: number,
  code: number,
): void {
  const flag = code === OP.attribute ? FLAG.getter : FLAG.setter;
  for (const { target, kind, flags } of members) {
    if ((flags & flag) === 0) continue;
    addEdge(out, {
      callee: target.hash,
      kind: 1 + kind,
      call: NO_ROW,
      reference,
      caller,
      isSure: members.length === 1,
    });
  }
}

export function writeMemberCalls(
  { file }: TypescriptUnit,
  meanings: MemberMeanings,
  named: ReaderOf<typeof callEdgeName>,
  out: BuilderOf<typeof callEdgeTyped>,
): void {
  const { operations, calls, bodies } = file.t;
  const known = new Set<string>();
  for (let row = 0; row < named.rows; row++)
    known.add(`${named.call.at(row)} ${named.key.lo(row)} ${named.key.hi(row)}`);
  for (let body = 0; body < bodies.rows; body++) {
    for (let row = file.first(body); row < file.end(body); row++) {
      const code = operations.opcode.at(row);
      if (code === OP.attribute || code === OP.store_attribute)
        addAccessors(out, meanings.get(operations.aux.at(row)) ?? [], operations.aux.at(row), body, code);
      if (code !== OP.call) continue;
      const call = operations.aux.at(row);
      const members = meanings.get(calls.callee.at(call)) ?? [];
      for (const { target, kind } of members) {
        if (!CALLABLE.has(kind) || known.has(`${call} ${target.hash.lo} ${target.hash.hi}`)) continue;
        addEdge(out, {
          callee: target.hash,
          kind: 1 + kind,
          call,
          reference: NO_ROW,
          caller: body,
          isSure: members.length === 1,
        });
      }
    }
  }
  sortByHash(out, 'key');
}
