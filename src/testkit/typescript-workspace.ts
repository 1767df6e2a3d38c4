/** Arbitrary small TypeScript workspaces with manifests, and edit scripts over them, for the laws of incremental derivation. */
import fc from 'fast-check';
import type { Files } from './python-package.ts';

const SOURCES = [
  'src/a.ts',
  'src/b.ts',
  'src/view.tsx',
  'src/lib/index.ts',
  'src/lib/c.js',
  'packages/core/src/index.ts',
  'types.d.ts',
] as const;
const MANIFESTS = ['package.json', 'tsconfig.json', 'packages/core/package.json'] as const;
const name = fc.constantFrom('alpha', 'beta', 'Gamma', 'Delta');
const specifier = fc.constantFrom(
  './a',
  './b',
  './lib',
  './lib/c',
  './lib/c.js',
  './view',
  '../src/a',
  '@shop/core',
  '@app/b',
  'outside',
  './index',
);

const importLine = fc.oneof(
  fc.tuple(name, specifier).map(([one, from]) => `import { ${one} } from '${from}';`),
  fc.tuple(name, specifier).map(([one, from]) => `import ${one} from '${from}';`),
  specifier.map((from) => `import * as space from '${from}';`),
  specifier.map((from) => `export * from '${from}';`),
  fc.tuple(name, name, specifier).map(([one, other, from]) => `export { ${one} as ${other} } from '${from}';`),
  specifier.map((from) => `const taken = require('${from}');`),
);
const use = fc.oneof(
  name.map((one) => `${one}();`),
  name.map((one) => `space.${one}(1);`),
  name.map((one) => `new ${one}().alpha();`),
  fc.constant('// a comment'),
  fc.constant('this.value = beta;'),
  name.map((one) => `if (${one} && alpha) ${one}(); else throw ${one};`),
  name.map((one) => `for (const beta of ${one}) { if (beta) break; }`),
  name.map((one) => `try { ${one}(); } catch { alpha = ${one}; } finally { beta(); }`),
);
const part = fc.oneof(
  fc
    .tuple(name, fc.array(use, { maxLength: 2 }))
    .map(([one, body]) => `export function ${one}() { ${body.join('\n')} }`),
  fc
    .tuple(name, fc.option(name), name, fc.array(use, { maxLength: 2 }))
    .map(
      ([one, base, method, body]) =>
        `export class ${one}${base === null ? '' : ` extends ${base}`} {\n  ${method}() { ${body.join('\n')} }\n}`,
    ),
  fc.tuple(name, name).map(([one, other]) => `export interface ${one} { ${other}: ${other}; }`),
  name.map((one) => `export default ${one};`),
  use,
  fc.constant('function ('),
);
const sourceText = fc
  .tuple(fc.array(importLine, { maxLength: 3 }), fc.array(part, { maxLength: 4 }))
  .map(([imports, parts]) => `${[...imports, ...parts].join('\n')}\n`);

const manifestText = fc.oneof(
  fc
    .constantFrom('@shop/core', '@shop/other', 'app')
    .map((one) => JSON.stringify({ name: one, main: 'src/index.ts', workspaces: ['packages/*'] })),
  fc
    .constantFrom('src/*', 'src/lib/*')
    .map((to) => JSON.stringify({ compilerOptions: { baseUrl: '.', paths: { '@app/*': [to] } } })),
  fc.constant('{ broken'),
);

const textOf = (path: string): fc.Arbitrary<string> => (path.endsWith('.json') ? manifestText : sourceText);

export const typescriptWorkspace: fc.Arbitrary<Files> = fc
  .tuple(...[...SOURCES, ...MANIFESTS].map((path) => fc.option(textOf(path))))
  .map((texts) =>
    Object.fromEntries([...SOURCES, ...MANIFESTS].flatMap((path, i) => (texts[i] ? [[path, texts[i]]] : []))),
  );

/** The next text of some files; null deletes. */
export const workspaceEdits: fc.Arbitrary<readonly Readonly<Record<string, string | null>>[]> = fc.array(
  fc
    .uniqueArray(fc.constantFrom(...SOURCES, ...MANIFESTS), { minLength: 1, maxLength: 3 })
    .chain((paths) =>
      fc
        .tuple(...paths.map((path) => fc.option(textOf(path), { freq: 6 })))
        .map((texts) => Object.fromEntries(paths.map((path, i) => [path, texts[i]!]))),
    ),
  { minLength: 1, maxLength: 4 },
);
