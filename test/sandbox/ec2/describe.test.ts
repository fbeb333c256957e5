import {
  DescribeInstancesCommand,
  type DescribeInstancesCommandInput,
  DescribeInstanceTypesCommand,
  DescribeSnapshotsCommand,
  DescribeVolumesCommand,
  EC2Client,
  paginateDescribeInstances,
  paginateDescribeInstanceTypes,
  paginateDescribeSnapshots,
} from '@aws-sdk/client-ec2';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { expect, test, vi } from 'vitest';
import { refusal, stage } from './stage.ts';

test('a server is shown with everything a launch would need', async () => {
  const { ec2, idOf, cloud } = await stage();
  const { Reservations = [] } = await ec2.send(
    new DescribeInstancesCommand({ InstanceIds: [idOf('prod-web')] }),
  );
  const instance = Reservations[0]?.Instances?.[0];
  expect(instance).toMatchObject({
    InstanceType: 'm6i.large',
    State: { Code: 16, Name: 'running' },
    RootDeviceName: '/dev/xvda',
    RootDeviceType: 'ebs',
    Placement: { AvailabilityZone: 'eu-west-1a' },
    KeyName: 'ops-2024',
    MetadataOptions: { HttpTokens: 'required' },
    EnaSupport: true,
    BootMode: 'uefi-preferred',
    PlatformDetails: 'Linux/UNIX',
    UsageOperation: 'RunInstances',
    Architecture: 'x86_64',
  });
  expect(instance?.LaunchTime?.getTime()).toBeLessThan(Date.parse('2026-05-01'));
  expect(instance?.IamInstanceProfile?.Arn).toBe('arn:aws:iam::111122223333:instance-profile/web-server');
  expect(instance?.PrivateDnsName).toMatch(/^ip-10-20-1-\d+\.eu-west-1\.compute\.internal$/);
  expect(instance?.NetworkInterfaces?.[0]?.Association?.PublicIp).toBe(instance?.PublicIpAddress);
  expect(
    instance?.BlockDeviceMappings?.map(mapping => [mapping.DeviceName, mapping.Ebs?.DeleteOnTermination]),
  ).toEqual([
    ['/dev/xvda', true],
    ['/dev/sdf', false],
  ]);
  expect(cloud.surprises).toEqual([]);
});

test('states change as virtual time passes, and a terminated server is forgotten after an hour', async () => {
  const { ec2, clock, idOf } = await stage();
  const states = async () => {
    const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({}));
    const all = Reservations.flatMap(reservation => reservation.Instances ?? []);
    const of = (name: string) => all.find(({ InstanceId }) => InstanceId === idOf(name))?.State?.Name;
    return [of('ci-runner'), of('old-mail'), of('staging-web')];
  };
  expect(await states()).toEqual(['pending', 'terminated', 'stopped']);
  clock.pass(5 * 60_000);
  expect(await states()).toEqual(['running', 'terminated', 'stopped']);
  clock.pass(60 * 60_000);
  expect(await states()).toEqual(['running', undefined, 'stopped']);
  expect(
    await refusal(ec2.send(new DescribeInstancesCommand({ InstanceIds: [idOf('old-mail')] }))),
  ).toMatchObject({
    code: 'InvalidInstanceID.NotFound',
  });
});

test('without owners, snapshots of strangers are among the answers', async () => {
  const { ec2 } = await stage();
  const all = await ec2.send(new DescribeSnapshotsCommand({}));
  const own = await ec2.send(new DescribeSnapshotsCommand({ OwnerIds: ['self'] }));
  expect(own.Snapshots).toHaveLength(40);
  expect(all.Snapshots?.length).toBeGreaterThan(40);
  expect(
    own.Snapshots?.every(({ OwnerId, State }) => OwnerId === '111122223333' && State === 'completed'),
  ).toBe(true);
  const amazon = await ec2.send(new DescribeSnapshotsCommand({ OwnerIds: ['amazon'] }));
  expect(amazon.Snapshots?.map(({ OwnerAlias }) => OwnerAlias)).toEqual(['amazon', 'amazon', 'amazon']);
  const shared = await ec2.send(
    new DescribeSnapshotsCommand({ OwnerIds: ['444455556666'], RestorableByUserIds: ['self'] }),
  );
  expect(shared.Snapshots).toHaveLength(2);
  expect(await refusal(ec2.send(new DescribeSnapshotsCommand({ OwnerIds: ['me'] })))).toMatchObject({
    code: 'InvalidUserID.Malformed',
  });
});

test('disks inside the host are known by the type alone', async () => {
  const { ec2, idOf } = await stage();
  const { InstanceTypes = [] } = await ec2.send(
    new DescribeInstanceTypesCommand({ InstanceTypes: ['m5d.2xlarge', 'm5.large'] }),
  );
  expect(InstanceTypes.map(type => [type.InstanceType, type.InstanceStorageInfo?.TotalSizeInGB])).toEqual([
    ['m5.large', undefined],
    ['m5d.2xlarge', 300],
  ]);
  const { Reservations = [] } = await ec2.send(
    new DescribeInstancesCommand({ InstanceIds: [idOf('analytics')] }),
  );
  expect(Reservations[0]?.Instances?.[0]?.BlockDeviceMappings).toHaveLength(1);
  expect(
    await refusal(ec2.send(new DescribeInstanceTypesCommand({ InstanceTypes: ['p5.48xlarge'] }))),
  ).toEqual({
    code: 'InvalidInstanceType',
    message: 'The following supplied instance types do not exist: [p5.48xlarge]',
    status: 400,
  });
});

test('pages join to the whole, whatever is made or deleted between them', async () => {
  const { ec2, cloud, clock } = await stage();
  const ids: (string | undefined)[] = [];
  const before = [...cloud.region.snapshots.values()].filter(({ ownerId }) => ownerId === cloud.accountId);
  for await (const page of paginateDescribeSnapshots({ client: ec2, pageSize: 7 }, { OwnerIds: ['self'] })) {
    ids.push(...(page.Snapshots ?? []).map(({ SnapshotId }) => SnapshotId));
    const last = ids.at(-1) ?? '';
    cloud.region.snapshots.delete(last);
    const [model] = before;
    if (model)
      cloud.region.snapshots.set(`snap-0000000000000${ids.length}`, {
        ...model,
        id: `snap-0000000000000${ids.length}`,
      });
    clock.pass(1);
  }
  expect(ids).toEqual(before.map(({ id }) => id).toSorted());
  const names: (string | undefined)[] = [];
  for await (const page of paginateDescribeInstances({ client: ec2, pageSize: 5 }, {}))
    names.push(
      ...(page.Reservations ?? []).flatMap(({ Instances = [] }) => Instances.map(each => each.InstanceId)),
    );
  expect(names).toEqual([...cloud.region.instances.keys()].toSorted());
  let types = 0;
  for await (const page of paginateDescribeInstanceTypes({ client: ec2, pageSize: 5 }, {}))
    types += page.InstanceTypes?.length ?? 0;
  expect(types).toBe(cloud.region.instanceTypes.size);
});

test('a page size out of range, beside ids, or a token from elsewhere is refused', async () => {
  const { ec2, idOf } = await stage();
  const describe = async (input: DescribeInstancesCommandInput) =>
    refusal(ec2.send(new DescribeInstancesCommand(input)));
  expect(await describe({ MaxResults: 4 })).toMatchObject({
    code: 'InvalidParameterValue',
    message: 'Value ( 4 ) for parameter maxResults is invalid. Expecting a value greater than 5.',
  });
  expect(await describe({ MaxResults: 1001 })).toMatchObject({ code: 'InvalidParameterValue' });
  expect(await describe({ MaxResults: 5, InstanceIds: [idOf('prod-web')] })).toMatchObject({
    code: 'InvalidParameterCombination',
    message: 'The parameter instancesSet cannot be used with the parameter maxResults',
  });
  expect(await describe({ NextToken: 'nonsense' })).toMatchObject({
    message: 'Unable to parse pagination token',
  });
  const { NextToken } = await ec2.send(new DescribeVolumesCommand({ MaxResults: 5 }));
  expect(await describe({ NextToken })).toMatchObject({ message: 'Unable to parse pagination token' });
  expect(await refusal(ec2.send(new DescribeInstanceTypesCommand({ MaxResults: 101 })))).toMatchObject({
    code: 'InvalidParameterValue',
  });
});

test('ids that are wrong or gone have EC2’s codes, one by one', async () => {
  const { ec2, cloud } = await stage();
  const instances = async (...InstanceIds: string[]) =>
    refusal(ec2.send(new DescribeInstancesCommand({ InstanceIds })));
  expect(await instances('prod-web')).toMatchObject({
    code: 'InvalidInstanceID.Malformed',
    message: 'Invalid id: "prod-web"',
  });
  expect(await instances('i-00000000000000001')).toMatchObject({
    code: 'InvalidInstanceID.NotFound',
    message: "The instance ID 'i-00000000000000001' does not exist",
  });
  expect(await instances('i-00000000000000001', 'i-00000000000000002')).toMatchObject({
    message: "The instance IDs 'i-00000000000000001, i-00000000000000002' do not exist",
  });
  expect(await refusal(ec2.send(new DescribeVolumesCommand({ VolumeIds: ['vol-00000001'] })))).toMatchObject({
    code: 'InvalidVolume.NotFound',
  });
  expect(await refusal(ec2.send(new DescribeVolumesCommand({ VolumeIds: ['disk'] })))).toMatchObject({
    code: 'InvalidParameterValue',
  });
  expect(
    await refusal(ec2.send(new DescribeSnapshotsCommand({ SnapshotIds: ['snap-00000001'] }))),
  ).toMatchObject({
    code: 'InvalidSnapshot.NotFound',
  });
  expect(await refusal(ec2.send(new DescribeSnapshotsCommand({ SnapshotIds: ['snap-x'] })))).toMatchObject({
    code: 'InvalidSnapshotID.Malformed',
  });
  expect(cloud.surprises).toEqual([]);
});

test('the caller learns who it is, and the SDK finds the cloud by its environment alone', async () => {
  const { sts, cloud } = await stage();
  expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
    Account: '111122223333',
    Arn: 'arn:aws:iam::111122223333:user/snapkeeper',
  });
  for (const [name, value] of Object.entries(cloud.env)) vi.stubEnv(name, value);
  const plain = new EC2Client({});
  const { Volumes = [] } = await plain.send(new DescribeVolumesCommand({ MaxResults: 5 }));
  plain.destroy();
  vi.unstubAllEnvs();
  expect(Volumes).toHaveLength(5);
  expect(cloud.calls.map(({ service, action, outcome }) => [service, action, outcome])).toEqual([
    ['sts', 'GetCallerIdentity', 'ok'],
    ['ec2', 'DescribeVolumes', 'ok'],
  ]);
});
