import { DescribeVolumesCommand, type RunInstancesCommandInput } from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { images } from '../../../src/sandbox/ec2/seed/images.ts';
import { network } from '../../../src/sandbox/ec2/seed/network.ts';
import { instance, launch, minute, second } from './launch-stage.ts';
import { refusal, stage } from './stage.ts';

const tagsOf = (type: 'instance' | 'volume' | 'network-interface', Value: string) => ({
  ResourceType: type,
  Tags: [{ Key: 'Name', Value }],
});

test('a launched server is pending, then running, with what the launch asked for', async () => {
  const on = await stage();
  const made = await launch(on, {
    SecurityGroupIds: [network.staging.groups['staging-web']],
    KeyName: 'ops-2024',
    IamInstanceProfile: { Name: 'web-server' },
    BlockDeviceMappings: [
      { DeviceName: '/dev/xvda', Ebs: { VolumeSize: 20, VolumeType: 'gp3', DeleteOnTermination: false } },
      { DeviceName: '/dev/sdf', Ebs: { SnapshotId: 'snap-0d9c8b7a6f5e43210', VolumeType: 'gp3' } },
    ],
    TagSpecifications: [tagsOf('instance', 'copy'), tagsOf('volume', 'copy disk')],
  });
  expect(made).toMatchObject({ State: { Name: 'pending', Code: 0 }, BlockDeviceMappings: [] });
  expect((await instance(on, made.InstanceId)).State?.Name).toBe('pending');
  on.clock.pass(minute);
  const shown = await instance(on, made.InstanceId);
  expect(shown).toMatchObject({
    State: { Name: 'running' },
    InstanceType: 't3.small',
    KeyName: 'ops-2024',
    IamInstanceProfile: { Arn: 'arn:aws:iam::111122223333:instance-profile/web-server' },
    Placement: { AvailabilityZone: 'eu-west-1a' },
    VpcId: network.staging.vpcId,
    SecurityGroups: [{ GroupName: 'staging-web' }],
    Architecture: 'x86_64',
    RootDeviceName: '/dev/xvda',
    EnaSupport: true,
    Tags: [{ Key: 'Name', Value: 'copy' }],
    BlockDeviceMappings: [
      { DeviceName: '/dev/xvda', Ebs: { Status: 'attached', DeleteOnTermination: false } },
      { DeviceName: '/dev/sdf', Ebs: { Status: 'attached', DeleteOnTermination: false } },
    ],
  });
  expect(shown.PublicIpAddress).toBeUndefined();
  const { Volumes = [] } = await on.ec2.send(
    new DescribeVolumesCommand({ Filters: [{ Name: 'tag:Name', Values: ['copy disk'] }] }),
  );
  expect(Volumes.map(({ Size, SnapshotId }) => [Size, SnapshotId])).toEqual(
    expect.arrayContaining([
      [20, images.amazonLinux.snapshotId],
      [120, 'snap-0d9c8b7a6f5e43210'],
    ]),
  );
  expect(on.cloud.surprises).toEqual([]);
});

test('a client token launches once in a zone, is told the present state, and nothing after the termination', async () => {
  const on = await stage();
  const first = await launch(on, { ClientToken: 'op-1' });
  on.clock.pass(minute);
  const again = await launch(on, { ClientToken: 'op-1' });
  expect([again.InstanceId, again.State?.Name]).toEqual([first.InstanceId, 'running']);
  expect(await refusal(launch(on, { ClientToken: 'op-1', InstanceType: 't3.medium' }))).toMatchObject({
    code: 'IdempotentParameterMismatch',
  });
  const elsewhere = await launch(on, { ClientToken: 'op-1', SubnetId: network.staging.subnets.b });
  expect(elsewhere.InstanceId).not.toBe(first.InstanceId);
  const record = on.cloud.region.instances.get(first.InstanceId ?? '');
  if (record) record.states = [...record.states, { at: on.clock.at, name: 'terminated' }];
  expect(await refusal(launch(on, { ClientToken: 'op-1' }))).toMatchObject({
    code: 'IdempotentInstanceTerminated',
  });
  expect(await refusal(launch(on, { ClientToken: 'x'.repeat(65) }))).toMatchObject({
    code: 'InvalidParameterValue',
  });
});

test('what a launch names must be there and fit together, or nothing is launched', async () => {
  const on = await stage();
  const disk = (DeviceName: string, Ebs: object) => ({ BlockDeviceMappings: [{ DeviceName, Ebs }] });
  const cases: readonly (readonly [Partial<RunInstancesCommandInput>, string])[] = [
    [{ ImageId: 'ami-00000001' }, 'InvalidAMIID.NotFound'],
    [{ ImageId: undefined }, 'MissingParameter'],
    [{ InstanceType: 't9.tiny' as 't3.small' }, 'InvalidParameterValue'],
    [{ InstanceType: 't4g.small' }, 'InvalidParameterValue'],
    [{ InstanceType: 't2.small', ImageId: images.amazonLinuxArm.id }, 'InvalidParameterValue'],
    [{ SubnetId: undefined }, 'VPCIdNotSpecified'],
    [{ SubnetId: 'subnet-00000001' }, 'InvalidSubnetID.NotFound'],
    [{ SubnetId: network.fullSubnet }, 'InsufficientFreeAddressesInSubnet'],
    [{ Placement: { AvailabilityZone: 'eu-west-1b' } }, 'InvalidParameterValue'],
    [{ SecurityGroupIds: ['sg-00000001'] }, 'InvalidGroup.NotFound'],
    [{ SecurityGroupIds: [network.groups.web] }, 'InvalidParameter'],
    [{ KeyName: 'intern' }, 'InvalidKeyPair.NotFound'],
    [{ IamInstanceProfile: { Name: 'nobody' } }, 'InvalidParameterValue'],
    [{ MinCount: 0 }, 'InvalidParameterValue'],
    [disk('/dev/xvda', { SnapshotId: 'snap-0d9c8b7a6f5e43210' }), 'InvalidBlockDeviceMapping'],
    [disk('/dev/xvda', { VolumeSize: 7 }), 'InvalidBlockDeviceMapping'],
    [disk('/dev/xvda', { VolumeSize: 200, VolumeType: 'st1' }), 'BootForVolumeTypeUnsupported'],
    [
      disk('/dev/sdf', { SnapshotId: 'snap-0d9c8b7a6f5e43210', VolumeSize: 100 }),
      'InvalidBlockDeviceMapping',
    ],
    [disk('/dev/sdf', { SnapshotId: 'snap-00000001' }), 'InvalidSnapshot.NotFound'],
    [disk('root', { VolumeSize: 8 }), 'InvalidParameterValue'],
    [
      { InstanceType: 'm1.small', ...disk('/dev/sdf', { VolumeSize: 8, Encrypted: true }) },
      'EncryptedVolumesNotSupported',
    ],
    [{ TagSpecifications: [tagsOf('volume', 'x'), tagsOf('volume', 'y')] }, 'InvalidParameterValue'],
    [{ DryRun: true }, 'DryRunOperation'],
  ];
  const before = [on.cloud.region.instances.size, on.cloud.region.volumes.size];
  for (const [input, code] of cases)
    expect(await refusal(launch(on, input)), JSON.stringify(input)).toMatchObject({ code });
  expect([on.cloud.region.instances.size, on.cloud.region.volumes.size]).toEqual(before);
  expect(on.cloud.surprises).toEqual([]);
});

test.each([
  ['m6i.16xlarge', 'a', 'InsufficientInstanceCapacity', 500],
  ['m6i.8xlarge', 'a', 'InsufficientInstanceCapacity', 500],
  ['m6i.8xlarge', 'b', 'Error', undefined],
  ['m6i.32xlarge', 'a', 'VcpuLimitExceeded', 400],
  ['c6i.32xlarge', 'a', 'InstanceLimitExceeded', 400],
  ['m7i.xlarge', 'b', 'Unsupported', 400],
  ['m7i.xlarge', 'a', 'Error', undefined],
] as const)('%s in zone %s: %s', async (InstanceType, zone, code, status) => {
  const on = await stage();
  const said = await refusal(launch(on, { InstanceType, SubnetId: network.staging.subnets[zone] }));
  // `Error` is the stage's own word for what was not refused.
  expect([said.code, said.status]).toEqual([code, status]);
  expect(on.cloud.surprises).toEqual([]);
});

test('a launch can be taken and end by itself, with its reason, its disks and its address', async () => {
  const on = await stage();
  const { freeAddresses } = on.cloud.region.subnets.get(network.staging.subnets.a) ?? {};
  const volumes = on.cloud.region.volumes.size;
  const { InstanceId } = await launch(on, { InstanceType: 'c5.metal' });
  expect((await instance(on, InstanceId)).State?.Name).toBe('pending');
  on.clock.pass(minute);
  expect(await instance(on, InstanceId)).toMatchObject({
    State: { Name: 'terminated' },
    StateReason: { Code: 'Server.InternalError', Message: 'Server.InternalError: Internal error on launch' },
    BlockDeviceMappings: [],
  });
  on.clock.pass(10 * second);
  expect(on.cloud.region.volumes.size).toBe(volumes);
  expect(on.cloud.region.subnets.get(network.staging.subnets.a)?.freeAddresses).toBe(freeAddresses);
});

test('a launched server is seen by its tag only when both have come through', async () => {
  const on = await stage();
  on.cloud.lagMs = 2000;
  on.cloud.tagLagMs = 4000;
  const { InstanceId } = await launch(on, { TagSpecifications: [tagsOf('instance', 'late')] });
  expect(await refusal(instance(on, InstanceId))).toMatchObject({ code: 'InvalidInstanceID.NotFound' });
  on.clock.pass(2000);
  expect((await instance(on, InstanceId)).Tags).toEqual([]);
  on.clock.pass(4000);
  expect((await instance(on, InstanceId)).Tags).toEqual([{ Key: 'Name', Value: 'late' }]);
});

test('a parameter of a launch that nothing here acts on is a surprise', async () => {
  const on = await stage();
  const inputs: Partial<RunInstancesCommandInput>[] = [
    { CpuOptions: { CoreCount: 1 } },
    { Placement: { Tenancy: 'dedicated' } },
    { BlockDeviceMappings: [{ DeviceName: '/dev/sdb', VirtualName: 'ephemeral0' }] },
  ];
  for (const input of inputs) await refusal(launch(on, input));
  expect(on.cloud.surprises).toHaveLength(inputs.length);
});
