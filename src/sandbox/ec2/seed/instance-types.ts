import type { _InstanceType, InstanceTypeInfo } from '@aws-sdk/client-ec2';

type Row = {
  readonly name: _InstanceType;
  readonly vcpus: number;
  readonly memoryGiB: number;
  readonly network: string;
  readonly xen?: true;
  readonly arm?: true;
  readonly previousGeneration?: true;
  /** Disks inside the host: what is on them is in no snapshot. */
  readonly disks?: { readonly count: number; readonly sizeGB: number; readonly nvme: boolean };
  readonly instanceStoreRoot?: true;
  readonly metal?: true;
  readonly noEncryption?: true;
};

const rows: readonly Row[] = [
  { name: 't2.small', vcpus: 1, memoryGiB: 2, network: 'Low to Moderate', xen: true },
  { name: 't3.small', vcpus: 2, memoryGiB: 2, network: 'Up to 5 Gigabit' },
  { name: 't3.medium', vcpus: 2, memoryGiB: 4, network: 'Up to 5 Gigabit' },
  { name: 't3.large', vcpus: 2, memoryGiB: 8, network: 'Up to 5 Gigabit' },
  { name: 't4g.micro', vcpus: 2, memoryGiB: 1, network: 'Up to 5 Gigabit', arm: true },
  { name: 't4g.small', vcpus: 2, memoryGiB: 2, network: 'Up to 5 Gigabit', arm: true },
  {
    name: 'm3.large',
    vcpus: 2,
    memoryGiB: 7.5,
    network: 'Moderate',
    xen: true,
    previousGeneration: true,
    disks: { count: 1, sizeGB: 32, nvme: false },
    instanceStoreRoot: true,
  },
  { name: 'm5.large', vcpus: 2, memoryGiB: 8, network: 'Up to 10 Gigabit' },
  { name: 'm5.xlarge', vcpus: 4, memoryGiB: 16, network: 'Up to 10 Gigabit' },
  {
    name: 'm5d.2xlarge',
    vcpus: 8,
    memoryGiB: 32,
    network: 'Up to 10 Gigabit',
    disks: { count: 1, sizeGB: 300, nvme: true },
  },
  { name: 'c5.large', vcpus: 2, memoryGiB: 4, network: 'Up to 10 Gigabit' },
  {
    name: 'c5d.large',
    vcpus: 2,
    memoryGiB: 4,
    network: 'Up to 10 Gigabit',
    disks: { count: 1, sizeGB: 50, nvme: true },
  },
  { name: 'm6i.large', vcpus: 2, memoryGiB: 8, network: 'Up to 12.5 Gigabit' },
  { name: 'm6i.xlarge', vcpus: 4, memoryGiB: 16, network: 'Up to 12.5 Gigabit' },
  { name: 'c6i.xlarge', vcpus: 4, memoryGiB: 8, network: 'Up to 12.5 Gigabit' },
  { name: 'c6i.2xlarge', vcpus: 8, memoryGiB: 16, network: 'Up to 12.5 Gigabit' },
  // Types that cannot be had as one wishes: see the refusals of launches.
  { name: 'm6i.8xlarge', vcpus: 32, memoryGiB: 128, network: '12.5 Gigabit' },
  { name: 'm6i.16xlarge', vcpus: 64, memoryGiB: 256, network: '25 Gigabit' },
  { name: 'm6i.32xlarge', vcpus: 128, memoryGiB: 512, network: '50 Gigabit' },
  { name: 'm7i.xlarge', vcpus: 4, memoryGiB: 16, network: 'Up to 12.5 Gigabit' },
  { name: 'c6i.32xlarge', vcpus: 128, memoryGiB: 256, network: '50 Gigabit' },
  { name: 'c5.metal', vcpus: 96, memoryGiB: 192, network: '25 Gigabit', metal: true },
  { name: 'r6g.16xlarge', vcpus: 64, memoryGiB: 512, network: '25 Gigabit', arm: true },
  {
    name: 'm1.small',
    vcpus: 1,
    memoryGiB: 1.7,
    network: 'Low',
    xen: true,
    previousGeneration: true,
    instanceStoreRoot: true,
    noEncryption: true,
  },
  { name: 'r6g.large', vcpus: 2, memoryGiB: 16, network: 'Up to 10 Gigabit', arm: true },
  { name: 'r6g.xlarge', vcpus: 4, memoryGiB: 32, network: 'Up to 10 Gigabit', arm: true },
];

/** The types the Region offers; EC2 has hundreds more, which nobody here uses. */
export const instanceTypes: readonly InstanceTypeInfo[] = rows.map(row => ({
  InstanceType: row.name,
  CurrentGeneration: !row.previousGeneration,
  FreeTierEligible: row.name === 't4g.micro',
  SupportedUsageClasses: ['on-demand', 'spot'],
  SupportedRootDeviceTypes: row.instanceStoreRoot ? ['ebs', 'instance-store'] : ['ebs'],
  SupportedVirtualizationTypes: row.previousGeneration ? ['hvm', 'paravirtual'] : ['hvm'],
  BareMetal: row.metal === true,
  Hypervisor: row.xen ? 'xen' : 'nitro',
  ProcessorInfo: { SupportedArchitectures: [row.arm ? 'arm64' : 'x86_64'] },
  VCpuInfo: {
    DefaultVCpus: row.vcpus,
    DefaultCores: coresOf(row),
    DefaultThreadsPerCore: row.vcpus / coresOf(row),
  },
  MemoryInfo: { SizeInMiB: Math.floor(row.memoryGiB * 1024) },
  InstanceStorageSupported: row.disks !== undefined,
  ...(row.disks && {
    InstanceStorageInfo: {
      TotalSizeInGB: row.disks.count * row.disks.sizeGB,
      Disks: [{ SizeInGB: row.disks.sizeGB, Count: row.disks.count, Type: 'ssd' }],
      NvmeSupport: row.disks.nvme ? 'required' : 'unsupported',
      EncryptionSupport: row.disks.nvme ? 'required' : 'unsupported',
    },
  }),
  EbsInfo: {
    EbsOptimizedSupport: row.xen ? 'unsupported' : 'default',
    EncryptionSupport: row.noEncryption ? 'unsupported' : 'supported',
    NvmeSupport: row.xen ? 'unsupported' : 'required',
    MaximumEbsAttachments: row.xen ? 39 : 27,
    AttachmentLimitType: row.xen ? 'dedicated' : 'shared',
  },
  NetworkInfo: {
    NetworkPerformance: row.network,
    MaximumNetworkInterfaces: row.vcpus > 2 ? 4 : 3,
    MaximumNetworkCards: 1,
    Ipv4AddressesPerInterface: row.vcpus > 2 ? 15 : 10,
    Ipv6Supported: !row.previousGeneration,
    EnaSupport: row.xen ? 'unsupported' : 'required',
    EfaSupported: false,
  },
  HibernationSupported: !row.previousGeneration,
  BurstablePerformanceSupported: row.name.startsWith('t'),
  DedicatedHostsSupported: !row.name.startsWith('t2'),
  AutoRecoverySupported: !row.disks,
  SupportedBootModes: row.arm ? ['uefi'] : row.xen ? ['legacy-bios'] : ['legacy-bios', 'uefi'],
  NitroEnclavesSupport: 'unsupported',
  NitroTpmSupport: row.xen ? 'unsupported' : 'supported',
}));

// An ARM core runs one thread; an Intel core of these types two.
function coresOf(row: Row): number {
  return row.arm ? row.vcpus : Math.max(1, row.vcpus / 2);
}
