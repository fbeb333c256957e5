import {
  CreateSnapshotsCommand,
  CreateTagsCommand,
  DeleteSnapshotCommand,
  DeleteTagsCommand,
} from '@aws-sdk/client-ec2';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { PlaceId } from '../core/ids.ts';
import { tagKeys } from '../core/tags.ts';
import type { Clock, Cloud, Outcome } from '../ports.ts';
import { createClients } from './clients.ts';
import { outcomeOf } from './fault.ts';
import { createServerReader } from './read-servers.ts';
import { readSnapshotsInUse } from './read-snapshots-in-use.ts';
import type { SnapshotQuery } from './read-snapshots.ts';
import { readSnapshots } from './read-snapshots.ts';
import { memberOf, ownedOf, seenOf } from './shapes.ts';

export type CloudOptions = {
  readonly place: PlaceId;
  readonly region: string;
  readonly clock: Pick<Clock, 'now'>;
};

/** EC2 and STS of one place. */
export function createCloud({ place, region, clock }: CloudOptions): Cloud & { readonly close: () => void } {
  const { ec2, behind, sts, close } = createClients(region, clock);
  const readServers = createServerReader(behind, place);

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
    ownedSnapshots: (asked, days) => here(asked, () => readSnapshots(behind, ownedSince(days), ownedOf)),
    createSnapshots: (plan, taken, copyTags) =>
      here(plan.place, async () => {
        // Nobody waits for a policy: its fleet leaves room for whoever does.
        const client = plan.policy === '' ? ec2 : behind;
        const answer = await client.send(
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
    tagSnapshots: (asked, ids, { key, value }) =>
      here(asked, async () => {
        await ec2.send(new CreateTagsCommand({ Resources: [...ids], Tags: [{ Key: key, Value: value }] }));
        return null;
      }),
    untagSnapshots: (asked, ids, key) =>
      here(asked, async () => {
        await ec2.send(new DeleteTagsCommand({ Resources: [...ids], Tags: [{ Key: key }] }));
        return null;
      }),
    deleteSnapshot: (asked, id) =>
      here(asked, async () => {
        await behind.send(new DeleteSnapshotCommand({ SnapshotId: id }));
        return null;
      }),
    snapshotsInUse: asked => here(asked, () => readSnapshotsInUse(behind)),
    pendingSnapshots: asked => here(asked, () => readSnapshots(ec2, pending, seenOf)),
    snapshotsById: (asked, values) =>
      here(asked, () => readSnapshots(ec2, { filters: byId, values }, seenOf)),
    snapshotsByOperation: (asked, values) =>
      here(asked, () => readSnapshots(ec2, { filters: byOperation, values }, seenOf)),
    close,
  };
}

type Filters = SnapshotQuery['filters'];

const pending: SnapshotQuery = {
  filters: () => [
    ['tag-key', [tagKeys.operation]],
    ['status', ['pending']],
  ],
};

// The filter answers with what exists; the SnapshotIds parameter fails for one that is not yet visible.
const byId: Filters = values => [['snapshot-id', values]];

const byOperation: Filters = values => [[`tag:${tagKeys.operation}`, values]];

function ownedSince(days: readonly string[] | 'all'): SnapshotQuery {
  if (days === 'all') return { filters: () => [] };
  return { filters: values => [['start-time', values.map(day => `${day}T*`)]], values: days };
}
