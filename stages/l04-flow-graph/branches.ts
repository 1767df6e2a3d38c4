/** `if` in all its forms, and the conditions that decide where control goes. */
import { ELSE } from './brackets.ts';
import { EMPTY } from './edge-lists.ts';
import { FALSE, IF_AND, IF_COALESCE, IF_OR, AT_IF, TRUE } from './flow-codes.ts';
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
  const isChain = aux === IF_COALESCE && brackets.part[frame] !== ELSE && operations.isUndefinedBehind(op);
  if (aux === IF_AND || isChain) {
    if (decided(scan, op, frame, failed, false)) scan.arrive(op, list);
    else scan.arrive(op, graph.join(list, failed));
    // The first part of an `or` is empty: all that waits here knows that the value holds.
  } else if (aux !== IF_OR) scan.arrive(op, graph.join(list, failed));
  else if (!decided(scan, op, frame, list, true)) scan.arrive(op, list);
}

/** Hands edges that know the value of a short circuit to the condition which that value becomes. False when it becomes none. */
function decided(scan: Scan, end: number, frame: number, list: number, value: boolean): boolean {
  if (list < 0) return false;
  const { graph, operations } = scan;
  const condition = operations.a(scan.brackets.arm[frame]!);
  const sense = operations.conditionBehind(end, condition);
  // Somebody must evaluate the rest: where its end is not reached, the edges come here.
  if (sense === 0 || (graph.current < 0 && graph.fall < 0)) return false;
  if (value === sense > 0) graph.knownTrue = graph.join(graph.knownTrue, list);
  else graph.knownFalse = graph.join(graph.knownFalse, list);
  // Without a merge the condition is asked again: whoever comes through the part knows the answer.
  if (!operations.isMergeBehind(end)) graph.settled = value === sense > 0 ? 0 : 1;
  return true;
}
