/**
 * C3 linearisation (Barrett et al., "A Monotonic Superclass Linearization for Dylan", 1996): the order in which the classes
 * above a class are asked for a member. Pure; knows nothing of tables.
 */

/** Merges the linearisations of the bases with the list of the bases; null when no order agrees with all of them. */
export function mergeC3<Class>(lists: readonly (readonly Class[])[]): Class[] | null {
  const left = lists.map((list) => list.slice()).filter((list) => list.length > 0);
  const merged: Class[] = [];
  for (let open = left; open.length > 0; open = open.filter((list) => list.length > 0)) {
    const head = open.find((list) => open.every((other) => other.indexOf(list[0]!, 1) < 0))?.[0];
    if (head === undefined) return null;
    merged.push(head);
    for (const list of open) if (list[0] === head) list.shift();
  }
  return merged;
}

/** Each class once, in the order of the lists: what is left to do when C3 finds no order. */
export function concatenated<Class>(lists: readonly (readonly Class[])[]): Class[] {
  return [...new Set(lists.flat())];
}
