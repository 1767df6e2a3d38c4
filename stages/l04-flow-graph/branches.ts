/** `if` in all its forms, and the conditions that decide where control goes. */
import { ELSE } from './brackets.ts';
import { EMPTY } from './edge-lists.ts';
import { FALSE, IF_AND, IF_COALESCE, IF_OR, AT_IF, TRUE } from './flow-codes.ts';
import { FALSY, NOT_NULLISH, TRUTHY, UNDEFINED } from './operations.ts';
import type { Scan } from './scan.ts';

/**
 * Ends the block with a condition. Gives the edges for when it does not hold; those for when it does wait for the next
 * operation. What knew the outcome already joins them.
 */
export function branch(scan: Scan, op: number, truth: number): number {
  const { graph } = scan;
  const block = scan.ensure(op);
  const outcome = graph.settled >= 0 ? graph.settled : truth;
  graph.settled = -1;
  const whenTrue = outcome === 0 ? EMPTY : graph.edge(block, TRUE);
  const whenFalse = outcome === 1 ? EMPTY : graph.edge(block, FALSE);
  scan.close();
  graph.fall = graph.join(whenTrue, graph.knownTrue);
  const failed = graph.join(whenFalse, graph.knownFalse);
  graph.knownTrue = EMPTY;
  graph.knownFalse = EMPTY;
  return failed;
}

export function openIf(scan: Scan, op: number): void {
  const { brackets } = scan;
  const failed = branch(scan, op, -1);
  const frame = brackets.push(AT_IF, scan.operations.aux(op), 0);
  brackets.skip[frame] = failed;
  brackets.arm[frame] = op;
}

export function elseOfIf(scan: Scan, op: number, frame: number): void {
  const { brackets } = scan;
  brackets.join[frame] = scan.takeFall();
  brackets.part[frame] = ELSE;
  const list = brackets.skip[frame]!;
  brackets.skip[frame] = EMPTY;
  scan.arrive(op, list);
}

export function endOfIf(scan: Scan, op: number, frame: number): void {
  const { graph, brackets, operations } = scan;
  const list = brackets.join[frame]!;
  const failed = brackets.skip[frame]!;
  const aux = brackets.aux[frame]!;
  const hasElse = brackets.part[frame] === ELSE;
  if (aux === IF_AND) skipped(scan, op, frame, FALSY);
  else if (aux === IF_COALESCE && !hasElse && operations.isUndefinedBehind(op)) skipped(scan, op, frame, UNDEFINED);
  // The first part of an `or` is empty: all that waits there knows that the value holds.
  else if (aux === IF_OR) skipped(scan, op, frame, TRUTHY);
  else if (aux === IF_COALESCE && hasElse) skipped(scan, op, frame, NOT_NULLISH);
  else scan.arrive(op, graph.join(list, failed));
}

/**
 * The end of a short circuit. The edges by which the rest was skipped know its value: when all that comes of it is a
 * condition, they lead where that leads.
 */
function skipped(scan: Scan, end: number, frame: number, known: 0 | 1 | 2 | 3): void {
  const { graph, brackets, operations } = scan;
  const list = graph.join(brackets.join[frame]!, brackets.skip[frame]!);
  const condition = operations.a(brackets.arm[frame]!);
  const outcome = operations.outcomeBehind(end, condition, known);
  // Somebody must evaluate the rest: where its end is not reached, the edges come here.
  if (outcome < 0 || list < 0 || (graph.current < 0 && graph.fall < 0)) {
    scan.arrive(end, list);
    return;
  }
  if (outcome === 1) graph.knownTrue = graph.join(graph.knownTrue, list);
  else graph.knownFalse = graph.join(graph.knownFalse, list);
  // Without a merge the condition is asked again: whoever comes through the part knows the answer.
  if (!operations.isMergeBehind(end)) graph.settled = 1 - outcome;
  scan.arrive(end, EMPTY);
}
