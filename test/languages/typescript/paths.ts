/**
 * Reads the control flow of a body back from its brackets: every path as the names it calls, loops taken once at most.
 * It knows nothing but the operations: what it cannot tell, no later stage could. Exceptions are not followed.
 */
import type { SegmentReader } from '#columns';
import * as facts from '#facts';

interface Item {
  readonly name: string;
  readonly row: number;
  readonly parts: { readonly name: string; readonly aux: number; readonly items: Item[] }[];
}
/** How a stretch is left: '' to what follows, `break` and `continue` with their depth, `exit` of a loop, `skip` of a case. */
interface Path {
  readonly calls: string;
  readonly exit: string;
  readonly depth: number;
}

const OPENS = new Set(['if', 'loop', 'try', 'with', 'switch', 'block']);
const PARTS = new Set(['else', 'except', 'finally', 'case']);
const EMPTY: Path = { calls: '', exit: '', depth: 0 };

export function pathsOf(reader: SegmentReader, body: number): string[] {
  const bodies = reader.table(facts.body);
  const { rows, opcode, a, aux } = reader.table(facts.operation);
  const callee = reader.table(facts.call).callee;
  const names = reader.table(facts.reference).name;
  const last = body + 1 < bodies.rows ? bodies.operation.at(body + 1) : rows;
  let at = bodies.operation.at(body);

  const parse = (): Item[] => {
    const items: Item[] = [];
    for (; at < last; at++) {
      const name = facts.OPCODES[opcode.at(at)]!;
      if (name === 'end' || PARTS.has(name)) return items;
      const item: Item = { name, row: at, parts: [] };
      items.push(item);
      for (let part: string = name; OPENS.has(name) && part !== 'end'; part = facts.OPCODES[opcode.at(at)]!) {
        const kind = aux.at(at);
        at++;
        item.parts.push({ name: part, aux: kind, items: parse() });
      }
    }
    return items;
  };

  const run = (items: readonly Item[]): Path[] =>
    items.reduce<Path[]>((paths, item) => then(paths, '', () => step(item)), [EMPTY]);

  const step = (item: Item): Path[] => {
    const depth = aux.at(item.row);
    if (item.name === 'call') {
      const named = callee.at(depth);
      return [{ ...EMPTY, calls: named < 0 ? '?' : names.at(named) }];
    }
    if (item.name === 'return' || item.name === 'raise') return [{ ...EMPTY, exit: item.name }];
    if (item.name === 'break' || item.name === 'continue') return [{ ...EMPTY, exit: item.name, depth }];
    if (item.name === 'test' || item.name === 'next') return [EMPTY, { ...EMPTY, exit: 'exit' }];
    if (item.name === 'guard') return [EMPTY, { ...EMPTY, exit: 'skip' }];
    return OPENS.has(item.name) ? bracket(item) : [EMPTY];
  };

  const bracket = (item: Item): Path[] => {
    const [first, second] = item.parts;
    if (item.name === 'if') return unique([...run(first!.items), ...run(second?.items ?? [])]);
    if (item.name === 'try') {
      const final = item.parts.find((part) => part.name === 'finally')?.items ?? [];
      return run(first!.items).flatMap((path) =>
        run(final).map((end) => (end.exit === '' ? joined(path, end, path) : joined(path, end, end))),
      );
    }
    if (item.name === 'switch') return leave(choose(item));
    if (item.name === 'loop') return leave(loop(first!.items));
    return item.name === 'block' ? leave(run(first!.items)) : run(first!.items);
  };

  /** One round, and what the test says after it. */
  const loop = (items: readonly Item[]): Path[] => {
    const from = items.findIndex((item) => item.name === 'update');
    const round = items.slice(0, from < 0 ? items.length : from);
    const next = from < 0 ? [] : items.slice(from);
    const body = run(round).map((path) =>
      path.exit === 'continue' && path.depth === 0 ? { ...path, exit: '' } : path,
    );
    const again = then(body, '', () => then(run(next), '', () => run(round.slice(0, testIn(round) + 1))));
    return again
      .filter((path) => path.exit !== '')
      .map((path) => (path.exit === 'exit' ? { ...path, exit: '' } : path));
  };
  const testIn = (items: readonly Item[]): number =>
    items.findIndex((item) => item.name === 'test' || item.name === 'next');

  /** Each case in turn; the end of one enters the next behind its guard when that falls through. */
  const choose = (item: Item): Path[] => {
    const cases = item.parts.slice(1);
    const bodyOf = (order: number): Item[] => {
      const { items } = cases[order]!;
      return items.slice(items.findIndex((inner) => inner.name === 'guard') + 1);
    };
    const fall = (order: number, paths: readonly Path[]): Path[] =>
      order < cases.length && cases[order]!.aux === 1
        ? then(paths, '', () => fall(order + 1, run(bodyOf(order))))
        : [...paths];
    let waiting: Path[] = [{ ...EMPTY, exit: 'skip' }];
    const found: Path[] = [];
    for (const [order, { items }] of cases.entries()) {
      const tried = then(waiting, 'skip', () => run(items));
      waiting = tried.filter((path) => path.exit === 'skip');
      found.push(
        ...fall(
          order + 1,
          tried.filter((path) => path.exit !== 'skip'),
        ),
      );
    }
    return [...found, ...waiting.map((path) => ({ ...path, exit: '' }))];
  };

  if (a.at(at) > rows) throw new Error('an operand outside of the table');
  return unique(run(parse())).map((path) => [path.calls, path.exit === '' ? '' : `<${path.exit}>`].join(' ').trim());
}

function joined(before: Path, after: Path, exit: Path): Path {
  return { calls: `${before.calls} ${after.calls}`.trim(), exit: exit.exit, depth: exit.depth };
}

/** Goes on with `next` where paths leave by `exit`. */
function then(paths: readonly Path[], exit: string, next: () => readonly Path[]): Path[] {
  const after = paths.some((path) => path.exit === exit) ? next() : [];
  return unique(paths.flatMap((path) => (path.exit === exit ? after.map((end) => joined(path, end, end)) : [path])));
}

/** Leaves a construct: jumps out of it arrive behind it, all others are one level less deep. */
function leave(paths: readonly Path[]): Path[] {
  return unique(
    paths.map((path) => {
      if (path.exit !== 'break' && path.exit !== 'continue') return path;
      return path.depth === 0 && path.exit === 'break' ? { ...path, exit: '' } : { ...path, depth: path.depth - 1 };
    }),
  );
}

function unique(paths: readonly Path[]): Path[] {
  return [...new Map(paths.map((path) => [`${path.calls}|${path.exit}|${path.depth}`, path])).values()];
}
