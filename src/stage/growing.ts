/** Arrays that grow and are never given back: the scratch of a thread, reused from body to body. */

export type Ints = Int32Array<ArrayBuffer>;

/** `array`, or a longer copy of it that has room for `length` elements. */
export function roomFor(array: Ints, length: number): Ints {
  if (length <= array.length) return array;
  const wider = new Int32Array(Math.max(length, 2 * array.length));
  wider.set(array);
  return wider;
}

/** The same without keeping what is in the array: a longer one is all zero. */
export function freshRoom(array: Ints, length: number): Ints {
  return length <= array.length ? array : new Int32Array(Math.max(length, 2 * array.length));
}
