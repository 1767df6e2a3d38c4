/** Lets at most `width` tasks through at a time, in the order in which they came, those that can wait last; none while it is closed. */
export class Gate {
  width: number;
  #inside = 0;
  #isClosed = false;
  readonly #waiting: (() => void)[] = [];
  /** Those that go when nobody else waits. */
  readonly #patient: (() => void)[] = [];

  constructor(width: number) {
    this.width = width;
  }

  /** Resolves when a task may go on. Whoever entered must leave. */
  async enter(canWait = false): Promise<void> {
    if (this.#isOpen()) {
      this.#inside++;
      return;
    }
    await new Promise<void>((resolve) => (canWait ? this.#patient : this.#waiting).push(resolve));
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
    while (this.#isOpen()) {
      const next = this.#waiting.shift() ?? this.#patient.shift();
      if (next === undefined) return;
      this.#inside++;
      next();
    }
  }
}
