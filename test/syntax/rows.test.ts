/** What the rows of a parsed source are, seen through the door of the syntax folder. */
import { beforeAll, describe, expect, test } from 'vitest';
import { loadGrammar, type Grammar, type SyntaxTree } from '../../src/languages/syntax/index.ts';

let python: Grammar;
let typescript: Grammar;

beforeAll(async () => {
  python = await loadGrammar('python');
  typescript = await loadGrammar('typescript');
});

function rowNumbers(tree: SyntaxTree): number[] {
  return Array.from({ length: tree.count }, (_, row) => row);
}

function typeName(grammar: Grammar, tree: SyntaxTree, row: number): string | undefined {
  return grammar.typeNames[tree.type[row]!];
}

/** One line per row: two spaces per level, type, `field:` when there is one, and the text of nodes without children. */
function outline(grammar: Grammar, tree: SyntaxTree, fields: readonly string[] = []): string[] {
  const depth: number[] = [];
  return rowNumbers(tree).map((row) => {
    const parent = tree.parent[row]!;
    depth[row] = parent < 0 ? 0 : depth[parent]! + 1;
    const field = fields.find((name) => grammar.field(name) === tree.field[row]);
    const isLeaf = tree.next[row] === row + 1;
    const text = isLeaf ? ` ${JSON.stringify(tree.text.slice(tree.start[row], tree.end[row]))}` : '';
    return `${'  '.repeat(depth[row])}${field === undefined ? '' : `${field}: `}${typeName(grammar, tree, row)}${text}`;
  });
}

describe('rows', () => {
  test('are the named nodes, keywords and operators in pre-order, with their fields', () => {
    const tree = python.parse('async def f(a): # c\n  return a.b[0] not in "x", -a\n');
    expect(outline(python, tree, ['name', 'parameters', 'body', 'object', 'attribute', 'subscript'])).toEqual([
      'module',
      '  function_definition',
      '    async "async"',
      '    def "def"',
      '    name: identifier "f"',
      '    parameters: parameters',
      '      identifier "a"',
      '    comment "# c"',
      '    body: block',
      '      return_statement',
      '        return "return"',
      '        expression_list',
      '          comparison_operator',
      '            subscript',
      '              attribute',
      '                object: identifier "a"',
      '                . "."',
      '                attribute: identifier "b"',
      '              subscript: integer "0"',
      '            not in',
      '              not "not"',
      '              in "in"',
      '            string',
      '              string_start "\\""',
      '              string_content "x"',
      '              string_end "\\""',
      '          unary_operator',
      '            - "-"',
      '            identifier "a"',
    ]);
    expect(tree.hasError).toBe(false);
    expect(tree.truncated).toBe(false);
  });

  test('leave out brackets, separators and string delimiters but no other token', () => {
    const tree = typescript.parse(
      'export const f = async <T,>(x: T[], ...y) => ({ a: `t${x?.[0]}`, "b": 1 }) as any; { f(); }',
    );
    const anonymous = new Set<string>();
    for (let row = 0; row < tree.count; row++) {
      const name = typescript.typeNames[tree.type[row]!]!;
      if (tree.type[row] === typescript.type(name, false)) anonymous.add(name);
    }
    expect([...anonymous].sort()).toEqual(
      ['export', 'const', '=', 'async', '<', '>', '...', '=>', '${', '?.', 'as', 'any'].sort(),
    );
  });

  test('of a source with errors hold error nodes, and nodes of no width for what is missing', () => {
    const broken = python.parse('def f(:\n  x = = 1\ny = 2\n');
    expect(broken.hasError).toBe(true);
    expect([...broken.type.subarray(0, broken.count)]).toContain(python.errorType);
    expect(python.typeNames[python.errorType]).toBe('ERROR');

    const missing = typescript.parse('let x = (1');
    expect(missing.hasError).toBe(true);
    const inserted = typescript.parse('a +;');
    expect(inserted.hasError).toBe(true);
    const zeroWidth = rowNumbers(inserted).filter((row) => inserted.start[row] === inserted.end[row]);
    expect(zeroWidth.map((row) => typeName(typescript, inserted, row))).toEqual(['identifier']);
  });

  test('of an empty source are its root alone', () => {
    const tree = python.parse('');
    expect([tree.count, tree.start[0], tree.end[0], tree.next[0], tree.parent[0]]).toEqual([1, 0, 0, 1, -1]);
    expect(tree.hasError).toBe(false);
  });

  test('count UTF-16 code units, so that a slice of the source is the node', () => {
    const text = '# 😀\nnaïve = "日本😀" # é\n变量 = naïve\n';
    const tree = python.parse(text);
    const identifier = python.type('identifier');
    const names = rowNumbers(tree)
      .filter((row) => tree.type[row] === identifier)
      .map((row) => text.slice(tree.start[row], tree.end[row]));
    expect(names).toEqual(['naïve', '变量', 'naïve']);
  });

  test('of one parse are overwritten by the next', () => {
    const first = python.parse('a = 1\n');
    const second = python.parse('def f(): pass\n');
    expect(first.type).toBe(second.type);
    expect(first.type[1]).toBe(python.type('function_definition'));
  });
});

describe('a parse', () => {
  test('past its step limit gives one error row over the whole text, and the next parse starts afresh', () => {
    const text = 'x = 1\n'.repeat(2000);
    const tree = python.parse(text, 3);
    expect(tree.truncated).toBe(true);
    expect([tree.count, tree.type[0], tree.start[0], tree.end[0], tree.next[0], tree.parent[0]]).toEqual([
      1,
      python.errorType,
      0,
      text.length,
      1,
      -1,
    ]);
    const after = python.parse('y = 2\n');
    expect([after.truncated, after.hasError, after.end[0]]).toEqual([false, false, 6]);
  });

  test('within its step limit is whole', () => {
    expect(python.parse('x = 1\n'.repeat(2000), 1_000_000).truncated).toBe(false);
  });
});

describe('a grammar', () => {
  test('names the types it stores', () => {
    expect(python.type('call')).toBeGreaterThan(0);
    expect(python.typeNames[python.type('call')]).toBe('call');
    expect(python.type('ERROR')).toBe(python.errorType);
    expect(python.typeNames).toHaveLength(python.errorType + 1);
  });

  test('tells a token from a node of the same name', () => {
    const tree = python.parse('print(lambda: 0)\n');
    const types = [...tree.type.subarray(0, tree.count)];
    expect(types).toContain(python.type('lambda'));
    expect(types).toContain(python.type('lambda', false));
    expect(python.type('lambda')).not.toBe(python.type('lambda', false));
  });

  test('answers 0 for what it does not have', () => {
    expect(python.type('jsx_element')).toBe(0);
    expect(python.type('no such type', false)).toBe(0);
    expect(python.field('no_such_field')).toBe(0);
  });

  test('is loaded once per thread', async () => {
    expect(await loadGrammar('python')).toBe(python);
  });

  test('that is not in the table is an E_GRAMMAR, each time', async () => {
    await expect(loadGrammar('cobol')).rejects.toMatchObject({ code: 'E_GRAMMAR' });
    await expect(loadGrammar('constructor')).rejects.toMatchObject({ code: 'E_GRAMMAR' });
    await expect(loadGrammar('cobol')).rejects.toMatchObject({ code: 'E_GRAMMAR' });
  });
});
