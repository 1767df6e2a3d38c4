/**
 * How many states a pattern compiles to, by arithmetic alone: nothing is expanded to count it.
 * Never less than what `buildProgram` emits forwards.
 */
import type { PatternNode } from './ast.ts';
import { automatonOf } from './utf8-automaton.ts';

export function programSize(node: PatternNode): number {
  switch (node.kind) {
    case 'empty':
    case 'look':
      return 1;
    case 'class':
      return automatonOf(node.set, false).nodeCount;
    case 'concat':
    case 'alternate':
      return node.parts.reduce((sum, part) => sum + 1 + programSize(part), 0);
  }
  const copies = node.max === Infinity ? Math.max(node.min, 1) : node.max;
  return 2 + copies * (1 + programSize(node.body));
}
