import {
  CreateSnapshotsCommand,
  DescribeInstancesCommand,
  DescribeInstanceTypesCommand,
  ModifyVolumeCommand,
  RunInstancesCommand,
  type RunInstancesCommandInput,
} from '@aws-sdk/client-ec2';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { describe, expect, test } from 'vitest';
import manifest from '../../../manifest/iam-policy.json' with { type: 'json' };
import { demandsOf } from '../../../src/sandbox/ec2/actions/demands.ts';
import { parsePolicy } from '../../../src/sandbox/ec2/rules/policy.ts';
import { images } from '../../../src/sandbox/ec2/seed/images.ts';
import { network } from '../../../src/sandbox/ec2/seed/network.ts';
import { refusal, stage, type Stage } from './stage.ts';

const allow = (Action: string | string[], Resource: string | string[] = '*', Condition?: unknown) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...(Condition !== undefined && { Condition }),
});

const policy = (...Statement: unknown[]) => ({ Version: '2012-10-17', Statement });

const whileTaking = { StringEquals: { 'ec2:CreateAction': 'CreateSnapshots' } };

const arn = (type: string) => `arn:aws:ec2:*:*:${type}/*`;

function snapshot({ ec2, idOf }: Stage, more: { DryRun?: boolean; tag?: boolean } = {}) {
  return ec2.send(
    new CreateSnapshotsCommand({
      InstanceSpecification: { InstanceId: idOf('prod-web') },
      ...(more.DryRun && { DryRun: true }),
      ...(more.tag && {
        TagSpecifications: [{ ResourceType: 'snapshot', Tags: [{ Key: 'a', Value: 'b' }] }],
      }),
    }),
  );
}

test('an action that no statement allows is refused in AWS’s words', async () => {
  const on = await stage({ policy: policy(allow('ec2:Describe*')) });
  await on.ec2.send(new DescribeInstancesCommand({}));
  await on.sts.send(new GetCallerIdentityCommand({}));
  const { code, message, status } = await refusal(snapshot(on));
  expect([code, status]).toEqual(['UnauthorizedOperation', 403]);
  expect(message).toMatch(
    /^You are not authorized to perform this operation\. User: arn:aws:iam::111122223333:user\/snapkeeper is not authorized to perform: ec2:CreateSnapshots on resource: arn:aws:ec2:eu-west-1:111122223333:instance\/i-[0-9a-f]{17} because no identity-based policy allows the ec2:CreateSnapshots action\. Encoded authorization failure message: [\w-]+$/,
  );
  expect(on.cloud.surprises).toEqual([]);
});

test('tags at creation need CreateTags for that action', async () => {
  const take = allow('ec2:CreateSnapshots');
  const other = { StringEquals: { 'ec2:CreateAction': 'RunInstances' } };
  const like = { StringLike: { 'ec2:CreateAction': ['RunInstances', 'Create*'] } };
  const tags = (condition: unknown) => allow('ec2:CreateTags', 'arn:aws:ec2:*::snapshot/*', condition);
  const outcomes = await Promise.all(
    [policy(take), policy(take, tags(other)), policy(take, tags(whileTaking)), policy(take, tags(like))].map(
      async document => {
        const on = await stage({ policy: document });
        const tagged = await snapshot(on, { tag: true }).catch((error: Error) => error.name);
        on.clock.pass(60_000);
        const bare = await snapshot(on).catch((error: Error) => error.name);
        return [typeof tagged === 'string' ? tagged : 'ok', typeof bare === 'string' ? bare : 'ok'];
      },
    ),
  );
  expect(outcomes).toEqual([
    ['UnauthorizedOperation', 'ok'],
    ['UnauthorizedOperation', 'ok'],
    ['ok', 'ok'],
    ['ok', 'ok'],
  ]);
});

test('a policy must reach every resource that the call touches', async () => {
  const all = [arn('instance'), arn('volume'), 'arn:aws:ec2:*::snapshot/*'];
  for (const missing of all) {
    const rest = all.filter(resource => resource !== missing);
    const on = await stage({ policy: policy(allow('ec2:CreateSnapshots', rest)) });
    expect(await refusal(snapshot(on)), missing).toMatchObject({ code: 'UnauthorizedOperation' });
  }
  const on = await stage({
    policy: policy(allow('ec2:CreateSnapshots', all), allow('ec2:DescribeInstances', arn('instance'))),
  });
  await snapshot(on);
  // Describe actions know no resources: only `*` allows them.
  expect(await refusal(on.ec2.send(new DescribeInstancesCommand({})))).toMatchObject({
    code: 'UnauthorizedOperation',
  });
});

test('a dry run asks for the permission, and then says that it would have worked', async () => {
  const allowed = await stage({
    policy: policy(allow(['ec2:createsnapshots', 'ec2:DescribeInstanceTypes'])),
  });
  expect(await refusal(snapshot(allowed, { DryRun: true }))).toEqual({
    code: 'DryRunOperation',
    message: 'Request would have succeeded, but DryRun flag is set.',
    status: 412,
  });
  expect(await refusal(allowed.ec2.send(new DescribeInstanceTypesCommand({ DryRun: true })))).toMatchObject({
    code: 'DryRunOperation',
  });
  expect(await refusal(snapshot(allowed, { DryRun: true, tag: true }))).toMatchObject({
    code: 'UnauthorizedOperation',
  });
  const denied = await stage({ policy: policy(allow('ec2:Describe*')) });
  expect(await refusal(snapshot(denied, { DryRun: true }))).toMatchObject({ code: 'UnauthorizedOperation' });
});

test('the policy that comes with the product is enough for tagged snapshots', async () => {
  const on = await stage({ policy: manifest });
  await on.ec2.send(new DescribeInstancesCommand({}));
  expect((await snapshot(on, { tag: true })).Snapshots).toHaveLength(2);
});

test('an action without a handler is a surprise, allowed or not', async () => {
  const on = await stage({ policy: policy(allow('ec2:Describe*')) });
  expect(await refusal(on.ec2.send(new ModifyVolumeCommand({ VolumeId: 'vol-00000001' })))).toMatchObject({
    code: 'UnsupportedOperation',
  });
  expect(on.cloud.surprises).toHaveLength(1);
});

describe('a policy that cannot be honoured stops the cloud at its start', () => {
  const cases: Readonly<Record<string, unknown>> = {
    'an unknown operator': policy(
      allow('ec2:CreateTags', '*', { StringNotEquals: { 'ec2:CreateAction': 'x' } }),
    ),
    'an unknown condition key': policy(
      allow('ec2:CreateTags', '*', { StringEquals: { 'aws:PrincipalTag/a': 'b' } }),
    ),
    'a Deny': policy({ ...allow('ec2:*'), Effect: 'Deny' }),
    NotAction: policy({ Effect: 'Allow', NotAction: 'ec2:*', Resource: '*' }),
    'no statement': policy(),
    'not a policy': 'ec2:*',
  };
  test.each(Object.entries(cases))('%s', (_name, document) => {
    expect(() => parsePolicy(document)).toThrow();
  });
});

describe('each call needs its permission on every thing it touches', () => {
  const launched: RunInstancesCommandInput = {
    ImageId: images.amazonLinux.id,
    InstanceType: 't3.small',
    MinCount: 1,
    MaxCount: 1,
    SubnetId: network.staging.subnets.a,
    KeyName: 'ops-2024',
    SecurityGroupIds: [network.staging.groups['staging-web']],
    BlockDeviceMappings: [{ DeviceName: '/dev/sdf', Ebs: { SnapshotId: 'snap-0d9c8b7a6f5e43210' } }],
    DryRun: true,
  };
  const whole = ['subnet', 'security-group', 'key-pair', 'instance', 'volume', 'network-interface'].map(arn);
  const shared = ['arn:aws:ec2:*::image/*', 'arn:aws:ec2:*::snapshot/*'];

  test('a launch: image, subnet, groups, key, snapshots, and what it makes', async () => {
    const all = [...whole, ...shared];
    for (const missing of [undefined, ...all]) {
      const rest = all.filter(each => each !== missing);
      const on = await stage({ policy: policy(allow('ec2:RunInstances', rest)) });
      const { code } = await refusal(on.ec2.send(new RunInstancesCommand(launched)));
      expect(code, missing).toBe(missing === undefined ? 'DryRunOperation' : 'UnauthorizedOperation');
    }
  });

  test('a launch with a profile hands its role over, and that needs PassRole to EC2', async () => {
    const role = 'arn:aws:iam::*:role/web-server';
    const to = (service: string) => ({ StringEquals: { 'iam:PassedToService': service } });
    const codes = await Promise.all(
      [
        policy(allow('ec2:RunInstances')),
        policy(allow('ec2:RunInstances'), allow('iam:PassRole', 'arn:aws:iam::*:role/other')),
        policy(allow('ec2:RunInstances'), allow('iam:PassRole', role, to('lambda.amazonaws.com'))),
        policy(allow('ec2:RunInstances'), allow('iam:PassRole', role, to('ec2.amazonaws.com'))),
      ].map(async document => {
        const on = await stage({ policy: document });
        const IamInstanceProfile = { Name: 'web-server' };
        return (await refusal(on.ec2.send(new RunInstancesCommand({ ...launched, IamInstanceProfile }))))
          .code;
      }),
    );
    expect(codes).toEqual([
      'UnauthorizedOperation',
      'UnauthorizedOperation',
      'UnauthorizedOperation',
      'DryRunOperation',
    ]);
  });

  test.each([
    ['CreateVolume', ['volume', 'snapshot']],
    ['AttachVolume', ['volume', 'instance']],
    ['DetachVolume', ['volume', 'instance']],
    ['DeleteVolume', ['volume']],
    ['TerminateInstances', ['instance']],
    ['RegisterImage', ['image', 'snapshot']],
    ['AssociateAddress', ['elastic-ip', 'instance']],
    ['DisassociateAddress', ['elastic-ip']],
    ['CreateReplaceRootVolumeTask', ['instance', 'volume', 'snapshot', 'replace-root-volume-task']],
  ])('%s: %j', async (action, types) => {
    const { cloud, idOf } = await stage();
    const [volume] = cloud.region.volumesOf(idOf('prod-web'));
    const SnapshotId = 'snap-0d9c8b7a6f5e43210';
    const params: Readonly<Record<string, Record<string, unknown>>> = {
      CreateVolume: { SnapshotId },
      AttachVolume: { VolumeId: volume?.id, InstanceId: idOf('prod-web') },
      DetachVolume: { VolumeId: volume?.id },
      DeleteVolume: { VolumeId: volume?.id },
      TerminateInstances: { InstanceIds: [idOf('prod-web')] },
      RegisterImage: { BlockDeviceMappings: [{ Ebs: { SnapshotId } }] },
      AssociateAddress: { AllocationId: 'eipalloc-0a1b3c5d7e9f02468', InstanceId: idOf('prod-web') },
      DisassociateAddress: { AssociationId: 'eipassoc-0a1b3c5d7e9f02468' },
      CreateReplaceRootVolumeTask: { InstanceId: idOf('prod-web'), SnapshotId },
    };
    const demands = demandsOf(action, params[action] ?? {}, cloud.region);
    const kinds = demands.map(({ resource }) => resource.split(':').at(-1)?.split('/')[0] ?? '');
    expect(kinds.toSorted()).toEqual(types.toSorted());
    expect(new Set(demands.map(each => each.action))).toEqual(new Set([`ec2:${action}`]));
  });
});
