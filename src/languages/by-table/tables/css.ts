/** Style sheets by table: classes and identities are names of the file, custom properties too. Data only. */
import type { LanguageTable } from '../table.ts';

export const css: LanguageTable = {
  name: 'css',
  grammar: 'css',
  extensions: ['.css'],
  comments: ['comment', 'js_comment'],
  blocks: ['stylesheet', 'block', 'keyframe_block_list', 'rule_set'],
  declares: {
    class_selector: { kind: 'class', name: ['<class_name>'], once: true },
    id_selector: { kind: 'variable', name: ['<id_name>'], once: true },
    keyframes_statement: { kind: 'function', name: ['<keyframes_name>'], once: true, isWhole: true },
  },
  names: {},
  calls: { call_expression: { callee: '<function_name>', arguments: '<arguments>' } },
  imports: {
    import_statement: { style: 'module', module: '<string_value>|<call_expression>/<arguments>/<string_value>' },
  },
  literals: { string_value: 'string', integer_value: 'integer', float_value: 'float', color_value: 'string' },
};
