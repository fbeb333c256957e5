import { expect, it } from 'vitest';
import type { Entry } from '../../src/sandbox/slack/client/entered-state.ts';
import { drafted, fill, saved, shown, submit, top } from '../stage/policy-modal.ts';
import type { Stage } from '../stage/stage.ts';
import { createStage, hours, minutes } from '../stage/stage.ts';
import { auditRows } from '../store/stage.ts';

const outcomes = (stage: Stage): readonly string[] =>
  auditRows(stage.database).map(({ verb, outcome }) => `${verb} ${outcome}`);

it('makes a policy from a modal with a preview, and the policy runs', async () => {
  const stage = await createStage();
  const alice = await drafted(stage);
  expect(shown(stage)).toContain('Europe/Berlin');
  await submit(stage);
  expect(shown(stage)).toMatch(
    /nightly · 0 2 \* \* \* Europe\/Berlin · keeps 7 daily, 4 weekly, 12 monthly/u,
  );
  expect(shown(stage)).toMatch(/Covers 1 server now: grafana/u);
  expect(shown(stage)).toMatch(/Next runs\n2026-11-24 02:00 \(\+01:00\) · 2026-11-24 01:00 UTC\n2026-11-25/u);
  expect(shown(stage)).toMatch(/Deletes nothing now/u);
  expect(outcomes(stage)).toEqual([]);
  await submit(stage);
  expect(shown(stage)).toMatch(/nightly · saved[\s\S]*It covers 1 server\. Next run .*#ops/u);
  await alice.close();
  expect(alice.modals()).toEqual([]);
  const [row] = auditRows(stage.database);
  expect(row).toMatchObject({ verb: 'policy', outcome: 'asked', detail: { name: 'nightly', before: '' } });
  expect(String(row?.detail['after'])).toContain('"cron":"0 2 * * *"');
  await stage.pass(hours(12));
  expect(stage.taken()).toHaveLength(1);
  expect(stage.card()).toMatch(/nightly · complete/u);
});

it('goes back from the preview to what was filled in', async () => {
  const stage = await createStage();
  const alice = await drafted(stage);
  await submit(stage);
  await alice.close();
  expect(shown(stage)).toMatch(/^# New policy/u);
  await fill(stage, { every: 'weekly', days: ['1', '4'], time: '23:30' });
  await submit(stage);
  expect(shown(stage)).toContain('30 23 * * 1,4 Europe/Berlin');
});

it.each<[Readonly<Record<string, Entry>>, RegExp]>([
  [{ name: '\u202Eevil' }, /name! This holds characters that cannot be seen/u],
  [{ servers: null }, /servers! Choose servers, or give a tag below/u],
  [{ tag: 'env=prod' }, /tag! Servers are chosen above/u],
  [{ servers: null, tag: 'prod' }, /tag! Write the tag as key=value/u],
  [{ every: 'weekly' }, /days! Choose at least one day/u],
  [{ every: 'monthly' }, /date! Give the day of the month/u],
  [{ every: 'monthly', date: '32' }, /date! Give a day of the month from 1 to 31/u],
  [{ date: '3' }, /date! Only a monthly schedule has a day of the month/u],
  [{ every: 'cron' }, /cron! Write a cron expression/u],
  [{ cron: '0 2 * * *' }, /cron! This counts only with the schedule Cron expression/u],
  [{ every: 'cron', cron: '0 2 30 2 *' }, /cron! That date never comes/u],
  [{ every: 'cron', cron: '0 2 L * *' }, /cron! "L" in the day of month field is not understood/u],
  [{ every: 'cron', cron: '0 2 * *' }, /cron! A cron expression has five fields/u],
  [{ zone: 'Berlin' }, /zone! "Berlin" is no time zone\. Did you mean Europe\/Berlin\?/u],
  [{ keep: 'own' }, /ownKeep! Write what to keep/u],
  [{ ownKeep: '7 daily' }, /ownKeep! This counts only with My own rule/u],
  [{ keep: 'own', ownKeep: '0 daily' }, /ownKeep! This keeps nothing/u],
  [{ keep: 'own', ownKeep: '7 dayly' }, /ownKeep! "7 dayly" is not understood/u],
  [{ keep: 'own', ownKeep: '7 daily, daily 8' }, /ownKeep! "daily 8" says something for the second time/u],
])('says at the field what is wrong, before anything is saved: %o', async (fields, expected) => {
  const stage = await createStage();
  await drafted(stage, fields);
  await submit(stage);
  expect(shown(stage)).toMatch(expected);
  expect(await stage.say('alice', 'ops', '/snapkeeper policies')).toContain('There are no policies');
});

it('warns of a rule that matches nothing, and saves it all the same', async () => {
  const stage = await createStage();
  await drafted(stage, { servers: null, tag: 'env=nowhere' });
  await submit(stage);
  expect(shown(stage)).toMatch(/Covers no server now: none has the tag env=nowhere\. It can be saved/u);
  await submit(stage);
  expect(shown(stage)).toContain('It covers no server now');
});

it('marks the days on which clocks are set, and says that both days have to match', async () => {
  const stage = await createStage();
  await drafted(stage, { every: 'cron', cron: '30 2 28-29 3 0', keep: 'daily-7' });
  await submit(stage);
  expect(shown(stage)).toMatch(
    /2027-03-28 03:00 \(\+02:00\) · 2027-03-28 01:00 UTC · gap: the clock skips 02:30/u,
  );
  expect(shown(stage)).toContain('it runs only when both match');
});

it('says at the field that a name is taken, whatever its letter case', async () => {
  const stage = await createStage();
  await saved(stage);
  await drafted(stage, { name: 'Nightly' });
  await submit(stage);
  expect(shown(stage)).toContain('name! There is a policy "nightly" already.');
});

it('opens a policy filled in, and keeps before and after of a change on record', async () => {
  const stage = await createStage();
  await saved(stage, { every: 'monthly', date: '7', keep: 'own', ownKeep: 'last 2, within 30d' });
  await stage.say('alice', 'random', '/snapkeeper policy NIGHTLY');
  const { values } = top(stage);
  expect(JSON.stringify(values)).toMatch(/"7".*within 30d/u);
  expect(shown(stage)).toMatch(/Change policy[\s\S]*nightly/u);
  await fill(stage, { keep: '24-7-4-12', ownKeep: null });
  await submit(stage);
  await submit(stage);
  expect(shown(stage)).toMatch(/nightly · changed/u);
  const row = auditRows(stage.database).findLast(({ verb }) => verb === 'policy');
  expect(String(row?.detail['before'])).toContain('"last":2');
  expect(String(row?.detail['after'])).toContain('"hourly":24');
});

it('tells the second of two who edit what happened, and saves only the first', async () => {
  const stage = await createStage();
  await saved(stage);
  await stage.say('alice', 'ops', '/snapkeeper policy nightly');
  await stage.say('bob', 'ops', '/snapkeeper policy nightly');
  await fill(stage, { time: '04:00' });
  await fill(stage, { time: '05:00' }, 'bob');
  await submit(stage, 'bob');
  await submit(stage);
  await submit(stage);
  await submit(stage, 'bob');
  expect(shown(stage, 'bob')).toMatch(/nightly · not saved: @alice has changed it since you opened it/u);
  expect(await stage.say('bob', 'ops', '/snapkeeper policies')).toContain('0 4 * * *');
});

it('can be saved when the policy only ran while it was edited', async () => {
  const stage = await createStage();
  await saved(stage, { every: 'hourly' });
  await stage.say('alice', 'ops', '/snapkeeper policy nightly');
  await stage.pass(hours(2) + minutes(5));
  await fill(stage, { keep: '24-7-4-12' });
  await submit(stage);
  await submit(stage);
  expect(shown(stage)).toMatch(/nightly · changed/u);
});

it('lets only its owner and admins change or delete a policy', async () => {
  const stage = await createStage();
  await saved(stage);
  await stage.say('carol', 'ops', '/snapkeeper policy nightly');
  expect(shown(stage, 'carol')).toContain('@alice saved it, so only they and admins can change it.');
  for (const verb of ['pause', 'skip', 'unschedule']) {
    expect(await stage.say('carol', 'ops', `/snapkeeper ${verb} nightly`)).toContain('@alice saved it');
  }
  expect(await stage.say('bob', 'ops', '/snapkeeper pause nightly')).toContain(
    'is paused until somebody resumes it',
  );
});

it('refuses at the field what would delete unusually many, and says how many', async () => {
  const stage = await createStage();
  await saved(stage, { every: 'hourly', keep: '24-7-4-12' });
  await stage.pass(hours(5));
  await stage.say('alice', 'ops', '/snapkeeper policy nightly');
  await fill(stage, { keep: 'daily-7' });
  await submit(stage);
  expect(shown(stage)).toMatch(/keep! The next run would delete \d of 5 sets that this policy has now/u);
});

it('takes over the sets of a policy of the same name only after showing how many', async () => {
  const stage = await createStage();
  await saved(stage, { every: 'hourly', keep: '24-7-4-12' });
  await stage.pass(hours(3));
  await stage.say('alice', 'ops', '/snapkeeper unschedule nightly');
  expect(await stage.press('alice', 'ops', 'Delete the policy')).toMatch(
    /nightly is deleted\. Its 3 snapshot sets stay/u,
  );
  await drafted(stage);
  await submit(stage);
  expect(shown(stage)).toMatch(
    /A policy of this name was here before: its 3 snapshot sets are taken over\./u,
  );
});

it('shows the preview again when more would be deleted than it said, and saves only after that', async () => {
  const stage = await createStage();
  await saved(stage, { every: 'hourly', keep: 'own', ownKeep: 'last 30' });
  await stage.pass(hours(11) + minutes(30));
  await stage.say('alice', 'ops', '/snapkeeper policy nightly');
  await fill(stage, { ownKeep: 'last 10' });
  await submit(stage);
  expect(shown(stage)).toMatch(/It has 11 snapshot sets now\. Up to 1 of them would be deleted/u);
  await stage.pass(hours(1));
  await submit(stage);
  expect(shown(stage)).toMatch(/Not saved yet:[\s\S]*It has 12 snapshot sets now\. Up to 2 of them/u);
  expect(await stage.say('bob', 'ops', '/snapkeeper policies')).toContain('keeps last 30');
  await submit(stage);
  expect(shown(stage)).toMatch(/nightly · changed/u);
  expect(await stage.say('bob', 'ops', '/snapkeeper policies')).toContain('keeps last 10');
});

it('saves one policy however often Save is delivered or pressed', async () => {
  const stage = await createStage();
  const alice = await drafted(stage);
  await submit(stage);
  stage.slack.deliveryMishap = ({ payload }) => ({ loseAck: payload['type'] === 'view_submission' });
  await submit(stage);
  expect(shown(stage)).toContain('We had some trouble connecting');
  stage.slack.deliveryMishap = ({ payload }) => ({ twice: payload['type'] === 'view_submission' });
  await stage.slack.whenConnected();
  await submit(stage);
  expect(alice.modals()).toEqual([]);
  expect(outcomes(stage)).toEqual(['policy asked']);
  expect(await stage.say('bob', 'ops', '/snapkeeper policies')).toContain('nightly · new');
});

it('saves nothing for somebody who may not take snapshots any more, nor for anybody else', async () => {
  const stage = await createStage();
  const alice = await drafted(stage);
  await submit(stage);
  const preview = stage.slack.envelopes.findLast(({ payload }) => payload['type'] === 'view_submission');
  stage.slack.setPerson('alice', { is_restricted: true });
  await stage.pass(minutes(5));
  await alice.submit();
  await stage.pass(0);
  expect(shown(stage)).toMatch(/Guests have no rights here\. Nothing was done/u);
  const bob = { id: stage.slack.people['bob']?.id, team_id: stage.slack.teamId };
  const ack = await stage.slack.redeliver({ ...preview?.payload, user: bob });
  expect(JSON.stringify(ack)).toContain('This dialog is not valid any more');
  expect(await stage.say('bob', 'ops', '/snapkeeper policies')).toContain('There are no policies');
});

it('opens for a server from its card and from Home', async () => {
  const stage = await createStage();
  await stage.say('alice', 'ops', '/snapshot grafana');
  await stage.pass(minutes(30));
  const alice = stage.slack.client('alice');
  const card = alice.messages('ops').findLast(({ via }) => via === 'api');
  if (card === undefined) throw new Error('no card');
  await alice.press(card, { label: 'Schedule' });
  await stage.pass(0);
  expect(JSON.stringify(top(stage).values)).toContain('grafana');
  await alice.close();
  await alice.openHome();
  await stage.pass(minutes(1));
  const home = alice.home();
  if (home === undefined) throw new Error('no Home');
  await alice.press(home, { label: 'New policy' });
  await stage.pass(0);
  expect(shown(stage)).toMatch(/^# New policy/u);
});

it('opens for a server that was typed, and says when nothing is called that', async () => {
  const stage = await createStage();
  await stage.say('alice', 'ops', '/snapkeeper policy grafana');
  expect(JSON.stringify(top(stage).values)).toContain('grafana');
  await stage.slack.client('alice').close();
  await stage.say('alice', 'ops', '/snapkeeper policy nosuch');
  expect(shown(stage)).toContain('No policy and no server is called nosuch. Choose below.');
});
