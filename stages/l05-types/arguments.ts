/** The step `arguments`: which types the calls of a file give to the parameters of functions, here and elsewhere. */
import { sortByHash } from '#columns';
import { argumentType, file } from '#facts';
import type { KernelOf } from '#stage';
import { givenTypes, type GivenTypes } from './call-sites.ts';
import { PackedWriter } from './packed-text.ts';
import type { stage } from './stage.ts';
import type { Type } from './type.ts';
import { writeType } from './type-encoding.ts';
import { evaluationOf, readUnit } from './unit.ts';

/** Rounds in which a file passes on what its own calls gave to its own functions. */
const MAX_ROUNDS = 4;
/** Longest text of a type that is passed on. */
const MAX_TEXT = 1000;

export const argumentTypes: KernelOf<(typeof stage.steps)[1]> = (view, out, context) => {
  if (view.table(file).language.at(0) !== 'python') return;
  const unit = readUnit(view);
  const { world, types, evaluator } = evaluationOf(view, unit, context);
  let given: GivenTypes = new Map();
  for (let round = 0, before = -1; round < MAX_ROUNDS; round++) {
    const known = given;
    world.argumentTypes = (lo, hi) => {
      const found = known.get(`${hi}:${lo}`);
      return found === undefined ? null : types.union([...found.types]);
    };
    world.forgetArguments();
    evaluator.begin(round + 1);
    given = givenTypes(evaluator, unit);
    let size = 0;
    for (const one of given.values()) size += one.types.size;
    if (size === before) break;
    before = size;
  }
  const table = out.table(argumentType);
  const strings = out.strings(argumentType);
  const rows: { lo: number; hi: number; text: string }[] = [];
  for (const { lo, hi, types: found } of given.values()) {
    for (const type of found) {
      const text = textOf(type);
      if (text.length <= MAX_TEXT) rows.push({ lo, hi, text });
    }
  }
  rows.sort((a, b) => a.hi - b.hi || a.lo - b.lo || (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
  for (const { lo, hi, text } of rows) {
    const row = table.add();
    table.col.key[2 * row] = lo;
    table.col.key[2 * row + 1] = hi;
    table.col.type[row] = strings.intern(text);
  }
  sortByHash(table, 'key');
};

function textOf(type: Type): string {
  const packed = new PackedWriter(0, 0);
  writeType(packed, type);
  return packed.text;
}
