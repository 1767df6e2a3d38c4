/**
 * Facts that `ir-build` writes, by block. What changes together stands together:
 * `interface` (what other files can see), `body` (what functions do), `hashes` and `text_hashes`, `position` and `span`
 * (where things are).
 * No interface table refers to a body row; no semantic table holds an absolute offset.
 */
import { table } from '#columns';

// ---- interface ----------------------------------------------------------------------------------------------------

/** Module- and class-level declarations. Row 0 is the module itself; a parent precedes its children.
 * `hash` is the 64-bit hash of the descriptor: path, scope chain, kind class, ordinal among equal names. */
export const declaration = table('declaration', 'node', 'interface', {
  name: 'string',
  kind: 'int',
  flags: 'int',
  parent: 'ref',
  hash: 'hash',
});
/** Parameters of declared functions and methods, in order. `annotation` is the type as written, '' for none. */
export const parameter = table('parameter', 'plain', 'interface', {
  declaration: 'int',
  name: 'string',
  kind: 'int',
  flags: 'int',
  annotation: 'string',
});
/** Types as written of functions (`type`: the return type) and variables or properties; `parameters`: type parameters. Of an
 * interface, a class or an object type `type` has the members without a name, as an object type: `{ [key: string]: T }`. */
export const signature = table('signature', 'plain', 'interface', {
  declaration: 'int',
  type: 'string',
  parameters: 'string',
});
/** Bases of classes and interfaces as dotted names, in order. `arguments`: the type arguments as written, without brackets. */
export const heritage = table('heritage', 'edge', 'interface', {
  declaration: 'int',
  base: 'string',
  kind: 'int',
  arguments: 'string',
});
/** Decorators as dotted names, outermost first. */
export const decorator = table('decorator', 'plain', 'interface', { declaration: 'int', name: 'string' });
/** Every import of the file, nested ones too. `imported`: the name taken, '' for the whole module, '*' for all.
 * `local`: the name bound, '' for none. `level`: leading dots (Python). */
export const importTable = table('import', 'node', 'interface', {
  module: 'string',
  imported: 'string',
  local: 'string',
  level: 'int',
  flags: 'int',
});
/** What other files can take from this one, sorted by `key`, the hash of `name` ('*' for `star`). Self-contained: looked up
 * across files. `target`: descriptor hash of a declaration of this file. Several rows of one name are legal (conditional
 * imports), in the order of the source. `all` rows say what '*' takes when a file says so itself (Python's `__all__`): their
 * `name` is '__all__', `imported` is a name listed, or, when it is '', `module` is the dotted path whose own list is added.
 * A name of `level` 1 is taken out of the list again. */
export const exportTable = table('export', 'plain', 'interface', {
  key: 'hash',
  name: 'string',
  kind: 'int',
  target: 'hash',
  declared: 'int',
  module: 'string',
  imported: 'string',
  level: 'int',
});
/** Members of the classes of this file, sorted by `key` = mix(class descriptor, hash of name). Looked up across files. */
export const member = table('member', 'plain', 'interface', {
  key: 'hash',
  name: 'string',
  kind: 'int',
  flags: 'int',
  target: 'hash',
});
/** Declarations that other files see by their bare names, without an import: those of a global script, and what is exported
 * from a namespace of one. Sorted by `key`, the hash of scope and name: see `globalKey`. `path`: the path hash of this file.
 * Looked up across all files at once, for a global namespace is declared in many. */
export const globalName = table('global_name', 'plain', 'interface', {
  key: 'hash',
  kind: 'int',
  path: 'hash',
  target: 'hash',
});
/** Parameters that an argument of a call can name, sorted by `key`, their descriptor hash: that of the local which the body of
 * the function binds. Looked up across files. */
export const parameterName = table('parameter_name', 'plain', 'interface', { key: 'hash' });

// ---- body ---------------------------------------------------------------------------------------------------------

/** One row per module, class, function, lambda and comprehension body, outer before inner. The rows of the other body
 * tables are contiguous per body; `statement`, `operation`, `reference`, `local`, `call` are the first of each.
 * `declaration`: the interface row, or -1 for nested ones, which have `owner`, their row in `local`, instead. */
export const body = table('body', 'node', 'body', {
  kind: 'int',
  flags: 'int',
  parent: 'ref',
  declaration: 'ref',
  owner: 'ref',
  hash: 'hash',
  local: 'int',
  statement: 'int',
  operation: 'int',
  reference: 'int',
  call: 'int',
});
/** Names bound in a body, parameters first. For class and module bodies only what is not a declaration. */
export const local = table('local', 'node', 'body', {
  name: 'string',
  kind: 'int',
  flags: 'int',
  hash: 'hash',
  body: 'int',
});
/** One row per simple statement and per clause header, in order. `operation`, `reference`: the first of each. */
export const statement = table('statement', 'plain', 'body', { kind: 'int', operation: 'int', reference: 'int' });
/** Uses of names, in order of evaluation as far as the syntax tells. `target` of a free name: the row of the innermost
 * declaration with a scope of its own around it (a namespace), or -1. */
export const reference = table('reference', 'plain', 'body', {
  name: 'string',
  role: 'int',
  scope: 'int',
  target: 'ref',
  base: 'ref',
  statement: 'int',
});
/** Call sites. `callee`: the reference that names the callee, or -1. `arguments`: the first row in `argument`. */
export const call = table('call', 'plain', 'body', { callee: 'ref', flags: 'int', statement: 'int', arguments: 'int' });
/** Arguments of calls, in order. `value`: operation ordinal within the body. */
export const argument = table('argument', 'plain', 'body', { kind: 'int', name: 'string', value: 'ref' });
/** Lowered operations: see `OPCODES`. */
export const operation = table('operation', 'plain', 'body', { opcode: 'int', a: 'ref', b: 'ref', aux: 'int' });
/** Types as written inside bodies, where no declaration has them, in the order in which they are met. */
export const annotation = table('annotation', 'plain', 'body', { kind: 'int', row: 'int', type: 'string' });
/** Distinct literals. `text` is cut at 200 characters. */
export const literal = table('literal', 'plain', 'body', { kind: 'int', text: 'string' });

// ---- positions ----------------------------------------------------------------------------------------------------

/** Start of each statement, absolute, UTF-16 units. The one anchor of all that lies in functions. */
export const statementPosition = table('statement_position', 'plain', 'position', { start: 'int' });
/** Extent of each declaration and the start of its name, absolute. */
export const declarationPosition = table('declaration_position', 'plain', 'position', {
  start: 'int',
  end: 'int',
  name: 'int',
});
/** Extent of each body, absolute. */
export const bodyPosition = table('body_position', 'plain', 'position', { start: 'int', end: 'int' });
/** Import statements: start and end of the statement, start of the imported or module name. Row = import row. */
export const importPosition = table('import_position', 'plain', 'position', { start: 'int', end: 'int', name: 'int' });
/** Documentation of a declaration: a docstring or the comment before it. */
export const docstring = table('docstring', 'plain', 'position', { declaration: 'int', start: 'int', end: 'int' });
/** Comments, absolute. */
export const comment = table('comment', 'plain', 'position', { start: 'int', end: 'int' });
/** Offsets of references from the start of their statement. Row = reference row. */
export const referenceSpan = table('reference_span', 'plain', 'span', { offset: 'int' });
/** Offset of the name of a local from the start of its statement. Row = local row. */
export const localSpan = table('local_span', 'plain', 'span', { statement: 'int', offset: 'int' });
/** Offset and length of the call expression. Row = call row. */
export const callSpan = table('call_span', 'plain', 'span', { offset: 'int', length: 'int' });

// ---- hashes, problems, configuration ------------------------------------------------------------------------------

/** Two levels of change of each declaration. Row = declaration row. `signature`: names, parameters, types, bases, decorators;
 * `body`: lowered bodies with resolved names. */
export const declarationHash = table('declaration_hash', 'plain', 'hashes', { signature: 'hash', body: 'hash' });
/** Two more levels, which a comment changes too. Row = declaration row. `doc`: documentation; `format`: the text itself. */
export const declarationTextHash = table('declaration_text_hash', 'plain', 'text_hashes', {
  doc: 'hash',
  format: 'hash',
});
/** What the front end could not read, absolute extent. */
export const problem = table('problem', 'plain', 'problem', {
  code: 'string',
  message: 'string',
  start: 'int',
  end: 'int',
});
/** Settings of the project lowered from manifests: `key` (dotted) and `value`. */
export const projectConfig = table('project_config', 'plain', 'project_config', { key: 'string', value: 'string' });

/** Packages of the repository by name, from manifests: `key` is the hash of `name`, `folder` the path of the package's folder,
 * '' for the root; or from the files of a package that is spread over files, each with its own path. Looked up across all
 * files at once. */
export const packageTable = table('package', 'plain', 'project_config', {
  key: 'hash',
  name: 'string',
  folder: 'string',
});

/** One row: the path without its extension ('.d' before '.ts' counts to it), by its hash, and the extension with its dot.
 * One look-up tells which of several candidates are there. Looked up across all files at once. */
export const fileStem = table('file_stem', 'plain', 'file_stem', { key: 'hash', extension: 'string' });

/** All that `ir-build` writes, in the order of the stored format. */
export const IR_TABLES = [
  declaration,
  parameter,
  signature,
  heritage,
  decorator,
  importTable,
  exportTable,
  member,
  globalName,
  parameterName,
  body,
  local,
  statement,
  reference,
  call,
  argument,
  operation,
  annotation,
  literal,
  statementPosition,
  declarationPosition,
  bodyPosition,
  importPosition,
  docstring,
  comment,
  referenceSpan,
  localSpan,
  callSpan,
  declarationHash,
  declarationTextHash,
  problem,
  projectConfig,
  packageTable,
  fileStem,
] as const;
