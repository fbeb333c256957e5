import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { formVerb } from '../../src/core/form.ts';
import type { Forgery } from '../../src/sandbox/slack/forge.ts';
import { elementsIn } from '../../src/sandbox/slack/views/elements-in.ts';
import { replyView } from '../../src/slack/words/form-words.ts';
import { cardMessage } from '../../src/slack/words/card-words.ts';
import { homeWords } from '../../src/slack/words/home-words.ts';
import { replyMessage } from '../../src/slack/words/reply-words.ts';
import { cardsAbout } from '../slack/every-card.ts';
import { repliesAbout } from '../slack/every-reply.ts';
import { formsAbout, homesAbout } from '../slack/every-view.ts';
import { claimOf, delivered, expectRefused, idOf, refusing } from '../stage/attack.ts';
import type { Claim, Entrance } from '../stage/entrance.ts';
import { claimedBy, kindOf, watchRegistrations } from '../stage/entrance.ts';
import type { Scene } from '../stage/hostile-scene.ts';
import { createHostileScene } from '../stage/hostile-scene.ts';
import { deliverOverHttp } from '../stage/http-delivery.ts';
import { minutes } from '../stage/stage.ts';
import { watch } from '../stage/untouched.ts';
import { auditRows } from '../store/stage.ts';

const partner = 'T07PARTNER0';

/** Every element that sends something when it is used, in everything that the words can produce. */
function everyAction(): ReadonlySet<string> {
  const blocks = [
    ...Object.values(cardsAbout('x', 9, 'y'))
      .flat()
      .map(card => cardMessage(card, false).blocks),
    ...Object.values(repliesAbout('x', 9, 'y'))
      .flat()
      .map(reply => replyMessage(reply)?.blocks ?? []),
    ...Object.values(formsAbout('x'))
      .flat()
      .map(form => replyView({ kind: 'form', form }).blocks),
    ...Object.values(homesAbout('x'))
      .flat()
      .map(home => homeWords(home).blocks),
  ];
  const elements = blocks.flatMap(one => elementsIn(JSON.parse(JSON.stringify(one))));
  const heard = elements.filter(
    ({ type, block }) =>
      block['type'] !== 'input' || block['dispatch_action'] === true || type.endsWith('external_select'),
  );
  return new Set(heard.map(({ actionId }) => kindOf(actionId)));
}

it('has a payload for every command, button, list, modal, shortcut and event that the bot takes', async () => {
  const registered = watchRegistrations();
  const { entrances } = await createHostileScene();
  const names = new Set(entrances.map(({ name }) => name.replace(/^Home /u, '')));
  expect([...everyAction()].filter(action => !names.has(action))).toEqual([]);
  expect(Object.keys(formVerb).filter(kind => !names.has(`submit ${kind}`))).toEqual([]);
  const { features, settings } = JSON.parse(
    readFileSync(new URL('../../manifest/manifest.json', import.meta.url), 'utf8'),
  ) as {
    features: { slash_commands: { command: string }[]; shortcuts: { callback_id: string }[] };
    settings: { event_subscriptions: { bot_events: string[] } };
  };
  const typed = new Set(entrances.map(({ payload }) => payload['command']));
  expect(features.slash_commands.filter(({ command }) => !typed.has(command))).toEqual([]);
  expect(features.shortcuts.filter(({ callback_id }) => !names.has(callback_id))).toEqual([]);
  expect(settings.event_subscriptions.bot_events.filter(event => !names.has(event))).toEqual([]);
  const old = [
    { actions: [{ action_id: 'of-old' }] },
    { type: 'view_submission', view: { callback_id: 'old' } },
  ];
  const payloads = [...entrances.map(({ payload }) => payload), ...old];
  expect(registered().length).toBeGreaterThan(8);
  expect(
    registered()
      .filter(({ takes }) => !payloads.some(takes))
      .map(({ what }) => what),
  ).toEqual([]);
});

it('takes every one of these payloads from whoever they are of', async () => {
  const scene = await createHostileScene();
  const { stage, entrances } = scene;
  stage.expectSurprises(/views\.open|trigger/u);
  for (const { name, as, payload } of entrances) {
    const from = auditRows(stage.database).length;
    const claim = claimOf(scene, as);
    await delivered(scene, claimedBy(payload, claim, await scene.ticket(as)));
    await stage.pass(minutes(1));
    const own = auditRows(stage.database)
      .slice(from)
      .filter(({ actor }) => actor === `${claim.team}/${claim.id}`);
    for (const { outcome, detail } of own) {
      expect(
        ['asked', 'done', 'called', 'refused', 'failed', 'cancelled'],
        `${name}: ${JSON.stringify(detail)}`,
      ).toContain(outcome);
      // It was done before, by another way in.
      if (outcome === 'refused')
        expect([
          'not-decided',
          'not-retried',
          'not-released',
          'not-confirmed',
          'busy',
          'limit-server',
        ]).toContain(detail['reason']);
    }
  }
  const granted = new Set(
    auditRows(stage.database).flatMap(({ verb, outcome }) => (refusing.includes(outcome) ? [] : [verb])),
  );
  expect(entrances.flatMap(({ changes }) => changes ?? []).filter(verb => !granted.has(verb))).toEqual([]);
});

const forgeries: readonly Forgery[] = [
  'unsigned',
  'wrong_secret',
  'tampered',
  'old_timestamp',
  'future_timestamp',
];

it('answers 401 to all of them over HTTP without a valid signature of the last five minutes, and does nothing', async () => {
  const { stage, entrances } = await createHostileScene();
  await stage.stop();
  const { env } = await deliverOverHttp(stage.slack);
  await stage.start(env);
  const watched = watch(stage, 'nobody');
  const asked = stage.slack.calls.length;
  for (const { name, payload } of entrances)
    for (const forgery of forgeries)
      expect(await stage.slack.forge(payload, forgery), `${name} ${forgery}`).toEqual({
        kind: 'answer',
        status: 401,
        body: '',
      });
  await stage.pass(0);
  expect(watched.nothingBut('forged')).toEqual([]);
  expect(stage.slack.calls).toHaveLength(asked);
});

it('refuses all of them to other workspaces, guests, bots and people who have left', async () => {
  const scene = await createHostileScene();
  const { stage, entrances } = scene;
  const { teamId: team } = stage.slack;
  stage.slack.invite('exdev', 'ops');
  const attackers: readonly (readonly [string, string, Claim])[] = [
    ['a guest', 'gus', { id: idOf(scene, 'gus'), team }],
    ['a bot', 'deploybot', { id: idOf(scene, 'deploybot'), team }],
    ['another workspace', 'mallory', { id: idOf(scene, 'mallory'), team: partner }],
    ['another workspace that says it is this one', 'mallory', { id: idOf(scene, 'mallory'), team }],
    ['the same id of another workspace', 'alice', { id: idOf(scene, 'alice'), team: partner }],
    ['somebody who has left', 'exdev', { id: idOf(scene, 'exdev'), team }],
    ['nobody whom Slack knows', 'gus', { id: 'U07NOBODY00', team }],
  ];
  // Nobody who has left can do anything any more; what they sent a moment before may still arrive.
  const ticketOf = async (name: string) => {
    if (name !== 'exdev') return scene.ticket(name);
    stage.slack.setPerson(name, { deleted: false });
    const ticket = await scene.ticket(name);
    stage.slack.setPerson(name, { deleted: true });
    return ticket;
  };
  for (const [who, name, claim] of attackers)
    for (const { name: entrance, payload } of entrances) {
      const sent = claimedBy(payload, claim, await ticketOf(name));
      await expectRefused(scene, `${entrance} from ${who}`, sent, claim, idOf(scene, name));
    }
});

type Revocation = (scene: Scene, who: string) => () => void;

const revocations: readonly (readonly [string, Revocation])[] = [
  ['became a guest', withPerson({ is_restricted: true })],
  ['was deactivated', withPerson({ deleted: true })],
  [
    'is not told of by Slack any more',
    ({ stage: { slack } }) => {
      slack.mishap = ({ method }) => (method === 'users.info' ? { http: 500 } : undefined);
      return () => (slack.mishap = undefined);
    },
  ],
];

function withPerson(patch: { is_restricted?: boolean; deleted?: boolean }): Revocation {
  return ({ stage }, who) => {
    stage.slack.setPerson(who, patch);
    return () => stage.slack.setPerson(who, { is_restricted: false, deleted: false });
  };
}

it('refuses what changes something to whoever just lost the right, although Slack told of it a moment ago', async () => {
  const scene = await createHostileScene();
  const { stage, entrances } = scene;
  const changing = entrances.filter(({ changes }) => changes !== null);
  expect(changing.length).toBeGreaterThan(20);
  const attempt = async (how: string, { name, as, payload }: Entrance, revoke: Revocation) => {
    const claim = claimOf(scene, as);
    const ticket = await scene.ticket(as);
    const restore = revoke(scene, as);
    await expectRefused(scene, `${name} of somebody who ${how}`, claimedBy(payload, claim, ticket), claim);
    restore();
  };
  for (const who of ['alice', 'bob']) await stage.say(who, 'ops', '/snapkeeper whoami');
  for (const [how, revoke] of revocations) for (const one of changing) await attempt(how, one, revoke);
  const forRole = changing.filter(({ changes }) => ['confirm', 'approve', 'deny'].includes(changes ?? ''));
  expect(forRole.length).toBeGreaterThan(5);
  for (const one of forRole)
    await attempt('left the group', one, ({ stage: { slack } }) => {
      slack.setUserGroup('approvers', ['carol']);
      return () => slack.setUserGroup('approvers', ['bob', 'carol']);
    });
});
