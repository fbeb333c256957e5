import type { ArchitectureValues, BootModeValues } from '@aws-sdk/client-ec2';

export type ImageKey = keyof typeof images;

export type LaunchImage = {
  readonly id: string;
  readonly rootDevice: string;
  readonly rootDeviceType?: 'instance-store';
  readonly architecture: ArchitectureValues;
  readonly bootMode?: BootModeValues;
  readonly platformDetails: string;
  readonly usageOperation: string;
  readonly windows?: true;
  readonly productCode?: string;
  /** The image's root snapshot, which the server's root volume was made from. */
  readonly snapshotId?: string;
};

const linux = { platformDetails: 'Linux/UNIX', usageOperation: 'RunInstances' } as const;

/** The images that the seed's servers were launched from. */
export const images = {
  amazonLinux: {
    ...linux,
    id: 'ami-0d3c032f5934e1b41',
    rootDevice: '/dev/xvda',
    architecture: 'x86_64',
    bootMode: 'uefi-preferred',
    snapshotId: 'snap-0f1e2d3c4b5a69788',
  },
  amazonLinuxArm: {
    ...linux,
    id: 'ami-0a7c5b189b6460115',
    rootDevice: '/dev/xvda',
    architecture: 'arm64',
    bootMode: 'uefi',
    snapshotId: 'snap-0b9d3c5a7e1f20468',
  },
  ubuntu: {
    ...linux,
    id: 'ami-0694d931cee176e7d',
    rootDevice: '/dev/sda1',
    architecture: 'x86_64',
    bootMode: 'uefi-preferred',
    snapshotId: 'snap-0c2a4e6f8b0d1357a',
  },
  ubuntuArm: {
    ...linux,
    id: 'ami-0e5f882be1900e43b',
    rootDevice: '/dev/sda1',
    architecture: 'arm64',
    bootMode: 'uefi',
    snapshotId: 'snap-0a8f6d4b2c0e9175b',
  },
  windows: {
    id: 'ami-0f9ae750e8274075b',
    rootDevice: '/dev/sda1',
    architecture: 'x86_64',
    platformDetails: 'Windows',
    usageOperation: 'RunInstances:0002',
    windows: true,
    snapshotId: 'snap-0d7b5f3a1c9e86420',
  },
  marketplaceVpn: {
    ...linux,
    id: 'ami-0b45ae66668865cd6',
    rootDevice: '/dev/sda1',
    architecture: 'x86_64',
    productCode: 'f2ew2wrz425a1jagnifd02u5t',
    snapshotId: 'snap-0e4c2a8b6d0f13579',
  },
  golden: {
    ...linux,
    id: 'ami-05c1d8e3f7a9b2046',
    rootDevice: '/dev/xvda',
    architecture: 'x86_64',
    bootMode: 'uefi-preferred',
    snapshotId: 'snap-06e1c9a4d7f2b8350',
  },
  instanceStore: {
    ...linux,
    id: 'ami-1f2e3d4c',
    rootDevice: '/dev/sda1',
    rootDeviceType: 'instance-store',
    architecture: 'x86_64',
  },
} as const satisfies Record<string, LaunchImage>;

export function imageOf(key: ImageKey): LaunchImage {
  return images[key];
}
