import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hello, manifest, outcome, startStage, type Stage } from './stage.ts';

let stage: Stage;

beforeEach(async () => {
  const { scopes } = manifest.oauth_config;
  const bot_optional = [...scopes.bot_optional, 'im:write', 'usergroups:read'];
  stage = await startStage({
    manifest: { ...manifest, oauth_config: { scopes: { ...scopes, bot_optional } } },
  });
});

afterEach(() => stage.close());

const texts = (messages: readonly { text?: string | undefined }[] = []) => messages.map(({ text }) => text);

describe('threads', () => {
  test('hold the replies, and the channel only those that were sent to it too', async () => {
    const { client, slack } = stage;
    const channel = stage.idOf('ops');
    const { ts } = await stage.post({ channel, text: 'root' });
    await stage.post({ channel, text: 'one', thread_ts: ts });
    await stage.post({ channel, text: 'two', thread_ts: ts, reply_broadcast: true });
    slack.client('bob').post('ops', 'three', ts);
    await client.chat.postEphemeral({
      channel,
      user: slack.people['carol']?.id ?? '',
      text: 'for carol',
      thread_ts: ts,
    });
    const bob = slack.client('bob');
    expect(texts(bob.messages('ops'))).toEqual(['root', 'two']);
    expect(texts(bob.thread({ channel, ts }))).toEqual(['root', 'one', 'two', 'three']);
    expect(texts(slack.client('carol').thread({ channel, ts }))).toEqual([
      'root',
      'one',
      'two',
      'three',
      'for carol',
    ]);
    const replies = await client.conversations.replies({ channel, ts, limit: 2 });
    expect(texts(replies.messages)).toEqual(['root', 'one']);
    expect(replies.messages?.[0]).toMatchObject({ thread_ts: ts, reply_count: 3, reply_users_count: 2 });
    const rest = await client.conversations.replies({
      channel,
      ts,
      cursor: replies.response_metadata?.next_cursor ?? '',
    });
    expect(texts(rest.messages)).toEqual(['root', 'one', 'two', 'three'].slice(2));
    expect(rest.messages?.[0]).toMatchObject({ subtype: 'thread_broadcast' });
    expect(texts((await client.conversations.history({ channel })).messages)).toEqual(['two', 'root']);
    expect(stage.surprises()).toEqual([]);
  });

  test('need a message to stand under, and a reply is none', async () => {
    const { client } = stage;
    const channel = stage.idOf('ops');
    const { ts } = await stage.post({ channel, text: 'root' });
    const reply = await stage.post({ channel, text: 'one', thread_ts: ts });
    expect(await outcome(stage.post({ channel, text: 'x', thread_ts: '1.000001' }))).toBe('thread_not_found');
    expect(await outcome(client.conversations.replies({ channel, ts: '1.000001' }))).toBe('thread_not_found');
    expect(stage.surprises()).toEqual([]);
    await stage.post({ channel, text: 'two', thread_ts: reply.ts });
    expect(texts(stage.slack.client('bob').thread({ channel, ts }))).toEqual(['root', 'one', 'two']);
    expect(await outcome(stage.post({ channel, text: 'x', reply_broadcast: true }))).toBe(
      'invalid_arguments',
    );
    expect(stage.surprises()).toHaveLength(2);
  });

  test('are seen by members of the channel only', async () => {
    const { ts, channel } = await stage.post({ channel: 'approvals', text: 'secret', blocks: [hello] });
    expect(stage.slack.client('alice').thread({ channel, ts })).toEqual([]);
    expect(stage.slack.client('bob').thread({ channel, ts })).toHaveLength(1);
  });
});

test('a direct message is opened by the person’s id, and is always the same', async () => {
  const { client, slack } = stage;
  const open = (name: string) => client.conversations.open({ users: slack.people[name]?.id ?? '' });
  const { channel } = await open('alice');
  const { channel: posted } = await stage.post({ channel: slack.people['alice']?.id ?? '', text: 'psst' });
  expect(channel?.id).toBe(posted);
  expect(slack.client('alice').channels()).toContainEqual({
    id: posted,
    name: 'snapkeeper',
    kind: 'direct',
    isMember: true,
  });
  expect(await outcome(open('deploybot'))).toBe('cannot_dm_bot');
  expect(await outcome(open('exdev'))).toBe('channel_not_found');
  expect(await outcome(client.conversations.open({ users: 'U0NOBODY000' }))).toBe('user_not_found');
});

test('user groups tell who is in them, without people who have left', async () => {
  const { client, slack } = stage;
  const { usergroups } = await client.usergroups.list({ include_users: true });
  expect(usergroups).toMatchObject([
    { handle: 'approvers', users: [slack.people['bob']?.id, slack.people['carol']?.id] },
  ]);
  slack.setPerson('carol', { deleted: true });
  const usergroup = usergroups?.[0]?.id ?? '';
  expect((await client.usergroups.users.list({ usergroup })).users).toEqual([slack.people['bob']?.id]);
  expect(await outcome(client.usergroups.users.list({ usergroup: 'S0NOBODY000' }))).toBe('no_such_subteam');
});
