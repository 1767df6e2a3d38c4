/** Text to bytes, in the encoding that the file had before. Must never write bytes that are read as another text. */
import { decodeSource } from './decode.ts';

const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** `text` as the bytes of a file that had the bytes `before`; in UTF-8 without these, or when its encoding has no such text. */
export function encodeLike(text: string, before: Uint8Array | null): Buffer {
  const utf8 = Buffer.from(text);
  if (before === null) return utf8;
  const { encoding, hasByteOrderMark, isBinary } = decodeSource(before);
  if (isBinary || (encoding === 'utf-8' && !hasByteOrderMark)) return utf8;
  const encoded =
    encoding === 'utf-8'
      ? Buffer.concat([UTF8_MARK, utf8])
      : encoding === 'latin-1'
        ? Buffer.from(text, 'latin1')
        : utf16(text, encoding);
  return decodeSource(encoded).text === text ? encoded : utf8;
}

function utf16(text: string, encoding: 'utf-16le' | 'utf-16be'): Buffer {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return encoding === 'utf-16le' ? bytes : bytes.swap16();
}
