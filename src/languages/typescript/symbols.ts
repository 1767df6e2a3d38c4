/**
 * The node types, tokens and fields of one grammar that this front end compares with, resolved once.
 * A name that a grammar lacks gets a number that no row has.
 */
import { codeOf, OPERATORS } from '#facts';
import type { Grammar } from '../syntax/index.ts';
import { IF_AND, IF_COALESCE, IF_OR } from '../lowering/codes.ts';

/** No row has this type and no row has this field. */
const ABSENT = 0xffff;

const TYPES = [
  'abstract_class_declaration',
  'accessibility_modifier',
  'ambient_declaration',
  'arguments',
  'array_pattern',
  'arrow_function',
  'assignment_pattern',
  'as_expression',
  'augmented_assignment_expression',
  'assignment_expression',
  'binary_expression',
  'call_expression',
  'call_signature',
  'class',
  'class_body',
  'class_declaration',
  'class_heritage',
  'comment',
  'computed_property_name',
  'conditional_type',
  'constructor_type',
  'decorator',
  'empty_statement',
  'enum_assignment',
  'enum_declaration',
  'export_clause',
  'expression_statement',
  'extends_clause',
  'formal_parameters',
  'function_declaration',
  'function_expression',
  'function_signature',
  'function_type',
  'generator_function',
  'generator_function_declaration',
  'generic_type',
  'identifier',
  'if_statement',
  'implements_clause',
  'import_clause',
  'import_specifier',
  'import_require_clause',
  'index_signature',
  'infer_type',
  'interface_declaration',
  'jsx_attribute',
  'jsx_expression',
  'jsx_text',
  'labeled_statement',
  'lexical_declaration',
  'mapped_type_clause',
  'member_expression',
  'method_definition',
  'method_signature',
  'named_imports',
  'namespace_export',
  'namespace_import',
  'nested_identifier',
  'nested_type_identifier',
  'non_null_expression',
  'number',
  'object',
  'object_assignment_pattern',
  'object_pattern',
  'object_type',
  'optional_chain',
  'optional_parameter',
  'override_modifier',
  'pair',
  'pair_pattern',
  'parenthesized_expression',
  'private_property_identifier',
  'property_identifier',
  'required_parameter',
  'rest_pattern',
  'satisfies_expression',
  'shorthand_property_identifier',
  'shorthand_property_identifier_pattern',
  'spread_element',
  'statement_block',
  'string',
  'subscript_expression',
  'super',
  'switch_case',
  'switch_default',
  'while_statement',
  'do_statement',
  'for_statement',
  'for_in_statement',
  'switch_statement',
  'break_statement',
  'continue_statement',
  'return_statement',
  'throw_statement',
  'internal_module',
  'module',
  'import_alias',
  'export_statement',
  'jsx_opening_element',
  'public_field_definition',
  'field_definition',
  'property_signature',
  'abstract_method_signature',
  'class_static_block',
  'export_specifier',
  'extends_type_clause',
  'jsx_namespace_name',
  'asserts',
  'enum_body',
  'template_string',
  'template_substitution',
  'this',
  'type_alias_declaration',
  'type_annotation',
  'type_arguments',
  'type_assertion',
  'type_identifier',
  'type_parameter',
  'type_parameters',
  'type_predicate',
  'type_query',
  'undefined',
  'update_expression',
  'using_declaration',
  'variable_declaration',
  'variable_declarator',
  'construct_signature',
] as const;
type TypeName = (typeof TYPES)[number];

const TOKENS = [
  'abstract',
  'async',
  'await',
  'const',
  'declare',
  'default',
  'export',
  'get',
  'let',
  'module',
  'readonly',
  'set',
  'static',
  'type',
  'typeof',
  'using',
  'var',
  '*',
  '=',
  '?',
  '?.',
  'of',
  'as',
  'delete',
  'global',
] as const;
type TokenName = (typeof TOKENS)[number];

const FIELDS = [
  'alias',
  'alternative',
  'argument',
  'arguments',
  'attribute',
  'body',
  'close_tag',
  'condition',
  'consequence',
  'constraint',
  'constructor',
  'declaration',
  'decorator',
  'finalizer',
  'function',
  'handler',
  'increment',
  'index',
  'initializer',
  'key',
  'kind',
  'label',
  'left',
  'name',
  'object',
  'open_tag',
  'operator',
  'parameter',
  'parameters',
  'pattern',
  'property',
  'return_type',
  'right',
  'source',
  'type',
  'type_arguments',
  'type_parameters',
  'value',
] as const;
type FieldName = (typeof FIELDS)[number];

export interface Symbols {
  readonly grammar: Grammar;
  readonly type: Readonly<Record<TypeName, number>>;
  readonly token: Readonly<Record<TokenName, number>>;
  readonly field: Readonly<Record<FieldName, number>>;
  /** The named node `import`, callee of a dynamic import. */
  readonly importCallee: number;
  /** By type of an operator token: code of `OPERATORS`; for `+=` that of `+`. */
  readonly operator: Uint8Array;
  /** By type of an operator token: `aux` of `if` for operators that may skip their right side, or 0. */
  readonly shortCircuit: Uint8Array;
  /** By type of an operator token: 1 for those that compare. */
  readonly isComparison: Uint8Array;
  /** By type of a cast: code of `OPERATORS`. */
  readonly castOperator: Uint8Array;
  /** By type: 1 for statements that bind a name in the block they stand in. */
  readonly isLexical: Uint8Array;
  /** By type: 1 for statements that a label belongs to. */
  readonly isLabelTarget: Uint8Array;
  /** By type: 1 for statements behind which nothing runs. */
  readonly isJump: Uint8Array;
  /** By type: 1 for functions that are expressions. */
  readonly isFunction: Uint8Array;
}

const SHORT_CIRCUITS: readonly (readonly [string, number])[] = [
  ['&&', IF_AND],
  ['||', IF_OR],
  ['??', IF_COALESCE],
];
const COMPARISONS = ['==', '!=', '===', '!==', '<', '<=', '>', '>=', 'in', 'instanceof'];
const LEXICAL: readonly TypeName[] = [
  'abstract_class_declaration',
  'ambient_declaration',
  'class_declaration',
  'enum_declaration',
  'function_declaration',
  'function_signature',
  'generator_function_declaration',
  'interface_declaration',
  'lexical_declaration',
  'type_alias_declaration',
  'using_declaration',
];
const LABEL_TARGETS: readonly TypeName[] = [
  'while_statement',
  'do_statement',
  'for_statement',
  'for_in_statement',
  'switch_statement',
];
const JUMPS: readonly TypeName[] = ['break_statement', 'continue_statement', 'return_statement', 'throw_statement'];
const FUNCTIONS: readonly TypeName[] = ['arrow_function', 'function_expression', 'generator_function'];

/** An object with one property per name, in one shape, so that reading a property is reading a constant slot. */
function numbersOf<Name extends string>(
  names: readonly Name[],
  numberOf: (name: Name) => number,
): Record<Name, number> {
  // Safe because: the loop below sets every name.
  const out = {} as Record<Name, number>;
  for (const name of names) {
    const found = numberOf(name);
    out[name] = found === 0 ? ABSENT : found;
  }
  return out;
}

export function readSymbols(grammar: Grammar): Symbols {
  const count = grammar.typeNames.length;
  const operator = new Uint8Array(count);
  const shortCircuit = new Uint8Array(count);
  const isComparison = new Uint8Array(count);
  for (const name of OPERATORS) {
    const code = codeOf(OPERATORS, name);
    if (name === '') continue;
    operator[grammar.type(name, false)] = code;
    operator[grammar.type(`${name}=`, false)] ||= code;
  }
  for (const [written, meant] of [
    ['&&', 'and'],
    ['||', 'or'],
  ] as const) {
    operator[grammar.type(written, false)] = codeOf(OPERATORS, meant);
    operator[grammar.type(`${written}=`, false)] = codeOf(OPERATORS, meant);
  }
  for (const [name, code] of SHORT_CIRCUITS) {
    shortCircuit[grammar.type(name, false)] = code;
    shortCircuit[grammar.type(`${name}=`, false)] = code;
  }
  for (const name of COMPARISONS) isComparison[grammar.type(name, false)] = 1;
  const type = numbersOf(TYPES, (name) => grammar.type(name));
  const castOperator = new Uint8Array(count);
  for (const name of ['as_expression', 'type_assertion'] as const) {
    if (type[name] < count) castOperator[type[name]] = codeOf(OPERATORS, 'as');
  }
  if (type.satisfies_expression < count) castOperator[type.satisfies_expression] = codeOf(OPERATORS, 'satisfies');
  return {
    grammar,
    type,
    token: numbersOf(TOKENS, (name) => grammar.type(name, false)),
    field: numbersOf(FIELDS, (name) => grammar.field(name)),
    importCallee: grammar.type('import'),
    operator,
    shortCircuit,
    isComparison,
    castOperator,
    isLexical: flagsOf(
      count,
      LEXICAL.map((name) => type[name]),
    ),
    isLabelTarget: flagsOf(
      count,
      LABEL_TARGETS.map((name) => type[name]),
    ),
    isJump: flagsOf(
      count,
      JUMPS.map((name) => type[name]),
    ),
    isFunction: flagsOf(
      count,
      FUNCTIONS.map((name) => type[name]),
    ),
  };
}

function flagsOf(count: number, types: readonly number[]): Uint8Array {
  const flags = new Uint8Array(count);
  for (const type of types) if (type < count) flags[type] = 1;
  return flags;
}
