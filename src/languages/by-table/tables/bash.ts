/** Shell scripts by table. Data only. */
import type { LanguageTable } from '../table.ts';

export const bash: LanguageTable = {
  name: 'bash',
  grammar: 'bash',
  extensions: ['.sh', '.bash', '.zsh', '.ksh', '.bats'],
  fileNames: ['.bashrc', '.bash_profile', '.profile'],
  comments: ['comment'],
  blocks: [
    'program',
    'compound_statement',
    'do_group',
    'if_statement',
    'elif_clause',
    'else_clause',
    'case_statement',
    'case_item',
    'list',
    'pipeline',
    'subshell',
    'while_statement',
  ],
  declares: { function_definition: { kind: 'function', opens: 'body' } },
  binds: { variable_assignment: ['name'], for_statement: ['variable'], declaration_command: ['.'] },
  bindsDeclare: ['variable_assignment', 'declaration_command'],
  bindable: ['variable_name'],
  opaque: ['variable_assignment'],
  composed: ['command_name'],
  names: { variable_name: 'read', command_name: 'read' },
  calls: { command: { callee: 'name', arguments: 'argument', isInline: true } },
  importingCalls: { source: 'first', '.': 'first' },
  literals: { string: 'template', raw_string: 'string', number: 'integer' },
};
