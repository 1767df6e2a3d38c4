/** What the tables of the standard libraries were made from, written by `src/dev/generate-libraries.ts`. Data only. */

/** `digest`: of the uncompressed tables; what is derived from them has it in its key. */
export const LIBRARY_SOURCES = {
  python: {
    from: 'https://github.com/python/typeshed at 289e5d3568961c8bcd33d01eef5b7ec5e1ad33ad',
    licence: 'Apache-2.0, parts MIT',
    digest: '7e2ef682f59f1722',
  },
  javascript: {
    from: 'typescript 6.0.3 (lib.*.d.ts) and @types/node 24.19.2',
    licence: 'Apache-2.0, MIT',
    digest: '7b0813d9ef2e2f92',
  },
} as const;

export type LibraryName = keyof typeof LIBRARY_SOURCES;
