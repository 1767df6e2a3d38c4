/** What every step of the stage begins with: the terms of the file, its world, and the evaluator over both. */
import {
  annotation,
  argument,
  body,
  call,
  classBase,
  declaration,
  importTarget,
  literal,
  local,
  member,
  operation,
  parameter,
  reference,
  referenceTarget,
  signature,
} from '#facts';
import { hashPath } from '#core';
import { languageNamed, pythonLibrary } from '#languages';
import type { TableReader, TableSchema, Columns } from '#columns';
import type { KernelContext } from '#stage';
import type { BodyFacts } from './body-facts.ts';
import { BodyTerms } from './body-terms.ts';
import { Evaluator } from './evaluator.ts';
import { NameTerms, type SymbolTable } from './name-terms.ts';
import { OwnRecords } from './own-records.ts';
import { taskMemory } from './task-memory.ts';
import { TypeTable } from './type.ts';
import { UnitWorld } from './unit-world.ts';
import { WrittenTypes } from './written-types.ts';

/** The view of a step, as far as all steps have the same. */
interface UnitTables {
  readonly path: string;
  table<C extends Columns>(schema: TableSchema<C>): TableReader<C>;
}

interface StepView {
  readonly path: string;
  readonly table: unknown;
}

export interface Unit {
  readonly facts: BodyFacts;
  readonly names: NameTerms;
  readonly terms: BodyTerms;
  readonly records: OwnRecords;
}

export function readUnit(step: StepView, symbols: SymbolTable): Unit {
  const view = tablesOf(step);
  const cell = { lo: 0, hi: 0 };
  hashPath(cell, view.path);
  const facts: BodyFacts = {
    pathLo: cell.lo,
    pathHi: cell.hi,
    bodies: view.table(body),
    locals: view.table(local),
    declarations: view.table(declaration),
    references: view.table(reference),
    calls: view.table(call),
    arguments: view.table(argument),
    operations: view.table(operation),
    literals: view.table(literal),
    importTargets: view.table(importTarget),
    referenceTargets: view.table(referenceTarget),
  };
  const names = new NameTerms(facts, symbols);
  const written = new WrittenTypes(facts, view.table(signature), view.table(annotation), view.table(parameter), names);
  const terms = new BodyTerms(facts, names, written);
  const records = new OwnRecords(
    facts,
    view.table(parameter),
    written,
    terms,
    names,
    languageNamed('python')?.modules?.qualifiedName(view.path) ?? '',
  );
  return { facts, names, terms, records };
}

export interface Evaluation {
  readonly world: UnitWorld;
  readonly types: TypeTable;
  readonly evaluator: Evaluator;
}

function tablesOf(step: StepView): UnitTables {
  // Safe because: every step of the stage declares to read all tables that are read here.
  return step as UnitTables;
}

export function evaluationOf(step: StepView, unit: Unit, { lookup, fuel }: KernelContext): Evaluation {
  const view = tablesOf(step);
  const { pathLo, pathHi } = unit.facts;
  const own = { pathLo, pathHi, bases: view.table(classBase), members: view.table(member) };
  const world = new UnitWorld(own, unit.records, taskMemory(lookup), lookup);
  const types = new TypeTable();
  const evaluator = new Evaluator(world, types, pythonLibrary(), () => fuel.burn(1));
  return { world, types, evaluator };
}
