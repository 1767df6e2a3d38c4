/**
 * Which members of this file's classes override one of a base. For each method, the first class above its own, in the
 * order of look-up, that has a member of that name. Absent members are asked for too: their traces say when to ask again.
 */
import type { HashCell } from '#core';
import { sortByHash, type TableReader } from '#columns';
import { classBase, codeOf, declaration, DECLARATION_KINDS, FLAG, member, override, memberKey } from '#facts';
import type { KernelOf } from '#stage';
import { ClassOrder, type ClassSymbol } from './class-order.ts';
import type { stage } from './stage.ts';

const METHOD = codeOf(DECLARATION_KINDS, 'method');
const PROPERTY = codeOf(DECLARATION_KINDS, 'property');
const ACCESSOR = FLAG.getter | FLAG.setter;

type Declarations = TableReader<typeof declaration.columns>;

export const overrides: KernelOf<(typeof stage.steps)[1]> = (view, out, { lookup }) => {
  const declarations = view.table(declaration);
  const bases = view.table(classBase);
  const table = out.table(override);
  if (bases.rows === 0) return;
  const own = { lo: declarations.hash.lo(0), hi: declarations.hash.hi(0) };
  const classes = new ClassOrder(own, bases, view.table(member), lookup);
  const cell: HashCell = { lo: 0, hi: 0 };
  for (let row = 1; row < declarations.rows; row++) {
    const owner = declarations.parent.at(row);
    if (owner <= 0 || !canOverride(declarations, row) || isRepeated(declarations, row)) continue;
    const above = classes.above(declarations.hash.lo(owner), declarations.hash.hi(owner));
    if (!findOverridden(cell, classes, above, declarations.name.at(row), declarations.flags.at(row))) continue;
    const at = table.add();
    table.col.key[2 * at] = cell.lo;
    table.col.key[2 * at + 1] = cell.hi;
    table.col.by[2 * at] = declarations.hash.lo(row);
    table.col.by[2 * at + 1] = declarations.hash.hi(row);
  }
  sortByHash(table, 'key');
};

/** Methods and accessors; private names (`#x`, and Python's `__x`) belong to their class alone. */
function canOverride(declarations: Declarations, row: number): boolean {
  const kind = declarations.kind.at(row);
  if (kind !== METHOD && !(kind === PROPERTY && (declarations.flags.at(row) & ACCESSOR) !== 0)) return false;
  const name = declarations.name.at(row);
  return !name.startsWith('#') && !(name.startsWith('__') && !name.endsWith('__'));
}

/** True for the second and later declarations of one symbol (overloads, accessor pairs), which stand side by side. */
function isRepeated({ hash, parent }: Declarations, row: number): boolean {
  for (let before = row - 1; before > 0 && parent.at(before) === parent.at(row); before--) {
    if (hash.lo(before) === hash.lo(row) && hash.hi(before) === hash.hi(row)) return true;
  }
  return false;
}

/** Puts the descriptor of the nearest member of that name into `out`; false when no class above has one. */
function findOverridden(
  out: HashCell,
  classes: ClassOrder,
  above: readonly ClassSymbol[],
  name: string,
  flags: number,
): boolean {
  for (const owner of above) {
    memberKey(out, owner.lo, owner.hi, name);
    const rows = classes.members(owner, out.lo, out.hi);
    if (rows === null) continue;
    let row = rows.from;
    while (row < rows.to && ((rows.reader.flags.at(row) ^ flags) & FLAG.static) !== 0) row++;
    if (row === rows.to) row = rows.from;
    out.lo = rows.reader.target.lo(row);
    out.hi = rows.reader.target.hi(row);
    return true;
  }
  return false;
}
