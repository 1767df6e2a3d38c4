/**
 * Checks a history of transactions for the anomalies of A. Adya ("Weak Consistency", 1999), as Elle does (Kingsbury and
 * Alvaro, 2020): from what each transaction read and wrote, a graph of dependencies; its cycles are the anomalies.
 *
 * - `ww`: B wrote the version after A's. `wr`: B read A's version. `rw`: B wrote the version after the one that A read.
 * - G0: a cycle of `ww`. G1c: a cycle of `ww` and `wr`. G-single: one with exactly one `rw`. G2: one with more.
 */
export interface Transaction {
  /** The version that it read of each item: the number of the transaction that wrote it, -1 for the first version. */
  readonly reads: ReadonlyMap<string, number>;
  /** Items that it wrote, each one new version. */
  readonly writes: ReadonlySet<string>;
}

export type Anomaly = 'G0' | 'G1a' | 'G1c' | 'G-single' | 'G2';

interface Edge {
  readonly to: number;
  readonly kind: 'ww' | 'wr' | 'rw';
}

/** The worst anomaly of each kind that is found, with the transactions of one cycle. Transactions are in commit order. */
export function anomalies(history: readonly Transaction[]): Map<Anomaly, readonly number[]> {
  const found = new Map<Anomaly, readonly number[]>();
  const edges = dependencies(history, found);
  for (const component of components(edges)) {
    const inside = new Set(component);
    const only = (kinds: readonly Edge['kind'][]): readonly number[] | null =>
      cycleWithin(edges, inside, (edge) => kinds.includes(edge.kind));
    const [g0, g1c] = [only(['ww']), only(['ww', 'wr'])];
    if (g0 !== null) found.set('G0', g0);
    if (g1c !== null) found.set('G1c', g1c);
    const single = singleCycle(edges, inside);
    if (single !== null) found.set('G-single', single);
    if (g1c === null && single === null) found.set('G2', component);
  }
  return found;
}

/** Edges of each transaction. A read of what no transaction has committed is G1a. */
function dependencies(history: readonly Transaction[], found: Map<Anomaly, readonly number[]>): Edge[][] {
  const edges: Edge[][] = history.map(() => []);
  const versions = new Map<string, number[]>();
  for (const [at, { writes }] of history.entries()) {
    for (const item of writes) {
      const list = versions.get(item) ?? [];
      if (list.length > 0) edges[list.at(-1)!]!.push({ to: at, kind: 'ww' });
      list.push(at);
      versions.set(item, list);
    }
  }
  for (const [at, { reads }] of history.entries()) {
    for (const [item, writer] of reads) {
      const list = versions.get(item) ?? [];
      const place = list.indexOf(writer);
      if (writer >= 0 && place < 0) found.set('G1a', [at]);
      if (writer >= 0 && writer !== at && place >= 0) edges[writer]!.push({ to: at, kind: 'wr' });
      const next = list[place + 1];
      if (next !== undefined && next !== at) edges[at]!.push({ to: next, kind: 'rw' });
    }
  }
  return edges;
}

/** Strongly connected components of more than one node (R. Tarjan, 1972), without recursion. */
function components(edges: readonly (readonly Edge[])[]): number[][] {
  const index = new Int32Array(edges.length).fill(-1);
  const low = new Int32Array(edges.length);
  const isOpen = new Uint8Array(edges.length);
  const stack: number[] = [];
  const found: number[][] = [];
  let count = 0;
  for (let root = 0; root < edges.length; root++) {
    if (index[root]! >= 0) continue;
    const work: { node: number; next: number }[] = [];
    const enter = (node: number): void => {
      index[node] = low[node] = count++;
      isOpen[node] = 1;
      stack.push(node);
      work.push({ node, next: 0 });
    };
    enter(root);
    while (work.length > 0) {
      const frame = work.at(-1)!;
      const edge = edges[frame.node]![frame.next++];
      if (edge !== undefined) {
        if (index[edge.to]! < 0) enter(edge.to);
        else if (isOpen[edge.to] === 1) low[frame.node] = Math.min(low[frame.node]!, index[edge.to]!);
        continue;
      }
      work.pop();
      const parent = work.at(-1);
      if (parent !== undefined) low[parent.node] = Math.min(low[parent.node]!, low[frame.node]!);
      if (low[frame.node] !== index[frame.node]) continue;
      const component = stack.splice(stack.indexOf(frame.node));
      for (const node of component) isOpen[node] = 0;
      if (component.length > 1) found.push(component);
    }
  }
  return found;
}

/** A cycle of some edges among some nodes, or null. */
function cycleWithin(
  edges: readonly (readonly Edge[])[],
  inside: ReadonlySet<number>,
  takes: (edge: Edge) => boolean,
): readonly number[] | null {
  const local = [...inside];
  const place = new Map(local.map((node, i) => [node, i]));
  const sub = local.map((node) =>
    edges[node]!.filter((edge) => takes(edge) && inside.has(edge.to)).map((edge) => ({
      ...edge,
      to: place.get(edge.to)!,
    })),
  );
  const [first] = components(sub);
  return first === undefined ? null : first.map((node) => local[node]!);
}

/** A cycle with exactly one `rw`: from its end back to its start over `ww` and `wr` alone. */
function singleCycle(edges: readonly (readonly Edge[])[], inside: ReadonlySet<number>): readonly number[] | null {
  for (const from of inside) {
    for (const { to, kind } of edges[from]!) {
      if (kind !== 'rw' || !inside.has(to)) continue;
      const seen = new Set([to]);
      const queue = [to];
      for (let at = 0; at < queue.length; at++) {
        for (const edge of edges[queue[at]!]!) {
          if (edge.kind === 'rw' || !inside.has(edge.to) || seen.has(edge.to)) continue;
          if (edge.to === from) return [from, to];
          seen.add(edge.to);
          queue.push(edge.to);
        }
      }
    }
  }
  return null;
}
