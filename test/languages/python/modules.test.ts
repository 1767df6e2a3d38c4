/** The module rules of Python over small lists of files. */
import { describe, expect, it } from 'vitest';
import { languageNamed, splitPath, type ModuleLookup } from '#languages';

const rules = languageNamed('python')!.modules!;

function over(...paths: string[]): ModuleLookup {
  const files = new Set(paths);
  return {
    has: (path) => files.has(path),
    extensions: (stem) =>
      paths
        .map(splitPath)
        .filter((path) => path.stem === stem)
        .map((path) => path.extension),
    settings: () => null,
    packages: () => [],
    remember: (_key, compute) => compute(),
  };
}

describe('module rules', () => {
  const lookup = over(
    'app/__init__.py',
    'app/models.py',
    'app/sub/__init__.py',
    'app/sub/views.py',
    'src/lib/__init__.py',
    'src/lib/core.pyi',
    'space/part/tool.py',
    'deep/in/pkg/__init__.py',
    'deep/in/pkg/a.py',
    'deep/in/side.py',
    'json.py',
  );

  it.each([
    ['app/sub/views.py', 'app.models', 0, 'app/models.py'],
    ['app/sub/views.py', 'app', 0, 'app/__init__.py'],
    ['app/sub/views.py', 'models', 2, 'app/models.py'],
    ['app/sub/views.py', '', 1, 'app/sub/__init__.py'],
    ['app/sub/__init__.py', 'views', 1, 'app/sub/views.py'],
    ['app/sub/__init__.py', '', 2, 'app/__init__.py'],
    ['app/models.py', 'lib.core', 0, 'src/lib/core.pyi'],
    ['app/models.py', 'space.part.tool', 0, 'space/part/tool.py'],
    ['deep/in/pkg/a.py', 'pkg', 0, 'deep/in/pkg/__init__.py'],
    ['deep/in/pkg/a.py', 'side', 0, 'deep/in/side.py'],
    ['app/models.py', 'json', 0, 'json.py'],
  ])('in %s, %s at level %i is %s', (from, module, level, path) => {
    expect(rules.resolve(lookup, from, module, level)).toEqual({ kind: 'file', path });
  });

  it('what is not found is external when absolute and missing when relative', () => {
    expect(rules.resolve(lookup, 'app/models.py', 'os.path', 0)).toEqual({ kind: 'external', name: 'os.path' });
    expect(rules.resolve(lookup, 'app/models.py', 'gone', 1)).toEqual({ kind: 'missing', name: '.gone' });
    expect(rules.resolve(lookup, 'app/models.py', 'x', 5)).toEqual({ kind: 'missing', name: '.....x' });
  });

  it('a module does not import itself under the name of a standard module', () => {
    expect(rules.resolve(lookup, 'json.py', 'json', 0)).toEqual({ kind: 'external', name: 'json' });
  });

  it('only packages have submodules', () => {
    expect(rules.submodule(lookup, 'app/__init__.py', 'models')).toBe('app/models.py');
    expect(rules.submodule(lookup, 'app/__init__.py', 'sub')).toBe('app/sub/__init__.py');
    expect(rules.submodule(lookup, 'app/__init__.py', 'gone')).toBeNull();
    expect(rules.submodule(lookup, 'app/models.py', 'sub')).toBeNull();
  });

  it.each([
    ['pkg/mod.py', 'pkg.mod'],
    ['pkg/__init__.py', 'pkg'],
    ['pkg/stub.pyi', 'pkg.stub'],
    ['setup.py', 'setup'],
  ])('%s is the module %s', (path, name) => {
    expect(rules.qualifiedName(path)).toBe(name);
  });

  it('knows the names of the builtins', () => {
    expect(['print', 'ExceptionGroup', '__name__', 'aiter'].every((name) => rules.isBuiltin(name))).toBe(true);
    expect(rules.isBuiltin('unicode')).toBe(false);
  });
});
