/** A path cut into stem and extension, so that one look-up finds a module whatever the extension of its file. */

/** `a/b.d.ts` is `a/b` and `.d.ts`; `a/b.test.ts` is `a/b.test` and `.ts`; `a/.env` has no extension. */
export function splitPath(path: string): { readonly stem: string; readonly extension: string } {
  const name = path.lastIndexOf('/') + 1;
  let dot = path.lastIndexOf('.');
  if (dot <= name) return { stem: path, extension: '' };
  if (dot - 2 > name && path.startsWith('.d', dot - 2)) dot -= 2;
  return { stem: path.slice(0, dot), extension: path.slice(dot) };
}
