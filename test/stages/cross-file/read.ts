/** Reads the facts of L3 as text for the tests of this folder: `name -> meaning`, a symbol as `path#scope.name`. */
import { hashHex } from '#core';
import { declaration, importTable, importTarget, moduleEdge, TARGET_KINDS } from '#facts';
import type { PipelineContext } from '#orchestrator';
import { indexFiles } from '#testkit';

/** Stages that L3 does not need. */
export const STAGES = { enableChunking: false, enableLexical: false, enableSymbols: false, enableOccurrences: false };

/** What the three tables of meanings have in common. */
interface Targets {
  readonly kind: { at(row: number): number };
  readonly symbol: { lo(row: number): number; hi(row: number): number };
  readonly name: { at(row: number): string };
}

export class Facts {
  readonly context: PipelineContext;
  readonly #names = new Map<string, string>();

  constructor(context: PipelineContext) {
    this.context = context;
    for (const path of context.files) this.#nameSymbols(path);
  }

  /** Imports as `local -> meaning`; a star as `*`. */
  imports(path: string): string[] {
    const imports = this.context.table(importTable, path)!;
    const targets = this.context.table(importTarget, path)!;
    return rowsOf(imports.rows, (row) => {
      const name = imports.local.at(row) || imports.imported.at(row);
      const isUnknown = targets.kind.at(row) === TARGET_KINDS.indexOf('file') && targets.declared.at(row) === 0;
      return `${name} -> ${this.#meaning(targets, row)}${isUnknown ? ' undeclared' : ''}`;
    });
  }

  /** Paths that a file loads. */
  loads(path: string): string[] {
    const edges = this.context.table(moduleEdge, path)!;
    return rowsOf(edges.rows, (row) => this.#name(edges.key.lo(row), edges.key.hi(row))).toSorted();
  }

  #meaning(targets: Targets, row: number): string {
    const kind = TARGET_KINDS[targets.kind.at(row)]!;
    if (kind === 'symbol' || kind === 'file') return this.#name(targets.symbol.lo(row), targets.symbol.hi(row));
    return `${kind} ${targets.name.at(row)}`;
  }

  #name(lo: number, hi: number): string {
    return this.#names.get(hashHex(lo, hi)) ?? '?';
  }

  #nameSymbols(path: string): void {
    const declarations = this.context.table(declaration, path)!;
    const names = [''];
    for (let row = 0; row < declarations.rows; row++) {
      const outer = row === 0 ? '' : names[declarations.parent.at(row)]!;
      names[row] = row === 0 ? '' : outer === '' ? declarations.name.at(row) : `${outer}.${declarations.name.at(row)}`;
      const text = row === 0 ? path : `${path}#${names[row]}`;
      this.#names.set(hashHex(declarations.hash.lo(row), declarations.hash.hi(row)), text);
    }
  }
}

function rowsOf(rows: number, text: (row: number) => string): string[] {
  return Array.from({ length: rows }, (_, row) => text(row));
}

/** The facts of some files. */
export async function factsOf(files: Readonly<Record<string, string>>): Promise<Facts> {
  const { orchestrator, context } = await indexFiles(files, { stages: STAGES });
  await orchestrator.close();
  return new Facts(context);
}
