/** Loops and labelled blocks, and the jumps out of them. */
import { ELSE } from './brackets.ts';
import { EMPTY } from './edge-lists.ts';
import { BACK, BREAK, EXHAUSTED, NEXT, AT_BLOCK, OP_ITERATE, AT_LOOP } from './flow-codes.ts';
import { branch } from './branches.ts';
import type { Scan } from './scan.ts';
import { BLOCK_FLAG } from '#facts';

export function openLoop(scan: Scan, op: number): void {
  const { graph, brackets } = scan;
  // The entry has no predecessors, so that a value at entry is known by its block.
  if (op === 0) graph.open(0);
  scan.boundary();
  const header = graph.open(op);
  const frame = brackets.push(AT_LOOP, scan.operations.aux(op), 0);
  brackets.block[frame] = header;
  brackets.jump = frame;
}

/** The innermost loop around the innermost brackets: `test` and `next` stand in it directly. */
function loopFrame(scan: Scan): number {
  const { brackets } = scan;
  let frame = brackets.jump;
  while (frame >= 0 && brackets.opener[frame] !== AT_LOOP) frame = brackets.outerJump[frame]!;
  return frame;
}

export function testLoop(scan: Scan, op: number): void {
  const { graph, brackets, operations } = scan;
  const failed = branch(scan, op, operations.truth(operations.a(op)));
  const frame = loopFrame(scan);
  if (frame >= 0) brackets.skip[frame] = graph.join(brackets.skip[frame]!, failed);
  else graph.fall = graph.join(graph.fall, failed);
}

export function nextOfLoop(scan: Scan, op: number): void {
  const { graph, brackets, operations } = scan;
  scan.ensure(op);
  scan.mayRaise(op);
  const block = graph.current;
  const iterate = operations.a(op);
  if (iterate >= 0 && operations.opcode(iterate) === OP_ITERATE && operations.aux(iterate) === 1)
    graph.flags[block]! |= BLOCK_FLAG.suspends;
  const item = graph.edge(block, NEXT);
  const exhausted = graph.edge(block, EXHAUSTED);
  scan.close();
  graph.fall = item;
  const frame = loopFrame(scan);
  if (frame >= 0) brackets.skip[frame] = graph.join(brackets.skip[frame]!, exhausted);
  else graph.fall = graph.join(item, exhausted);
}

/** Where `continue` goes on in a `for` or `do`. */
export function updateOfLoop(scan: Scan, op: number): void {
  const { brackets } = scan;
  const frame = loopFrame(scan);
  if (frame < 0) return;
  const list = brackets.again[frame]!;
  brackets.again[frame] = EMPTY;
  scan.arrive(op, list);
}

export function elseOfLoop(scan: Scan, op: number, frame: number): void {
  const { brackets } = scan;
  closeRound(scan, frame);
  brackets.part[frame] = ELSE;
  brackets.jump = brackets.outerJump[frame]!;
  const list = brackets.skip[frame]!;
  brackets.skip[frame] = EMPTY;
  scan.arrive(op, list);
}

export function endOfLoop(scan: Scan, op: number, frame: number): void {
  const { graph, brackets } = scan;
  if (brackets.part[frame] !== ELSE) closeRound(scan, frame);
  brackets.jump = brackets.outerJump[frame]!;
  scan.arrive(op, graph.join(brackets.skip[frame]!, brackets.join[frame]!));
}

/** The end of the body goes back to the header, as does a `continue` that found no update. */
function closeRound(scan: Scan, frame: number): void {
  const { graph, brackets } = scan;
  const header = brackets.block[frame]!;
  if (graph.current >= 0) {
    graph.direct(graph.edge(graph.current, BACK), header);
    scan.close();
  } else {
    graph.relabel(graph.fall, NEXT, BACK);
    graph.direct(graph.fall, header);
    graph.fall = EMPTY;
  }
  graph.direct(brackets.again[frame]!, header);
  brackets.again[frame] = EMPTY;
}

export function openBlock(scan: Scan, op: number): void {
  const { brackets } = scan;
  scan.ensure(op);
  brackets.jump = brackets.push(AT_BLOCK, 0, 0);
}

export function endOfBlock(scan: Scan, op: number, frame: number): void {
  const { brackets } = scan;
  brackets.jump = brackets.outerJump[frame]!;
  scan.arrive(op, brackets.join[frame]!);
}

export function jump(scan: Scan, op: number, kind: number): void {
  const { graph, brackets, operations } = scan;
  const block = scan.ensure(op);
  const target = brackets.jumpTarget(operations.aux(op));
  const fits = target >= 0 && (kind === BREAK || brackets.opener[target] === AT_LOOP);
  // A jump that leads nowhere is an error of the source: control goes on.
  if (!fits) return;
  const edge = graph.edge(block, kind);
  scan.close();
  scan.leaveFrame(edge, kind, target);
}
