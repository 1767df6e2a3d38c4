/** Columns: what is built is what is read, equal facts are equal bytes, and other blocks do not show in a digest. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lowerBound, SegmentBuilder, SegmentLayout, SegmentReader, sortByHash, table } from '#columns';
import { freezeAlone } from '#testkit';

const everything = table('everything', 'plain', 'one', {
  int: 'int',
  ref: 'ref',
  text: 'string',
  key: 'hash',
  bytes: 'blob',
});
const neighbour = table('neighbour', 'plain', 'two', { value: 'int', text: 'string' });
const layout = new SegmentLayout([everything, neighbour]);

interface Row {
  readonly int: number;
  readonly ref: number;
  readonly text: string;
  readonly lo: number;
  readonly hi: number;
  readonly bytes: Uint8Array;
}

const u32 = fc.oneof(fc.nat(255), fc.nat(65_535), fc.nat(0xffffffff));
const row: fc.Arbitrary<Row> = fc.record({
  int: u32,
  ref: fc.oneof(fc.constant(-1), fc.nat(300), fc.nat(0xfffffffe)),
  text: fc.string({ unit: 'binary', maxLength: 12 }).map((text) => text.toWellFormed()),
  lo: u32,
  hi: u32,
  bytes: fc.uint8Array({ maxLength: 9 }),
});

function fill(out: SegmentBuilder, rows: readonly Row[], others: readonly number[]): void {
  out.clear();
  const builder = out.table(everything);
  for (const one of rows) {
    const at = builder.add();
    builder.col.int[at] = one.int;
    builder.col.ref[at] = one.ref;
    builder.col.text[at] = out.strings(everything).intern(one.text);
    builder.col.key[2 * at] = one.lo;
    builder.col.key[2 * at + 1] = one.hi;
    builder.col.bytes[at] = one.bytes;
  }
  for (const value of others) {
    const at = out.table(neighbour).add();
    out.table(neighbour).col.value[at] = value;
    out.table(neighbour).col.text[at] = out.strings(neighbour).intern(`n${value}`);
  }
}

function freeze(out: SegmentBuilder, dirt = 0): SegmentReader {
  return freezeAlone(out, dirt, 8 * (dirt % 5));
}

function read(segment: SegmentReader): Row[] {
  const { rows, int, ref, text, key, bytes } = segment.table(everything);
  return Array.from({ length: rows }, (_, at) => {
    return {
      int: int.at(at),
      ref: ref.at(at),
      text: text.at(at),
      lo: key.lo(at),
      hi: key.hi(at),
      bytes: new Uint8Array(bytes.at(at)),
    };
  });
}

test('rows come back as they were written', () => {
  const out = new SegmentBuilder(layout);
  fc.assert(
    fc.property(fc.array(row, { maxLength: 200 }), fc.array(u32), (rows, others) => {
      fill(out, rows, others);
      const segment = freeze(out);
      expect(read(segment)).toEqual(rows);
      expect(Array.from(others.keys(), (at) => segment.table(neighbour).value.at(at))).toEqual(others);
    }),
    { seed: 1 },
  );
});

test('equal facts are equal digests, whatever the arena held and wherever they lie', () => {
  const out = new SegmentBuilder(layout);
  fc.assert(
    fc.property(fc.array(row), fc.array(u32), fc.nat(255), (rows, others, dirt) => {
      fill(out, rows, others);
      const clean = freeze(out);
      fill(out, rows, others);
      const dirty = freeze(out, dirt);
      expect(dirty.blockDigestHex(0)).toBe(clean.blockDigestHex(0));
      expect(dirty.blockDigestHex(1)).toBe(clean.blockDigestHex(1));
    }),
    { seed: 2 },
  );
});

test('a change in one block leaves the digest of the other equal', () => {
  const out = new SegmentBuilder(layout);
  fc.assert(
    fc.property(fc.array(row, { minLength: 1 }), fc.array(u32), u32, (rows, others, extra) => {
      fill(out, rows, others);
      const before = freeze(out);
      fill(out, rows, [...others, extra]);
      const after = freeze(out);
      expect(after.digest(everything)).toEqual(before.digest(everything));
      expect(after.digest(neighbour)).not.toEqual(before.digest(neighbour));
    }),
    { seed: 3 },
  );
});

test('a column takes the narrowest width that holds its largest value', () => {
  const out = new SegmentBuilder(layout);
  const bytesFor = (value: number): number => {
    fill(
      out,
      [],
      Array.from({ length: 1000 }, () => value),
    );
    return freeze(out).blockBytes(1);
  };
  expect(bytesFor(256) - bytesFor(255)).toBe(1000);
  expect(bytesFor(65_536) - bytesFor(65_535)).toBe(2000);
});

test('sorting by hash orders rows by the high half first and keeps rows whole', () => {
  const out = new SegmentBuilder(layout);
  fc.assert(
    fc.property(fc.array(row, { maxLength: 60 }), (rows) => {
      fill(out, rows, []);
      sortByHash(out.table(everything), 'key');
      const sorted = rows.toSorted((a, b) => a.hi - b.hi || a.lo - b.lo);
      const segment = freeze(out);
      expect(read(segment)).toEqual(sorted);
      for (const one of rows) {
        const { key } = segment.table(everything);
        const at = lowerBound(key, rows.length, one.lo, one.hi);
        expect([key.lo(at), key.hi(at)]).toEqual([one.lo, one.hi]);
        if (at > 0) expect(key.hi(at - 1) < one.hi || key.lo(at - 1) < one.lo).toBe(true);
      }
    }),
    { seed: 4 },
  );
});

test('bytes that are no segment are refused', () => {
  expect(() => new SegmentReader(layout, new SharedArrayBuffer(1024), 0)).toThrow('E_TABLE_SCHEMA');
});

test.each(['rows', 'columns', 'segment', 'place', 'camelCase'])('no column is named %s', (name) => {
  expect(() => table('refused', 'plain', 'refused', { [name]: 'int' })).toThrow('E_TABLE_SCHEMA');
});
