/**
 * Names that are seen without an import: those of the global scope, and of namespaces that many files declare together. A bare
 * name in a namespace is looked for in it, in all files, then in the one around it, then in the global scope.
 * It must never answer when several files declare a name that only one may declare: which of them run together is not known.
 */
import type { ReaderOf } from '#columns';
import type { HashCell } from '#core';
import { codeOf, DECLARATION_KINDS, FLAG, globalKey, type declaration } from '#facts';
import { isOfSpace, NAMESPACE_KIND, TYPE, TYPE_KINDS, VALUE, VALUE_KINDS } from './name-space.ts';
import { symbolTarget, type Target } from './target.ts';
import type { UnitTables } from './unit-tables.ts';

/** Kinds whose declarations in several files are one. */
const MERGED: ReadonlySet<number> = new Set(
  (['namespace', 'interface', 'enum'] as const).map((kind) => codeOf(DECLARATION_KINDS, kind)),
);

export class GlobalScope {
  readonly #tables: UnitTables;
  readonly #read: () => ReaderOf<typeof declaration>;
  readonly #isAsked: boolean;
  readonly #found = new Map<string, Target | null>();
  /** Dotted names of the own global namespaces by row; '' for rows that are none. */
  readonly #namespaces = new Map<number, string>();
  #partRows: Set<number> | null = null;
  readonly #cell: HashCell = { lo: 0, hi: 0 };

  /** `read`: the own declarations, which few files need here. `isAsked`: the language has a scope that files share. */
  constructor(tables: UnitTables, read: () => ReaderOf<typeof declaration>, isAsked: boolean) {
    this.#tables = tables;
    this.#read = read;
    this.#isAsked = isAsked;
  }

  /** What a bare name means in the namespaces around declaration `row`, inner before outer; null when they have none of it. */
  around(row: number, name: string, isType: boolean): Target | null {
    if (row < 0 || this.#tables.own.globals.rows === 0) return null;
    const { kind, parent } = this.#read();
    for (let at = row; at > 0; at = parent.at(at)) {
      if (kind.at(at) !== NAMESPACE_KIND) continue;
      const found = this.inNamespaceAt(at, name, isType);
      if (found !== null) return found;
    }
    return null;
  }

  /** What another part, in this file, of a namespace around declaration `row` exports under a name, or null. */
  inOtherPart(row: number, name: string, isType: boolean): Target | null {
    if (row < 0 || !this.#isAsked) return null;
    const { parent } = this.#read();
    for (let at = row; at > 0; at = parent.at(at)) {
      const found = this.#parts.has(at) ? this.#exportedFrom(at, name, isType) : null;
      if (found !== null) return found;
    }
    return null;
  }

  #exportedFrom(part: number, name: string, isType: boolean): Target | null {
    const { hash, kind, parent, flags, name: names, rows } = this.#read();
    const { pathLo, pathHi } = this.#tables.own;
    let best: Target | null = null;
    for (let row = 1; row < rows; row++) {
      const outer = parent.at(row);
      if (outer === part || !this.#parts.has(outer) || (flags.at(row) & FLAG.exported) === 0) continue;
      if (hash.lo(outer) !== hash.lo(part) || hash.hi(outer) !== hash.hi(part) || names.at(row) !== name) continue;
      if (best === null || isOfSpace(1 + kind.at(row), isType ? TYPE : VALUE))
        best = symbolTarget(pathLo, pathHi, hash.lo(row), hash.hi(row), 1 + kind.at(row), flags.at(row));
    }
    return best;
  }

  /** Rows of namespaces that this file declares in several parts. */
  get #parts(): ReadonlySet<number> {
    if (this.#partRows !== null) return this.#partRows;
    this.#partRows = new Set();
    const first = new Map<string, number>();
    const { hash, kind, rows } = this.#read();
    for (let row = 1; row < rows; row++) {
      if (kind.at(row) !== NAMESPACE_KIND) continue;
      const key = `${hash.lo(row)} ${hash.hi(row)}`;
      const known = first.get(key);
      if (known === undefined) first.set(key, row);
      else this.#partRows.add(known).add(row);
    }
    return this.#partRows;
  }

  /** What a bare name means in the namespace that declaration `row` opens, if it opens one. */
  inNamespaceAt(row: number, name: string, isType: boolean): Target | null {
    const scope = this.namespaceAt(row);
    return scope === '' ? null : this.member(scope, name, isType);
  }

  /** What the global scope has under a name. */
  global(name: string, isType: boolean): Target | null {
    return this.member('', name, isType);
  }

  /** What a global namespace has under a name. */
  member(scope: string, name: string, isType: boolean): Target | null {
    if (!this.#isAsked) return null;
    const key = `${isType ? ':' : '.'}${scope} ${name}`;
    let found = this.#found.get(key);
    if (found === undefined) this.#found.set(key, (found = this.#search(scope, name, isType)));
    return found;
  }

  /** The dotted name of the global namespace that declaration `row` of this file opens, or ''. */
  namespaceAt(row: number): string {
    if (!this.#isAsked || this.#tables.own.globals.rows === 0) return '';
    const known = this.#namespaces.get(row);
    if (known !== undefined) return known;
    const name = this.#nameNamespace(row);
    this.#namespaces.set(row, name);
    return name;
  }

  #nameNamespace(row: number): string {
    const { kind, name, parent, hash } = this.#read();
    if (kind.at(row) !== NAMESPACE_KIND) return '';
    const outer = parent.at(row) > 0 ? this.namespaceAt(parent.at(row)) : '';
    globalKey(this.#cell, outer, name.at(row));
    const rows = this.#tables.ownGlobals(this.#cell.lo, this.#cell.hi);
    if (rows === null) return '';
    const { target } = rows.reader;
    for (let at = rows.from; at < rows.to; at++) {
      if (target.lo(at) !== hash.lo(row) || target.hi(at) !== hash.hi(row)) continue;
      return outer === '' ? name.at(row) : `${outer}.${name.at(row)}`;
    }
    return '';
  }

  /** The declaration of the wanted name space, of the own file first; null when two files declare it that may not. */
  #search(scope: string, name: string, isType: boolean): Target | null {
    globalKey(this.#cell, scope, name);
    let best: Target | null = null;
    let bestRank = -1;
    let isTwice = false;
    for (const { reader, from, to } of this.#tables.globals(this.#cell.lo, this.#cell.hi)) {
      for (let row = from; row < to; row++) {
        const kind = reader.kind.at(row);
        const { path, target } = reader;
        const isOwn = this.#tables.isOwn(path.lo(row), path.hi(row));
        const rank = 2 * rankOf(kind, isType) + (isOwn ? 1 : 0);
        if (rank < bestRank) continue;
        isTwice = rank === bestRank && !MERGED.has(kind);
        if (rank === bestRank) continue;
        bestRank = rank;
        const made = symbolTarget(path.lo(row), path.hi(row), target.lo(row), target.hi(row), 1 + kind, 0);
        best = kind === NAMESPACE_KIND ? { ...made, global: scope === '' ? name : `${scope}.${name}` } : made;
      }
    }
    return isTwice ? null : best;
  }
}

/** What is of the wanted name space first, then namespaces, which are of both, then the rest. */
function rankOf(kind: number, isType: boolean): number {
  if ((isType ? TYPE_KINDS : VALUE_KINDS).has(kind)) return 2;
  return kind === NAMESPACE_KIND ? 1 : 0;
}
