/** The step `types`: the type of every name, call, variable and result of a file, and what its attributes and calls mean. */
import type { BuilderOf } from '#columns';
import {
  callEdgeName,
  callEdgeTyped,
  callType,
  codeOf,
  expressionType,
  file,
  referenceTarget,
  referenceTargetTyped,
  returnType,
  TYPE_ORIGINS,
  typeProblem,
  typeText,
  VARIABLE_SOURCES,
  variableType,
} from '#facts';
import type { KernelOf } from '#stage';
import { OP } from './opcodes.ts';
import type { stage } from '../stage.ts';
import { taskMemory } from './task-memory.ts';
import { CALL, LITERAL, OUTSIDE, PARAMETER, SYMBOL, type Term } from './term.ts';
import { alternatives, CLASS_TYPE, NOT_WRITTEN, UNKNOWN_TYPE, type Type } from './type.ts';
import { addFuelProblem, addUntyped, NO_TYPE, TextRows } from '../type-texts.ts';
import { typeName } from './type-names.ts';
import { typescriptTypes } from '../typescript/kernels.ts';
import { isTypescript } from '../typescript/unit.ts';
import { writeTypedEdges } from './typed-edges.ts';
import { writeTypedReferences } from './typed-references.ts';
import { evaluationOf, readUnit, type Evaluation, type Unit } from './unit.ts';

const LOCAL = codeOf(VARIABLE_SOURCES, 'local');
const DECLARATION = codeOf(VARIABLE_SOURCES, 'declaration');
type Origin = (typeof TYPE_ORIGINS)[number];
/** How sure a type of each origin is, in percent. */
const CONFIDENCE: Readonly<Record<Origin, number>> = {
  unknown: 0,
  annotation: 100,
  literal: 100,
  constructor: 95,
  library: 90,
  inferred: 80,
  call_site: 70,
  default: 60,
};

export const types: KernelOf<(typeof stage.steps)[2]> = (view, out, context) => {
  const language = view.table(file).language.at(0);
  if (isTypescript(language)) return typescriptTypes(view, out, context);
  if (language !== 'python') return;
  const unit = readUnit(view, taskMemory(context.lookup).symbols);
  const evaluation = evaluationOf(view, unit, context);
  const { world, types: table, evaluator } = evaluation;
  world.argumentTypes = world.everywhere(table);
  const texts = new TypeTexts(evaluation, new TextRows(out.table(typeText), out.strings(typeText)));
  writeExpressions(evaluation, unit, texts, out.table(expressionType), out.table(callType));
  writeVariables(evaluation, unit, texts, out.table(variableType));
  writeResults(evaluation, unit, texts, out.table(returnType));
  writeTypedEdges(evaluator, unit, view.table(callEdgeName), out.table(callEdgeTyped));
  writeTypedReferences(
    evaluator,
    unit,
    view.table(referenceTarget),
    out.table(referenceTargetTyped),
    out.strings(referenceTargetTyped),
  );
  if (evaluator.isExhausted) addFuelProblem(out.table(typeProblem), out.strings(typeProblem));
};

/** The rows of types. */
class TypeTexts {
  readonly #evaluation: Evaluation;
  readonly #texts: TextRows;

  constructor(evaluation: Evaluation, texts: TextRows) {
    this.#evaluation = evaluation;
    this.#texts = texts;
  }

  /** The row of a type, or `NO_TYPE` when nothing of it is known. */
  rowOf(type: Type): number {
    if (type.row === NOT_WRITTEN) type.row = this.#texts.rowOf(typeName(this.#evaluation.types, type));
    return type.row;
  }
}

function writeExpressions(
  { evaluator }: Evaluation,
  { facts, terms }: Unit,
  texts: TypeTexts,
  expressions: BuilderOf<typeof expressionType>,
  calls: BuilderOf<typeof callType>,
): void {
  const { bodies, operations, references } = facts;
  addUntyped(expressions, references.rows);
  addUntyped(calls, facts.calls.rows);
  for (let body = 0; body < bodies.rows; body++) {
    const first = bodies.operation.at(body);
    const end = body + 1 < bodies.rows ? bodies.operation.at(body + 1) : operations.rows;
    for (let row = first; row < end; row++) {
      const code = operations.opcode.at(row);
      const isLoad = code === OP.load || code === OP.attribute;
      if (isLoad || code === OP.call) {
        const term = terms.values[row];
        if (term == null) continue;
        const type = texts.rowOf(evaluator.evaluate(term));
        if (isLoad) expressions.col.type[operations.aux.at(row)] = type;
        else calls.col.type[operations.aux.at(row)] = type;
      } else if (code === OP.store || code === OP.store_attribute) {
        const operand = code === OP.store ? operations.a.at(row) : operations.b.at(row);
        const term = operand < 0 ? null : terms.values[first + operand];
        if (term != null) expressions.col.type[operations.aux.at(row)] = texts.rowOf(evaluator.evaluate(term));
      }
    }
  }
}

function writeVariables(
  { evaluator, types: table }: Evaluation,
  { facts, names, terms, records }: Unit,
  texts: TypeTexts,
  out: BuilderOf<typeof variableType>,
): void {
  const add = (source: number, at: number, type: Type, origin: Origin): void => {
    const text = texts.rowOf(type);
    if (text === NO_TYPE) return;
    const row = out.add();
    out.col.source[row] = source;
    out.col.at[row] = at;
    out.col.type[row] = text;
    out.col.origin[row] = TYPE_ORIGINS.indexOf(origin);
    const isPartly = alternatives(type).some((one) => one.tag === UNKNOWN_TYPE);
    out.col.confidence[row] = isPartly ? CONFIDENCE[origin] >> 1 : CONFIDENCE[origin];
  };
  for (let local = 0; local < facts.locals.rows; local++) {
    const stores = terms.stores.ofLocal[local];
    if (stores === undefined || stores.length === 0) continue;
    const type = table.union(stores.map((store) => evaluator.evaluate(store)));
    add(LOCAL, local, type, originOf(evaluator, records, stores));
  }
  for (let row = 1; row < facts.declarations.rows; row++) {
    const { hash } = facts.declarations;
    const symbol = names.symbols.of(facts.pathLo, facts.pathHi, hash.lo(row), hash.hi(row));
    const record = records.record(symbol);
    if (record?.kind !== 'variable') continue;
    const stores = terms.stores.ofDeclaration[row] ?? [];
    add(
      DECLARATION,
      row,
      evaluator.symbol(symbol),
      record.annotation === null ? originOf(evaluator, records, stores) : 'annotation',
    );
  }
}

/** Where the type of a value comes from. */
function originOf(e: Evaluation['evaluator'], records: Unit['records'], stores: readonly Term[]): Origin {
  const [store] = stores;
  if (stores.length !== 1 || store === undefined) return 'inferred';
  if (store.op === LITERAL) return 'literal';
  if (store.op === PARAMETER) {
    const record = records.record(store.symbol!);
    const parameter = record?.kind === 'function' ? record.parameters[store.number] : undefined;
    if (parameter === undefined || record?.kind !== 'function') return 'inferred';
    if (parameter.annotation !== null) return 'annotation';
    if (store.number === 0 && record.owner !== null) return 'inferred';
    if (e.world.argumentType(record, parameter) !== null) return 'call_site';
    return parameter.default === null ? 'inferred' : 'default';
  }
  if (store.op !== CALL) return 'inferred';
  const callee = store.a!;
  if (callee.op === OUTSIDE) return 'library';
  return callee.op === SYMBOL && e.evaluate(callee).tag === CLASS_TYPE ? 'constructor' : 'inferred';
}

function writeResults(
  { evaluator }: Evaluation,
  { facts, names, records }: Unit,
  texts: TypeTexts,
  out: BuilderOf<typeof returnType>,
): void {
  for (let body = 0; body < facts.bodies.rows; body++) {
    const row = out.add();
    out.col.type[row] = NO_TYPE;
    const record = body === 0 ? null : records.record(names.symbolOfBody(body));
    if (record?.kind !== 'function') continue;
    const type = evaluator.calls.resultOf(record);
    const text = texts.rowOf(type);
    if (text === NO_TYPE) continue;
    const origin = record.annotation === null ? 'inferred' : 'annotation';
    out.col.type[row] = text;
    out.col.origin[row] = TYPE_ORIGINS.indexOf(origin);
    out.col.confidence[row] = CONFIDENCE[origin];
  }
}
