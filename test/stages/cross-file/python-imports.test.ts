import { describe, expect, it } from 'vitest';
import { factsOf } from './read.ts';

describe('imports in Python', () => {
  it('mean the declaration behind any chain of re-exports', async () => {
    const facts = await factsOf({
      'main.py': 'from pkg import Thing, helper as h\nfrom pkg.api import Thing as Again\n',
      'pkg/__init__.py': 'from .api import Thing\nfrom .inner.deep import helper\n',
      'pkg/api.py': 'from pkg.inner import Thing\n',
      'pkg/inner/__init__.py': 'from ..inner.deep import Thing\n',
      'pkg/inner/deep.py': 'class Thing: pass\ndef helper(): pass\n',
    });
    expect(facts.imports('main.py')).toEqual([
      'Thing -> pkg/inner/deep.py#Thing',
      'h -> pkg/inner/deep.py#helper',
      'Again -> pkg/inner/deep.py#Thing',
    ]);
    expect(facts.loads('main.py')).toEqual(['pkg/__init__.py', 'pkg/api.py']);
  });

  it('mean modules, and submodules that no package mentions', async () => {
    const facts = await factsOf({
      'main.py': 'import pkg\nimport pkg.one\nimport pkg.one as first\nfrom pkg import one, two\nfrom . import other\n',
      'other.py': '',
      'pkg/__init__.py': 'from . import two\n',
      'pkg/one.py': '',
      'pkg/two.py': '',
    });
    expect(facts.imports('main.py')).toEqual([
      'pkg -> pkg/__init__.py',
      'pkg -> pkg/one.py',
      'first -> pkg/one.py',
      'one -> pkg/one.py',
      'two -> pkg/two.py',
      'other -> other.py',
    ]);
    expect(facts.loads('main.py')).toEqual(['other.py', 'pkg/__init__.py', 'pkg/one.py', 'pkg/two.py']);
  });

  it('find modules in packages without a file of their own', async () => {
    const facts = await factsOf({
      'main.py': 'from space import tool\nimport space.tool\nimport space.deep.part as part\nspace.tool.run()\n',
      'space/tool.py': 'def run(): pass\n',
      'space/deep/part.py': '',
    });
    expect(facts.imports('main.py')).toEqual([
      'tool -> space/tool.py',
      'space -> space/tool.py',
      'part -> space/deep/part.py',
    ]);
    expect(facts.references('main.py', 'run')).toEqual(['run -> space/tool.py#run']);
  });

  it('keep the dotted name of what lies outside, and tell it from what is missing or undeclared', async () => {
    const facts = await factsOf({
      'pkg/main.py':
        'import os.path\nfrom json import dumps\nfrom .gone import x\nfrom .here import y\nfrom .here import os as o\n',
      'pkg/here.py': 'import os\n',
      'pkg/__init__.py': '',
    });
    expect(facts.imports('pkg/main.py')).toEqual([
      'os -> external os.path',
      'dumps -> external json.dumps',
      'x -> missing .gone.x',
      'y -> pkg/here.py undeclared',
      'o -> external os',
    ]);
  });

  it('take a declaration before conditional imports, and the repository before what lies outside', async () => {
    const facts = await factsOf({
      'main.py': 'from compat import a, b, c\n',
      'compat.py': [
        'try:',
        '    from fast import a, b, c',
        'except ImportError:',
        '    from slow import a, b',
        '    def c(): pass',
      ].join('\n'),
      'slow.py': 'def a(): pass\ndef b(): pass\n',
    });
    expect(facts.imports('main.py')).toEqual(['a -> slow.py#a', 'b -> slow.py#b', 'c -> compat.py#c']);
  });

  it('mean a variable, also when it is another name of something', async () => {
    const facts = await factsOf({
      'main.py': 'from lib import register, Alias, run\nregister()\nAlias().go()\nrun()\nclass Sub(Alias): pass\n',
      'lib.py': [
        'class Real:',
        '    def go(self): pass',
        'class Registry:',
        '    def register(self): pass',
        'registry = Registry()',
        'register = registry.register',
        'Alias = Real',
        'def work(): pass',
        'run = work',
      ].join('\n'),
    });
    expect(facts.imports('main.py')).toEqual([
      'register -> lib.py#register',
      'Alias -> lib.py#Alias',
      'run -> lib.py#run',
    ]);
    expect(facts.calls('main')).toEqual(['lib.Real.go', 'lib.work']);
    expect(facts.bases('main.py')).toEqual(['Sub -> lib.py#Real']);
  });

  it('end in a cycle of re-exports', async () => {
    const facts = await factsOf({
      'main.py': 'from a import x, y\n',
      'a.py': 'from b import x\nfrom b import *\n',
      'b.py': 'from a import x\nfrom a import *\ndef y(): pass\n',
    });
    expect(facts.imports('main.py')).toEqual(['x -> a.py undeclared', 'y -> b.py#y']);
  });
});

describe('stars in Python', () => {
  it('bring public names through stars of stars, the last star first, and hide the private ones', async () => {
    const facts = await factsOf({
      'main.py': 'from one import *\nfrom two import *\nshared()\nonly_one()\n_hidden()\ndeep()\n',
      'one.py': 'from deep import *\ndef shared(): pass\ndef only_one(): pass\ndef _hidden(): pass\n',
      'two.py': 'def shared(): pass\n',
      'deep.py': 'def deep(): pass\n',
    });
    expect(facts.references('main.py')).toEqual([
      'shared -> two.py#shared',
      'only_one -> one.py#only_one',
      'deep -> deep.py#deep',
    ]);
  });

  it('bring what __all__ lists, with the lists that it is made of', async () => {
    const facts = await factsOf({
      'main.py': 'from api import *\n_private()\nlisted()\nunlisted()\nfield()\npart.run()\nextra()\n',
      'api.py': [
        'from fields import *',
        'from fields import __all__ as fields_all',
        'import more',
        'from more import *',
        "__all__ = ['_private', 'listed', 'part'] + fields_all",
        '__all__ += more.__all__',
        'def _private(): pass',
        'def listed(): pass',
        'def unlisted(): pass',
      ].join('\n'),
      'part.py': '',
      'fields.py': "__all__ = ['field']\ndef field(): pass\ndef other(): pass\n",
      'more.py': "__all__ = ['extra']\ndef extra(): pass\n",
    });
    expect(facts.references('main.py')).toEqual([
      '_private -> api.py#_private',
      'listed -> api.py#listed',
      'field -> fields.py#field',
      'extra -> more.py#extra',
    ]);
  });

  it('bring submodules that __all__ lists', async () => {
    const facts = await factsOf({
      'main.py': 'from pkg import *\npart.run()\n',
      'pkg/__init__.py': "__all__ = ['part']\n",
      'pkg/part.py': 'def run(): pass\n',
    });
    expect(facts.calls('main')).toEqual(['pkg.part.run']);
  });

  it('lose against a builtin only when they have no such name', async () => {
    const facts = await factsOf({ 'main.py': 'from lib import *\nopen()\nlen()\n', 'lib.py': 'def open(): pass\n' });
    expect(facts.references('main.py')).toEqual(['open -> lib.py#open', 'len -> builtin len']);
  });

  it('of one module outside give it the names that nobody here declares', async () => {
    const facts = await factsOf({
      'main.py': 'from shim import thing, here\n',
      'shim.py': 'from outer.lib import *\ndef here(): pass\n',
      'both.py': 'from two import thing\n',
      'two.py': 'from outer.lib import *\nfrom outer.other import *\n',
    });
    expect(facts.imports('main.py')).toEqual(['thing -> external outer.lib.thing', 'here -> shim.py#here']);
    expect(facts.imports('both.py')).toEqual(['thing -> two.py undeclared']);
  });
});
