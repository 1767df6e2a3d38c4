/**
 * L2: the chunk tree of a file, from its declarations. A file of unknown language has the tree of its lines alone.
 * It never splits a line, and never looks at another file.
 */
import { EngineError, mixHash } from '#core';
import { chunk, comment, declaration, declarationPosition, docstring } from '#facts';
import type { KernelOf } from '#stage';
import { ChunkTree, type Declared } from './chunk-tree.ts';
import { LineTable } from './line-table.ts';
import { outlineOf } from './outline.ts';
import type { stage } from './stage.ts';

/** Scratch of this thread, refilled for every file. */
const lines = new LineTable();
const ordinals = new Map<number, number>();

export const kernel: KernelOf<(typeof stage.steps)[0]> = (view, out, context) => {
  const maxTokens = maxTokensOf(context.options['maxTokens']);
  const { text } = view;
  const declarations = view.table(declaration);
  const positions = view.table(declarationPosition);
  lines.scan(text);
  const outline = outlineOf(
    { declarations, positions, docstrings: view.table(docstring), comments: view.table(comment) },
    text,
    lines,
  );
  const { hash } = declarations;
  const tree = new ChunkTree(out.table(chunk), lines, maxTokens, 0, hash.lo(0), hash.hi(0));
  const declared: Declared = { row: 0, lo: 0, hi: 0, start: 0, end: 0 };
  ordinals.clear();
  for (const [i, row] of outline.declaration.entries()) {
    declared.row = row;
    declared.lo = hash.lo(row);
    declared.hi = hash.hi(row);
    tellApart(declared);
    declared.start = outline.start[i]!;
    declared.end = outline.end[i]!;
    tree.add(declared, outline.isClass[i]!);
  }
  tree.finish();
};

/** Getters and setters, and merged declarations, are one symbol but several chunks: each gets a hash of its own. */
function tellApart(declared: Declared): void {
  const key = declared.hi * 0x10_0000 + (declared.lo >>> 12);
  const ordinal = ordinals.get(key) ?? 0;
  ordinals.set(key, ordinal + 1);
  if (ordinal > 0) mixHash(declared, ordinal, 0);
}

function maxTokensOf(value: unknown): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1) return value;
  throw new EngineError('E_CONFIG', `chunking.maxTokens is ${String(value)}; give a whole number from 1`);
}
