/** The step `arguments`: which types the calls of a file give to the parameters of functions, here and elsewhere. */
import { sortByHash } from '#columns';
import { argumentType, file } from '#facts';
import type { KernelOf } from '#stage';
import { addGivenTypes, callTerms, type GivenTypes } from './call-sites.ts';
import { PackedWriter } from './packed-text.ts';
import type { stage } from '../stage.ts';
import { taskMemory } from './task-memory.ts';
import type { Type, TypeTable } from './type.ts';
import { writeType } from './type-encoding.ts';
import { evaluationOf, readUnit } from './unit.ts';
import type { ArgumentTypes } from './unit-world.ts';

/** Rounds in which a file passes on what its own calls gave to its own functions. */
const MAX_ROUNDS = 3;
/** Longest text of a type that is passed on. */
const MAX_TEXT = 1000;

export const argumentTypes: KernelOf<(typeof stage.steps)[1]> = (view, out, context) => {
  if (view.table(file).language.at(0) !== 'python') return;
  const unit = readUnit(view, taskMemory(context.lookup).symbols);
  const { world, types, evaluator } = evaluationOf(view, unit, context);
  const settled: GivenTypes = new Map();
  world.argumentTypes = () => null;
  const calls = callTerms(unit);
  addGivenTypes(evaluator, calls, settled, false);
  let given = settled;
  for (let round = 1, before = -1; round <= MAX_ROUNDS && sizeOf(given) !== before; round++) {
    before = sizeOf(given);
    // What calls of this file give is told to its own functions, as it was when the round began.
    const tell = telling(types, given);
    // What was asked of them and is no other now gives the same again.
    if (round > 1 && !world.isOther(tell)) break;
    world.argumentTypes = tell;
    world.forgetArguments();
    evaluator.begin(round + 1);
    given = new Map([...settled].map(([key, { lo, hi, types: found }]) => [key, { lo, hi, types: new Set(found) }]));
    addGivenTypes(evaluator, calls, given, true);
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

/** What calls gave to parameters, as one type each. */
function telling(types: TypeTable, given: GivenTypes): ArgumentTypes {
  const known = new Map<number, Type>();
  return ({ number }) => {
    const found = given.get(number);
    if (found === undefined) return null;
    let type = known.get(number);
    if (type === undefined) known.set(number, (type = types.union([...found.types])));
    return type;
  };
}

function sizeOf(given: GivenTypes): number {
  let size = 0;
  for (const { types } of given.values()) size += types.size;
  return size;
}

function textOf(type: Type): string {
  const packed = new PackedWriter(0, 0);
  writeType(packed, type);
  return packed.text;
}
