/**
 * The byte program of a pattern: Thompson's construction, written from the end so that every state knows its successor.
 * A class takes one id per node of its shared automaton, so copies of `\w` cost ids and no edges.
 * `isReverse` gives the program that reads matches from their end to their start.
 */
import { canBeEmpty, type LookKind, type PatternNode, type RepeatNode } from './ast.ts';
import type { CodePointSet } from './code-point-set.ts';
import { automatonOf, type Utf8Automaton } from './utf8-automaton.ts';

/** Kinds of state. BYTES takes a byte; the others take none. */
export const BYTES = 0;
export const SPLIT = 1;
export const LOOK = 2;
export const MATCH = 3;
/** A class without members: a dead end. */
export const FAIL = 4;

/** Looks as bits, in reading direction: a reverse program has start and end of line swapped. */
export const LINE_START = 1;
export const LINE_END = 2;
export const WORD_BOUNDARY = 4;
export const NOT_WORD_BOUNDARY = 8;

export interface Program {
  readonly start: number;
  readonly size: number;
  readonly isReverse: boolean;
  /** All look bits that occur. */
  readonly looks: number;
  readonly kind: Uint8Array;
  /** BYTES: node in the edge tables. SPLIT: preferred target. LOOK: target. */
  readonly first: Int32Array;
  /** BYTES: target after the whole character. SPLIT: other target. LOOK: its bit. */
  readonly second: Int32Array;
  /** Edges of all automata, by node: byte range and target node, or -1 when the character is complete. */
  readonly edgeStart: Int32Array;
  readonly edgeLo: Uint8Array;
  readonly edgeHi: Uint8Array;
  readonly edgeTo: Int32Array;
}

interface Builder {
  readonly isReverse: boolean;
  readonly kind: number[];
  readonly first: number[];
  readonly second: number[];
  readonly automata: Map<Utf8Automaton, number>;
  nodeCount: number;
  looks: number;
}

export function buildProgram(root: PatternNode, isReverse: boolean): Program {
  const builder: Builder = { isReverse, kind: [], first: [], second: [], automata: new Map(), nodeCount: 0, looks: 0 };
  const match = emit(builder, MATCH, 0, 0);
  const start = build(builder, root, match);
  return {
    start,
    size: builder.kind.length,
    isReverse,
    looks: builder.looks,
    kind: Uint8Array.from(builder.kind),
    first: Int32Array.from(builder.first),
    second: Int32Array.from(builder.second),
    ...joinEdges([...builder.automata.keys()]),
  };
}

function emit(builder: Builder, kind: number, first: number, second: number): number {
  builder.kind.push(kind);
  builder.first.push(first);
  builder.second.push(second);
  return builder.kind.length - 1;
}

/** Emits `node` so that it goes on at `next`; gives its entry. */
function build(builder: Builder, node: PatternNode, next: number): number {
  switch (node.kind) {
    case 'empty':
      return next;
    case 'class':
      return buildClass(builder, node.set, next);
    case 'look':
      return buildLook(builder, node.look, next);
    case 'concat':
      return buildConcat(builder, node.parts, next);
    case 'alternate':
      return buildAlternate(builder, node.parts, next);
  }
  return buildRepeat(builder, node, next);
}

function buildConcat(builder: Builder, parts: readonly PatternNode[], next: number): number {
  let entry = next;
  if (builder.isReverse) for (const part of parts) entry = build(builder, part, entry);
  else for (let i = parts.length - 1; i >= 0; i--) entry = build(builder, parts[i]!, entry);
  return entry;
}

function buildAlternate(builder: Builder, parts: readonly PatternNode[], next: number): number {
  let entry = build(builder, parts.at(-1)!, next);
  for (let i = parts.length - 2; i >= 0; i--) entry = emit(builder, SPLIT, build(builder, parts[i]!, next), entry);
  return entry;
}

function buildLook(builder: Builder, look: LookKind, next: number): number {
  let bit = look === 'word-boundary' ? WORD_BOUNDARY : NOT_WORD_BOUNDARY;
  if (look === 'line-start') bit = builder.isReverse ? LINE_END : LINE_START;
  if (look === 'line-end') bit = builder.isReverse ? LINE_START : LINE_END;
  builder.looks |= bit;
  return emit(builder, LOOK, next, bit);
}

function buildClass(builder: Builder, set: CodePointSet, next: number): number {
  if (set.length === 0) return emit(builder, FAIL, 0, 0);
  const automaton = automatonOf(set, builder.isReverse);
  let firstNode = builder.automata.get(automaton);
  if (firstNode === undefined) {
    firstNode = builder.nodeCount;
    builder.automata.set(automaton, firstNode);
    builder.nodeCount += automaton.nodeCount;
  }
  const base = builder.kind.length;
  for (let node = 0; node < automaton.nodeCount; node++) emit(builder, BYTES, firstNode + node, next);
  return base + automaton.root;
}

function buildRepeat(builder: Builder, node: RepeatNode, next: number): number {
  const { body, min, max } = node;
  let entry = next;
  let copies = min;
  if (max === Infinity) {
    entry = min === 0 ? buildStar(builder, node, next) : buildPlus(builder, node, next);
    if (min > 0) copies--;
  } else {
    for (let i = min; i < max; i++) entry = split(builder, node, build(builder, body, entry), next);
  }
  for (let i = 0; i < copies; i++) entry = build(builder, body, entry);
  return entry;
}

function split(builder: Builder, node: RepeatNode, more: number, leave: number): number {
  return node.isGreedy ? emit(builder, SPLIT, more, leave) : emit(builder, SPLIT, leave, more);
}

/** As in Rust, `x*` with an empty-able x is `(x+)?`: the loop alone would lose the preference for an empty round. */
function buildStar(builder: Builder, node: RepeatNode, next: number): number {
  if (canBeEmpty(node.body)) return split(builder, node, buildPlus(builder, node, next), next);
  const loop = emit(builder, SPLIT, next, next);
  setLoop(builder, node, loop, build(builder, node.body, loop));
  return loop;
}

function buildPlus(builder: Builder, node: RepeatNode, next: number): number {
  const loop = emit(builder, SPLIT, next, next);
  const entry = build(builder, node.body, loop);
  setLoop(builder, node, loop, entry);
  return entry;
}

function setLoop(builder: Builder, node: RepeatNode, loop: number, entry: number): void {
  if (node.isGreedy) builder.first[loop] = entry;
  else builder.second[loop] = entry;
}

type EdgeTables = Pick<Program, 'edgeStart' | 'edgeLo' | 'edgeHi' | 'edgeTo'>;

function joinEdges(automata: readonly Utf8Automaton[]): EdgeTables {
  const starts: number[] = [0];
  const lo: number[] = [];
  const hi: number[] = [];
  const to: number[] = [];
  for (const automaton of automata) {
    const base = starts.length - 1;
    for (let node = 0; node < automaton.nodeCount; node++) {
      for (let e = automaton.edgeStart[node]!; e < automaton.edgeStart[node + 1]!; e++) {
        lo.push(automaton.lo[e]!);
        hi.push(automaton.hi[e]!);
        to.push(automaton.to[e]! < 0 ? -1 : base + automaton.to[e]!);
      }
      starts.push(lo.length);
    }
  }
  return {
    edgeStart: Int32Array.from(starts),
    edgeLo: Uint8Array.from(lo),
    edgeHi: Uint8Array.from(hi),
    edgeTo: Int32Array.from(to),
  };
}
