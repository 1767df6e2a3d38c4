/**
 * L1: parses a file and lets its language lower the tree into facts. The tree is gone when the kernel returns.
 * A file of unknown language, or one that is too large, gets the facts of an empty module: its text is still searched.
 */
import { file } from '#facts';
import { emptyTree, languageNamed, loadGrammar, Lowering, type Grammar, type LowerFile } from '#languages';
import type { SegmentBuilder } from '#columns';
import type { KernelOf } from '#stage';
import type { stage } from './stage.ts';

interface ReadyLanguage {
  readonly grammar: Grammar;
  readonly lower: LowerFile;
}

/** Grammars compiled on this thread. A cache of what is equal on every thread, not state of the kernel. */
const ready = new Map<string, ReadyLanguage>();
const lowerings = new WeakMap<SegmentBuilder, Lowering>();

/** Compiles the grammars that files of these languages need, and no others. */
export async function prepare(languages: ReadonlySet<string>): Promise<void> {
  for (const name of languages) {
    const language = languageNamed(name);
    if (ready.has(name) || language === undefined || language.grammar === null || language.lower === null) continue;
    const grammar = await loadGrammar(language.grammar);
    ready.set(name, { grammar, lower: language.lower(grammar) });
  }
}

/** Facts follow from the grammar as much as from the text. */
export function identityOf(language: string): string {
  return ready.get(language)?.grammar.digest ?? '';
}

export const kernel: KernelOf<(typeof stage.steps)[0]> = (view, out) => {
  const name = view.table(file).language.at(0);
  const language = ready.get(name);
  let low = lowerings.get(out.segment);
  if (low === undefined) lowerings.set(out.segment, (low = new Lowering(out.segment)));
  const tree = language === undefined ? emptyTree(view.text) : language.grammar.parse(view.text);
  low.begin(view.path, tree);
  if (language === undefined) languageNamed(name)?.lowerText?.(view.text, low);
  else language.lower(tree, low);
  low.finish();
};
