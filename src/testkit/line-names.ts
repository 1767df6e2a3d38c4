/**
 * Names of lines for literate cases: a line that ends with a comment of one word has that word as its name, any other line its
 * number. So a case says `goes-to: body, after exhausted`, and marks between the lines change nothing.
 */
import type { PipelineContext } from '#orchestrator';

const NAMED = /(?:#|\/\/) ([a-z][\w-]*)$/;

/** Gives the name of a line of a file, counted from 1. */
export function lineNames(context: PipelineContext, path: string): (line: number) => string {
  const lines = (context.text(path) ?? '').split('\n');
  return (line) => NAMED.exec(lines[line - 1] ?? '')?.[1] ?? String(line);
}

/** The name of a variable at a place, with its members: `self.a.b`. */
export function variableAt(
  context: PipelineContext,
  place: { readonly path: string; readonly line: number; readonly column: number },
): string {
  const line = (context.text(place.path) ?? '').split('\n')[place.line - 1] ?? '';
  const before = /[\w$.]*$/.exec(line.slice(0, place.column - 1))![0];
  const after = /^[\w$]*/.exec(line.slice(place.column - 1))![0];
  return before + after;
}
