/**
 * The names of types in one file, with the symbols that they stand for, from its references. One dotted name means one thing
 * in a file; what a function binds itself (type parameters) is not in here. It must never look at another file.
 */
import type { ReaderOf } from '#columns';
import { codeOf, REFERENCE_ROLES, REFERENCE_SCOPES, TARGET_KINDS } from '#facts';
import type { declaration, importTarget, reference, referenceTarget } from '#facts';
import type { HashCell } from '#core';
import type { Sym } from './model.ts';
import { symbolOf } from './world.ts';

const TYPE = codeOf(REFERENCE_ROLES, 'type');
const INHERIT = codeOf(REFERENCE_ROLES, 'inherit');
const TO_DECLARATION = codeOf(REFERENCE_SCOPES, 'declaration');
const TO_IMPORT = codeOf(REFERENCE_SCOPES, 'import');
const TO_LOCAL = codeOf(REFERENCE_SCOPES, 'local');
const ATTRIBUTE = codeOf(REFERENCE_SCOPES, 'attribute');
const SYMBOL = codeOf(TARGET_KINDS, 'symbol');
const FILE = codeOf(TARGET_KINDS, 'file');
const EXTERNAL = codeOf(TARGET_KINDS, 'external');
const NONE = 0xffffffff;

/** What a reference stands for. `outside`: a name of a package or of the environment. */
export type Meaning =
  | { readonly kind: 'symbol'; readonly of: Sym }
  | { readonly kind: 'file'; readonly path: HashCell }
  | { readonly kind: 'outside'; readonly name: string };

export interface NameTables {
  readonly declarations: ReaderOf<typeof declaration>;
  readonly references: ReaderOf<typeof reference>;
  readonly targets: ReaderOf<typeof referenceTarget>;
  readonly imports: ReaderOf<typeof importTarget>;
}

export class FileNames {
  readonly path: HashCell;
  readonly #tables: NameTables;
  /** Row of `reference` -> row of `reference_target` + 1. */
  readonly #targets: Int32Array;
  readonly #types = new Map<string, Meaning | null>();

  constructor(path: HashCell, tables: NameTables) {
    this.path = path;
    this.#tables = tables;
    this.#targets = new Int32Array(tables.references.rows);
    for (let row = 0; row < tables.targets.rows; row++) this.#targets[tables.targets.reference.at(row)] = row + 1;
    for (let row = 0; row < tables.references.rows; row++) this.#addType(row);
  }

  /** What the dotted name of a type stands for, or null. */
  type(dotted: string): Meaning | null {
    return this.#types.get(dotted) ?? null;
  }

  /** What a reference stands for beyond its body; null for locals and for what is not known. */
  meaning(row: number): Meaning | null {
    const { references } = this.#tables;
    const scope = references.scope.at(row);
    if (scope === TO_LOCAL) return null;
    if (scope === TO_DECLARATION) return { kind: 'symbol', of: this.declared(references.target.at(row)) };
    const target = this.#targets[row]! - 1;
    if (target >= 0) return readMeaning(this.#tables.targets, target, references.name.at(row));
    if (scope !== TO_IMPORT) return null;
    return readMeaning(this.#tables.imports, references.target.at(row), references.name.at(row));
  }

  /** The symbol of a declaration of this file. */
  declared(row: number): Sym {
    const { hash, name } = this.#tables.declarations;
    return symbolOf(name.at(row), this.path, { lo: hash.lo(row), hi: hash.hi(row) });
  }

  #addType(row: number): void {
    const { references } = this.#tables;
    const role = references.role.at(row);
    if (role !== TYPE && role !== INHERIT) return;
    const dotted = this.#dotted(row);
    if (dotted === '' || this.#types.has(dotted)) return;
    const meaning = this.meaning(row);
    if (meaning !== null) this.#types.set(dotted, meaning);
  }

  #dotted(row: number): string {
    const { references } = this.#tables;
    let text = references.name.at(row);
    let at = row;
    while (references.scope.at(at) === ATTRIBUTE) {
      at = references.base.at(at);
      if (at < 0 || at === NONE || at >= row) return '';
      text = `${references.name.at(at)}.${text}`;
    }
    return text;
  }
}

function readMeaning(
  table: ReaderOf<typeof referenceTarget> | ReaderOf<typeof importTarget>,
  row: number,
  name: string,
): Meaning | null {
  const kind = table.kind.at(row);
  const path = { lo: table.path.lo(row), hi: table.path.hi(row) };
  if (kind === SYMBOL) {
    return { kind: 'symbol', of: symbolOf(name, path, { lo: table.symbol.lo(row), hi: table.symbol.hi(row) }) };
  }
  if (kind === FILE) return { kind: 'file', path };
  return kind === EXTERNAL ? { kind: 'outside', name: table.name.at(row) } : null;
}

const WORDS = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`|[A-Za-z_$][\w$]*(?:\s*\.\s*[A-Za-z_$][\w$]*)*/g;
const IS_LABEL = /^\s*\??\s*:/;

/**
 * A type as written, in which names carry their symbols. Names of properties and parameters are left alone. A name of a package
 * that is not here becomes `?`, which is no type.
 */
export function withSymbols(text: string, names: FileNames): string {
  if (text === '') return text;
  return text.replaceAll(WORDS, (word, at: number) => {
    const first = word.charCodeAt(0);
    if (first === 34 || first === 39 || first === 96) return word;
    if (IS_LABEL.test(text.slice(at + word.length, at + word.length + 40)) && isLabelled(text, at)) return word;
    const dotted = word.replaceAll(/\s+/g, '');
    const meaning = names.type(dotted);
    if (meaning === null) return word;
    const name = dotted.slice(dotted.lastIndexOf('.') + 1);
    if (meaning.kind === 'symbol') return name + meaning.of.key;
    return meaning.kind === 'outside' ? outsideName(meaning.name) : '?';
  });
}

/** A name before a colon is a label unless the colon is that of a conditional type, which is not read anyway. */
function isLabelled(text: string, at: number): boolean {
  return !/\?\s*$/.test(text.slice(0, at));
}

/** A module of Node by its name and what is taken from it; `?` for packages. */
function outsideName(name: string): string {
  const plain = name.replace(/^node:/, '');
  const cut = plain.lastIndexOf('.');
  return cut < 0 ? '?' : `import("${plain.slice(0, cut)}").${plain.slice(cut + 1)}`;
}
