/**
 * Sections of a WebAssembly module (core specification 2.0, chapter 5), as far as functions are added and replaced.
 * What is not understood is kept byte for byte. It must never change an index: new types and functions go to the end.
 */

/** Reads a module from front to back. */
export class WasmReader {
  readonly bytes: Uint8Array;
  at: number;

  constructor(bytes: Uint8Array, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  byte(): number {
    if (this.at >= this.bytes.length) throw new Error('a WebAssembly module ends too early');
    return this.bytes[this.at++]!;
  }

  /** An unsigned number of 32 bits in LEB128. */
  u32(): number {
    let value = 0;
    let shift = 0;
    for (;;) {
      const byte = this.byte();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
      shift += 7;
    }
  }

  /** A number in LEB128 whose value does not matter. */
  skipLeb(): void {
    while (this.byte() >= 0x80);
  }

  slice(length: number): Uint8Array {
    const from = this.at;
    this.at += length;
    if (this.at > this.bytes.length) throw new Error('a WebAssembly module ends too early');
    return this.bytes.subarray(from, this.at);
  }
}

/** Appends an unsigned number in LEB128. */
export function pushU32(into: number[], value: number): void {
  let rest = value;
  for (; rest >= 0x80; rest >>>= 7) into.push((rest & 0x7f) | 0x80);
  into.push(rest);
}

/** Appends a signed number in LEB128. */
export function pushS32(into: number[], value: number): void {
  let rest = value;
  for (; rest < -64 || rest > 63; rest >>= 7) into.push((rest & 0x7f) | 0x80);
  into.push(rest & 0x7f);
}

export interface FunctionType {
  readonly params: readonly number[];
  readonly results: readonly number[];
}

/** A module taken apart: what functions are made of as lists, each other section as it is. */
export interface WasmModule {
  readonly sections: { readonly id: number; readonly content: Uint8Array }[];
  readonly types: FunctionType[];
  readonly importedFunctions: number;
  /** Of each function of the module itself: its type, and its body with locals and code. */
  readonly functionTypes: number[];
  readonly bodies: Uint8Array[];
}

const SECTION = { type: 1, import: 2, function: 3, code: 10 } as const;
const FUNCTION_TYPE = 0x60;
const HEADER = 8;

/** Takes a module apart, or gives null for one with types that are not functions. */
export function readModule(bytes: Uint8Array): WasmModule | null {
  const reader = new WasmReader(bytes, HEADER);
  const sections: WasmModule['sections'] = [];
  while (reader.at < bytes.length) {
    const id = reader.byte();
    sections.push({ id, content: reader.slice(reader.u32()) });
  }
  const list = <T>(id: number, read: (from: WasmReader) => T): T[] => {
    const section = sections.find((one) => one.id === id);
    if (section === undefined) return [];
    const from = new WasmReader(section.content);
    return Array.from({ length: from.u32() }, () => read(from));
  };
  const types = list(SECTION.type, readType);
  if (types.includes(null)) return null;
  return {
    sections,
    types: types.filter((type) => type !== null),
    importedFunctions: list(SECTION.import, readImportKind).filter((kind) => kind === 0).length,
    functionTypes: list(SECTION.function, (from) => from.u32()),
    bodies: list(SECTION.code, (from) => from.slice(from.u32())),
  };
}

function readType(from: WasmReader): FunctionType | null {
  if (from.byte() !== FUNCTION_TYPE) return null;
  const params = Array.from(from.slice(from.u32()));
  return { params, results: Array.from(from.slice(from.u32())) };
}

/** The kind of an import: function, table, memory, global or tag. */
function readImportKind(from: WasmReader): number {
  from.slice(from.u32());
  from.slice(from.u32());
  const kind = from.byte();
  if (kind === 1 || kind === 3) from.byte();
  if (kind === 1 || kind === 2) {
    const flags = from.byte();
    from.skipLeb();
    if ((flags & 1) !== 0) from.skipLeb();
  } else if (kind === 3) from.byte();
  else from.skipLeb();
  if (kind === 4) from.skipLeb();
  return kind;
}

/** The bytes of a module; sections stand in the order in which they were read. */
export function writeModule(module: WasmModule): Uint8Array<ArrayBuffer> {
  const rewritten: Record<number, () => Uint8Array> = {
    [SECTION.type]: () => vector(module.types, writeType),
    [SECTION.function]: () => vector(module.functionTypes, (type, into) => pushU32(into, type)),
    [SECTION.code]: () => codeSection(module.bodies),
  };
  const parts: Uint8Array[] = [Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)];
  for (const { id, content: read } of module.sections) {
    const content = rewritten[id]?.() ?? read;
    const head = [id];
    pushU32(head, content.length);
    parts.push(Uint8Array.from(head), content);
  }
  return concat(parts);
}

function vector<T>(items: readonly T[], write: (item: T, into: number[]) => void): Uint8Array {
  const into: number[] = [];
  pushU32(into, items.length);
  for (const item of items) write(item, into);
  return Uint8Array.from(into);
}

function writeType({ params, results }: FunctionType, into: number[]): void {
  into.push(FUNCTION_TYPE);
  for (const list of [params, results]) {
    pushU32(into, list.length);
    into.push(...list);
  }
}

function codeSection(bodies: readonly Uint8Array[]): Uint8Array {
  const number = (value: number): Uint8Array => {
    const into: number[] = [];
    pushU32(into, value);
    return Uint8Array.from(into);
  };
  return concat([number(bodies.length), ...bodies.flatMap((body) => [number(body.length), body])]);
}

function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
