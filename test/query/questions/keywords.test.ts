import { afterAll, beforeAll, expect, it } from 'vitest';
import { Repository } from './repository.ts';

let files: Repository;
beforeAll(async () => {
  files = await Repository.of({
    'lib.py': 'def price(item, rate=1):\n    return item * rate\n',
    'one.py': 'from lib import price\nprice(1, rate=2)\n',
    'two.py': 'import lib\nlib.price(item=1)\nlib.price(1, rate=3)\n',
  });
});
afterAll(() => files.close());

it('the definition of the name of an argument is the parameter in its file', () => {
  const asked = { kind: 'definition', ...files.at('one.py', 'rate=') };
  expect(files.places(asked, 'name', 'kind')).toEqual(['lib.py:1:17 lib.price.rate parameter']);
});

it('the references of a parameter hold the arguments that name it in all files', () => {
  const asked = { kind: 'references', ...files.at('lib.py', 'rate=') };
  expect(files.places(asked, 'role')).toEqual([
    'lib.py:1:17 definition',
    'lib.py:2:19 read',
    'one.py:2:10 keyword',
    'two.py:3:14 keyword',
  ]);
  expect(files.ask(asked).subjects).toEqual(['lib.price.rate']);
  expect(files.places({ ...asked, roles: ['keyword'] })).toEqual(['one.py:2:10', 'two.py:3:14']);
});
