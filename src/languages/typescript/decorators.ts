/** Decorators: the references and calls they make, and the rows that name them. */
import { CALL_FLAG } from '#facts';
import { lowerArguments, lowerNamed } from './chains.ts';
import { OP_CALL, ROLE_DECORATE } from '../lowering/codes.ts';
import type { Walk } from './walk.ts';

/** Lowers the decorators among the children of `node`; with a declaration row their names are recorded. */
export function lowerDecorators(walk: Walk, node: number, declaration: number): void {
  const { next, type, symbols } = walk;
  const end = next[node]!;
  for (let at = node + 1; at < end; at = next[at]!) {
    if (type[at] === symbols.type.decorator) lowerDecorator(walk, at, declaration);
    else if (type[at] !== symbols.type.comment) return;
  }
}

export function lowerDecorator(walk: Walk, node: number, declaration: number): void {
  const { low, symbols } = walk;
  const inner = walk.lastChild(node);
  if (inner < 0) return;
  const isCall = walk.type[inner] === symbols.type.call_expression;
  const named = isCall ? walk.child(inner, symbols.field.function) : inner;
  const callee = named < 0 ? -1 : lowerNamed(walk, named, ROLE_DECORATE);
  const calleeRef = walk.ref;
  const mark = low.markArguments();
  let flags: number = CALL_FLAG.decorator;
  if (isCall) {
    const passed = walk.child(inner, symbols.field.arguments);
    if (passed >= 0) flags |= lowerArguments(walk, passed);
  }
  low.op(OP_CALL, callee, -1, low.call(calleeRef, flags, walk.start[inner]!, walk.end[inner]!, mark));
  walk.ref = -1;
  if (declaration >= 0 && named >= 0) low.decorator(declaration, walk.name(named));
}
