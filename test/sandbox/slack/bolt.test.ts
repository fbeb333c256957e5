import type { App } from '@slack/bolt';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import type { Message } from '../../../src/sandbox/slack/timeline.ts';
import { approve, hello, startBolt, startStage, type Stage } from './stage.ts';

const clicked = z.object({
  channel: z.object({ id: z.string() }),
  container: z.object({ message_ts: z.string() }),
});

let stage: Stage;
let app: App | undefined;

beforeEach(async () => {
  stage = await startStage();
});

afterEach(async () => {
  await app?.stop();
  app = undefined;
  await stage.close();
});

async function run(register: (app: App) => void): Promise<void> {
  app = await startBolt(stage.slack, register);
}

test('a command is acknowledged with text that only its author sees', async () => {
  await run(one => one.command('/snapshot', async ({ ack, command }) => ack(`snapshot of ${command.text}`)));
  const { slack } = stage;
  const { shown, payload } = await slack.command({ as: 'alice', in: 'ops', text: '/snapshot prod-web' });

  expect(shown.map(message => message.text)).toEqual(['snapshot of prod-web']);
  expect(slack.messages({ in: 'ops', as: 'alice' })).toHaveLength(1);
  expect(slack.messages({ in: 'ops', as: 'bob' })).toEqual([]);
  expect(payload).toMatchObject({
    command: '/snapshot',
    text: 'prod-web',
    team_id: slack.teamId,
    channel_id: slack.channels['ops']?.id,
    channel_name: 'ops',
    user_name: 'alice',
    is_enterprise_install: 'false',
  });
  expect(slack.surprises).toEqual([]);
});

test('Bolt starts with the two calls it makes on Slack, and is connected', async () => {
  await run(() => {});
  await stage.slack.whenConnected();
  expect(stage.slack.calls.map(call => call.method)).toEqual(['auth.test', 'apps.connections.open']);
  expect(stage.slack.connected()).toBe(true);
});

test('a button carries its message to the app, which edits it and answers in private', async () => {
  await run(one => {
    one.command('/snapshot', async ({ ack, say }) => {
      await ack();
      await say({ text: 'decide', blocks: [hello, approve] });
    });
    one.action('approve', async ({ ack, body, client, respond }) => {
      await ack();
      const { channel, container } = clicked.parse(body);
      await client.chat.update({
        channel: channel.id,
        ts: container.message_ts,
        text: `approved by <@${body.user.id}>`,
      });
      await respond({ text: 'thank you', response_type: 'ephemeral', replace_original: false });
    });
  });
  const { slack } = stage;
  const posted = nextChange();
  await slack.command({ as: 'alice', in: 'ops', text: '/snapshot prod-web' });
  const message = await posted;
  const thanked = nextChange(2);
  const { payload } = await slack.click({ as: 'bob', message, button: 'Approve' });
  await thanked;

  expect(payload).toMatchObject({
    type: 'block_actions',
    user: { username: 'bob', team_id: slack.teamId },
    container: { type: 'message', message_ts: message.ts, is_ephemeral: false },
    message: { ts: message.ts, bot_id: expect.stringMatching(/^B/) },
    actions: [{ action_id: 'approve', block_id: 'decide', type: 'button', value: 'r-1' }],
  });
  expect(slack.messages({ in: 'ops', as: 'carol' }).map(({ text, blocks }) => [text, blocks])).toEqual([
    [`approved by <@${slack.people['bob']?.id}>`, []],
  ]);
  expect(slack.messages({ in: 'ops', as: 'bob' }).map(({ text }) => text)).toContain('thank you');
  expect(slack.surprises).toEqual([]);
});

test('a click on an ephemeral message sends no message along, and its response replaces it', async () => {
  await run(one => {
    one.command('/snapshot', async ({ ack }) => ack({ blocks: [hello, approve] }));
    one.action('approve', async ({ ack, respond }) => {
      await ack();
      await respond({ text: 'replaced', replace_original: true });
    });
  });
  const { slack } = stage;
  const { shown } = await slack.command({ as: 'alice', in: '@snapkeeper', text: '/snapshot prod-web' });
  const [message] = shown;
  if (message === undefined) throw new Error('nothing was shown');
  await expect(slack.click({ as: 'bob', message, actionId: 'approve' })).rejects.toThrow('does not see');
  const edited = nextChange();
  const { payload } = await slack.click({ as: 'alice', message, actionId: 'approve' });
  await edited;

  expect(payload).not.toHaveProperty('message');
  expect(payload).toMatchObject({ container: { is_ephemeral: true }, channel: { name: 'directmessage' } });
  expect(slack.messages({ in: '@snapkeeper', as: 'alice' }).map(({ text, ts }) => [text, ts])).toEqual([
    ['replaced', message.ts],
  ]);
});

test('without a connection Slackbot reports dispatch_failed', async () => {
  const { ack, shown } = await stage.slack.command({ as: 'alice', in: 'ops', text: '/snapshot prod-web' });
  expect(ack).toEqual({ ok: false, why: 'dispatch_failed' });
  expect(shown[0]?.text).toBe('/snapshot failed with the error "dispatch_failed"');
  expect(stage.slack.surprises).toEqual([]);
});

test('an acknowledgement that is missing or late ends in operation_timeout and is a surprise', async () => {
  await stage.close();
  stage = await startStage({ ackMs: 150 });
  let ackLate: (() => Promise<void>) | undefined;
  await run(one =>
    one.command('/snapshot', async ({ ack }) => {
      ackLate = () => ack('too late');
    }),
  );
  const { slack } = stage;
  const { ack, shown } = await slack.command({ as: 'alice', in: 'ops', text: '/snapshot prod-web' });
  await ackLate?.();
  await slack.command({ as: 'alice', in: 'ops', text: '/nope' });

  expect(ack).toEqual({ ok: false, why: 'operation_timeout' });
  expect(shown[0]?.text).toBe('/snapshot failed with the error "operation_timeout"');
  expect(slack.messages({ in: 'ops', as: 'alice' }).map(({ text }) => text)).not.toContain('too late');
  expect(slack.surprises.map(({ what }) => what)).toEqual([
    'no acknowledgement of slash_commands within 150 ms',
  ]);
});

test('an acknowledgement Slack could not show is a surprise', async () => {
  const bad = { type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(3001) } };
  await run(one => one.command('/snapshot', async ({ ack }) => ack({ blocks: [bad] })));
  const { shown } = await stage.slack.command({ as: 'alice', in: 'ops', text: '/snapshot prod-web' });
  expect(shown[0]?.text).toContain('invalid_command_response');
  expect(stage.slack.surprises[0]?.what).toContain(
    'must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
  );
});

test('a disconnect frame takes the app off the line, and stopping it then does not hang', async () => {
  await run(() => {});
  const { slack } = stage;
  slack.disconnect('link_disabled');
  expect(slack.connected()).toBe(false);
  const stopping = app?.stop();
  app = undefined;
  await stopping;
});

function nextChange(count = 1): Promise<Message> {
  return new Promise(resolve => {
    let seen = 0;
    const stop = stage.slack.onChange(({ message }) => {
      seen += 1;
      if (seen < count) return;
      stop();
      resolve(message);
    });
  });
}
