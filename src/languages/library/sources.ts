/** What the tables of the standard libraries were made from, written by `src/dev/generate-libraries.ts`. Data only. */

/** `digest`: of the uncompressed tables; what is derived from them has it in its key. */
export const LIBRARY_SOURCES = {
  python: {
    from: 'https://github.com/python/typeshed at 289e5d3568961c8bcd33d01eef5b7ec5e1ad33ad',
    licence: 'Apache-2.0, parts MIT',
    digest: '0849f91c89f78632',
  },
  javascript: {
    from: '',
    licence: '',
    digest: '',
  },
} as const;

export type LibraryName = keyof typeof LIBRARY_SOURCES;
