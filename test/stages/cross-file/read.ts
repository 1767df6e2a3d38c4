/** Reads the facts of L3 as text for the tests of this folder: `name -> meaning`, a symbol as `path#scope.name`. */
import { hashHex } from '#core';
import {
  classBase,
  declaration,
  importTable,
  importTarget,
  local,
  moduleEdge,
  reference,
  referenceTarget,
  TARGET_KINDS,
} from '#facts';
import type { PipelineContext } from '#orchestrator';
import { callGraph, type CallGraphUnit } from '#query';
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

  /** Bases as `class -> meaning`, those of a class in their order. */
  bases(path: string): string[] {
    const bases = this.context.table(classBase, path)!;
    const texts = rowsOf(bases.rows, (row) => {
      const owner = this.#name(bases.key.lo(row), bases.key.hi(row));
      return `${owner.slice(owner.indexOf('#') + 1)} -> ${this.#meaning(bases, row)}`;
    });
    return texts.toSorted((a, b) => compare(a.split(' ')[0]!, b.split(' ')[0]!));
  }

  /** References with a meaning beyond their body as `name -> meaning`, in order; only those of `name` when it is given. */
  references(path: string, name = ''): string[] {
    const references = this.context.table(reference, path)!;
    const targets = this.context.table(referenceTarget, path)!;
    return rowsOf(targets.rows, (row) => {
      const text = references.name.at(targets.reference.at(row));
      return name === '' || name === text ? `${text} -> ${this.#meaning(targets, row)}` : '';
    }).filter((text) => text !== '');
  }

  /** Callees of a function or module by its qualified name. */
  calls(caller: string): readonly string[] {
    const units = this.context.files.map((path): CallGraphUnit => ({
      path,
      table: (schema) => this.context.table(schema, path),
    }));
    return callGraph(units).get(caller) ?? [];
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
    const locals = this.context.table(local, path)!;
    for (let row = 0; row < locals.rows; row++) {
      this.#names.set(hashHex(locals.hash.lo(row), locals.hash.hi(row)), `${path}%${locals.name.at(row)}`);
    }
  }
}

function rowsOf(rows: number, text: (row: number) => string): string[] {
  return Array.from({ length: rows }, (_, row) => text(row));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The facts of some files. */
export async function factsOf(files: Readonly<Record<string, string>>): Promise<Facts> {
  const { orchestrator, context } = await indexFiles(files, { stages: STAGES });
  await orchestrator.close();
  return new Facts(context);
}
