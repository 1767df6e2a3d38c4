/** Writes what each reference means beyond its body, in the order of the references. */
import type { BuilderOf, ReaderOf, StringTableBuilder } from '#columns';
import { CERTAINTY, codeOf, REFERENCE_SCOPES, type reference, type referenceTarget } from '#facts';
import type { Fuel } from '#stage';
import type { ReferenceResolver } from './reference-resolution.ts';
import { PREFIX, type Target } from './target.ts';

const SCOPE_LOCAL = codeOf(REFERENCE_SCOPES, 'local');
const SCOPE_DECLARATION = codeOf(REFERENCE_SCOPES, 'declaration');
const RESOLVED = codeOf(CERTAINTY, 'resolved');

/** When the fuel runs out, the rest of the references mean nothing. */
export function writeReferenceTargets(
  references: ReaderOf<typeof reference>,
  resolver: ReferenceResolver,
  out: BuilderOf<typeof referenceTarget>,
  strings: StringTableBuilder,
  fuel: Fuel,
): void {
  const { scope, target, rows } = references;
  const none = strings.intern('');
  const declared: (Target | undefined)[] = [];
  for (let row = 0; row < rows && fuel.burn(1); row++) {
    const where = scope.at(row);
    if (where === SCOPE_LOCAL) continue;
    let meant: Target | null;
    // A name means its declaration, whatever value it has.
    if (where === SCOPE_DECLARATION) meant = declared[target.at(row)] ??= resolver.declared(target.at(row));
    else meant = resolver.valueAt(row).meant;
    if (meant !== null && meant.kind !== PREFIX) {
      write(out, row, meant, meant.name === '' ? none : strings.intern(meant.name));
    }
  }
}

function write(out: BuilderOf<typeof referenceTarget>, reference: number, target: Target, name: number): void {
  const row = out.add();
  const { col } = out;
  col.reference[row] = reference;
  col.kind[row] = target.kind;
  col.path[2 * row] = target.pathLo;
  col.path[2 * row + 1] = target.pathHi;
  col.symbol[2 * row] = target.lo;
  col.symbol[2 * row + 1] = target.hi;
  col.declared[row] = target.declared;
  col.certainty[row] = RESOLVED;
  col.name[row] = name;
}
