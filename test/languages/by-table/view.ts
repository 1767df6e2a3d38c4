/** The facts of a text in one of the languages by table, as the lines that tests read. It must never hide a row. */
import * as facts from '#facts';
import { SegmentBuilder, SegmentLayout, type SegmentReader } from '#columns';
import { emptyTree, languageNamed, Lowering } from '#languages';
import { freezeAlone, lowerText } from '#testkit';
import { View as TypedView } from '../typescript/view.ts';

export class View extends TypedView {
  /** Names of what is called, in order; '-' for what has no name. */
  get calls(): string[] {
    const { rows, callee } = this.reader.table(facts.call);
    const { name } = this.reader.table(facts.reference);
    return Array.from({ length: rows }, (_, row) => (callee.at(row) < 0 ? '-' : name.at(callee.at(row))));
  }

  /** Names of locals by kind, bodies apart. */
  get locals(): string[] {
    const { rows, name, kind, body } = this.reader.table(facts.local);
    return Array.from(
      { length: rows },
      (_, row) => `${body.at(row)} ${facts.LOCAL_KINDS[kind.at(row)]!} ${name.at(row)}`,
    );
  }
}

export async function view(language: string, text: string, path = 'src/file.x'): Promise<View> {
  return new View(await lowerText(languageNamed(language)!, path, text), text);
}

/** The facts of a text in a language without a grammar. */
export function lowerPlain(language: string, path: string, text: string): SegmentReader {
  const out = new SegmentBuilder(new SegmentLayout(facts.IR_TABLES));
  const low = new Lowering(out);
  low.begin(path, emptyTree(text));
  languageNamed(language)!.lowerText!(text, low);
  low.finish();
  return freezeAlone(out);
}
