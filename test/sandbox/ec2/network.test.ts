import {
  DescribeInstanceTypeOfferingsCommand,
  type DescribeInstanceTypeOfferingsCommandInput,
  DescribeKeyPairsCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
} from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { network } from '../../../src/sandbox/ec2/seed/network.ts';
import { launch } from './launch-stage.ts';
import { refusal, stage } from './stage.ts';

test('subnets tell their network, zone and free addresses', async () => {
  const on = await stage();
  const subnets = async (...Values: string[]) => {
    const { Subnets = [] } = await on.ec2.send(
      new DescribeSubnetsCommand({ Filters: [{ Name: 'tag:Name', Values }] }),
    );
    return Subnets.map(each => [each.VpcId, each.AvailabilityZone, each.AvailableIpAddressCount]);
  };
  expect(await subnets('staging-a')).toEqual([[network.staging.vpcId, 'eu-west-1a', 200]]);
  await launch(on);
  expect(await subnets('staging-a', 'main-full')).toEqual(
    expect.arrayContaining([
      [network.staging.vpcId, 'eu-west-1a', 199],
      [network.vpcId, 'eu-west-1b', 0],
    ]),
  );
  expect(
    await refusal(on.ec2.send(new DescribeSubnetsCommand({ SubnetIds: ['subnet-00000001'] }))),
  ).toMatchObject({ code: 'InvalidSubnetID.NotFound' });
});

test('groups are those of a network, and keys have names', async () => {
  const on = await stage();
  const Filters = [{ Name: 'vpc-id', Values: [network.staging.vpcId] }];
  const { SecurityGroups = [] } = await on.ec2.send(new DescribeSecurityGroupsCommand({ Filters }));
  expect(SecurityGroups.map(({ GroupName = '' }): string => GroupName).toSorted()).toEqual([
    'default',
    'staging-web',
  ]);
  expect(
    await refusal(on.ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: ['sg-00000001'] }))),
  ).toMatchObject({ code: 'InvalidGroup.NotFound' });
  const keys = (KeyNames?: string[]) =>
    on.ec2.send(new DescribeKeyPairsCommand(KeyNames ? { KeyNames } : {}));
  expect((await keys()).KeyPairs?.map(({ KeyName }) => KeyName)).toContain('ops-2024');
  expect((await keys(['ops-2024'])).KeyPairs).toHaveLength(1);
  expect(await refusal(keys(['intern']))).toEqual({
    code: 'InvalidKeyPair.NotFound',
    message: "The key pair 'intern' does not exist",
    status: 400,
  });
  expect(on.cloud.surprises).toEqual([]);
});

test('a type may be offered in one zone and not in the other', async () => {
  const on = await stage();
  const where = async (input: DescribeInstanceTypeOfferingsCommandInput) => {
    const { InstanceTypeOfferings = [] } = await on.ec2.send(
      new DescribeInstanceTypeOfferingsCommand({
        Filters: [{ Name: 'instance-type', Values: ['m7i.xlarge'] }],
        ...input,
      }),
    );
    return InstanceTypeOfferings.map(({ Location }) => Location);
  };
  expect(await where({})).toEqual(['eu-west-1']);
  expect(await where({ LocationType: 'availability-zone' })).toEqual(['eu-west-1a']);
  expect(await where({ LocationType: 'availability-zone-id' })).toEqual(['euw1-az2']);
  expect(await refusal(where({ LocationType: 'rack' as 'region' }))).toMatchObject({
    code: 'InvalidParameterValue',
  });
});
