/** Edits of Python texts for benches: a line in a body, a comment, a parameter, an import. Null where a text has no place for one. */

export type Edit = (text: string, i: number) => string | null;

export const EDITS = {
  body: (text, i) => insertInBody(text, `local_${i} = ${i}`),
  comment: (text, i) => (text.includes('\ndef ') ? text.replace('\ndef ', `\n# note ${i}\ndef `) : null),
  signature: (text, i) => (/^def \w+\(/m.test(text) ? text.replace(/^(def \w+)\(/m, `$1(added_${i}=None, `) : null),
  import: (text, i) => text.replace(/^(?=(?:import|from) )/m, `import module_${i}\n`),
} satisfies Record<string, Edit>;

/** Adds a line at the start of the first function body without a docstring. */
function insertInBody(text: string, line: string): string | null {
  const found = /^( *)def \w+\([^()]*\):\n(?! *["'])/m.exec(text);
  if (found === null) return null;
  const at = found.index + found[0].length;
  return `${text.slice(0, at)}${found[1]}    ${line}\n${text.slice(at)}`;
}

/** A small generator of equal numbers for equal seeds (D. H. Lehmer's, with the multiplier of Park and Miller, 1988). */
export function numbersBelow(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % limit;
  };
}

export function percentile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return Number((sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0).toPrecision(3));
}
