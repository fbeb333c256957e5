import { array, assert, boolean, integer, property, record, string } from 'fast-check';
import { expect, test } from 'vitest';
import type { Region } from '../../../src/sandbox/ec2/region.ts';
import { Table } from '../../../src/sandbox/ec2/shelf.ts';
import { wildcard } from '../../../src/sandbox/ec2/rules/wildcard.ts';
import { seedRegion } from '../../../src/sandbox/ec2/seed.ts';
import { start } from './stage.ts';

const seeded = (number: number, servers?: number) =>
  seedRegion(
    { name: 'eu-west-1', accountId: '111122223333', now: () => start },
    { number, ...(servers && { servers }) },
  );

const contents = ({ instances, volumes, snapshots, images }: Region) =>
  JSON.stringify([...instances.values(), ...volumes.values(), ...snapshots.values(), ...images.values()]);

test('the same number gives the same Region, another number other ids', () => {
  expect(contents(seeded(7, 60))).toBe(contents(seeded(7, 60)));
  expect(contents(seeded(8))).not.toBe(contents(seeded(7)));
});

test('the Region has the servers that people talk about', () => {
  const region = seeded(1);
  const sizes = (name: string) =>
    region.volumesOf(region.serverNamed(name).id).map(({ facts }) => facts.Size);
  expect(sizes('prod-web')).toEqual([8, 112]);
  expect(sizes('prod-db')).toHaveLength(3);
  expect(() => region.serverNamed('worker')).toThrow('2 servers are named worker');
  expect(region.volumesOf(region.serverNamed('build-cache').id)[1]?.tags).toHaveLength(50);
  const instances = [...region.instances.values()];
  expect(instances.length).toBeGreaterThanOrEqual(14);
  expect(instances.filter(({ tags }) => !tags.some(({ Key }) => Key === 'Name'))).toHaveLength(1);
  expect(new Set(instances.map(({ facts }) => facts.Placement?.AvailabilityZone))).toEqual(
    new Set(['eu-west-1a', 'eu-west-1b']),
  );
  for (const { facts } of instances)
    expect(region.instanceTypes.has(facts.InstanceType ?? ''), facts.InstanceType).toBe(true);
});

test('forty snapshots of ours tell a past, and none of them is marked as Snapkeeper’s', () => {
  const region = seeded(1);
  const own = [...region.snapshots.values()].filter(({ ownerId }) => ownerId === region.accountId);
  expect(own).toHaveLength(40);
  expect(own.every(({ completesAt }) => completesAt < start)).toBe(true);
  expect(own.some(({ tags }) => tags.some(({ Key }) => Key?.startsWith('snapkeeper:')))).toBe(false);
  for (const mark of ['aws:dlm:', 'aws:backup:'])
    expect(own.some(({ tags }) => tags.some(({ Key }) => Key?.startsWith(mark)))).toBe(true);
  const image = [...region.images.values()].find(({ name }) => name === 'golden-2026-autumn');
  const pinned = region.snapshots.get(image?.devices[0]?.snapshotId ?? '');
  expect(pinned?.description).toBe(
    `Created by CreateImage(${region.serverNamed('build-cache').id}) for ${image?.id}`,
  );
});

test('a Region grows to any number of servers, each with an address of its own', () => {
  const region = seeded(1, 1500);
  const instances = [...region.instances.values()];
  expect(instances).toHaveLength(1500);
  expect(new Set(instances.map(({ facts }) => facts.PrivateIpAddress)).size).toBe(1500);
  expect(
    instances.every(({ facts }) => /^10\.20\.\d{1,3}\.\d{1,3}$/.test(facts.PrivateIpAddress ?? '')),
  ).toBe(true);
});

test('a Region grows to any number of snapshots, each found by its volume', () => {
  const region = seedRegion(
    { name: 'eu-west-1', accountId: '111122223333', now: () => start },
    { number: 1, snapshots: 5000, snapshotLimit: 5100 },
  );
  expect(region.snapshots.countOf(region.accountId)).toBe(5000);
  expect(region.snapshotLimit).toBe(5100);
  const found = [...region.volumes.keys()].flatMap(id => region.snapshots.ofVolume(id));
  expect(new Set(found.map(({ id }) => id)).size).toBeGreaterThan(4950);
  expect(region.snapshots.unfinished(start)).toEqual([]);
});

test('a shelf keeps the order of ids, whatever comes and goes', () => {
  const changes = array(record({ id: integer({ min: 0, max: 30 }), stays: boolean() }), { maxLength: 80 });
  assert(
    property(changes, integer({ min: 0, max: 30 }), (steps, from) => {
      const table = new Table<{ readonly id: string }>();
      const model = new Set<string>();
      const name = (id: number) => `x-${String(id).padStart(2, '0')}`;
      for (const { id, stays } of steps) {
        if (stays) table.set(name(id), { id: name(id) });
        else table.delete(name(id));
        if (stays) model.add(name(id));
        else model.delete(name(id));
        const expected = [...model].filter(each => each > name(from)).toSorted();
        expect(Array.from(table.after(name(from)), each => each.id)).toEqual(expected);
      }
    }),
  );
});

test('a text always matches itself, with its wildcards taken away', () => {
  assert(
    property(string({ unit: 'grapheme' }), text => {
      const escaped = text.replaceAll(/[\\*?]/g, String.raw`\$&`);
      expect(wildcard(escaped, { escapes: true }).test(text)).toBe(true);
      expect(wildcard(`*${escaped}*`, { escapes: true }).test(`x${text}\ny`)).toBe(true);
    }),
  );
});
