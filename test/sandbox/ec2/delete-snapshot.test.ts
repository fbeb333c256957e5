import {
  CreateSnapshotsCommand,
  DeleteSnapshotCommand,
  DescribeSnapshotsCommand,
  ListSnapshotsInRecycleBinCommand,
} from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { refusal, stage, start, type Stage } from './stage.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

const remove = ({ ec2 }: Stage, SnapshotId: string, more: { DryRun?: boolean } = {}) =>
  ec2.send(new DeleteSnapshotCommand({ SnapshotId, ...more }));

const described = ({ cloud }: Stage, description: string) => {
  const found = [...cloud.region.snapshots.values()].find(each => each.description === description);
  return found?.id ?? '';
};

async function take({ ec2, idOf }: Stage, server: string): Promise<string[]> {
  const InstanceSpecification = { InstanceId: idOf(server) };
  const { Snapshots = [] } = await ec2.send(new CreateSnapshotsCommand({ InstanceSpecification }));
  return Snapshots.map(({ SnapshotId = '' }) => SnapshotId);
}

async function states({ ec2 }: Stage, volumeIds: readonly string[]) {
  const Filters = [{ Name: 'volume-id', Values: [...volumeIds] }];
  const { Snapshots = [] } = await ec2.send(new DescribeSnapshotsCommand({ OwnerIds: ['self'], Filters }));
  return Snapshots.map(({ State }) => State);
}

test('a deleted snapshot is gone at once, and a second time it is not found', async () => {
  const on = await stage();
  const id = described(on, 'before kernel update');
  expect(await refusal(remove(on, id, { DryRun: true }))).toMatchObject({ code: 'DryRunOperation' });
  await remove(on, id);
  expect(await refusal(remove(on, id))).toEqual({
    code: 'InvalidSnapshot.NotFound',
    message: `The snapshot '${id}' does not exist.`,
    status: 400,
  });
  expect(on.cloud.region.snapshots.countOf(on.cloud.accountId)).toBe(39);
  expect(await refusal(remove(on, 'snap-1'))).toMatchObject({ code: 'InvalidSnapshotID.Malformed' });
  expect(on.cloud.surprises).toEqual([]);
});

test('what backs an image, belongs to AWS Backup, is locked or another account’s stays', async () => {
  const on = await stage();
  const { region } = on.cloud;
  const backup = [...region.snapshots.values()].find(({ tags }) =>
    tags.some(({ Key }) => Key?.startsWith('aws:backup:')),
  );
  const shared = [...region.snapshots.values()].find(({ ownerId }) => ownerId === '444455556666');
  const golden = [...region.images.values()].find(({ name }) => name === 'golden-2026-autumn');
  const pinned = golden?.devices[0]?.snapshotId ?? '';
  const cases: readonly (readonly [string, string, RegExp])[] = [
    [
      pinned,
      'InvalidSnapshot.InUse',
      new RegExp(`^The snapshot ${pinned} is currently in use by ${golden?.id}$`),
    ],
    // Of a disabled image, which DescribeImages does not show unless asked for.
    [described(on, ''), 'InvalidSnapshot.InUse', /ami-03f7b1d5a9c8e2460$/],
    [backup?.id ?? '', 'InvalidParameterValue', /^This snapshot is managed by the AWS Backup service/],
    [described(on, 'AP server, audit 2025'), 'OperationNotPermitted', /is locked/],
    [shared?.id ?? '', 'AuthFailure', /^Not authorized for snapshot/],
  ];
  const before = region.snapshots.size;
  for (const [id, code, message] of cases)
    expect(await refusal(remove(on, id)), code).toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  expect(on.cloud.region.snapshots.size).toBe(before);
  // Its lock has expired.
  await remove(on, described(on, 'staging-web before the relaunch'));
  expect(on.cloud.surprises).toEqual([]);
});

test('deleting a pending snapshot takes effect when it completes, and until then it counts', async () => {
  const on = await stage();
  const volumes = on.cloud.region.volumesOf(on.idOf('grafana')).map(({ id }) => id);
  for (let more = 0; more < 5; more += 1) {
    const [id = ''] = await take(on, 'grafana');
    await remove(on, id);
    await remove(on, id);
    on.clock.pass(20_000);
  }
  expect(await states(on, volumes)).toEqual(Array.from({ length: 5 }, () => 'pending'));
  expect(await refusal(take(on, 'grafana'))).toMatchObject({ code: 'ConcurrentSnapshotLimitExceeded' });
  on.clock.pass(20 * minute);
  expect(await states(on, volumes)).toEqual([]);
  await take(on, 'grafana');
});

test('a failed snapshot can be deleted, which makes room', async () => {
  const on = await stage();
  const ids = await take(on, 'flaky-api');
  on.clock.pass(5 * minute);
  for (const id of ids) await remove(on, id);
  expect(
    await states(
      on,
      on.cloud.region.volumesOf(on.idOf('flaky-api')).map(({ id }) => id),
    ),
  ).toEqual([]);
});

test('with a retention rule, what is deleted lies in the Recycle Bin for its days', async () => {
  const on = await stage();
  const bin = async (SnapshotIds?: string[]) => {
    const { Snapshots = [] } = await on.ec2.send(
      new ListSnapshotsInRecycleBinCommand(SnapshotIds ? { SnapshotIds } : {}),
    );
    return Snapshots;
  };
  expect((await bin()).map(({ Description }) => Description)).toEqual(['old-mail root', 'old-mail spool']);
  on.cloud.region.recycleBinDays = 7;
  const id = described(on, 'before kernel update');
  await remove(on, id);
  expect(await bin([id])).toEqual([
    {
      SnapshotId: id,
      Description: 'before kernel update',
      VolumeId: expect.stringMatching(/^vol-/),
      RecycleBinEnterTime: new Date(start),
      RecycleBinExitTime: new Date(start + 7 * day),
    },
  ]);
  expect(await refusal(remove(on, id))).toMatchObject({ code: 'InvalidSnapshot.NotFound' });
  on.clock.pass(7 * day);
  expect(await refusal(bin([id]))).toMatchObject({ code: 'InvalidSnapshot.NotFound' });
  expect(await bin()).toHaveLength(2);
  on.clock.pass(2 * day);
  expect(await bin()).toEqual([]);
});

test('deleting needs the permission for that snapshot', async () => {
  const only = (tag: string) => ({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: 'ec2:DeleteSnapshot',
        Resource: 'arn:aws:ec2:*::snapshot/*',
        Condition: { StringLike: { [`aws:ResourceTag/${tag}`]: '*' } },
      },
    ],
  });
  const on = await stage({ policy: only('Packer') });
  const name = 'staging-web before the relaunch';
  expect(await refusal(remove(on, described(on, name)))).toMatchObject({
    code: 'UnauthorizedOperation',
    status: 403,
  });
  const other = await stage({ policy: only('Name') });
  await remove(other, described(other, name));
});
