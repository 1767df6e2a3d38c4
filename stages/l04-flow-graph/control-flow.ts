/** One pass over the operations of a body: its blocks and edges. Every operation is looked at once, without recursion. */
import type { Fuel } from '#stage';
import { branch, elseOfIf, endOfIf, openIf } from './branches.ts';
import { EMPTY } from './edge-lists.ts';
import {
  elseOfTry,
  endOfTry,
  endOfWith,
  guardExcept,
  leave,
  openExcept,
  openFinally,
  openTry,
  openWith,
} from './exceptions.ts';
import {
  AT_BLOCK,
  AT_BREAK,
  AT_CASE,
  AT_CONTINUE,
  AT_ELSE,
  AT_END,
  AT_EXCEPT,
  AT_FINALLY,
  AT_GUARD,
  AT_IF,
  AT_LOOP,
  AT_NEXT,
  AT_RAISE,
  AT_RETURN,
  AT_SWITCH,
  AT_TEST,
  AT_TRY,
  AT_UPDATE,
  AT_WITH,
  BREAK,
  CLOSURE,
  CONTINUE,
  DEFINES,
  PLAIN,
  RAISE,
  RAISES_DEFINES,
  RETURN,
  SUSPENDS,
} from './flow-codes.ts';
import {
  elseOfLoop,
  endOfBlock,
  endOfLoop,
  jump,
  nextOfLoop,
  openBlock,
  openLoop,
  testLoop,
  updateOfLoop,
} from './loops.ts';
import type { Scan } from './scan.ts';
import { endOfSwitch, guardCase, openCase, openSwitch } from './switches.ts';

/** How many operations are paid for at once. */
const STRIDE = 1024;

/** Makes the blocks and edges of a body. False when the fuel is used up. */
export function readBody(scan: Scan, fuel: Fuel): boolean {
  const { operations, graph } = scan;
  const { count } = operations;
  for (let op = 0; op < count; op++) {
    if (op % STRIDE === 0 && !fuel.burn(STRIDE + graph.edges)) return false;
    const step = operations.step(op);
    if (step >= SUSPENDS) {
      flow(scan, op, step);
    } else {
      if (graph.current < 0) graph.open(op);
      if (step !== PLAIN && scan.brackets.handler >= 0) caught(scan, op, step);
    }
  }
  finish(scan);
  return true;
}

/** An operation where something catches what it may raise. */
function caught(scan: Scan, op: number, step: number): void {
  if (step !== DEFINES && (step !== CLOSURE || scan.operations.runsAtOnce(op))) scan.mayRaise(op);
  if (step === DEFINES || step === RAISES_DEFINES) scan.graph.defines = true;
}

function suspend(scan: Scan, op: number): void {
  scan.ensure(op);
  scan.mayRaise(op);
  scan.suspend();
}

function flow(scan: Scan, op: number, step: number): void {
  switch (step) {
    case SUSPENDS:
      return suspend(scan, op);
    case AT_IF:
      return openIf(scan, op);
    case AT_ELSE:
      return divide(scan, op);
    case AT_END:
      return end(scan, op);
    case AT_LOOP:
      return openLoop(scan, op);
    case AT_TEST:
      return testLoop(scan, op);
    case AT_NEXT:
      return nextOfLoop(scan, op);
    case AT_UPDATE:
      return updateOfLoop(scan, op);
    case AT_BREAK:
      return jump(scan, op, BREAK);
    case AT_CONTINUE:
      return jump(scan, op, CONTINUE);
    case AT_RETURN:
      return leave(scan, op, RETURN);
    case AT_RAISE:
      return leave(scan, op, RAISE);
    case AT_BLOCK:
      return openBlock(scan, op);
    case AT_SWITCH:
      return openSwitch(scan, op);
    case AT_WITH:
      return openWith(scan, op);
    case AT_TRY:
      return openTry(scan, op);
    default:
      return part(scan, op, step);
  }
}

/** Operations that belong to the innermost bracket. Where the brackets do not fit, control goes on. */
function part(scan: Scan, op: number, step: number): void {
  const frame = scan.brackets.depth - 1;
  const outer = frame < 0 ? -1 : scan.brackets.opener[frame]!;
  if (step === AT_GUARD && outer === AT_SWITCH) guardCase(scan, op, frame);
  else if (step === AT_GUARD && outer === AT_TRY) guardExcept(scan, op, frame);
  else if (step === AT_CASE && outer === AT_SWITCH) openCase(scan, op, frame);
  else if (step === AT_EXCEPT && outer === AT_TRY) openExcept(scan, op, frame);
  else if (step === AT_FINALLY && outer === AT_TRY) openFinally(scan, op, frame);
  else if (step === AT_GUARD) scan.graph.fall = scan.graph.join(scan.graph.fall, branch(scan, op, -1));
  else scan.ensure(op);
}

function divide(scan: Scan, op: number): void {
  const frame = scan.brackets.depth - 1;
  const outer = frame < 0 ? -1 : scan.brackets.opener[frame]!;
  if (outer === AT_IF) elseOfIf(scan, op, frame);
  else if (outer === AT_LOOP) elseOfLoop(scan, op, frame);
  else if (outer === AT_TRY) elseOfTry(scan, op, frame);
  else scan.ensure(op);
}

function end(scan: Scan, op: number): void {
  const { brackets } = scan;
  if (brackets.depth === 0) {
    scan.ensure(op);
    return;
  }
  const frame = --brackets.depth;
  const outer = brackets.opener[frame]!;
  if (outer === AT_IF) endOfIf(scan, op, frame);
  else if (outer === AT_LOOP) endOfLoop(scan, op, frame);
  else if (outer === AT_TRY) endOfTry(scan, op, frame);
  else if (outer === AT_WITH) endOfWith(scan, op, frame);
  else if (outer === AT_SWITCH) endOfSwitch(scan, op, frame);
  else endOfBlock(scan, op, frame);
}

/** The exit: where control ends, and what returns or raises. */
function finish(scan: Scan): void {
  const { graph, operations } = scan;
  while (scan.brackets.depth > 0) end(scan, operations.count);
  if (graph.blocks === 0) graph.open(0);
  const fall = scan.takeFall();
  scan.exits = graph.join(scan.exits, fall);
  graph.fall = EMPTY;
  scan.open(operations.count, scan.exits, 0);
}
