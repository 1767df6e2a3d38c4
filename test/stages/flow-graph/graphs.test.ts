/** Dominators, post-dominators, order and loops of arbitrary graphs are what their definitions say, by removal and reachability. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lawRuns } from '#testkit';
import { Fuel } from '#stage';
import { FlowAnalysis } from '../../../stages/l04-flow-graph/analysis.ts';
import { EdgeLists } from '../../../stages/l04-flow-graph/edge-lists.ts';
import { STUCK } from '../../../stages/l04-flow-graph/flow-codes.ts';

const RUNS = lawRuns(600);

type Edge = readonly [source: number, target: number];
interface Graph {
  readonly blocks: number;
  readonly edges: readonly Edge[];
}

/** Any edges between up to twelve blocks; the last one is the exit and has none, the first one has no predecessor. */
const graph: fc.Arbitrary<Graph> = fc.integer({ min: 2, max: 12 }).chain((blocks) =>
  fc.record({
    blocks: fc.constant(blocks),
    edges: fc.array(fc.tuple(fc.nat(blocks - 2), fc.integer({ min: 1, max: blocks - 1 })), { maxLength: 3 * blocks }),
  }),
);

const analysis = new FlowAnalysis();

/** Runs the analysis; gives the edges with those that it added. */
function analyse({ blocks, edges }: Graph): Edge[] {
  const lists = new EdgeLists();
  for (let block = 0; block < blocks; block++) lists.open(block);
  for (const [source, target] of edges) lists.direct(lists.edge(source, 0), target);
  expect(analysis.run(lists, new Fuel(1e9))).toBe(true);
  const added = Array.from({ length: lists.edges - edges.length }, (_, at): Edge => {
    expect(lists.kind[edges.length + at]).toBe(STUCK);
    return [lists.source[edges.length + at]!, lists.target[edges.length + at]!];
  });
  return [...edges, ...added];
}

/** The blocks that `root` reaches when `without` is gone. */
function reach(edges: readonly Edge[], root: number, without = -1): Set<number> {
  const found = new Set<number>(root === without ? [] : [root]);
  for (const block of found) for (const [from, to] of edges) if (from === block && to !== without) found.add(to);
  return found;
}

/** The immediate dominator of each block by definition: the one of its strict dominators that all others dominate. */
function immediate({ blocks, edges }: Graph, root: number): number[] {
  const reached = reach(edges, root);
  const dominates = (a: number, b: number): boolean => a === b || !reach(edges, root, a).has(b);
  return Array.from({ length: blocks }, (_, block) => {
    if (block === root || !reached.has(block)) return -1;
    const strict = [...reached].filter((other) => other !== block && dominates(other, block));
    return strict.find((one) => strict.every((other) => dominates(other, one)))!;
  });
}

const reversed = (edges: readonly Edge[]): Edge[] => edges.map(([from, to]): Edge => [to, from]);

/** Loops by definition: components that reach themselves, outermost first, each without the edges into its header; `!` marks
 * those that any edge enters beside the header. */
function loopsOf(
  blocks: readonly number[],
  edges: readonly Edge[],
  all: readonly Edge[],
  outer: string,
  found: Map<number, string>,
): void {
  const inside = edges.filter(([from, to]) => blocks.includes(from) && blocks.includes(to));
  const left = new Set(blocks);
  for (const block of blocks) {
    if (!left.has(block)) continue;
    const down = reach(inside, block);
    const up = reach(reversed(inside), block);
    const component = [...down].filter((other) => up.has(other));
    for (const other of component) left.delete(other);
    const isLoop = component.length > 1 || inside.some(([from, to]) => from === block && to === block);
    if (!isLoop) continue;
    // The first one that the search entered.
    const header = component.toSorted((a, b) => analysis.forward.pre[a]! - analysis.forward.pre[b]!)[0]!;
    const isEntered = all.some(([from, to]) => to !== header && component.includes(to) && !component.includes(from));
    found.set(header, `${outer}/${header}${isEntered ? '!' : ''}`);
    const rest = inside.filter(([from, to]) => to !== header && component.includes(from) && component.includes(to));
    loopsOf(component, rest, all, `${outer}/${header}`, found);
  }
}

describe('the analysis of any graph', () => {
  it('gives the immediate dominators of what is reached', () => {
    fc.assert(
      fc.property(graph, (one) => {
        analyse(one);
        expect([...analysis.dominator.subarray(0, one.blocks)]).toEqual(immediate(one, 0));
      }),
      RUNS,
    );
  });

  it('lets every block reach the exit, and gives the immediate post-dominators then', () => {
    fc.assert(
      fc.property(graph, (one) => {
        const edges = analyse(one);
        const back = reversed(edges);
        expect(reach(back, one.blocks - 1).size).toBe(one.blocks);
        const expected = immediate({ blocks: one.blocks, edges: back }, one.blocks - 1);
        expect([...analysis.postDominator.subarray(0, one.blocks)]).toEqual(expected);
      }),
      RUNS,
    );
  });

  it('adds an edge to the exit only where none is reached', () => {
    fc.assert(
      fc.property(graph, (one) => {
        const added = analyse(one).slice(one.edges.length);
        const before = reach(reversed(one.edges), one.blocks - 1);
        expect(added.every(([source]) => !before.has(source))).toBe(true);
      }),
      RUNS,
    );
  });

  it('orders blocks so that only edges of loops lead back', () => {
    fc.assert(
      fc.property(graph, (one) => {
        analyse(one);
        const order = new Map<number, number>();
        for (let place = 0; place < one.blocks; place++)
          order.set(analysis.forward.post[place]!, analysis.orderAt(place));
        expect([...order.values()].toSorted((a, b) => a - b)).toEqual([...order.values()].map((_, at) => at));
        const reached = reach(one.edges, 0);
        for (const [from, to] of one.edges) {
          if (!reached.has(from) || order.get(from)! < order.get(to)!) continue;
          expect(reach(one.edges, to).has(from)).toBe(true);
        }
        for (const block of reached) expect(order.get(block)! < reached.size).toBe(true);
      }),
      RUNS,
    );
  });

  it('finds the loops, their nesting, and which are entered beside their header', () => {
    fc.assert(
      fc.property(graph, (one) => {
        analyse(one);
        const reached = [...reach(one.edges, 0)];
        const expected = new Map<number, string>();
        const live = one.edges.filter(([from]) => reached.includes(from));
        loopsOf(reached, live, live, '', expected);
        const { forward, loops } = analysis;
        const pathOf = (header: number): string => {
          const outer = loops.header[header]!;
          return `${outer < 0 ? '' : pathOf(outer)}/${forward.vertex[header]!}`;
        };
        const found = new Map<number, string>();
        for (let at = 0; at < analysis.reached; at++) {
          if (loops.isHeader[at] === 1)
            found.set(forward.vertex[at]!, pathOf(at) + (loops.isIrreducible[at] === 1 ? '!' : ''));
        }
        expect(found).toEqual(expected);
      }),
      RUNS,
    );
  });
});
