import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { OperationId, SetId } from '../../src/core/ids.ts';
import type { SetTags, Tag } from '../../src/core/tags.ts';
import { setTags, takenTag } from '../../src/core/tags.ts';
import { alice, hostile, installation, noon, serverOf, volumeOf, volumesOf } from './samples.ts';

function tagsOf(name: string, more: Partial<SetTags> = {}): readonly Tag[] {
  const { id, launch, volumes } = serverOf(name);
  return setTags({
    installation,
    set: 's-22222222' as SetId,
    operation: 'o-22222222' as OperationId,
    server: { id, name },
    note: '',
    policy: '',
    launch,
    volumes,
    ...more,
  });
}

const length = (text: string): number => Array.from(text).length;
const valueOf = (tags: readonly Tag[], key: string) => tags.find(tag => tag.key === key)?.value;

function launchOf(tags: readonly Tag[]): unknown {
  const pieces = tags.filter(({ key }) => key.startsWith('snapkeeper:launch-'));
  expect(pieces.map(({ key }) => key)).toEqual(pieces.map((_, index) => `snapkeeper:launch-${index + 1}`));
  return JSON.parse(pieces.map(({ value }) => value).join(''));
}

/** The largest launch facts that AWS lets an instance have. */
const fullLaunch = {
  ami: 'ami-0123456789abcdef0',
  type: 'u7inh-32tb.480xlarge',
  arch: 'x86_64',
  virt: 'hvm',
  boot: 'uefi-preferred',
  ena: true,
  sriov: 'simple',
  tpm: 'v2.0',
  metadata: { tokens: 'required', hops: 64, endpoint: 'enabled', ipv6: 'disabled', tags: 'enabled' },
  platform: 'Red Hat Enterprise Linux with SQL Server Enterprise and HA',
  usage: 'RunInstances:1110',
  codes: Array.from({ length: 3 }, () => `marketplace:${'a'.repeat(25)}`),
  subnet: 'subnet-0123456789abcdef0',
  groups: Array.from({ length: 16 }, (_, index) => `sg-${String(index).padStart(17, '0')}`),
  key: '"'.repeat(255),
  profile: `arn:aws:iam::123456789012:instance-profile/${'p'.repeat(128)}`,
};

describe('setTags', () => {
  test('say who had it taken at the moment of the call', () => {
    expect(takenTag(alice, noon)).toEqual({
      key: 'snapkeeper:taken',
      value: 'U07ALICE 2026-11-23T12:00:00.000Z',
    });
  });

  test('say whose set it is, of what, who took it and when', () => {
    const tags = tagsOf('prod-web');
    expect(Object.fromEntries(tags.map(({ key, value }) => [key, value]))).toEqual({
      'snapkeeper:app': 'T07HOME/A07SNAP',
      'snapkeeper:set': 's-22222222',
      'snapkeeper:operation': 'o-22222222',
      'snapkeeper:server': 'i-0a000000000000001 prod-web',
      'snapkeeper:launch-1':
        '{"ami":"ami-0123456789abcdef0","type":"t3.large","disks":{"/dev/xvda":["vol-0a000000000000001",8,1,1]}}',
    });
  });

  test('keep for each device its volume, size, and whether it is root and dies with the server', () => {
    const data = volumeOf({ device: '/dev/sdf', gib: 500, root: false, deleteOnTermination: false });
    expect(launchOf(tagsOf('x', { volumes: [volumeOf(), data], launch: {} }))).toEqual({
      disks: { '/dev/xvda': [data.id, 8, 1, 1], '/dev/sdf': [data.id, 500, 0, 0] },
    });
  });

  test('of a server with everything and 128 volumes fit on one snapshot', () => {
    const tags = tagsOf(hostile, { volumes: volumesOf(128), launch: fullLaunch });
    expect(tags.length).toBeLessThanOrEqual(50);
    expect(launchOf(tags)).toMatchObject(fullLaunch);
    expect(Object.keys((launchOf(tags) as { disks: object }).disks)).toHaveLength(128);
  });

  test('of a name that fills its own tag are clipped, not refused', () => {
    const value = valueOf(tagsOf('n'.repeat(256)), 'snapkeeper:server') ?? '';
    expect(length(value)).toBe(256);
    expect(value).toMatch(/^i-0a000000000000001 n+…$/u);
  });

  test('of a server without a name hold its id alone', () => {
    expect(valueOf(tagsOf(''), 'snapkeeper:server')).toBe('i-0a000000000000001');
  });

  test('never pass 256 characters and join again, whatever things are called', () => {
    const name = fc.string({ unit: 'binary', maxLength: 256 });
    const emoji = fc.string({ unit: fc.constantFrom('🚀', '"', '\\', 'a'), minLength: 200, maxLength: 256 });
    fc.assert(
      fc.property(fc.oneof(name, emoji), fc.oneof(name, emoji), (server, key) => {
        const tags = tagsOf(server, { launch: { key, profile: server }, volumes: volumesOf(3) });
        for (const { value } of tags) expect(length(value)).toBeLessThanOrEqual(256);
        expect(launchOf(tags)).toMatchObject({ key, profile: server });
        for (const { value } of tags.slice(5)) expect(value).not.toMatch(/\p{Surrogate}/u);
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});
