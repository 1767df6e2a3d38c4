/** The facts of a text in TypeScript, TSX or JavaScript, by the extension of its path, as the lines that tests read. */
import * as facts from '#facts';
import { languageNamed, languageOf } from '#languages';
import { lowerText } from '#testkit';
import { View as Lines } from '../view.ts';

interface Reference {
  readonly name: string;
  readonly target: number;
}

interface Local {
  readonly name: string;
  readonly body: number;
  readonly captured: boolean;
}

export class View extends Lines {
  /** Rows of tables, where a line does not tell enough. */
  get rows(): { readonly reference: readonly Reference[]; readonly local: readonly Local[] } {
    const reference = this.reader.table(facts.reference);
    const local = this.reader.table(facts.local);
    return {
      reference: Array.from({ length: reference.rows }, (_, row) => ({
        name: reference.name.at(row),
        target: reference.target.at(row),
      })),
      local: Array.from({ length: local.rows }, (_, row) => ({
        name: local.name.at(row),
        body: local.body.at(row),
        captured: (local.flags.at(row) & facts.LOCAL_FLAG.captured) !== 0,
      })),
    };
  }

  /** `declaration: type <parameters>` of every signature row. */
  get signatures(): string[] {
    const { rows, declaration, type, parameters } = this.reader.table(facts.signature);
    const { name } = this.reader.table(facts.declaration);
    return Array.from({ length: rows }, (_, row) => {
      const text = `${name.at(declaration.at(row))}${parameters.at(row)}: ${type.at(row)}`;
      return text.trimEnd();
    });
  }

  /** `class kind base` of every base. */
  get bases(): string[] {
    const { rows, declaration, base, kind } = this.reader.table(facts.heritage);
    const { name } = this.reader.table(facts.declaration);
    return Array.from({ length: rows }, (_, row) => {
      const form = facts.HERITAGE_KINDS[kind.at(row)]!;
      return `${name.at(declaration.at(row))} ${form} ${base.at(row)}`;
    });
  }

  /** `declaration @name` of every decorator. */
  get decorators(): string[] {
    const { rows, declaration, name } = this.reader.table(facts.decorator);
    const names = this.reader.table(facts.declaration).name;
    return Array.from({ length: rows }, (_, row) => `${names.at(declaration.at(row))} @${name.at(row)}`);
  }

  /** `declaration: text` of every documentation. */
  get documentation(): string[] {
    const { rows, declaration, start, end } = this.reader.table(facts.docstring);
    const { name } = this.reader.table(facts.declaration);
    return Array.from(
      { length: rows },
      (_, row) => `${name.at(declaration.at(row))}: ${this.text.slice(start.at(row), end.at(row))}`,
    );
  }

  /** Names of the member table, by class. */
  get members(): string[] {
    const { rows, name } = this.reader.table(facts.member);
    return Array.from({ length: rows }, (_, row) => name.at(row)).toSorted();
  }
}

export async function view(text: string, path = 'src/mod.ts'): Promise<View> {
  return new View(await lowerText(languageNamed(languageOf(path))!, path, text), text);
}
