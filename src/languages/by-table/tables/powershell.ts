/** PowerShell by table. Data only. */
import type { LanguageTable } from '../table.ts';

export const powershell: LanguageTable = {
  name: 'powershell',
  grammar: 'powershell',
  extensions: ['.ps1', '.psm1', '.psd1'],
  comments: ['comment'],
  ignored: ['command_argument_sep'],
  blocks: ['program', 'statement_list', 'script_block', 'statement_block', 'class_statement', 'enum_statement'],
  declares: {
    function_statement: { kind: 'function', opens: 'body', name: ['<function_name>'], body: '.' },
    class_statement: { kind: 'class', opens: 'members', name: ['<simple_name>'] },
    enum_statement: { kind: 'enum', opens: 'members', name: ['<simple_name>'] },
    enum_member: { kind: 'enum_member', name: ['<simple_name>'] },
    class_property_definition: { kind: 'property', name: ['<variable>'] },
    class_method_definition: { kind: 'method', opens: 'body', name: ['<simple_name>'], body: '<script_block>' },
    script_parameter: { kind: 'parameter', name: ['<variable>'] },
    class_method_parameter: { kind: 'parameter', name: ['<variable>'] },
  },
  binds: { assignment_expression: ['<left_assignment_expression>'], foreach_statement: ['<variable>'] },
  bindsDeclare: ['assignment_expression'],
  bindable: ['variable'],
  opaque: ['element_access'],
  names: { variable: 'read', simple_name: 'read', type_identifier: 'type', command_name: 'read' },
  members: { member_access: ['', '<member_name>'] },
  calls: {
    command: { callee: 'command_name', arguments: 'command_elements' },
    invokation_expression: {
      callee: '<member_name>',
      object: '',
      arguments: '<argument_list>/argument_expression_list',
    },
  },
  heads: {
    member_name: '<simple_name>',
    type_literal: '',
    type_spec: '',
    type_name: '',
    command_name_expr: '',
    parenthesized_expression: '',
  },
  parameterLists: ['parameter_list', 'class_method_parameter_list'],
  importingCalls: { 'Import-Module': 'first', using: 'last' },
  literals: { string_literal: 'string', integer_literal: 'integer', real_literal: 'float' },
};
