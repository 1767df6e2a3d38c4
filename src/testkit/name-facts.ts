/** Facts of names and symbols that a literate case can state: what is meant, used, called, imported, inherited and overridden. */
import { hashHex } from '#core';
import { classBase, codeOf, override, TARGET_KINDS } from '#facts';
import type { PipelineContext } from '#orchestrator';
import type { Fact } from './literate-fact.ts';
import type { Assertion } from './literate.ts';

interface Row {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

const NAMES = ['symbol', 'reference_target', 'import_target'];
const USES = [...NAMES, 'occurrence'];
const CALLS = [...NAMES, 'call_edge_name'];

const place = ({ path, line }: Row): string => `${path}:${line}`;
const isAt = (row: Row, at: Row): boolean => row.line === at.line && row.column === at.column && row.path === at.path;

export const NAME_FACTS: Readonly<Record<string, Fact>> = {
  /** Where the name here is declared. */
  means: { needs: NAMES, values: (context, at) => context.definition(at).rows.map(place) },
  /** The same as qualified names, and names of what lies outside. */
  'resolves-to': { needs: NAMES, values: (context, at) => context.definition(at).subjects ?? [] },
  kind: { needs: NAMES, values: (context, at) => [...new Set(context.definition(at).rows.map(({ kind }) => kind))] },
  'used-at': { needs: USES, values: (context, at) => context.references(at).rows.map(place) },
  /** How the name here is used. */
  role: { needs: USES, values: (context, at) => occurrenceAt(context, at).map(({ role }) => role) },
  /** The function, class or module whose code the name here is. */
  within: { needs: USES, values: (context, at) => occurrenceAt(context, at).map(({ within }) => within) },
  'called-at': { needs: CALLS, values: (context, at) => context.callers(at).rows.map(place) },
  /** What the call here runs for sure. */
  runs: { needs: [...USES, ...CALLS], values: (context, at) => calleesAt(context, at, 'resolved') },
  /** What the call here runs one of. */
  'may-run': { needs: [...USES, ...CALLS], values: (context, at) => calleesAt(context, at, 'candidate') },
  /** What the import that begins here means. */
  'leads-to': { needs: NAMES, values: importsAt },
  'imported-at': { needs: [...NAMES, 'module_edge'], values: (context, at) => context.importers(at).rows.map(place) },
  /** The files that an edit of this one can reach. */
  dependents: {
    needs: [...NAMES, 'module_edge'],
    values: (context, { path }) => context.dependents(path).rows.map((row) => row.path),
  },
  bases: { needs: [...NAMES, 'class_base'], values: basesOf },
  overrides: { needs: [...NAMES, 'override'], values: overriddenBy },
};

function occurrenceAt(context: PipelineContext, at: Assertion): { readonly role: string; readonly within: string }[] {
  return context.references(at, { limit: 1000 }).rows.filter((row) => isAt(row, at));
}

function calleesAt(context: PipelineContext, at: Assertion, certainty: string): string[] {
  const [occurrence] = occurrenceAt(context, at);
  if (occurrence === undefined) return [];
  const { rows } = context.callees({ symbol: occurrence.within }, { limit: 1000 });
  return rows.filter((row) => isAt(row, at) && row.certainty === certainty).map(({ callee }) => callee.name);
}

function importsAt(context: PipelineContext, at: Assertion): string[] {
  const { rows } = context.imports(at.path);
  return rows
    .filter((row) => isAt(row, at))
    .map(({ target }) => (target.kind === 'file' ? `file ${target.path}` : `${target.kind} ${target.name}`));
}

function basesOf(context: PipelineContext, at: Assertion): string[] {
  const outside = TARGET_KINDS.filter((kind) => kind !== 'symbol' && kind !== 'file').map((kind) =>
    codeOf(TARGET_KINDS, kind),
  );
  const found: string[] = [];
  const symbols = new Set(context.definition(at).rows.map(({ symbol }) => symbol));
  for (const path of context.files) {
    const { key, symbol, kind, name, rows } = context.table(classBase, path)!;
    for (let row = 0; row < rows; row++) {
      if (!symbols.has(hashHex(key.lo(row), key.hi(row)))) continue;
      const isOutside = outside.includes(kind.at(row));
      found.push(isOutside ? name.at(row) : nameOf(context, symbol.lo(row), symbol.hi(row)));
    }
  }
  return found;
}

function overriddenBy(context: PipelineContext, at: Assertion): string[] {
  const [own] = context.definition(at).rows;
  const found: string[] = [];
  for (const path of context.files) {
    const { key, by, rows } = context.table(override, path)!;
    for (let row = 0; row < rows; row++) {
      if (hashHex(by.lo(row), by.hi(row)) === own?.symbol) found.push(nameOf(context, key.lo(row), key.hi(row)));
    }
  }
  return found;
}

function nameOf(context: PipelineContext, lo: number, hi: number): string {
  return context.definition({ symbol: hashHex(lo, hi) }).subjects?.join(' ') ?? '';
}
