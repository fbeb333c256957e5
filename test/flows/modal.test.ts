import { expect, it } from 'vitest';
import type { Client, SeenView } from '../../src/sandbox/slack/client/client.ts';
import type { Json } from '../../src/sandbox/slack/validate/schema.ts';
import { isJson } from '../../src/sandbox/slack/validate/schema.ts';
import type { Stage } from '../stage/stage.ts';
import { createStage, hours, minutes } from '../stage/stage.ts';
import { auditRows } from '../store/stage.ts';

const server = { blockId: 'server' };
const note = { blockId: 'note' };

/** The one modal that this person has before them. */
function modal(stage: Stage, who: string): SeenView {
  const [only, ...others] = stage.slack.client(who).modals();
  if (only === undefined || others.length > 0) throw new Error(`${who} has not one modal before them`);
  return only;
}

const shown = (stage: Stage, who = 'alice'): string => stage.view(modal(stage, who));

async function settled<Value>(stage: Stage, act: Promise<Value>): Promise<Value> {
  const value = await act;
  await stage.pass(0);
  return value;
}

/** What the list of servers offers for this text: names, and the ids behind them. */
async function offered(stage: Stage, who: string, text: string) {
  const suggested = await stage.slack.client(who).search(modal(stage, who), server, text);
  if (suggested.kind !== 'options') throw new Error(`no options: ${JSON.stringify(suggested)}`);
  return suggested.groups.flatMap(({ options }) =>
    options.map(({ text: shownText, value }) => {
      return { name: isJson(shownText) ? String(shownText['text']) : '', value: String(value) };
    }),
  );
}

async function choose(stage: Stage, who: string, name: string): Promise<void> {
  const found = (await offered(stage, who, name)).find(option => option.name === name);
  if (found === undefined) throw new Error(`${name} is not offered`);
  await stage.slack.client(who).enter(modal(stage, who), server, found.value);
}

/** Types `/snapshot` alone and chooses this server. */
async function chosen(stage: Stage, name: string, channel = 'ops'): Promise<Client> {
  await stage.say('alice', channel, '/snapshot');
  await choose(stage, 'alice', name);
  return stage.slack.client('alice');
}

const submitted = (stage: Stage, client: Client) => settled(stage, client.submit());

const isSuggestion = (payload: Json): boolean => payload['type'] === 'block_suggestion';

/** The submission of a modal in which prod-web was chosen, not sent to the bot. */
async function unsent(stage: Stage): Promise<Json> {
  const alice = await chosen(stage, 'prod-web');
  stage.slack.deliveryMishap = undefined;
  const { payload } = await submitted(stage, alice);
  if (payload === undefined) throw new Error('nothing was submitted');
  return payload;
}

it('opens for /snapshot alone, takes what was chosen, and closes', async () => {
  const stage = await createStage();
  const alice = await chosen(stage, 'prod-web');
  await alice.enter(modal(stage, 'alice'), note, 'before the “big” deploy');
  expect(shown(stage)).toMatch(/^# Take a snapshot\n[\s\S]*The card will stand in #ops\.$/u);
  expect(await submitted(stage, alice)).toMatchObject({ ack: { ok: true } });
  expect(alice.modals()).toEqual([]);
  await stage.pass(minutes(30));
  expect(stage.card()).toMatch(/Snapshot of prod-web · complete[\s\S]*Note: before the "big" deploy/u);
  expect(stage.taken()).toHaveLength(2);
});

it('opens before anything is looked up, and asks for nothing until then', async () => {
  const stage = await createStage();
  const from = stage.slack.calls.length;
  await stage.say('alice', 'ops', '/snapshot');
  const calls = stage.slack.calls.slice(from);
  expect(calls.map(({ method }) => method)).toEqual(['views.open', 'users.info', 'views.update']);
  expect(JSON.stringify(calls[0]?.args)).toContain('One moment, please.');
  expect(stage.taken()).toEqual([]);
});

it('opens by the shortcut, and its card goes where reports go', async () => {
  const stage = await createStage();
  const dave = stage.slack.client('dave');
  await settled(stage, dave.shortcut('Take a snapshot', 'random'));
  expect(shown(stage, 'dave')).toContain('The card will stand in #ops.');
  await choose(stage, 'dave', 'grafana');
  await submitted(stage, dave);
  expect(stage.card('ops')).toMatch(/Snapshot of grafana[\s\S]*asked by @dave/u);
});

it('says where the card may stand, and links it when it is elsewhere', async () => {
  const stage = await createStage();
  const alice = await chosen(stage, 'grafana', 'random');
  expect(shown(stage)).toContain(
    'The card will stand in #random. If Snapkeeper cannot post there, it will be in #ops or in our direct messages.',
  );
  await submitted(stage, alice);
  expect(stage.card('ops')).toContain('Snapshot of grafana');
  const told = stage.slack.messages({ in: 'random', as: 'alice' }).map(message => JSON.stringify(message));
  expect(told.at(-1)).toContain('its card is in');
});

it('finds servers by any part of their name, best first, and tells apart what is called the same', async () => {
  const stage = await createStage();
  await stage.say('alice', 'ops', '/snapshot');
  const names = async (text: string) => (await offered(stage, 'alice', text)).map(({ name }) => name);
  const all = await names('');
  expect(all.length).toBeGreaterThan(10);
  expect(all).toEqual(all.toSorted((a, b) => a.localeCompare(b, 'en')));
  expect(all).not.toContain('old-mail');
  expect((await names('PROD-W'))[0]).toBe('prod-web');
  expect(await names('web')).toContain('prod-web');
  expect(await names('prod-wbe')).toContain('prod-web');
  expect(await names('worker')).toEqual([
    expect.stringMatching(/^worker · i-\w+$/u),
    expect.stringMatching(/^worker · i-\w+$/u),
  ]);
  expect(await names('nothing is called like this')).toEqual([]);
});

it('tells a guest why there is nothing to fill in, and names no server', async () => {
  const stage = await createStage();
  await stage.say('gus', 'ops', '/snapshot');
  expect(shown(stage, 'gus')).toMatch(
    /Guests have no rights here\. Nothing was done\. @bob can tell you more/u,
  );
  expect(JSON.stringify(modal(stage, 'gus'))).not.toMatch(/prod-web|external_select/u);
  expect(auditRows(stage.database).at(-1)).toMatchObject({ verb: 'snapshot', outcome: 'denied' });
});

it('names no server to anybody but the member who opened the modal', async () => {
  const stage = await createStage();
  await stage.say('alice', 'ops', '/snapshot');
  await offered(stage, 'alice', 'prod');
  const real = stage.slack.envelopes.map(({ payload }) => payload).findLast(isSuggestion);
  if (real === undefined) throw new Error('no options were asked for');
  const as = (name: string, team_id: string = stage.slack.teamId): Json => {
    return { ...real, user: { id: stage.slack.people[name]?.id, team_id } };
  };
  const view = isJson(real['view']) ? real['view'] : {};
  const forged = [
    as('bob'),
    as('gus'),
    as('alice', 'T07ELSEWHERE'),
    { ...real, view: { ...view, private_metadata: 'f-22222222' } },
    { ...real, view: { ...view, private_metadata: '' } },
  ];
  expect(JSON.stringify(await settled(stage, stage.slack.redeliver(real)))).toContain('prod-web');
  for (const one of forged) {
    const ack = await settled(stage, stage.slack.redeliver(one));
    expect(ack).toMatchObject({ payload: { options: [] } });
  }
  const denied = auditRows(stage.database).filter(({ outcome }) => outcome === 'denied');
  expect(denied.map(({ detail }) => detail['reason'])).toEqual([
    'form-gone',
    'guest',
    'other-team',
    'form-gone',
  ]);
});

it('asks again who somebody is when they search and when they submit', async () => {
  const stage = await createStage();
  const alice = await chosen(stage, 'prod-web');
  stage.slack.setPerson('alice', { is_restricted: true });
  await stage.pass(minutes(5));
  expect(await offered(stage, 'alice', 'prod')).toEqual([]);
  expect(await offered(stage, 'alice', 'prod-w')).toEqual([]);
  await submitted(stage, alice);
  expect(shown(stage)).toMatch(/Guests have no rights here\. Nothing was done/u);
  expect(stage.taken()).toEqual([]);
  const rows = auditRows(stage.database).map(({ outcome, object }) => `${outcome} ${object}`);
  // Searching is on record once for the modal, not once for every letter.
  expect(rows).toEqual(['denied options', expect.stringMatching(/^denied f-\w{8}$/u)]);
});

it('says at the field that the server has gone, and takes another one from the same modal', async () => {
  const stage = await createStage();
  const alice = await chosen(stage, 'prod-web');
  await alice.enter(modal(stage, 'alice'), note, 'still here');
  stage.cloud.region.instances.delete(stage.cloud.region.serverNamed('prod-web').id);
  await stage.pass(hours(1));
  await submitted(stage, alice);
  expect(shown(stage)).toContain('server! This server is gone: AWS does not list it any more.');
  expect(stage.taken()).toEqual([]);
  await choose(stage, 'alice', 'grafana');
  await submitted(stage, alice);
  expect(alice.modals()).toEqual([]);
  expect(stage.card()).toMatch(/Snapshot of grafana[\s\S]*Note: still here/u);
});

it('says at the field what is wrong with the note, before anything is saved', async () => {
  const stage = await createStage();
  const alice = await chosen(stage, 'prod-web');
  await alice.enter(modal(stage, 'alice'), note, 'evil \u202Etxet');
  await submitted(stage, alice);
  expect(shown(stage)).toContain('note! The note holds characters that cannot be seen.');
  await alice.enter(modal(stage, 'alice'), note, 'good text');
  await submitted(stage, alice);
  expect(stage.card()).toContain('Note: good text');
  expect(auditRows(stage.database).map(({ outcome }) => outcome)).toEqual([
    'not-understood',
    'asked',
    'called',
  ]);
});

it('takes one snapshot however often the same submission arrives', async () => {
  const stage = await createStage();
  stage.slack.deliveryMishap = ({ payload }) => ({ twice: payload['type'] === 'view_submission' });
  const alice = await chosen(stage, 'prod-web');
  const { payload } = await submitted(stage, alice);
  expect(alice.modals()).toEqual([]);
  if (payload === undefined) throw new Error('nothing was submitted');
  expect(await settled(stage, stage.slack.redeliver(payload))).toMatchObject({
    payload: { response_action: 'clear' },
  });
  expect(stage.taken()).toHaveLength(2);
});

it('opens one dialog for a command that arrives twice, and says nothing beside it', async () => {
  const stage = await createStage();
  // Which of the two comes first is only known once Slack has refused the other.
  stage.expectSurprises(/exchanged_trigger_id/u);
  stage.slack.deliveryMishap = ({ payload }) => ({ twice: payload['command'] === '/snapshot' });
  expect(await stage.say('alice', 'ops', '/snapshot')).toBe('');
  expect(shown(stage)).toContain('The card will stand in #ops.');
});

it('closes when Submit is pressed again because the answer to the first was lost', async () => {
  const stage = await createStage();
  const alice = await chosen(stage, 'prod-web');
  stage.slack.deliveryMishap = ({ payload }) => ({ loseAck: payload['type'] === 'view_submission' });
  await submitted(stage, alice);
  expect(shown(stage)).toContain('We had some trouble connecting');
  stage.slack.deliveryMishap = undefined;
  await stage.slack.whenConnected();
  await submitted(stage, alice);
  expect(alice.modals()).toEqual([]);
  expect(stage.taken()).toHaveLength(2);
});

it('does nothing for a submission that was tampered with', async () => {
  const stage = await createStage();
  const real = await unsent(stage);
  const before = stage.taken();
  const view = isJson(real['view']) ? real['view'] : {};
  const withView = (more: Json): Json => ({ ...real, view: { ...view, hash: 'another', ...more } });
  const bob = { id: stage.slack.people['bob']?.id, team_id: stage.slack.teamId };
  const alice = isJson(real['user']) ? real['user'] : {};
  const attempts: readonly Json[] = [
    withView({}),
    withView({ private_metadata: 'f-22222222' }),
    withView({ private_metadata: JSON.stringify({ server: 'i-0', channel: 'C0' }) }),
    { ...withView({}), user: bob },
    { ...withView({}), user: { ...alice, team_id: 'T07ELSEWHERE' } },
  ];
  for (const attempt of attempts) {
    const ack = await settled(stage, stage.slack.redeliver(attempt));
    expect(ack).toMatchObject({ payload: { response_action: 'update' } });
    expect(JSON.stringify(ack)).toContain('This dialog is not valid any more, so nothing was done.');
  }
  expect(stage.taken()).toEqual(before);
  const refused = auditRows(stage.database).filter(({ outcome }) => ['refused', 'denied'].includes(outcome));
  expect(refused).toHaveLength(attempts.length);
});

it('says in the modal what was refused, and that nothing was taken', async () => {
  const stage = await createStage();
  const alice = await chosen(stage, 'legacy-batch');
  await submitted(stage, alice);
  expect(shown(stage)).toMatch(/legacy-batch runs from an instance-store disk[\s\S]*Nothing was taken/u);
  expect(JSON.stringify(modal(stage, 'alice'))).not.toContain('"button"');
});

it('says what to type when Slack does not open the dialog', async () => {
  const stage = await createStage();
  stage.slack.mishap = ({ method }) => (method === 'views.open' ? { http: 500 } : undefined);
  expect(await stage.say('alice', 'ops', '/snapshot')).toContain(
    'Slack did not open the dialog. Type /snapshot and the name of the server instead.',
  );
});

it('says that it cannot take anything yet where it has not reached AWS', async () => {
  const stage = await createStage({ bot: false });
  stage.expectSurprises(/AWS/u);
  stage.cloud.mishap = () => ({ error: { code: 'InternalError', status: 500 } });
  await stage.start();
  const alice = stage.slack.client('alice');
  await settled(stage, alice.shortcut('Take a snapshot', 'ops'));
  expect(shown(stage)).toContain('Snapkeeper has not reached AWS since it was started');
});

it('asks a dry run without a server for the server: a modal would take the snapshot', async () => {
  const stage = await createStage();
  expect(await stage.say('alice', 'ops', '/snapshot --dry-run')).toContain('Which server?');
  expect(stage.slack.client('alice').modals()).toEqual([]);
});
