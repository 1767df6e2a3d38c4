/** The step `call`: what the references of one file mean beyond their bodies, and whom its calls call. */
import {
  argument,
  body,
  call as calls,
  callEdgeName,
  classBase,
  declaration,
  exportTable,
  file,
  globalName,
  importModule,
  importTable,
  importTarget,
  local,
  member,
  operation,
  reference,
  reexport,
  referenceTarget,
  starName,
  pathHash,
} from '#facts';
import { languageNamed } from '#languages';
import type { KernelOf } from '#stage';
import { BodyScopes } from './body-scopes.ts';
import { writeCallEdges } from './call-edges.ts';
import { ClassHierarchy } from './class-hierarchy.ts';
import { dialectOf } from './dialect.ts';
import { ExportResolver } from './export-resolution.ts';
import { GlobalScope } from './global-scope.ts';
import { ModuleResolver } from './module-resolution.ts';
import { ReferenceResolver } from './reference-resolution.ts';
import { writeReferenceTargets } from './reference-targets.ts';
import { SingleAssignment } from './single-assignment.ts';
import type { stage } from './stage.ts';
import { UnitTables } from './unit-tables.ts';

export const call: KernelOf<(typeof stage.steps)[3]> = (view, out, context) => {
  const language = languageNamed(view.table(file).language.at(0));
  const references = view.table(reference);
  const bodies = view.table(body);
  if (!language?.modules || references.rows === 0) return;
  const { path } = view;
  const cell = { lo: 0, hi: 0 };
  pathHash(cell, path);
  const dialect = dialectOf(language.name);
  const own = {
    pathLo: cell.lo,
    pathHi: cell.hi,
    exports: view.table(exportTable),
    reexports: view.table(reexport),
    stars: view.table(starName),
    members: view.table(member),
    globals: view.table(globalName),
    bases: view.table(classBase),
  };
  const tables = new UnitTables(own, context.lookup);
  const facts = {
    declarations: view.table(declaration),
    imports: view.table(importTable),
    importModules: view.table(importModule),
    importTargets: view.table(importTarget),
    locals: view.table(local),
    references,
    calls: view.table(calls),
    arguments: view.table(argument),
    operations: view.table(operation),
  };
  const { locals, declarations, operations } = facts;
  const globals = new GlobalScope(tables, () => declarations, dialect.globalScripts);
  const exports = new ExportResolver(new ModuleResolver(language.modules, context.lookup), tables, dialect, globals);
  const scopes = new BodyScopes(bodies, locals, declarations);
  const single = new SingleAssignment(bodies, references, operations, locals.rows, declarations.rows, facts.calls.rows);
  const classes = new ClassHierarchy(tables, dialect);
  const resolver = new ReferenceResolver(path, facts, scopes, single, exports, classes);
  writeReferenceTargets(references, resolver, out.table(referenceTarget), out.strings(referenceTarget), context.fuel);
  writeCallEdges(bodies, facts.calls, resolver, dialect, out.table(callEdgeName), context.fuel);
};
