/** Lets at most `width` tasks through at a time, in the order in which they came; none while it is closed. */
export class Gate {
  width: number;
  #inside = 0;
  #isClosed = false;
  readonly #waiting: (() => void)[] = [];

  constructor(width: number) {
    this.width = width;
  }

  /** Resolves when a task may go on. Whoever entered must leave. */
  async enter(): Promise<void> {
    if (this.#isOpen()) {
      this.#inside++;
      return;
    }
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  leave(): void {
    this.#inside--;
    this.#admit();
  }

  /** Keeps all out while `work` runs, such as the end of a worker. Those inside stay there. */
  async closedFor(work: () => Promise<unknown>): Promise<void> {
    this.#isClosed = true;
    try {
      await work();
    } finally {
      this.#isClosed = false;
      this.#admit();
    }
  }

  #isOpen(): boolean {
    return !this.#isClosed && this.#inside < this.width;
  }

  #admit(): void {
    while (this.#waiting.length > 0 && this.#isOpen()) {
      this.#inside++;
      this.#waiting.shift()!();
    }
  }
}
