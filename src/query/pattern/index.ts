/**
 * Search patterns from untrusted callers: parsed once, turned into a trigram query, matched in linear time.
 * Never uses `RegExp`. Knows bytes, not files: callers pass ranges and get byte positions.
 *
 *     const pattern = parsePattern('def \\w+_view\\(');
 *     if (evaluate(trigramQuery(pattern), (trigram) => postings.has(trigram)))
 *       compile(pattern).findAll(bytes, 0, bytes.length, (start, end) => true, { left: 1e9 });
 */
export type { Pattern } from './ast.ts';
export type { Fuel, SearchEnd } from './fuel.ts';
export { compile, type Matcher, type OnSpan } from './matcher.ts';
export { parsePattern, type PatternOptions } from './parse.ts';
export { trigramQuery } from './trigram.ts';
export { evaluate, type TrigramQuery } from './trigram-query.ts';
