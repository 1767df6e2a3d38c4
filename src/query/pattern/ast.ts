/**
 * The parsed pattern: five kinds of node, every flag already applied (case, `.`, greed).
 * Groups leave no trace, because matches report no captures. Never holds a line end: `\n` is taken out of every class.
 */
import type { CodePointSet } from './code-point-set.ts';

/** Where a match may stand; each is about the two characters beside a position, on one line. */
export type LookKind = 'line-start' | 'line-end' | 'word-boundary' | 'not-word-boundary';

export type PatternNode =
  | { readonly kind: 'empty' }
  | { readonly kind: 'class'; readonly set: CodePointSet }
  | { readonly kind: 'look'; readonly look: LookKind }
  | { readonly kind: 'concat'; readonly parts: readonly PatternNode[] }
  | { readonly kind: 'alternate'; readonly parts: readonly PatternNode[] }
  | RepeatNode;

export interface RepeatNode {
  readonly kind: 'repeat';
  readonly body: PatternNode;
  readonly min: number;
  /** `Infinity` when open. */
  readonly max: number;
  readonly isGreedy: boolean;
}

/** A pattern that passed every check of the dialect: `compile` and `trigramQuery` cannot fail on it. */
export interface Pattern {
  readonly text: string;
  readonly root: PatternNode;
}

export const EMPTY: PatternNode = { kind: 'empty' };

/** A sequence, without the wrapper when there is nothing to wrap. */
export function concatOf(parts: readonly PatternNode[]): PatternNode {
  if (parts.length === 0) return EMPTY;
  return parts.length === 1 ? parts[0]! : { kind: 'concat', parts };
}

/** The one code point of a class, or -1. */
export function singleCodePoint(node: PatternNode): number {
  if (node.kind !== 'class' || node.set.length !== 2 || node.set[0] !== node.set[1]) return -1;
  return node.set[0]!;
}

/** True when the node can match the empty text, looks counted as if they held. */
export function canBeEmpty(node: PatternNode): boolean {
  switch (node.kind) {
    case 'empty':
    case 'look':
      return true;
    case 'class':
      return false;
    case 'concat':
      return node.parts.every(canBeEmpty);
    case 'alternate':
      return node.parts.some(canBeEmpty);
  }
  return node.min === 0 || canBeEmpty(node.body);
}
