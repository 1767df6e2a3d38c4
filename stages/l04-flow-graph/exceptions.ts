/** `try` with all its parts, `with`, and what raises. A `finally` part stands once: it leads on by each way that came in. */
import { BLOCK_FLAG } from '#facts';
import { branch } from './branches.ts';
import {
  ELSE,
  EXCEPT,
  FINAL,
  FIRST,
  GROUP_ARM,
  HAS_EXCEPT,
  HAS_FINALLY,
  HAS_GROUP,
  IS_LIVE,
  SWALLOWS,
  WAY_BITS,
  WAY_BREAK,
  WAY_EXCEPTION,
  WAY_NORMAL,
  WAY_RETURN,
} from './brackets.ts';
import { EMPTY } from './edge-lists.ts';
import { BREAK, CONTINUE, EXCEPTION, FINALLY, NEXT, AT_TRY, AT_WITH, RAISE, RETURN } from './flow-codes.ts';
import type { Scan } from './scan.ts';

// ---- jumps out of the body ----------------------------------------------------------------------------------------

export function leave(scan: Scan, op: number, kind: number): void {
  const { graph } = scan;
  const edge = graph.edge(scan.ensure(op), kind);
  scan.close();
  if (kind === RETURN) scan.leaveBody(edge);
  else scan.raise(edge);
}

// ---- with ---------------------------------------------------------------------------------------------------------

/** Bits of `aux` of `with`. */
const IS_ASYNC = 1;
const LETS_PASS = 2;

export function openWith(scan: Scan, op: number): void {
  const { graph, brackets, operations } = scan;
  const aux = operations.aux(op);
  scan.ensure(op);
  scan.mayRaise(op);
  if ((aux & IS_ASYNC) !== 0) graph.flags[graph.current]! |= BLOCK_FLAG.suspends;
  const swallows = (aux & LETS_PASS) === 0;
  if (swallows || (aux & IS_ASYNC) !== 0) scan.boundary();
  const frame = brackets.push(AT_WITH, aux, swallows ? SWALLOWS : 0);
  if (swallows) brackets.handler = frame;
}

/** The manager is left here, whichever way: it may raise, or swallow what came. What a statement raised may go on. */
export function endOfWith(scan: Scan, op: number, frame: number): void {
  const { graph, brackets } = scan;
  let isRaised = false;
  if ((brackets.has[frame]! & SWALLOWS) !== 0) {
    const fall = scan.takeFall();
    const caught = brackets.final[frame]!;
    isRaised = graph.hasOther(caught, EXCEPTION);
    brackets.handler = brackets.outerHandler[frame]!;
    scan.arrive(op, graph.join(fall, caught));
  }
  if (graph.current < 0) return;
  if (isRaised) scan.raise(graph.edge(graph.current, RAISE));
  else scan.mayRaise(op);
  if ((brackets.aux[frame]! & IS_ASYNC) !== 0) scan.suspend();
  else if (isRaised) scan.boundary();
}

// ---- try ----------------------------------------------------------------------------------------------------------

export function openTry(scan: Scan, op: number): void {
  const { graph, brackets, lookAhead, operations } = scan;
  scan.boundary();
  const block = scan.ensure(op);
  const has = lookAhead.partsOf(operations, op);
  const frame = brackets.push(AT_TRY, 0, has | (graph.isReachable(block) ? IS_LIVE : 0));
  if ((has & HAS_FINALLY) !== 0) brackets.finalizer = frame;
  if ((has & (HAS_FINALLY | HAS_EXCEPT)) !== 0) brackets.handler = frame;
}

/** Exceptions pass the excepts by from here on. */
function passExcepts(scan: Scan, frame: number): void {
  const { brackets } = scan;
  const hasFinally = (brackets.has[frame]! & HAS_FINALLY) !== 0;
  brackets.part[frame] = EXCEPT;
  brackets.handler = hasFinally ? frame : brackets.outerHandler[frame]!;
}

function leaveFirstPart(scan: Scan, frame: number): void {
  scan.brackets.done[frame] = scan.takeFall();
  passExcepts(scan, frame);
}

/** Leaves the statements of an `except*`; gives the edges by which all went well there. What they raise waits in `again`. */
function leaveGroupArm(scan: Scan, frame: number): number {
  const fall = scan.takeFall();
  passExcepts(scan, frame);
  return fall;
}

function takeRaised(scan: Scan, frame: number): number {
  const { again } = scan.brackets;
  const list = again[frame]!;
  again[frame] = EMPTY;
  return list;
}

export function openExcept(scan: Scan, op: number, frame: number): void {
  const { graph, brackets } = scan;
  let list = brackets.skip[frame]!;
  brackets.skip[frame] = EMPTY;
  if (brackets.part[frame] === FIRST) {
    leaveFirstPart(scan, frame);
    list = takeRaised(scan, frame);
  } else if ((brackets.has[frame]! & HAS_GROUP) !== 0) {
    // What is left of the group goes on to the next one, also when something was raised.
    list = graph.join(list, leaveGroupArm(scan, frame));
    list = graph.join(list, takeRaised(scan, frame));
    brackets.block[frame] = 0;
  } else brackets.join[frame] = graph.join(brackets.join[frame]!, scan.takeFall());
  brackets.arm[frame] = op;
  scan.open(op, list, BLOCK_FLAG.handler);
}

export function guardExcept(scan: Scan, op: number, frame: number): void {
  const { graph, brackets } = scan;
  const failed = branch(scan, op, -1);
  brackets.skip[frame] = graph.join(brackets.skip[frame]!, failed);
  if ((brackets.has[frame]! & HAS_GROUP) === 0) return;
  brackets.part[frame] = GROUP_ARM;
  brackets.handler = frame;
}

/** The excepts have ended: what none took goes outwards. */
function leaveExcepts(scan: Scan, frame: number): void {
  const { graph, brackets } = scan;
  if (brackets.part[frame] === GROUP_ARM) {
    leaveGroup(scan, frame);
    return;
  }
  if (brackets.part[frame] !== EXCEPT) return;
  brackets.join[frame] = graph.join(brackets.join[frame]!, scan.takeFall());
  const refused = brackets.skip[frame]!;
  brackets.skip[frame] = EMPTY;
  if (refused >= 0) scan.raise(refused);
}

/** Behind the last `except*` something may be left of the group, or have been raised on the way, or not. */
function leaveGroup(scan: Scan, frame: number): void {
  const { graph, brackets } = scan;
  const taken = leaveGroupArm(scan, frame);
  const refused = brackets.skip[frame]!;
  brackets.skip[frame] = EMPTY;
  // What the only one refuses is all that there is.
  const nothingLeft = brackets.block[frame] === 0 ? graph.copy(refused, NEXT) : EMPTY;
  let raised = graph.join(graph.copy(taken, RAISE), refused);
  raised = graph.join(raised, takeRaised(scan, frame));
  brackets.join[frame] = graph.join(graph.join(brackets.join[frame]!, taken), nothingLeft);
  if (raised >= 0) scan.raise(raised);
}

export function elseOfTry(scan: Scan, op: number, frame: number): void {
  const { brackets } = scan;
  if (brackets.part[frame] === FIRST) leaveFirstPart(scan, frame);
  leaveExcepts(scan, frame);
  brackets.part[frame] = ELSE;
  const list = brackets.done[frame]!;
  brackets.done[frame] = EMPTY;
  scan.arrive(op, list);
}

/** Ends the part before the `finally` or the `end`; gives the edges by which all went well. */
function leaveParts(scan: Scan, frame: number): number {
  const { graph, brackets } = scan;
  const isFirst = brackets.part[frame] === FIRST;
  if (isFirst) leaveFirstPart(scan, frame);
  leaveExcepts(scan, frame);
  let list = graph.join(brackets.join[frame]!, brackets.done[frame]!);
  if (brackets.part[frame] === ELSE) list = graph.join(list, scan.takeFall());
  brackets.join[frame] = EMPTY;
  brackets.done[frame] = EMPTY;
  return list;
}

export function openFinally(scan: Scan, op: number, frame: number): void {
  const { brackets } = scan;
  scan.finalize(frame, leaveParts(scan, frame), WAY_NORMAL);
  brackets.part[frame] = FINAL;
  brackets.handler = brackets.outerHandler[frame]!;
  brackets.finalizer = brackets.outerFinally[frame]!;
  scan.open(op, brackets.final[frame]!, 0);
}

export function endOfTry(scan: Scan, op: number, frame: number): void {
  const { brackets, graph } = scan;
  if (brackets.part[frame] === FINAL) {
    goOn(scan, op, frame);
    return;
  }
  const list = leaveParts(scan, frame);
  brackets.handler = brackets.outerHandler[frame]!;
  graph.fall = list;
  if (list >= 0) graph.open(op);
}

/** From the end of a `finally` part by each way that came in. Ways that have the same next block share an edge. */
function goOn(scan: Scan, op: number, frame: number): void {
  const { graph, brackets } = scan;
  if (graph.current < 0 && graph.fall < 0) return;
  const block = scan.ensure(op);
  const { handler, finalizer } = brackets;
  const isOneWay = handler === finalizer && (handler < 0 || !brackets.isTried(handler));
  let normal = EMPTY;
  let outwards = false;
  for (let at = brackets.ways[frame]!; at >= 0; at = brackets.nextWay[at]!) {
    const way = brackets.way[at]!;
    const kind = way & ((1 << WAY_BITS) - 1);
    if (kind === WAY_NORMAL) {
      normal = graph.edge(block, NEXT);
      continue;
    }
    const isOut = isOneWay && (kind === WAY_RETURN || kind === WAY_EXCEPTION || way >> WAY_BITS < finalizer);
    if (isOut && outwards) {
      if (finalizer >= 0) brackets.addWay(finalizer, way);
      continue;
    }
    outwards ||= isOut;
    goOnBy(scan, graph.edge(block, FINALLY), way);
  }
  scan.close();
  graph.fall = normal;
}

function goOnBy(scan: Scan, edge: number, way: number): void {
  const kind = way & ((1 << WAY_BITS) - 1);
  if (kind === WAY_RETURN) scan.leaveBody(edge);
  else if (kind === WAY_EXCEPTION) scan.raise(edge);
  else scan.leaveFrame(edge, kind === WAY_BREAK ? BREAK : CONTINUE, way >> WAY_BITS);
}
