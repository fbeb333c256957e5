import {
  AssociateAddressCommand,
  type AssociateAddressCommandInput,
  DescribeAddressesCommand,
  DisassociateAddressCommand,
} from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { network } from '../../../src/sandbox/ec2/seed/network.ts';
import { instance, launch, minute } from './launch-stage.ts';
import { refusal, stage, type Stage } from './stage.ts';

const shop = 'eipalloc-0a1b3c5d7e9f02468';
const spare = 'eipalloc-0c3d5e7f9a1b24680';

const associate = ({ ec2 }: Stage, InstanceId: string, input: AssociateAddressCommandInput = {}) =>
  ec2.send(new AssociateAddressCommand({ AllocationId: shop, InstanceId, ...input }));

async function holder({ ec2 }: Stage, AllocationId: string) {
  const { Addresses = [] } = await ec2.send(new DescribeAddressesCommand({ AllocationIds: [AllocationId] }));
  return Addresses[0]?.InstanceId;
}

test('an address moves only when that is allowed, and the server shows it', async () => {
  const on = await stage();
  const [from, to] = [on.idOf('prod-web'), on.idOf('staging-web')];
  expect((await instance(on, from)).PublicIpAddress).toBe('198.51.100.10');
  expect(await refusal(associate(on, to, { AllowReassociation: false }))).toMatchObject({
    code: 'Resource.AlreadyAssociated',
    message: `resource ${shop} is already associated with associate-id eipassoc-0a1b3c5d7e9f02468`,
  });
  expect(await holder(on, shop)).toBe(from);
  const { AssociationId } = await associate(on, to);
  expect(await holder(on, shop)).toBe(to);
  expect((await instance(on, from)).PublicIpAddress).toBeUndefined();
  // Also while it is stopped.
  const shown = await instance(on, to);
  expect(shown.PublicIpAddress).toBe('198.51.100.10');
  expect(shown.NetworkInterfaces?.[0]?.Association?.IpOwnerId).toBe('111122223333');
  expect((await associate(on, to, { AllowReassociation: false })).AssociationId).toBe(AssociationId);
  // An address that the server has is pushed away without a word.
  await associate(on, to, { AllocationId: spare, AllowReassociation: false });
  expect([await holder(on, shop), await holder(on, spare)]).toEqual([undefined, to]);
  expect(on.cloud.surprises).toEqual([]);
});

test('an address is given back, once', async () => {
  const on = await stage();
  const { Addresses = [] } = await on.ec2.send(
    new DescribeAddressesCommand({ Filters: [{ Name: 'instance-id', Values: [on.idOf('prod-web')] }] }),
  );
  expect(Addresses).toMatchObject([{ AllocationId: shop, PublicIp: '198.51.100.10', Domain: 'vpc' }]);
  const release = () =>
    on.ec2.send(new DisassociateAddressCommand({ AssociationId: Addresses[0]?.AssociationId }));
  await release();
  expect(await holder(on, shop)).toBeUndefined();
  expect(await refusal(release())).toMatchObject({ code: 'InvalidAssociationID.NotFound' });
});

test('addresses and servers that cannot come together have EC2’s codes', async () => {
  const on = await stage();
  const web = on.idOf('prod-web');
  const lab = await launch(on, { SubnetId: network.lab.subnets.a });
  const cases: readonly (readonly [string, AssociateAddressCommandInput, string])[] = [
    [web, { AllocationId: 'eipalloc-00000001' }, 'InvalidAllocationID.NotFound'],
    [web, { AllocationId: undefined }, 'MissingParameter'],
    ['i-00000001', {}, 'InvalidInstanceID.NotFound'],
    [web, { NetworkInterfaceId: 'eni-1' }, 'InvalidParameterCombination'],
    [lab.InstanceId ?? '', {}, 'InvalidInstanceID'],
    [on.idOf('old-mail'), {}, 'IncorrectInstanceState'],
    [web, { DryRun: true }, 'DryRunOperation'],
  ];
  for (const [id, input, code] of cases)
    expect(await refusal(associate(on, id, input)), JSON.stringify(input)).toMatchObject({ code });
  on.clock.pass(minute);
  expect(await refusal(associate(on, lab.InstanceId ?? ''))).toMatchObject({ code: 'Gateway.NotAttached' });
  expect(
    await refusal(on.ec2.send(new DescribeAddressesCommand({ PublicIps: ['192.0.2.1'] }))),
  ).toMatchObject({ code: 'InvalidAddress.NotFound' });
  const [face] = on.cloud.region.serverNamed('grafana').facts.NetworkInterfaces ?? [];
  await on.ec2.send(
    new AssociateAddressCommand({ AllocationId: spare, NetworkInterfaceId: face?.NetworkInterfaceId }),
  );
  expect(await holder(on, spare)).toBe(on.idOf('grafana'));
  expect(on.cloud.surprises).toEqual([]);
  await refusal(associate(on, web, { PublicIp: '198.51.100.10' }));
  expect(on.cloud.surprises).toHaveLength(1);
});
