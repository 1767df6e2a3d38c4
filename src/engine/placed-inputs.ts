/** The inputs of an update: changed texts, files that are read again, units that come and go. */
import { EngineError, type UnitId } from '#core';
import { source } from '#facts';
import type { PipelineDAG } from '#plan';
import type { Snapshot } from '#store';
import type { Wave } from './wave.ts';

export interface PlacedInputs {
  /** All files that were given, read or written. */
  readonly placed: ReadonlyMap<UnitId, string>;
  /** Changed and created files by unit. */
  readonly changedPaths: ReadonlyMap<UnitId, string>;
  /** The texts of those that were given. Their input segments are written when their batch begins. */
  readonly texts: ReadonlyMap<UnitId, string>;
  readonly removed: ReadonlyMap<UnitId, string>;
  /** All files after the change, or null when the set of files is the same. */
  readonly paths: ReadonlyMap<UnitId, string> | null;
}

/** Finds the changed texts, has files read, adds and removes units. */
export async function placeInputs(
  wave: Wave,
  base: Snapshot,
  { texts, read }: { readonly texts: ReadonlyMap<string, string | null>; readonly read: readonly string[] },
  plan: PipelineDAG,
): Promise<PlacedInputs> {
  refuseCollisions(base, texts);
  const changedPaths = new Map<UnitId, string>();
  const removed = new Map<UnitId, string>();
  const isCreated = new Set<UnitId>();
  const place = (path: string): UnitId => {
    const known = base.unit(path);
    const unit = known === -1 ? wave.builder.addUnit() : known;
    if (known === -1) isCreated.add(unit);
    changedPaths.set(unit, path);
    return unit;
  };
  const changedTexts = new Map<UnitId, string>();
  for (const [path, text] of texts) {
    const known = base.unit(path);
    if (text === null && known !== -1) removed.set(known, path);
    if (text === null || (known !== -1 && isText(base, known, text))) continue;
    changedTexts.set(place(path), text);
  }
  const reading = new Map(read.map((path) => [place(path), path]));
  await wave.runLevel(plan.levels[0] ?? [], [...reading.keys()], new Map(), reading);
  const placed = new Map(changedPaths);
  for (const unit of wave.gone.splice(0)) {
    changedPaths.delete(unit);
    if (isCreated.delete(unit)) wave.builder.removeUnit(unit);
    else removed.set(unit, base.path(unit));
  }
  // A file that was touched and says the same is no change.
  for (const unit of reading.keys()) if (!wave.changed[0]!.has(unit)) changedPaths.delete(unit);
  for (const unit of removed.keys()) wave.drop(unit);
  let paths: Map<UnitId, string> | null = null;
  if (isCreated.size > 0 || removed.size > 0) {
    paths = new Map(base.units.filter((unit) => !removed.has(unit)).map((unit) => [unit, base.path(unit)]));
    for (const unit of isCreated) paths.set(unit, changedPaths.get(unit)!);
    wave.builder.setPaths(paths);
  }
  return { changedPaths, texts: changedTexts, placed, removed, paths };
}

/** True when a file has this text. Texts of other lengths are not decoded. */
function isText(base: Snapshot, unit: UnitId, text: string): boolean {
  const bytes = base.table(source, unit)!.text.at(0).length;
  return bytes === Buffer.byteLength(text) && base.text(unit) === text;
}

/** A new path whose hash another file has cannot be told from it. */
function refuseCollisions(base: Snapshot, texts: ReadonlyMap<string, string | null>): void {
  for (const [path, text] of texts) {
    const other = base.catalog.unitOf(path);
    if (text === null || other === -1 || base.path(other) === path) continue;
    throw new EngineError(
      'E_HASH_COLLISION',
      `the path ${path} has the 64-bit hash of ${base.path(other)}; rename it`,
      {
        unit: path,
      },
    );
  }
}
