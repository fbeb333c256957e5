import type { SubnetRecord } from '../records.ts';
import type { Region } from '../region.ts';
import { tagsOf } from './build-server.ts';
import { network, type Zone } from './network.ts';
import type { ServerRow } from './server-row.ts';

const day = 24 * 60 * 60_000;

type SubnetRow = Pick<SubnetRecord, 'id' | 'vpcId' | 'prefix'> & {
  readonly name: string;
  readonly zone: Zone;
  readonly free?: number;
};

const { staging, lab } = network;

const subnets: readonly SubnetRow[] = [
  { id: network.zones.a.subnetId, name: 'main-a', vpcId: network.vpcId, zone: 'a', prefix: '10.20.6' },
  { id: network.zones.b.subnetId, name: 'main-b', vpcId: network.vpcId, zone: 'b', prefix: '10.20.7' },
  { id: network.fullSubnet, name: 'main-full', vpcId: network.vpcId, zone: 'b', prefix: '10.20.8', free: 0 },
  { id: staging.subnets.a, name: 'staging-a', vpcId: staging.vpcId, zone: 'a', prefix: '10.40.1' },
  { id: staging.subnets.b, name: 'staging-b', vpcId: staging.vpcId, zone: 'b', prefix: '10.40.2' },
  { id: lab.subnets.a, name: 'lab-a', vpcId: lab.vpcId, zone: 'a', prefix: '10.60.1' },
];

/** What a launch names besides its image: subnets, groups, keys, profiles; and the Elastic IPs. */
export function seedNetwork(region: Region, rows: readonly ServerRow[]): void {
  const madeAt = region.now() - 4000 * day;
  for (const { name: _name, id } of Object.values(network.zones)) region.zones.push({ name: _name, id });
  for (const { id, name, vpcId, zone, prefix, free = 200 } of subnets)
    region.subnets.set(id, {
      id,
      madeAt,
      tags: tagsOf({ Name: name }),
      vpcId,
      zone: network.zones[zone].name,
      zoneId: network.zones[zone].id,
      cidr: `${prefix}.0/24`,
      prefix,
      freeAddresses: free,
      givesPublicAddress: false,
    });
  const groups = [
    { vpcId: network.vpcId, groups: network.groups },
    { vpcId: staging.vpcId, groups: staging.groups },
    { vpcId: lab.vpcId, groups: lab.groups },
  ];
  for (const { vpcId, groups: named } of groups)
    for (const [name, id] of Object.entries(named))
      region.groups.set(id, { id, madeAt, tags: [], name, vpcId, description: `${name} of ${vpcId}` });
  region.gateways.add(network.vpcId).add(staging.vpcId);
  seedKeys(region, rows, madeAt);
  seedAddresses(region);
}

// Somebody tidied up: the key of one server that still runs is not there any more.
function seedKeys(region: Region, rows: readonly ServerRow[], madeAt: number): void {
  const names = new Set(rows.flatMap(({ key }) => (key === undefined || key === 'intern' ? [] : key)));
  [...names].toSorted().forEach((name, index) => {
    const id = `key-0${(0x51ab3c7d * (index + 1)).toString(16).padStart(16, '0')}`;
    region.keyPairs.set(id, { id, name, madeAt, tags: [] });
  });
  for (const { profile } of rows) if (profile !== undefined) region.profiles.add(profile);
}

function seedAddresses(region: Region): void {
  const rows = [
    { id: 'eipalloc-0a1b3c5d7e9f02468', publicIp: '198.51.100.10', name: 'shop', holder: 'prod-web' },
    { id: 'eipalloc-0b2c4d6e8f0a13579', publicIp: '198.51.100.11', name: 'vpn', holder: 'vpn-gateway' },
    { id: 'eipalloc-0c3d5e7f9a1b24680', publicIp: '198.51.100.12', name: 'spare', holder: undefined },
  ];
  for (const { id, publicIp, name, holder } of rows)
    region.addresses.set(id, {
      id,
      publicIp,
      madeAt: region.now() - 600 * day,
      tags: tagsOf({ Name: name }),
      ...(holder !== undefined && {
        association: { id: id.replace('eipalloc', 'eipassoc'), instanceId: region.serverNamed(holder).id },
      }),
    });
}
