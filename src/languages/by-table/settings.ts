/** Settings files (INI): sections and the keys in them, line by line. It must never throw, whatever the text is. */
import type { Lowering } from '../lowering/lowering.ts';

const SECTION = /^\s*\[([^\]\r\n]+)\]/;
const KEY = /^\s*([^\s=:;#[][^=:\r\n]*?)\s*[=:]/;

/** Declares a namespace for each section and a property for each key, below its section. */
export function lowerSettings(text: string, low: Lowering): void {
  let isOpen = false;
  for (let start = 0; start < text.length;) {
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    const line = text.slice(start, end);
    const section = SECTION.exec(line)?.[1];
    const first = line.trimStart()[0];
    if (first === ';' || first === '#') low.comment(start + line.indexOf(first), start + line.trimEnd().length);
    else if (section !== undefined) {
      if (isOpen) low.closeBlock();
      isOpen = true;
      low.openBlock(declareSection(text, low, section, start + line.indexOf('[')));
    } else {
      const key = KEY.exec(line)?.[1];
      if (key !== undefined) {
        const at = start + line.indexOf(key);
        low.declare('property', key, at, start + line.trimEnd().length, at);
      }
    }
    start = end + 1;
  }
  if (isOpen) low.closeBlock();
}

/** A section reaches to the next one. */
function declareSection(text: string, low: Lowering, name: string, start: number): number {
  const next = /\n[ \t]*\[/.exec(text.slice(start + 1));
  const end = next === null ? text.length : start + 1 + next.index;
  return low.declare('namespace', name, start, end, start + 1);
}
