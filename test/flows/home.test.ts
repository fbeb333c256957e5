import { expect, it } from 'vitest';
import { isJson } from '../../src/sandbox/slack/validate/schema.ts';
import type { Stage } from '../stage/stage.ts';
import { createStage, hours, minutes } from '../stage/stage.ts';
import { auditRows } from '../store/stage.ts';

/** What this person sees there now. */
function shown(stage: Stage, who = 'alice'): string {
  const home = stage.slack.client(who).home();
  return home === undefined ? '' : stage.view(home);
}

async function open(stage: Stage, who = 'alice'): Promise<string> {
  await stage.slack.client(who).openHome();
  await stage.pass(0);
  return shown(stage, who);
}

function homeOf(stage: Stage, who = 'alice') {
  const home = stage.slack.client(who).home();
  if (home === undefined) throw new Error(`${who} has no Home`);
  return home;
}

const published = (stage: Stage, who = 'alice'): number =>
  stage.slack.calls.filter(
    ({ method, args }) => method === 'views.publish' && args['user_id'] === stage.slack.people[who]?.id,
  ).length;

it('tells what this is, what runs, and the servers with their last snapshot and its age', async () => {
  const stage = await createStage();
  expect(await open(stage)).toMatch(
    /^# Snapkeeper\nKeeps snapshots of EC2 servers[\s\S]*\[Take a snapshot\] \[New policy\]\nIn any channel: [^\n]*\n# Running\nNothing is running\.\n# \d+ servers in eu-west-1\n/u,
  );
  expect(shown(stage)).toMatch(/grafana · running\nno snapshot\n\[Snapshot\]/u);
  await stage.say('bob', 'ops', '/snapshot grafana');
  await stage.pass(minutes(3));
  expect(shown(stage)).toMatch(
    /# Running\no-\w{8} · Snapshot of grafana · running, \d+ % · @bob · today 14:05/u,
  );
  expect(shown(stage)).toMatch(/grafana · running\n1 snapshot · last one being taken, 3 minutes ago/u);
  await stage.pass(hours(3));
  expect(shown(stage)).toContain('Nothing is running.');
  expect(shown(stage)).toMatch(/grafana · running\n1 snapshot · last one complete, 3 hours ago/u);
});

it('is sent when it is opened and when something changed, and not at every step of the progress', async () => {
  const stage = await createStage();
  await open(stage);
  expect(published(stage)).toBe(1);
  await stage.pass(minutes(5));
  expect(published(stage)).toBe(1);
  await open(stage);
  expect(published(stage)).toBe(2);
  await stage.say('bob', 'ops', '/snapshot prod-db');
  await stage.pass(minutes(60));
  const edits = stage.slack.calls.filter(({ method }) => method === 'chat.update').length;
  expect(published(stage)).toBeGreaterThan(3);
  expect(published(stage) - 2).toBeLessThanOrEqual(edits + 1);
});

it('leaves alone whoever has not opened it for half a day', async () => {
  const stage = await createStage();
  await open(stage);
  await stage.pass(hours(12));
  const before = published(stage);
  await stage.say('bob', 'ops', '/snapshot grafana');
  await stage.pass(minutes(30));
  expect(published(stage)).toBe(before);
  expect(await open(stage)).toContain('last one complete, 30 minutes ago');
});

it('has pages where there are more servers than fit', async () => {
  const stage = await createStage();
  const { instances } = stage.cloud.region;
  const model = stage.cloud.region.serverNamed('grafana');
  for (let n = 0; n < 45; n += 1) {
    const id = `i-0bbbbbbbbbbbbb${String(n).padStart(3, '0')}`;
    const tags = [{ Key: 'Name', Value: `fleet-${String(n).padStart(3, '0')}` }];
    instances.set(id, { ...model, id, tags });
  }
  await stage.pass(hours(1));
  expect(await open(stage)).toMatch(/Page 1 of (\d)\n\[Next page\]$/u);
  const alice = stage.slack.client('alice');
  const first = shown(stage);
  await alice.press(homeOf(stage), { label: 'Next page' });
  await stage.pass(0);
  expect(shown(stage)).toMatch(/Page 2 of (\d)\n\[Previous page\] \[Next page\]$/u);
  expect(shown(stage)).not.toBe(first);
  await alice.press(homeOf(stage), { label: 'Previous page' });
  await stage.pass(0);
  expect(shown(stage)).toBe(first);
});

it('takes a snapshot of the server whose button was pressed, in the modal that it opens', async () => {
  const stage = await createStage();
  await open(stage);
  const alice = stage.slack.client('alice');
  const home = homeOf(stage);
  const blocks = Array.isArray(home.content['blocks']) ? home.content['blocks'] : [];
  const row = blocks.filter(isJson).findIndex(block => JSON.stringify(block).includes('*grafana*'));
  const buttons = blocks.filter(isJson)[row + 1];
  await alice.press(home, { blockId: String(buttons?.['block_id']), label: 'Snapshot' });
  await stage.pass(0);
  const [modal] = alice.modals();
  if (modal === undefined) throw new Error('no modal');
  expect(stage.view(modal)).toMatch(/Server: \[grafana ▾\][\s\S]*The card will stand in #ops\./u);
  // Slack may leave out of the submission what nobody touched.
  await alice.submit();
  await stage.pass(0);
  expect(alice.modals()).toEqual([]);
  expect(stage.card()).toContain('Snapshot of grafana');
});

it('opens the modal without a server by its first button', async () => {
  const stage = await createStage();
  await open(stage);
  const alice = stage.slack.client('alice');
  await alice.press(homeOf(stage), { label: 'Take a snapshot' });
  await stage.pass(0);
  const [modal] = alice.modals();
  expect(modal?.values).toMatchObject({ server: { 'suggest-server': { selected_option: null } } });
});

it('tells a guest why it is empty, and names no server', async () => {
  const stage = await createStage();
  expect(await open(stage, 'gus')).toMatch(/Guests have no rights here\. Nothing was done\./u);
  expect(shown(stage, 'gus')).not.toContain('grafana');
  expect(auditRows(stage.database)).toMatchObject([{ object: 'home', outcome: 'denied' }]);
});

it('is emptied at the next change for a member who has become a guest', async () => {
  const stage = await createStage();
  expect(await open(stage, 'carol')).toContain('grafana');
  stage.slack.setPerson('carol', { is_restricted: true });
  await stage.pass(minutes(5));
  await stage.say('bob', 'ops', '/snapshot prod-web');
  await stage.pass(minutes(1));
  expect(shown(stage, 'carol')).toContain('Guests have no rights here');
  expect(shown(stage, 'carol')).not.toContain('prod-web');
});

it('keeps what it shows while Slack does not tell who is looking, and adds nothing', async () => {
  const stage = await createStage();
  await open(stage, 'carol');
  const before = shown(stage, 'carol');
  await stage.pass(minutes(5));
  stage.slack.mishap = ({ method, args }) =>
    method === 'users.info' && args['user'] === stage.slack.people['carol']?.id ? { http: 500 } : undefined;
  await stage.say('bob', 'ops', '/snapshot grafana');
  await stage.pass(minutes(1));
  expect(shown(stage, 'carol')).toBe(before);
  stage.slack.mishap = undefined;
  await stage.pass(minutes(1));
  expect(shown(stage, 'carol')).toContain('Snapshot of grafana');
});

it('shows a crowd what has changed no faster than Slack takes it, and at once what was just opened', async () => {
  const stage = await createStage();
  const crowd = ['alice', 'bob', 'carol', 'dave'];
  for (const who of crowd) await open(stage, who);
  stage.slack.rateLimits = true;
  await stage.say('bob', 'ops', '/snapshot grafana');
  expect(await open(stage, 'dave')).toContain('Snapshot of grafana');
  await stage.pass(minutes(1));
  for (const who of crowd) expect(shown(stage, who)).toContain('Snapshot of grafana');
  expect(stage.slack.turnedAway('views.publish')).toBe(0);
});

it('waits as long as Slack wants it to, and is shown then', async () => {
  const stage = await createStage();
  stage.slack.mishap = ({ method }) =>
    method === 'views.publish' ? { http: 429, retryAfter: 30 } : undefined;
  expect(await open(stage)).toBe('');
  await stage.pass(minutes(1) / 3);
  expect(published(stage)).toBe(1);
  stage.slack.mishap = undefined;
  await stage.pass(minutes(1));
  expect(shown(stage)).toContain('grafana');
});

it('is shown after a restart when Slack could not be reached before', async () => {
  const stage = await createStage();
  stage.slack.mishap = ({ method }) => (method === 'views.publish' ? { drop: 'before' } : undefined);
  expect(await open(stage)).toBe('');
  await stage.stop();
  stage.slack.mishap = undefined;
  await stage.start();
  expect(shown(stage)).toContain('grafana');
});

it('says that AWS has not been reached yet, and fills itself when it has', async () => {
  const stage = await createStage({ bot: false });
  stage.expectSurprises(/AWS/u);
  stage.cloud.mishap = () => ({ error: { code: 'InternalError', status: 500 } });
  await stage.start();
  expect(await open(stage)).toContain('Snapkeeper has not reached AWS since it was started');
  stage.cloud.mishap = undefined;
  await stage.pass(minutes(10));
  expect(shown(stage)).toContain('grafana');
});
