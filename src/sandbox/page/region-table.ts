import type { Instance } from '@aws-sdk/client-ec2';
import { instancesOf, viewInstance } from '../ec2/actions/instance-view.ts';
import { viewSnapshot } from '../ec2/actions/snapshot-view.ts';
import type { Tagged } from '../ec2/records.ts';
import type { Region } from '../ec2/region.ts';
import type { PanelLook, RegionRow, TableName } from './shapes.ts';

type Table = {
  readonly columns: readonly string[];
  count(region: Region): number;
  /** The newest first where things come and go, else as they stand. */
  rows(region: Region): readonly RegionRow[];
};

const nameOf = ({ tags }: Pick<Tagged, 'tags'>): string =>
  tags.find(({ Key }) => Key === 'Name')?.Value ?? '';

const tagsOf = ({ tags }: Pick<Tagged, 'tags'>): RegionRow['tags'] =>
  tags.map(({ Key = '', Value = '' }) => [Key, Value] as const);

const isOurs = ({ tags }: Pick<Tagged, 'tags'>): boolean =>
  tags.some(({ Key }) => Key?.startsWith('snapkeeper:') === true);

/** As in 23 Nov, 14:05. */
const moment = (at: number): string => times.format(at);

const times = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});

const views = (region: Region): readonly { record: Tagged; view: Instance }[] =>
  [...instancesOf(region).after('')].map(record => ({
    record,
    view: viewInstance(record, region.volumesOf(record.id), region),
  }));

const states: Readonly<Record<string, RegionRow['state']>> = {
  running: 'good',
  completed: 'good',
  pending: 'busy',
  stopping: 'busy',
  'shutting-down': 'busy',
  error: 'bad',
};

const tables: Readonly<Record<TableName, Table>> = {
  servers: {
    columns: ['Name', 'State', 'Type', 'Volumes', 'Zone'],
    count: region => region.instances.size,
    rows: region =>
      views(region).map(({ record, view }) => ({
        id: record.id,
        cells: [
          nameOf(record),
          view.State?.Name ?? '',
          view.InstanceType ?? '',
          String(view.BlockDeviceMappings?.length ?? 0),
          view.Placement?.AvailabilityZone ?? '',
        ],
        state: states[view.State?.Name ?? ''] ?? 'off',
        ours: isOurs(record),
        tags: tagsOf(record),
      })),
  },
  volumes: {
    columns: ['Size', 'Type', 'Attached to', 'Device'],
    count: region => region.volumes.size,
    rows: region =>
      [...region.volumes.values()].map(volume => {
        const server = region.instances.get(volume.attachment?.instanceId ?? '');
        return {
          id: volume.id,
          cells: [
            `${volume.facts.Size} GiB`,
            volume.facts.VolumeType,
            server === undefined ? '–' : nameOf(server) || server.id,
            volume.attachment?.device ?? '–',
          ],
          state: volume.attachment === undefined ? 'off' : 'good',
          ours: isOurs(volume),
          tags: tagsOf(volume),
        };
      }),
  },
  snapshots: {
    columns: ['State', 'Size', 'Started (UTC)', 'Volume'],
    count: region => region.snapshots.countOf(region.accountId),
    rows: region =>
      [...region.snapshots.values()]
        .filter(({ ownerId }) => ownerId === region.accountId)
        .toSorted((one, other) => other.madeAt - one.madeAt)
        .map(record => {
          const { State = '', Progress = '' } = viewSnapshot(record, region);
          return {
            id: record.id,
            cells: [
              State === 'pending' ? Progress.replace('%', ' %') : State,
              `${record.size} GiB`,
              moment(record.madeAt),
              record.volumeId,
            ],
            state: states[State] ?? 'off',
            ours: isOurs(record),
            tags: tagsOf(record),
          };
        }),
  },
  images: {
    columns: ['Name', 'Root snapshot', 'Made (UTC)'],
    count: region => region.images.size,
    rows: region =>
      [...region.images.values()].map(image => ({
        id: image.id,
        cells: [image.name, image.devices[0]?.snapshotId ?? '–', moment(image.madeAt)],
        state: 'good',
        ours: isOurs(image),
        tags: tagsOf(image),
      })),
  },
  'recycle bin': {
    columns: ['Size', 'Volume', 'Deleted (UTC)', 'Gone for good (UTC)'],
    count: region => region.recycleBin.size,
    rows: region =>
      [...region.recycleBin.values()].map(({ id, snapshot, enteredAt, leavesAt }) => ({
        id,
        cells: [`${snapshot.size} GiB`, snapshot.volumeId, moment(enteredAt), moment(leavesAt)],
        state: 'off',
        ours: isOurs(snapshot),
        tags: tagsOf(snapshot),
      })),
  },
  addresses: {
    columns: ['Address', 'Server'],
    count: region => region.addresses.size,
    rows: region =>
      [...region.addresses.values()].map(address => {
        const server = region.instances.get(address.association?.instanceId ?? '');
        return {
          id: address.id,
          cells: [address.publicIp, server === undefined ? '–' : nameOf(server) || server.id],
          state: server === undefined ? 'off' : 'good',
          ours: isOurs(address),
          tags: tagsOf(address),
        };
      }),
  },
};

const most = 60;

/** One table of the Region as it is at this moment, not as Describe calls may still show it. */
export function regionPanel(region: Region, { table, find }: Extract<PanelLook, { kind: 'region' }>) {
  const wanted = find.trim().toLowerCase();
  const matches = ({ id, cells, tags }: RegionRow): boolean =>
    [id, ...cells, ...tags.flat()].some(text => text.toLowerCase().includes(wanted));
  const rows = tables[table].rows(region).filter(row => wanted === '' || matches(row));
  return {
    kind: 'region' as const,
    table,
    columns: tables[table].columns,
    rows: rows.slice(0, most),
    found: rows.length,
    counts: {
      servers: tables.servers.count(region),
      volumes: tables.volumes.count(region),
      snapshots: tables.snapshots.count(region),
      images: tables.images.count(region),
      'recycle bin': tables['recycle bin'].count(region),
      addresses: tables.addresses.count(region),
    },
  };
}
