/** Types as they are written in a file, as terms: of declarations, of locals, of results. Each text is read once. */
import type { ReaderOf } from '#columns';
import { ANNOTATION_KINDS, codeOf, type annotation, type signature } from '#facts';
import type { NameTerms } from './name-terms.ts';
import { LITERAL, UNKNOWN, type Term } from './term.ts';
import { readType } from './type-text.ts';

const OF_LOCAL = codeOf(ANNOTATION_KINDS, 'local');
const OF_RESULT = codeOf(ANNOTATION_KINDS, 'result');

/** True for the names of what makes types of texts. */
export function isTypeMaker(name: string): boolean {
  return name === 'typing.TypeVar' || name === 'typing.NewType' || name === 'typing_extensions.TypeVar';
}

export class WrittenTypes {
  readonly #names: NameTerms;
  readonly #declarations = new Map<number, string>();
  readonly #locals = new Map<number, string>();
  readonly #results = new Map<number, string>();
  readonly #terms = new Map<string, Term>();

  constructor(signatures: ReaderOf<typeof signature>, annotations: ReaderOf<typeof annotation>, names: NameTerms) {
    this.#names = names;
    for (let row = signatures.rows - 1; row >= 0; row--) {
      const text = signatures.type.at(row);
      if (text !== '') this.#declarations.set(signatures.declaration.at(row), text);
    }
    for (let row = annotations.rows - 1; row >= 0; row--) {
      const kind = annotations.kind.at(row);
      if (kind === OF_LOCAL) this.#locals.set(annotations.row.at(row), annotations.type.at(row));
      else if (kind === OF_RESULT) this.#results.set(annotations.row.at(row), annotations.type.at(row));
    }
  }

  ofDeclaration(row: number): Term | null {
    return this.#declarations.size === 0 ? null : this.read(this.#declarations.get(row));
  }

  ofLocal(row: number): Term | null {
    return this.#locals.size === 0 ? null : this.read(this.#locals.get(row));
  }

  /** What a function gives that is no declaration, by its body row. */
  ofResult(row: number): Term | null {
    return this.read(this.#results.get(row));
  }

  /** The arguments of `TypeVar` and `NewType`: texts behind the first are types. */
  ofMaker(items: Term[]): Term[] {
    return items.map((one, i) =>
      i > 0 && one.op === LITERAL && one.text === 'string' ? (this.read(one.name) ?? UNKNOWN) : one,
    );
  }

  /** A type by its text; null for none, and for what cannot be read. */
  read(text: string | undefined): Term | null {
    if (text === undefined || text === '') return null;
    let term = this.#terms.get(text);
    if (term === undefined) {
      term = readType(text, (dotted) => this.#names.dotted(dotted));
      this.#terms.set(text, term);
    }
    return term === UNKNOWN ? null : term;
  }
}
