/** Puts the tables that other files look up into the order of their keys. */
import { sortByHash } from '#columns';
import type { Tables } from './tables.ts';

export function sortInterface(t: Tables): void {
  sortByHash(t.exportTable, 'key');
  sortByHash(t.member, 'key');
  sortByHash(t.globalName, 'key');
  sortByHash(t.parameterName, 'key');
}
