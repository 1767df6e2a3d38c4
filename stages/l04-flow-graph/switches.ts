/** `switch` and `match`: the tests of the cases in order, the arms, and what falls through. */
import { BLOCK_FLAG } from '#facts';
import { EMPTY } from './edge-lists.ts';
import { branch } from './branches.ts';
import { CASE_ARM, AT_SWITCH, TRUE } from './flow-codes.ts';
import type { Scan } from './scan.ts';

export function openSwitch(scan: Scan, op: number): void {
  const { brackets, graph } = scan;
  scan.lookAhead.prepare(scan.operations, op);
  const block = scan.ensure(op);
  const frame = brackets.push(AT_SWITCH, graph.isReachable(block) ? 1 : 0, 0);
  brackets.jump = frame;
}

export function openCase(scan: Scan, op: number, frame: number): void {
  const { graph, brackets, operations, lookAhead } = scan;
  const isFirst = brackets.arm[frame]! < 0;
  if (isFirst && (lookAhead.lastGuard(op) >= 0 || !lookAhead.hasLaterCase(op))) {
    brackets.arm[frame] = op;
    scan.ensure(op);
    return;
  }
  let tested = brackets.skip[frame]!;
  if (isFirst) tested = graph.join(tested, scan.takeFall());
  else if (operations.aux(op) === 1) brackets.again[frame] = scan.takeFall();
  else brackets.join[frame] = graph.join(brackets.join[frame]!, scan.takeFall());
  brackets.arm[frame] = op;
  brackets.skip[frame] = EMPTY;
  if (lookAhead.lastGuard(op) >= 0) {
    scan.open(op, tested, 0);
    return;
  }
  const falls = brackets.again[frame]!;
  brackets.again[frame] = EMPTY;
  if (!lookAhead.hasLaterCase(op)) {
    scan.open(op, graph.join(tested, falls), 0);
    return;
  }
  // It takes what all cases refuse, those behind it too.
  brackets.skip[frame] = tested;
  const block = scan.open(op, falls, 0);
  if (brackets.aux[frame] === 1) graph.flags[block]! &= ~BLOCK_FLAG.unreachable;
  brackets.block[frame] = block;
}

/** A guard of the case that is open; the last one leads into its arm, where what falls through comes in. */
export function guardCase(scan: Scan, op: number, frame: number): void {
  const { graph, brackets, lookAhead } = scan;
  const arm = brackets.arm[frame]!;
  const failed = branch(scan, op, -1);
  brackets.skip[frame] = graph.join(brackets.skip[frame]!, failed);
  if (arm < 0 || lookAhead.lastGuard(arm) !== op) return;
  graph.relabel(graph.fall, TRUE, CASE_ARM);
  graph.fall = graph.join(graph.fall, brackets.again[frame]!);
  brackets.again[frame] = EMPTY;
}

export function endOfSwitch(scan: Scan, op: number, frame: number): void {
  const { graph, brackets } = scan;
  brackets.jump = brackets.outerJump[frame]!;
  const other = brackets.block[frame]!;
  let list = brackets.join[frame]!;
  if (other < 0) list = graph.join(list, brackets.skip[frame]!);
  else graph.direct(brackets.skip[frame]!, other);
  scan.arrive(op, graph.join(list, brackets.again[frame]!));
}
