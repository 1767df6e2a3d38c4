/** What holds for every language by table: places hold names, edits change only what they should, nothing throws. */
import { describe, expect, it } from 'vitest';
import { loadGrammar } from '#languages';
import { lawShare } from '#testkit';
import { TABLES } from '../../../src/languages/by-table/index.ts';
import type { LanguageTable } from '../../../src/languages/by-table/table.ts';
import { SAMPLES } from './sources.ts';
import { view } from './view.ts';

/** Between the prefixes that are lowered; prime, so that cuts fall everywhere in a line. */
const CUT = lawShare() === 1 ? 13 : 53;
const BLOCKS = ['interface', 'body', 'span', 'hashes'];

describe.each(Object.entries(SAMPLES))('%s', (language, sample) => {
  const { source, comment, after, local, broken, declared } = sample;

  it('is read whole, and declares what the source declares', async () => {
    const v = await view(language, source);
    expect(v.problems).toEqual([]);
    expect(v.declarations).toEqual(declared);
  });

  it('every place holds the name that is said to be there', async () => {
    expect((await view(language, source)).misplaced).toEqual([]);
  });

  it('a new local changes the body and no interface', async () => {
    const before = await view(language, source);
    const changed = await view(language, source.replace(after, `${after}\n${local}`));
    expect(changed.digest('interface')).toBe(before.digest('interface'));
    expect(changed.digest('body')).not.toBe(before.digest('body'));
    expect(changed.digest('hashes')).not.toBe(before.digest('hashes'));
  });

  it('a comment above any line changes positions only', async () => {
    const lines = source.split('\n');
    const before = await view(language, source);
    for (let at = 1; at < lines.length; at++) {
      const edited = await view(language, lines.toSpliced(at, 0, comment, '').join('\n'));
      const changed = BLOCKS.filter((block) => edited.digest(block) !== before.digest(block));
      expect([at, lines[at], changed]).toEqual([at, lines[at], []]);
      expect(edited.misplaced).toEqual([]);
    }
  });

  it('what stands before an error is declared, and the error is a problem', async () => {
    const v = await view(language, `${source}\n${broken}\n`);
    expect(v.problems.length).toBeGreaterThan(0);
    expect(v.declarations.slice(0, 3)).toEqual(declared.slice(0, 3));
    expect(v.misplaced).toEqual([]);
  });

  it('every prefix of the source is lowered, with no misplaced name', async () => {
    for (let end = 0; end < source.length; end += CUT) {
      expect((await view(language, source.slice(0, end))).misplaced).toEqual([]);
    }
  });
});

/** Rows are nested or chained so many times, where it is not this: the parser of Scala takes the square of it as time. */
const TIMES = 10_000;
const FEWER: Readonly<Record<string, number>> = { scala: 500 };

/** What is nested or chained, and what is written around it. */
const DEEP: readonly (readonly [string, string, string, string, string])[] = [
  ['java', 'class A { int f() { return ', '(', ')', '; } }'],
  ['java', '', 'class A { ', '}', ''],
  ['java', 'class A { int x = a', '.b()', '', '; }'],
  ['java', 'class A { int x = 1', ' + a', '', '; }'],
  ['go', 'package a\nvar x = ', '(', ')', ''],
  ['go', 'package a\nfunc f() ', '{ ', '}', ''],
  ['rust', 'fn f() ', '{ ', '}', ''],
  ['rust', '', 'mod a { ', '}', ''],
  ['rust', '', 'fn f() { ', '}', ''],
  ['c-sharp', '', 'namespace A { ', '}', ''],
  ['c-sharp', 'class A { int x = 1', ' + a', '', '; }'],
  ['c', 'int f() ', '{ ', '}', ''],
  ['c', 'int x = ', '(', ')', ';'],
  ['kotlin', 'fun f() { x', '.b()', '', ' }'],
  ['kotlin', '', 'class A { ', '} ', ''],
  ['scala', '', 'object A { ', '} ', ''],
  ['scala', 'def f = x', '.b()', '', ''],
  ['cpp', '', 'namespace a { ', '}', ''],
  ['cpp', 'int x = a', '.b()', '', ';'],
  ['ruby', '', 'module A; ', 'end;', ''],
  ['ruby', '', 'def f; ', 'end;', ''],
  ['php', '<?php ', 'function f() { ', '}', ''],
  ['php', '<?php $x = $a', '->b()', '', ';'],
  ['bash', '', 'f() { ', '}; ', ''],
  ['powershell', '', 'function f { ', '} ', ''],
  ['css', '', '@media (x) { ', '}', ''],
];

describe('deep source', () => {
  it.each(DEEP)(
    '%s: %s%s, thousands of times, is lowered in bounded time and stack',
    async (language, head, open, close, tail) => {
      const times = FEWER[language] ?? TIMES;
      const v = await view(language, `${head}${open.repeat(times)}${close.repeat(times)}${tail}\n`);
      expect(v.misplaced).toEqual([]);
    },
    20_000,
  );
});

/** All names of node types and fields that a table holds, `<type>` and fields apart. */
function namesIn(table: LanguageTable): { types: string[]; fields: string[] } {
  const { names, composed, ...rest } = table;
  const lists = [
    rest.comments,
    rest.blocks,
    rest.ignored,
    rest.scopes,
    rest.clauses,
    rest.modifiers,
    rest.bindsDeclare,
  ];
  const more = [rest.bindable, rest.opaque, rest.lists, rest.parameterLists, rest.restParameters, composed];
  const records = [
    names,
    rest.declares,
    rest.binds,
    rest.members,
    rest.calls,
    rest.assigns,
    rest.heads,
    rest.declarators,
  ];
  const others = [rest.spans, rest.qualified, rest.heritage, rest.imports, rest.literals];
  const types = [...lists, ...more].flatMap((list) => list ?? []);
  for (const record of [...records, ...others]) types.push(...Object.keys(record ?? {}));
  const selectors = [rest.binds, rest.members, rest.heads, rest.declarators].flatMap((record) =>
    Object.values(record ?? {}).flat(),
  );
  for (const one of Object.values(rest.declares)) {
    selectors.push(...(one.name ?? []));
    selectors.push(
      ...[one.body, one.owner, one.embeds, one.needs, one.nameFrom].filter((selector) => selector !== undefined),
    );
    types.push(...Object.keys(one.kindBy?.is ?? {}));
  }
  for (const one of Object.values(rest.calls ?? {})) {
    selectors.push(...[one.callee, one.object, one.arguments].filter((selector) => selector !== undefined));
  }
  for (const one of Object.values(rest.imports ?? {})) {
    selectors.push(...[one.module, one.alias, one.prefix].filter((selector) => selector !== undefined));
  }
  const steps = selectors.flatMap((selector) => selector.split('|')).flatMap((one) => one.split('/'));
  const typed = steps.filter((step) => step.startsWith('<')).map((step) => step.slice(1, -1));
  const fields = steps.filter((step) => !['', '$', '.'].includes(step) && !step.startsWith('<'));
  return { types: [...types, ...typed], fields: [...fields, ...Object.keys(rest.baseFields ?? {})] };
}

describe('tables', () => {
  it.each(TABLES.map((table) => [table.name, table] as const))(
    '%s names only what its grammar has',
    async (_, table) => {
      const grammar = await loadGrammar(table.grammar);
      const { types, fields } = namesIn(table);
      expect(types.length).toBeGreaterThan(10);
      expect(types.filter((type) => grammar.type(type) === 0 && grammar.type(type, false) === 0)).toEqual([]);
      expect(fields.filter((field) => grammar.field(field) === 0)).toEqual([]);
    },
  );
});
