/** Counts of misses by section and category, with a fixed-seed sample of each. Examples are made only when they are kept. */

/** `part` of `whole` to four digits; 1 of nothing. */
export function rate(part: number, whole: number): number {
  return whole === 0 ? 1 : Math.round((10_000 * part) / whole) / 10_000;
}

interface Category {
  count: number;
  readonly examples: string[];
}

export class Misses {
  readonly #limit: number;
  readonly #random: () => number;
  readonly #sections = new Map<string, Map<string, Category>>();

  constructor(limit: number, random: () => number) {
    this.#limit = limit;
    this.#random = random;
  }

  /** Reservoir sampling: every miss of a category is as likely to be shown as any other. */
  add(section: string, category: string, example: () => string): void {
    let categories = this.#sections.get(section);
    if (categories === undefined) this.#sections.set(section, (categories = new Map<string, Category>()));
    let one = categories.get(category);
    if (one === undefined) categories.set(category, (one = { count: 0, examples: [] }));
    one.count++;
    if (one.examples.length < this.#limit) one.examples.push(example());
    else {
      const at = Math.floor(this.#random() * one.count);
      if (at < this.#limit) one.examples[at] = example();
    }
  }

  /** By section, categories from the largest on. */
  report(): object {
    return Object.fromEntries(
      [...this.#sections].map(([section, categories]) => [
        section,
        Object.fromEntries([...categories].toSorted(([, a], [, b]) => b.count - a.count)),
      ]),
    );
  }
}
