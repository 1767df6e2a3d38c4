/** The SCIP export, read back with a decoder of its own. */
import { expect, test } from 'vitest';
import { exported, SHOP } from './export-text.ts';
import { parseSymbol, readScip, type ScipDocument, type ScipIndex } from './scip-index.ts';

const DEFINITION = 1;
const IMPORT = 2;
const WRITE = 4;
const READ = 8;
const UTF16 = 2;

const shop = async (): Promise<ScipIndex> => readScip(await exported(SHOP, 'scip'));

function document(index: ScipIndex, path: string): ScipDocument {
  return index.documents.find((one) => one.path === path)!;
}

/** `text symbol roles` of the occurrences on a line, from 0. The head of symbols is cut. */
function line(index: ScipIndex, path: keyof typeof SHOP, at: number): string[] {
  const text = SHOP[path].split('\n')[at]!;
  return document(index, path)
    .occurrences.filter(({ range }) => range[0] === at && range[2] !== 0)
    .map(({ range, symbol, roles }) => `${text.slice(range[1], range[2])} ${short(symbol)} ${roles}`);
}

function short(symbol: string): string {
  return symbol.replace('stratagraph . shop . ', '');
}

test('the index names the tool, the root, the encoding and every file that has symbols', async () => {
  const index = await shop();
  expect(index).toMatchObject({ tool: 'stratagraph', root: 'file:///repository', encoding: 1 });
  expect(index.documents.map(({ path, language, encoding }) => [path, language, encoding])).toEqual([
    ['main.py', 'Python', UTF16],
    ['package.json', 'JSON', UTF16],
    ['shop/__init__.py', 'Python', UTF16],
    ['shop/cart.py', 'Python', UTF16],
    ['web/view.ts', 'TypeScript', UTF16],
  ]);
});

test('occurrences stand where the name is, in UTF-16 columns, with their roles', async () => {
  const index = await shop();
  expect(line(index, 'main.py', 0)).toEqual([`Cart shop/\`cart.py\`/Cart# ${IMPORT}`]);
  expect(line(index, 'main.py', 1)).toEqual([
    `title \`main.py\`/title. ${DEFINITION | WRITE}`,
    `cart \`main.py\`/cart. ${DEFINITION | WRITE}`,
    `Cart shop/\`cart.py\`/Cart# ${READ}`,
  ]);
  expect(line(index, 'main.py', 2)).toEqual([
    `cart \`main.py\`/cart. ${READ}`,
    `add shop/\`cart.py\`/Cart#add(). ${READ}`,
  ]);
  expect(line(index, 'shop/__init__.py', 0)).toContain(`Cart shop/\`cart.py\`/Cart# ${IMPORT}`);
});

test('parameters of declared functions are global, names inside functions are local', async () => {
  const index = await shop();
  expect(line(index, 'shop/cart.py', 8)).toEqual([
    `add shop/\`cart.py\`/Basket#add(). ${DEFINITION | WRITE}`,
    `self shop/\`cart.py\`/Basket#add().(self) ${DEFINITION}`,
    `item shop/\`cart.py\`/Basket#add().(item) ${DEFINITION}`,
    `times shop/\`cart.py\`/Basket#add().(times) ${DEFINITION}`,
  ]);
  const [twice, n] = line(index, 'shop/cart.py', 12);
  expect(twice).toMatch(/^twice local \d+ 5$/);
  expect(n).toMatch(/^n local \d+ 1$/);
});

test('what lies outside the repository is described once, at the end', async () => {
  const index = await shop();
  const symbols = index.externals.map(({ symbol }) => symbol);
  expect(symbols).toEqual([...new Set(symbols)].toSorted());
  expect(symbols).toContain('stratagraph . os . path/join.');
  expect(symbols).toContain('stratagraph . node:fs . readFile.');
  expect(symbols).toContain('stratagraph . python . `<builtin>`/str.');
});

test('two definitions of one name have two symbols, a property with a setter has one', async () => {
  const index = await shop();
  const symbols = document(index, 'shop/cart.py').symbols.map(({ symbol }) => short(symbol));
  expect(symbols.filter((symbol) => symbol.includes('pick'))).toEqual([
    'shop/`cart.py`/pick().',
    'shop/`cart.py`/pick(+1).',
  ]);
  expect(symbols.filter((symbol) => symbol.endsWith('#size().'))).toHaveLength(1);
  expect(symbols.filter((symbol) => symbol.endsWith('#size().(self)'))).toHaveLength(1);
});

test('classes implement their bases, methods implement and are references of what they override', async () => {
  const index = await shop();
  const related = index.documents.flatMap(({ symbols }) =>
    symbols.flatMap(({ symbol, relationships }) =>
      relationships.map((one) => [short(symbol), short(one.symbol), one.isImplementation, one.isReference]),
    ),
  );
  expect(related).toEqual([
    ['shop/`cart.py`/Cart#', 'shop/`cart.py`/Basket#', true, false],
    ['shop/`cart.py`/Cart#add().', 'shop/`cart.py`/Basket#add().', true, true],
    ['web/`view.ts`/Square#', 'web/`view.ts`/Shape#', true, false],
    ['web/`view.ts`/Square#area().', 'web/`view.ts`/Shape#area().', true, true],
  ]);
});

test('documentation is the text of the docstring or comment without its marks', async () => {
  const index = await shop();
  const documented = index.documents
    .flatMap(({ symbols }) => symbols)
    .filter(({ documentation }) => documentation.length > 0)
    .map(({ symbol, documentation }) => [short(symbol), documentation]);
  expect(documented).toEqual([
    ['shop/`cart.py`/', ['Carts & more.']],
    ['shop/`cart.py`/Basket#', ['Holds things.\n\nPlain.\n    Deeper.']],
    ['web/`view.ts`/sum().', ['Adds.\nAlways.']],
  ]);
});

test('a definition knows the extent of its declaration', async () => {
  const { occurrences } = document(await shop(), 'shop/cart.py');
  const cart = occurrences.find(({ symbol, roles }) => short(symbol) === 'shop/`cart.py`/Cart#' && (roles & 1) !== 0)!;
  expect(cart.range).toEqual([10, 6, 10]);
  expect(cart.enclosing).toEqual([10, 0, 20, 12]);
});

test('every symbol follows the grammar and is defined in the index or described as external', async () => {
  const index = await shop();
  const known = new Set(index.externals.map(({ symbol }) => symbol));
  for (const { occurrences } of index.documents)
    for (const { symbol, roles } of occurrences) if ((roles & DEFINITION) !== 0) known.add(symbol);
  const mentioned = index.documents.flatMap(({ occurrences, symbols }) => [
    ...occurrences.map(({ symbol }) => symbol),
    ...symbols.flatMap(({ symbol, relationships }) => [symbol, ...relationships.map((one) => one.symbol)]),
  ]);
  expect(mentioned.length).toBeGreaterThan(60);
  for (const symbol of mentioned) expect(parseSymbol(symbol).descriptors.length).toBeGreaterThan(0);
  expect(mentioned.filter((symbol) => !known.has(symbol))).toEqual([]);
});

test('names that the grammar reserves are escaped', async () => {
  const index = readScip(
    await exported({ 'a b/c`d.ts': 'export const ñ = { "x-y z": 1 };\nexport class K { "a`b"() {} }\n' }, 'scip'),
  );
  const symbols = index.documents[0]!.symbols.map(({ symbol }) => symbol);
  expect(symbols).toContain('stratagraph . shop . `a b`/`c``d.ts`/`ñ`.');
  expect(symbols).toContain('stratagraph . shop . `a b`/`c``d.ts`/K#`a``b`().');
  for (const symbol of symbols) parseSymbol(symbol);
});

test('an empty repository gives metadata and nothing else', async () => {
  const index = readScip(await exported({}, 'scip'));
  expect(index).toMatchObject({ tool: 'stratagraph', documents: [], externals: [] });
});
