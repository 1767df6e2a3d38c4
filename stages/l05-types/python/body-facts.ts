/** The tables of one file that terms are made of, and what a body gives to those that run it. */
import type { ReaderOf } from '#columns';
import {
  BODY_KINDS,
  codeOf,
  type argument,
  type body,
  type call,
  type declaration,
  type importTarget,
  type literal,
  type local,
  type operation,
  type reference,
  type referenceTarget,
} from '#facts';
import type { StoreRecord, Term } from './term.ts';

/** The tables of the own file that terms are made of. */
export interface BodyFacts {
  readonly pathLo: number;
  readonly pathHi: number;
  readonly bodies: ReaderOf<typeof body>;
  readonly locals: ReaderOf<typeof local>;
  readonly declarations: ReaderOf<typeof declaration>;
  readonly references: ReaderOf<typeof reference>;
  readonly calls: ReaderOf<typeof call>;
  readonly arguments: ReaderOf<typeof argument>;
  readonly operations: ReaderOf<typeof operation>;
  readonly literals: ReaderOf<typeof literal>;
  readonly importTargets: ReaderOf<typeof importTarget>;
  readonly referenceTargets: ReaderOf<typeof referenceTarget>;
}

export type OperationColumns = Pick<ReaderOf<typeof operation>, 'opcode' | 'a' | 'b' | 'aux' | 'rows'>;

/** What a body gives to those that run it. */
export interface BodyResult {
  readonly returns: Term[];
  readonly yields: Term[];
  /** True when its end can be reached. */
  endsByItself: boolean;
  /** What it assigns to attributes of its parameters, but for those of its own object. */
  stores?: StoreRecord[];
}

const FUNCTION = codeOf(BODY_KINDS, 'function');
const LAMBDA = codeOf(BODY_KINDS, 'lambda');

/** True when code of a body runs in calls of a function: of its own or around it. */
export function isInFunction({ kind, parent }: BodyFacts['bodies'], body: number): boolean {
  for (let at = body; at > 0; at = parent.at(at)) {
    if (kind.at(at) === FUNCTION || kind.at(at) === LAMBDA) return true;
  }
  return false;
}
