/** Bases of the classes of a file, from the dotted names they are written with. Knows no inherited members. */
import { type BuilderOf, type ReaderOf, sortByHash, type StringTableBuilder } from '#columns';
import { codeOf, HERITAGE_KINDS, type classBase, type declaration, type heritage } from '#facts';
import type { ModuleScope } from './module-scope.ts';
import { FILE, MISSING, namedTarget, PREFIX, type Target } from './target.ts';

/** A metaclass is no base: nothing is inherited from it by instances. */
const METACLASS = codeOf(HERITAGE_KINDS, 'metaclass');

export function linkBases(
  heritages: ReaderOf<typeof heritage>,
  declarations: ReaderOf<typeof declaration>,
  scope: ModuleScope,
  out: BuilderOf<typeof classBase>,
  strings: StringTableBuilder,
): void {
  for (let row = 0; row < heritages.rows; row++) {
    if (heritages.kind.at(row) === METACLASS) continue;
    const owner = heritages.declaration.at(row);
    const text = heritages.base.at(row);
    const base = baseTarget(scope.resolve(text, owner), text);
    const at = out.add();
    const { key, kind, path, symbol, name } = out.col;
    key[2 * at] = declarations.hash.lo(owner);
    key[2 * at + 1] = declarations.hash.hi(owner);
    kind[at] = base.kind;
    path[2 * at] = base.pathLo;
    path[2 * at + 1] = base.pathHi;
    symbol[2 * at] = base.lo;
    symbol[2 * at + 1] = base.hi;
    name[at] = strings.intern(base.name);
  }
  sortByHash(out, 'key');
}

/** A base that is a module, or a package alone, or nothing known, is missing under the name it is written with. */
function baseTarget(target: Target | null, text: string): Target {
  return target === null || target.kind === FILE || target.kind === PREFIX ? namedTarget(MISSING, text) : target;
}
