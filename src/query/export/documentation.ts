/** The text of a docstring or documentation comment without its marks and its common indent. */

export function plainDocumentation(raw: string): string {
  const quoted = /^[a-zA-Z]{0,2}("""|'''|"|')([^]*)\1$/.exec(raw);
  const lines = (quoted?.[2] ?? withoutCommentMarks(raw)).split('\n').map((line) => line.trimEnd());
  const indents = lines.slice(1).filter((line) => line !== '');
  const indent = Math.min(...indents.map((line) => line.length - line.trimStart().length));
  const first = lines[0]!.trimStart();
  return [first, ...lines.slice(1).map((line) => line.slice(indent))].join('\n').trim();
}

function withoutCommentMarks(raw: string): string {
  if (raw.startsWith('/*')) {
    const inner = raw.replace(/^\/\*+/, '').replace(/\*+\/$/, '');
    return inner.replaceAll(/^[ \t]*\*? ?/gm, '');
  }
  return raw.replaceAll(/^[ \t]*(?:\/\/+!?|#+) ?/gm, '');
}
