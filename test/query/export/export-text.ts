/** Exports as whole texts or bytes, for tests: index files given as text, join the pieces. */
import { onTestFinished } from 'vitest';
import { exportSnapshot, type ExportFormat } from '#query';
import { indexFiles } from '#testkit';

const ORIGIN = { repository: 'shop', root: '/repository', version: '1.2.3' };

/** A package with classes, overrides, nested functions, merged and conditional definitions, and TypeScript beside it. */
export const SHOP = {
  'shop/__init__.py': 'from .cart import Cart\n',
  'shop/cart.py':
    '"""Carts & more."""\n' +
    'import os.path\n' +
    'class Basket:\n' +
    '    """Holds things.\n' +
    '\n' +
    '    Plain.\n' +
    '        Deeper.\n' +
    '    """\n' +
    '    def add(self, item, times=1):\n' +
    '        return os.path.join(item, str(times))\n' +
    'class Cart(Basket):\n' +
    '    def add(self, item, times=2):\n' +
    '        def twice(n):\n' +
    '            return n * 2\n' +
    '        return super().add(item, twice(times))\n' +
    '    @property\n' +
    '    def size(self):\n' +
    '        return 1\n' +
    '    @size.setter\n' +
    '    def size(self, value):\n' +
    '        pass\n' +
    'if os:\n' +
    '    def pick(): pass\n' +
    'else:\n' +
    '    def pick(): pass\n',
  'main.py': 'from shop import Cart\ntitle = "é𝒳"; cart = Cart()\ncart.add("x")\ncart.add("y")\n',
  'web/view.ts':
    'import { readFile } from "node:fs";\n' +
    '/** Adds.\n * Always.\n */\n' +
    'export function sum(a: number, b: number): number { return a + b; }\n' +
    'export interface Shape { area(): number }\n' +
    'export class Square implements Shape { area() { return sum(1, 2); } }\n' +
    'readFile("x", () => sum(1, 2));\n',
  'package.json': '{ "name": "web" }\n',
  'notes.txt': 'a < b\n',
} as const;

/** The export of files as one buffer. */
export async function exported(files: Readonly<Record<string, string>>, format: ExportFormat): Promise<Buffer> {
  const { orchestrator, context } = await indexFiles(files);
  onTestFinished(async () => orchestrator.close());
  const pieces = [...exportSnapshot(context.snapshot, format, ORIGIN)];
  return Buffer.concat(pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece) : piece)));
}
