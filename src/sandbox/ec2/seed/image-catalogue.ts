import type { ImageRecord } from '../records.ts';
import type { Region } from '../region.ts';
import { imageOf, type ImageKey } from './images.ts';

const day = 24 * 60 * 60_000;

type Row = {
  readonly key: ImageKey;
  readonly name: string;
  readonly description: string;
  readonly ownerId: string;
  readonly ownerAlias?: string;
  readonly age: number;
  readonly size: number;
  /** Days since it should not be used for new servers. */
  readonly deprecated?: number;
};

const amazon = { ownerId: '137112412989', ownerAlias: 'amazon' } as const;
const canonical = { ownerId: '099720109477' } as const;

const rows: readonly Row[] = [
  {
    ...amazon,
    key: 'amazonLinux',
    name: 'al2023-ami-2026.3.20260316.0-kernel-6.12-x86_64',
    description: 'Amazon Linux 2023 AMI 2026.3 x86_64 HVM kernel-6.12',
    age: 240,
    size: 8,
  },
  {
    ...amazon,
    key: 'amazonLinuxArm',
    name: 'al2023-ami-2026.3.20260316.0-kernel-6.12-arm64',
    description: 'Amazon Linux 2023 AMI 2026.3 arm64 HVM kernel-6.12',
    age: 240,
    size: 8,
  },
  {
    ...canonical,
    key: 'ubuntu',
    name: 'ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-20251009',
    description: 'Canonical, Ubuntu, 24.04, amd64 noble image',
    age: 410,
    size: 8,
  },
  {
    ...canonical,
    key: 'ubuntuArm',
    name: 'ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-arm64-server-20251009',
    description: 'Canonical, Ubuntu, 24.04, arm64 noble image',
    age: 410,
    size: 8,
  },
  {
    ...amazon,
    ownerId: '801119661308',
    key: 'windows',
    name: 'Windows_Server-2022-English-Full-Base-2024.09.11',
    description: 'Microsoft Windows Server 2022 Full Locale English AMI provided by Amazon',
    age: 800,
    size: 30,
    deprecated: 70,
  },
  {
    key: 'marketplaceVpn',
    ownerId: '679593333241',
    ownerAlias: 'aws-marketplace',
    name: 'OpenVPN Access Server 2.11-fe8020db-5343-4c43-9e65-5ed4a825c931',
    description: 'OpenVPN Access Server',
    age: 700,
    size: 8,
  },
  {
    key: 'instanceStore',
    ownerId: '063491364108',
    name: 'ubuntu-trusty-14.04-amd64-server-instance-store',
    description: 'of an older time',
    age: 4000,
    size: 10,
    deprecated: 2600,
  },
];

/** The images of others that servers here were launched from. Our own come with the history of their snapshots. */
export function seedImages(region: Region): void {
  for (const row of rows) {
    const madeAt = region.now() - row.age * day;
    const { id, snapshotId } = imageOf(row.key);
    region.images.set(id, {
      id,
      madeAt,
      tags: [],
      name: row.name,
      ownerId: row.ownerId,
      ...(row.ownerAlias && { ownerAlias: row.ownerAlias }),
      isPublic: true,
      availableAt: madeAt,
      ...(row.deprecated && { deprecatedAt: region.now() - row.deprecated * day }),
      ...launchFacts(row.key, row.description, row.size, snapshotId),
    });
  }
}

/** An image of that kind as a record, with its root device. */
export function launchFacts(
  key: ImageKey,
  description: string,
  size: number,
  snapshotId: string | undefined,
  encrypted = false,
): Pick<ImageRecord, 'devices' | 'facts'> {
  const image = imageOf(key);
  const old = image.rootDeviceType === 'instance-store';
  return {
    devices: snapshotId
      ? [{ device: image.rootDevice, snapshotId, size, type: 'gp3', encrypted, deleteOnTermination: true }]
      : [],
    facts: {
      Architecture: image.architecture,
      Description: description,
      EnaSupport: !old,
      PlatformDetails: image.platformDetails,
      ProductCodes: image.productCode
        ? [{ ProductCodeId: image.productCode, ProductCodeType: 'marketplace' }]
        : [],
      RootDeviceName: image.rootDevice,
      RootDeviceType: image.rootDeviceType ?? 'ebs',
      UsageOperation: image.usageOperation,
      VirtualizationType: 'hvm',
      ...(image.windows && { Platform: 'Windows' as const }),
      ...(image.bootMode && { BootMode: image.bootMode }),
      ...(!old && { SriovNetSupport: 'simple' }),
    },
  };
}
