import { expect, it } from 'vitest';
import { saved, shown } from '../stage/policy-modal.ts';
import { createStage, hours, minutes } from '../stage/stage.ts';
import { auditRows } from '../store/stage.ts';

it('lists the policies with what they cover, their last and next run, and how it goes', async () => {
  const stage = await createStage();
  expect(await stage.say('bob', 'ops', '/snapkeeper policies')).toContain(
    'There are no policies in eu-west-1. Make one: /snapkeeper policy',
  );
  await saved(stage);
  expect(await stage.say('bob', 'ops', '/snapkeeper policies')).toMatch(
    /nightly · new\n0 2 \* \* \* Europe\/Berlin · keeps 7 daily, 4 weekly, 12 monthly\n1 server · has not run yet · next .* · #ops · by @alice\n\[Edit\] \[Run now\] \[Pause\] \[Skip next\] \[Why\] \[Delete…\]/u,
  );
  await stage.pass(hours(12));
  expect(await stage.say('bob', 'ops', '/snapkeeper policies')).toMatch(
    /nightly · healthy[\s\S]*last run today 01:00 · next/u,
  );
});

it('says of a policy whose last run failed that it did', async () => {
  const stage = await createStage();
  await saved(stage);
  stage.cloud.mishap = call =>
    call.action === 'CreateSnapshots' ? { error: { code: 'SnapshotLimitExceeded', status: 400 } } : undefined;
  await stage.pass(hours(13));
  expect(await stage.say('bob', 'ops', '/snapkeeper policies')).toContain(
    'nightly · its last run failed in part or whole',
  );
});

it('opens a policy filled in by the button of the list', async () => {
  const stage = await createStage();
  await saved(stage);
  await stage.say('alice', 'ops', '/snapkeeper policies');
  await stage.press('alice', 'ops', 'Edit');
  expect(shown(stage)).toMatch(/^# Change policy\n[\s\S]*nightly/u);
});

it('pauses until a time in the zone of the policy, and runs again by itself', async () => {
  const stage = await createStage();
  await saved(stage);
  expect(await stage.say('alice', 'ops', '/snapkeeper pause Nightly until 2026-11-25')).toMatch(
    /nightly is paused until Nov 25, 2026 23:00\..* Next run Nov 26, 2026 01:00\./u,
  );
  expect(await stage.say('alice', 'ops', '/snapkeeper policies')).toMatch(
    /nightly · paused until .*\[Resume\]/su,
  );
  await stage.pass(hours(48));
  expect(stage.taken()).toEqual([]);
  await stage.pass(hours(24));
  expect(stage.taken()).toHaveLength(1);
  expect(await stage.say('bob', 'ops', '/snapkeeper why nightly')).toMatch(
    /01:00 · run · complete · o-\w{8}\n.*01:00 · paused\n.*01:00 · paused/u,
  );
});

it('pauses until it is resumed, and makes up for nothing then', async () => {
  const stage = await createStage();
  await saved(stage, { every: 'hourly' });
  expect(await stage.say('alice', 'ops', '/snapkeeper pause nightly')).toContain(
    'nightly is paused until somebody resumes it. A run that has begun goes on. There is no next run.',
  );
  await stage.pass(hours(3));
  expect(await stage.say('alice', 'ops', '/snapkeeper resume nightly')).toContain(
    'nightly runs again. Next run',
  );
  expect(await stage.say('alice', 'ops', '/snapkeeper resume nightly')).toContain('is not paused');
  await stage.pass(hours(1));
  expect(stage.taken()).toHaveLength(1);
});

it.each([
  ['pause nightly until 2026-02-30', /2026-02-30 is no time\. After the name write until 2026-12-24/u],
  ['pause nightly until 2026-01-01', /is over\. Nothing was done\./u],
  ['pause nightly for ever', /ever is no time/u],
  ['pause nightly the deploy', /the deploy is not understood/u],
  ['pause nihgtly', /No policy is called nihgtly\. Did you mean\n?.*\[nightly\]/u],
  ['run nothing-like-it', /No policy is called nothing-like-it\. \/snapkeeper policies shows them all\./u],
  ['skip nightly please', /No policy is called nightly please\. Did you mean/u],
  ['why', /Which policy\? \/snapkeeper policies shows them all\./u],
])('answers /snapkeeper %s in words, and does nothing', async (text, expected) => {
  const stage = await createStage();
  await saved(stage);
  expect(await stage.say('alice', 'ops', `/snapkeeper ${text}`)).toMatch(expected);
  expect(await stage.say('alice', 'ops', '/snapkeeper policies')).toContain('nightly · new');
});

it('skips the next run, and only that one', async () => {
  const stage = await createStage();
  await saved(stage, { every: 'hourly' });
  expect(await stage.say('alice', 'ops', '/snapkeeper skip nightly')).toMatch(
    /nightly skips its run of .*15:00.* Next run .*16:00/u,
  );
  expect(await stage.say('alice', 'ops', '/snapkeeper skip nightly')).toContain('already skips its run of');
  await stage.pass(hours(2));
  expect(stage.taken()).toHaveLength(1);
  expect(await stage.say('alice', 'ops', '/snapkeeper why nightly')).toMatch(
    /16:00 · run.*\n.*15:00 · skipped/u,
  );
});

it('runs a policy now, once more than its schedule says, and leaves the schedule as it is', async () => {
  const stage = await createStage();
  await saved(stage, { every: 'hourly' });
  expect(await stage.say('carol', 'random', '/snapkeeper run nightly')).toContain(
    'nightly · started. 1 server. Its card stands in #ops; the schedule stays as it is.',
  );
  expect(stage.card()).toMatch(/nightly · running/u);
  expect(await stage.say('bob', 'ops', '/snapkeeper run nightly')).toMatch(
    /nightly · is running already: \/snapkeeper status o-\w{8}\. Nothing was started/u,
  );
  await stage.pass(hours(1));
  expect(stage.taken()).toHaveLength(2);
  expect(await stage.say('alice', 'ops', '/snapkeeper why nightly')).toMatch(
    /15:00 · run · \w+ · o-\w{8}\n.*14:05 · run · asked for by hand · complete/u,
  );
});

it('does not run twice what is due at the moment', async () => {
  const stage = await createStage();
  await saved(stage, { every: 'hourly' });
  await stage.stop();
  stage.clock.set(stage.clock.now() + hours(1));
  await stage.start();
  expect(await stage.say('alice', 'ops', '/snapkeeper run nightly')).toMatch(
    /is running already|is due at this moment/u,
  );
  await stage.pass(minutes(30));
  expect(stage.taken()).toHaveLength(1);
});

it('asks before it deletes a policy, leaves its snapshots, and says so', async () => {
  const stage = await createStage();
  await saved(stage, { every: 'hourly' });
  await stage.pass(hours(2));
  expect(await stage.say('alice', 'ops', '/snapkeeper unschedule nightly')).toMatch(
    /Delete the policy nightly\? It takes no snapshots from then on\. Its 2 snapshot sets stay/u,
  );
  expect(await stage.say('alice', 'ops', '/snapkeeper policies')).toContain('nightly · ');
  expect(await stage.say('alice', 'ops', '/snapkeeper unschedule nightly --yes')).toContain(
    'nightly is deleted.',
  );
  expect(await stage.say('alice', 'ops', '/snapkeeper policies')).toContain('There are no policies');
  await stage.pass(hours(3));
  expect(stage.taken()).toHaveLength(2);
  const row = auditRows(stage.database).findLast(({ verb }) => verb === 'unschedule');
  expect(row).toMatchObject({ outcome: 'done', detail: { name: 'nightly', after: '' } });
});

it('gives guests nothing of all that', async () => {
  const stage = await createStage();
  await saved(stage);
  for (const text of [
    'policies',
    'why nightly',
    'run nightly',
    'pause nightly',
    'unschedule nightly --yes',
  ]) {
    expect(await stage.say('gus', 'ops', `/snapkeeper ${text}`)).toContain('Guests have no rights here.');
  }
  await stage.say('gus', 'ops', '/snapkeeper policy nightly');
  expect(shown(stage, 'gus')).toMatch(/Guests have no rights here/u);
  expect(JSON.stringify(stage.slack.client('gus').modals())).not.toContain('grafana');
});
