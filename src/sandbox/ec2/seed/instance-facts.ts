import type { InstanceNetworkInterface } from '@aws-sdk/client-ec2';
import { randomOf, type Random } from '../random.ts';
import type { InstanceRecord } from '../records.ts';
import type { Region } from '../region.ts';
import { imageOf, type LaunchImage } from './images.ts';
import { network } from './network.ts';
import type { ServerRow } from './server-row.ts';

type Addresses = {
  readonly privateIp: string;
  readonly privateDns: string;
  readonly publicIp?: string | undefined;
  readonly publicDns: string;
};

/** Everything about a server that does not change while it lives. */
export function instanceFacts(
  row: ServerRow,
  index: number,
  launchedAt: number,
  region: Region,
): InstanceRecord['facts'] {
  const image = imageOf(row.image);
  const type = region.instanceTypes.get(row.type);
  const zone = network.zones[row.zone];
  const old = image.rootDeviceType === 'instance-store';
  const addresses = addressesOf(row, index, region.name);
  const groups = row.groups.map(name => ({ GroupId: network.groups[name], GroupName: name }));
  return {
    ...imageFacts(image, old),
    CurrentInstanceBootMode:
      image.bootMode && type?.SupportedBootModes?.includes('uefi') ? 'uefi' : 'legacy-bios',
    InstanceType: row.type,
    LaunchTime: new Date(launchedAt),
    AmiLaunchIndex: 0,
    ClientToken: '',
    EbsOptimized: !old && !row.type.startsWith('t'),
    Hypervisor: 'xen',
    VirtualizationType: 'hvm',
    ...(row.key && { KeyName: row.key }),
    ...(row.profile && {
      IamInstanceProfile: {
        Arn: `arn:aws:iam::${region.accountId}:instance-profile/${row.profile}`,
        Id: `AIPA${randomOf(row.profile).hex(17).toUpperCase()}`,
      },
    }),
    Monitoring: { State: row.tags['env'] === 'prod' ? 'enabled' : 'disabled' },
    Placement: {
      AvailabilityZone: zone.name,
      AvailabilityZoneId: zone.id,
      GroupName: '',
      Tenancy: 'default',
    },
    MetadataOptions: {
      State: 'applied',
      HttpTokens: row.age > 365 ? 'optional' : 'required',
      HttpPutResponseHopLimit: row.age > 365 ? 1 : 2,
      HttpEndpoint: 'enabled',
      HttpProtocolIpv6: 'disabled',
      InstanceMetadataTags: 'disabled',
    },
    SecurityGroups: groups,
    SourceDestCheck: row.name !== 'vpn-gateway',
    VpcId: network.vpcId,
    SubnetId: zone.subnetId,
    PrivateIpAddress: addresses.privateIp,
    PrivateDnsName: addresses.privateDns,
    PublicDnsName: addresses.publicDns,
    ...(addresses.publicIp && { PublicIpAddress: addresses.publicIp }),
    PrivateDnsNameOptions: {
      HostnameType: 'ip-name',
      EnableResourceNameDnsARecord: false,
      EnableResourceNameDnsAAAARecord: false,
    },
    NetworkInterfaces: [networkInterface(row, addresses, groups, launchedAt, region)],
    CapacityReservationSpecification: { CapacityReservationPreference: 'open' },
    HibernationOptions: { Configured: false },
    EnclaveOptions: { Enabled: false },
    MaintenanceOptions: { AutoRecovery: 'default' },
    CpuOptions: {
      CoreCount: type?.VCpuInfo?.DefaultCores,
      ThreadsPerCore: type?.VCpuInfo?.DefaultThreadsPerCore,
    },
    UsageOperationUpdateTime: new Date(launchedAt),
  };
}

function imageFacts(image: LaunchImage, old: boolean): InstanceRecord['facts'] {
  return {
    ImageId: image.id,
    Architecture: image.architecture,
    RootDeviceName: image.rootDevice,
    RootDeviceType: image.rootDeviceType ?? 'ebs',
    PlatformDetails: image.platformDetails,
    UsageOperation: image.usageOperation,
    EnaSupport: !old,
    ...(image.windows && { Platform: 'Windows' }),
    ...(image.bootMode && { BootMode: image.bootMode }),
    ProductCodes: image.productCode
      ? [{ ProductCodeId: image.productCode, ProductCodeType: 'marketplace' }]
      : [],
  };
}

function addressesOf(row: ServerRow, index: number, region: string): Addresses {
  const { prefix } = network.zones[row.zone];
  const privateIp = `${prefix.replace(/\d+$/, third => String(Number(third) + 10 * Math.floor(index / 200)))}.${10 + (index % 200)}`;
  const dashed = privateIp.replaceAll('.', '-');
  // From the block that is set aside for documentation: nobody can be reached there.
  const publicIp = row.public ? `203.0.113.${10 + (index % 200)}` : undefined;
  return {
    privateIp,
    privateDns: `ip-${dashed}.${region}.compute.internal`,
    publicIp,
    publicDns: publicIp ? `ec2-${publicIp.replaceAll('.', '-')}.${region}.compute.amazonaws.com` : '',
  };
}

function networkInterface(
  row: ServerRow,
  { privateIp, privateDns, publicIp, publicDns }: Addresses,
  groups: NonNullable<InstanceNetworkInterface['Groups']>,
  launchedAt: number,
  { accountId, random }: Region,
): InstanceNetworkInterface {
  const association = publicIp
    ? { IpOwnerId: accountId, PublicIp: publicIp, PublicDnsName: publicDns }
    : undefined;
  const { subnetId } = network.zones[row.zone];
  return {
    NetworkInterfaceId: random.id('eni'),
    OwnerId: accountId,
    VpcId: network.vpcId,
    SubnetId: subnetId,
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
        ...(association && { Association: association }),
      },
    ],
    ...(association && { Association: association }),
    SourceDestCheck: row.name !== 'vpn-gateway',
    Groups: groups,
    Ipv6Addresses: [],
    Attachment: {
      AttachmentId: random.id('eni-attach'),
      AttachTime: new Date(launchedAt),
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
