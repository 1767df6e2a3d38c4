/** Arbitrary small Python packages and edit scripts over them, for the laws of incremental derivation. */
import fc from 'fast-check';

export type Files = Record<string, string>;

const MODULES = [
  'pkg/__init__.py',
  'pkg/a.py',
  'pkg/b.py',
  'pkg/sub/__init__.py',
  'pkg/sub/c.py',
  'main.py',
  'notes.txt',
] as const;
const NAMES = ['alpha', 'beta', 'gamma', 'Delta', 'Omega'] as const;
const name = fc.constantFrom(...NAMES);

const importLine = fc.oneof(
  fc
    .tuple(fc.constantFrom('pkg.a', 'pkg.b', 'pkg.sub.c', 'pkg', 'os'), name)
    .map(([module, one]) => `from ${module} import ${one}`),
  fc.constantFrom(
    'import pkg.a',
    'import pkg.sub.c as c',
    'from pkg import a, b',
    'from pkg.b import *',
    'from . import a',
    'from .sub import c',
  ),
);
const statement = fc.oneof(
  name.map((one) => `${one}()`),
  fc.tuple(name, name).map(([a, b]) => `${a} = ${b}`),
  name.map((one) => `a.${one}(1)`),
  name.map((one) => `c.${one}.alpha()`),
  fc.constant('pkg.a.alpha()'),
  fc.tuple(name, name).map(([a, b]) => `if ${a} and x: ${b}()`),
  fc.tuple(name, name).map(([a, b]) => `for x in ${a}(): ${b} = x`),
  name.map((one) => `while ${one}: break`),
  name.map((one) => `with ${one}() as x: x.alpha()`),
  fc.tuple(name, name).map(([a, b]) => `x = ${a} if ${b} else None`),
  fc.constant('# a comment'),
  fc.constant(''),
);
const functionText = fc
  .tuple(name, fc.array(statement, { maxLength: 3 }))
  .map(([one, body]) => [`def ${one}(x=None):`, ...body.map((line) => `    ${line}`), '    return x'].join('\n'));
const classText = fc
  .tuple(name, fc.option(name), name, fc.array(statement, { maxLength: 2 }))
  .map(([one, base, method, body]) =>
    [
      `class ${one}${base === null ? '' : `(${base})`}:`,
      `    def ${method}(self):`,
      '        self.value = 1',
      ...body.map((line) => `        ${line}`),
      `        return self.${method}()`,
    ].join('\n'),
  );

export const moduleText: fc.Arbitrary<string> = fc
  .tuple(
    fc.array(importLine, { maxLength: 3 }),
    fc.array(fc.oneof(functionText, classText, statement, fc.constant('def broken(:')), { maxLength: 5 }),
  )
  .map(([imports, parts]) => [...imports, ...parts].join('\n') + '\n');

export const pythonPackage: fc.Arbitrary<Files> = fc
  .tuple(...MODULES.map(() => fc.option(moduleText)))
  .map((texts) => Object.fromEntries(MODULES.flatMap((path, i) => (texts[i] === null ? [] : [[path, texts[i]!]]))));

/** The next text of some files; null deletes. */
export const editScript: fc.Arbitrary<readonly Readonly<Record<string, string | null>>[]> = fc.array(
  fc.dictionary(fc.constantFrom(...MODULES), fc.option(moduleText, { freq: 6 }), { minKeys: 1, maxKeys: 3 }),
  { minLength: 1, maxLength: 4 },
);
