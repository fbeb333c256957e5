import type { GroupIdentifier, InstanceNetworkInterface } from '@aws-sdk/client-ec2';
import type { Random } from '../random.ts';
import type { Region } from '../region.ts';

export type Addresses = {
  readonly privateIp: string;
  readonly privateDns: string;
  readonly publicIp?: string | undefined;
  readonly publicDns: string;
};

type InterfaceFacts = {
  readonly addresses: Addresses;
  readonly groups: readonly GroupIdentifier[];
  readonly vpcId: string;
  readonly subnetId: string;
  readonly sourceDestCheck: boolean;
  readonly attachedAt: number;
};

export function addressesOf(region: Region, privateIp: string, publicIp: string | undefined): Addresses {
  return {
    privateIp,
    privateDns: `ip-${privateIp.replaceAll('.', '-')}.${region.name}.compute.internal`,
    publicIp,
    publicDns: publicIp ? `ec2-${publicIp.replaceAll('.', '-')}.${region.name}.compute.amazonaws.com` : '',
  };
}

/** The one network interface that every instance here has. */
export function networkInterface(facts: InterfaceFacts, region: Region): InstanceNetworkInterface {
  const { accountId, random } = region;
  const { privateIp, privateDns, publicIp, publicDns } = facts.addresses;
  // Lent by AWS: an Elastic IP would have the account as its owner.
  const Association = publicIp
    ? { IpOwnerId: 'amazon', PublicIp: publicIp, PublicDnsName: publicDns }
    : undefined;
  return {
    NetworkInterfaceId: random.id('eni'),
    OwnerId: accountId,
    VpcId: facts.vpcId,
    SubnetId: facts.subnetId,
    Description: '',
    InterfaceType: 'interface',
    Status: 'in-use',
    MacAddress: macAddress(random),
    PrivateIpAddress: privateIp,
    PrivateDnsName: privateDns,
    PrivateIpAddresses: [
      {
        Primary: true,
        PrivateIpAddress: privateIp,
        PrivateDnsName: privateDns,
        ...(Association && { Association }),
      },
    ],
    ...(Association && { Association }),
    SourceDestCheck: facts.sourceDestCheck,
    Groups: [...facts.groups],
    Ipv6Addresses: [],
    Attachment: {
      AttachmentId: random.id('eni-attach'),
      AttachTime: new Date(facts.attachedAt),
      DeleteOnTermination: true,
      DeviceIndex: 0,
      NetworkCardIndex: 0,
      Status: 'attached',
    },
  };
}

function macAddress(random: Random): string {
  return ['0a', ...Array.from({ length: 5 }, () => random.hex(2))].join(':');
}
