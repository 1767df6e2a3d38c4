/**
 * The read set of a serializable session: the questions it asked, each with its answer and the texts it was asked over.
 * A session may commit when every question has the same answer as if the session had begun at the newest snapshot; that is
 * what serializable means, so nothing is approximated: absent symbols, ranges and searches count like everything else.
 */
import type { Snapshot } from '#store';

/** A question that can be asked again of another snapshot. */
export interface Question {
  /** As shown in a conflict. */
  readonly text: string;
  readonly ask: (snapshot: Snapshot) => unknown;
}

export interface Read {
  readonly question: Question;
  readonly answer: string;
}

/** An answer without the transaction that gave it. */
export function answerText(answer: unknown): string {
  return JSON.stringify(answer, (key, value: unknown) => (key === 'snapshot' ? undefined : value)) ?? 'undefined';
}

/** The answer of a question as text; an error is an answer too. */
export function answerOf(question: Question, snapshot: Snapshot): string {
  try {
    return answerText(question.ask(snapshot));
  } catch (error) {
    return errorText(error);
  }
}

/** What stands for the answer of a question that has none. */
export function errorText(error: unknown): string {
  return `error: ${error instanceof Error ? error.message : String(error)}`;
}

/** Reads of a session, by the texts that they were asked over. */
export class ReadSet {
  /** Changed texts of the session when it asked, and what it asked then. Equal questions are kept once. */
  readonly #groups = new Map<number, { texts: ReadonlyMap<string, string | null>; reads: Map<string, Read> }>();

  /** Notes an answer given over a version of the session's texts. */
  add(version: number, texts: ReadonlyMap<string, string | null>, read: Read): void {
    let group = this.#groups.get(version);
    if (group === undefined) this.#groups.set(version, (group = { texts: new Map(texts), reads: new Map() }));
    if (!group.reads.has(read.question.text)) group.reads.set(read.question.text, read);
  }

  get groups(): readonly { readonly texts: ReadonlyMap<string, string | null>; readonly reads: readonly Read[] }[] {
    return Array.from(this.#groups.values(), ({ texts, reads }) => ({ texts, reads: [...reads.values()] }));
  }
}
