/**
 * State of one pass over the operations of a body: the graph so far, the brackets that are open, and the steps that every
 * construct is made of. A block is opened when an operation comes that somebody reaches, or that nobody does.
 */
import { BLOCK_FLAG } from '#facts';
import {
  Brackets,
  IS_LIVE,
  SWALLOWS,
  WAY_BITS,
  WAY_BREAK,
  WAY_CONTINUE,
  WAY_EXCEPTION,
  WAY_RETURN,
} from './brackets.ts';
import { EdgeLists, EMPTY } from './edge-lists.ts';
import { BREAK, LOOP_DO, NEXT } from './flow-codes.ts';
import { LookAhead } from './look-ahead.ts';
import type { Operations } from './operations.ts';

export class Scan {
  readonly graph: EdgeLists = new EdgeLists();
  readonly brackets: Brackets = new Brackets();
  readonly lookAhead: LookAhead = new LookAhead();
  operations!: Operations;
  /** Edges to the exit. */
  exits: number = EMPTY;

  begin(operations: Operations): void {
    this.operations = operations;
    this.graph.clear();
    this.brackets.clear();
    this.lookAhead.clear();
    this.exits = EMPTY;
  }

  /** The block of an operation: the current one, or a new one. */
  ensure(op: number): number {
    const { graph } = this;
    return graph.current >= 0 ? graph.current : graph.open(op);
  }

  /** Ends the current block; what leaves it early goes where exceptions go. */
  close(): void {
    const raised = this.graph.close();
    if (raised >= 0) this.raise(raised);
  }

  /** The edges that go on from here: those that wait, or one out of the current block, which ends. */
  takeFall(): number {
    const { graph } = this;
    if (graph.current >= 0) {
      graph.fall = graph.edge(graph.current, NEXT);
      this.close();
    }
    const list = graph.fall;
    graph.fall = EMPTY;
    return list;
  }

  /** The next operation begins a block. */
  boundary(): void {
    this.graph.fall = this.takeFall();
  }

  /** Begins a block with these edges beside those that wait; when there are none, the operation stays where control ended. */
  arrive(op: number, list: number): void {
    const { graph } = this;
    if (list < 0 && graph.current >= 0) return;
    graph.fall = graph.join(this.takeFall(), list);
    if (graph.fall >= 0) graph.open(op);
  }

  /** Begins a block at an operation whether anything leads there or not. */
  open(op: number, list: number, flags: number): number {
    const { graph } = this;
    graph.fall = list;
    const block = graph.open(op);
    graph.flags[block]! |= flags;
    return block;
  }

  /** An operation that may raise: no definition stands before it in its block. */
  mayRaise(op: number): void {
    const { graph } = this;
    if (this.brackets.handler < 0) return;
    if (graph.defines) {
      this.boundary();
      graph.open(op);
    }
    graph.raises = true;
  }

  // ---- where edges lead ---------------------------------------------------------------------------------------------

  /** Sends the edges of a list where exceptions go from here. */
  raise(list: number): void {
    const { graph, brackets } = this;
    const frame = brackets.handler;
    if (frame < 0) {
      this.exits = graph.join(this.exits, list);
    } else if ((brackets.has[frame]! & SWALLOWS) !== 0) {
      brackets.final[frame] = graph.join(brackets.final[frame]!, list);
    } else if (brackets.isTried(frame)) {
      brackets.again[frame] = graph.join(brackets.again[frame]!, list);
    } else this.finalize(frame, list, WAY_EXCEPTION);
  }

  /** Sends the edges of a list into the `finally` part of a frame, and on by a way. */
  finalize(frame: number, list: number, way: number): void {
    const { graph, brackets } = this;
    if (list < 0) return;
    const isLive = (brackets.has[frame]! & IS_LIVE) === 0 || graph.isLive(list);
    brackets.final[frame] = graph.join(brackets.final[frame]!, list);
    if (isLive) brackets.addWay(frame, way);
  }

  /** Sends the edges of a list out of the body. */
  leaveBody(list: number): void {
    const { finalizer } = this.brackets;
    if (finalizer >= 0) this.finalize(finalizer, list, WAY_RETURN);
    else this.exits = this.graph.join(this.exits, list);
  }

  /** Sends the edges of a list out of a frame by `break` or `continue`. */
  leaveFrame(list: number, kind: number, target: number): void {
    const { graph, brackets } = this;
    const isBreak = kind === BREAK;
    if (brackets.finalizer > target) {
      const way = (target << WAY_BITS) | (isBreak ? WAY_BREAK : WAY_CONTINUE);
      this.finalize(brackets.finalizer, list, way);
    } else if (isBreak) brackets.join[target] = graph.join(brackets.join[target]!, list);
    else if (brackets.aux[target]! >= LOOP_DO) brackets.again[target] = graph.join(brackets.again[target]!, list);
    else graph.direct(list, brackets.block[target]!);
  }

  /** Notes that the current block ends with a suspension. */
  suspend(): void {
    const { graph } = this;
    graph.flags[graph.current]! |= BLOCK_FLAG.suspends;
    this.boundary();
  }
}
