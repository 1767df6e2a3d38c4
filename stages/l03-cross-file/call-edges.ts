/** Writes the calls whose callee is a symbol of the repository. A class that is called stands for what then runs. */
import { type BuilderOf, type ReaderOf, sortByHash } from '#columns';
import { CERTAINTY, codeOf, type body, type call, type callEdgeName } from '#facts';
import type { Fuel } from '#stage';
import type { Dialect } from './dialect.ts';
import { invoked } from './invocation.ts';
import type { ReferenceResolver } from './reference-resolution.ts';
import { SYMBOL } from './target.ts';

const RESOLVED = codeOf(CERTAINTY, 'resolved');

export function writeCallEdges(
  bodies: ReaderOf<typeof body>,
  calls: ReaderOf<typeof call>,
  resolver: ReferenceResolver,
  dialect: Dialect,
  out: BuilderOf<typeof callEdgeName>,
  fuel: Fuel,
): void {
  for (let caller = 0; caller < bodies.rows; caller++) {
    const end = caller + 1 < bodies.rows ? bodies.call.at(caller + 1) : calls.rows;
    for (let row = bodies.call.at(caller); row < end && fuel.burn(1); row++) {
      const callee = invoked(resolver, dialect, resolver.calleeOf(row));
      if (callee === null || callee.kind !== SYMBOL) continue;
      const at = out.add();
      const { col } = out;
      col.key[2 * at] = callee.lo;
      col.key[2 * at + 1] = callee.hi;
      col.call[at] = row;
      col.caller[at] = caller;
      col.kind[at] = callee.declared;
      col.certainty[at] = RESOLVED;
    }
  }
  sortByHash(out, 'key');
}
