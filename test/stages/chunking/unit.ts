/**
 * One file in memory for the tests of text stages: its source, declared ranges instead of a front end, and the frozen
 * output of the kernels that were run on it.
 */
import {
  SegmentBuilder,
  SegmentLayout,
  SegmentReader,
  type Columns,
  type TableReader,
  type TableSchema,
} from '#columns';
import { hashText, mixHash, type HashCell } from '#core';
import {
  codeOf,
  comment,
  DECLARATION_KINDS,
  declaration,
  declarationPosition,
  docstring,
  file,
  source,
  type DeclarationKind,
} from '#facts';
import { languageOf } from '#languages';
import { freezeAlone } from '#testkit';
import { asKernel, Fuel, Lookup, type StepDescriptor } from '#stage';

/** A declaration by its extent in UTF-16 units. */
export interface Range {
  readonly name: string;
  readonly kind: DeclarationKind;
  readonly start: number;
  readonly end: number;
  readonly flags?: number;
  /** Of a second declaration of one symbol: 0 gives it the hash of the first. Counted without it. */
  readonly ordinal?: number;
}

const FACTS = [file, source, declaration, declarationPosition, docstring, comment] as const;
const encoder = new TextEncoder();
const cell: HashCell = { lo: 0, hi: 0 };

export class TestUnit {
  readonly path: string;
  readonly text: string;
  readonly #segments: SegmentReader[] = [];

  constructor(path: string, text: string, ranges: readonly Range[] = [], comments: readonly [number, number][] = []) {
    this.path = path;
    this.text = text;
    const out = new SegmentBuilder(layoutOf(FACTS));
    writeSource(out, path, text);
    writeDeclarations(out, path, text, ranges);
    for (const [start, end] of comments) {
      const row = out.table(comment).add();
      out.table(comment).col.start[row] = start;
      out.table(comment).col.end[row] = end;
    }
    this.#keep(out);
  }

  /** Takes the facts that another step or a front end has made. They come before those that were there. */
  with(segment: SegmentReader): this {
    this.#segments.unshift(segment);
    return this;
  }

  /** Runs a kernel on this file and keeps what it wrote. */
  run(step: StepDescriptor, kernel: unknown, options: Readonly<Record<string, unknown>> = {}): this {
    const out = new SegmentBuilder(layoutOf(step.writes));
    asKernel(kernel, 'test', step.name)(
      this,
      { table: (schema) => out.table(schema), strings: (schema) => out.strings(schema), segment: out },
      { lookup: new Lookup({ tableAt: () => null, forEachUnitOf: () => undefined }, []), options, fuel: new Fuel(1e9) },
    );
    this.#keep(out);
    return this;
  }

  table<C extends Columns>(schema: TableSchema<C>): TableReader<C> {
    const segment = this.#segments.find(({ layout }) => layout.has(schema));
    return segment === undefined ? emptyTable(schema) : segment.table(schema);
  }

  #keep(out: SegmentBuilder): void {
    this.#segments.push(freeze(out));
  }
}

const layouts = new Map<readonly TableSchema[], SegmentLayout>();

function layoutOf(tables: readonly TableSchema[]): SegmentLayout {
  let layout = layouts.get(tables);
  if (layout === undefined) layouts.set(tables, (layout = new SegmentLayout(tables)));
  return layout;
}

function freeze(out: SegmentBuilder): SegmentReader {
  return freezeAlone(out);
}

/** What an optional read gives when nothing wrote the table. */
export function emptyTable<C extends Columns>(schema: TableSchema<C>): TableReader<C> {
  return freeze(new SegmentBuilder(new SegmentLayout([schema]))).table(schema);
}

function writeSource(out: SegmentBuilder, path: string, text: string): void {
  out.table(file).add();
  out.table(file).col.path[0] = out.strings(file).intern(path);
  out.table(file).col.language[0] = out.strings(file).intern(languageOf(path));
  out.table(source).add();
  out.table(source).col.text[0] = encoder.encode(text);
  out.table(source).col.lines[0] = linesOf(text).length;
  out.table(source).col.ascii[0] = encoder.encode(text).length === text.length ? 1 : 0;
}

/** Row 0 is the module; parents are found by extent, ordinals among equal names by count. */
function writeDeclarations(out: SegmentBuilder, path: string, text: string, ranges: readonly Range[]): void {
  const declarations = out.table(declaration);
  const positions = out.table(declarationPosition);
  const all: Range[] = [{ name: path, kind: 'module', start: 0, end: text.length }, ...ranges];
  const names = new Map<string, number>();
  for (const [row, range] of all.entries()) {
    declarations.add();
    positions.add();
    let parent = row - 1;
    while (parent >= 0 && !(all[parent]!.start <= range.start && all[parent]!.end >= range.end)) parent--;
    const scope = `${parent} ${range.name} ${range.kind}`;
    const ordinal = range.ordinal ?? names.get(scope) ?? 0;
    names.set(scope, ordinal + 1);
    declarations.col.name[row] = out.strings(declaration).intern(range.name);
    declarations.col.kind[row] = codeOf(DECLARATION_KINDS, range.kind);
    declarations.col.flags[row] = range.flags ?? 0;
    declarations.col.parent[row] = parent;
    hashText(cell, range.name, parent < 0 ? 0 : declarations.col.hash[2 * parent]);
    mixHash(cell, codeOf(DECLARATION_KINDS, range.kind), ordinal);
    declarations.col.hash[2 * row] = cell.lo;
    declarations.col.hash[2 * row + 1] = cell.hi;
    positions.col.start[row] = range.start;
    positions.col.end[row] = range.end;
    positions.col.name[row] = range.start;
  }
}

/** The lines of a text, each with its line end. */
export function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** The extent of a part of a text, as a declaration. The part must be there. */
export function rangeOf(text: string, part: string, name: string, kind: DeclarationKind, flags = 0): Range {
  const start = text.indexOf(part);
  if (start < 0) throw new Error(`the text does not hold ${part}`);
  return { name, kind, start, end: start + part.length, flags };
}

/** Classes and functions of Python source by indentation: enough structure for tests that need real text. */
export function pythonRanges(text: string): Range[] {
  const lines = linesOf(text);
  const starts = [0];
  for (const line of lines) starts.push(starts.at(-1)! + line.length);
  const ranges: Range[] = [];
  const functions: { indent: number; last: number }[] = [];
  for (const [i, line] of lines.entries()) {
    const found = /^([ \t]*)(?:async +)?(class|def) +(\w+)/.exec(line);
    if (found === null) continue;
    const indent = found[1]!.length;
    let last = i;
    for (let at = i + 1; at < lines.length; at++) {
      if (lines[at]!.trim() === '') continue;
      if (/^[ \t]*/.exec(lines[at]!)![0].length <= indent && !/^[ \t]*\)/.test(lines[at]!)) break;
      last = at;
    }
    while (functions.length > 0 && functions.at(-1)!.last < i) functions.pop();
    if (functions.length > 0) continue;
    const isClass = found[2] === 'class';
    if (!isClass) functions.push({ indent, last });
    const end = starts[last]! + lines[last]!.trimEnd().length;
    ranges.push({ name: found[3]!, kind: isClass ? 'class' : 'function', start: starts[i]! + indent, end });
  }
  return ranges;
}
