/** The laws of the facts, on real text: what an edit may change, and that every place holds its name. */
import { describe, expect, it } from 'vitest';
import * as facts from '#facts';
import { view, type View } from './view.ts';

const SOURCE = `/** Module. */
import { a, type B } from './a';
import * as ns from 'ns';

export function first(x: number, { y, z = 1 }: B): string {
  const total = x + y;
  if (total > 1) { return ns.join(\`\${total}\`, a); }
  return [total].map((n) => n * z).join();
}

export abstract class Shape<T> extends ns.Base<T> implements B {
  private sides = 0;
  constructor(readonly name: string, @inject(a) protected other: T) {
    super();
    this.extra = first(1, other);
  }
  get area(): number { return this.sides; }
  static async *all() { for await (const s of a()) yield s?.area; }
}

interface Point { x: number; m(p: Point): void }
enum Kind { A, B = A }
namespace N { export const deep = Kind.A; }
export const api = { go() { return N.deep; }, stop: () => first };
export { Kind as default };
`;

const BLOCKS = ['interface', 'body', 'position', 'span', 'hashes', 'text_hashes'];

function changed(before: View, after: View): string[] {
  return BLOCKS.filter((block) => before.digest(block) !== after.digest(block));
}

describe('laws', () => {
  it.each(['m.ts', 'm.tsx'])('every place in %s holds the name that is said to be there', async (path) => {
    const v = await view(SOURCE, path);
    expect(v.problems).toEqual([]);
    expect(v.references.length).toBeGreaterThan(50);
    expect(v.misplaced).toEqual([]);
  });

  it('a local name in the first function leaves the interface equal', async () => {
    const edited = SOURCE.replace('const total', 'const added = 1; const total');
    expect(changed(await view(SOURCE), await view(edited))).not.toContain('interface');
  });

  it.each([
    'export function first',
    'export abstract class',
    '  private sides',
    '  get area',
    '  static async',
    'interface Point',
    'enum Kind',
    'namespace N',
    'export const api',
    'import * as ns',
  ])('a comment or blank lines above "%s" change positions and texts only', async (anchor) => {
    const before = await view(SOURCE);
    for (const added of ['\n\n\n', '// a comment\n', '/** Documentation. */\n']) {
      const after = await view(SOURCE.replace(anchor, added + anchor));
      expect(changed(before, after).filter((block) => block !== 'text_hashes')).toEqual(['position']);
    }
  });

  it('an edit of one body changes the body hash of its declaration only', async () => {
    const before = await view(SOURCE);
    const after = await view(SOURCE.replace('x + y', 'x - y'));
    expect(changed(before, after)).toEqual(expect.arrayContaining(['body', 'hashes']));
    expect(changed(before, after)).not.toContain('interface');
    const hashes = (v: View): number[] => {
      const { rows, body } = v.reader.table(facts.declarationHash);
      return Array.from({ length: rows }, (_, row) => body.lo(row));
    };
    const others = hashes(after).map((hash, row) => hash === hashes(before)[row]);
    const names = before.declarations.filter((_, row) => !others[row + 1]);
    expect(names).toEqual(['function first exported']);
  });
});
