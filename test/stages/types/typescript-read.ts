/** Types of a TypeScript workspace as text, for the tests of this folder. */
import {
  body,
  callEdgeTyped,
  call,
  declaration,
  local,
  reference,
  referenceTargetTyped,
  returnType,
  typeProblem,
  typeText,
  VARIABLE_SOURCES,
  variableType,
} from '#facts';
import type { PipelineContext } from '#orchestrator';
import { hashHex } from '#core';
import { indexFiles } from '#testkit';
import { STAGES } from './read.ts';

const LOCAL = VARIABLE_SOURCES.indexOf('local');

export interface TypedFiles {
  /** The types of the variables and members of a name in `m.ts`, without repetition. */
  variable(name: string): string;
  /** What the function of a name gives. */
  result(name: string): string;
  /** Declarations that the calls of a file run, as types tell. */
  callees(): string[];
  /** Names of attribute references whose meaning types tell. */
  meanings(): string[];
  readonly problems: number;
}

/** Indexes files, of which `m.ts` (or `m.tsx`, `m.js`) is asked, and closes the index. */
export async function typed(
  text: string,
  others: Readonly<Record<string, string>> = {},
  path = 'm.ts',
): Promise<TypedFiles> {
  const { context, orchestrator } = await indexFiles({ ...others, [path]: text }, { stages: STAGES });
  const made = read(context, path);
  await orchestrator.close();
  return made;
}

function read(context: PipelineContext, path: string): TypedFiles {
  const texts = context.table(typeText, path)!;
  const variables = new Map<string, Set<string>>();
  const rows = context.table(variableType, path)!;
  for (let row = 0; row < rows.rows; row++) {
    const table = rows.source.at(row) === LOCAL ? context.table(local, path)! : context.table(declaration, path)!;
    const name = table.name.at(rows.at.at(row));
    variables.set(name, (variables.get(name) ?? new Set()).add(texts.text.at(rows.type.at(row))));
  }
  const results = new Map<string, string>();
  const returns = context.table(returnType, path)!;
  const bodies = context.table(body, path)!;
  for (let row = 0; row < returns.rows; row++) {
    const declared = bodies.declaration.at(row);
    const owner = bodies.owner.at(row);
    const name =
      declared >= 0 && declared !== 0xffffffff
        ? context.table(declaration, path)!.name.at(declared)
        : owner >= 0 && owner !== 0xffffffff
          ? context.table(local, path)!.name.at(owner)
          : '';
    const type = returns.type.at(row);
    results.set(name, type < 0 || type === 0xffffffff ? '-' : texts.text.at(type));
  }
  return {
    variable: (name) => [...(variables.get(name) ?? ['-'])].join(' / '),
    result: (name) => results.get(name) ?? '-',
    callees: () => calleesOf(context, path),
    meanings: () => meaningsOf(context, path),
    problems: context.table(typeProblem, path)!.rows,
  };
}

function calleesOf(context: PipelineContext, path: string): string[] {
  const edges = context.table(callEdgeTyped, path)!;
  const calls = context.table(call, path)!;
  const references = context.table(reference, path)!;
  return Array.from({ length: edges.rows }, (_, row) => {
    const name = references.name.at(calls.callee.at(edges.call.at(row)));
    return `${name} -> ${placeOf(context, hashHex(edges.key.lo(row), edges.key.hi(row)))}`;
  }).toSorted();
}

function meaningsOf(context: PipelineContext, path: string): string[] {
  const rows = context.table(referenceTargetTyped, path)!;
  const references = context.table(reference, path)!;
  return Array.from({ length: rows.rows }, (_, row) => {
    const target = placeOf(context, hashHex(rows.symbol.lo(row), rows.symbol.hi(row)));
    return `${references.name.at(rows.reference.at(row))} -> ${target}`;
  });
}

/** `file: Owner.name` of a declaration. */
function placeOf(context: PipelineContext, hash: string): string {
  for (const file of context.files) {
    const rows = context.table(declaration, file);
    for (let row = 0; row < (rows?.rows ?? 0); row++) {
      if (hashHex(rows!.hash.lo(row), rows!.hash.hi(row)) !== hash) continue;
      const parent = rows!.parent.at(row);
      const owner = parent > 0 && parent !== 0xffffffff ? `${rows!.name.at(parent)}.` : '';
      return `${file}: ${owner}${rows!.name.at(row)}`;
    }
  }
  return '?';
}
