/** The index as people read it: the table of stages and the totals. */
import type { IndexDocument, StageDocument } from './index-document.ts';
import type { Style } from './style.ts';
import { count, megabytes, seconds, textTable, type TableColumn } from './text-table.ts';

const COLUMNS: readonly TableColumn[] = [
  { title: 'stage' },
  { title: '' },
  { title: 'status' },
  { title: 'units', isNumber: true },
  { title: 'rows', isNumber: true },
  { title: 'MB', isNumber: true },
  { title: 'ms', isNumber: true },
];

const COLOURS = { succeeded: 'green', failed: 'red', skipped: 'yellow' } as const;

export function indexReport(document: IndexDocument, style: Style): string {
  const { repository, root, files, loc, bytes, nodes, edges, sharedBytes, wallMs } = document;
  const [head, ...lines] = textTable(COLUMNS, document.stages.map(stageCells));
  const table = [style('bold', head!), ...lines.map((line, i) => coloured(line, document.stages[i]!, style))];
  const totals = [
    `${count(files)} files, ${count(loc)} lines, ${megabytes(bytes)} MB of source`,
    `${count(nodes)} nodes, ${count(edges)} edges, ${megabytes(sharedBytes)} MB shared`,
    `${seconds(wallMs)}, ${workersText(document.workers)}, ${peakText(document)}, preset ${document.preset}`,
  ];
  return `${style('bold', repository)}  ${root}\n\n${table.join('\n')}\n\n${totals.join('\n')}\n`;
}

function stageCells({ label, slug, status, units, rows, bytes, ms }: StageDocument): string[] {
  return [label, slug, status, count(units), count(rows), megabytes(bytes), count(ms)];
}

function coloured(line: string, { status, reason }: StageDocument, style: Style): string {
  const colour = status === 'succeeded' || status === 'failed' || status === 'skipped' ? COLOURS[status] : 'reset';
  const text = line.replace(status, style(colour, status));
  return reason === '' ? text : `${text}  ${reason}`;
}

function peakText({ peakRssBytes, memoryBudgetBytes, spilledBytes }: IndexDocument): string {
  const peak = `peak ${megabytes(peakRssBytes)} MB`;
  if (memoryBudgetBytes === null) return peak;
  return `${peak} of a budget of ${megabytes(memoryBudgetBytes)} MB, ${megabytes(spilledBytes)} MB in files`;
}

function workersText(workers: number): string {
  if (workers === 0) return 'no workers';
  return workers === 1 ? '1 worker' : `${workers} workers`;
}

/** What follows the totals. */
export function problemCount(document: IndexDocument, isListed: boolean): string {
  if (document.problems === 0) return 'no problems';
  const text = document.problems === 1 ? '1 problem' : `${count(document.problems)} problems`;
  return isListed ? text : `${text} (--problems lists them)`;
}
