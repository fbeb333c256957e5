import {
  CreateReplaceRootVolumeTaskCommand,
  CreateSnapshotsCommand,
  CreateVolumeCommand,
  DeleteSnapshotCommand,
  DeregisterImageCommand,
  DescribeImagesCommand,
  DescribeReplaceRootVolumeTasksCommand,
  type RegisterImageCommandInput,
} from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { images } from '../../../src/sandbox/ec2/seed/images.ts';
import { instance, launch, minute, register, second } from './launch-stage.ts';
import { refusal, stage, type Stage } from './stage.ts';

/** The set of a server, completed, the root first. */
async function take(on: Stage, server: string): Promise<string[]> {
  const InstanceSpecification = { InstanceId: on.idOf(server) };
  const { Snapshots = [] } = await on.ec2.send(new CreateSnapshotsCommand({ InstanceSpecification }));
  on.clock.pass(20 * minute);
  return Snapshots.map(({ SnapshotId = '' }) => SnapshotId);
}

const mappings = (ids: readonly string[], root = '/dev/xvda') =>
  ids.map((SnapshotId, index) => ({
    DeviceName: index === 0 ? root : `/dev/sd${'fgh'[index - 1]}`,
    Ebs: { SnapshotId, VolumeType: 'gp3' as const },
  }));

async function image({ ec2 }: Stage, id: string) {
  const { Images = [] } = await ec2.send(new DescribeImagesCommand({ ImageIds: [id] }));
  return Images[0] ?? {};
}

test('a set becomes an image, the image a server, and then the image goes and the snapshots are free', async () => {
  const on = await stage();
  const ids = await take(on, 'prod-web');
  const ImageId = await register(on, { BlockDeviceMappings: mappings(ids), BootMode: 'uefi-preferred' });
  expect(await image(on, ImageId)).toMatchObject({
    State: 'pending',
    PlatformDetails: 'Linux/UNIX',
    BlockDeviceMappings: [
      { DeviceName: '/dev/xvda', Ebs: { SnapshotId: ids[0], VolumeSize: 8 } },
      { DeviceName: '/dev/sdf', Ebs: { SnapshotId: ids[1], VolumeSize: 112 } },
    ],
  });
  expect(await refusal(launch(on, { ImageId }))).toMatchObject({ code: 'InvalidAMIID.Unavailable' });
  on.clock.pass(10 * second);
  const { InstanceId } = await launch(on, { ImageId });
  on.clock.pass(minute);
  expect((await instance(on, InstanceId)).BlockDeviceMappings).toHaveLength(2);
  const remove = () => on.ec2.send(new DeleteSnapshotCommand({ SnapshotId: ids[0] }));
  expect(await refusal(remove())).toMatchObject({ code: 'InvalidSnapshot.InUse' });
  await on.ec2.send(new DeregisterImageCommand({ ImageId }));
  expect(await refusal(on.ec2.send(new DeregisterImageCommand({ ImageId })))).toMatchObject({
    code: 'InvalidAMIID.NotFound',
  });
  await remove();
  expect(on.cloud.surprises).toEqual([]);
});

test('a set outlives its server as an image, an encrypted one encrypted', async () => {
  const on = await stage();
  const ids = await take(on, 'prod-redis');
  on.cloud.region.instances.delete(on.idOf('prod-redis'));
  const ImageId = await register(on, {
    Architecture: 'arm64',
    RootDeviceName: '/dev/sda1',
    BlockDeviceMappings: mappings(ids, '/dev/sda1'),
  });
  on.clock.pass(10 * second);
  expect((await image(on, ImageId)).BlockDeviceMappings?.map(({ Ebs }) => Ebs?.Encrypted)).toEqual([
    false,
    true,
  ]);
  const { InstanceId = '' } = await launch(on, { ImageId, InstanceType: 't4g.small' });
  const [, data] = on.cloud.region.volumesOf(InstanceId);
  expect(data?.facts).toMatchObject({
    Encrypted: true,
    KmsKeyId: on.cloud.region.snapshots.get(ids[1] ?? '')?.kmsKeyId,
  });
});

test('an image says of itself what it was told: EC2’s defaults make one that starts nowhere', async () => {
  const on = await stage();
  const [root = ''] = await take(on, 'grafana');
  const BlockDeviceMappings = mappings([root]);
  const cases: readonly (readonly [
    Partial<RegisterImageCommandInput>,
    't3.small' | 't4g.small' | 't2.small',
    string,
  ])[] = [
    [{ Architecture: undefined }, 't3.small', 'InvalidParameterValue'],
    [{ VirtualizationType: undefined }, 't3.small', 'InvalidParameterCombination'],
    [{ EnaSupport: undefined }, 't3.small', 'InvalidParameterCombination'],
    [{ BootMode: 'legacy-bios', Architecture: 'arm64' }, 't4g.small', 'InvalidParameterCombination'],
    [{ BootMode: 'uefi' }, 't2.small', 'InvalidParameterCombination'],
    [{ BootMode: 'uefi', TpmSupport: 'v2.0' }, 't3.small', 'Error'],
  ];
  for (const [index, [input, InstanceType, code]] of cases.entries()) {
    const ImageId = await register(on, { Name: `image ${index}`, BlockDeviceMappings, ...input });
    on.clock.pass(10 * second);
    expect((await refusal(launch(on, { ImageId, InstanceType }))).code, JSON.stringify(input)).toBe(code);
  }
  const strict = await register(on, { Name: 'strict', BlockDeviceMappings, ImdsSupport: 'v2.0' });
  on.clock.pass(10 * second);
  expect((await launch(on, { ImageId: strict })).MetadataOptions).toMatchObject({
    HttpTokens: 'required',
    HttpPutResponseHopLimit: 2,
  });
});

test('what an image cannot be made of is refused', async () => {
  const on = await stage();
  const [root = ''] = await take(on, 'grafana');
  const [mapping] = mappings([root]);
  if (!mapping) throw new Error('no mapping');
  const pending = await on.ec2.send(
    new CreateSnapshotsCommand({ InstanceSpecification: { InstanceId: on.idOf('prod-web') } }),
  );
  const cases: readonly (readonly [Partial<RegisterImageCommandInput>, string])[] = [
    [{ Name: 'x' }, 'InvalidAMIName.Malformed'],
    [{ Name: 'what?' }, 'InvalidAMIName.Malformed'],
    [{ Name: 'golden-2026-autumn' }, 'InvalidAMIName.Duplicate'],
    [{ RootDeviceName: undefined }, 'MissingParameter'],
    [{ RootDeviceName: '/dev/sda1' }, 'InvalidBlockDeviceMapping'],
    [{ Architecture: 'sparc' as 'arm64' }, 'InvalidParameterValue'],
    [{ BootMode: 'bios' as 'uefi' }, 'InvalidParameterValue'],
    [{ TpmSupport: 'v2.0' }, 'InvalidParameterCombination'],
    [
      { BlockDeviceMappings: [{ ...mapping, Ebs: { ...mapping.Ebs, Encrypted: true } }] },
      'InvalidParameterDependency',
    ],
    [
      { BlockDeviceMappings: [{ ...mapping, Ebs: { ...mapping.Ebs, VolumeSize: 1 } }] },
      'InvalidBlockDeviceMapping',
    ],
    [{ BlockDeviceMappings: [mapping, mapping] }, 'InvalidBlockDeviceMapping'],
    [{ BlockDeviceMappings: mappings(['snap-00000001']) }, 'InvalidSnapshot.NotFound'],
    [{ BlockDeviceMappings: mappings([pending.Snapshots?.[0]?.SnapshotId ?? '']) }, 'IncorrectState'],
    [{ DryRun: true }, 'DryRunOperation'],
  ];
  for (const [input, code] of cases)
    expect(
      await refusal(register(on, { BlockDeviceMappings: [mapping], ...input })),
      JSON.stringify(input),
    ).toMatchObject({ code });
  expect(on.cloud.surprises).toEqual([]);
  expect(await refusal(on.ec2.send(new DeregisterImageCommand({ ImageId: images.ubuntu.id })))).toMatchObject(
    {
      code: 'AuthFailure',
    },
  );
  await refusal(register(on, { BlockDeviceMappings: [mapping], KernelId: 'aki-1' }));
  expect(on.cloud.surprises).toHaveLength(1);
});

test('an image of a Windows set is no Windows, one of a Marketplace set keeps its codes', async () => {
  const on = await stage();
  const windows = await take(on, 'Accounts Payable');
  const vpn = await take(on, 'vpn-gateway');
  const RootDeviceName = '/dev/sda1';
  const first = await register(on, { RootDeviceName, BlockDeviceMappings: mappings(windows, '/dev/sda1') });
  const other = await register(on, {
    Name: 'vpn',
    RootDeviceName,
    BlockDeviceMappings: mappings(vpn, '/dev/sda1'),
  });
  expect(await image(on, first)).toMatchObject({
    PlatformDetails: 'Linux/UNIX',
    UsageOperation: 'RunInstances',
  });
  expect((await image(on, other)).ProductCodes).toEqual([
    { ProductCodeId: images.marketplaceVpn.productCode, ProductCodeType: 'marketplace' },
  ]);
});

test('a licensed server is cloned by its own image and a root volume of the snapshot', async () => {
  const on = await stage();
  const [root = ''] = await take(on, 'Accounts Payable');
  // The image's root is not encrypted, the server's is: whoever clones has to ask for it.
  const { InstanceId = '' } = await launch(on, {
    ImageId: images.windows.id,
    InstanceType: 't3.large',
    BlockDeviceMappings: [{ DeviceName: '/dev/sda1', Ebs: { VolumeSize: 60, Encrypted: true } }],
  });
  const { VolumeId = '' } = await on.ec2.send(
    new CreateVolumeCommand({ SnapshotId: root, AvailabilityZone: 'eu-west-1a', VolumeType: 'gp3' }),
  );
  const replace = () => on.ec2.send(new CreateReplaceRootVolumeTaskCommand({ InstanceId, VolumeId }));
  expect(await refusal(replace())).toMatchObject({ code: 'IncorrectInstanceState' });
  on.clock.pass(minute);
  await replace();
  on.clock.pass(3 * minute);
  const tasks = await on.ec2.send(
    new DescribeReplaceRootVolumeTasksCommand({ Filters: [{ Name: 'instance-id', Values: [InstanceId] }] }),
  );
  expect(tasks.ReplaceRootVolumeTasks).toMatchObject([{ TaskState: 'succeeded' }]);
  expect(await instance(on, InstanceId)).toMatchObject({
    PlatformDetails: 'Windows',
    UsageOperation: 'RunInstances:0002',
    // Not carried over from the root before it.
    BlockDeviceMappings: [{ DeviceName: '/dev/sda1', Ebs: { VolumeId, DeleteOnTermination: false } }],
  });
});
