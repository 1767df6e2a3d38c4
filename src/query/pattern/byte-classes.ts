/**
 * Bytes that no edge and no look of a program tells apart get one class, so that a table row is short.
 * The last class is not a byte: it stands for the end of the searched text.
 */
import { WORD_BOUNDARY, NOT_WORD_BOUNDARY, type Program } from './program.ts';

export const BOUNDARIES: number = WORD_BOUNDARY | NOT_WORD_BOUNDARY;

export interface ByteClasses {
  readonly classOf: Uint8Array;
  /** One byte of each class. */
  readonly sample: Uint8Array;
  /** Classes with the end of text, which is class `count - 1`. */
  readonly count: number;
}

/** True for an ASCII letter, digit or `_`. */
export function isAsciiWord(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || byte === 0x5f || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a);
}

export function byteClasses(program: Program): ByteClasses {
  const isCut = new Uint8Array(257);
  for (let e = 0; e < program.edgeLo.length; e++) {
    isCut[program.edgeLo[e]!] = 1;
    isCut[program.edgeHi[e]! + 1] = 1;
  }
  if (program.looks !== 0) isCut[0x0a] = isCut[0x0b] = 1;
  if ((program.looks & BOUNDARIES) !== 0) {
    isCut[0x80] = 1;
    for (let byte = 1; byte < 0x80; byte++) if (isAsciiWord(byte) !== isAsciiWord(byte - 1)) isCut[byte] = 1;
  }
  const classOf = new Uint8Array(256);
  const sample: number[] = [0];
  for (let byte = 1; byte < 256; byte++) {
    if (isCut[byte] === 1) sample.push(byte);
    classOf[byte] = sample.length - 1;
  }
  return { classOf, sample: Uint8Array.from(sample), count: sample.length + 1 };
}
