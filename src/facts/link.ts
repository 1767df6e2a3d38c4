/** Facts across files: import resolution, class hierarchy, resolved references, calls (L3), symbols (L8), occurrences (L9). */
import { table } from '#columns';
import { hashText, type HashCell } from '#core';

/** `missing`: relative but absent. `external`: outside the repository, named by `name`. `file`: the module itself.
 * `symbol`: a declaration, by its descriptor hash. `builtin`: of the language. */
export const TARGET_KINDS = ['missing', 'external', 'file', 'symbol', 'builtin'] as const;

const OUTSIDE_SEED = 0x6f757473;

/** The hash that stands for a symbol outside the repository (`external`, `builtin`), made from its dotted name. */
export function outsideHash(out: HashCell, name: string): void {
  hashText(out, name, OUTSIDE_SEED, 0);
}

/** How sure a resolution is: one target by scope, import or class; or one of several. */
export const CERTAINTY = ['resolved', 'candidate'] as const;

/** The module that each import names. Row = import row. `kind`: missing, external or file; `path`, `file`: hash and text of the
 * path of a file; `name`: what is missing or external; `imported`: the name to take from the file, '' for the module itself. */
export const importModule = table('import_module', 'plain', 'import_module', {
  kind: 'int',
  path: 'hash',
  file: 'string',
  name: 'string',
  imported: 'string',
});
/** The same for the rows of `export` of the kinds `import` and `module`, in their order, sorted by `key`. Looked up across files. */
export const reexport = table('reexport', 'plain', 'reexport', {
  key: 'hash',
  kind: 'int',
  path: 'hash',
  file: 'string',
  name: 'string',
  imported: 'string',
});
/** What a file adds to the names that '*' takes from it. `star`: those of another file. `list`: those that another file lists.
 * `listed`: no file; this one says itself what '*' takes, stars aside. `outside`: a star of a module outside, `name`. */
export const STAR_SOURCES = ['star', 'list', 'listed', 'outside'] as const;
export const starSource = table('star_source', 'plain', 'public_name', {
  kind: 'int',
  path: 'hash',
  file: 'string',
  name: 'string',
});
/** Hashes of the names that '*' takes from this file without its stars, ascending, distinct. Looked up across files. */
export const publicName = table('public_name', 'plain', 'public_name', { key: 'hash' });
/** Names that this file has through stars only, sorted by `key`, and the file to ask for them. Under the key of '*': modules
 * outside that may have more, `outside`. Looked up across files. */
export const starName = table('star_name', 'plain', 'star_name', {
  key: 'hash',
  path: 'hash',
  file: 'string',
  outside: 'string',
});

/** What each import means. Row = import row. `path`: path hash of the file that declares it; `symbol`: descriptor hash (for
 * `file`: the path hash again); `declared`: declaration kind + 1, 0 unknown; `name`: dotted name when external. */
export const importTarget = table('import_target', 'edge', 'link', {
  kind: 'int',
  path: 'hash',
  symbol: 'hash',
  declared: 'int',
  name: 'string',
});
/** Files that this file imports, by path hash, ascending, distinct. */
export const moduleEdge = table('module_edge', 'edge', 'module_edge', { key: 'hash' });
/** Bases of the classes of this file, sorted by `key`, the class's descriptor hash, then as written. Looked up across files. */
export const classBase = table('class_base', 'edge', 'class_base', {
  key: 'hash',
  kind: 'int',
  path: 'hash',
  symbol: 'hash',
  name: 'string',
});

/** References that mean something beyond this body, ascending by reference row: what, where (path hash), how sure. */
export const referenceTarget = table('reference_target', 'edge', 'resolve', {
  reference: 'int',
  kind: 'int',
  path: 'hash',
  symbol: 'hash',
  declared: 'int',
  certainty: 'int',
  name: 'string',
});
/** Calls with a known callee, sorted by `key`, the callee's descriptor hash. `caller`: body row. */
export const callEdgeName = table('call_edge_name', 'edge', 'call_edge_name', {
  key: 'hash',
  call: 'int',
  caller: 'int',
  kind: 'int',
  certainty: 'int',
});

/** Symbols declared in this file, sorted by `key`, the descriptor hash. Exactly one of the two refs is set. */
export const symbol = table('symbol', 'node', 'symbol', { key: 'hash', declaration: 'ref', local: 'ref' });
/** The same by name: `key` is the hash of the name, `symbol` a row of `symbol`. A module has two more names: its qualified
 * name and the last segment of it. */
export const symbolName = table('symbol_name', 'plain', 'symbol_name', { key: 'hash', symbol: 'int' });
/** Methods of this file that override one elsewhere: `key` is the overridden, `by` the overriding descriptor hash. */
export const override = table('override', 'edge', 'override', { key: 'hash', by: 'hash' });

/** Where an occurrence stands: a row of one of these tables. */
export const OCCURRENCE_SOURCES = ['reference', 'declaration', 'local', 'import'] as const;
export const OCCURRENCE_ROLES = [
  'definition',
  'read',
  'write',
  'call',
  'import',
  'type',
  'inherit',
  'decorate',
  'export',
  'delete',
  'keyword',
] as const;

/** Distinct symbols that occur in this file, ascending by `key`; `first`: the first row of each in `occurrence`.
 * `key` is a descriptor hash, the path hash of a file, or `outsideHash` of what lies outside. */
export const occurrenceSymbol = table('occurrence_symbol', 'plain', 'occurrence', { key: 'hash', first: 'int' });
export const occurrence = table('occurrence', 'edge', 'occurrence', {
  role: 'int',
  source: 'int',
  at: 'int',
  certainty: 'int',
});
