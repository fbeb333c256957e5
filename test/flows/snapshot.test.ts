import { expect, it } from 'vitest';
import { createStage, minutes } from '../stage/stage.ts';

it('takes all volumes in one call and edits one card until the set is complete', async () => {
  const stage = await createStage();
  await stage.say('alice', 'ops', '/snapshot prod-web before the deploy');
  expect(stage.card()).toContain('Snapshot of prod-web · starting');
  await stage.pass(minutes(5));
  expect(stage.card()).toMatch(
    /taking, \d+ %[\s\S]*root \/dev\/xvda 8 GiB: \d+ %\ndata \/dev\/sdf 112 GiB: \d+ %/u,
  );
  await stage.pass(minutes(20));
  expect(stage.cards()).toHaveLength(1);
  expect(stage.card()).toMatch(
    /Snapshot of prod-web · complete[\s\S]*s-\w{8} · 2 volumes, 120 GiB · taken today 14:05 · took 1\d min · asked by @alice\n/u,
  );
  expect(stage.taken()).toHaveLength(2);
  const calls = stage.cloud.calls.filter(call => call.action === 'CreateSnapshots');
  expect(calls.map(({ attempt, outcome }) => ({ attempt, outcome }))).toEqual([
    { attempt: 1, outcome: 'ok' },
  ]);
});

it('writes the same tags of its own on every member, with the launch facts in pieces', async () => {
  const stage = await createStage();
  await stage.say('alice', 'ops', '/snapshot prod-db');
  const own = stage.taken().map(id => {
    const tags = stage.cloud.region.snapshots.get(id)?.tags ?? [];
    return Object.fromEntries(
      tags.filter(tag => tag.Key?.startsWith('snapkeeper:')).map(tag => [tag.Key, tag.Value]),
    );
  });
  expect(own).toHaveLength(3);
  expect(own[1]).toEqual(own[0]);
  expect(own[2]).toEqual(own[0]);
  const tags = own[0] ?? {};
  const server = stage.cloud.region.serverNamed('prod-db');
  expect(tags['snapkeeper:app']).toBe(`${stage.slack.teamId}/${stage.slack.appId}`);
  expect(tags['snapkeeper:server']).toBe(`${server.id} prod-db`);
  expect(tags['snapkeeper:taken']).toBe(`${stage.slack.people['alice']?.id} 2026-11-23T14:05:00.000Z`);
  const pieces = Object.entries(tags).filter(([key]) => key.startsWith('snapkeeper:launch-'));
  const launch = JSON.parse(pieces.map(([, value]) => value).join('')) as Record<string, unknown>;
  expect(launch).toMatchObject({
    ami: server.facts.ImageId,
    type: 'r6g.xlarge',
    arch: 'arm64',
    subnet: server.facts.SubnetId,
  });
  expect(Object.keys(launch['disks'] as object)).toEqual(['/dev/sda1', '/dev/sdf', '/dev/sdg']);
});

it('says what a failed snapshot left behind and what the last good one is', async () => {
  const stage = await createStage();
  await stage.say('carol', 'ops', '/snapshot flaky-api');
  await stage.pass(minutes(30));
  expect(stage.card()).toMatch(
    /Snapshot of flaky-api · failed\nAWS could not finish it: Given key ID is not accessible/u,
  );
  expect(stage.card()).toContain('Still in AWS and not usable: snap-');
  expect(stage.card()).toContain('There is no good snapshot of this server by Snapkeeper.');
});

it('names the instance-store disks that a snapshot leaves out', async () => {
  const stage = await createStage();
  await stage.say('alice', 'ops', '/snapshot analytics');
  await stage.pass(minutes(30));
  expect(stage.card()).toContain('Not in it: 1 instance-store disk of 300 GB.');
});

it.each([
  ['legacy-batch', /runs from an instance-store disk.*Nothing was taken\./u],
  ['old-mail', /old-mail is terminated/u],
  ['ci-runner', /ci-runner is still starting.*Nothing was taken\./u],
  [`prod-web ${'x'.repeat(201)}`, /The note has 201 characters; 200 fit\. Nothing was taken\./u],
])('refuses %s with a reason and a next step', async (typed, reason) => {
  const stage = await createStage();
  expect(await stage.say('alice', 'ops', `/snapshot ${typed}`)).toMatch(reason);
  expect(stage.taken()).toEqual([]);
  expect(stage.cards()).toEqual([]);
});

it('takes the set without the tags of the volumes when they would not fit', async () => {
  const stage = await createStage();
  await stage.say('alice', 'ops', '/snapshot build-cache');
  await stage.pass(minutes(30));
  expect(stage.card()).toContain("The volumes' own tags were too many to copy");
});

it('calls again without copied tags when a volume was tagged since the inventory was read', async () => {
  const stage = await createStage();
  const server = stage.cloud.region.serverNamed('prod-web');
  const [volume] = stage.cloud.region.volumesOf(server.id);
  if (volume !== undefined)
    volume.tags = Array.from({ length: 50 }, (_, i) => ({ Key: `k${i}`, Value: 'v' }));
  await stage.say('alice', 'ops', '/snapshot prod-web');
  await stage.pass(minutes(30));
  expect(stage.card()).toMatch(/· complete[\s\S]*too many to copy/u);
  expect(stage.taken()).toHaveLength(2);
});

it('shows in a dry run what would be taken, and takes it at the press of its button', async () => {
  const stage = await createStage();
  const reply = await stage.say('alice', 'ops', '/snapshot “Accounts Payable” month end —dry-run');
  expect(reply).toMatch(
    /what would be taken[\s\S]*2 volumes, 160 GiB[\s\S]*Nothing was taken[\s\S]*\[Take it now\]/u,
  );
  expect(stage.taken()).toEqual([]);
  await stage.press('alice', 'ops', 'Take it now');
  expect(stage.taken()).toHaveLength(2);
  expect(stage.card()).toContain('Note: month end');
});

it('allows three running snapshots of a server, and says when there is room again', async () => {
  const stage = await createStage();
  for (const who of ['alice', 'bob', 'carol']) {
    await stage.say(who, 'ops', '/snapshot prod-web');
    await stage.pass(minutes(1));
  }
  expect(await stage.say('dave', 'ops', '/snapshot prod-web')).toMatch(
    /already has 3 snapshots running.*Nothing was taken/u,
  );
  expect(stage.taken()).toHaveLength(6);
});

it('allows a person 20 snapshots an hour, also when they are asked for at the same moment', async () => {
  const stage = await createStage({ env: { SNAPKEEPER_SNAPSHOTS_PER_HOUR: '2' } });
  const servers = ['prod-web', 'prod-db', 'grafana', 'prod-redis'];
  await Promise.all(
    servers.map(server => stage.slack.command({ as: 'alice', in: 'ops', text: `/snapshot ${server}` })),
  );
  await stage.pass(minutes(30));
  expect(stage.cards()).toHaveLength(2);
  expect(await stage.say('alice', 'ops', '/snapshot grafana')).toMatch(
    /2 snapshots within the hour.*Again from 15:05/u,
  );
  await stage.pass(minutes(31));
  expect(await stage.say('alice', 'ops', '/snapshot grafana')).toBe('');
});
