/**
 * The oracle of the laws: two snapshots hold the same facts when each file has byte-equal blocks in each slot, and each
 * posting set has the same pairs of key and path. Traces count too: they are facts about what was asked.
 */
import { hashHex } from '#core';
import { posting, postingContributor, postingKey, POSTING_LAYOUT, placesOf, segmentAt, type Snapshot } from '#store';

/** What differs, one line each; empty when the snapshots are equal. At most `limit` lines. */
export function differences(a: Snapshot, b: Snapshot, limit = 20): string[] {
  const found: string[] = [];
  const paths = new Set([...pathsOf(a), ...pathsOf(b)]);
  for (const path of [...paths].toSorted()) {
    if (found.length >= limit) break;
    found.push(...fileDifferences(a, b, path));
  }
  for (const { name } of a.plan.postings) {
    if (found.length >= limit) break;
    const left = postingPairs(a, name);
    const right = postingPairs(b, name);
    for (const pair of left) if (!right.has(pair)) found.push(`posting ${name}: ${pair} only in the first`);
    for (const pair of right) if (!left.has(pair)) found.push(`posting ${name}: ${pair} only in the second`);
  }
  for (const [i, place] of a.plan.tables.entries()) {
    if (a.root.tableRows[i] === b.root.tableRows[i]) continue;
    found.push(`rows of ${place.schema.name}: ${a.root.tableRows[i]} and ${b.root.tableRows[i]}`);
  }
  return found.slice(0, limit);
}

function pathsOf(snapshot: Snapshot): string[] {
  return snapshot.units.map((unit) => snapshot.path(unit));
}

function fileDifferences(a: Snapshot, b: Snapshot, path: string): string[] {
  const unitA = a.unit(path);
  const unitB = b.unit(path);
  if (unitA === -1 || unitB === -1) return [`${path}: only in the ${unitA === -1 ? 'second' : 'first'}`];
  const found: string[] = [];
  for (let slot = 0; slot < a.plan.slots; slot++) {
    const left = a.segment(unitA, slot);
    const right = b.segment(unitB, slot);
    const name = slot === 0 ? 'input' : a.plan.nameOf(a.plan.steps[slot - 1]!);
    if (left === null || right === null) {
      if (left !== right) found.push(`${path}: ${name} only in the ${left === null ? 'second' : 'first'}`);
      continue;
    }
    for (const [block, [blockName]] of left.layout.blocks.entries()) {
      if (left.blockDigestHex(block) !== right.blockDigestHex(block))
        found.push(`${path}: ${name}: block ${blockName} differs`);
    }
  }
  return found;
}

/** Every pair of a posting set as `key path` in hexadecimal. */
export function postingPairs(snapshot: Snapshot, name: string): Set<string> {
  const pairs = new Set<string>();
  const shards = snapshot.root.catalog.postings[name];
  for (const location of shards === undefined ? [] : placesOf(shards)) {
    if (location === null) continue;
    const segment = segmentAt(POSTING_LAYOUT, snapshot.root.catalog.arenas[location.arena]!, location.offset);
    const keys = segment.table(postingKey);
    const rows = segment.table(posting);
    const { path } = segment.table(postingContributor);
    for (let key = 0; key < keys.rows; key++) {
      const end = key + 1 < keys.rows ? keys.first.at(key + 1) : rows.rows;
      for (let row = keys.first.at(key); row < end; row++) {
        const contributor = rows.contributor.at(row);
        pairs.add(
          `${hashHex(keys.key.lo(key), keys.key.hi(key))} ${hashHex(path.lo(contributor), path.hi(contributor))}`,
        );
      }
    }
  }
  return pairs;
}
