/** The builders of all tables of `ir-build`, by name. */
import type { BuilderOf, SegmentBuilder } from '#columns';
import * as facts from '#facts';

const SCHEMAS = {
  declaration: facts.declaration,
  parameter: facts.parameter,
  signature: facts.signature,
  heritage: facts.heritage,
  decorator: facts.decorator,
  importTable: facts.importTable,
  exportTable: facts.exportTable,
  member: facts.member,
  globalName: facts.globalName,
  parameterName: facts.parameterName,
  body: facts.body,
  local: facts.local,
  statement: facts.statement,
  reference: facts.reference,
  call: facts.call,
  argument: facts.argument,
  operation: facts.operation,
  annotation: facts.annotation,
  literal: facts.literal,
  statementPosition: facts.statementPosition,
  declarationPosition: facts.declarationPosition,
  bodyPosition: facts.bodyPosition,
  importPosition: facts.importPosition,
  docstring: facts.docstring,
  comment: facts.comment,
  referenceSpan: facts.referenceSpan,
  localSpan: facts.localSpan,
  callSpan: facts.callSpan,
  declarationHash: facts.declarationHash,
  declarationTextHash: facts.declarationTextHash,
  problem: facts.problem,
  projectConfig: facts.projectConfig,
  package: facts.packageTable,
  fileStem: facts.fileStem,
} as const;

export type Tables = { readonly [Name in keyof typeof SCHEMAS]: BuilderOf<(typeof SCHEMAS)[Name]> };

export function openTables(out: SegmentBuilder): Tables {
  const tables = Object.entries(SCHEMAS).map(([name, schema]) => [name, out.table<typeof schema.columns>(schema)]);
  // Safe because: each name was given the builder of its own schema.
  return Object.fromEntries(tables) as Tables;
}
