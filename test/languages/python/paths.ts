/**
 * Reads the control flow of a body back from its brackets: every path as the names it calls, loops taken once at most.
 * It knows nothing but the operations, which is its point: what it cannot tell, no later stage could.
 */
import type { SegmentReader } from '#columns';
import * as facts from '#facts';

/** A bracket with its parts, or a single operation (one part, empty). */
interface Item {
  readonly name: string;
  readonly row: number;
  readonly parts: { readonly name: string; readonly items: Item[] }[];
}
/** How a stretch of code is left: '' to what follows, `out` of a loop, `skip` to the next case or except. */
interface Path {
  readonly calls: readonly string[];
  readonly exit: string;
}

const OPENS = new Set(['if', 'loop', 'try', 'with', 'switch', 'block']);
const PARTS = new Set(['else', 'except', 'finally', 'case']);

export function pathsOf(reader: SegmentReader, body: number): string[] {
  const bodies = reader.table(facts.body);
  const { rows, opcode, a, aux } = reader.table(facts.operation);
  const names = reader.table(facts.reference).name;
  const first = bodies.operation.at(body);
  const last = body + 1 < bodies.rows ? bodies.operation.at(body + 1) : rows;
  let at = first;

  const parse = (): Item[] => {
    const items: Item[] = [];
    for (; at < last; at++) {
      const name = facts.OPCODES[opcode.at(at)]!;
      if (name === 'end' || PARTS.has(name)) return items;
      const item: Item = { name, row: at, parts: [] };
      items.push(item);
      for (let part: string = name; OPENS.has(name) && part !== 'end'; part = facts.OPCODES[opcode.at(at)]!) {
        at++;
        item.parts.push({ name: part, items: parse() });
      }
    }
    return items;
  };
  const run = (items: readonly Item[]): Path[] =>
    items.reduce<Path[]>((paths, item) => then(paths, '', () => step(item)), [{ calls: [], exit: '' }]);
  const part = (item: Item, name: string): Path[] =>
    run(item.parts.find((found, order) => order > 0 && found.name === name)?.items ?? []);

  /** Tries the cases or excepts of `item` in turn; `none`: what happens when all are skipped. */
  const choose = (item: Item, name: string, none: Path): Path[] =>
    item.parts
      .filter((found) => found.name === name)
      .reduce<Path[]>((paths, found) => then(paths, 'skip', () => run(found.items)), [{ calls: [], exit: 'skip' }])
      .map((path) => (path.exit === 'skip' ? { ...none, calls: [...path.calls, ...none.calls] } : path));
  const loop = (item: Item): Path[] => {
    const once = run(item.parts[0]!.items);
    const again = then(
      then(once, 'continue0', () => [{ calls: [], exit: '' }]),
      '',
      () => once.filter((path) => path.exit === 'out'),
    );
    return then(again, 'out', () => part(item, 'else')).map(inward);
  };
  const attempt = (item: Item): Path[] => {
    const inner = then(run(item.parts[0]!.items), '', () => part(item, 'else'));
    const handled = then(inner, 'raise', () => choose(item, 'except', { calls: [], exit: 'raise' }));
    return handled.flatMap((path) =>
      part(item, 'finally').map((end) => ({ calls: [...path.calls, ...end.calls], exit: end.exit || path.exit })),
    );
  };
  const step = (item: Item): Path[] => {
    const depth = aux.at(item.row);
    if (item.name === 'if') return [...run(item.parts[0]!.items), ...part(item, 'else')];
    if (item.name === 'loop') return loop(item);
    if (item.name === 'try') return attempt(item);
    if (item.name === 'with') return run(item.parts[0]!.items);
    if (item.name === 'switch') return choose(item, 'case', { calls: [], exit: '' }).map(inward);
    if (item.name === 'test' || item.name === 'next') return [...leave(''), ...leave('out')];
    if (item.name === 'guard') return [...leave(''), ...leave('skip')];
    if (item.name === 'break' || item.name === 'continue') return leave(item.name + depth);
    if (item.name === 'return' || item.name === 'raise') return leave(item.name);
    if (item.name !== 'call') return leave('');
    // The callee was loaded by name; a name that begins with `may` can raise.
    const callee = names.at(aux.at(first + a.at(item.row)));
    const done = { calls: [callee], exit: '' };
    return callee.startsWith('may') ? [done, { ...done, exit: 'raise' }] : [done];
  };
  return run(parse()).map(({ calls, exit }) => [...calls, ...(exit === '' ? [] : [`<${exit}>`])].join(' '));
}

function leave(exit: string): Path[] {
  return [{ calls: [], exit }];
}

/** Continues the paths that were left by `exit` with what `next` gives. */
function then(paths: readonly Path[], exit: string, next: () => Path[]): Path[] {
  return paths.flatMap((path) =>
    path.exit === exit ? next().map((tail) => ({ ...tail, calls: [...path.calls, ...tail.calls] })) : [path],
  );
}

/** Leaving one construct: `break0` ends here, deeper jumps have one level less to go. */
function inward(path: Path): Path {
  const jump = /^(break|continue)(\d+)$/.exec(path.exit);
  if (jump === null) return path;
  return { ...path, exit: path.exit === 'break0' ? '' : `${jump[1]!}${Number(jump[2]) - 1}` };
}
