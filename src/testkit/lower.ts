/** Lowers a text with one front end and gives the frozen facts, as the worker would. For tests of front ends. */
import { ArenaWriter, SegmentBuilder, SegmentLayout, SegmentReader } from '#columns';
import { IR_TABLES } from '#facts';
import { initSyntax, loadGrammar, Lowering, type Language } from '#languages';

const layout = new SegmentLayout(IR_TABLES);
const out = new SegmentBuilder(layout);
const low = new Lowering(out);
const NO_KEY = new Uint8Array(16);

/** The facts of `text` as the file `path`. */
export async function lowerText(language: Language, path: string, text: string): Promise<SegmentReader> {
  await initSyntax();
  const grammar = await loadGrammar(language.grammar!);
  const tree = grammar.parse(text);
  low.begin(path, tree);
  language.lower!(grammar)(tree, low);
  low.finish();
  const arena = new ArenaWriter(new SharedArrayBuffer(out.measure() + 64));
  return new SegmentReader(layout, arena.buffer, out.freeze(arena, NO_KEY));
}
