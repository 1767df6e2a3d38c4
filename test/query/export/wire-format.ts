/** A reader of the protobuf wire format for tests: knows no schema, and refuses what is not well formed. */

/** Fields of a message by number: a number for a varint, bytes for everything with a length. */
export type Message = ReadonlyMap<number, readonly (number | Uint8Array)[]>;

export function readMessage(bytes: Uint8Array): Message {
  const fields = new Map<number, (number | Uint8Array)[]>();
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      if (at >= bytes.length || shift > 63) throw new Error(`a varint has no end at byte ${at}`);
      const byte = bytes[at++]!;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.length) {
    const tag = varint();
    const field = Math.floor(tag / 8);
    const wire = tag % 8;
    if (field === 0 || (wire !== 0 && wire !== 2))
      throw new Error(`tag ${tag} before byte ${at} is none of this schema`);
    let value: number | Uint8Array = varint();
    if (wire === 2) {
      const end = at + value;
      if (end > bytes.length) throw new Error(`field ${field} ends behind the message`);
      value = bytes.subarray(at, end);
      at = end;
    }
    const known = fields.get(field);
    if (known === undefined) fields.set(field, [value]);
    else known.push(value);
  }
  return fields;
}

export function messages(message: Message, field: number): Message[] {
  return bytesOf(message, field).map(readMessage);
}

export function texts(message: Message, field: number): string[] {
  return bytesOf(message, field).map((bytes) => new TextDecoder('utf-8', { fatal: true }).decode(bytes));
}

export function text(message: Message, field: number): string {
  return texts(message, field).at(-1) ?? '';
}

export function integer(message: Message, field: number): number {
  const value = message.get(field)?.at(-1) ?? 0;
  if (typeof value !== 'number') throw new Error(`field ${field} is no integer`);
  return value;
}

/** A packed repeated field of varints below 2^31. */
export function packed(message: Message, field: number): number[] {
  const values: number[] = [];
  for (const bytes of bytesOf(message, field)) {
    let value = 0;
    let shift = 0;
    for (const byte of bytes) {
      value += (byte & 0x7f) * 2 ** shift;
      shift += 7;
      if (byte >= 0x80) continue;
      values.push(value);
      value = 0;
      shift = 0;
    }
  }
  return values;
}

function bytesOf(message: Message, field: number): Uint8Array[] {
  return (message.get(field) ?? []).map((value) => {
    if (typeof value === 'number') throw new Error(`field ${field} is an integer`);
    return value;
  });
}
