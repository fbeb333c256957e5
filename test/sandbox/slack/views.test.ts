import type { ModalView } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import type { Client, SeenView } from '../../../src/sandbox/slack/client/client.ts';
import type { Entry } from '../../../src/sandbox/slack/client/entered-state.ts';
import { outcome, startStage, type Stage, webClient } from './stage.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const option = (value: string) => ({ text: plain(value.toUpperCase()), value });
const options = ['a', 'b', 'c'].map(option);
const stored = (value: string) => ({ text: { ...plain(value.toUpperCase()), emoji: true }, value });

const input = (id: string, element: object, more = {}) => ({
  type: 'input',
  block_id: id,
  label: plain(id),
  element: { action_id: 'in', ...element },
  ...more,
});

/** Views are written as the JSON that goes over the wire: the client's types would hide what is tested. */
const modal = (blocks: readonly object[], more = {}): ModalView =>
  ({
    type: 'modal',
    callback_id: 'form',
    title: plain('Form'),
    submit: plain('Send'),
    blocks,
    ...more,
  }) as unknown as ModalView;

const note = input('note', { type: 'plain_text_input' });

let stage: Stage;
let alice: Client;
let sockets: WebSocket[] = [];

beforeEach(async () => {
  stage = await startStage();
  alice = stage.slack.client('alice');
  await listen();
});

afterEach(async () => {
  for (const socket of sockets) socket.terminate();
  sockets = [];
  await stage.close();
});

/** An app that acknowledges whatever comes. */
async function listen(): Promise<void> {
  const { url = '' } = await webClient(stage.slack, stage.slack.env.SLACK_APP_TOKEN).apps.connections.open(
    {},
  );
  const socket = new WebSocket(url);
  sockets.push(socket);
  socket.on('message', (data: Buffer) => {
    const { envelope_id } = z
      .looseObject({ envelope_id: z.string().optional() })
      .parse(JSON.parse(data.toString()));
    if (envelope_id !== undefined) socket.send(JSON.stringify({ envelope_id, payload: {} }));
  });
  await stage.slack.whenConnected();
}

const triggerOf = (payload: unknown): string =>
  z.looseObject({ trigger_id: z.string() }).parse(payload).trigger_id;

async function trigger(who = alice): Promise<string> {
  const { payload } = await who.shortcut('Take a snapshot', 'ops');
  return triggerOf(payload);
}

const top = (who = alice): SeenView => {
  const view = who.modals().at(-1);
  if (view === undefined) throw new Error('no modal');
  return view;
};

async function open(blocks: readonly object[], more = {}): Promise<SeenView> {
  await stage.client.views.open({ trigger_id: await trigger(), view: modal(blocks, more) });
  return top();
}

const values = (payload: unknown): unknown =>
  z.looseObject({ view: z.looseObject({ state: z.object({ values: z.unknown() }) }) }).parse(payload).view
    .state.values;

describe('state.values, for each input element', () => {
  test.each<[object, Entry, object]>([
    [{ type: 'plain_text_input' }, 'hi', { value: 'hi' }],
    [{ type: 'plain_text_input' }, null, { value: null }],
    [{ type: 'plain_text_input', initial_value: 'x' }, [], { value: 'x' }],
    [{ type: 'number_input', is_decimal_allowed: false }, '7', { value: '7' }],
    [{ type: 'email_text_input' }, 'a@b.example', { value: 'a@b.example' }],
    [{ type: 'url_text_input' }, 'https://a.example', { value: 'https://a.example' }],
    [{ type: 'static_select', options }, 'b', { selected_option: stored('b') }],
    [{ type: 'static_select', options }, null, { selected_option: null }],
    [{ type: 'static_select', options, initial_option: options[2] }, [], { selected_option: stored('c') }],
    [
      { type: 'static_select', option_groups: [{ label: plain('g'), options }] },
      'a',
      { selected_option: stored('a') },
    ],
    [{ type: 'multi_static_select', options }, ['a', 'c'], { selected_options: [stored('a'), stored('c')] }],
    [{ type: 'multi_static_select', options }, null, { selected_options: [] }],
    [{ type: 'radio_buttons', options }, 'a', { selected_option: stored('a') }],
    [{ type: 'checkboxes', options }, ['b'], { selected_options: [stored('b')] }],
    [{ type: 'users_select' }, 'U07BOB00000', { selected_user: 'U07BOB00000' }],
    [{ type: 'multi_users_select' }, ['U07BOB00000'], { selected_users: ['U07BOB00000'] }],
    [{ type: 'conversations_select' }, 'C07OPS00000', { selected_conversation: 'C07OPS00000' }],
    [
      { type: 'conversations_select', default_to_current_conversation: true },
      [],
      { selected_conversation: 'C07OPS00000' },
    ],
    [{ type: 'channels_select' }, 'C07RANDOM00', { selected_channel: 'C07RANDOM00' }],
    [{ type: 'datepicker' }, '2026-12-24', { selected_date: '2026-12-24' }],
    [{ type: 'timepicker', timezone: 'Etc/UTC' }, '23:30', { selected_time: '23:30', timezone: 'Etc/UTC' }],
    [{ type: 'datetimepicker' }, '1795435200', { selected_date_time: 1_795_435_200 }],
  ])('%j with %j', async (element, entry, expected) => {
    const view = await open([input('field', element, { optional: true })]);
    // An empty list stands for an element that nobody touches.
    if (entry === null || entry.length > 0) await alice.enter(view, { blockId: 'field' }, entry);
    const { payload } = await alice.submit();
    const { type } = z.looseObject({ type: z.string() }).parse(element);
    expect(values(payload)).toEqual({ field: { in: { type, ...expected } } });
    expect(stage.surprises()).toEqual([]);
  });

  test.each<[object, Entry, string]>([
    [{ type: 'static_select', options }, 'd', 'not among the choices'],
    [{ type: 'checkboxes', options }, ['a', 'a'], 'each item once'],
    [{ type: 'multi_static_select', options, max_selected_items: 1 }, ['a', 'b'], 'no more than 1'],
    [{ type: 'datepicker' }, '2026-02-30', 'not a date'],
    [{ type: 'timepicker' }, '24:00', 'not a time'],
    [{ type: 'radio_buttons', options }, null, 'stays chosen'],
    [{ type: 'conversations_select' }, 'C07APPROVAL', 'not among the choices'],
    [{ type: 'rich_text_input' }, 'x', 'not simulated'],
  ])('%j does not take %j', async (element, entry, problem) => {
    const view = await open([input('field', element, { optional: true })]).catch((error: unknown) => error);
    const tried =
      view instanceof Error ? Promise.reject(view) : alice.enter(top(), { blockId: 'field' }, entry);
    await expect(tried).rejects.toThrow(problem);
  });

  test.each<[object, string, string]>([
    [{ type: 'plain_text_input', min_length: 3 }, 'ab', 'at least 3'],
    [{ type: 'number_input', is_decimal_allowed: false, max_value: '14' }, '15', '14 or less'],
    [{ type: 'number_input', is_decimal_allowed: false, min_value: '1' }, '0', '1 or more'],
    [{ type: 'number_input', is_decimal_allowed: false }, '1.5', 'whole number'],
    [{ type: 'number_input', is_decimal_allowed: true }, 'many', 'a number'],
    [{ type: 'email_text_input' }, 'nobody', 'valid email'],
    [{ type: 'url_text_input' }, 'nowhere', 'valid URL'],
  ])('%j with %j never reaches the app', async (element, entry, problem) => {
    const view = await open([input('field', element)]);
    await alice.enter(view, { blockId: 'field' }, entry);
    expect((await alice.submit()).ack).toEqual({ ok: false, why: 'not_filled_in' });
    expect(top().errors['field']).toContain(problem);
  });
});

test('a conversation menu that asks for it brings a response_url for the chosen conversation', async () => {
  const view = await open([input('where', { type: 'conversations_select', response_url_enabled: true })]);
  await alice.enter(view, { blockId: 'where' }, stage.idOf('ops'));
  const { payload } = await alice.submit();
  const { response_urls } = z
    .looseObject({ response_urls: z.array(z.looseObject({ response_url: z.string() })) })
    .parse(payload);
  expect(response_urls).toMatchObject([
    { block_id: 'where', action_id: 'in', channel_id: stage.idOf('ops') },
  ]);
  await fetch(response_urls[0]?.response_url ?? '', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text: 'done', response_type: 'in_channel' }),
  });
  expect(
    stage.slack
      .client('bob')
      .messages('ops')
      .map(({ text }) => text),
  ).toEqual(['done']);
});

describe('views.update', () => {
  test('needs the newest hash, if any, and exactly one name for the view', async () => {
    const { client } = stage;
    const view = await open([note], { external_id: 'mine' });
    const again = (args: object) => outcome(client.apiCall('views.update', { view: modal([note]), ...args }));
    const first = await client.views.update({
      view_id: view.view,
      view: modal([note], { external_id: 'mine' }),
    });
    expect(await again({ view_id: view.view, hash: first.view?.hash })).toBe('ok');
    expect(await again({ view_id: view.view, hash: first.view?.hash })).toBe('hash_conflict');
    expect(await again({ view_id: 'V07NOBODY00' })).toBe('not_found');
    expect(stage.surprises()).toEqual([]);
    expect(await again({})).toBe('invalid_arguments');
    expect(await again({ view_id: view.view, external_id: 'mine' })).toBe('invalid_arguments');
  });

  test('finds a view by its external_id, which no other view may have', async () => {
    const { client } = stage;
    await open([note], { external_id: 'mine' });
    const changed = modal([note], { external_id: 'mine', title: plain('Changed') });
    expect(await outcome(client.views.update({ external_id: 'mine', view: changed }))).toBe('ok');
    expect(top().content['title']).toMatchObject({ text: 'Changed' });
    const bobs = await trigger(stage.slack.client('bob'));
    expect(await outcome(client.views.open({ trigger_id: bobs, view: changed }))).toBe(
      'duplicate_external_id',
    );
  });

  test('keeps what was entered where the ids stay, and forgets initial values there', async () => {
    const { client } = stage;
    const radio = (initial: number) =>
      input('mode', { type: 'radio_buttons', options, initial_option: options[initial] });
    const view = await open([note, radio(0)]);
    await alice.enter(view, { blockId: 'note' }, 'kept');
    const fresh = input('fresh', { type: 'static_select', options, initial_option: options[1] });
    await client.views.update({ view_id: view.view, view: modal([note, radio(1), fresh]) });
    // The person sees the new initial value of the old element; Slack takes it for empty.
    expect(top().values).toMatchObject({
      note: { in: { value: 'kept' } },
      mode: { in: { selected_option: { value: 'b' } } },
      fresh: { in: { selected_option: { value: 'b' } } },
    });
    expect((await alice.submit()).ack).toEqual({ ok: false, why: 'not_filled_in' });
    expect(Object.keys(top().errors)).toEqual(['mode']);
    await alice.enter(top(), { blockId: 'mode' }, 'c');
    const { payload } = await alice.submit();
    expect(values(payload)).toMatchObject({
      note: { in: { value: 'kept' } },
      mode: { in: { selected_option: { value: 'c' } } },
      fresh: { in: { selected_option: { value: 'b' } } },
    });
  });

  test('refuses a view as Slack sends it back, and what is no modal', async () => {
    const { client } = stage;
    const { view } = await client.views.open({ trigger_id: await trigger(), view: modal([note]) });
    const update = (changed: object) =>
      outcome(client.apiCall('views.update', { view_id: view?.id, view: changed }));
    expect(await update(view ?? {})).toBe('invalid_arguments');
    expect(stage.surprises()[0]).toContain('invalid additional property: id');
    expect(await update({ type: 'home', blocks: [{ type: 'divider' }] })).toBe('invalid_arguments');
    expect(await update(modal([input('x', { type: 'plain_text_input' })], { submit: undefined }))).toBe(
      'invalid_arguments',
    );
  });

  test('does not reach a modal that the person has closed', async () => {
    const view = await open([note]);
    await alice.close();
    expect(await outcome(stage.client.views.update({ view_id: view.view, view: modal([note]) }))).toBe(
      'not_found',
    );
    expect(stage.surprises()).toEqual([]);
  });
});

describe('the stack', () => {
  const more = {
    type: 'actions',
    block_id: 'acts',
    elements: [{ type: 'button', action_id: 'more', text: plain('More') }],
  };
  const push = async (title: string) => {
    const { payload } = await alice.press(top(), { label: 'More' });
    return outcome(
      stage.client.views.push({
        trigger_id: triggerOf(payload),
        view: modal([more], { title: plain(title) }),
      }),
    );
  };

  test('holds three views, of which the one on top can be used', async () => {
    const first = await open([more]);
    expect([await push('two'), await push('three'), await push('four')]).toEqual([
      'ok',
      'ok',
      'push_limit_reached',
    ]);
    expect(
      alice.modals().map(({ content }) => z.looseObject({ text: z.string() }).parse(content['title']).text),
    ).toEqual(['Form', 'two', 'three']);
    await expect(alice.press(first, { label: 'More' })).rejects.toThrow('another modal covers');
    expect(stage.surprises()).toEqual(['views.push: push_limit_reached']);
  });

  test('is for triggers of its own', async () => {
    await open([more]);
    const trigger_id = await trigger();
    expect(await outcome(stage.client.views.push({ trigger_id, view: modal([more]) }))).toBe('not_found');
    const { payload } = await alice.press(top(), { label: 'More' });
    await stage.client.views.open({ trigger_id: triggerOf(payload), view: modal([more]) });
    expect(stage.surprises()).toEqual(['views.open with the trigger of an open modal']);
  });

  test('tells of closing only for views that ask for it', async () => {
    await open([more], { notify_on_close: true, private_metadata: 'first' });
    await push('two');
    expect((await alice.close()).payload).toBeUndefined();
    const { payload, ack } = await alice.close();
    expect(ack).toMatchObject({ ok: true });
    expect(payload).toMatchObject({
      type: 'view_closed',
      is_cleared: false,
      view: { private_metadata: 'first', callback_id: 'form' },
    });
    expect(payload).not.toHaveProperty('trigger_id');
  });

  test('goes as a whole by the cross, and with a view that clears on close', async () => {
    await open([more], { notify_on_close: true });
    await push('two');
    expect((await alice.close('dismiss')).payload).toMatchObject({ type: 'view_closed', is_cleared: true });
    expect(alice.modals()).toEqual([]);
    await open([more], { clear_on_close: true });
    await alice.close();
    expect(alice.modals()).toEqual([]);
  });
});

describe('actions inside a modal', () => {
  test('come at once from buttons and from inputs that dispatch, with the view, its state and its hash', async () => {
    const mode = input('mode', { type: 'radio_buttons', options }, { dispatch_action: true });
    const view = await open([note, mode]);
    await alice.enter(view, { blockId: 'note' }, 'typed');
    const { payload } = await alice.enter(view, { blockId: 'mode' }, 'b');
    expect(payload).toMatchObject({
      type: 'block_actions',
      container: { type: 'view', view_id: view.view },
      trigger_id: expect.any(String),
      view: {
        id: view.view,
        hash: expect.any(String),
        state: { values: { note: { in: { value: 'typed' } } } },
      },
      actions: [
        {
          type: 'radio_buttons',
          action_id: 'in',
          block_id: 'mode',
          selected_option: { value: 'b' },
          action_ts: expect.any(String),
        },
      ],
    });
    for (const absent of ['response_url', 'channel', 'message']) expect(payload).not.toHaveProperty(absent);
    expect(stage.slack.envelopes).toHaveLength(2);
  });

  test('come from text on enter, or on each letter where the block says so', async () => {
    const text = (id: string, on?: string) =>
      input(
        id,
        {
          type: 'plain_text_input',
          ...(on === undefined ? {} : { dispatch_action_config: { trigger_actions_on: [on] } }),
        },
        { dispatch_action: true },
      );
    const view = await open([text('enter'), text('letters', 'on_character_entered')]);
    const sent = async (id: string, typing?: 'typed' | 'entered') =>
      (await alice.enter(view, { blockId: id }, 'x', typing)).payload?.['type'];
    expect(await sent('enter')).toBeUndefined();
    expect(await sent('enter', 'entered')).toBe('block_actions');
    expect(await sent('letters')).toBe('block_actions');
    expect(await sent('letters', 'entered')).toBeUndefined();
  });
});
