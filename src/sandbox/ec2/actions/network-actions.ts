import type * as Ec2 from '@aws-sdk/client-ec2';
import type { GroupRecord, KeyPairRecord, SubnetRecord } from '../records.ts';
import type { Region } from '../region.ts';
import { filterNames } from '../rules/filter-names.ts';
import { matcher, type FilterRules } from '../rules/filter.ts';
import { lookUp } from '../rules/look-up.ts';
import { pageOf } from '../rules/page.ts';
import { onlySimulated } from '../rules/simulated.ts';
import { shelfOf } from '../shelf.ts';
import { Fault } from '../wire/fault.ts';
import type { Handlers } from '../wire/shape.ts';
import { structNamed } from './structs.ts';

const subnetFilters: FilterRules<Ec2.Subnet> = {
  names: filterNames['DescribeSubnets'] ?? new Set(),
  views: [{ shape: structNamed('Subnet'), pick: subnet => subnet }],
};
const groupFilters: FilterRules<Ec2.SecurityGroup> = {
  names: filterNames['DescribeSecurityGroups'] ?? new Set(),
  views: [{ shape: structNamed('SecurityGroup'), pick: group => group }],
  aliases: { description: 'group-description' },
};
const keyFilters: FilterRules<Ec2.KeyPairInfo> = {
  names: filterNames['DescribeKeyPairs'] ?? new Set(),
  views: [{ shape: structNamed('KeyPairInfo'), pick: key => key }],
  aliases: { fingerprint: 'key-fingerprint' },
};

const pages = { min: 5, max: 1000 };

/** What a launch has to name besides its image. */
export function networkActions(region: Region) {
  return {
    DescribeSubnets(input: Ec2.DescribeSubnetsRequest): Ec2.DescribeSubnetsResult {
      const { SubnetIds: ids } = input;
      const asked = ids?.length ? shelfOf(lookUp('subnet', ids, region.subnets)) : region.subnets;
      const { page, ...next } = pageOf(asked, input, {
        action: 'DescribeSubnets',
        ...pages,
        ids: { name: 'subnetSet', given: ids },
        view: record => viewSubnet(record, region),
        matches: matcher(input.Filters, subnetFilters),
      });
      return { Subnets: page, ...next };
    },

    DescribeSecurityGroups(input: Ec2.DescribeSecurityGroupsRequest): Ec2.DescribeSecurityGroupsResult {
      onlySimulated(input, 'GroupIds NextToken MaxResults Filters');
      const { GroupIds: ids } = input;
      const asked = ids?.length ? shelfOf(lookUp('group', ids, region.groups)) : region.groups;
      const { page, ...next } = pageOf(asked, input, {
        action: 'DescribeSecurityGroups',
        ...pages,
        ids: { name: 'groupSet', given: ids },
        view: record => viewGroup(record, region),
        matches: matcher(input.Filters, groupFilters),
      });
      return { SecurityGroups: page, ...next };
    },

    DescribeKeyPairs(input: Ec2.DescribeKeyPairsRequest): Ec2.DescribeKeyPairsResult {
      onlySimulated(input, 'KeyNames KeyPairIds Filters');
      const { KeyNames: names = [], KeyPairIds: ids = [] } = input;
      const all = [...region.keyPairs.values()];
      const missing = names.find(name => !all.some(key => key.name === name));
      if (missing !== undefined)
        throw new Fault('InvalidKeyPair.NotFound', `The key pair '${missing}' does not exist`);
      const byId = ids.length > 0 ? lookUp('keyPair', ids, region.keyPairs) : all;
      const asked = byId.filter(({ name }) => names.length === 0 || names.includes(name));
      const matches = matcher(input.Filters, keyFilters);
      return { KeyPairs: asked.map(key => viewKey(key, region)).filter(key => matches(key)) };
    },
  } satisfies Handlers<typeof Ec2>;
}

function viewSubnet(record: SubnetRecord, region: Region): Ec2.Subnet {
  return {
    SubnetId: record.id,
    SubnetArn: `arn:aws:ec2:${region.name}:${region.accountId}:subnet/${record.id}`,
    OwnerId: region.accountId,
    VpcId: record.vpcId,
    State: 'available',
    AvailabilityZone: record.zone,
    AvailabilityZoneId: record.zoneId,
    CidrBlock: record.cidr,
    AvailableIpAddressCount: record.freeAddresses,
    DefaultForAz: false,
    MapPublicIpOnLaunch: record.givesPublicAddress,
    AssignIpv6AddressOnCreation: false,
    MapCustomerOwnedIpOnLaunch: false,
    Ipv6Native: false,
    EnableDns64: false,
    Ipv6CidrBlockAssociationSet: [],
    Tags: region.visibleTags(record),
  };
}

function viewGroup(record: GroupRecord, region: Region): Ec2.SecurityGroup {
  return {
    GroupId: record.id,
    GroupName: record.name,
    Description: record.description,
    OwnerId: region.accountId,
    VpcId: record.vpcId,
    SecurityGroupArn: `arn:aws:ec2:${region.name}:${region.accountId}:security-group/${record.id}`,
    IpPermissions: [],
    IpPermissionsEgress: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
    Tags: region.visibleTags(record),
  };
}

function viewKey(record: KeyPairRecord, region: Region): Ec2.KeyPairInfo {
  return {
    KeyPairId: record.id,
    KeyName: record.name,
    KeyType: 'ed25519',
    KeyFingerprint: Buffer.from(record.id).toString('base64'),
    CreateTime: new Date(record.madeAt),
    Tags: region.visibleTags(record),
  };
}
