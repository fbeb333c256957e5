import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hello, manifest, outcome, startStage, type Stage, webClient } from './stage.ts';

let stage: Stage;

beforeEach(async () => {
  stage = await startStage();
});

afterEach(() => stage.close());

describe('who may call', () => {
  test('an unknown method and an unknown argument are refused and fail the run', async () => {
    const { client } = stage;
    expect(await outcome(client.apiCall('chat.delete', { channel: stage.idOf('ops'), ts: '1.2' }))).toBe(
      'unknown_method',
    );
    expect(await outcome(client.apiCall('users.info', { user: 'U1', nope: 1 }))).toBe('invalid_arguments');
    expect(stage.surprises()).toEqual([
      'chat.delete: unknown_method',
      'users.info: invalid_arguments; Unrecognized key: "nope" [json-pointer:/]',
    ]);
  });

  test('each token opens its own methods only', async () => {
    const { slack } = stage;
    const { SLACK_APP_TOKEN, SLACK_BOT_TOKEN } = slack.env;
    expect(await outcome(webClient(slack, undefined).auth.test())).toBe('not_authed');
    expect(await outcome(webClient(slack, 'xoxb-other').auth.test())).toBe('invalid_auth');
    expect(await outcome(webClient(slack, SLACK_APP_TOKEN).auth.test())).toBe('not_allowed_token_type');
    expect(await outcome(webClient(slack, SLACK_BOT_TOKEN).apps.connections.open({}))).toBe(
      'not_allowed_token_type',
    );
    expect(await outcome(webClient(slack, SLACK_APP_TOKEN).apps.connections.open({}))).toBe('ok');
    expect(stage.surprises()).toHaveLength(4);
  });

  test('a scope the manifest does not ask for is missing', async () => {
    const poor = await startStage({
      manifest: { ...manifest, oauth_config: { scopes: { bot: ['commands'] } } },
    });
    const call = poor.post({ channel: stage.idOf('ops'), text: 'x' });
    await expect(call).rejects.toMatchObject({
      data: { error: 'missing_scope', needed: 'chat:write', provided: 'commands' },
    });
    expect(poor.slack.surprises).toHaveLength(1);
    await poor.close();
    // Direct messages are read with a scope of their own, which this app's manifest does not have.
    const dm = await stage.post({
      channel: stage.slack.people['alice']?.id ?? '',
      text: 'x',
    });
    expect(await outcome(stage.client.conversations.info({ channel: dm.channel }))).toBe('missing_scope');
  });

  test('JSON bodies mean the same as forms', async () => {
    const { slack } = stage;
    const answer = await fetch(`${slack.env.SLACK_API_URL}chat.postMessage`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${slack.env.SLACK_BOT_TOKEN}` },
      body: JSON.stringify({ channel: stage.idOf('ops'), text: 'hi', blocks: [hello], unfurl_links: false }),
    });
    expect(answer.headers.get('x-oauth-scopes')).toContain('chat:write');
    expect(await answer.json()).toMatchObject({ ok: true, channel: stage.idOf('ops') });
    const text = await fetch(`${slack.env.SLACK_API_URL}auth.test`, { method: 'POST', body: 'token=x' });
    expect(await text.json()).toMatchObject({ ok: false, error: 'invalid_post_type' });
  });
});

describe('who one is', () => {
  test('auth.test and bots.info tell the app apart from others', async () => {
    const { client, slack } = stage;
    const me = await client.auth.test();
    expect(me).toMatchObject({
      team_id: slack.teamId,
      user_id: slack.botUserId,
      is_enterprise_install: false,
    });
    const { bot } = await client.bots.info({ bot: me.bot_id ?? '' });
    expect(bot).toMatchObject({ app_id: slack.appId, user_id: slack.botUserId, deleted: false });
  });

  test('users.info carries the flags that authorization hangs on', async () => {
    const { client, slack } = stage;
    const info = async (name: string) =>
      (await client.users.info({ user: slack.people[name]?.id ?? '' })).user;
    expect(await info('alice')).toMatchObject({
      deleted: false,
      is_restricted: false,
      tz: 'Europe/Berlin',
      tz_offset: 3600,
    });
    expect(await info('gus')).toMatchObject({ is_restricted: true, is_ultra_restricted: true });
    expect(await info('exdev')).toMatchObject({ deleted: true });
    expect(await info('deploybot')).toMatchObject({ is_bot: true });
    // Met in a shared channel, somebody of another workspace is no "stranger": only the team tells.
    expect(await info('mallory')).toMatchObject({ team_id: 'T07PARTNER0', is_stranger: false });
    slack.kick('mallory', 'ops');
    expect(await info('mallory')).toMatchObject({ is_stranger: true });
    slack.setPerson('alice', { is_restricted: true });
    expect(await info('alice')).toMatchObject({ is_restricted: true });
    expect(await outcome(client.users.info({ user: 'U0NOBODY000' }))).toBe('user_not_found');
  });
});

async function channelInfo(name: string): Promise<unknown> {
  return (await stage.client.conversations.info({ channel: stage.idOf(name) })).channel;
}

describe('conversations', () => {
  test('history is newest first, pages by cursor, and tells metadata only when asked', async () => {
    const { client } = stage;
    const channel = stage.idOf('ops');
    const metadata = { event_type: 'card', event_payload: { key: 'operation/7' } };
    await stage.post({ channel, text: 'one', metadata });
    stage.advance(1000);
    const { ts: thread_ts } = await stage.post({ channel, text: 'two' });
    await stage.post({ channel, text: 'reply', thread_ts });
    const first = await client.conversations.history({ channel, limit: 1 });
    expect(first.messages?.map(({ text }) => text)).toEqual(['two']);
    expect(first.has_more).toBe(true);
    const cursor = first.response_metadata?.next_cursor ?? '';
    const second = await client.conversations.history({
      channel,
      limit: 1,
      cursor,
      include_all_metadata: true,
    });
    expect(second.messages).toMatchObject([{ text: 'one', metadata }]);
    const plain = await client.conversations.history({ channel, oldest: '0' });
    expect(plain.messages?.map(message => 'metadata' in message)).toEqual([false, false]);
    const newer = await client.conversations.history({ channel, oldest: String(second.messages?.[0]?.ts) });
    expect(newer.messages?.map(({ text }) => text)).toEqual(['two']);
    expect(await outcome(client.conversations.history({ channel: stage.idOf('random') }))).toBe(
      'not_in_channel',
    );
    const bad = { event_type: 'card' };
    expect(await outcome(client.apiCall('chat.postMessage', { channel, text: 'x', metadata: bad }))).toBe(
      'invalid_metadata_format',
    );
  });

  test('a channel shared through Slack Connect says so', async () => {
    expect(await channelInfo('ops')).toMatchObject({
      name: 'ops',
      is_ext_shared: true,
      is_member: true,
      is_private: false,
    });
    expect(await channelInfo('random')).toMatchObject({ is_ext_shared: false, is_member: false });
    expect(await channelInfo('approvals')).toMatchObject({ is_private: true, is_member: true });
    expect(await outcome(channelInfo('war-room'))).toBe('channel_not_found');
  });
});

test('blocks.validate answers without a token and is no surprise', async () => {
  const client = webClient(stage.slack, undefined);
  expect(await outcome(client.apiCall('blocks.validate', { blocks: [hello] }))).toBe('ok');
  const text = { type: 'mrkdwn', text: '' };
  await expect(
    client.apiCall('blocks.validate', { blocks: [{ type: 'section', text }] }),
  ).rejects.toMatchObject({
    data: {
      errors: [
        {
          code: 'failed_constraint',
          pointer: '/0/text/text',
          constraint: { type: 'min_length', expected: ['1'], got: '0' },
        },
      ],
    },
  });
  expect(stage.surprises()).toEqual([]);
});

describe('mishaps', () => {
  const text = 'x';

  test('a rate limit, a server error and a Slack error come as asked and have no effect', async () => {
    const { client, slack } = stage;
    const channel = stage.idOf('ops');
    slack.mishap = ({ method }) => (method === 'chat.postMessage' ? { http: 429, retryAfter: 7 } : undefined);
    await expect(stage.post({ channel, text })).rejects.toMatchObject({ retryAfter: 7 });
    expect(await outcome(client.auth.test())).toBe('ok');
    slack.mishap = () => ({ http: 503 });
    await expect(stage.post({ channel, text })).rejects.toMatchObject({ statusCode: 503 });
    slack.mishap = () => ({ error: 'fatal_error' });
    expect(await outcome(stage.post({ channel, text }))).toBe('fatal_error');
    expect(slack.messages({ in: 'ops', as: 'alice' })).toEqual([]);
    expect(stage.surprises()).toEqual([]);
  });

  test('a fault of the simulator itself is a surprise, not a network fault', async () => {
    stage.slack.mishap = () => {
      throw new Error('slip in a test');
    };
    await expect(stage.client.auth.test()).rejects.toThrow();
    expect(stage.surprises()).toEqual(['the simulator failed: Error: slip in a test']);
  });

  test.each([
    ['before', 0],
    ['after', 1],
  ] as const)('a connection cut %s the effect leaves %i messages', async (drop, count) => {
    const { slack } = stage;
    slack.mishap = () => ({ drop });
    await expect(stage.post({ channel: stage.idOf('ops'), text })).rejects.toThrow();
    expect(slack.messages({ in: 'ops', as: 'alice' })).toHaveLength(count);
    expect(slack.calls).toHaveLength(1);
  });
});
