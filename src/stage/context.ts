/**
 * What a kernel gets: a view of its own unit, the writers of its tables, and a context with look-ups, options and fuel.
 * Types follow from the step's descriptor, so that an undeclared read or write does not compile.
 */
import { EngineError } from '#core';
import type { Columns, SegmentBuilder, StringTableBuilder, TableBuilder, TableReader, TableSchema } from '#columns';
import type { StepDescriptor } from './descriptor.ts';
import type { Lookup } from './lookup.ts';

type ReadOf<S extends StepDescriptor> =
  | S['reads'][number]
  | (S extends { readonly optional: readonly (infer O)[] } ? O : never);
type WriteOf<S extends StepDescriptor> = S['writes'][number];

/** The tables of one unit that a step declared to read. */
export interface UnitView<S extends StepDescriptor = StepDescriptor> {
  /** Path of the unit's file, relative to the root. */
  readonly path: string;
  /** The source as UTF-16 text, decoded once per task, for a step that reads the table `source`. */
  readonly text: string;
  table<C extends Columns, T extends TableSchema<C> & ReadOf<S>>(schema: T & TableSchema<C>): TableReader<C>;
}

/** The writers of the tables that a step declared to write. */
export interface UnitOut<S extends StepDescriptor = StepDescriptor> {
  table<C extends Columns, T extends TableSchema<C> & WriteOf<S>>(schema: T & TableSchema<C>): TableBuilder<C>;
  strings(schema: WriteOf<S>): StringTableBuilder;
  /** All writers at once, for code that is handed every table of a step. */
  readonly segment: SegmentBuilder;
}

/**
 * Counted work. A unit that runs out ends everywhere at the same row: its partial facts stand, their segment is marked, and
 * the snapshot lists the problem `out-of-fuel`.
 */
export class Fuel {
  readonly limit: number;
  used = 0;
  constructor(limit: number) {
    this.limit = limit;
  }
  /** Uses `amount` units of work; false when there is none left. */
  burn(amount: number): boolean {
    this.used += amount;
    return this.used <= this.limit;
  }
  get isOut(): boolean {
    return this.used > this.limit;
  }
}

export interface KernelContext {
  readonly lookup: Lookup;
  readonly options: Readonly<Record<string, unknown>>;
  readonly fuel: Fuel;
}

export type KernelOf<S extends StepDescriptor> = (view: UnitView<S>, out: UnitOut<S>, context: KernelContext) => void;

/** Checks an imported kernel. `E_STAGE_KERNEL` when it is not a function. */
export function asKernel(value: unknown, stage: string, name: string): KernelOf<StepDescriptor> {
  if (typeof value !== 'function') {
    throw new EngineError('E_STAGE_KERNEL', `stage ${stage} exports no function '${name}'`, { stage });
  }
  // Safe because: the type cannot be checked further at run time; a wrong kernel throws in its own unit.
  return value as KernelOf<StepDescriptor>;
}
