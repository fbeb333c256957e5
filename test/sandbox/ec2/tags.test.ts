import {
  CreateSnapshotsCommand,
  CreateTagsCommand,
  DeleteTagsCommand,
  DescribeInstancesCommand,
  DescribeSnapshotsCommand,
  DescribeVolumesCommand,
  type Tag,
} from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import { refusal, stage, type Stage } from './stage.ts';

const hold: Tag = { Key: 'snapkeeper:hold', Value: 'audit' };

async function take({ ec2, idOf }: Stage, server = 'prod-web', ...Tags: Tag[]): Promise<string[]> {
  const { Snapshots = [] } = await ec2.send(
    new CreateSnapshotsCommand({
      InstanceSpecification: { InstanceId: idOf(server) },
      ...(Tags.length > 0 && { TagSpecifications: [{ ResourceType: 'snapshot', Tags }] }),
    }),
  );
  return Snapshots.flatMap(({ SnapshotId }) => SnapshotId ?? []);
}

const tag = ({ ec2 }: Stage, Resources: string[], ...Tags: Tag[]) =>
  ec2.send(new CreateTagsCommand({ Resources, Tags }));

const untag = ({ ec2 }: Stage, Resources: string[], Tags?: Tag[]) =>
  ec2.send(new DeleteTagsCommand({ Resources, ...(Tags && { Tags }) }));

/** Tags of each snapshot, as `key=value`. */
async function look({ ec2 }: Stage, SnapshotIds: string[]): Promise<string[][]> {
  const { Snapshots = [] } = await ec2.send(new DescribeSnapshotsCommand({ SnapshotIds }));
  return SnapshotIds.map(id =>
    (Snapshots.find(({ SnapshotId }) => SnapshotId === id)?.Tags ?? []).map(
      ({ Key, Value }) => `${Key}=${Value}`,
    ),
  );
}

async function found({ ec2 }: Stage, Name: string, value: string): Promise<string[]> {
  const { Snapshots = [] } = await ec2.send(
    new DescribeSnapshotsCommand({ OwnerIds: ['self'], Filters: [{ Name, Values: [value] }] }),
  );
  return Snapshots.flatMap(({ SnapshotId }) => SnapshotId ?? []);
}

describe('changing tags', () => {
  test('tags are set on everything that is named, whatever kind it is', async () => {
    const on = await stage();
    const [root = '', data = ''] = await take(on, 'prod-web', { Key: 'a', Value: '1' });
    const server = on.idOf('prod-web');
    const volume = on.cloud.region.volumesOf(server)[0]?.id ?? '';
    await tag(on, [root, data, server, volume], hold, { Key: 'a', Value: '2' }, { Key: 'bare' });
    expect(await look(on, [root, data])).toEqual([
      ['snapkeeper:hold=audit', 'a=2', 'bare='],
      ['snapkeeper:hold=audit', 'a=2', 'bare='],
    ]);
    const { Reservations = [] } = await on.ec2.send(new DescribeInstancesCommand({ InstanceIds: [server] }));
    expect(Reservations[0]?.Instances?.[0]?.Tags).toContainEqual(hold);
    const { Volumes = [] } = await on.ec2.send(new DescribeVolumesCommand({ VolumeIds: [volume] }));
    expect(Volumes[0]?.Tags).toContainEqual(hold);
    expect(await found(on, 'tag:snapkeeper:hold', 'audit')).toEqual([root, data].toSorted());
    expect(on.cloud.surprises).toEqual([]);
  });

  test('a tag goes by its key, or only if it has that value', async () => {
    const on = await stage();
    const [id = ''] = await take(on, 'prod-web', hold, { Key: 'a', Value: '1' }, { Key: 'empty', Value: '' });
    await untag(on, [id], [{ Key: 'a', Value: '2' }, { Key: 'empty', Value: 'x' }, { Key: 'unknown' }]);
    expect(await look(on, [id])).toEqual([['snapkeeper:hold=audit', 'a=1', 'empty=']]);
    await untag(on, [id], [{ Key: 'a', Value: '1' }, { Key: 'snapkeeper:hold' }]);
    expect(await look(on, [id])).toEqual([['empty=']]);
    await untag(on, [id], [{ Key: 'empty', Value: '' }]);
    expect(await look(on, [id])).toEqual([[]]);
  });

  test('without a list every tag goes but the ones of AWS', async () => {
    const on = await stage();
    const managed = [...on.cloud.region.snapshots.values()].find(({ tags }) =>
      tags.some(({ Key }) => Key === 'dlm:managed'),
    );
    await untag(on, [managed?.id ?? '']);
    expect(managed?.tags.map(({ Key }) => Key)).toEqual([
      'aws:dlm:lifecycle-policy-id',
      'aws:dlm:lifecycle-schedule-name',
    ]);
  });

  test('one resource with too many tags, or an unknown one, and no tag changes anywhere', async () => {
    const on = await stage();
    const full = Array.from({ length: 50 }, (_, index) => ({ Key: `k${index}`, Value: 'v' }));
    const [most = '', other = ''] = await take(on);
    await tag(on, [most], ...full);
    const before = await look(on, [most, other]);
    const refused = async (...ids: string[]) => (await refusal(tag(on, ids, hold))).code;
    expect([
      await refused(other, most),
      await refused(other, 'snap-0123456789abcdef0'),
      await refused(other, 'i-0123456789abcdef0'),
      await refused(other, 'vol-0123456789abcdef0'),
      await refused(other, 'snap-xyz'),
      await refused(other, 'prod-web'),
      (await refusal(untag(on, [other, 'snap-0123456789abcdef0'], [hold]))).code,
    ]).toEqual([
      'TagLimitExceeded',
      'InvalidSnapshot.NotFound',
      'InvalidInstanceID.NotFound',
      'InvalidVolume.NotFound',
      'InvalidSnapshotID.Malformed',
      'InvalidID',
      'InvalidSnapshot.NotFound',
    ]);
    expect(await look(on, [most, other])).toEqual(before);
    // A key that is there already takes no more room.
    await tag(on, [most], { Key: 'k7', Value: 'new' });
    expect(on.cloud.surprises).toEqual([]);
    // EC2 has network interfaces, and this Region has them in name only.
    expect(await refused('eni-0123456789abcdef0')).toBe('InvalidID');
    expect(on.cloud.surprises).toHaveLength(1);
  });

  test('what EC2 refuses in a tag is refused, and a private snapshot of others is not there', async () => {
    const on = await stage();
    const [id = ''] = await take(on);
    const cases: Tag[][] = [
      [{ Key: 'aws:dlm', Value: 'x' }],
      [{ Key: 'AWS:x', Value: 'x' }],
      [{ Key: '', Value: 'x' }],
      [{ Key: 'k'.repeat(129), Value: 'x' }],
      [{ Key: 'k', Value: 'v'.repeat(257) }],
      [hold, hold],
    ];
    for (const tags of cases)
      expect(await refusal(tag(on, [id], ...tags))).toMatchObject({ code: 'InvalidParameterValue' });
    expect(await refusal(untag(on, [id], [{ Key: 'aws:dlm' }]))).toMatchObject({
      code: 'InvalidParameterValue',
    });
    expect(await refusal(tag(on, [id]))).toMatchObject({ code: 'MissingParameter' });
    expect(await look(on, [id])).toEqual([[]]);
    const first = on.cloud.region.snapshots.get(id);
    if (first) on.cloud.region.snapshots.set(id, { ...first, ownerId: '999988887777' });
    expect(await refusal(tag(on, [id], hold))).toMatchObject({ code: 'InvalidSnapshot.NotFound' });
  });

  test('a dry run changes nothing', async () => {
    const on = await stage();
    const [id = ''] = await take(on, 'prod-web', hold);
    const dry = [
      on.ec2.send(new CreateTagsCommand({ Resources: [id], Tags: [{ Key: 'a', Value: 'b' }], DryRun: true })),
      on.ec2.send(new DeleteTagsCommand({ Resources: [id], DryRun: true })),
    ];
    for (const sent of dry)
      expect(await refusal(sent)).toMatchObject({ code: 'DryRunOperation', status: 412 });
    expect(await look(on, [id])).toEqual([['snapkeeper:hold=audit']]);
  });
});

describe('tags that lag behind', () => {
  test('new things are seen first without their tags, then with them, also by filters', async () => {
    const on = await stage();
    on.cloud.lagMs = 3000;
    on.cloud.tagLagMs = 5000;
    const ids = await take(on, 'prod-web', hold);
    expect(await refusal(look(on, ids))).toMatchObject({ code: 'InvalidSnapshot.NotFound' });
    // What is not seen yet cannot be tagged either.
    expect(await refusal(tag(on, ids, hold))).toMatchObject({ code: 'InvalidSnapshot.NotFound' });
    on.clock.pass(3000);
    expect(await look(on, ids)).toEqual([[], []]);
    expect(await found(on, 'tag-key', 'snapkeeper:hold')).toEqual([]);
    on.clock.pass(4999);
    expect(await look(on, ids)).toEqual([[], []]);
    on.clock.pass(1);
    expect(await look(on, ids)).toEqual([['snapkeeper:hold=audit'], ['snapkeeper:hold=audit']]);
    expect(await found(on, 'tag-key', 'snapkeeper:hold')).toEqual(ids.toSorted());
  });

  test('each change is seen later, in its order, on what was there all the time', async () => {
    const on = await stage();
    const server = on.idOf('prod-web');
    const named = async (name: string) => {
      const Filters = [{ Name: 'tag:Name', Values: [name] }];
      const { Reservations = [] } = await on.ec2.send(new DescribeInstancesCommand({ Filters }));
      return Reservations.length;
    };
    on.cloud.tagLagMs = 10_000;
    await tag(on, [server], { Key: 'Name', Value: 'one' });
    on.clock.pass(4000);
    await tag(on, [server], { Key: 'Name', Value: 'two' });
    expect([await named('prod-web'), await named('one'), await named('two')]).toEqual([1, 0, 0]);
    on.clock.pass(6000);
    expect([await named('prod-web'), await named('one'), await named('two')]).toEqual([0, 1, 0]);
    on.clock.pass(4000);
    expect([await named('prod-web'), await named('one'), await named('two')]).toEqual([0, 0, 1]);
  });

  test('a set can be half found by its tag', async () => {
    const on = await stage();
    const ids = await take(on, 'prod-db', hold);
    on.cloud.tagLagMs = id => (id === ids[1] ? 20_000 : 0);
    const others = ids.filter((_, index) => index !== 1);
    expect(await found(on, 'tag:snapkeeper:hold', 'audit')).toEqual(others.toSorted());
    on.clock.pass(20_000);
    expect(await found(on, 'tag:snapkeeper:hold', 'audit')).toHaveLength(3);
  });
});
