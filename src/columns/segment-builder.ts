/** The builders of one step's segment: one block builder per block, tables by schema. Reused from unit to unit. */
import { BlockBuilder, type StringTableBuilder, type TableBuilder } from './builder.ts';
import { freezeSegment } from './freeze.ts';
import type { ArenaWriter } from './arena.ts';
import type { NamedTable, SegmentLayout } from './reader.ts';
import type { Columns, TableSchema } from './schema.ts';

export class SegmentBuilder {
  readonly layout: SegmentLayout;
  readonly #blocks: readonly BlockBuilder[];
  readonly #tables = new Map<string, TableBuilder>();

  constructor(layout: SegmentLayout) {
    this.layout = layout;
    this.#blocks = layout.blocks.map(([name, members]) => new BlockBuilder(name, members));
    for (const block of this.#blocks)
      for (const builder of block.tables) this.#tables.set(builder.schema.name, builder);
  }

  table<C extends Columns>(schema: TableSchema<C>): TableBuilder<C> {
    this.layout.place(schema);
    // Safe because: the builder of this name was made from this schema.
    return this.#tables.get(schema.name) as unknown as TableBuilder<C>;
  }

  /** The strings of the block that holds `schema`. */
  strings(schema: NamedTable): StringTableBuilder {
    return this.#blocks[this.layout.blockOf(schema)]!.strings;
  }

  clear(): void {
    for (const block of this.#blocks) block.clear();
  }

  /** Rows written so far, over all tables. */
  rows(): number {
    let total = 0;
    for (const block of this.#blocks) for (const builder of block.tables) total += builder.rows;
    return total;
  }

  /** Writes the segment under its 16-byte key into the arena given for its bytes; returns its offset there. */
  freeze(arenaFor: (bytes: number) => ArenaWriter, key: Uint8Array, isPartial = false): number {
    return freezeSegment(arenaFor, this.#blocks, key, isPartial);
  }
}
