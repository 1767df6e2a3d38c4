/** What the evaluator asks of the program: symbols, classes and calls of this file and of any other. */
import type { ClassRecord, FunctionRecord, ParameterRecord, SymbolRecord, SymbolRef, Term } from './term.ts';
import type { Type } from './type.ts';

export interface MemberRow {
  readonly symbol: SymbolRef;
  /** Declaration kind. */
  readonly kind: number;
  readonly flags: number;
}

export interface BaseRow {
  /** A class of the repository, or null: then `name` is dotted, '' for the unknown. */
  readonly symbol: SymbolRef | null;
  readonly name: string;
}

export interface World {
  record(symbol: SymbolRef): SymbolRecord | null;
  bases(symbol: SymbolRef): readonly BaseRow[];
  /** The member that the class itself has, or null. */
  member(owner: SymbolRef, record: ClassRecord | null, name: string): MemberRow | null;
  /** The value of a name of a module, or null. */
  exported(module: SymbolRef, name: string): Term | null;
  /** What callers give a parameter, or null when nobody is known to. */
  argumentType(of: FunctionRecord, parameter: ParameterRecord): Type | null;
}
