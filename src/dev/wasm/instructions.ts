/**
 * The instructions of one function, with what each branch leads to. Only those of the first version of WebAssembly and the
 * extensions of signs are known: a body with another one is not decoded. It must never guess a length.
 */
import { WasmReader } from './binary.ts';

export const OP = {
  unreachable: 0x00,
  block: 0x02,
  loop: 0x03,
  if: 0x04,
  else: 0x05,
  end: 0x0b,
  br: 0x0c,
  brIf: 0x0d,
  brTable: 0x0e,
  return: 0x0f,
  call: 0x10,
  drop: 0x1a,
  localGet: 0x20,
  localSet: 0x21,
  localTee: 0x22,
  i32Const: 0x41,
  i32Sub: 0x6b,
} as const;

/** Block type of a block that takes and gives no values. */
export const VOID = 0x40;
/** Types of numbers, the first and the last of four. */
export const I32 = 0x7f;
const F64 = 0x7c;

export interface Instruction {
  readonly op: number;
  /** Its bytes in the body. */
  readonly from: number;
  readonly to: number;
  /** Of what opens, divides or ends a block: which. */
  readonly block: number;
  /** Of what uses a local: which. */
  readonly local: number;
  /** Of a branch: the blocks that it can lead to, the default last. */
  readonly targets: readonly number[];
}

export interface Block {
  readonly op: number;
  readonly type: number;
  readonly parent: number;
  /** Of its opening and of its `end` among the instructions. */
  readonly first: number;
  last: number;
}

export interface Code {
  readonly body: Uint8Array;
  /** Types of declared locals, parameters not among them. */
  readonly locals: readonly number[];
  readonly instructions: readonly Instruction[];
  /** Block 0 is the function itself. */
  readonly blocks: readonly Block[];
}

const NONE: readonly number[] = [];

/** Decodes a body of a valid module, or gives null when it holds an instruction that is not known. */
export function decode(body: Uint8Array): Code | null {
  const reader = new WasmReader(body);
  const locals: number[] = [];
  for (let groups = reader.u32(); groups > 0; groups--) {
    const count = reader.u32();
    const type = reader.byte();
    for (let nth = 0; nth < count; nth++) locals.push(type);
  }
  const instructions: Instruction[] = [];
  const blocks: Block[] = [{ op: OP.block, type: VOID, parent: -1, first: -1, last: -1 }];
  const open = [0];
  while (reader.at < body.length) {
    const from = reader.at;
    const op = reader.byte();
    const inner = { block: -1, local: -1, targets: NONE };
    if (op === OP.block || op === OP.loop || op === OP.if) {
      inner.block = blocks.length;
      const type = reader.byte();
      if (type !== VOID && (type < F64 || type > I32)) return null;
      blocks.push({ op, type, parent: open.at(-1)!, first: instructions.length, last: -1 });
      open.push(inner.block);
    } else if (op === OP.else || op === OP.end) {
      inner.block = open.at(-1)!;
      if (op === OP.end) blocks[open.pop()!]!.last = instructions.length;
    } else if (op === OP.br || op === OP.brIf || op === OP.brTable) {
      const depths = Array.from({ length: op === OP.brTable ? reader.u32() + 1 : 1 }, () => reader.u32());
      inner.targets = depths.map((depth) => open.at(-1 - depth)!);
    } else if (op >= OP.localGet && op <= OP.localTee) inner.local = reader.u32();
    else if (!skipOperands(reader, op)) return null;
    instructions.push({ op, from, to: reader.at, ...inner });
  }
  return open.length === 0 ? { body, locals, instructions, blocks } : null;
}

/** Goes over what stands behind an instruction that neither is a block or branch nor uses a local. */
function skipOperands(reader: WasmReader, op: number): boolean {
  if (op <= 0x01 || op === OP.return || op === OP.drop || op === 0x1b || (op >= 0x45 && op <= 0xc4)) return true;
  if (op === OP.call || op === 0x23 || op === 0x24 || (op >= 0x3f && op <= 0x42)) reader.skipLeb();
  else if (op === 0x11 || (op >= 0x28 && op <= 0x3e)) {
    reader.skipLeb();
    reader.skipLeb();
  } else if (op === 0x43) reader.slice(4);
  else if (op === 0x44) reader.slice(8);
  else return false;
  return true;
}

/** Whether control never goes on behind an instruction. */
export function endsControl(op: number): boolean {
  return op === OP.unreachable || op === OP.br || op === OP.brTable || op === OP.return;
}
