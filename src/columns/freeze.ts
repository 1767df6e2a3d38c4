/**
 * Writes builders as one frozen segment into an arena: measure every block, take the space once, then write.
 * The bytes of a block depend on its facts alone: equal facts give equal digests on any thread.
 */
import type { ArenaWriter } from './arena.ts';
import type { BlockBuilder, TableBuilder } from './builder.ts';
import { digestInto } from './digest.ts';
import {
  align4,
  align8,
  BLOCK_ENTRY_BYTES,
  DIGEST_BYTES,
  FORMAT_VERSION,
  KEY_OFFSET,
  MAGIC,
  PARTIAL_FLAG,
  SEGMENT_HEADER_BYTES,
  WIDTH_BLOB,
  widthOf,
} from './layout.ts';

/** Sizes of one block, found before anything is written. Scratch of this thread, reused. */
interface BlockPlan {
  bytes: number;
  endsOffset: number;
  textOffset: number;
  /** Of each column, over all tables. */
  readonly widths: Uint8Array;
  readonly offsets: Uint32Array;
}

const plans: BlockPlan[] = [];

/** A number with the highest bit of the largest value to be stored: all that a width depends on. */
function columnBits(column: Uint32Array, rows: number, add: number): number {
  let bits = 0;
  for (let i = 0; i < rows; i++) bits |= column[i]! + add;
  return bits >>> 0;
}

function blobBytes(column: readonly (Uint8Array | undefined)[], rows: number): number {
  let total = 4 * rows;
  for (let i = 0; i < rows; i++) total += column[i]?.length ?? 0;
  return total;
}

function planColumn(plan: BlockPlan, builder: TableBuilder, ordinal: number, slot: number): void {
  const kind = builder.kinds[ordinal]!;
  const column = builder.arrays[ordinal]!;
  let width: number;
  let bytes: number;
  if (Array.isArray(column)) {
    width = WIDTH_BLOB;
    bytes = blobBytes(column, builder.rows);
  } else if (kind === 'hash') {
    width = 2;
    bytes = 8 * builder.rows;
  } else {
    width = widthOf(columnBits(column, builder.rows, kind === 'ref' ? 1 : 0));
    bytes = builder.rows << width;
  }
  plan.widths[slot] = width;
  plan.offsets[slot] = plan.bytes;
  plan.bytes = align4(plan.bytes + bytes);
}

function planBlock(plan: BlockPlan, block: BlockBuilder): void {
  plan.bytes = 4 * (3 + block.tables.length + block.columnCount);
  let slot = 0;
  for (const builder of block.tables) {
    for (let i = 0; i < builder.arrays.length; i++) planColumn(plan, builder, i, slot++);
  }
  plan.endsOffset = plan.bytes;
  plan.textOffset = plan.endsOffset + 4 * block.strings.count;
  plan.bytes = align8(plan.textOffset + block.strings.byteLength);
}

function writeStrings(block: BlockBuilder, arena: ArenaWriter, base: number, plan: BlockPlan): void {
  const { count, bytes, ends, byteLength } = block.strings;
  const end = (base + plan.endsOffset) >> 2;
  for (let i = 0; i < count; i++) arena.words[end + i] = ends[i]!;
  const at = base + plan.textOffset;
  if (byteLength > 0) arena.bytes.set(bytes.subarray(0, byteLength), at);
  // The space may have been used before: bytes behind the text are part of the digest.
  for (let i = at + byteLength; i < base + plan.bytes; i++) arena.bytes[i] = 0;
}

/** Writes a column in its width and fills up to a multiple of 4 bytes. Views of the whole arena: none is made per column. */
function writeNumbers(
  arena: ArenaWriter,
  column: Uint32Array,
  rows: number,
  add: number,
  width: number,
  at: number,
): void {
  if (width === 2) {
    const { words } = arena;
    const from = at >> 2;
    if (add === 0 && rows > 32) words.set(column.subarray(0, rows), from);
    else for (let i = 0; i < rows; i++) words[from + i] = column[i]! + add;
  } else if (width === 1) {
    const { halves } = arena;
    const from = at >> 1;
    for (let i = 0; i < rows; i++) halves[from + i] = column[i]! + add;
    if ((rows & 1) === 1) halves[from + rows] = 0;
  } else {
    const { bytes } = arena;
    for (let i = 0; i < rows; i++) bytes[at + i] = column[i]! + add;
    for (let i = rows; (i & 3) !== 0; i++) bytes[at + i] = 0;
  }
}

function writeBlobs(arena: ArenaWriter, column: readonly (Uint8Array | undefined)[], rows: number, at: number): void {
  const { bytes, words } = arena;
  const text = at + 4 * rows;
  let end = 0;
  for (let i = 0; i < rows; i++) {
    const blob = column[i];
    if (blob !== undefined) {
      bytes.set(blob, text + end);
      end += blob.length;
    }
    words[(at >> 2) + i] = end;
  }
  bytes.fill(0, text + end, align4(text + end));
}

function writeBlock(block: BlockBuilder, plan: BlockPlan, arena: ArenaWriter, base: number): void {
  const { words } = arena;
  let word = base >> 2;
  words[word++] = block.strings.count;
  words[word++] = plan.endsOffset;
  words[word++] = plan.textOffset;
  let slot = 0;
  for (const builder of block.tables) {
    const { rows, arrays, kinds } = builder;
    words[word++] = rows;
    for (let i = 0; i < arrays.length; i++) {
      const width = plan.widths[slot]!;
      const offset = plan.offsets[slot++]!;
      words[word++] = (offset << 2) | width;
      if (rows === 0) continue;
      const column = arrays[i]!;
      const kind = kinds[i];
      if (Array.isArray(column)) writeBlobs(arena, column, rows, base + offset);
      else if (kind === 'hash') writeNumbers(arena, column, 2 * rows, 0, 2, base + offset);
      else writeNumbers(arena, column, rows, kind === 'ref' ? 1 : 0, width, base + offset);
    }
  }
  writeStrings(block, arena, base, plan);
}

/** The digest of a block; an empty one has the same bytes each time, so that its digest is found once. */
function digestBlock(block: BlockBuilder, bytes: Uint8Array, at: number, from: number, to: number): void {
  const isEmpty = block.strings.count === 0 && block.tables.every((builder) => builder.rows === 0);
  if (!isEmpty) digestInto(bytes, at, bytes, from, to);
  else if (block.emptyDigest !== null) bytes.set(block.emptyDigest, at);
  else {
    digestInto(bytes, at, bytes, from, to);
    block.emptyDigest = bytes.slice(at, at + DIGEST_BYTES);
  }
}

function planFor(ordinal: number, columns: number): BlockPlan {
  const known = plans[ordinal];
  if (known !== undefined && known.widths.length >= columns) return known;
  const widths = new Uint8Array(columns);
  return (plans[ordinal] = { bytes: 0, endsOffset: 0, textOffset: 0, widths, offsets: new Uint32Array(columns) });
}

function measureSegment(blocks: readonly BlockBuilder[]): number {
  let total = SEGMENT_HEADER_BYTES + align8(BLOCK_ENTRY_BYTES * blocks.length);
  for (let i = 0; i < blocks.length; i++) {
    planBlock(planFor(i, blocks[i]!.columnCount), blocks[i]!);
    total += plans[i]!.bytes;
  }
  return total;
}

/**
 * Writes the segment under its 16-byte key into the arena that `arenaFor` gives for its bytes, and returns its offset there.
 */
export function freezeSegment(
  arenaFor: (bytes: number) => ArenaWriter,
  blocks: readonly BlockBuilder[],
  key: Uint8Array,
  isPartial: boolean,
): number {
  const total = measureSegment(blocks);
  const arena = arenaFor(total);
  const offset = arena.take(total);
  const { words } = arena;
  const head = offset >> 2;
  words[head] = (MAGIC ^ FORMAT_VERSION) >>> 0;
  words[head + 1] = total;
  words[head + 2] = blocks.length;
  words[head + 3] = isPartial ? PARTIAL_FLAG : 0;
  arena.bytes.set(key, offset + KEY_OFFSET);
  let base = offset + SEGMENT_HEADER_BYTES + align8(BLOCK_ENTRY_BYTES * blocks.length);
  for (let i = 0; i < blocks.length; i++) {
    const plan = plans[i]!;
    writeBlock(blocks[i]!, plan, arena, base);
    const entry = offset + SEGMENT_HEADER_BYTES + BLOCK_ENTRY_BYTES * i;
    words[entry >> 2] = base - offset;
    words[(entry >> 2) + 1] = plan.bytes;
    digestBlock(blocks[i]!, arena.bytes, entry + 8, base, base + plan.bytes);
    base += plan.bytes;
  }
  return offset;
}
