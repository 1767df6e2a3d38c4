/** Texts that hold numbers, texts and symbols one after the other: how terms and types travel between files. */
import type { SymbolRef } from './term.ts';
import type { SymbolTable } from './name-terms.ts';

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_';
const VALUES: Uint8Array = new Uint8Array(128);
for (let i = 0; i < DIGITS.length; i++) VALUES[DIGITS.charCodeAt(i)] = i;

export class PackedWriter {
  text = '';
  readonly #pathLo: number;
  readonly #pathHi: number;

  /** Symbols of the file of this path hash are written without it. */
  constructor(pathLo: number, pathHi: number) {
    this.#pathLo = pathLo;
    this.#pathHi = pathHi;
  }

  number(value: number): void {
    this.text += `${value};`;
  }

  string(value: string): void {
    this.text += `${value.length};${value}`;
  }

  half(value: number): void {
    let left = value >>> 0;
    for (let i = 0; i < 6; i++) {
      this.text += DIGITS[left & 63]!;
      left >>>= 6;
    }
  }

  symbol({ pathLo, pathHi, lo, hi }: SymbolRef): void {
    const isOwn = pathLo === this.#pathLo && pathHi === this.#pathHi;
    this.text += isOwn ? '.' : '/';
    if (!isOwn) {
      this.half(pathLo);
      this.half(pathHi);
    }
    this.half(lo);
    this.half(hi);
  }
}

export class PackedReader {
  readonly text: string;
  readonly #symbols: SymbolTable;
  readonly #pathLo: number;
  readonly #pathHi: number;
  at = 0;

  constructor(text: string, symbols: SymbolTable, pathLo: number, pathHi: number) {
    this.text = text;
    this.#symbols = symbols;
    this.#pathLo = pathLo;
    this.#pathHi = pathHi;
  }

  char(): string {
    return this.text.charAt(this.at++);
  }

  number(): number {
    const end = this.text.indexOf(';', this.at);
    const value = Number(this.text.slice(this.at, end));
    this.at = end + 1;
    return value;
  }

  string(): string {
    const length = this.number();
    this.at += length;
    return this.text.slice(this.at - length, this.at);
  }

  half(): number {
    let value = 0;
    for (let i = 5; i >= 0; i--) value = value * 64 + VALUES[this.text.charCodeAt(this.at + i)]!;
    this.at += 6;
    return value >>> 0;
  }

  symbol(): SymbolRef {
    const isOwn = this.char() === '.';
    const pathLo = isOwn ? this.#pathLo : this.half();
    const pathHi = isOwn ? this.#pathHi : this.half();
    const lo = this.half();
    return this.#symbols.of(pathLo, pathHi, lo, this.half());
  }
}
