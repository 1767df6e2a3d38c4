/** Types, values and namespaces of one name in languages that keep them apart. Rules only; it never looks anything up. */
import { codeOf, DECLARATION_KINDS } from '#facts';

type DeclarationKind = (typeof DECLARATION_KINDS)[number];

/** Which of several declarations of one name is wanted. */
export type NameSpace = typeof ANY | typeof TYPE | typeof VALUE | typeof NAMESPACE;
export const ANY = '';
export const TYPE = 'type ';
export const VALUE = 'value ';
export const NAMESPACE = 'namespace ';

function codes(...kinds: DeclarationKind[]): ReadonlySet<number> {
  return new Set(kinds.map((kind) => codeOf(DECLARATION_KINDS, kind)));
}

export const TYPE_KINDS: ReadonlySet<number> = codes('class', 'interface', 'enum', 'type_alias');
export const VALUE_KINDS: ReadonlySet<number> = codes('class', 'function', 'enum', 'variable', 'constant');
export const NAMESPACE_KIND: number = codeOf(DECLARATION_KINDS, 'namespace');

/** True when a declared kind (kind + 1) is of a name space. */
export function isOfSpace(declared: number, space: NameSpace): boolean {
  if (space === ANY) return true;
  if (space === NAMESPACE) return declared - 1 === NAMESPACE_KIND;
  return (space === TYPE ? TYPE_KINDS : VALUE_KINDS).has(declared - 1);
}
