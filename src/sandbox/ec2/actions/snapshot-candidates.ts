import type { Filter } from '@aws-sdk/client-ec2';
import type { SnapshotRecord } from '../records.ts';
import type { Region } from '../region.ts';
import { only, type Shelf, shelfOf } from '../shelf.ts';

/** No fewer snapshots than match these filters, and few enough to look at each one among hundreds of thousands. */
export function candidates(region: Region, filters: readonly Filter[] = []): Shelf<SnapshotRecord> {
  const shelf = shortest(region, filters) ?? region.snapshots;
  const wants = filters.flatMap(filter => mayCarry(filter) ?? []);
  return wants.length === 0 ? shelf : only(shelf, record => wants.every(want => want(record)));
}

function shortest(region: Region, filters: readonly Filter[]): Shelf<SnapshotRecord> | undefined {
  const ids = exactValues(filters, 'snapshot-id');
  if (ids) return shelfOf(ids.flatMap(id => region.snapshots.get(id) ?? []));
  const volumes = exactValues(filters, 'volume-id');
  if (volumes) return shelfOf(volumes.flatMap(id => region.snapshots.ofVolume(id)));
  const states = exactValues(filters, 'status');
  if (states?.every(state => state === 'pending' || state === 'error'))
    return shelfOf(region.snapshots.unfinished(region.now()));
  return undefined;
}

function exactValues(filters: readonly Filter[], name: string): readonly string[] | undefined {
  const values = filters.find(filter => filter.Name === name)?.Values;
  return values?.some(value => /[*?\\]/.test(value)) ? undefined : values;
}

// Whatever was seen under the key at any time: the filter itself knows what is seen now.
function mayCarry({ Name: name = '', Values: values = [] }: Filter) {
  if (name !== 'tag-key' && !name.startsWith('tag:')) return undefined;
  const keys = new Set<string | undefined>(name === 'tag-key' ? values : [name.slice('tag:'.length)]);
  if (name === 'tag-key' && values.some(value => /[*?\\]/.test(value))) return undefined;
  const carried = ({ Key: key }: { readonly Key?: string | undefined }) => keys.has(key);
  return ({ tags, retagged }: SnapshotRecord) =>
    tags.some(carried) || retagged?.some(({ before }) => before.some(carried)) === true;
}
