import { expect, test } from 'vitest';
import type { PlaceId, SnapshotId } from '../../src/core/ids.ts';
import { place } from '../core/samples.ts';
import { createAwsStage } from './stage.ts';

const snapshots = 'arn:aws:ec2:*::snapshot/*';
const allowed = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: ['ec2:CreateTags', 'ec2:DeleteTags'], Resource: snapshots }],
};
const nothing = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'ec2:DescribeSnapshots', Resource: '*' }],
};
const hold = { key: 'snapkeeper:hold', value: 'U07ALICE 2026-11-23T12:00:00.000Z - audit 🚀' };
const ok = { kind: 'ok', value: null };

/** The edge, and two snapshots of ours with a look at a tag of both. */
async function staged(policy: unknown) {
  const { aws, cloud } = await createAwsStage({ policy });
  const own = [...aws.region.snapshots.values()].filter(({ ownerId }) => ownerId === aws.accountId);
  const two = own.slice(0, 2);
  const others = () => two.map(({ tags }) => tags.filter(tag => tag.Key !== hold.key));
  const held = () => two.map(({ tags }) => tags.find(tag => tag.Key === hold.key)?.Value);
  return { aws, cloud, ids: two.map(({ id }) => id as SnapshotId), held, others };
}

test('a tag is written on all snapshots in one call, over what it held before, and taken away again', async () => {
  const { aws, cloud, ids, held, others } = await staged(allowed);
  const before = others();
  expect(await cloud.tagSnapshots(place, ids, { ...hold, value: 'before' })).toEqual(ok);
  expect(await cloud.tagSnapshots(place, ids, hold)).toEqual(ok);
  expect(await cloud.tagSnapshots(place, ids, hold)).toEqual(ok);
  expect(held()).toEqual([hold.value, hold.value]);
  expect(await cloud.untagSnapshots(place, ids, hold.key)).toEqual(ok);
  expect(await cloud.untagSnapshots(place, ids, hold.key)).toEqual(ok);
  expect(held()).toEqual([undefined, undefined]);
  expect(others()).toEqual(before);
  expect(aws.calls.map(({ action, attempt }) => `${action} ${attempt}`)).toEqual([
    'CreateTags 1',
    'CreateTags 1',
    'CreateTags 1',
    'DeleteTags 1',
    'DeleteTags 1',
  ]);
  expect(aws.surprises).toEqual([]);
});

test('a missing right is a value, and nothing changes', async () => {
  const { cloud, ids, held } = await staged(nothing);
  const refused = { kind: 'fault', fault: { kind: 'refused', code: 'UnauthorizedOperation' } };
  expect(await cloud.tagSnapshots(place, ids, hold)).toMatchObject(refused);
  expect(await cloud.untagSnapshots(place, ids, hold.key)).toMatchObject(refused);
  expect(held()).toEqual([undefined, undefined]);
});

test('a snapshot that is gone spoils the call for all', async () => {
  const { cloud, ids, held } = await staged(allowed);
  const gone = 'snap-00000000000000000' as SnapshotId;
  const refused = { kind: 'fault', fault: { kind: 'refused', code: 'InvalidSnapshot.NotFound' } };
  expect(await cloud.tagSnapshots(place, [...ids, gone], hold)).toMatchObject(refused);
  expect(held()).toEqual([undefined, undefined]);
});

test('an answer that is lost is unknown, and asking again does no harm', async () => {
  const { aws, cloud, ids, held } = await staged(allowed);
  aws.mishap = () => ({ drop: true, after: true });
  expect(await cloud.tagSnapshots(place, ids, hold)).toMatchObject({ fault: { kind: 'unknown' } });
  aws.mishap = undefined;
  expect(await cloud.tagSnapshots(place, ids, hold)).toEqual(ok);
  expect(held()).toEqual([hold.value, hold.value]);
});

test('another place has no client', async () => {
  const { cloud, ids } = await staged(allowed);
  expect(() => cloud.tagSnapshots('elsewhere' as PlaceId, ids, hold)).toThrow('no client');
  expect(() => cloud.untagSnapshots('elsewhere' as PlaceId, ids, hold.key)).toThrow('no client');
});
