import * as sdk from '@aws-sdk/client-ec2';
import {
  DescribeInstancesCommand,
  DescribeInstanceTypesCommand,
  DescribeSnapshotsCommand,
  DescribeVolumesCommand,
  type Filter,
} from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { filterNames } from '../../../src/sandbox/ec2/rules/filter-names.ts';
import { refusal, stage, type Stage } from './stage.ts';

async function names({ ec2 }: Stage, ...Filters: Filter[]): Promise<string[]> {
  const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({ Filters }));
  return Reservations.flatMap(({ Instances = [] }) => Instances)
    .map(({ Tags = [] }) => Tags.find(({ Key }) => Key === 'Name')?.Value ?? '')
    .toSorted();
}

const filter = (Name: string, ...Values: string[]): Filter => ({ Name, Values });

test('servers are found by what they are and by what belongs to them', async () => {
  const on = await stage();
  const web = on.cloud.region.serverNamed('prod-web');
  const [root] = on.cloud.region.volumesOf(web.id);
  const cases: readonly (readonly [Filter, ...string[]])[] = [
    [filter('tag:Name', 'prod-web'), 'prod-web'],
    [filter('tag:Name', 'prod-w*'), 'prod-web', 'prod-web-2'],
    [filter('tag:Name', 'prod-web-?'), 'prod-web-2'],
    [filter('tag:Name', 'PROD-WEB')],
    [filter('tag:Name', '<!channel> & "quotes" 🚀'), '<!channel> & "quotes" 🚀'],
    [filter('tag-key', 'aws:autoscaling:groupName'), 'shop-asg'],
    [filter('instance-state-name', 'stopped'), 'staging-web', 'worker'],
    [filter('instance-state-name', 'pending', 'terminated'), 'ci-runner', 'old-mail'],
    [filter('instance-state-code', '48'), 'old-mail'],
    [filter('block-device-mapping.volume-id', root?.id ?? ''), 'prod-web'],
    [filter('private-dns-name', web.facts.PrivateDnsName ?? ''), 'prod-web'],
    [filter('root-device-type', 'instance-store'), 'legacy-batch'],
    [filter('platform', 'windows')],
    [filter('platform', 'Windows'), 'Accounts Payable'],
    [filter('product-code.type', 'marketplace'), 'vpn-gateway'],
    [filter('reservation-id', web.reservationId), 'prod-web'],
    [filter('instance.group-name', 'office'), 'Accounts Payable', 'grafana', 'vpn-gateway'],
    [filter('network-interface.addresses.private-ip-address', web.facts.PrivateIpAddress ?? ''), 'prod-web'],
    [
      filter('metadata-options.http-tokens', 'optional'),
      'Accounts Payable',
      'legacy-batch',
      'log-archive',
      'old-mail',
      'prod-db',
      'vpn-gateway',
    ],
  ];
  for (const [asked, ...expected] of cases) expect(await names(on, asked), asked.Name).toEqual(expected);
  expect(await names(on, filter('tag:Name', 'worker'), filter('availability-zone', 'eu-west-1b'))).toEqual([
    'worker',
  ]);
  expect(on.cloud.surprises).toEqual([]);
});

test('a backslash takes a wildcard’s meaning away', async () => {
  const { ec2 } = await stage();
  const volumes = async (value: string) => {
    const { Volumes = [] } = await ec2.send(
      new DescribeVolumesCommand({ Filters: [filter('tag:Name', value)] }),
    );
    return Volumes.length;
  };
  expect(await volumes(String.raw`\*bold\* <@U123>`)).toBe(1);
  expect(await volumes(String.raw`\*`)).toBe(0);
  expect(await volumes('*')).toBeGreaterThan(5);
});

test('volumes, snapshots and types are found by their documented names', async () => {
  const { ec2, idOf } = await stage();
  const volumes = await ec2.send(
    new DescribeVolumesCommand({
      Filters: [
        filter('attachment.instance-id', idOf('prod-db')),
        filter('volume-type', 'gp3'),
        filter('encrypted', 'true'),
      ],
    }),
  );
  expect(volumes.Volumes?.map(({ Size }) => Size).toSorted()).toEqual([20, 60]);
  const snapshots = await ec2.send(
    new DescribeSnapshotsCommand({
      OwnerIds: ['self'],
      Filters: [
        filter('tag-key', 'aws:dlm:lifecycle-policy-id'),
        filter('volume-size', '400'),
        filter('status', 'completed'),
      ],
    }),
  );
  expect(snapshots.Snapshots).toHaveLength(5);
  const types = await ec2.send(
    new DescribeInstanceTypesCommand({
      Filters: [
        filter('processor-info.supported-architecture', 'arm64'),
        filter('memory-info.size-in-mib', '2048'),
      ],
    }),
  );
  expect(types.InstanceTypes?.map(({ InstanceType }) => InstanceType)).toEqual(['t4g.small']);
});

test('a filter that AWS does not document is refused and noted, and so is one without values', async () => {
  const { ec2, cloud } = await stage();
  expect(await refusal(ec2.send(new DescribeVolumesCommand({ Filters: [filter('iops', '3000')] })))).toEqual({
    code: 'InvalidParameterValue',
    message: "The filter 'iops' is invalid",
    status: 400,
  });
  expect(cloud.surprises).toMatchObject([{ what: expect.stringContaining("The filter 'iops' is invalid") }]);
  expect(await refusal(ec2.send(new DescribeVolumesCommand({ Filters: [{ Name: 'size' }] })))).toMatchObject({
    code: 'InvalidParameterValue',
  });
  const many = filter('volume-id', ...Array.from({ length: 201 }, (_, index) => `vol-${index}`));
  expect(await refusal(ec2.send(new DescribeVolumesCommand({ Filters: [many] })))).toMatchObject({
    code: 'FilterLimitExceeded',
  });
});

test('nearly every documented filter is simulated', async () => {
  const { ec2, cloud } = await stage();
  const commands = new Map<string, unknown>(Object.entries(sdk));
  type Filtered = new (input: { Filters: Filter[] }) => DescribeInstancesCommand;
  const send = async (action: string, name: string) => {
    const Command = commands.get(`${action}Command`) as Filtered;
    return ec2.send(new Command({ Filters: [filter(name, 'x')] }));
  };
  const missing: string[] = [];
  for (const [action, known] of Object.entries(filterNames))
    for (const name of known) await send(action, name).catch(() => missing.push(`${action} ${name}`));
  // What is refused here is refused loudly: each one is a surprise too.
  expect(cloud.surprises).toHaveLength(missing.length);
  expect(missing).toMatchInlineSnapshot(`
    [
      "DescribeInstances metadata-options.http-protocol-ipv4",
      "DescribeInstances network-interface.addresses.association.allocation-id",
      "DescribeInstances network-interface.addresses.association.association-id",
      "DescribeInstances network-interface.association.allocation-id",
      "DescribeInstances network-interface.association.association-id",
      "DescribeInstances network-interface.attachment.instance-id",
      "DescribeInstances network-interface.attachment.instance-owner-id",
      "DescribeInstances network-interface.availability-zone",
      "DescribeInstances network-interface.deny-all-igw-traffic",
      "DescribeInstances network-interface.ipv4-prefixes.ipv4-prefix",
      "DescribeInstances network-interface.ipv6-address",
      "DescribeInstances network-interface.ipv6-native",
      "DescribeInstances network-interface.ipv6-prefixes.ipv6-prefix",
      "DescribeInstances network-interface.outpost-arn",
      "DescribeInstances network-interface.requester-id",
      "DescribeInstances network-interface.requester-managed",
      "DescribeInstances network-interface.tag-key",
      "DescribeInstances network-interface.tag-value",
      "DescribeInstanceStatus event.code",
      "DescribeInstanceStatus event.description",
      "DescribeInstanceStatus event.instance-event-id",
      "DescribeInstanceStatus event.not-after",
      "DescribeInstanceStatus event.not-before",
      "DescribeInstanceStatus event.not-before-deadline",
      "DescribeInstanceStatus instance-status.reachability",
      "DescribeInstanceStatus system-status.reachability",
      "DescribeSecurityGroups egress.ip-permission.cidr",
      "DescribeSecurityGroups egress.ip-permission.from-port",
      "DescribeSecurityGroups egress.ip-permission.group-id",
      "DescribeSecurityGroups egress.ip-permission.group-name",
      "DescribeSecurityGroups egress.ip-permission.ipv6-cidr",
      "DescribeSecurityGroups egress.ip-permission.prefix-list-id",
      "DescribeSecurityGroups egress.ip-permission.protocol",
      "DescribeSecurityGroups egress.ip-permission.to-port",
      "DescribeSecurityGroups egress.ip-permission.user-id",
      "DescribeSecurityGroups ip-permission.cidr",
      "DescribeSecurityGroups ip-permission.group-id",
      "DescribeSecurityGroups ip-permission.group-name",
      "DescribeSecurityGroups ip-permission.ipv6-cidr",
      "DescribeSecurityGroups ip-permission.prefix-list-id",
      "DescribeSecurityGroups ip-permission.protocol",
      "DescribeSecurityGroups ip-permission.user-id",
    ]
  `);
});
