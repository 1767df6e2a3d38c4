/** Small sources, one per grammar, on which the decoder is compared with the cursor at first use. Data only. */
const SOURCES: Readonly<Record<string, string>> = {};

/** The source of a grammar, whole and cut off, so that error nodes are compared too. */
export function checkSources(name: string): string[] {
  const source = SOURCES[name] ?? '';
  return [source, source.slice(0, source.length * 0.6), ''];
}
