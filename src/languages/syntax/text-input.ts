/**
 * How the parser core gets its text. The package copies a text unit by unit through its own store function, which is a
 * twentieth of the time of a parse; this writes each chunk with one call. Without a text here the package's own way is used.
 * It must never keep a text longer than a parse.
 */
import type { WasmMemory } from './wasm.ts';

/** What the core imports under `tree_sitter_parse_callback`: writes text from a UTF-16 offset on, and its length. */
type ReadChunk = (address: number, from: number, row: number, column: number, lengthAddress: number) => void;

/** UTF-16 units per chunk: the core's buffer has 10 KiB, the last unit of which it never takes. */
const CHUNK_UNITS = 5 * 1024 - 1;
const IMPORT = 'tree_sitter_parse_callback';

export class TextInput {
  readonly #memory: WasmMemory;
  #bytes: Buffer = Buffer.alloc(0);
  #text: string | null = null;

  constructor(memory: WasmMemory) {
    this.#memory = memory;
  }

  /** The text that parses read from now on; null for the one given to the parser. */
  set text(text: string | null) {
    this.#text = text;
  }

  /** The imports of the core, with our way of reading a text before its own. */
  wrap(imports: object): object {
    const env: object = Reflect.get(imports, 'env');
    const own: ReadChunk = Reflect.get(env, IMPORT);
    const read: ReadChunk = (address, from, row, column, lengthAddress) => {
      if (this.#text === null) own(address, from, row, column, lengthAddress);
      else this.#write(this.#text, address, from, lengthAddress);
    };
    return { ...imports, env: { ...env, [IMPORT]: read } };
  }

  #write(text: string, address: number, from: number, lengthAddress: number): void {
    const bytes = this.#heap();
    const chunk = text.slice(from, from + CHUNK_UNITS);
    bytes.write(chunk, address, 2 * chunk.length, 'utf16le');
    bytes.writeUInt32LE(chunk.length, lengthAddress);
  }

  /** The memory as it is now: growth replaces its buffer. */
  #heap(): Buffer {
    const { buffer } = this.#memory;
    if (this.#bytes.buffer !== buffer) this.#bytes = Buffer.from(buffer);
    return this.#bytes;
  }
}
