/** The word that was meant: by edit distance (Levenshtein, with neighbouring letters swapped as one edit). */

/** The nearest of `words` when it is near enough to be a slip, else null. */
export function nearest(word: string, words: readonly string[]): string | null {
  let best: string | null = null;
  let least = 1 + Math.max(1, Math.floor(word.length / 3));
  for (const candidate of words) {
    const distance = editDistance(word, candidate);
    if (distance >= least) continue;
    least = distance;
    best = candidate;
  }
  return best;
}

function editDistance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const above = rows[i - 1]!;
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      let cost = Math.min(above[j]! + 1, row[j - 1]! + 1, above[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (isSwap) cost = Math.min(cost, rows[i - 2]![j - 2]! + 1);
      row.push(cost);
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}

/** Says that there is no such word, which one was meant, and which there are; without a final full stop. */
export function unknownWord(what: string, word: string, words: readonly string[]): string {
  const meant = nearest(word, words);
  const hint = meant === null ? '' : ` (did you mean '${meant}'?)`;
  return `there is no ${what} '${word}'${hint}; the ${what}s are ${words.join(', ')}`;
}
