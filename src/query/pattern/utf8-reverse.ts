/**
 * The backward half of `utf8-automaton`: nodes for a class whose last byte is read first.
 * Works on the values still to be read (code point >> 6 per byte taken), because reversed byte sequences
 * overlap so much that splitting them costs a hundred times as much for a class like `\w`.
 */
import type { CodePointSet } from './code-point-set.ts';
import { ACCEPT, addNode, type NodeBuild } from './utf8-nodes.ts';

/** Lead byte bits and code point span by encoded length less one; three bytes come in two spans around the surrogates. */
const LENGTHS: readonly { readonly mark: number; readonly spans: readonly number[] }[] = [
  { mark: 0x00, spans: [0, 0x7f] },
  { mark: 0xc0, spans: [0x80, 0x7ff] },
  { mark: 0xe0, spans: [0x800, 0xd7ff, 0xe000, 0xffff] },
  { mark: 0xf0, spans: [0x10000, 0x10ffff] },
];

/** Values still to be read, as ranges, by encoded length less one. */
type Pending = readonly (readonly number[])[];

export function buildReverse(build: NodeBuild, set: CodePointSet): number {
  const pending = LENGTHS.map(({ spans }) => cutToSpans(set, spans));
  return buildNode(build, new Map(), pending, 0);
}

function cutToSpans(set: CodePointSet, spans: readonly number[]): number[] {
  const out: number[] = [];
  for (let s = 0; s < spans.length; s += 2) {
    for (let i = 0; i < set.length; i += 2) {
      const lo = Math.max(set[i]!, spans[s]!);
      const hi = Math.min(set[i + 1]!, spans[s + 1]!);
      if (lo <= hi) out.push(lo, hi);
    }
  }
  return out;
}

/** The node after `depth` bytes: one more byte is a lead byte for length `depth + 1`, a continuation for the longer. */
function buildNode(build: NodeBuild, seen: Map<string, number>, pending: Pending, depth: number): number {
  const key = `${depth}|${pending.join('|')}`;
  const known = seen.get(key);
  if (known !== undefined) return known;
  const edges: number[] = [];
  const leads = pending[depth]!;
  const mark = LENGTHS[depth]!.mark;
  const pushLeads = (): void => {
    for (let i = 0; i < leads.length; i += 2) edges.push(mark | leads[i]!, mark | leads[i + 1]!, ACCEPT);
  };
  if (depth === 0) pushLeads();
  const continuations = depth === 3 ? 0 : 64;
  for (let v = 0; v < continuations; v++) {
    const rest = pending.map((ranges, length) => (length > depth ? dropByte(ranges, v) : []));
    if (rest.every((ranges) => ranges.length === 0)) continue;
    pushEdge(edges, 0x80 | v, buildNode(build, seen, rest, depth + 1));
  }
  if (depth > 0) pushLeads();
  const node = addNode(build, edges);
  seen.set(key, node);
  return node;
}

function pushEdge(edges: number[], byte: number, to: number): void {
  const last = edges.length - 1;
  if (last > 0 && edges[last] === to && edges[last - 1] === byte - 1) edges[last - 1] = byte;
  else edges.push(byte, byte, to);
}

/** The values above those that end in the six bits `v`. */
function dropByte(ranges: readonly number[], v: number): number[] {
  const out: number[] = [];
  for (let i = 0; i < ranges.length; i += 2) {
    const lo = (ranges[i]! >> 6) + (v >= (ranges[i]! & 63) ? 0 : 1);
    const hi = (ranges[i + 1]! >> 6) - (v <= (ranges[i + 1]! & 63) ? 0 : 1);
    if (lo > hi) continue;
    const last = out.length - 1;
    if (last > 0 && lo <= out[last]! + 1) out[last] = Math.max(out[last]!, hi);
    else out.push(lo, hi);
  }
  return out;
}
