/**
 * A small deterministic automaton over bytes for one class of characters, minimal by construction, forwards or backwards.
 * Shared by every place of a program that uses the class; nodes never change once built.
 */
import type { CodePointSet } from './code-point-set.ts';
import { ACCEPT, addNode, type NodeBuild } from './utf8-nodes.ts';
import { buildReverse } from './utf8-reverse.ts';
import { utf8Sequences, type ByteSequence } from './utf8-sequences.ts';

export interface Utf8Automaton {
  readonly nodeCount: number;
  readonly root: number;
  /** Edges of node `n` are `edgeStart[n]` to `edgeStart[n + 1]`, ascending by byte. */
  readonly edgeStart: Int32Array;
  readonly lo: Uint8Array;
  readonly hi: Uint8Array;
  /** A node, or `ACCEPT`. */
  readonly to: Int32Array;
}

const MAX_CACHED = 256;
const cache = new Map<string, Utf8Automaton>();

/** The automaton of a set; `isReverse` reads the last byte first. */
export function automatonOf(set: CodePointSet, isReverse: boolean): Utf8Automaton {
  const key = (isReverse ? '<' : '>') + set.join();
  const known = cache.get(key);
  if (known !== undefined) return known;
  if (cache.size >= MAX_CACHED) cache.clear();
  const made = buildAutomaton(set, isReverse);
  cache.set(key, made);
  return made;
}

function buildAutomaton(set: CodePointSet, isReverse: boolean): Utf8Automaton {
  const build: NodeBuild = { byEdges: new Map(), nodes: [] };
  const root = isReverse ? buildReverse(build, set) : buildNode(build, utf8Sequences(set), 0);
  return packNodes(build.nodes, root);
}

/** The node for sequences that agree before byte `depth`; `[lo, hi, to]` triples are its identity. */
function buildNode(build: NodeBuild, sequences: readonly ByteSequence[], depth: number): number {
  const edges: number[] = [];
  for (const [lo, hi, group] of groupsByByte(sequences, depth)) {
    const to = group[0]!.length === 2 * depth + 2 ? ACCEPT : buildNode(build, group, depth + 1);
    const last = edges.length - 1;
    if (last > 0 && edges[last] === to && edges[last - 1] === lo - 1) edges[last - 1] = hi;
    else edges.push(lo, hi, to);
  }
  return addNode(build, edges);
}

type Group = readonly [lo: number, hi: number, sequences: readonly ByteSequence[]];

/** Cuts the bytes at `depth` into spans in which the same sequences go on. */
function groupsByByte(sequences: readonly ByteSequence[], depth: number): Group[] {
  const starts: number[][] = [];
  const isCut = new Uint8Array(257);
  sequences.forEach((sequence, i) => {
    const lo = sequence[2 * depth]!;
    isCut[lo] = 1;
    isCut[sequence[2 * depth + 1]! + 1] = 1;
    (starts[lo] ??= []).push(i);
  });
  const groups: Group[] = [];
  let live: number[] = [];
  for (let byte = 0; byte < 256; byte++) {
    if (isCut[byte] === 0) continue;
    live = live.filter((i) => sequences[i]![2 * depth + 1]! >= byte);
    if (starts[byte] !== undefined) live.push(...starts[byte]!);
    if (live.length === 0) continue;
    let end = byte;
    while (isCut[end + 1] === 0) end++;
    groups.push([byte, end, live.map((i) => sequences[i]!)]);
  }
  return groups;
}

function packNodes(nodes: readonly (readonly number[])[], root: number): Utf8Automaton {
  const edgeStart = new Int32Array(nodes.length + 1);
  nodes.forEach((edges, i) => (edgeStart[i + 1] = edgeStart[i]! + edges.length / 3));
  const count = edgeStart[nodes.length]!;
  const made = { lo: new Uint8Array(count), hi: new Uint8Array(count), to: new Int32Array(count) };
  let at = 0;
  for (const edges of nodes) {
    for (let i = 0; i < edges.length; i += 3, at++) {
      made.lo[at] = edges[i]!;
      made.hi[at] = edges[i + 1]!;
      made.to[at] = edges[i + 2]!;
    }
  }
  return { nodeCount: nodes.length, root, edgeStart, ...made };
}
