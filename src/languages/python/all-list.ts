/** `__all__` as far as it is written out: lists of strings, sums of them, and the lists of other modules. */
import { EXPORT_ALL, ROLE_EXPORT } from '../lowering/codes.ts';
import { contentStart, stringText } from './literals.ts';
import type { Walk } from './walk.ts';

const ALL = '__all__';

export function isAll(w: Walk, node: number): boolean {
  return w.type[node] === w.ids.identifier && w.isWord(node, ALL) && w.low.scope === w.low.moduleScope;
}

/** Adds the names that `node` lists. What cannot be read from the text adds nothing. */
export function exportListed(w: Walk, node: number): void {
  const type = w.type[node]!;
  if (type === w.ids.string) exportListedName(w, node);
  else if (type === w.ids.attribute) {
    const path = w.slice(node);
    if (path.endsWith(`.${ALL}`)) w.low.exportName(ALL, EXPORT_ALL, -1, path.slice(0, -ALL.length - 1), '', 0);
  } else if (type === w.ids.identifier) {
    // A list under a name of its own, such as `from .fields import __all__ as fields_all` makes.
    w.low.exportName(ALL, EXPORT_ALL, -1, w.slice(node), '', 0);
  } else if (isListing(w, type) && w.enter(node)) {
    const end = w.next[node]!;
    const first = w.operand(node);
    // A list without names is one too: then a star takes nothing.
    if (first < 0) w.low.exportName(ALL, EXPORT_ALL, -1, '', '', 0);
    for (let i = first; i >= 0; i = w.operandFrom(w.next[i]!, end)) exportListed(w, i);
    w.leave();
  }
}

function isListing(w: Walk, type: number): boolean {
  const { list, tuple, parenthesized, listSplat, binary, argumentList } = w.ids;
  return (
    type === list ||
    type === tuple ||
    type === parenthesized ||
    type === listSplat ||
    type === binary ||
    type === argumentList
  );
}

/** `taken` is 1 for a name that is taken out of the list. */
function exportListedName(w: Walk, node: number, taken = 0): void {
  const name = stringText(w, node);
  if (name === '') return;
  w.low.exportName(ALL, EXPORT_ALL, -1, '', name, taken);
  w.low.reference(name, ROLE_EXPORT, contentStart(w, node));
}

/** `__all__.append(name)`, `__all__.extend(names)` and `__all__.remove(name)`. */
export function exportAdded(w: Walk, call: number): void {
  const callee = w.operand(call);
  if (callee < 0 || w.type[callee] !== w.ids.attribute) return;
  const object = w.operand(callee);
  if (object < 0 || !isAll(w, object)) return;
  const method = w.text.slice(w.end[object]! + 1, w.end[callee]);
  const list = w.child(call, w.ids.inArguments);
  if (list < 0) return;
  if (method === 'append' || method === 'extend') exportListed(w, list);
  else if (method === 'remove') exportRemoved(w, list);
}

function exportRemoved(w: Walk, list: number): void {
  if (!w.enter(list)) return;
  const name = w.operand(list);
  if (name >= 0 && w.type[name] === w.ids.string) exportListedName(w, name, 1);
  w.leave();
}
