/**
 * Facts about the flow of control, for literate cases. They speak of lines: what the statements of the line at the mark do in the
 * innermost body there. `cfg` and `dominators` are asked, nothing else.
 *
 * - `goes-to`: where control goes behind the line, each with the kind of its edge unless it just goes on; `exit` ends the body.
 *   Ways within a line are left out, but for those back.
 * - `parts`: the same for each block of the line, parted by `|`. `name#2` is the second block of a line.
 * - `raises-to`: where an exception goes that the blocks of the line may raise, when something in the body catches it.
 * - `loops`: the headers of the loops around it, the innermost first. `mark`: what the blocks are marked as.
 * - `dominated-by`, `post-dominated-by`: the nearest line before, and behind, that every way takes.
 */
import type { PipelineContext } from '#orchestrator';
import type { BlockRow, DominatorRow } from '#query';
import { lineNames } from './line-names.ts';
import type { Fact } from './literate-fact.ts';
import type { Assertion } from './literate.ts';

const ALL = { limit: 10_000 };
const NEEDS = ['basic_block', 'symbol'];

export const FLOW_FACTS: Readonly<Record<string, Fact>> = {
  'goes-to': { needs: NEEDS, values: (context, at) => new LineFlow(context, at).goesTo() },
  parts: { needs: NEEDS, values: (context, at) => new LineFlow(context, at).parts() },
  'raises-to': { needs: NEEDS, values: (context, at) => new LineFlow(context, at).raisesTo() },
  loops: { needs: NEEDS, values: (context, at) => new LineFlow(context, at).loops() },
  mark: { needs: NEEDS, values: (context, at) => new LineFlow(context, at).marks() },
  'dominated-by': { needs: NEEDS, values: (context, at) => new LineFlow(context, at).before() },
  'post-dominated-by': { needs: NEEDS, values: (context, at) => new LineFlow(context, at).behind() },
};

/** A way out of a block, through blocks without statements. */
interface Way {
  readonly kind: string;
  readonly to: BlockRow;
}

class LineFlow {
  readonly #line: number;
  readonly #name: (line: number) => string;
  readonly #blocks: readonly BlockRow[];
  readonly #dominators: readonly DominatorRow[];
  /** The blocks in which something of the line stands. */
  readonly #own: readonly BlockRow[];

  constructor(context: PipelineContext, at: Assertion) {
    const { path, line, column } = at;
    this.#line = line;
    this.#name = lineNames(context, path);
    this.#blocks = context.cfg({ path, line, column }, ALL).rows;
    this.#dominators = context.dominators({ path, line, column }, ALL).rows;
    this.#own = this.#blocks.filter((block) => holds(block, line));
  }

  goesTo(): string[] {
    const found = this.#own.flatMap((block) => {
      const rest = this.#restOf(block);
      if (rest !== null) return [this.#name(rest)];
      return this.#ways(block, false)
        .filter(({ to }) => linesOf(to)[0] !== this.#line || to.block <= block.block)
        .map((way) => this.#text(way, false));
    });
    return [...new Set(found)];
  }

  parts(): string[] {
    const found = this.#own.map((block) => {
      const rest = this.#restOf(block);
      if (rest !== null) return this.#name(rest);
      const ways = this.#ways(block, false).map((way) => this.#text(way, true));
      return [...new Set(ways)].join(', ');
    });
    return [found.join(' | ')];
  }

  raisesTo(): string[] {
    const ways = this.#own.flatMap((block) => this.#ways(block, true));
    return [...new Set(ways.map(({ to }) => this.#nameOf(to, false)))];
  }

  loops(): string[] {
    const headers = this.#own.at(-1)?.loops ?? [];
    return headers.map((header) => this.#nameOf(this.#blocks[header]!, false));
  }

  marks(): string[] {
    const marks = new Set(this.#own.flatMap((block) => block.marks));
    return [...marks].filter((mark) => mark !== 'entry' && mark !== 'exit');
  }

  before(): string[] {
    const [first] = this.#own;
    if (first === undefined) return [];
    const lines = linesOf(first);
    const before = lines[lines.indexOf(this.#line) - 1];
    if (before !== undefined) return [this.#name(before)];
    for (let at = this.#dominator(first); at !== undefined; at = this.#dominator(at)) {
      const last = linesOf(at).at(-1);
      if (last !== undefined && last !== this.#line) return [this.#name(last)];
      if (at.block === 0) return ['entry'];
    }
    return first.block === 0 ? ['entry'] : [];
  }

  behind(): string[] {
    const last = this.#own.at(-1);
    if (last === undefined) return [];
    const rest = this.#restOf(last);
    if (rest !== null) return [this.#name(rest)];
    for (let at = this.#postDominator(last); at !== undefined; at = this.#postDominator(at)) {
      const next = linesOf(at).find((line) => line !== this.#line);
      if (next !== undefined || this.#isExit(at)) return [this.#isExit(at) ? 'exit' : this.#name(next!)];
    }
    return [];
  }

  #dominator(block: BlockRow): BlockRow | undefined {
    return this.#blocks[this.#dominators[block.block]!.dominator?.block ?? -1];
  }

  #postDominator(block: BlockRow): BlockRow | undefined {
    return this.#blocks[this.#dominators[block.block]!.postDominator?.block ?? -1];
  }

  /** The line that a block goes on with, behind the own one, or null. */
  #restOf(block: BlockRow): number | null {
    const lines = linesOf(block);
    return lines[lines.lastIndexOf(this.#line) + 1] ?? null;
  }

  /** Where exceptions of a block go, or where all else goes. */
  #ways(block: BlockRow, isRaised: boolean): Way[] {
    const found: Way[] = [];
    const seen = new Set<number>();
    const waiting = block.edges.filter(({ kind }) => (kind === 'exception') === isRaised).toReversed();
    for (let edge = waiting.pop(); edge !== undefined; edge = waiting.pop()) {
      const { kind } = edge;
      const to = this.#blocks[edge.to]!;
      if (kind === 'stuck') continue;
      if (to.statements.length > 0 || this.#isExit(to)) {
        found.push({ kind, to });
        continue;
      }
      if (seen.has(edge.to)) continue;
      seen.add(edge.to);
      for (const next of to.edges.toReversed()) {
        if (isRaised || next.kind !== 'exception')
          waiting.push({ to: next.to, kind: kind === 'next' ? next.kind : kind });
      }
    }
    return found;
  }

  #text({ kind, to }: Way, isExact: boolean): string {
    const name = this.#nameOf(to, isExact);
    return kind === 'next' ? name : `${name} ${kind}`;
  }

  #nameOf(block: BlockRow, isExact: boolean): string {
    if (this.#isExit(block)) return 'exit';
    const line = linesOf(block)[0] ?? block.line;
    const ordinal = this.#blocks.slice(0, block.block).filter((other) => holds(other, line)).length;
    return isExact && ordinal > 0 ? `${this.#name(line)}#${ordinal + 1}` : this.#name(line);
  }

  #isExit(block: BlockRow): boolean {
    return block.marks.includes('exit');
  }
}

function linesOf(block: BlockRow): number[] {
  return [...new Set(block.statements.map(({ line }) => line))];
}

function holds(block: BlockRow, line: number): boolean {
  return block.statements.some((statement) => statement.line === line);
}
