import type { App, ViewResponseAction } from '@slack/bolt';
import type { ModalView } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Client, SeenView } from '../../../src/sandbox/slack/client/client.ts';
import { outcome, startBolt, startStage, type Stage } from './stage.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const option = (value: string) => ({ text: plain(value.toUpperCase()), value });

/** A modal with a select that loads its options, and a note. */
function form(title = 'Take a snapshot', more: Partial<ModalView> = {}): ModalView {
  return {
    type: 'modal',
    callback_id: 'take',
    title: plain(title),
    submit: plain('Take it'),
    blocks: [
      {
        type: 'input',
        block_id: 'server',
        label: plain('Server'),
        element: { type: 'external_select', action_id: 'pick', min_query_length: 1 },
      },
      {
        type: 'input',
        block_id: 'note',
        label: plain('Note'),
        optional: true,
        element: { type: 'plain_text_input', action_id: 'text', max_length: 10 },
      },
    ],
    ...more,
  };
}

let stage: Stage;
let app: App | undefined;
let alice: Client;

beforeEach(async () => {
  await setStage();
});

async function setStage(ackMs = 3000): Promise<void> {
  stage = await startStage({ ackMs });
  alice = stage.slack.client('alice');
}

afterEach(async () => {
  await app?.stop();
  app = undefined;
  await stage.close();
});

interface Behaviour {
  readonly view?: ModalView;
  readonly answer?: ViewResponseAction;
  readonly more?: (app: App) => void;
}

/** A bot that opens a form at the shortcut, offers servers, and answers submissions as told. */
async function run({ view = form(), answer, more }: Behaviour = {}): Promise<void> {
  app = await startBolt(stage.slack, one => {
    one.shortcut('take', async ({ ack, client, shortcut }) => {
      await ack();
      await client.views.open({ trigger_id: shortcut.trigger_id, view });
    });
    one.options('pick', async ({ ack, options }) =>
      ack({ options: ['prod-web', 'prod-db'].filter(name => name.includes(options.value)).map(option) }),
    );
    one.view('take', async ({ ack }) => (answer === undefined ? ack() : ack(answer)));
    more?.(one);
  });
}

/** The modals of a person, once there are that many. */
async function modals(count: number, of = alice) {
  await expect.poll(() => of.modals()).toHaveLength(count);
  return of.modals();
}

async function opened(): Promise<SeenView> {
  await alice.shortcut('Take a snapshot', 'ops');
  const [modal] = await modals(1);
  if (modal === undefined) throw new Error('no modal');
  return modal;
}

/** Opens the form, chooses prod-web. */
async function filled(): Promise<SeenView> {
  const modal = await opened();
  await alice.search(modal, { blockId: 'server' }, 'web');
  await alice.enter(modal, { blockId: 'server' }, 'prod-web');
  return modal;
}

describe('a modal, opened, filled in and submitted', () => {
  test('arrives at the app with what was entered, and closes', async () => {
    await run();
    const modal = await filled();
    await alice.enter(modal, { label: 'Note' }, 'deploy');
    const { payload, ack } = await alice.submit();
    expect(ack).toMatchObject({ ok: true });
    expect(payload).toMatchObject({
      type: 'view_submission',
      user: { id: alice.person.id, name: 'alice', team_id: stage.slack.teamId },
      trigger_id: expect.any(String),
      response_urls: [],
      view: {
        id: modal.view,
        type: 'modal',
        callback_id: 'take',
        private_metadata: '',
        external_id: '',
        root_view_id: modal.view,
        previous_view_id: null,
        hash: expect.any(String),
        title: { type: 'plain_text', text: 'Take a snapshot', emoji: true },
        close: null,
        state: {
          values: {
            server: {
              pick: {
                type: 'external_select',
                selected_option: { text: { ...plain('PROD-WEB'), emoji: true }, value: 'prod-web' },
              },
            },
            note: { text: { type: 'plain_text_input', value: 'deploy' } },
          },
        },
      },
    });
    expect(alice.modals()).toEqual([]);
    expect(stage.slack.client('bob').modals()).toEqual([]);
    expect(stage.surprises()).toEqual([]);
  });

  test('is held back by Slack itself while something required is missing or too long', async () => {
    await run();
    const modal = await opened();
    await alice.enter(modal, { label: 'Note' }, 'far too long a note');
    const { ack, payload } = await alice.submit();
    expect([ack, payload]).toEqual([{ ok: false, why: 'not_filled_in' }, undefined]);
    expect(alice.modals()[0]?.errors).toEqual({
      server: 'Please complete this required field.',
      note: 'Please enter no more than 10 characters.',
    });
    expect(stage.slack.envelopes.map(({ payload: sent }) => sent['type'])).toEqual(['shortcut']);
  });

  test('loads options from the minimal query length on, and takes only what was offered', async () => {
    await run();
    const modal = await opened();
    expect(await alice.search(modal, { blockId: 'server' }, '')).toEqual({
      kind: 'too_short',
      minQueryLength: 1,
    });
    expect(await alice.search(modal, { blockId: 'server' }, 'prod')).toMatchObject({
      kind: 'options',
      groups: [{ options: [{ value: 'prod-web' }, { value: 'prod-db' }] }],
    });
    await expect(alice.enter(modal, { blockId: 'server' }, 'staging')).rejects.toThrow(
      'not among the choices',
    );
    const suggestion = stage.slack.envelopes.at(-1)?.payload;
    expect(suggestion).toMatchObject({
      type: 'block_suggestion',
      action_id: 'pick',
      block_id: 'server',
      value: 'prod',
      container: { type: 'view', view_id: modal.view },
      view: { id: modal.view },
    });
  });
});

describe('options that Slack could not show', () => {
  test.each<[string, object]>([
    ['more than 100', { options: Array.from({ length: 101 }, (_, index) => option(`o${index}`)) }],
    [
      'both kinds',
      { options: [option('a')], option_groups: [{ label: plain('g'), options: [option('b')] }] },
    ],
    ['too long a text', { options: [option('x'.repeat(76))] }],
    ['an unknown field', { options: [{ ...option('a'), colour: 'red' }] }],
    ['nothing', {}],
  ])('%s: the person sees no results, and the run has failed', async (_what, answer) => {
    app = await startBolt(stage.slack, one => {
      one.shortcut('take', async ({ ack, client, shortcut }) => {
        await ack();
        await client.views.open({ trigger_id: shortcut.trigger_id, view: form() });
      });
      one.options('pick', async ({ ack }) => ack(answer as Parameters<typeof ack>[0]));
    });
    const modal = await opened();
    expect(await alice.search(modal, { blockId: 'server' }, 'web')).toMatchObject({ kind: 'failed' });
    expect(stage.surprises()[0]).toContain('options of pick cannot be shown');
  });
});

describe('what an app answers to a submission', () => {
  test('errors stand below their blocks, and the modal stays', async () => {
    await run({ answer: { response_action: 'errors', errors: { server: 'It is gone.' } } });
    await filled();
    await alice.submit();
    expect(alice.modals()).toMatchObject([{ errors: { server: 'It is gone.' }, waiting: false }]);
    expect(stage.surprises()).toEqual([]);
  });

  test('a view replaces the modal, or stands on it and leads back to it', async () => {
    await run({ answer: { response_action: 'update', view: form('Changed', { callback_id: 'other' }) } });
    const modal = await filled();
    await alice.submit();
    expect(alice.modals()).toMatchObject([{ view: modal.view, content: { title: { text: 'Changed' } } }]);
    // What was entered is still there, where the ids are the same.
    expect(alice.modals()[0]?.values).toMatchObject({
      server: { pick: { selected_option: { value: 'prod-web' } } },
    });
  });

  test('a push adds a level, up to three', async () => {
    await run({ answer: { response_action: 'push', view: form('Next') } });
    const first = await filled();
    await alice.submit();
    const [, second] = await modals(2);
    expect(second).toMatchObject({ content: { title: { text: 'Next' } } });
    await alice.close();
    expect(alice.modals().map(({ view }) => view)).toEqual([first.view]);
    expect(stage.surprises()).toEqual([]);
  });

  test('clear takes every level away', async () => {
    await run({ answer: { response_action: 'clear' } });
    await filled();
    await alice.submit();
    expect(alice.modals()).toEqual([]);
  });

  test.each<[string, unknown]>([
    ['errors for an unknown block', { response_action: 'errors', errors: { nope: 'x' } }],
    ['no errors at all', { response_action: 'errors', errors: {} }],
    ['an unknown action', { response_action: 'close' }],
    ['an invalid view', { response_action: 'update', view: form('One more than twenty-four') }],
    ['more than it may say', { response_action: 'clear', text: 'bye' }],
  ])('%s: the person reads of trouble, the app nothing, and the run has failed', async (_what, answer) => {
    await run({ answer: answer as ViewResponseAction });
    await filled();
    await alice.submit();
    expect(alice.modals()).toMatchObject([
      { trouble: 'We had some trouble connecting. Try again?', waiting: false, errors: {} },
    ]);
    expect(stage.surprises()).toHaveLength(1);
    expect(stage.surprises()[0]).toContain('answer to the submission of take');
  });

  test('none within the limit: trouble too', async () => {
    await stage.close();
    await setStage(1000);
    await run({
      more: one => one.view('silent', async () => {}),
      view: form('Silent', { callback_id: 'silent' }),
    });
    await filled();
    const { ack } = await alice.submit();
    expect(ack).toEqual({ ok: false, why: 'operation_timeout' });
    expect(alice.modals()[0]?.trouble).toContain('trouble connecting');
    expect(stage.surprises()).toEqual(['no acknowledgement of interactive within 1000 ms']);
  });
});

/** A trigger as the app got it, without an app that uses it. */
async function trigger(): Promise<string> {
  await alice.shortcut('Take a snapshot', 'ops');
  return z.string().parse(stage.slack.envelopes.at(-1)?.payload['trigger_id']);
}

describe('a trigger', () => {
  test('opens one modal, once', async () => {
    const trigger_id = await trigger();
    const open = () => outcome(stage.client.views.open({ trigger_id, view: form() }));
    expect([await open(), await open()]).toEqual(['ok', 'exchanged_trigger_id']);
    expect(alice.modals()).toHaveLength(1);
    expect(stage.surprises()).toEqual(['views.open: exchanged_trigger_id']);
  });

  test('is good for three virtual seconds', async () => {
    const [inTime, late] = [await trigger(), await trigger()];
    stage.advance(3000);
    expect(await outcome(stage.client.views.open({ trigger_id: inTime, view: form() }))).toBe('ok');
    stage.advance(1);
    expect(await outcome(stage.client.views.open({ trigger_id: late, view: form() }))).toBe(
      'expired_trigger_id',
    );
    expect(await outcome(stage.client.views.open({ trigger_id: '1.2.3', view: form() }))).toBe(
      'invalid_trigger_id',
    );
  });

  test('is not used up by a view that Slack refuses', async () => {
    const trigger_id = await trigger();
    const bad = form('One more than twenty-four');
    await expect(stage.client.views.open({ trigger_id, view: bad })).rejects.toMatchObject({
      data: {
        error: 'invalid_arguments',
        response_metadata: {
          messages: [
            '[ERROR] failed to match all allowed schemas [json-pointer:/view]',
            '[ERROR] must be less than 25 characters [json-pointer:/view/title/text]',
          ],
        },
      },
    });
    expect(await outcome(stage.client.views.open({ trigger_id, view: form() }))).toBe('ok');
  });
});
