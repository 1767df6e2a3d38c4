/** What is known of Python's standard library, as the tables say it, and the generator on stubs made for it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LIBRARY_SOURCES, type Library } from '#facts';
import { pythonLibrary } from '#languages';
import { pythonEntries } from '../../../src/dev/generate-libraries.ts';
import { libraryBytes } from '../../../src/dev/library/library-bytes.ts';
import { PYTHON_MODULES } from '../../../src/dev/library/python-modules.ts';
import { readTables } from '../../../src/languages/library/library-files.ts';
import { LibraryTables } from '../../../src/languages/library/library-tables.ts';
import { parametersOf, splitTypes } from '../../../src/languages/library/parameter-list.ts';
import { libraryOf } from '../../../src/languages/library/python-library.ts';

const STUBS: Readonly<Record<string, string>> = {
  'stdlib/builtins.pyi': `
from typing import Generic, Protocol, TypeVar, overload, Iterable, Literal, Any, Self
from typing_extensions import TypeAlias
_T = TypeVar("_T")
_S = TypeVar("_S")
_Text: TypeAlias = str | None
_Pair: TypeAlias = tuple[_T, list[_S]]
_Loop: TypeAlias = list[_Loop]
class object: ...
class int: ...
class bool(int): ...
class str:
    @overload
    def split(self: str, sep: str | None = None) -> list[str]: ...
    @overload
    def split(self, sep: str | None = None) -> list[str]: ...
    def __eq__(self, value: object, /) -> bool: ...
class tuple(Generic[_T]): ...
class list(Iterable[_T]):
    def pop(self, index: int = -1, /) -> _T: ...
    def copy(self) -> Self: ...
    @classmethod
    def of(cls, *items: _T, **named: Any) -> "list[_T]": ...
    @staticmethod
    def size(value: Literal["a", 1]) -> Literal[1, 2]: ...
    @property
    def first(self) -> _T | None: ...
    @first.setter
    def first(self, value: _T) -> None: ...
    class Cursor:
        at: _Text
    __iadd__ = pop
IOError = object
def text(value: _Text = ..., *, flag: bool) -> _Text: ...
def pair(a: _S) -> _Pair[int, _S]: ...
def loop() -> _Loop: ...
async def later() -> int: ...
`,
  'stdlib/typing.pyi': `
class _SpecialForm: ...
class TypeVar: ...
Generic: _SpecialForm
Protocol: _SpecialForm
Literal: _SpecialForm
Self: _SpecialForm
Optional: _SpecialForm
class Any: ...
_T_co = TypeVar("_T_co", covariant=True)
class Iterable(Protocol[_T_co]): ...
List = object()
def overload(func: Any) -> Any: ...
`,
  'stdlib/typing_extensions.pyi': `
from typing import *
from typing import _SpecialForm
TypeAlias: _SpecialForm
`,
  'stdlib/place/__init__.pyi': `
import sys
from ._inner import *
from .other import seen as seen, hidden
from enum import Enum
class Color(Enum):
    RED = 1
    def label(self) -> str: ...
if sys.version_info >= (3, 10):
    def version() -> int: ...
else:
    def version() -> str: ...
    def old() -> str: ...
if sys.platform == "win32":
    def drive() -> str: ...
_one: Maker
make = _one.make
class Maker:
    def make(self, n: int) -> Color: ...
`,
  'stdlib/place/_inner.pyi': `
__all__ = ["join"]
def join(a: str) -> str: ...
def kept() -> str: ...
`,
  'stdlib/place/other.pyi': 'class Needed: ...\ndef seen() -> Needed: ...\ndef hidden() -> int: ...\n',
  'stdlib/enum.pyi': 'class Enum: ...\n',
};

let folder: string;
let made: Library;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stubs-'));
  for (const [path, text] of Object.entries(STUBS)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  made = libraryOf(new LibraryTables(libraryBytes(await pythonEntries(folder, ['builtins', 'typing', 'place']))));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('the generator', () => {
  const returns = (name: string): string[] | undefined =>
    made.lookup(name)?.signatures.map((signature) => signature.returns);

  test('writes classes under the name of their home, and aliases by what they are', () => {
    expect(returns('builtins.text')).toEqual(['builtins.str | None']);
    expect(returns('builtins.pair')).toEqual(['builtins.tuple[builtins.int, builtins.list[_S]]']);
    expect(made.lookup('builtins.list')).toMatchObject({ typeParameters: ['_T'], bases: ['typing.Iterable[_T]'] });
    expect(made.lookup('builtins.list.Cursor.at')).toMatchObject({ kind: 'variable', type: 'builtins.str | None' });
  });

  test('ends aliases that name themselves with Any', () => {
    expect(returns('builtins.loop')![0]).toMatch(/^(builtins\.list\[)+Any\]+$/);
  });

  test('keeps one of overloads that say the same, and drops what only sets', () => {
    expect(returns('builtins.str.split')).toEqual(['builtins.list[builtins.str]']);
    expect(made.lookup('builtins.list.first')).toMatchObject({ isProperty: true, type: '_T | None' });
  });

  test('says what kind of method there is', () => {
    expect(made.lookup('builtins.list.of')).toMatchObject({ isClassMethod: true, isStaticMethod: false });
    expect(made.lookup('builtins.list.size')).toMatchObject({ isClassMethod: false, isStaticMethod: true });
    expect(made.lookup('builtins.later')).toMatchObject({ isAsync: true });
    expect(returns('builtins.list.copy')).toEqual(['Self']);
  });

  test('keeps literals of parameters, and gives the class of literals elsewhere', () => {
    expect(made.lookup('builtins.list.size')!.signatures).toEqual([
      {
        parameters: [{ name: 'value', kind: 'plain', type: 'typing.Literal["a", 1]', hasDefault: false }],
        returns: 'builtins.int',
      },
    ]);
  });

  test('follows re-exports to the home, and takes only what a star gives', () => {
    expect(made.lookup('place.join')!.name).toBe('place._inner.join');
    expect(made.lookup('place.seen')!.name).toBe('place.other.seen');
    expect(made.lookup('place.other.Needed')!.kind).toBe('class');
    expect(['place.kept', 'place.hidden', 'place.Enum'].map((name) => made.lookup(name))).toEqual([null, null, null]);
    expect(made.lookup('builtins.IOError')!.name).toBe('builtins.object');
    expect(made.lookup('typing.List')!.name).toBe('builtins.list');
  });

  test('takes the branch that holds, and of others the names that nothing else declares', () => {
    expect(returns('place.version')).toEqual(['builtins.int']);
    expect(returns('place.old')).toEqual(['builtins.str']);
    expect(returns('place.drive')).toEqual(['builtins.str']);
  });

  test('gives members of an enumeration its type, and a kept method no receiver', () => {
    expect(made.lookup('place.Color.RED')).toMatchObject({ kind: 'variable', type: 'place.Color' });
    expect(made.lookup('place.make')!.signatures).toEqual([
      { parameters: [{ name: 'n', kind: 'plain', type: 'builtins.int', hasDefault: false }], returns: 'place.Color' },
    ]);
  });
});

test('parameters are read with their kinds, types with commas and brackets kept whole', () => {
  const parameters = parametersOf(
    'self, a: builtins.dict[K, V], /, b = ..., *rest: T, c: typing.Literal[",", "]"] = ..., **d',
  );
  expect(parameters.map(({ name, kind, type, hasDefault }) => [name, kind, type, hasDefault])).toEqual([
    ['self', 'positional_only', '', false],
    ['a', 'positional_only', 'builtins.dict[K, V]', false],
    ['b', 'plain', '', true],
    ['rest', 'rest', 'T', false],
    ['c', 'keyword_only', 'typing.Literal[",", "]"]', true],
    ['d', 'keyword_rest', '', false],
  ]);
  expect(parametersOf('a, *, b').map(({ kind }) => kind)).toEqual(['plain', 'keyword_only']);
  expect(splitTypes('A[B, C], D')).toEqual(['A[B, C]', 'D']);
  expect(splitTypes('')).toEqual([]);
});

describe('the standard library of Python', () => {
  const library = pythonLibrary();

  test('has the digest that is part of the keys', () => {
    expect(hash('sha256', readTables('python')).slice(0, 16)).toBe(LIBRARY_SOURCES.python.digest);
  });

  test('knows every module that it was made for', () => {
    expect(PYTHON_MODULES.filter((name) => library.lookup(name)?.kind !== 'module')).toEqual([]);
    expect(PYTHON_MODULES.length).toBeGreaterThan(60);
  });

  test('names no class in a type or a base that it does not have', () => {
    const tables = new LibraryTables(readTables('python'));
    const named = new Set<string>();
    for (let row = 0; row < tables.entries; row++) {
      const parameters = tables.parameters(row).replaceAll(/"[^"]*"|'[^']*'/g, '');
      const text = `${tables.type(row)} ${tables.bases(row)} ${parameters}`;
      for (const [name] of text.matchAll(/[A-Za-z_]\w*(\.\w+)+/g)) named.add(name);
    }
    named.delete('typing.Literal');
    expect([...named].filter((name) => tables.find(name) < 0)).toEqual([]);
    expect(named.size).toBeGreaterThan(1500);
  });

  test('reads every entry', () => {
    const tables = new LibraryTables(readTables('python'));
    const reader = libraryOf(tables);
    let functions = 0;
    for (let row = 0; row < tables.entries; row++) {
      const entry = reader.lookup(tables.path(row));
      if (tables.kind(row) === 'function' && entry?.kind === 'function') functions++;
    }
    expect(functions).toBeGreaterThan(10_000);
  });
});
