/** Lowers a text with one front end and gives the frozen facts, as the worker would. For tests of front ends. */
import { arenaSize, ArenaWriter, SegmentBuilder, SegmentLayout, SegmentReader } from '#columns';
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
  return freezeAlone(out);
}

/** Freezes builders into an arena of their own, with `dirt` in every byte that is not written and `skip` bytes in front. */
export function freezeAlone(out: SegmentBuilder, dirt = 0, skip = 0): SegmentReader {
  let buffer = new SharedArrayBuffer(0);
  const offset = out.freeze((bytes) => {
    const arena = new ArenaWriter(new SharedArrayBuffer(arenaSize(0, bytes + skip + 8)));
    arena.bytes.fill(dirt);
    arena.take(skip);
    buffer = arena.buffer;
    return arena;
  }, NO_KEY);
  return new SegmentReader(out.layout, buffer, offset);
}
