import type { InstanceMetadataOptionsResponse, RunInstancesRequest } from '@aws-sdk/client-ec2';
import { randomOf } from '../random.ts';
import type { ImageRecord, InstanceRecord, SubnetRecord } from '../records.ts';
import type { Region } from '../region.ts';
import { stateOf } from './instance-view.ts';
import { addressesOf, networkInterface } from './network-interface.ts';
import type { Launch } from './run-instances.ts';

/** Everything about a new instance that DescribeInstances tells and that does not change while it lives. */
export function launchFacts(region: Region, launch: Launch, index: number): InstanceRecord['facts'] {
  const { input, image, type, place } = launch;
  const { subnet, groups, profile } = place;
  const now = region.now();
  const addresses = addressesOf(region, takeAddress(region, subnet), undefined);
  return {
    ...ofImage(image, type.SupportedBootModes?.includes('uefi') === true),
    InstanceType: type.InstanceType,
    LaunchTime: new Date(now),
    UsageOperationUpdateTime: new Date(now),
    AmiLaunchIndex: index,
    ClientToken: input.ClientToken ?? '',
    EbsOptimized: input.EbsOptimized ?? type.EbsInfo?.EbsOptimizedSupport === 'default',
    Hypervisor: 'xen',
    ...(input.KeyName !== undefined && { KeyName: input.KeyName }),
    ...(profile !== undefined && {
      IamInstanceProfile: {
        Arn: `arn:aws:iam::${region.accountId}:instance-profile/${profile}`,
        Id: `AIPA${randomOf(profile).hex(17).toUpperCase()}`,
      },
    }),
    Monitoring: { State: input.Monitoring?.Enabled === true ? 'enabled' : 'disabled' },
    Placement: {
      AvailabilityZone: subnet.zone,
      AvailabilityZoneId: subnet.zoneId,
      GroupName: '',
      Tenancy: 'default',
    },
    MetadataOptions: metadataOptions(image, input),
    SecurityGroups: [...groups],
    SourceDestCheck: true,
    VpcId: subnet.vpcId,
    SubnetId: subnet.id,
    PrivateIpAddress: addresses.privateIp,
    PrivateDnsName: addresses.privateDns,
    PublicDnsName: '',
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
          vpcId: subnet.vpcId,
          subnetId: subnet.id,
          sourceDestCheck: true,
          attachedAt: now,
        },
        region,
      ),
    ],
    CapacityReservationSpecification: { CapacityReservationPreference: 'open' },
    HibernationOptions: { Configured: false },
    EnclaveOptions: { Enabled: false },
    MaintenanceOptions: { AutoRecovery: 'default' },
    CpuOptions: {
      CoreCount: type.VCpuInfo?.DefaultCores,
      ThreadsPerCore: type.VCpuInfo?.DefaultThreadsPerCore,
    },
  };
}

function ofImage({ id, facts }: ImageRecord, canBootUefi: boolean): InstanceRecord['facts'] {
  const uefi = facts.BootMode === 'uefi' || (facts.BootMode === 'uefi-preferred' && canBootUefi);
  return {
    ImageId: id,
    Architecture: facts.Architecture,
    RootDeviceName: facts.RootDeviceName,
    RootDeviceType: facts.RootDeviceType,
    VirtualizationType: facts.VirtualizationType,
    PlatformDetails: facts.PlatformDetails,
    UsageOperation: facts.UsageOperation,
    ProductCodes: facts.ProductCodes ?? [],
    EnaSupport: facts.EnaSupport ?? false,
    CurrentInstanceBootMode: uefi || facts.Architecture === 'arm64' ? 'uefi' : 'legacy-bios',
    ...(facts.Platform && { Platform: facts.Platform }),
    ...(facts.BootMode && { BootMode: facts.BootMode }),
    ...(facts.TpmSupport && { TpmSupport: facts.TpmSupport }),
    ...(facts.SriovNetSupport && { SriovNetSupport: facts.SriovNetSupport }),
  };
}

function metadataOptions(
  { facts }: ImageRecord,
  { MetadataOptions: asked }: RunInstancesRequest,
): InstanceMetadataOptionsResponse {
  const strict = facts.ImdsSupport === 'v2.0';
  return {
    HttpTokens: strict ? 'required' : 'optional',
    HttpPutResponseHopLimit: strict ? 2 : 1,
    HttpEndpoint: 'enabled',
    HttpProtocolIpv6: 'disabled',
    InstanceMetadataTags: 'disabled',
    ...asked,
    State: 'applied',
  };
}

function takeAddress(region: Region, subnet: SubnetRecord): string {
  const now = region.now();
  const living = [...region.instances.values()].filter(each => stateOf(each, now).name !== 'terminated');
  const taken = new Set(living.map(({ facts }) => facts.PrivateIpAddress));
  for (let host = 10; host < 250; host += 1) {
    const address = `${subnet.prefix}.${host}`;
    if (taken.has(address)) continue;
    subnet.freeAddresses -= 1;
    return address;
  }
  throw new Error(`${subnet.id} says that it has free addresses, and has none`);
}
