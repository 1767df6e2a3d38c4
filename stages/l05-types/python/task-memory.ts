/**
 * What the units of one task share: symbols and the records of other files, read once. All of it follows from answers of the
 * look-up, which never change within a task; each unit still asks for what it is given, so that its trace has the question.
 */
import type { Asked, Lookup } from '#stage';
import { SymbolTable } from './name-terms.ts';
import { PackedReader } from './packed-text.ts';
import type { SymbolRecord, SymbolRef } from './term.ts';
import { readRecord } from './term-text.ts';
import type { BaseRow, MemberRow } from './world.ts';

/** Rows of texts that a look-up found. */
interface TextRows {
  readonly reader: { readonly type: { at(row: number): string } };
  readonly from: number;
  readonly to: number;
}

/** What was made of an answer. */
export interface Made<T> {
  readonly asked: Asked;
  readonly value: T;
}

/** What was read of a symbol of another file: each part null until it was asked for. */
export class SymbolNote {
  record: Made<SymbolRecord | null> | null = null;
  bases: Made<readonly BaseRow[]> | null = null;
  members: Map<string, Made<MemberRow | null>> | null = null;
}

export class TaskMemory {
  readonly symbols: SymbolTable = new SymbolTable();
  readonly #texts = new Map<readonly TextRows[], readonly string[]>();

  /** The record of a symbol from its text. */
  record(symbol: SymbolRef, text: string): SymbolRecord {
    return readRecord(new PackedReader(text, this.symbols, symbol.pathLo, symbol.pathHi), symbol);
  }

  /** The texts of all rows of an answer, in order. */
  texts(answer: readonly TextRows[]): readonly string[] {
    let texts = this.#texts.get(answer);
    if (texts === undefined) {
      const all: string[] = [];
      for (const { reader, from, to } of answer) for (let row = from; row < to; row++) all.push(reader.type.at(row));
      this.#texts.set(answer, (texts = all));
    }
    return texts;
  }
}

const memories = new WeakMap<Lookup, TaskMemory>();

/** The memory of the task that a look-up belongs to. */
export function taskMemory(lookup: Lookup): TaskMemory {
  let memory = memories.get(lookup);
  if (memory === undefined) memories.set(lookup, (memory = new TaskMemory()));
  return memory;
}
