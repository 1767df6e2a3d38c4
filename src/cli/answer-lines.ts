/** Answers as people read them: `path:line:column  text`, and behind it what the row says, where it comes from, how sure it is. */
import type { QueryResult } from '#query';
import type { Style } from './style.ts';
import { valueMeaning } from './value-lines.ts';

/** One line per row. */
export function answerLines(answer: QueryResult, style: Style): string[] {
  return answer.rows.map((row) => answerLine(new Map<string, unknown>(Object.entries(row)), style));
}

function answerLine(row: ReadonlyMap<string, unknown>, style: Style): string {
  const place = `${style('magenta', text(row.get('path')))}:${style('green', text(row.get('line')))}`;
  const column = row.has('column') ? `:${text(row.get('column'))}` : '';
  const code = text(row.get('text')).trim();
  const facts = [
    meaning(row),
    text(row.get('origin')),
    text(row.get('certainty')),
    row.get('implicit') === true ? 'implicit' : '',
  ].filter((part) => part !== '');
  return `${place}${column}  ${code}${code === '' ? '' : '  '}${style('dim', `(${facts.join('; ')})`)}`;
}

/** What a row says beside its place. */
function meaning(row: ReadonlyMap<string, unknown>): string {
  const steps = row.has('depth') && Number(row.get('depth')) > 1 ? `, ${text(row.get('depth'))} steps` : '';
  if (row.has('caller') && row.has('callee')) return `${name(row.get('caller'))} -> ${name(row.get('callee'))}${steps}`;
  const value = valueMeaning(row);
  if (value !== '') return value;
  if (row.has('role')) return `${text(row.get('role'))} in ${text(row.get('within'))}`;
  if (row.has('target')) return `${kind(row.get('target'))} ${name(row.get('target'))}`;
  if (row.has('via')) return `imports ${text(row.get('via'))}${steps}`;
  if (row.has('block')) return `${text(row.get('name'))} block ${text(row.get('block'))}${flow(row)}`;
  if (row.has('score')) return `score ${Number(row.get('score')).toFixed(2)}`;
  return [text(row.get('kind')), text(row.get('name')), lines(row)].filter((part) => part !== '').join(' ');
}

/** Where control goes from a block, or which blocks stand over it and under it. */
function flow(row: ReadonlyMap<string, unknown>): string {
  const edges = row.get('edges');
  if (Array.isArray(edges)) {
    const marks = row.get('marks');
    const states = Array.isArray(marks) && marks.length > 0 ? ` ${marks.map(text).join(' ')}` : '';
    const ways = edges.map((edge: { readonly to: number; readonly kind: string }) => `${edge.kind} ${edge.to}`);
    return `${states}${ways.length === 0 ? '' : `: ${ways.join(', ')}`}`;
  }
  const over = blockOf(row.get('dominator'));
  const under = blockOf(row.get('postDominator'));
  return `${over === '' ? '' : `, always after ${over}`}${under === '' ? '' : `, always before ${under}`}`;
}

function blockOf(place: unknown): string {
  return typeof place === 'object' && place !== null && 'block' in place ? text(place.block) : '';
}

function lines(row: ReadonlyMap<string, unknown>): string {
  const from = row.get('line');
  const to = row.get('endLine');
  return to === undefined || to === from ? '' : `to line ${text(to)}`;
}

function name(end: unknown): string {
  return typeof end === 'object' && end !== null && 'name' in end ? text(end.name) : '';
}

function kind(end: unknown): string {
  return typeof end === 'object' && end !== null && 'kind' in end ? text(end.kind) : '';
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** What stands below the rows, or '' when nothing needs to be said. */
export function answerRemark(answer: QueryResult): string {
  if (answer.rows.length === 0) {
    const about = answer.subjects === undefined || answer.subjects.length > 0 ? '' : '; no symbol is called so';
    return `no rows${about}`;
  }
  if (answer.cursor !== undefined) return `${answer.rows.length} rows; more with --cursor ${answer.cursor}`;
  return answer.truncated ? `${answer.rows.length} rows; there are more` : '';
}
