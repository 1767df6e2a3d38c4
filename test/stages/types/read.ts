/** Reads the facts of L5 as text for the tests of this folder. */
import { callGraph, type CallGraphUnit } from '#query';
import { indexFiles } from '#testkit';
import {
  CERTAINTY,
  codeOf,
  declaration,
  expressionType,
  local,
  reference,
  REFERENCE_ROLES,
  referenceTargetTyped,
  TYPE_ORIGINS,
  typeText,
  variableType,
} from '#facts';
import type { PipelineContext } from '#orchestrator';
import { hashHex } from '#core';

/** Only what types need. */
export const STAGES = {
  enableTypes: true,
  enableFlowGraph: false,
  enableDataFlow: false,
  enableChunking: false,
  enableLexical: false,
  enableSymbols: false,
  enableOccurrences: false,
};
const WRITE = codeOf(REFERENCE_ROLES, 'write');
const READ_WRITE = codeOf(REFERENCE_ROLES, 'readwrite');

export class Types {
  readonly context: PipelineContext;

  constructor(context: PipelineContext) {
    this.context = context;
  }

  /** The type of the last write of a name, '-' when it is not known. */
  written(name: string, path = 'm.py'): string {
    return this.#uses(path, name, [WRITE, READ_WRITE]).at(-1) ?? 'never written';
  }

  #uses(path: string, name: string, roles: readonly number[]): string[] {
    const references = this.context.table(reference, path)!;
    const { type } = this.context.table(expressionType, path)!;
    const { text } = this.context.table(typeText, path)!;
    const found: string[] = [];
    for (let row = 0; row < references.rows; row++) {
      if (references.name.at(row) !== name || !roles.includes(references.role.at(row))) continue;
      found.push(type.at(row) < 0 ? '-' : text.at(type.at(row)));
    }
    return found;
  }

  /** The type of a local with its origin. */
  variable(name: string, path = 'm.py'): string {
    const variables = this.context.table(variableType, path)!;
    const locals = this.context.table(local, path)!;
    const declarations = this.context.table(declaration, path)!;
    const { text } = this.context.table(typeText, path)!;
    for (let row = 0; row < variables.rows; row++) {
      const at = variables.at.at(row);
      const own = variables.source.at(row) === 0 ? locals.name.at(at) : declarations.name.at(at);
      if (own === name) return `${text.at(variables.type.at(row))}, ${TYPE_ORIGINS[variables.origin.at(row)]}`;
    }
    return '-';
  }

  /** What attribute references of a name mean by type: `Class.member`, with its certainty. */
  members(name: string, path = 'm.py'): string[] {
    const references = this.context.table(reference, path)!;
    const targets = this.context.table(referenceTargetTyped, path)!;
    const found: string[] = [];
    for (let row = 0; row < targets.rows; row++) {
      if (references.name.at(targets.reference.at(row)) !== name) continue;
      const symbol = hashHex(targets.symbol.lo(row), targets.symbol.hi(row));
      found.push(
        `${targets.name.at(row) || (this.#names.get(symbol) ?? '?')}, ${CERTAINTY[targets.certainty.at(row)]}`,
      );
    }
    return found;
  }

  /** Callees of a caller, as the view of call edges has them. */
  calls(caller = 'm'): readonly string[] {
    const units = this.context.files.map((path): CallGraphUnit => ({
      path,
      table: (schema) => this.context.table(schema, path),
    }));
    return callGraph(units).get(caller) ?? [];
  }

  get #names(): Map<string, string> {
    const names = new Map<string, string>();
    for (const path of this.context.files) {
      const { hash, name, parent, rows } = this.context.table(declaration, path)!;
      for (let row = 1; row < rows; row++) {
        const outer = parent.at(row) > 0 ? `${name.at(parent.at(row))}.` : '';
        names.set(hashHex(hash.lo(row), hash.hi(row)), outer + name.at(row));
      }
    }
    return names;
  }
}

export async function typesOf(files: Readonly<Record<string, string>> | string): Promise<Types> {
  const { context, orchestrator } = await indexFiles(typeof files === 'string' ? { 'm.py': files } : files, {
    stages: STAGES,
  });
  await orchestrator.close();
  return new Types(context);
}

/** The type of the last write of `x`. */
export async function typeOfX(...lines: string[]): Promise<string> {
  return (await typesOf(`${lines.join('\n')}\n`)).written('x');
}
