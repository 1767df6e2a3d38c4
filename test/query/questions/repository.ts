/** A repository of source text for the tests of questions: asks, and says where a piece of text stands. */
import { query, type Answer } from '#query';
import { indexFiles, type IndexedFiles } from '#testkit';

type Row = Readonly<Record<string, unknown>>;

export class Repository {
  readonly #files: Readonly<Record<string, string>>;
  readonly indexed: IndexedFiles;

  private constructor(files: Readonly<Record<string, string>>, indexed: IndexedFiles) {
    this.#files = files;
    this.indexed = indexed;
  }

  static async of(files: Readonly<Record<string, string>>): Promise<Repository> {
    return new Repository(files, await indexFiles(files));
  }

  ask(asked: object): Answer<Row> {
    // Safe because: rows are plain objects, which the tests read by member.
    return query(this.indexed.context.snapshot, asked) as Answer<Row>;
  }

  /** The rows as `path:line:column`, each followed by the given members. */
  places(asked: object, ...members: readonly string[]): string[] {
    return this.ask(asked).rows.map((row) =>
      [
        `${String(row['path'])}:${String(row['line'])}:${String(row['column'])}`,
        ...members.map((member) => String(row[member])),
      ].join(' '),
    );
  }

  /** The position of the n-th occurrence of a text in a file. */
  at(path: string, text: string, nth = 1): { path: string; line: number; column: number } {
    const source = this.#files[path]!;
    let offset = -1;
    for (let i = 0; i < nth; i++) offset = source.indexOf(text, offset + 1);
    if (offset < 0) throw new Error(`'${text}' is not in ${path}`);
    const before = source.slice(0, offset);
    return { path, line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
  }

  async close(): Promise<void> {
    await this.indexed.orchestrator.close();
  }
}

/** A small shop in Python: a package, a class with a base, calls across files. */
export const PYTHON_SHOP = {
  'shop/__init__.py': 'from shop.cart import Cart\n',
  'shop/base.py': [
    'class Store:',
    '    def add(self, item):',
    '        return item',
    '',
    '    def size(self):',
    '        return 0',
    '',
  ].join('\n'),
  'shop/cart.py': [
    'from shop.base import Store',
    'import json',
    '',
    'RATE = 2',
    '',
    '',
    'class Cart(Store):',
    '    def __init__(self, owner):',
    '        self.owner = owner',
    '',
    '    def add(self, item):',
    '        total = price(item)',
    '        total = total * RATE',
    '        return total',
    '',
    '',
    'def price(item):',
    '    def rounded(value):',
    '        return round(value)',
    '',
    '    return rounded(len(item))',
    '',
    '',
    'def dump(cart):',
    '    return json.dumps(list(map(lambda item: price(item), cart)))',
    '',
  ].join('\n'),
  'shop/main.py': [
    'from shop import Cart',
    'from shop.cart import price as cost, dump',
    '',
    '',
    'def run():',
    "    cart = Cart('me')",
    '    dump([cart])',
    "    return cost('x')",
    '',
    '',
    'run()',
    '',
  ].join('\n'),
};

/** The same in TypeScript: a barrel, an interface, a class that implements it. */
export const TYPESCRIPT_SHOP = {
  'package.json': '{ "name": "shop" }\n',
  'src/store.ts': [
    'export interface Store {',
    '  add(item: string): number;',
    '}',
    '',
    'export interface Store {',
    '  size(): number;',
    '}',
    '',
  ].join('\n'),
  'src/cart.ts': [
    "import type { Store } from './store';",
    '',
    'export const RATE = 2;',
    '',
    'export class Cart implements Store {',
    '  private items: string[] = [];',
    '',
    '  constructor(readonly owner: string) {}',
    '',
    '  add(item: string): number {',
    '    this.items.push(item);',
    '    return price(item) * RATE;',
    '  }',
    '',
    '  size(): number {',
    '    return this.items.length;',
    '  }',
    '}',
    '',
    'export function price(item: string): number {',
    '  return item.length;',
    '}',
    '',
  ].join('\n'),
  'src/index.ts': "export { Cart, price as cost } from './cart';\n",
  'src/main.ts': [
    "import { Cart, cost } from './index';",
    '',
    'export function run(): number {',
    "  const cart = new Cart('Zoë');",
    "  return cost('é') + cart.add('x');",
    '}',
    '',
  ].join('\n'),
};
