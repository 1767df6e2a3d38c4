/**
 * What the text must hold, read off a pattern: the whole pattern when it is one text, or its best required part.
 * "Required" is exact: no line without that part can match.
 */
import { singleCodePoint, type PatternNode } from './ast.ts';
import { byteFrequency } from './byte-frequency.ts';
import { encodeUtf8 } from './utf8-sequences.ts';

/** Copies of a repeated part that are spelled out. */
const MAX_COPIES = 8;
/** A part expected more often than this in a thousand bytes is not worth looking for. */
const MAX_USEFUL_FREQUENCY = 12;

interface Runs {
  /** The bytes that stand side by side up to here. */
  current: number[];
  best: number[];
}

/** The bytes of a pattern that is one text, or undefined. */
export function wholeLiteral(node: PatternNode): Uint8Array | undefined {
  const parts = node.kind === 'concat' ? node.parts : [node];
  const bytes: number[] = [];
  for (const part of parts) {
    const inner = part.kind === 'concat' ? wholeLiteral(part) : charBytes(part);
    if (inner === undefined) return undefined;
    for (const byte of inner) bytes.push(byte);
  }
  return bytes.length > 0 ? Uint8Array.from(bytes) : undefined;
}

/** The rarest text that every match holds, or undefined when there is none worth looking for. */
export function requiredLiteral(node: PatternNode): Uint8Array | undefined {
  const runs: Runs = { current: [], best: [] };
  collect(node, runs);
  endRun(runs);
  return expected(runs.best) <= MAX_USEFUL_FREQUENCY ? Uint8Array.from(runs.best) : undefined;
}

function charBytes(node: PatternNode): number[] | undefined {
  const codePoint = singleCodePoint(node);
  return codePoint < 0 ? undefined : encodeUtf8(codePoint);
}

function collect(node: PatternNode, runs: Runs): void {
  switch (node.kind) {
    case 'empty':
    case 'look':
      return;
    case 'class': {
      const bytes = charBytes(node);
      if (bytes === undefined) endRun(runs);
      else runs.current.push(...bytes);
      return;
    }
    case 'concat':
      for (const part of node.parts) collect(part, runs);
      return;
    case 'alternate':
      endRun(runs);
      return;
    case 'repeat':
      for (let i = 0; i < Math.min(node.min, MAX_COPIES); i++) collect(node.body, runs);
      if (node.min !== node.max || node.min > MAX_COPIES) endRun(runs);
  }
}

function endRun(runs: Runs): void {
  if (expected(runs.current) < expected(runs.best)) runs.best = runs.current;
  runs.current = [];
}

/** A rough count of hits in a thousand bytes: letters of a word are far from independent, so a length counts a little. */
function expected(bytes: readonly number[]): number {
  let rarest = Infinity;
  for (const byte of bytes) rarest = Math.min(rarest, byteFrequency(byte));
  return rarest / 3 ** (bytes.length - 1);
}
