import { type Addresses, addressesOf, networkInterface } from '../actions/network-interface.ts';
import { randomOf } from '../random.ts';
import type { InstanceRecord } from '../records.ts';
import type { Region } from '../region.ts';
import { imageOf, type LaunchImage } from './images.ts';
import { network } from './network.ts';
import type { ServerRow } from './server-row.ts';

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
  const addresses = addressesFor(row, index, region);
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
    NetworkInterfaces: [
      networkInterface(
        {
          addresses,
          groups,
          vpcId: network.vpcId,
          subnetId: zone.subnetId,
          sourceDestCheck: row.name !== 'vpn-gateway',
          attachedAt: launchedAt,
        },
        region,
      ),
    ],
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

function addressesFor(row: ServerRow, index: number, region: Region): Addresses {
  const { prefix } = network.zones[row.zone];
  const privateIp = `${prefix.replace(/\d+$/, third => String(Number(third) + 10 * Math.floor(index / 200)))}.${10 + (index % 200)}`;
  // From the block that is set aside for documentation: nobody can be reached there.
  return addressesOf(region, privateIp, row.public ? `203.0.113.${10 + (index % 200)}` : undefined);
}
