/** The protobuf writer against a reader that shares no code with it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lawRuns } from '#testkit';
import { ProtobufWriter } from '../../../src/query/export/scip/protobuf-writer.ts';
import { integer, messages, packed, readMessage, text, texts } from './wire-format.ts';

const numbers = fc.oneof(fc.nat(300), fc.nat(0x7fffffff), fc.maxSafeNat());

test('integers, texts and packed numbers come back as they were, at any depth', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(numbers, fc.string({ unit: 'binary', maxLength: 400 }), fc.array(fc.nat(0x7fffffff)))),
      (rows) => {
        const writer = new ProtobufWriter();
        const open = writer.begin(16);
        for (const [number, word, list] of rows) {
          const inner = writer.begin(1);
          writer.integer(2, number);
          writer.element(3, word);
          writer.packed(2047, list);
          writer.end(inner);
        }
        writer.end(open);
        const [outer] = messages(readMessage(writer.take()), 16);
        const found = messages(outer!, 1).map((row) => [integer(row, 2), text(row, 3), packed(row, 2047)]);
        expect(found).toEqual(rows.map(([number, word, list]) => [number, word.toWellFormed(), list]));
      },
    ),
    lawRuns(200, 20_260),
  );
});

test('defaults are not written, elements of a list are', () => {
  const writer = new ProtobufWriter();
  writer.integer(1, 0);
  writer.text(2, '');
  writer.flag(3, false);
  writer.element(4, '');
  const message = readMessage(writer.take());
  expect([...message.keys()]).toEqual([4]);
  expect(texts(message, 4)).toEqual(['']);
});

test('a message of many megabytes has its length in front of it', () => {
  const writer = new ProtobufWriter();
  const open = writer.begin(1);
  for (let i = 0; i < 300; i++) writer.element(1, 'x'.repeat(1 << 14));
  writer.end(open);
  writer.integer(2, 7);
  const message = readMessage(writer.take());
  expect(texts(messages(message, 1)[0]!, 1)).toHaveLength(300);
  expect(integer(message, 2)).toBe(7);
});

test('what was taken is not changed by what is written later', () => {
  const writer = new ProtobufWriter();
  writer.text(1, 'first');
  const first = writer.take();
  writer.text(1, 'other');
  expect(text(readMessage(first), 1)).toBe('first');
  expect(text(readMessage(writer.take()), 1)).toBe('other');
});
