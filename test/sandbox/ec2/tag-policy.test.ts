import { CreateSnapshotsCommand, CreateTagsCommand, DeleteTagsCommand, type Tag } from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import { parsePolicy } from '../../../src/sandbox/ec2/rules/policy.ts';
import { refusal, stage } from './stage.ts';

const snapshots = 'arn:aws:ec2:*::snapshot/*';
const hold: Tag = { Key: 'snapkeeper:hold', Value: 'audit' };
const mine: Tag = { Key: 'snapkeeper:app', Value: 'T1/A1' };

const allow = (Action: string | string[], Resource: string | string[], Condition?: unknown) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...(Condition !== undefined && { Condition }),
});

const policy = (...Statement: unknown[]) => ({ Version: '2012-10-17', Statement });

const takeAll = allow('ec2:CreateSnapshots', '*');
const tagWhileTaking = allow('ec2:CreateTags', snapshots, {
  StringEquals: { 'ec2:CreateAction': 'CreateSnapshots' },
});

/** A cloud with that policy, and what becomes of tagging calls on one of our snapshots and a foreign one. */
async function held(...statements: unknown[]) {
  const on = await stage({ policy: policy(...statements) });
  const { region, accountId } = on.cloud;
  const own = [...region.snapshots.values()].filter(({ ownerId }) => ownerId === accountId);
  const [ours = '', theirs = ''] = own.map(({ id }) => id);
  region.snapshots.get(ours)?.tags.push(mine, hold);
  const said = (sent: Promise<unknown>) => refusal(sent).then(({ code }) => (code === 'Error' ? 'ok' : code));
  return {
    ...on,
    ours,
    theirs,
    tag: (id: string, ...Tags: Tag[]) => said(on.ec2.send(new CreateTagsCommand({ Resources: [id], Tags }))),
    untag: (id: string, Tags?: Tag[]) =>
      said(on.ec2.send(new DeleteTagsCommand({ Resources: [id], ...(Tags && { Tags }) }))),
    take: (...Tags: Tag[]) =>
      said(
        on.ec2.send(
          new CreateSnapshotsCommand({
            InstanceSpecification: { InstanceId: on.idOf('prod-web') },
            TagSpecifications: [{ ResourceType: 'snapshot', Tags }],
          }),
        ),
      ),
  };
}

const no = 'UnauthorizedOperation';

test('tags on what exists need a statement that is not tied to taking it', async () => {
  const tied = await held(takeAll, tagWhileTaking);
  expect([await tied.take(hold), await tied.tag(tied.ours, hold), await tied.untag(tied.ours)]).toEqual([
    'ok',
    no,
    no,
  ]);
  const free = await held(allow(['ec2:CreateTags', 'ec2:DeleteTags'], snapshots));
  expect([await free.tag(free.ours, hold), await free.tag(free.idOf('prod-web'), hold)]).toEqual(['ok', no]);
  expect(await free.untag(free.ours)).toBe('ok');
});

test('a tag of the resource decides, whatever the case of its key in the policy', async () => {
  const on = await held(
    allow('ec2:CreateTags', snapshots, { StringLike: { 'aws:ResourceTag/Snapkeeper:App': 'T1/*' } }),
    allow('ec2:DeleteTags', snapshots, {
      StringEquals: { 'aws:ResourceTag/snapkeeper:app': ['x', 'T1/A1'] },
    }),
  );
  expect([await on.tag(on.ours, hold), await on.tag(on.theirs, hold)]).toEqual(['ok', no]);
  expect([await on.untag(on.ours, [hold]), await on.untag(on.theirs, [hold])]).toEqual(['ok', no]);
  const any = await held(
    allow('ec2:DeleteTags', snapshots, { StringLike: { 'aws:ResourceTag/snapkeeper:app': '*' } }),
  );
  expect([await any.untag(any.ours, [hold]), await any.untag(any.theirs, [hold])]).toEqual(['ok', no]);
  // What does not exist has no tags to show.
  expect(await on.tag('snap-0123456789abcdef0', hold)).toBe(no);
});

test('the tags of the request decide', async () => {
  const on = await held(
    takeAll,
    allow('ec2:CreateTags', snapshots, {
      StringEquals: { 'aws:RequestTag/snapkeeper:app': 'T1/A1' },
      'ForAllValues:StringLike': { 'aws:TagKeys': ['snapkeeper:*'] },
    }),
  );
  const other = { Key: 'Name', Value: 'x' };
  expect([
    await on.take(mine),
    await on.tag(on.ours, mine, hold),
    await on.tag(on.ours, hold),
    await on.tag(on.ours, mine, other),
    await on.tag(on.ours, { ...mine, Value: 'T2/A2' }),
  ]).toEqual(['ok', 'ok', no, no, no]);
});

test('keys that may be deleted are named; a call without any key slips through, as in AWS', async () => {
  const deleting = (more: object = {}) =>
    held(
      allow('ec2:DeleteTags', snapshots, {
        'ForAllValues:StringEquals': { 'aws:TagKeys': ['snapkeeper:hold'] },
        ...more,
      }),
    );
  const on = await deleting();
  expect([
    await on.untag(on.ours, [{ Key: 'snapkeeper:hold' }]),
    await on.untag(on.ours, [{ Key: 'snapkeeper:hold' }, { Key: 'snapkeeper:app' }]),
    await on.untag(on.ours, [{ Key: 'Snapkeeper:Hold' }]),
    await on.untag(on.theirs),
  ]).toEqual(['ok', no, no, 'ok']);
  const named = await deleting({ Null: { 'aws:TagKeys': 'false' } });
  expect([await named.untag(named.ours, [hold]), await named.untag(named.theirs)]).toEqual(['ok', no]);
  const guarded = await deleting({ StringEquals: { 'aws:ResourceTag/snapkeeper:app': 'T1/A1' } });
  expect([await guarded.untag(guarded.theirs), await guarded.untag(guarded.ours, [hold])]).toEqual([
    no,
    'ok',
  ]);
});

test('a server’s tag can decide whether its snapshots may be taken', async () => {
  const instances = 'arn:aws:ec2:*:*:instance/*';
  const on = await held(
    allow('ec2:CreateSnapshots', instances, { StringEquals: { 'aws:ResourceTag/env': 'prod' } }),
    allow('ec2:CreateSnapshots', ['arn:aws:ec2:*:*:volume/*', snapshots]),
    tagWhileTaking,
  );
  expect(await on.take(hold)).toBe('ok');
  on.clock.pass(60_000);
  on.cloud.region.serverNamed('prod-web').tags = [{ Key: 'Name', Value: 'prod-web' }];
  expect(await on.take(hold)).toBe(no);
});

describe('a condition that is not evaluated stops the cloud at its start', () => {
  test.each<[string, unknown]>([
    ['a key of EC2’s own', { StringEquals: { 'ec2:ResourceTag/a': 'b' } }],
    ['a global key', { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } }],
    ['tag keys without ForAllValues', { StringEquals: { 'aws:TagKeys': 'a' } }],
    ['ForAllValues of anything else', { 'ForAllValues:StringEquals': { 'aws:RequestTag/a': 'b' } }],
    ['ForAnyValue', { 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'a' } }],
    ['a test for the absence of anything but tag keys', { Null: { 'aws:RequestTag/a': 'true' } }],
    ['an optional key', { StringEqualsIfExists: { 'aws:ResourceTag/a': 'b' } }],
    ['a policy variable', { StringEquals: { 'aws:ResourceTag/owner': '${aws:username}' } }],
  ])('%s', (_name, condition) => {
    expect(() => parsePolicy(policy(allow('ec2:DeleteTags', '*', condition)))).toThrow();
  });
});
