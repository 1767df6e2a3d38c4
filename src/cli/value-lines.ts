/** What rows about values say: versions of variables, definitions, constants and ranges. */

type Row = ReadonlyMap<string, unknown>;

/** The meaning of a row about a variable or a value, or '' for any other. */
export function valueMeaning(row: Row): string {
  if (row.has('version')) return `${version(row)} in ${shown(row.get('name'))}`;
  if (row.has('holds'))
    return `${row.get('holds') === 'branch' ? 'by a branch ' : ''}${shown(row.get('test'))}${known(row)}`;
  if (row.has('definition'))
    return `${shown(row.get('definition'))} of ${shown(row.get('variable'))} in ${shown(row.get('name'))}`;
  return row.has('variable') ? `${shown(row.get('variable'))} in ${shown(row.get('name'))}` : '';
}

function version(row: Row): string {
  const merges = row.get('merges');
  const merged = Array.isArray(merges) ? ` of ${merges.map(shown).join(', ')}` : '';
  const dead = row.has('dead') ? ', never runs' : '';
  return `${shown(row.get('variable'))} ${shown(row.get('version'))}: ${shown(row.get('definition'))}${merged}${known(row)}${dead}`;
}

function known(row: Row): string {
  const constant = row.get('constant');
  if (typeof constant === 'object' && constant !== null && 'kind' in constant && 'text' in constant) {
    return constant.kind === 'string' ? ` ${JSON.stringify(constant.text)}` : ` ${shown(constant.text)}`;
  }
  const range = row.get('range');
  if (typeof range !== 'object' || range === null) return '';
  const low = 'low' in range ? shown(range.low) : '';
  const high = 'high' in range ? shown(range.high) : '';
  return ` ${low}..${high}`;
}

function shown(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
