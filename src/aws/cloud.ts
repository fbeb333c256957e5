import type { Snapshot } from '@aws-sdk/client-ec2';
import { CreateSnapshotsCommand, EC2Client, paginateDescribeSnapshots } from '@aws-sdk/client-ec2';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { PlaceId } from '../core/ids.ts';
import { tagKeys } from '../core/tags.ts';
import type { Cloud, Outcome } from '../ports.ts';
import { outcomeOf } from './fault.ts';
import { createServerReader } from './read-servers.ts';
import { memberOf, ownedOf, seenOf } from './shapes.ts';

const pageSize = 1_000;
/** EC2 takes at most 200 values in one filter. */
const valuesPerFilter = 200;

export type CloudOptions = { readonly place: PlaceId; readonly region: string };

/** EC2 and STS of one place. The SDK itself finds credentials and a custom endpoint in its environment. */
export function createCloud({ place, region }: CloudOptions): Cloud & { readonly close: () => void } {
  const options = {
    region,
    // The SDK's own retry repeats CreateSnapshots after a lost reply and makes the set twice.
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 30_000, throwOnRequestTimeout: true },
  };
  const ec2 = new EC2Client(options);
  const sts = new STSClient(options);
  const readServers = createServerReader(ec2, place);

  async function snapshots(query: { filters: Filters; values?: readonly string[] }): Promise<Snapshot[]> {
    const found: Snapshot[] = [];
    for (const chunk of chunks(query.values)) {
      const Filters = query.filters(chunk).map(([Name, Values]) => ({ Name, Values: [...Values] }));
      const input = { OwnerIds: ['self'], ...(Filters.length > 0 ? { Filters } : {}) };
      for await (const page of paginateDescribeSnapshots({ client: ec2, pageSize }, input)) {
        found.push(...(page.Snapshots ?? []));
      }
    }
    return found;
  }

  const here = <Value>(asked: PlaceId, call: () => Promise<Value>): Promise<Outcome<Value>> => {
    if (asked !== place) throw new Error(`place ${asked} has no client`);
    return outcomeOf(call);
  };

  return {
    identity: () =>
      outcomeOf(async () => {
        const { Account } = await sts.send(new GetCallerIdentityCommand({}));
        if (Account === undefined) throw new Error('GetCallerIdentity answered without an account');
        return { account: Account };
      }),
    servers: asked => here(asked, readServers),
    ownedSnapshots: (asked, days) =>
      here(asked, async () => {
        const found =
          days === 'all'
            ? await snapshots({ filters: () => [] })
            : await snapshots({
                filters: values => [['start-time', values.map(day => `${day}T*`)]],
                values: days,
              });
        return found.map(ownedOf);
      }),
    createSnapshots: (plan, taken, copyTags) =>
      here(plan.place, async () => {
        const answer = await ec2.send(
          new CreateSnapshotsCommand({
            InstanceSpecification: { InstanceId: plan.server.id },
            Description: plan.description,
            TagSpecifications: [
              {
                ResourceType: 'snapshot',
                Tags: [...plan.tags, taken].map(({ key, value }) => ({ Key: key, Value: value })),
              },
            ],
            ...(copyTags ? { CopyTagsFromSource: 'volume' as const } : {}),
          }),
        );
        return (answer.Snapshots ?? []).map(memberOf);
      }),
    pendingSnapshots: asked =>
      here(asked, async () => {
        const filters: Filters = () => [
          ['tag-key', [tagKeys.operation]],
          ['status', ['pending']],
        ];
        return (await snapshots({ filters })).map(seenOf);
      }),
    snapshotsById: (asked, ids) =>
      here(asked, async () => {
        // The filter answers with what exists; the SnapshotIds parameter fails for one that is not yet visible.
        return (await snapshots({ filters: values => [['snapshot-id', values]], values: ids })).map(seenOf);
      }),
    snapshotsByOperation: (asked, ids) =>
      here(asked, async () => {
        const filters: Filters = values => [[`tag:${tagKeys.operation}`, values]];
        return (await snapshots({ filters, values: ids })).map(seenOf);
      }),
    close() {
      ec2.destroy();
      sts.destroy();
    },
  };
}

type Filters = (values: readonly string[]) => readonly (readonly [string, readonly string[]])[];

function chunks(values: readonly string[] | undefined): readonly (readonly string[])[] {
  if (values === undefined) return [[]];
  const count = Math.ceil(values.length / valuesPerFilter);
  return Array.from({ length: count }, (_, i) =>
    values.slice(i * valuesPerFilter, (i + 1) * valuesPerFilter),
  );
}
