/** Module rules over files in memory: what TypeScript's compiler and Node.js would find. */
import { describe, expect, it } from 'vitest';
import { SegmentBuilder, SegmentLayout } from '#columns';
import * as facts from '#facts';
import { emptyTree, languageNamed, languageOf, Lowering, splitPath, type ModuleLookup } from '#languages';

const rules = languageNamed('typescript')!.modules!;
const out = new SegmentBuilder(new SegmentLayout(facts.IR_TABLES));
const low = new Lowering(out);

/** The settings of a manifest by key, as the front end lowers them. */
function settingsOf(path: string, text: string): ReadonlyMap<string, readonly string[]> {
  low.begin(path, emptyTree(text));
  languageNamed('manifest')!.lowerText!(text, low);
  low.finish();
  const { rows, col } = low.t.projectConfig;
  const { texts } = out.strings(facts.projectConfig);
  const settings = new Map<string, string[]>();
  for (let row = 0; row < rows; row++) {
    const key = texts[col.key[row]!]!;
    settings.set(key, [...(settings.get(key) ?? []), texts[col.value[row]!]!]);
  }
  return settings;
}

function over(files: Readonly<Record<string, string>>): ModuleLookup {
  const settings = new Map<string, ReadonlyMap<string, readonly string[]>>();
  for (const [path, text] of Object.entries(files)) {
    if (languageOf(path) === 'manifest') settings.set(path, settingsOf(path, text));
  }
  return {
    has: (path) => path in files,
    extensions: (stem) =>
      Object.keys(files)
        .map(splitPath)
        .filter((path) => path.stem === stem)
        .map((path) => path.extension),
    remember: (_key, compute) => compute(),
    settings: (path) => settings.get(path) ?? null,
    packages: (name) =>
      [...settings]
        .filter(([path, values]) => path.endsWith('package.json') && values.get('name')?.[0] === name)
        .map(([path]) => path.slice(0, Math.max(0, path.lastIndexOf('/'))))
        .toSorted(),
  };
}

function resolved(files: Readonly<Record<string, string>>, from: string, module: string): string {
  const target = rules.resolve(over(files), from, module, 0);
  return target.kind === 'file' ? target.path : `${target.kind} ${target.name}`;
}

describe('relative modules', () => {
  const files = {
    'src/a.ts': '',
    'src/b.tsx': '',
    'src/c.d.ts': '',
    'src/d.js': '',
    'src/e.mts': '',
    'src/f.json': '',
    'src/both.ts': '',
    'src/both.js': '',
    'src/dotted.name.ts': '',
    'src/dir/index.ts': '',
    'src/pack/package.json': '{ "main": "./lib/start.js", "types": "./typed.d.ts" }',
    'src/pack/typed.d.ts': '',
    'src/style.css': '',
    'index.ts': '',
  };
  it.each([
    ['./a', 'src/a.ts'],
    ['./b', 'src/b.tsx'],
    ['./c', 'src/c.d.ts'],
    ['./d', 'src/d.js'],
    ['./a.js', 'src/a.ts'],
    ['./b.js', 'src/b.tsx'],
    ['./b.jsx', 'src/b.tsx'],
    ['./e.mjs', 'src/e.mts'],
    ['./f.json', 'src/f.json'],
    ['./both', 'src/both.ts'],
    ['./both.js', 'src/both.ts'],
    ['./a.ts', 'src/a.ts'],
    ['./dotted.name', 'src/dotted.name.ts'],
    ['./dir', 'src/dir/index.ts'],
    ['./dir/', 'src/dir/index.ts'],
    ['./pack', 'src/pack/typed.d.ts'],
    ['./style.css', 'src/style.css'],
    ['..', 'index.ts'],
    ['./none', 'missing ./none'],
    ['../../outside', 'missing ../../outside'],
  ])('%s is %s', (module, expected) => {
    expect(resolved(files, 'src/x.ts', module)).toBe(expected);
  });
});

describe('configurations', () => {
  const files = {
    'tsconfig.json': '{ "compilerOptions": { "paths": { "root/*": ["./*"] } } }',
    'app/tsconfig.json': `{ // comments and trailing commas
      "extends": "../configs/base.tsconfig",
      "compilerOptions": { "baseUrl": "./src", "paths": { "@x/*": ["none/*", "lib/*"], "@x/special/*": ["other/*"], "exact": ["lib/one"], }, },
    }`,
    'app/src/lib/one.ts': '',
    'app/src/other/two.ts': '',
    'app/src/direct.ts': '',
    'configs/base.tsconfig.json': '{ "compilerOptions": { "outDir": "out" } }',
    'inherits/tsconfig.json': '{ "extends": ["../configs/paths.tsconfig.json"] }',
    'configs/paths.tsconfig.json': '{ "compilerOptions": { "paths": { "shared": ["../app/src/direct.ts"] } } }',
    'split/tsconfig.json': '{ "files": [], "references": [{ "path": "./tsconfig.app.json" }] }',
    'split/tsconfig.app.json': '{ "compilerOptions": { "paths": { "~/*": ["./code/*"] } } }',
    'split/code/three.ts': '',
  };
  it.each([
    ['app/src/a.ts', '@x/one', 'app/src/lib/one.ts'],
    ['app/src/a.ts', '@x/special/two', 'app/src/other/two.ts'],
    ['app/src/a.ts', 'exact', 'app/src/lib/one.ts'],
    ['app/src/a.ts', 'direct', 'app/src/direct.ts'],
    ['app/src/a.ts', 'root/app', 'external root'],
    ['inherits/a.ts', 'shared', 'app/src/direct.ts'],
    ['split/code/a.ts', '~/three', 'split/code/three.ts'],
    ['other/a.ts', 'root/app/src/direct', 'app/src/direct.ts'],
  ])('from %s, %s is %s', (from, module, expected) => {
    expect(resolved(files, from, module)).toBe(expected);
  });
});

describe('packages of the repository', () => {
  const files = {
    'package.json': '{ "name": "root", "workspaces": ["packages/*"] }',
    'packages/core/package.json':
      '{ "name": "@scope/core", "main": "lib/common/index.js", "typings": "lib/common/index.d.ts" }',
    'packages/core/tsconfig.json': '{ "compilerOptions": { "rootDir": "src", "outDir": "lib" } }',
    'packages/core/src/common/index.ts': '',
    'packages/core/src/common/event.ts': '',
    'packages/core/shared/react.d.ts': '',
    'packages/maps/package.json': `{ "name": "maps", "exports": {
      ".": { "types": "./dist/index.d.ts", "default": "./dist/index.js" },
      "./feature/*": { "browser": "./dist/browser/*.js", "import": "./dist/features/*.js" },
      "./exact": "./source/exact.ts", "./blocked/*": null },
      "imports": { "#inner/*": "./src/inner/*.js", "#dep": "@scope/core" } }`,
    'packages/maps/src/index.ts': '',
    'packages/maps/src/features/zoom.ts': '',
    'packages/maps/source/exact.ts': '',
    'packages/maps/src/inner/part.ts': '',
    'packages/plain/package.json': '{ "name": "plain" }',
    'packages/plain/index.js': '',
    'packages/plain/tools.js': '',
  };
  it.each([
    ['@scope/core', 'packages/core/src/common/index.ts'],
    ['@scope/core/lib/common', 'packages/core/src/common/index.ts'],
    ['@scope/core/lib/common/', 'packages/core/src/common/index.ts'],
    ['@scope/core/lib/common/event', 'packages/core/src/common/event.ts'],
    ['@scope/core/lib/common/event.js', 'packages/core/src/common/event.ts'],
    ['@scope/core/src/common/event', 'packages/core/src/common/event.ts'],
    ['@scope/core/shared/react', 'packages/core/shared/react.d.ts'],
    ['@scope/core/lib/none', 'external @scope/core'],
    ['maps', 'packages/maps/src/index.ts'],
    ['maps/feature/zoom', 'packages/maps/src/features/zoom.ts'],
    ['maps/exact', 'packages/maps/source/exact.ts'],
    ['#inner/part', 'packages/maps/src/inner/part.ts'],
    ['#dep', 'packages/core/src/common/index.ts'],
    ['#none', 'missing #none'],
    ['plain', 'packages/plain/index.js'],
    ['plain/tools', 'packages/plain/tools.js'],
    ['react', 'external react'],
    ['@other/thing/deep', 'external @other/thing'],
    ['fs', 'external fs'],
    ['node:fs/promises', 'external node:fs/promises'],
  ])('%s is %s', (module, expected) => {
    expect(resolved(files, 'packages/maps/src/user.ts', module)).toBe(expected);
  });
});

describe('names', () => {
  it('a module is named by its path without extension', () => {
    for (const path of ['src/a.ts', 'src/a.d.ts', 'src/a.tsx', 'src/a.mjs'])
      expect(rules.qualifiedName(path)).toBe('src/a');
  });

  it('builtins are those of the language and its hosts', () => {
    expect(['Promise', 'Partial', 'console', 'HTMLElement', 'this'].every((name) => rules.isBuiltin(name))).toBe(true);
    expect(rules.isBuiltin('myOwn')).toBe(false);
  });

  it.each([
    ['src/a.ts', 'typescript'],
    ['src/a.d.ts', 'typescript'],
    ['src/a.mts', 'typescript'],
    ['src/a.tsx', 'tsx'],
    ['src/a.cjs', 'javascript'],
    ['src/a.jsx', 'javascript'],
    ['package.json', 'manifest'],
    ['a/tsconfig.build.json', 'manifest'],
    ['configs/base.tsconfig.json', 'manifest'],
    ['src/data.json', 'text'],
  ])('%s is %s', (path, language) => {
    expect(languageOf(path)).toBe(language);
  });
});

describe('manifests', () => {
  it('comments, trailing commas and nested values become settings', () => {
    const settings = settingsOf(
      'tsconfig.json',
      '\u{feff}{ /* c */ "extends": "./a", "compilerOptions": { "paths": { "@/*": ["x/*", "y/*"] }, "strict": true }, }',
    );
    expect([...settings]).toEqual([
      ['extends', ['./a']],
      ['compilerOptions.paths.@/*', ['x/*', 'y/*']],
    ]);
  });

  it.each([
    ['nothing', ''],
    ['an open brace', '{'],
    ['an open list', '[1, 2'],
    ['no colon', '{"a" 1}'],
    ['no JSON', 'nonsense'],
    ['one brace too many', '{"name": "a\\u0062", } }'],
    ['deep nesting', '['.repeat(10_000)],
  ])('broken text is no exception: %s', (_, text) => {
    expect(settingsOf('package.json', text).size).toBeLessThan(2);
  });
});
