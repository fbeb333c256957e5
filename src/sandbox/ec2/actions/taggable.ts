import type { SnapshotRecord, Tagged } from '../records.ts';
import type { Region } from '../region.ts';
import { lookUp } from '../rules/look-up.ts';
import { only, type Shelf } from '../shelf.ts';
import { Fault } from '../wire/fault.ts';
import { instancesOf } from './instance-view.ts';
import { isAccessible } from './snapshot-access.ts';

const kinds = {
  i: 'instance',
  vol: 'volume',
  snap: 'snapshot',
  ami: 'image',
  eipalloc: 'elastic-ip',
} as const;

type Kind = (typeof kinds)[keyof typeof kinds];

/** What kind of thing an id would name, by its prefix; undefined for kinds that nobody tags here. */
export function kindOf(id: string): Kind | undefined {
  const prefix = id.split('-')[0] ?? '';
  return Object.hasOwn(kinds, prefix) ? kinds[prefix as keyof typeof kinds] : undefined;
}

/** The thing itself, seen or not: what IAM asks about tags is not held up by EC2's lag. */
export function tagged(region: Region, id: string): Tagged | undefined {
  const { snapshots, instances, volumes, images, addresses, subnets, groups, rootTasks } = region;
  for (const table of [snapshots, instances, volumes, images, addresses, subnets, groups, rootTasks]) {
    const found: Tagged | undefined = table.get(id);
    if (found) return found;
  }
  return undefined;
}

/** The records behind ids of any kind, or EC2's error: one id that is wrong fails the whole call. */
export function taggable(region: Region, ids: readonly string[]): Tagged[] {
  const stranger = ids.find(id => kindOf(id) === undefined);
  if (stranger !== undefined) {
    // EC2 has many more kinds of things; here, a tag on one of them would go nowhere.
    const surprise = /^[a-z]+-[0-9a-f]+$/.test(stranger);
    throw new Fault('InvalidID', `The ID '${stranger}' is not valid`, { surprise });
  }
  const asked = (kind: Kind) => ids.filter(id => kindOf(id) === kind);
  const ours = only(region.seen(region.images), ({ ownerId }) => ownerId === region.accountId);
  return [
    ...lookUp('instance', asked('instance'), instancesOf(region)),
    ...lookUp('volume', asked('volume'), region.seen(region.volumes)),
    ...lookUp('snapshot', asked('snapshot'), accessibleSnapshots(region)),
    ...lookUp('image', asked('image'), ours),
    ...lookUp('address', asked('elastic-ip'), region.addresses),
  ];
}

// EC2 lets an account put tags on what others share with it, for its own eyes only.
function accessibleSnapshots(region: Region): Shelf<SnapshotRecord> {
  return only(region.seen(region.snapshots), record => isAccessible(record, region.accountId));
}
