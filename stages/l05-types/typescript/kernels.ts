/** The kernels of L5 for TypeScript and JavaScript: what declarations say, what is inferred for others, and all types of a file. */
import { sortByHash, type BuilderOf } from '#columns';
import {
  callEdgeName,
  callEdgeTyped,
  callType,
  codeOf,
  DECLARATION_KINDS,
  declaration,
  declaredType,
  expressionType,
  file,
  FLAG,
  heritage,
  inferredType,
  LOCAL_KINDS,
  parameter,
  referenceTarget,
  referenceTargetTyped,
  returnType,
  signature,
  TYPE_ORIGINS,
  typeProblem,
  typeText,
  VARIABLE_SOURCES,
  variableType,
} from '#facts';
import type { KernelContext, KernelOf, UnitOut, UnitView } from '#stage';
import type { stage } from '../stage.ts';
import { addFuelProblem, addUntyped, NO_TYPE, TextRows } from '../type-texts.ts';
import { memberMeanings, writeMemberCalls, writeMemberReferences } from './edges.ts';
import { isRow, OP } from './file.ts';
import { NONE, printType, type Type } from './model.ts';
import { writeSurface } from './surface.ts';
import { isTypescript, namesOf, readTypescript, type TableView, type TypescriptUnit } from './unit.ts';
import { writtenType } from './written.ts';

const kind = (name: (typeof DECLARATION_KINDS)[number]): number => codeOf(DECLARATION_KINDS, name);
const VALUES = new Set([kind('property'), kind('variable'), kind('constant')]);
const FUNCTION = kind('function');
const FUNCTIONS = new Set([kind('function'), kind('method')]);
const TYPE_LOCALS = new Set([
  codeOf(LOCAL_KINDS, 'type'),
  codeOf(LOCAL_KINDS, 'type_parameter'),
  codeOf(LOCAL_KINDS, 'class'),
]);
const LOCAL = codeOf(VARIABLE_SOURCES, 'local');
const DECLARATION = codeOf(VARIABLE_SOURCES, 'declaration');
const INFERRED = TYPE_ORIGINS.indexOf('inferred');
const ANNOTATED = TYPE_ORIGINS.indexOf('annotation');
/** In percent. */
const CONFIDENCE = { annotation: 100, inferred: 80 };

export const surface: KernelOf<(typeof stage.steps)[3]> = (view, out, context) => {
  if (!isTypescript(view.table(file).language.at(0))) return;
  const tables = {
    declarations: view.table(declaration),
    parameters: view.table(parameter),
    signatures: view.table(signature),
    heritages: view.table(heritage),
  };
  if (!context.fuel.burn(tables.declarations.rows)) return;
  writeSurface(tables, namesOf(asTableView(view)), out.table(declaredType), out.strings(declaredType));
};

/** The tables of a unit, whatever the step has declared of them. */
function asTableView(view: UnitView<(typeof stage.steps)[number]>): TableView {
  return view;
}

export const inferred: KernelOf<(typeof stage.steps)[4]> = (view, out, context) => {
  if (!isTypescript(view.table(file).language.at(0))) return;
  const unit = readTypescript(asTableView(view), context.lookup, false);
  const { declarations } = unit.file.t;
  const table = out.table(inferredType);
  const strings = out.strings(inferredType);
  for (let row = 1; row < declarations.rows; row++) {
    if (!isSeen(unit, row) || !context.fuel.burn(1)) continue;
    const of = unit.names.declared(row);
    const declared = unit.universe.world.declared(of);
    if (declared.some((one) => one.type !== '')) continue;
    if (FUNCTIONS.has(declarations.kind.at(row)) && unit.file.bodyOf(row) < 0) continue;
    const text = writtenType(unit.universe, unit.bodies.typeOf(of));
    if (text === '') continue;
    const at = table.add();
    table.col.key[2 * at] = declarations.hash.lo(row);
    table.col.key[2 * at + 1] = declarations.hash.hi(row);
    table.col.type[at] = strings.intern(text);
  }
  sortByHash(table, 'key');
};

/** What another file can name: exported, or a member. */
function isSeen({ file: { t } }: TypescriptUnit, row: number): boolean {
  const { declarations } = t;
  const code = declarations.kind.at(row);
  if (!VALUES.has(code) && !FUNCTIONS.has(code)) return false;
  const parent = declarations.parent.at(row);
  return (parent > 0 && isRow(parent)) || (declarations.flags.at(row) & FLAG.exported) !== 0;
}

type TypesOut = UnitOut<(typeof stage.steps)[2]>;

/** The types of a file of TypeScript or JavaScript. */
export function typescriptTypes(view: UnitView<(typeof stage.steps)[2]>, out: TypesOut, context: KernelContext): void {
  const unit = readTypescript(asTableView(view), context.lookup, true);
  const { bodies } = unit.file.t;
  for (let row = 0; row < bodies.rows; row++) if (context.fuel.burn(1)) unit.bodies.values(row);
  const texts = new Texts(new TextRows(out.table(typeText), out.strings(typeText)));
  writeExpressions(unit, texts, out.table(expressionType), out.table(callType));
  writeVariables(unit, texts, out.table(variableType));
  writeResults(unit, texts, out.table(returnType));
  const meanings = memberMeanings(unit);
  const targets = out.table(referenceTargetTyped);
  writeMemberReferences(meanings, view.table(referenceTarget), targets, out.strings(referenceTargetTyped));
  writeMemberCalls(unit, meanings, view.table(callEdgeName), out.table(callEdgeTyped));
  if (unit.universe.isExhausted) addFuelProblem(out.table(typeProblem), out.strings(typeProblem));
}

/** The rows of types. */
class Texts {
  readonly #texts: TextRows;

  constructor(texts: TextRows) {
    this.#texts = texts;
  }

  rowOf(type: Type): number {
    if (type.kind === 'none') return NO_TYPE;
    const text = printType(type);
    // Something inside is not known, or is too deep to be written.
    if (/(^|[^\w"$])\?($|[^:\w?])|\.\.\.($|[^\w])/.test(text)) return NO_TYPE;
    return this.#texts.rowOf(text);
  }
}

function writeExpressions(
  { file: { t }, file: facts, bodies }: TypescriptUnit,
  texts: Texts,
  expressions: BuilderOf<typeof expressionType>,
  calls: BuilderOf<typeof callType>,
): void {
  const { operations } = t;
  addUntyped(expressions, t.references.rows);
  addUntyped(calls, t.calls.rows);
  for (let at = 0; at < t.bodies.rows; at++) {
    const values = bodies.values(at);
    const first = facts.first(at);
    for (let row = first; row < facts.end(at); row++) {
      const code = operations.opcode.at(row);
      const aux = operations.aux.at(row);
      if (code === OP.call) calls.col.type[aux] = texts.rowOf(values[row - first] ?? NONE);
      else if (code === OP.load || code === OP.attribute || code === OP.store || code === OP.store_attribute) {
        expressions.col.type[aux] = texts.rowOf(values[row - first] ?? NONE);
      }
    }
  }
}

function writeVariables(
  { file: facts, bodies, names, universe }: TypescriptUnit,
  texts: Texts,
  out: BuilderOf<typeof variableType>,
): void {
  const { locals, declarations } = facts.t;
  const add = (source: number, at: number, type: Type, isAnnotated: boolean): void => {
    const text = texts.rowOf(type);
    if (text === NO_TYPE) return;
    const row = out.add();
    out.col.source[row] = source;
    out.col.at[row] = at;
    out.col.type[row] = text;
    out.col.origin[row] = isAnnotated ? ANNOTATED : INFERRED;
    out.col.confidence[row] = isAnnotated ? CONFIDENCE.annotation : CONFIDENCE.inferred;
  };
  for (let row = 0; row < locals.rows; row++) {
    if (!TYPE_LOCALS.has(locals.kind.at(row))) add(LOCAL, row, bodies.local(row), facts.localText(row) !== '');
  }
  for (let row = 1; row < declarations.rows; row++) {
    const of = names.declared(row);
    if (declarations.kind.at(row) === FUNCTION) {
      // A constant that holds a function.
      const body = facts.bodyOf(row);
      if (body >= 0 && facts.isLambda(body)) add(DECLARATION, row, universe.value(of), false);
      continue;
    }
    if (!VALUES.has(declarations.kind.at(row))) continue;
    const isAnnotated = universe.world.declared(of).some((one) => one.type !== '');
    add(DECLARATION, row, bodies.declared(row), isAnnotated);
  }
}

function writeResults({ file: facts, bodies }: TypescriptUnit, texts: Texts, out: BuilderOf<typeof returnType>): void {
  const table = facts.t.bodies;
  for (let at = 0; at < table.rows; at++) {
    const row = out.add();
    out.col.type[row] = NO_TYPE;
    if (facts.isClass(at) || facts.isModule(at)) continue;
    const { type, isAnnotated } = bodies.returned(at);
    out.col.type[row] = texts.rowOf(type);
    out.col.origin[row] = isAnnotated ? ANNOTATED : INFERRED;
    out.col.confidence[row] = isAnnotated ? CONFIDENCE.annotation : CONFIDENCE.inferred;
  }
}
