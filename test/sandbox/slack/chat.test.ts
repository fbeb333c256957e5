import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { approve, hello, outcome, startStage, type Stage } from './stage.ts';

let stage: Stage;

beforeEach(async () => {
  stage = await startStage();
});

afterEach(() => stage.close());

function post(channel: string): Promise<string> {
  return outcome(stage.post({ channel, text: 'x' }));
}

describe('posting', () => {
  test('the channel decides', async () => {
    const { slack } = stage;
    expect(await post(stage.idOf('ops'))).toBe('ok');
    expect(await post(stage.idOf('random'))).toBe('not_in_channel');
    expect(await post(stage.idOf('war-room'))).toBe('channel_not_found');
    expect(await post('#ops')).toBe('channel_not_found');
    slack.invite('snapkeeper', 'war-room');
    expect(await post(stage.idOf('war-room'))).toBe('ok');
    slack.setChannel('ops', { is_archived: true });
    expect(await post(stage.idOf('ops'))).toBe('is_archived');
    expect(stage.surprises()).toEqual([]);
  });

  test('a person id opens the direct message, whose D id serves from then on', async () => {
    const { client, slack } = stage;
    const alice = slack.people['alice']?.id ?? '';
    const { channel, ts } = await stage.post({ channel: alice, text: 'psst' });
    expect(channel).toMatch(/^D/);
    expect(slack.messages({ in: '@snapkeeper', as: 'alice' }).map(({ text }) => text)).toEqual(['psst']);
    expect(slack.messages({ in: '@snapkeeper', as: 'bob' })).toEqual([]);
    expect(await outcome(client.chat.update({ channel: alice, ts, text: 'y' }))).toBe('channel_not_found');
    expect(await outcome(client.chat.update({ channel, ts, text: 'y' }))).toBe('ok');
    expect(await post(slack.people['exdev']?.id ?? '')).toBe('channel_not_found');
    expect(await post(slack.people['deploybot']?.id ?? '')).toBe('cannot_dm_bot');
  });

  test('blocks are stored with what Slack fills in', async () => {
    const { message } = await stage.post({
      channel: stage.idOf('ops'),
      text: 'x',
      blocks: [hello, approve],
    });
    expect(message.blocks).toMatchObject([
      {
        type: 'section',
        block_id: expect.any(String),
        text: { type: 'mrkdwn', text: 'hello', verbatim: false },
      },
      { block_id: 'decide', elements: [{ action_id: 'approve', text: { text: 'Approve', emoji: true } }] },
    ]);
  });

  test('bad blocks come back with reasons in both of the places Slack puts them', async () => {
    const call = stage.post({
      channel: stage.idOf('ops'),
      text: 'x',
      blocks: [{ type: 'section' }],
    });
    const line = 'missing required field: text or fields [json-pointer:/blocks/0]';
    await expect(call).rejects.toMatchObject({
      data: { error: 'invalid_blocks', errors: [line], response_metadata: { messages: [`[ERROR] ${line}`] } },
    });
    const table = { type: 'table', rows: [[{ type: 'raw_text', text: 'x' }]] };
    const channel = stage.idOf('ops');
    expect(await outcome(stage.post({ channel, text: 'x', blocks: [table, table] }))).toBe(
      'invalid_attachments',
    );
    expect(await outcome(stage.client.apiCall('chat.postMessage', { channel, blocks: '{oops' }))).toBe(
      'invalid_blocks_format',
    );
    expect(await outcome(stage.post({ channel, text: '' }))).toBe('no_text');
    expect(stage.surprises()).toHaveLength(4);
  });

  test('a live broadcast and markup nobody escaped are surprises', async () => {
    await stage.post({
      channel: stage.idOf('ops'),
      text: 'hi <!channel>, volume <b>root</b> of <@U07ALICE000>',
    });
    await stage.post({
      channel: stage.idOf('ops'),
      text: 'hi &lt;!channel&gt; <!date^1^{time}|x> <https://x.y|z>',
    });
    expect(stage.surprises()).toEqual([
      'live mention <!channel>',
      'unescaped markup <b>',
      'unescaped markup </b>',
    ]);
  });

  test('ephemeral messages reach one member and nobody else, and cannot be edited', async () => {
    const { client, slack } = stage;
    const user = slack.people['bob']?.id ?? '';
    const { message_ts: ts = '' } = await client.chat.postEphemeral({
      channel: stage.idOf('approvals'),
      user,
      text: 'for you',
    });
    expect(slack.messages({ in: 'approvals', as: 'bob' }).map(({ text }) => text)).toEqual(['for you']);
    expect(slack.messages({ in: 'approvals', as: 'carol' })).toEqual([]);
    expect((await client.conversations.history({ channel: stage.idOf('approvals') })).messages).toEqual([]);
    expect(await outcome(client.chat.update({ channel: stage.idOf('approvals'), ts, text: 'y' }))).toBe(
      'cant_update_message',
    );
    const toAlice = { channel: stage.idOf('approvals'), user: slack.people['alice']?.id ?? '', text: 'x' };
    expect(await outcome(client.chat.postEphemeral(toAlice))).toBe('user_not_in_channel');
  });
});

async function posted(blocks: readonly object[] = []): Promise<{ channel: string; ts: string }> {
  const { channel, ts } = await stage.post({ channel: 'ops', text: 'first', blocks });
  return { channel, ts };
}

describe('chat.update', () => {
  test('text without blocks takes the blocks away and marks the message as edited', async () => {
    const message = await posted([hello]);
    await stage.client.chat.update({ ...message, text: 'second' });
    expect(stage.slack.messages({ in: 'ops', as: 'dave' })).toMatchObject([
      { ts: message.ts, text: 'second', blocks: [], edited: { user: stage.slack.botUserId } },
    ]);
  });

  test('limits and mismatches have names', async () => {
    const { client } = stage;
    const message = await posted();
    expect(await outcome(client.chat.update({ ...message, text: 'x'.repeat(4001) }))).toBe('msg_too_long');
    expect(await outcome(client.chat.update({ ...message, ts: '1.000001', text: 'x' }))).toBe(
      'message_not_found',
    );
    expect(await outcome(client.apiCall('chat.update', message))).toBe('no_text');
    const elements = [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'x' }] }];
    const rich = await posted([{ type: 'rich_text', elements }]);
    expect(await outcome(client.chat.update({ ...rich, text: 'x', blocks: [hello] }))).toBe('block_mismatch');
  });
});
