import {
  AttachVolumeCommand,
  CreateSnapshotsCommand,
  CreateVolumeCommand,
  type CreateVolumeCommandInput,
  DeleteVolumeCommand,
  DescribeVolumesCommand,
  DetachVolumeCommand,
  type Volume,
} from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { refusal, stage, type Stage } from './stage.ts';

const second = 1000;
const minute = 60 * second;
const zoneA = 'eu-west-1a';

function create({ ec2 }: Stage, input: CreateVolumeCommandInput) {
  return ec2.send(new CreateVolumeCommand({ AvailabilityZone: zoneA, VolumeType: 'gp3', ...input }));
}

async function look({ ec2 }: Stage, id: string): Promise<Volume> {
  const { Volumes = [] } = await ec2.send(new DescribeVolumesCommand({ VolumeIds: [id] }));
  return Volumes[0] ?? {};
}

async function ready(on: Stage, input: CreateVolumeCommandInput): Promise<string> {
  const { VolumeId = '' } = await create(on, input);
  on.clock.pass(10 * second);
  return VolumeId;
}

const attach = ({ ec2, idOf }: Stage, VolumeId: string, server: string, Device = '/dev/sdp') =>
  ec2.send(new AttachVolumeCommand({ VolumeId, InstanceId: idOf(server), Device }));

const detach = ({ ec2 }: Stage, VolumeId: string) => ec2.send(new DetachVolumeCommand({ VolumeId }));
const remove = ({ ec2 }: Stage, VolumeId: string) => ec2.send(new DeleteVolumeCommand({ VolumeId }));

async function takeData(on: Stage, server: string): Promise<string> {
  const InstanceSpecification = { InstanceId: on.idOf(server), ExcludeBootVolume: true };
  const { Snapshots = [] } = await on.ec2.send(new CreateSnapshotsCommand({ InstanceSpecification }));
  return Snapshots[0]?.SnapshotId ?? '';
}

test('a volume of a snapshot is made, attached, detached and deleted, each through its states', async () => {
  const on = await stage();
  const SnapshotId = await takeData(on, 'prod-web');
  expect(await refusal(create(on, { SnapshotId }))).toMatchObject({
    code: 'IncorrectState',
    message: 'Snapshot is in invalid state - pending',
  });
  on.clock.pass(20 * minute);
  const { VolumeId = '', ...made } = await create(on, { SnapshotId });
  expect(made).toMatchObject({ State: 'creating', Size: 112, SnapshotId, Iops: 3000, Throughput: 125 });
  expect(await refusal(attach(on, VolumeId, 'prod-web'))).toMatchObject({ code: 'IncorrectState' });
  expect(await refusal(remove(on, VolumeId))).toMatchObject({ code: 'IncorrectState' });
  on.clock.pass(10 * second);
  expect((await look(on, VolumeId)).State).toBe('available');
  expect((await attach(on, VolumeId, 'prod-web')).State).toBe('attaching');
  expect(await look(on, VolumeId)).toMatchObject({ State: 'in-use', Attachments: [{ State: 'attaching' }] });
  on.clock.pass(10 * second);
  expect((await look(on, VolumeId)).Attachments).toMatchObject([
    { State: 'attached', Device: '/dev/sdp', InstanceId: on.idOf('prod-web'), DeleteOnTermination: false },
  ]);
  expect(await refusal(remove(on, VolumeId))).toMatchObject({ code: 'VolumeInUse' });
  expect(await refusal(attach(on, VolumeId, 'prod-db'))).toMatchObject({ code: 'VolumeInUse' });
  expect((await detach(on, VolumeId)).State).toBe('detaching');
  expect((await look(on, VolumeId)).State).toBe('in-use');
  on.clock.pass(15 * second);
  expect(await look(on, VolumeId)).toMatchObject({ State: 'available', Attachments: [] });
  expect(await refusal(detach(on, VolumeId))).toMatchObject({
    code: 'IncorrectState',
    message: `Volume '${VolumeId}' is in the 'available' state.`,
  });
  await remove(on, VolumeId);
  expect((await look(on, VolumeId)).State).toBe('deleting');
  on.clock.pass(10 * second);
  expect(await refusal(look(on, VolumeId))).toMatchObject({ code: 'InvalidVolume.NotFound' });
  expect(await refusal(remove(on, VolumeId))).toMatchObject({ code: 'InvalidVolume.NotFound' });
  expect(on.cloud.surprises).toEqual([]);
});

test('a client token makes one volume, and tells of it as it is by now', async () => {
  const on = await stage();
  const first = await create(on, { Size: 8, ClientToken: 'op-1' });
  on.clock.pass(10 * second);
  const again = await create(on, { Size: 8, ClientToken: 'op-1' });
  expect(again).toMatchObject({ VolumeId: first.VolumeId, State: 'available' });
  expect(await refusal(create(on, { Size: 9, ClientToken: 'op-1' }))).toMatchObject({
    code: 'IdempotentParameterMismatch',
  });
  expect((await create(on, { Size: 8, ClientToken: 'op-2' })).VolumeId).not.toBe(first.VolumeId);
});

test('what a volume cannot be is refused', async () => {
  const on = await stage();
  const SnapshotId = 'snap-0d9c8b7a6f5e43210';
  const cases: readonly (readonly [CreateVolumeCommandInput, string])[] = [
    [{ AvailabilityZone: undefined, Size: 8 }, 'MissingParameter'],
    [{ AvailabilityZone: 'eu-west-1z', Size: 8 }, 'InvalidZone.NotFound'],
    [{}, 'MissingParameter'],
    [{ SnapshotId, Size: 119 }, 'InvalidParameterValue'],
    [{ SnapshotId: 'snap-00000001' }, 'InvalidSnapshot.NotFound'],
    [{ Size: 0 }, 'InvalidParameterValue'],
    [{ Size: 70_000 }, 'InvalidParameterValue'],
    [{ Size: 8, VolumeType: 'st1' }, 'InvalidParameterValue'],
    [{ Size: 8, VolumeType: 'gp9' as 'gp3' }, 'InvalidParameterValue'],
    [{ Size: 8, VolumeType: 'gp2', Iops: 3000 }, 'InvalidParameterCombination'],
    [{ Size: 8, VolumeType: 'gp2', Throughput: 250 }, 'InvalidParameterCombination'],
    [{ Size: 8, VolumeType: 'io2' }, 'MissingParameter'],
    [{ Size: 8, Iops: 90_000 }, 'InvalidParameterValue'],
    [{ Size: 8, KmsKeyId: 'alias/mine' }, 'InvalidParameterDependency'],
    [{ Size: 8, VolumeInitializationRate: 200 }, 'InvalidParameterDependency'],
    [{ SnapshotId, VolumeInitializationRate: 99 }, 'InvalidParameterValue'],
    [{ Size: 8, DryRun: true }, 'DryRunOperation'],
  ];
  const before = on.cloud.region.volumes.size;
  for (const [input, code] of cases)
    expect(await refusal(create(on, input)), JSON.stringify(input)).toMatchObject({ code });
  expect(on.cloud.region.volumes.size).toBe(before);
  expect(on.cloud.surprises).toEqual([]);
  await refusal(create(on, { Size: 8, MultiAttachEnabled: true }));
  expect(on.cloud.surprises).toHaveLength(1);
  // EC2's own default is the older type.
  expect((await create(on, { Size: 50, VolumeType: undefined })).VolumeType).toBe('gp2');
});

test('a volume of an encrypted snapshot is encrypted by the same key', async () => {
  const on = await stage();
  const SnapshotId = await takeData(on, 'prod-redis');
  on.clock.pass(20 * minute);
  const source = on.cloud.region.snapshots.get(SnapshotId);
  expect(await create(on, { SnapshotId })).toMatchObject({ Encrypted: true, KmsKeyId: source?.kmsKeyId });
  expect(await refusal(create(on, { SnapshotId, Encrypted: false }))).toMatchObject({
    code: 'InvalidParameterValue',
  });
});

test('a volume goes only where it can: same zone, free device, fitting server', async () => {
  const on = await stage();
  const id = await ready(on, { Size: 8 });
  const cases: readonly (readonly [string, string, string])[] = [
    ['prod-web-2', '/dev/sdp', 'InvalidVolume.ZoneMismatch'],
    ['prod-web', '/dev/sdf', 'InvalidParameterValue'],
    ['prod-web', 'xvdf', 'InvalidParameterValue'],
    ['prod-web', '/mnt/data', 'InvalidParameterValue'],
    ['ci-runner', '/dev/sdp', 'IncorrectState'],
  ];
  for (const [server, device, code] of cases)
    expect(await refusal(attach(on, id, server, device)), `${server} ${device}`).toMatchObject({ code });
  expect(await refusal(attach(on, id, 'prod-web', '/dev/sdf'))).toMatchObject({
    message: "Invalid value '/dev/sdf' for unixDevice. Attachment point /dev/sdf is already in use",
  });
  const type = on.cloud.region.instanceTypes.get('m6i.large');
  Object.assign(type?.EbsInfo ?? {}, { MaximumEbsAttachments: 2 });
  expect(await refusal(attach(on, id, 'prod-web'))).toMatchObject({ code: 'AttachmentLimitExceeded' });
  expect(on.cloud.surprises).toEqual([]);
});

test('a root volume leaves only a stopped server, and a disk with Marketplace software does not join a running one', async () => {
  const on = await stage();
  const rootOf = (server: string) => on.cloud.region.volumesOf(on.idOf(server))[0]?.id ?? '';
  expect(await refusal(detach(on, rootOf('prod-web')))).toMatchObject({ code: 'OperationNotPermitted' });
  await detach(on, rootOf('staging-web'));
  expect(
    await refusal(
      on.ec2.send(new DetachVolumeCommand({ VolumeId: rootOf('prod-db'), InstanceId: on.idOf('prod-web') })),
    ),
  ).toMatchObject({ code: 'InvalidAttachment.NotFound' });
  const InstanceSpecification = { InstanceId: on.idOf('vpn-gateway') };
  const { Snapshots = [] } = await on.ec2.send(new CreateSnapshotsCommand({ InstanceSpecification }));
  on.clock.pass(20 * minute);
  const id = await ready(on, { SnapshotId: Snapshots[0]?.SnapshotId });
  expect(await refusal(attach(on, id, 'prod-web'))).toMatchObject({ code: 'OperationNotPermitted' });
});

test('volumes lag like everything new, and their tags behind them', async () => {
  const on = await stage();
  on.cloud.lagMs = 3000;
  on.cloud.tagLagMs = 5000;
  const Tags = [{ Key: 'snapkeeper:made-by', Value: 'op-1' }];
  const { VolumeId = '' } = await create(on, {
    Size: 8,
    TagSpecifications: [{ ResourceType: 'volume', Tags }],
  });
  expect(await refusal(look(on, VolumeId))).toMatchObject({ code: 'InvalidVolume.NotFound' });
  on.clock.pass(3000);
  expect((await look(on, VolumeId)).Tags).toEqual([]);
  on.clock.pass(5000);
  expect((await look(on, VolumeId)).Tags).toEqual(Tags);
});
