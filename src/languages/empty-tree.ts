/** The tree of a text that has no grammar: one row of type 0 over all of it. */
import type { SyntaxTree } from './syntax/index.ts';

export function emptyTree(text: string): SyntaxTree {
  return {
    text,
    count: 1,
    type: new Uint16Array(1),
    field: new Uint16Array(1),
    start: new Uint32Array(1),
    end: Uint32Array.of(text.length),
    next: Uint32Array.of(1),
    parent: Int32Array.of(-1),
    hasError: false,
    truncated: false,
  };
}
