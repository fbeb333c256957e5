import { afterEach, beforeEach, expect, test } from 'vitest';
import { outcome, startStage, type Stage, webClient } from './stage.ts';

let stage: Stage;

beforeEach(async () => {
  stage = await startStage();
  stage.slack.rateLimits = true;
});

afterEach(() => stage.close());

const post = (channel: string) => outcome(stage.post({ channel, text: 'x' }));

/** What the SDK reads from a 429. */
async function retryAfter(call: Promise<unknown>): Promise<unknown> {
  const error: unknown = await call.catch((thrown: unknown) => thrown);
  return error instanceof Error ? Reflect.get(error, 'retryAfter') : undefined;
}

test('a channel takes a short burst, then a message a second of virtual time', async () => {
  const { slack } = stage;
  expect([await post('ops'), await post('ops'), await post('ops')]).toEqual(['ok', 'ok', 'ok']);
  expect(await retryAfter(stage.post({ channel: 'ops', text: 'x' }))).toBe(3);
  // Each channel has its own limit.
  expect(await post('approvals')).toBe('ok');
  stage.advance(2500);
  expect(await retryAfter(stage.post({ channel: 'ops', text: 'x' }))).toBe(1);
  stage.advance(1000);
  expect(await post('ops')).toBe('ok');
  for (let second = 0; second < 20; second += 1) {
    stage.advance(1000);
    expect(await post('ops')).toBe('ok');
  }
  expect([slack.turnedAway('chat.postMessage'), slack.turnedAway('chat.update'), slack.turnedAway()]).toEqual(
    [2, 0, 2],
  );
  expect(slack.messages({ in: 'ops', as: 'bob' })).toHaveLength(24);
  expect(slack.surprises).toEqual([]);
});

test('ephemeral messages count with the others, and a person’s id with their direct message', async () => {
  const { slack, client } = stage;
  const user = slack.people['alice']?.id ?? '';
  const ephemeral = () =>
    outcome(client.chat.postEphemeral({ channel: stage.idOf('ops'), user, text: 'only you' }));
  expect([await ephemeral(), await post('ops'), await ephemeral()]).toEqual(['ok', 'ok', 'ok']);
  expect(await retryAfter(stage.post({ channel: 'ops', text: 'x' }))).toBe(3);
  const { channel } = await stage.post({ channel: user, text: 'x' });
  expect([await post(channel), await post(user)]).toEqual(['ok', 'ok']);
  expect(await retryAfter(stage.post({ channel: user, text: 'x' }))).toBe(3);
});

test('fifty edits a minute in the whole workspace', async () => {
  const { slack, client } = stage;
  const { channel, ts } = await stage.post({ channel: 'ops', text: 'x' });
  const other = await stage.post({ channel: 'approvals', text: 'x' });
  const edit = (text: string) => client.chat.update({ channel, ts, text });
  for (let count = 0; count < 50; count += 1) {
    await edit(`${count}`);
    if (count < 40) stage.advance(1000);
  }
  expect(await retryAfter(client.chat.update({ channel: other.channel, ts: other.ts, text: 'y' }))).toBe(20);
  stage.advance(20_000);
  expect(await outcome(edit('again'))).toBe('ok');
  expect(slack.turnedAway('chat.update')).toBe(1);
  expect(slack.messages({ in: 'ops', as: 'bob' })[0]?.text).toBe('again');
});

test('a 429 looks like Slack’s, has no effect, meets no mishap, and is on record', async () => {
  const { slack } = stage;
  const asked: string[] = [];
  slack.mishap = ({ method }) => {
    asked.push(method);
    return undefined;
  };
  const send = () =>
    fetch(`${slack.env.SLACK_API_URL}chat.postMessage`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${slack.env.SLACK_BOT_TOKEN}` },
      body: JSON.stringify({ channel: stage.idOf('ops'), text: 'x' }),
    });
  const statuses = [await send(), await send(), await send(), await send()].map(({ status }) => status);
  expect(statuses).toEqual([200, 200, 200, 429]);
  const refused = await send();
  expect(refused.headers.get('retry-after')).toBe('3');
  expect(await refused.json()).toEqual({ ok: false, error: 'ratelimited' });
  expect(asked).toHaveLength(3);
  expect(slack.calls.map(({ ok }) => ok)).toEqual([true, true, true, false, false]);
  expect(slack.messages({ in: 'ops', as: 'bob' })).toHaveLength(3);
});

test('limits are in force only while they are switched on, and start anew then', async () => {
  const { slack } = stage;
  slack.rateLimits = false;
  for (let count = 0; count < 5; count += 1) expect(await post('ops')).toBe('ok');
  slack.rateLimits = true;
  for (let count = 0; count < 3; count += 1) expect(await post('ops')).toBe('ok');
  expect(await post('ops')).not.toBe('ok');
  slack.rateLimits = true;
  expect([slack.rateLimits, await post('ops'), slack.turnedAway()]).toEqual([true, 'ok', 1]);
});

test('methods without a limit here are free', async () => {
  const client = webClient(stage.slack, stage.slack.env.SLACK_BOT_TOKEN);
  for (let count = 0; count < 60; count += 1) await client.auth.test();
  expect(stage.slack.turnedAway()).toBe(0);
});
