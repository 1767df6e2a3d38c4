/**
 * Facts about values, for literate cases: of the name at the mark. `definitionsReaching`, `uses`, `ssa`, `constantAt`,
 * `dependences` and `slice` are asked, nothing else.
 *
 * - `defined-at`: the lines that may give its value, each with the kind of the definition unless it is an assignment; `entry` is
 *   the value at the start of the body, `clobber` what something else may have written.
 * - `reaches`: the lines that may use the value that it has or gets here.
 * - `merges`: for each merge of the variable on this line what meets there, joined by `+`; `versions`: its numbers of this line.
 * - `constant`, `range`: what it is; `known`: what branches before tell of it, with their lines.
 * - `never-defined`: variables of the line whose definitions constants prove to never happen.
 * - `depends-on`: the lines that decide the statements of this line, by `data` or `control`; `slice`: all lines that decide the
 *   value of the variable here.
 */
import type { PipelineContext } from '#orchestrator';
import type { KnownConstant, VersionRow } from '#query';
import { lineNames, variableAt } from './line-names.ts';
import type { Fact } from './literate-fact.ts';
import type { Assertion } from './literate.ts';

const ALL = { limit: 10_000 };
const CHAINS = ['flow_use', 'symbol'];
const VALUES = ['ssa_value', 'symbol'];
const DEPENDENCE = ['control_dependence', 'flow_use', 'call_edge_name', 'symbol'];

export const VALUE_FACTS: Readonly<Record<string, Fact>> = {
  'defined-at': { needs: CHAINS, values: definedAt },
  reaches: { needs: CHAINS, values: reaches },
  merges: { needs: VALUES, values: merges },
  versions: { needs: VALUES, values: versions },
  constant: { needs: ['operation_value'], values: constants },
  range: { needs: ['operation_value'], values: ranges },
  known: { needs: ['operation_value'], values: known },
  'never-defined': { needs: VALUES, values: neverDefined },
  'depends-on': { needs: DEPENDENCE, values: dependsOn },
  slice: { needs: DEPENDENCE, values: sliced },
};

const once = (texts: readonly string[]): string[] => [...new Set(texts)];

function definedAt(context: PipelineContext, at: Assertion): string[] {
  const name = lineNames(context, at.path);
  const { rows } = context.definitionsReaching(at, ALL);
  return once(rows.map(({ line, definition }) => definitionText(name(line), definition)));
}

function definitionText(line: string, kind: string): string {
  return kind === 'assign' ? line : kind === 'entry' ? kind : `${line} ${kind}`;
}

function reaches(context: PipelineContext, at: Assertion): string[] {
  const name = lineNames(context, at.path);
  return once(context.uses(at, ALL).rows.map(({ line }) => name(line)));
}

/** All versions of the variable at a place. */
function versionsOf(context: PipelineContext, at: Assertion): VersionRow[] {
  const variable = variableAt(context, at);
  return context.ssa(at, ALL).rows.filter((row) => row.variable === variable);
}

function merges(context: PipelineContext, at: Assertion): string[] {
  const name = lineNames(context, at.path);
  const all = versionsOf(context, at);
  const operand = (version: number): string => {
    const { line, definition } = all.find((row) => row.version === version)!;
    return definitionText(name(line), definition);
  };
  const here = all.filter(({ line, merges: operands }) => line === at.line && operands !== undefined);
  return here.map((row) => row.merges!.map(operand).join(' + '));
}

function versions(context: PipelineContext, at: Assertion): string[] {
  return versionsOf(context, at)
    .filter(({ line }) => line === at.line)
    .map(({ version }) => String(version));
}

function constantText({ kind, text }: KnownConstant): string {
  return kind === 'string' ? `'${text}'` : text;
}

function constants(context: PipelineContext, { path, line, column }: Assertion): string[] {
  const { rows } = context.constantAt(path, line, column, ALL);
  return rows.flatMap(({ holds, constant }) =>
    holds === 'value' && constant !== undefined ? [constantText(constant)] : [],
  );
}

function ranges(context: PipelineContext, { path, line, column }: Assertion): string[] {
  const { rows } = context.constantAt(path, line, column, ALL);
  return rows.flatMap(({ range }) => (range === undefined ? [] : [`${range.low ?? ''}..${range.high ?? ''}`]));
}

function known(context: PipelineContext, { path, line, column }: Assertion): string[] {
  const name = lineNames(context, path);
  const { rows } = context.constantAt(path, line, column, ALL);
  const told = rows.filter(({ holds }) => holds === 'branch');
  return once(
    told.map(({ test, constant, line: branch }) =>
      [name(branch), test, ...(constant === undefined ? [] : [constantText(constant)])].join(' '),
    ),
  );
}

function neverDefined(context: PipelineContext, at: Assertion): string[] {
  const { rows } = context.ssa(at, ALL);
  return once(rows.filter(({ line, dead }) => line === at.line && dead === true).map(({ variable }) => variable));
}

function dependsOn(context: PipelineContext, at: Assertion): string[] {
  const name = lineNames(context, at.path);
  const rows = context.dependences(at, ALL).rows.filter(({ line }) => line === at.line);
  return once(rows.map(({ on, kind }) => `${name(on.line)} ${kind}`));
}

function sliced(context: PipelineContext, at: Assertion): string[] {
  const { path, line } = at;
  const name = lineNames(context, path);
  const variable = variableAt(context, at);
  return once(context.slice({ path, line, variable, ...ALL }).rows.map((row) => name(row.line)));
}
