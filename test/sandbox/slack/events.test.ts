import type { App } from '@slack/bolt';
import { afterEach, describe, expect, test } from 'vitest';
import { manifest, outcome, startBolt, startBoltHttp, startStage, type Stage } from './stage.ts';

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** A workspace whose app subscribed to these events. */
async function openStage(events: readonly string[], ackMs = 3000): Promise<Stage> {
  const { oauth_config, settings } = manifest;
  const bot_optional = [...oauth_config.scopes.bot_optional, 'usergroups:read'];
  const stage = await startStage({
    ackMs,
    manifest: {
      ...manifest,
      oauth_config: { scopes: { ...oauth_config.scopes, bot_optional } },
      settings: { ...settings, event_subscriptions: { bot_events: events } },
    },
  });
  closing.push(() => stage.close());
  return stage;
}

async function run({ slack }: Stage, register: (app: App) => void, start = startBolt): Promise<App> {
  const app = await start(slack, register);
  closing.push(() => app.stop());
  return app;
}

const homeView = (text: string) => ({
  type: 'home' as const,
  blocks: [{ type: 'section' as const, text: { type: 'mrkdwn' as const, text } }],
});

describe('Home', () => {
  test('is published per person, when they open it', async () => {
    const stage = await openStage(['app_home_opened']);
    await run(stage, app =>
      app.event('app_home_opened', async ({ event, client }) => {
        await client.views.publish({ user_id: event.user, view: homeView(`for <@${event.user}>`) });
      }),
    );
    const [alice, bob] = [stage.slack.client('alice'), stage.slack.client('bob')];
    const { payload } = await alice.openHome();
    expect(payload).toMatchObject({
      type: 'event_callback',
      team_id: stage.slack.teamId,
      api_app_id: stage.slack.appId,
      event_id: expect.stringMatching(/^Ev/),
      event: {
        type: 'app_home_opened',
        tab: 'home',
        user: alice.person.id,
        channel: expect.stringMatching(/^D/),
      },
    });
    // Nothing was published yet when she opened it.
    expect(payload?.['event']).not.toHaveProperty('view');
    await expect
      .poll(() => alice.home()?.content['blocks'])
      .toMatchObject([{ text: { text: `for <@${alice.person.id}>` } }]);
    expect(bob.home()).toBeUndefined();
    const again = await alice.openHome();
    expect(again.payload).toMatchObject({
      event: { view: { type: 'home', id: alice.home()?.view, hash: expect.any(String) } },
    });
    expect(stage.surprises()).toEqual([]);
  });

  test('takes only a newer view for a hash, and only home views of people here', async () => {
    const stage = await openStage(['app_home_opened']);
    const publish = async (more: object, who = 'alice') =>
      outcome(
        stage.client.apiCall('views.publish', {
          user_id: stage.slack.people[who]?.id,
          view: homeView('x'),
          ...more,
        }),
      );
    const first = await stage.client.views.publish({
      user_id: stage.slack.people['alice']?.id ?? '',
      view: homeView('one'),
    });
    expect(await publish({ hash: first.view?.hash })).toBe('ok');
    expect(await publish({ hash: first.view?.hash })).toBe('hash_conflict');
    expect(stage.slack.client('alice').home()?.view).toBe(first.view?.id);
    expect(stage.surprises()).toEqual([]);
    expect(await publish({}, 'mallory')).toBe('invalid_arguments');
    expect(await publish({}, 'deploybot')).toBe('invalid_arguments');
    expect(await publish({ view: { type: 'home', title: 'no', blocks: [] } })).toBe('invalid_arguments');
  });

  test('is closed while the manifest has it off, and says nothing to an app that did not ask', async () => {
    const off = await startStage({
      manifest: { ...manifest, features: { ...manifest.features, app_home: {} } },
    });
    closing.push(() => off.close());
    await expect(off.slack.client('alice').openHome()).rejects.toThrow('Home tab off');
    const user_id = off.slack.people['alice']?.id ?? '';
    expect(await outcome(off.client.views.publish({ user_id, view: homeView('x') }))).toBe('not_enabled');
    const deaf = await openStage([]);
    expect((await deaf.slack.client('alice').openHome()).ack).toEqual({ ok: false, why: 'not_subscribed' });
    expect(deaf.slack.envelopes).toEqual([]);
  });

  test('has buttons, whose trigger opens a modal', async () => {
    const stage = await openStage(['app_home_opened']);
    await run(stage, app =>
      app.action('start', async ({ ack, body, client }) => {
        await ack();
        if (!('trigger_id' in body)) throw new Error('no trigger');
        await client.views.open({
          trigger_id: body.trigger_id,
          view: {
            type: 'modal',
            title: { type: 'plain_text', text: 'From Home' },
            blocks: [{ type: 'divider' }],
          },
        });
      }),
    );
    const alice = stage.slack.client('alice');
    const button = {
      type: 'button' as const,
      action_id: 'start',
      text: { type: 'plain_text' as const, text: 'Start' },
    };
    const view = { type: 'home' as const, blocks: [{ type: 'actions' as const, elements: [button] }] };
    await stage.client.views.publish({ user_id: alice.person.id, view });
    const home = alice.home();
    if (home === undefined) throw new Error('no Home');
    const { payload } = await alice.press(home, { label: 'Start' });
    expect(payload).toMatchObject({
      container: { type: 'view', view_id: home.view },
      view: { type: 'home' },
    });
    await expect.poll(() => alice.modals()).toHaveLength(1);
    await expect(stage.slack.client('bob').press(home, { label: 'Start' })).rejects.toThrow('has no view');
  });
});

describe('an event that nobody acknowledges', () => {
  test('comes again at once, after one minute and after five, always the same, and then no more', async () => {
    const stage = await openStage(['app_home_opened']);
    const attempts = () =>
      stage.slack.envelopes.map(({ payload, outcome: how }) => [payload['event_id'], how]);
    const { ack } = await stage.slack.client('alice').openHome();
    expect(ack).toEqual({ ok: false, why: 'dispatch_failed' });
    expect(attempts()).toHaveLength(2);
    const due = stage.slack.nextRetry() ?? 0;
    stage.advance(59_999);
    await stage.slack.retryDue();
    expect(attempts()).toHaveLength(2);
    stage.advance(1);
    await stage.slack.retryDue();
    expect(attempts()).toHaveLength(3);
    expect((stage.slack.nextRetry() ?? 0) - due).toBe(300_000);
    stage.advance(300_000);
    await stage.slack.retryDue();
    expect(stage.slack.nextRetry()).toBeUndefined();
    expect(attempts()).toEqual(Array.from({ length: 4 }, () => ['Ev070000001', 'dispatch_failed']));
  });

  test.each([
    ['a socket', startBolt],
    ['HTTP', startBoltHttp],
  ])('reaches the app over %s when it is there again, which sees what it missed', async (_how, start) => {
    const stage = await openStage(['app_home_opened']);
    await stage.slack.client('alice').openHome();
    const heard: unknown[] = [];
    await run(
      stage,
      app =>
        app.event('app_home_opened', async ({ context, body }) => {
          heard.push([body.event_id, context.retryNum]);
        }),
      start,
    );
    stage.advance(60_000);
    await stage.slack.retryDue();
    await expect.poll(() => heard).toEqual([['Ev070000001', 2]]);
    expect(stage.slack.nextRetry()).toBeUndefined();
  });
});

test('messages, memberships and user groups are told of where the app is a member', async () => {
  const stage = await openStage([
    'message.channels',
    'message.groups',
    'member_joined_channel',
    'member_left_channel',
    'subteam_members_changed',
  ]);
  const heard: string[] = [];
  await run(stage, app => {
    app.message(
      async ({ message }) =>
        void heard.push(`${message.channel_type}: ${'text' in message ? message.text : ''}`),
    );
    app.event('member_joined_channel', async ({ event }) => void heard.push(`joined ${event.user}`));
    app.event(
      'subteam_members_changed',
      async ({ event }) => void heard.push(`added ${event.added_users?.join(', ')}`),
    );
  });
  const { slack } = stage;
  slack.client('alice').post('ops', 'hello @bob');
  slack.client('bob').post('approvals', 'psst');
  slack.client('alice').post('random', 'the app is not here');
  await stage.post({ channel: 'ops', text: 'its own, which Bolt drops' });
  slack.invite('exdev', 'ops');
  slack.setUserGroup('approvers', ['bob', 'dave']);
  await expect
    .poll(() => heard.toSorted())
    .toEqual([
      `added ${slack.people['dave']?.id}`,
      'channel: hello <@U07BOB00000|bob>',
      'group: psst',
      `joined ${slack.people['exdev']?.id}`,
    ]);
  expect(slack.envelopes).toHaveLength(5);
  expect(stage.surprises()).toEqual([]);
});

test.each<[string, object, string]>([
  ['an event that does not exist here', { bot_events: ['pin_added'] }, 'pin_added is not simulated'],
  [
    'an event without its scope',
    { bot_events: ['subteam_members_changed'] },
    'needs the scope usergroups:read',
  ],
])('a manifest with %s is refused', async (_what, event_subscriptions, problem) => {
  const settings = { ...manifest.settings, event_subscriptions };
  await expect(startStage({ manifest: { ...manifest, settings } })).rejects.toThrow(problem);
});

test('a manifest with commands but not their scope is refused', async () => {
  const oauth_config = { scopes: { bot: ['chat:write'] } };
  await expect(startStage({ manifest: { ...manifest, oauth_config } })).rejects.toThrow(
    'without the scope commands',
  );
});
