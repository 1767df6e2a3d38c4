/** The code of docs/sessions.md does what the page says. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { UnifiedOrchestrator } from '../../src/index.ts';

const page = readFileSync(new URL('../../docs/sessions.md', import.meta.url), 'utf8');
const BLOCKS = [...page.matchAll(/```ts\n(.*?)```/gsu)].map((match) => match[1]!);
/** So long that the edit of the page falls on its last statement. */
const CART = `class Cart:\n    """${'A cart. '.repeat(7)}."""\n\n    def add(self, item):\n        `.padEnd(120, ' ');

const roots: string[] = [];
function folder(): string {
  const root = mkdtempSync(join(tmpdir(), 'stratagraph-'));
  roots.push(root);
  return root;
}
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true });
});

function repository(): string {
  const root = folder();
  mkdirSync(join(root, 'shop'));
  writeFileSync(join(root, 'shop', 'cart.py'), `${CART}return None\n`);
  writeFileSync(join(root, 'shop', '__init__.py'), '');
  writeFileSync(
    join(root, 'main.py'),
    'from shop.cart import Cart\n\n\ndef run():\n    cart = Cart()\n    return cart.add(1)\n',
  );
  return root;
}

/** Runs a block of the page, given the names that it takes for granted, and gives what it declares. */
async function run(code: string, given: Readonly<Record<string, unknown>>, declared: string): Promise<unknown> {
  const body = code.replace(/^import .*$/gmu, '');
  const path = join(folder(), 'example.mjs');
  writeFileSync(
    path,
    `export async function example({ ${Object.keys(given).join(', ')} }) {\n${body}\nreturn { ${declared} };\n}\n`,
  );
  // Safe because: the line above wrote the module.
  const module = (await import(pathToFileURL(path).href)) as { example(given: object): Promise<unknown> };
  return module.example(given);
}

test('the first example commits an edit, and the index has it', async () => {
  expect(CART).toHaveLength(120);
  const code = BLOCKS[0]!.replace("'path/to/repository'", 'root');
  // Safe because: the block declares these two.
  const seen = (await run(code, { UnifiedOrchestrator, root: repository() }, 'orchestrator, result')) as {
    orchestrator: UnifiedOrchestrator;
    result: unknown;
  };
  await using orchestrator = seen.orchestrator;
  expect(seen.result).toMatchObject({
    status: 'committed',
    delta: { files: [{ path: 'shop/cart.py', kind: 'modify' }] },
  });
  expect(orchestrator.getContext().text('shop/cart.py')).toBe(`${CART}return item\n`);
});

test('the second example keeps the index in a directory', async () => {
  const code = BLOCKS[1]!.replace("'path/to/repository'", 'root').replace("'path/to/index'", 'directory');
  const directory = folder();
  await using orchestrator = new UnifiedOrchestrator();
  await run(code, { orchestrator, root: repository(), directory }, '');
  await orchestrator.close();
  await using again = new UnifiedOrchestrator();
  expect(await again.open(directory)).toMatchObject({ status: 'opened', files: 3, unitsRun: 0 });
  expect(await again.query({ kind: 'callers', symbol: 'shop.cart.Cart.add' })).toMatchObject({
    rows: [{ caller: { name: 'main.run' } }],
  });
});
