/**
 * From a saved catalog back to one of this plan: slots are matched by the step they belong to, and what is damaged or was
 * made by another version of its stage is left out, to be derived again. Never trusts a segment that it cannot read.
 */
import { type SegmentLayout } from '#columns';
import type { UnitId } from '#core';
import type { PipelineDAG } from '#plan';
import { arenaLength, HEAD_BYTES, isSpilled, type ArenaBytes } from './disk/spilled-arena.ts';
import { Catalog, newPage, PAGE_UNITS, segmentBytes, strideOf, type CatalogImage } from './catalog.ts';
import { CatalogBuilder } from './catalog-builder.ts';
import type { Damage } from './disk/arena-files.ts';
import type { SavedHead } from './disk/catalog-file.ts';
import type { LoadedIndex } from './disk/index-directory.ts';
import { newShards, placeShard, placesOf, type PostingShards } from './postings.ts';

/** A slot of a plan: the name of its step, and all that its segments depend on besides what the step reads. */
export interface SlotIdentity {
  readonly name: string;
  readonly identity: string;
}

export interface Restored {
  readonly catalog: CatalogImage;
  readonly tableRows: readonly number[];
  readonly files: number;
  /** Files without a segment in some slot. */
  readonly incomplete: readonly UnitId[];
  /** False when traces or sources are missing, so that only an index of the files can go on from here. */
  readonly isWhole: boolean;
  /** True when posting sets are missing: they are folded from the segments. */
  readonly lacksPostings: boolean;
}

/** The slots of a plan. `optionsOf`: what else counts for a stage; `grammars`: what counts for what is said of a text alone. */
export function slotIdentities(
  plan: PipelineDAG,
  optionsOf: (stage: string) => unknown,
  grammars: string,
): SlotIdentity[] {
  const shape = (layout: SegmentLayout): unknown =>
    layout.tables.map(({ name, block, columns }) => [name, block, columns]);
  const steps = plan.steps.map((planned) => ({
    name: plan.nameOf(planned),
    identity: JSON.stringify([
      planned.stage.version,
      planned.stage.options,
      optionsOf(planned.stage.id),
      shape(planned.layout),
      planned.level === 0 ? grammars : '',
    ]),
  }));
  return [{ name: 'input', identity: JSON.stringify(shape(plan.layoutOf(0))) }, ...steps];
}

export function restore(loaded: LoadedIndex, plan: PipelineDAG, slots: readonly SlotIdentity[]): Restored {
  const { head, arenas, damage } = loaded;
  const origin = originOf(head, plan, slots);
  const isDamaged = (arena: number, offset: number, bytes: number): boolean =>
    touches(damage.get(arena), offset, bytes);
  const builder = new CatalogBuilder(slots.length, remap(loaded, origin));
  for (const [number, buffer] of arenas.entries()) builder.setArena(number, buffer);
  const catalog = new Catalog(builder.freeze());
  let isWhole = head.isComplete && origin[0] === 0;
  const incomplete: UnitId[] = [];
  const lost = new Set<number>();
  for (const unit of catalog.liveUnits()) {
    let isIncomplete = false;
    for (let slot = 0; slot < slots.length; slot++) {
      const arena = catalog.arena(unit, slot);
      if (
        arena >= 0 &&
        !isDamaged(arena, catalog.offset(unit, slot), lengthAt(arenas[arena]!, catalog.offset(unit, slot)))
      )
        continue;
      if (arena >= 0) {
        builder.clearSegment(unit, slot);
        lost.add(slot);
      }
      isIncomplete = true;
      if (slot === 0) isWhole = false;
    }
    if (isIncomplete) incomplete.push(unit);
  }
  for (const [name, shards] of Object.entries(head.postings)) {
    const isBroken = shards.some((at) => at !== null && isDamaged(at[0], at[1], lengthAt(arenas[at[0]]!, at[1])));
    // Keys that another version of a stage gave are in no segment any more, so that no fold would take them out.
    const isKnown = plan.postings.some((set) => set.name === name && origin[set.place.slot] !== -1);
    if (!isBroken && isKnown) builder.setPostings(name, placedShards(shards));
    else if (name.startsWith('trace.')) isWhole &&= !isBroken;
  }
  if (!isWhole) keepAlone(builder, plan);
  const tableRows = plan.tables.map(({ schema, slot }) =>
    !isWhole || origin[slot] === -1 || lost.has(slot) ? -1 : (head.tableRows[schema.name] ?? 0),
  );
  const image = builder.freeze();
  const lacksPostings = plan.postings.some(({ name }) => image.postings[name] === undefined);
  const files = [...new Catalog(image).liveUnits()].length;
  return { catalog: image, tableRows: recount(tableRows, image, plan), files, incomplete, isWhole, lacksPostings };
}

function placedShards(places: SavedHead['postings'][string]): PostingShards {
  const shards = newShards(places.length);
  for (const [i, at] of places.entries()) placeShard(shards, i, at === null ? null : { arena: at[0], offset: at[1] });
  return shards;
}

/** Leaves only what files say by themselves: without traces nobody knows whether the rest still holds. */
function keepAlone(builder: CatalogBuilder, plan: PipelineDAG): void {
  const alone = new Catalog(builder.freeze());
  for (const unit of alone.liveUnits()) {
    if (alone.arena(unit, 0) < 0) builder.removeUnit(unit);
    else for (const { slot, level } of plan.steps) if (level > 0) builder.clearSegment(unit, slot);
  }
  for (const { name } of plan.postings) builder.dropPostings(name);
}

/** Per slot of the plan the slot of the saved catalog whose segments it can use, or -1. */
function originOf(head: SavedHead, plan: PipelineDAG, slots: readonly SlotIdentity[]): number[] {
  const direct = slots.map(({ name, identity }) =>
    head.slots.findIndex((saved) => saved.name === name && saved.identity === identity),
  );
  const names = new Set(head.slots.filter((_, i) => direct.includes(i)).map((saved) => saved.name));
  const isAnyGone = head.slots.some((saved) => slots.every(({ name }) => name !== saved.name));
  // What a step looked up in a table whose writer is new, gone or another is not known to hold.
  return direct.map((origin, slot) => {
    const { optional = [], lookups = [] } = slot === 0 ? {} : plan.steps[slot - 1]!.step;
    const isSure = [...optional, ...lookups].every((schema) => {
      const place = plan.place(schema);
      return place === undefined ? !isAnyGone : names.has(slots[place.slot]!.name);
    });
    return isSure ? origin : -1;
  });
}

/** The pages of a saved catalog with the slots of another plan. */
function remap({ head, pages, directory, arenas }: LoadedIndex, origin: readonly number[]): CatalogImage {
  const base = { units: head.units, directory, arenas, postings: {} };
  if (origin.length === head.slots.length && origin.every((from, to) => from === to))
    return { ...base, slots: origin.length, pages };
  const from = strideOf(head.slots.length);
  const to = strideOf(origin.length);
  const mapped = pages.map((page) => {
    const before = new Int32Array(page);
    const buffer = newPage(origin.length);
    const after = new Int32Array(buffer);
    for (let unit = 0; unit < PAGE_UNITS; unit++) {
      after[unit * to] = before[unit * from]!;
      for (const [slot, saved] of origin.entries()) {
        if (saved < 0) continue;
        after[unit * to + 1 + 2 * slot] = before[unit * from + 1 + 2 * saved]!;
        after[unit * to + 2 + 2 * slot] = before[unit * from + 2 + 2 * saved]!;
      }
    }
    return buffer;
  });
  return { ...base, slots: origin.length, pages: mapped };
}

function touches(damage: Damage | undefined, offset: number, bytes: number): boolean {
  return damage !== undefined && damage.some(([from, to]) => offset < to && offset + bytes > from);
}

/** Bytes of the segment at an offset, as it says itself; at least those in which it says so. */
function lengthAt(arena: ArenaBytes, offset: number): number {
  return offset + HEAD_BYTES > arenaLength(arena) ? Infinity : Math.max(8, segmentBytes(arena, offset));
}

/** Counts the rows of tables of which segments are missing; the others are as they were saved. */
function recount(rows: readonly number[], image: CatalogImage, plan: PipelineDAG): number[] {
  const catalog = new Catalog(image);
  return plan.tables.map(({ schema, slot, layout }, i) => {
    if (rows[i] !== -1) return rows[i]!;
    let sum = 0;
    for (const unit of catalog.liveUnits()) sum += catalog.segment(unit, slot, layout)?.rows(schema) ?? 0;
    return sum;
  });
}

type VisitSegment = (arena: number, offset: number) => void;

/** Calls `visit` with each segment that a catalog refers to. */
function forEachSegment(image: CatalogImage, visit: VisitSegment): void {
  const catalog = new Catalog(image);
  for (const unit of catalog.liveUnits())
    for (let slot = 0; slot < image.slots; slot++)
      if (catalog.arena(unit, slot) >= 0) visit(catalog.arena(unit, slot), catalog.offset(unit, slot));
  for (const shards of Object.values(image.postings))
    for (const at of placesOf(shards)) if (at !== null) visit(at.arena, at.offset);
}

/** First byte of each arena behind all that a catalog refers to; of a spilled one the end of its file, which is as good. */
export function usedBytes(image: CatalogImage): number[] {
  const used = image.arenas.map((arena) => (arena !== null && isSpilled(arena) ? arenaLength(arena) : 0));
  forEachSegment(image, (arena, offset) => {
    const bytes = image.arenas[arena]!;
    if (!isSpilled(bytes)) used[arena] = Math.max(used[arena]!, offset + lengthAt(bytes, offset));
  });
  return used;
}

/** Bytes of segments per arena that a catalog refers to. */
export function liveBytes(image: CatalogImage): Map<number, number> {
  const live = new Map<number, number>();
  forEachSegment(image, (arena, offset) => {
    live.set(arena, (live.get(arena) ?? 0) + lengthAt(image.arenas[arena]!, offset));
  });
  return live;
}
