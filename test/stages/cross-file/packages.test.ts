/** Imports of languages whose packages are spread over files: Java, Kotlin and Scala by package clause, Go by folder and module. */
import { describe, expect, it } from 'vitest';
import { indexFiles } from '#testkit';
import { factsOf, STAGES } from './read.ts';

describe('imports of the Java virtual machine', () => {
  const base = 'base/src/main/java/com/acme/base';
  const app = 'app/src/main/java/com/acme/app';
  const files = {
    [`${base}/Figure.java`]:
      'package com.acme.base;\npublic class Figure { public static class Part {} public static int of() { return 1; } }\n',
    [`${base}/Named.java`]: 'package com.acme.base;\ninterface Named {}\n',
    [`${base}/deep/Deep.java`]: 'package com.acme.base.deep;\nclass Deep {}\n',
    'kt/Tools.kt': 'package com.acme.base\nfun build() = 1\n',
    'lib/Loose.java': 'class Loose {}\n',
  };

  it('find a class by its package and the name of its file, in any source folder', async () => {
    const facts = await factsOf({
      ...files,
      [`${app}/Main.java`]:
        'package com.acme.app;\nimport com.acme.base.Figure;\nimport java.util.List;\nimport com.acme.base.deep.Deep;\nclass Main extends Figure {}\n',
    });
    expect(facts.imports(`${app}/Main.java`)).toEqual([
      `Figure -> ${base}/Figure.java`,
      'List -> external java.util.List',
      `Deep -> ${base}/deep/Deep.java`,
    ]);
    expect(facts.loads(`${app}/Main.java`)).toEqual([`${base}/Figure.java`, `${base}/deep/Deep.java`]);
  });

  it('find the class behind nested classes and static members', async () => {
    const facts = await factsOf({
      ...files,
      'Main.java':
        'import com.acme.base.Figure.Part;\nimport static com.acme.base.Figure.of;\nimport static com.acme.base.Figure.*;\n',
    });
    expect(facts.imports('Main.java').map((line) => line.replace(/^.* -> /, ''))).toEqual([
      `${base}/Figure.java`,
      `${base}/Figure.java`,
      `${base}/Figure.java`,
    ]);
  });

  it('mean the own file when the class is in it, and load nothing then', async () => {
    const facts = await factsOf({ 'a/P.java': 'package a;\nimport a.P.Inner;\nclass P { class Inner {} }\n' });
    expect(facts.imports('a/P.java')).toEqual(['Inner -> a/P.java']);
    expect(facts.loads('a/P.java')).toEqual([]);
  });

  it('load every file of a package with a star, but not those of packages below it', async () => {
    const facts = await factsOf({ ...files, 'Main.java': 'import com.acme.base.*;\nimport lib.*;\n' });
    expect(facts.loads('Main.java')).toEqual([`${base}/Figure.java`, `${base}/Named.java`, 'kt/Tools.kt']);
    expect(facts.imports('Main.java')[1]).toBe('* -> external lib');
  });

  it('cross languages: Kotlin and Scala import what Java declares, and functions of any file of a package', async () => {
    const facts = await factsOf({
      ...files,
      'app/main.kt': 'package com.acme.app\nimport com.acme.base.Figure\nimport com.acme.base.build as make\n',
      'app/Main.scala': 'package com.acme\npackage app\nimport com.acme.base.{Figure, Named => N}\n',
    });
    expect(facts.imports('app/main.kt')[0]).toBe(`Figure -> ${base}/Figure.java`);
    expect(facts.loads('app/main.kt')).toContain('kt/Tools.kt');
    expect(facts.loads('app/Main.scala')).toEqual([`${base}/Figure.java`, `${base}/Named.java`]);
  });
});

describe('imports of Go', () => {
  const files = {
    'go.mod':
      'module example.com/acme/app // the module\n\ngo 1.22\n\nreplace (\n\texample.com/other => ../away\n\texample.com/local/lib v1.0.0 => ./third/lib\n)\n',
    'shapes/shape.go': 'package shapes\n',
    'shapes/area.go': 'package shapes\n',
    'shapes/shape_test.go': 'package shapes\n',
    'third/lib/lib.go': 'package lib\n',
    'third/lib/sub/sub.go': 'package sub\n',
    'tools/go.mod': 'module example.com/acme/app/tools\n',
    'tools/gen/gen.go': 'package gen\n',
    'vendor/example.com/seller/s.go': 'package seller\n',
  };
  const main = (path: string): string => `package main\nimport "${path}"\n`;

  it.each([
    ['example.com/acme/app/shapes', ['shapes/area.go', 'shapes/shape.go']],
    ['example.com/acme/app/tools/gen', ['tools/gen/gen.go']],
    ['example.com/local/lib', ['third/lib/lib.go']],
    ['example.com/local/lib/sub', ['third/lib/sub/sub.go']],
    ['example.com/seller', ['vendor/example.com/seller/s.go']],
    ['example.com/other', []],
    ['example.com/acme/app/none', []],
    ['fmt', []],
  ])('%s loads the files of its folder, tests apart', async (path, loaded) => {
    const facts = await factsOf({ ...files, 'cmd/main.go': main(path) });
    expect(facts.loads('cmd/main.go')).toEqual(loaded);
    const meaning = loaded[0] ?? `external ${path}`;
    expect(facts.imports('cmd/main.go')).toEqual([`${path.split('/').at(-1)} -> ${meaning}`]);
  });
});

describe('questions about packages', () => {
  it('imports, importers and dependents follow them', async () => {
    const { orchestrator, context } = await indexFiles({
      'go.mod': 'module m\n',
      'a/one.go': 'package a\n',
      'a/two.go': 'package a\n',
      'b/b.go': 'package b\nimport "m/a"\n',
      'c/c.go': 'package main\nimport "m/b"\n',
    });
    expect(context.imports('b/b.go').rows).toMatchObject([
      { module: 'm/a', local: 'a', target: { kind: 'file', path: 'a/one.go' } },
    ]);
    for (const path of ['a/one.go', 'a/two.go']) {
      expect(context.importers({ path }).rows).toMatchObject([{ path: 'b/b.go', line: 2, module: 'm/a' }]);
      expect(context.dependents(path).rows.map((row) => row.path)).toEqual(['b/b.go', 'c/c.go']);
    }
    await orchestrator.close();
  });

  it('a file that joins or leaves a package is loaded, or no more, by those who import it', async () => {
    const { orchestrator } = await indexFiles(
      { 'p/A.java': 'package p;\nclass A {}\n', 'Main.java': 'import p.*;\nimport p.B;\n' },
      { stages: STAGES },
    );
    const importersOf = (path: string): string[] =>
      orchestrator
        .getContext()
        .importers({ path })
        .rows.map((row) => row.path);
    expect(importersOf('p/A.java')).toEqual(['Main.java', 'Main.java']);
    await orchestrator.update([{ path: 'elsewhere/B.java', content: 'package p;\nclass B {}\n' }]);
    expect(importersOf('elsewhere/B.java')).toContain('Main.java');
    await orchestrator.update([{ path: 'p/A.java', content: 'package q;\nclass A {}\n' }]);
    expect(importersOf('p/A.java')).toEqual([]);
    await orchestrator.close();
  });
});
