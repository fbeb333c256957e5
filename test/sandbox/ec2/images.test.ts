import {
  DescribeImagesCommand,
  type DescribeImagesCommandInput,
  DescribeLockedSnapshotsCommand,
  type DescribeLockedSnapshotsCommandInput,
  paginateDescribeImages,
} from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { refusal, stage, start, type Stage } from './stage.ts';

const hour = 60 * 60_000;
const day = 24 * hour;

async function names({ ec2 }: Stage, input: DescribeImagesCommandInput): Promise<string[]> {
  const { Images = [] } = await ec2.send(new DescribeImagesCommand(input));
  return Images.map(({ Name = '' }) => Name).toSorted();
}

test('our images are shown with what a launch needs, and disabled ones only when asked for', async () => {
  const on = await stage();
  expect(await names(on, { Owners: ['self'] })).toEqual(['golden-2026-autumn', 'worker-2026-11']);
  expect(await names(on, { Owners: ['self'], IncludeDisabled: true })).toContain('batch-2026-05');
  const { Images = [] } = await on.ec2.send(
    new DescribeImagesCommand({ Filters: [{ Name: 'name', Values: ['worker-*'] }] }),
  );
  expect(Images).toMatchObject([
    {
      State: 'available',
      Architecture: 'x86_64',
      VirtualizationType: 'hvm',
      EnaSupport: true,
      BootMode: 'uefi-preferred',
      RootDeviceType: 'ebs',
      Public: false,
      OwnerId: '111122223333',
      BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { Encrypted: true, VolumeSize: 40 } }],
    },
  ]);
});

test('the image that pins a snapshot is found by the snapshot, if disabled ones are included', async () => {
  const on = await stage();
  const pinned = [...on.cloud.region.snapshots.values()].find(({ description }) => description === '');
  const Filters = [{ Name: 'block-device-mapping.snapshot-id', Values: [pinned?.id ?? ''] }];
  expect(await names(on, { Filters })).toEqual([]);
  expect(await names(on, { Filters, IncludeDisabled: true })).toEqual(['batch-2026-05']);
});

test('public images of others are among the answers, deprecated ones by their id or when asked for', async () => {
  const on = await stage();
  const { region } = on.cloud;
  const windows = region.serverNamed('Accounts Payable').facts.ImageId ?? '';
  const licensed = async (input: DescribeImagesCommandInput) => {
    const { Images = [] } = await on.ec2.send(new DescribeImagesCommand(input));
    return Images.map(({ PlatformDetails, UsageOperation }) => [PlatformDetails, UsageOperation]);
  };
  expect(await licensed({ ImageIds: [windows] })).toEqual([['Windows', 'RunInstances:0002']]);
  expect(await names(on, { Owners: ['amazon'] })).toHaveLength(2);
  expect(await names(on, { Owners: ['amazon'], IncludeDeprecated: true })).toHaveLength(3);
  expect(await names(on, { Filters: [{ Name: 'product-code.type', Values: ['marketplace'] }] })).toHaveLength(
    1,
  );
  expect(await names(on, { Filters: [{ Name: 'owner-alias', Values: ['aws-marketplace'] }] })).toHaveLength(
    1,
  );
  expect(await names(on, { ExecutableUsers: ['self'] })).toEqual([]);
  const all = await names(on, {});
  expect(all).toHaveLength(7);
  const paged: string[] = [];
  for await (const page of paginateDescribeImages({ client: on.ec2, pageSize: 2 }, {}))
    paged.push(...(page.Images ?? []).map(({ Name = '' }) => Name));
  expect(paged.toSorted()).toEqual(all);
});

test('image ids and owners that are wrong have EC2’s codes', async () => {
  const on = await stage();
  expect(await refusal(names(on, { ImageIds: ['ami-00000001'] }))).toMatchObject({
    code: 'InvalidAMIID.NotFound',
    message: "The image id '[ami-00000001]' does not exist",
  });
  expect(await refusal(names(on, { ImageIds: ['golden'] }))).toMatchObject({
    code: 'InvalidAMIID.Malformed',
  });
  expect(await refusal(names(on, { Owners: ['me'] }))).toMatchObject({ code: 'InvalidUserID.Malformed' });
  expect(on.cloud.surprises).toEqual([]);
  await refusal(names(on, { Filters: [{ Name: 'snapshot-id', Values: ['x'] }] }));
  expect(on.cloud.surprises).toHaveLength(1);
});

test('locks are shown as they stand at the time, expired ones too', async () => {
  const on = await stage();
  const locks = async (input: DescribeLockedSnapshotsCommandInput = {}) => {
    const { Snapshots = [] } = await on.ec2.send(new DescribeLockedSnapshotsCommand(input));
    return Snapshots.map(({ LockState = '' }): string => LockState).toSorted();
  };
  expect(await locks()).toEqual(['compliance', 'expired']);
  expect(await locks({ Filters: [{ Name: 'lock-state', Values: ['expired'] }] })).toEqual(['expired']);
  const own = [...on.cloud.region.snapshots.values()].filter(
    ({ ownerId, lock }) => ownerId === on.cloud.accountId && !lock,
  );
  const [first, second] = own;
  if (!first || !second) throw new Error('the seed has no unlocked snapshots');
  expect(await locks({ SnapshotIds: [first.id] })).toEqual([]);
  first.lock = { mode: 'compliance', at: start, days: 1, coolOffHours: 2 };
  expect(await locks({ SnapshotIds: [first.id, second.id] })).toEqual(['compliance-cooloff']);
  on.clock.pass(2 * hour);
  expect(await locks({ SnapshotIds: [first.id] })).toEqual(['compliance']);
  on.clock.pass(day);
  expect(await locks({ SnapshotIds: [first.id] })).toEqual(['expired']);
  expect(await refusal(locks({ SnapshotIds: ['snap-00000001'] }))).toMatchObject({
    code: 'InvalidSnapshot.NotFound',
  });
});

test('the days of a lock put on while the snapshot was pending begin with its completion', async () => {
  const on = await stage();
  const [model] = on.cloud.region.snapshots.values();
  if (!model) throw new Error('the seed has no snapshot');
  on.cloud.region.snapshots.set('snap-00000001', {
    ...model,
    id: 'snap-00000001',
    ownerId: on.cloud.accountId,
    completesAt: start + hour,
    lock: { mode: 'governance', at: start, days: 1 },
  });
  const { Snapshots = [] } = await on.ec2.send(
    new DescribeLockedSnapshotsCommand({ SnapshotIds: ['snap-00000001'] }),
  );
  expect(Snapshots[0]).toMatchObject({
    LockState: 'governance',
    LockCreatedOn: new Date(start),
    LockExpiresOn: new Date(start + hour + day),
  });
});
