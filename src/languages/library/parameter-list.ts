/** Reads the parameters and the type lists of the tables: text with commas, brackets and quotes. */
import type { LibraryParameter } from '#facts';

/** The parts of `text` between the commas that stand in no brackets and no quotes. */
export function splitTypes(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const mark = text[at]!;
    if (mark === '"' || mark === "'") at = text.indexOf(mark, at + 1);
    else if (mark === '[') depth++;
    else if (mark === ']') depth--;
    else if (mark === ',' && depth === 0) {
      parts.push(text.slice(start, at).trim());
      start = at + 1;
    }
  }
  const last = text.slice(start).trim();
  return last === '' ? parts : [...parts, last];
}

/** Parameters as Python writes them: `self, key: _KT, /, *, default: _T = ...`. */
export function parametersOf(text: string): LibraryParameter[] {
  const parts = splitTypes(text);
  const positional = parts.indexOf('/');
  let isKeywordOnly = false;
  return parts.flatMap((part, at): LibraryParameter[] => {
    isKeywordOnly ||= part.startsWith('*') && !part.startsWith('**');
    if (part === '/' || part === '*') return [];
    const [, stars, name, type, value] = /^(\**)(\w+)(?:: (.*?))?( = \.\.\.)?$/.exec(part)!;
    const own = at < positional ? 'positional_only' : isKeywordOnly ? 'keyword_only' : 'plain';
    const kind = stars === '*' ? 'rest' : stars === '**' ? 'keyword_rest' : own;
    return [{ name: name!, kind, type: type ?? '', hasDefault: value !== undefined }];
  });
}
