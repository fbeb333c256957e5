import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createStage } from '../stage/stage.ts';

it.each([
  ['a guest', 'gus', {}, /Guests have no rights here\. Nothing was done\. @bob can tell you more/u],
  ['a bot', 'deploybot', {}, /takes no orders from bots/u],
  ['a member who has just become a guest', 'carol', { is_restricted: true }, /Guests have no rights here/u],
])('gives %s nothing, not even reading', async (_who, name, patch, reason) => {
  const stage = await createStage();
  stage.slack.setPerson(name, patch);
  for (const typed of [
    '/snapshot prod-web',
    '/snapkeeper list',
    '/snapkeeper help',
    '/snapkeeper whoami',
    '/snapkeeper nonsense',
  ]) {
    expect(await stage.say(name, 'ops', typed)).toMatch(reason);
  }
  expect(stage.taken()).toEqual([]);
});

it('denies when Slack does not tell who somebody is, and says so', async () => {
  const stage = await createStage();
  stage.slack.mishap = ({ method }) => (method === 'users.info' ? { http: 500 } : undefined);
  expect(await stage.say('alice', 'ops', '/snapshot prod-web')).toMatch(
    /Slack did not tell in time who you are, so nothing was done/u,
  );
  stage.slack.mishap = undefined;
  await stage.say('alice', 'ops', '/snapshot prod-web');
  expect(stage.taken()).toHaveLength(2);
});

/** User groups in Slack say who may do what. */
async function createGroupStage() {
  const stage = await createStage({ bot: false });
  const config = join(mkdtempSync(join(tmpdir(), 'snapkeeper-roles-')), 'snapkeeper.yaml');
  onTestFinished(() => rmSync(dirname(config), { recursive: true, force: true }));
  writeFileSync(config, 'roles: { admins: [S07APPROVERS] }\n');
  await stage.start({ SNAPKEEPER_CONFIG: config, SNAPKEEPER_ADMINS: '' });
  return stage;
}

it('asks Slack anew for the right to change something, and not for looking on', async () => {
  const stage = await createGroupStage();
  const asked = async (who: string, typed: string) => {
    const from = stage.slack.calls.length;
    const told = await stage.say(who, 'ops', typed);
    const calls = stage.slack.calls.slice(from).map(({ method }) => method);
    return { told, looked: calls.filter(method => /^users\.info|^usergroups/u.test(method)) };
  };
  const group = 'usergroups.users.list';
  expect((await asked('carol', '/snapkeeper confirm')).looked).toEqual(['users.info', group]);
  expect((await asked('carol', '/snapkeeper whoami')).looked).toEqual([]);
  const again = await asked('carol', '/snapkeeper confirm');
  expect(again.looked).toEqual(['users.info', group]);
  expect(again.told).toContain('Nothing waits to be confirmed.');
  // A no is remembered: nobody without the role uses up what Slack allows.
  const denied = await asked('dave', '/snapkeeper confirm');
  expect(denied.looked).toEqual(['users.info']);
  expect(denied.told).toContain('Only admins may do that.');
});

it('takes a right away at once, for whoever left the group that gave it', async () => {
  const stage = await createGroupStage();
  expect(await stage.say('carol', 'ops', '/snapkeeper confirm')).toContain('Nothing waits');
  stage.slack.setUserGroup('approvers', ['bob']);
  expect(await stage.say('carol', 'ops', '/snapkeeper confirm')).toContain('Only admins may do that.');
  stage.slack.setUserGroup('approvers', ['bob', 'dave']);
  // That somebody is not in it is remembered for a minute.
  await stage.pass(60_000);
  expect(await stage.say('dave', 'ops', '/snapkeeper confirm')).toContain('Nothing waits');
});

it('gives nobody a right while Slack does not tell who is in the group', async () => {
  const stage = await createGroupStage();
  stage.expectSurprises(/the members of a user group could not be read/u);
  expect(await stage.say('carol', 'ops', '/snapkeeper confirm')).toContain('Nothing waits');
  stage.slack.mishap = ({ method }) => (method.startsWith('usergroups') ? { http: 500 } : undefined);
  expect(await stage.say('carol', 'ops', '/snapkeeper confirm')).toContain('Only admins may do that.');
});

it('looks a person up again after five minutes', async () => {
  const stage = await createStage();
  expect(await stage.say('carol', 'ops', '/snapkeeper whoami')).toContain('you are an operator here');
  stage.slack.setPerson('carol', { is_restricted: true });
  await stage.pass(5 * 60_000);
  expect(await stage.say('carol', 'ops', '/snapkeeper whoami')).toMatch(/Guests have no rights/u);
});

it('asks again at the press of a button what somebody may do', async () => {
  const stage = await createStage();
  await stage.say('carol', 'ops', '/snapshot prod-web --dry-run');
  stage.slack.setPerson('carol', { is_restricted: true });
  expect(await stage.press('carol', 'ops', 'Take it now')).toMatch(
    /Guests have no rights.*Nothing was done/u,
  );
  expect(stage.taken()).toEqual([]);
});

it('tells admins from operators by the configuration alone', async () => {
  const stage = await createStage();
  stage.slack.setPerson('alice', { is_admin: true });
  expect(await stage.say('alice', 'ops', '/snapkeeper whoami')).toContain('@alice, you are an operator here');
  expect(await stage.say('bob', 'ops', '/snapkeeper whoami')).toContain('@bob, you are an admin here');
});

it('does nothing for a button that was made for somebody else, or by nobody', async () => {
  const stage = await createStage();
  await stage.say('alice', 'ops', '/snapshot prod-wbe');
  const message = stage.slack.messages({ in: 'ops', as: 'alice' }).at(-1);
  if (message === undefined) throw new Error('no reply');
  const { payload = {} } = await stage.slack.click({ as: 'alice', message, button: 'prod-web' });
  await stage.app().idle();
  const before = stage.taken();
  const forged = [
    {
      ...payload,
      trigger_id: 'forged.1',
      user: { id: stage.slack.people['bob']?.id, team_id: stage.slack.teamId },
    },
    {
      ...payload,
      trigger_id: 'forged.2',
      user: { id: stage.slack.people['alice']?.id, team_id: 'T07ELSEWHERE' },
    },
    {
      ...payload,
      trigger_id: 'forged.3',
      actions: [{ type: 'button', action_id: 'offer-1', value: '/snapshot prod-db' }],
    },
  ];
  for (const one of forged) await stage.slack.redeliver(one);
  await stage.app().idle();
  expect(stage.taken()).toEqual(before);
  const replies = stage.slack.calls
    .filter(call => call.method === 'response_url')
    .map(call => JSON.stringify(call.args));
  expect(replies.filter(reply => reply.includes('This button is not valid any more'))).toHaveLength(3);
});
