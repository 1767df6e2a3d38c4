/** facts: the vocabulary. Every table that a stage may read or write is declared here, once. */
export * from './codes.ts';
export * from './source.ts';
export * from './ir.ts';
export * from './text.ts';
export * from './trigram-filter.ts';
export * from './terms.ts';
export * from './keys.ts';
export * from './linearization.ts';
export * from './link.ts';
export * from './flow.ts';
export * from './library.ts';
export * from './library-sources.ts';
export * from './types.ts';
export * from './surface.ts';
export * from './dependence.ts';
