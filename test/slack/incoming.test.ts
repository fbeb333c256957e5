import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ChannelId } from '../../src/core/ids.ts';
import { typedText } from '../../src/slack/incoming-text.ts';
import { escape } from '../../src/slack/message.ts';
import { clickInput, commandInput } from '../../src/slack/payloads.ts';
import {
  homeInput,
  lookupOf,
  openInput,
  pageInput,
  shortcutInput,
  submissionInput,
} from '../../src/slack/view-payloads.ts';

const command = {
  command: '/snapshot',
  text: 'prod-web &lt;3',
  trigger_id: '1.2.abc',
  team_id: 'T07HOME',
  user_id: 'U07ALICE',
  channel_id: 'C07OPS',
};

const click = {
  type: 'block_actions',
  trigger_id: '1.2.abc',
  team: { id: 'T07HOME' },
  user: { id: 'U07ALICE', team_id: 'T07OTHER' },
  channel: { id: 'C07OPS' },
  actions: [{ value: 'b-22222222', action_id: 'offer-1' }],
};

const without = (payload: object, field: string) =>
  Object.fromEntries(Object.entries(payload).filter(([name]) => name !== field));

describe('what comes from Slack', () => {
  test.each([
    ['a &lt;b&gt; &amp; c', 'a <b> & c'],
    ['&amp;lt;', '&lt;'],
    ['&amp;amp;', '&amp;'],
    ['ask <@U07ALICE|alice> in <#C07OPS|ops>', 'ask @alice in #ops'],
    ['in <#C07OPS|>', 'in #'],
    ['<http://prod-web.example|prod-web.example> now', 'prod-web.example now'],
    ['see <https://x.example/a?b=1&amp;c=2>', 'see https://x.example/a?b=1&c=2'],
    ['<mailto:a@b.example|a@b.example>', 'a@b.example'],
    ['&lt;@U07ALICE|alice&gt;', '<@U07ALICE|alice>'],
    ['prod-web', 'prod-web'],
  ])('%s was typed as %s', (text, typed) => {
    expect(typedText(text)).toBe(typed);
  });

  test('whatever was typed comes back from its escaped form', () => {
    const typing = fc.string({
      unit: fc.constantFrom('&', '<', '>', 'amp;', 'lt;', '@U1|', '#C1|', 'a', ' '),
    });
    fc.assert(
      fc.property(typing, text => {
        expect(typedText(escape(text))).toBe(text);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  test('a slash command is its text, its person and its channel, under its trigger', () => {
    expect(commandInput({ ...command, user_name: 'mallory', enterprise_id: 'E1' })).toEqual({
      key: 'trigger/1.2.abc',
      actor: { kind: 'person', team: 'T07HOME', user: 'U07ALICE' },
      origin: { channel: 'C07OPS', visibility: 'private' },
      does: { kind: 'command', slash: '/snapshot', text: 'prod-web <3' },
    });
    expect(commandInput(without(command, 'text'))?.does).toMatchObject({ text: '' });
  });

  test.each([
    ['general', 'public'],
    ['privategroup', 'private'],
    ['directmessage', 'private'],
    ['mpdm-alice--bob-1', 'private'],
    ['', 'private'],
  ])('what is asked in a channel that Slack calls %j is %s', (name, visibility) => {
    expect(commandInput({ ...command, channel_name: name })?.origin).toMatchObject({ visibility });
    expect(clickInput({ ...click, channel: { id: 'C07OPS', name } })?.origin).toMatchObject({ visibility });
  });

  test("a click is the person's own team, not the one where they clicked", () => {
    expect(clickInput(click)).toEqual({
      key: 'trigger/1.2.abc',
      actor: { kind: 'person', team: 'T07OTHER', user: 'U07ALICE' },
      origin: { channel: 'C07OPS', visibility: 'private' },
      does: { kind: 'click', offer: 'b-22222222' },
    });
  });

  test.each(['command', 'trigger_id', 'team_id', 'user_id', 'channel_id'])(
    'a command without %s is not understood',
    field => {
      expect(commandInput(without(command, field))).toBeNull();
      expect(commandInput({ ...command, [field]: field === 'command' ? 1 : '' })).toBeNull();
    },
  );

  test.each<[string, unknown]>([
    ['another type', { ...click, type: 'view_submission' }],
    ['no trigger', without(click, 'trigger_id')],
    ['no person', without(click, 'user')],
    ["no team of the person's", { ...click, user: { id: 'U07ALICE' } }],
    ['no channel', without(click, 'channel')],
    ['no action', { ...click, actions: [] }],
    ['an action without a value', { ...click, actions: [{ action_id: 'offer-1' }] }],
    ['nothing', undefined],
    ['text', 'payload'],
  ])('a click with %s is not understood', (_, payload) => {
    expect(clickInput(payload)).toBeNull();
  });
});

const reports = 'C07OPS' as ChannelId;
const user = { id: 'U07ALICE', team_id: 'T07OTHER' };
const person = { kind: 'person', team: 'T07OTHER', user: 'U07ALICE' };
const inReports = { channel: 'C07OPS', visibility: 'public' };

const submission = {
  type: 'view_submission',
  user,
  team: { id: 'T07HOME' },
  view: {
    id: 'V07',
    hash: '1.abc',
    private_metadata: 'f-22222222',
    callback_id: 'form',
    state: {
      values: {
        server: { 'suggest-server': { type: 'external_select', selected_option: { value: 'i-0a1' } } },
        note: { note: { type: 'plain_text_input', value: 'a & b' } },
        empty: { text: { type: 'plain_text_input', value: null } },
        nothing: { pick: { type: 'external_select', selected_option: null } },
        several: {
          pick: { type: 'multi_static_select', selected_options: [{ value: 'x' }, { value: 'y' }] },
        },
      },
    },
  },
};

const pressed = (action_id: string, value?: string) => ({
  type: 'block_actions',
  trigger_id: '1.2.abc',
  user,
  actions: [{ action_id, ...(value === undefined ? {} : { value }) }],
});

test.each([
  ['card-retry', 'o-22222222', '/snapkeeper retry o-22222222'],
  ['card-retry-3', 'o-22222222', '/snapkeeper retry o-22222222'],
  ['card-approve', 'q-22222222', '/snapkeeper approve q-22222222'],
  ['card-hold', "s-2' OR '1'='1", '/snapkeeper hold -'],
  ['card-release', 's-22222222 --', '/snapkeeper release -'],
])('the button %s of a card about %s is %s', (action_id, value, typed) => {
  const [slash, ...words] = typed.split(' ');
  expect(clickInput({ ...click, actions: [{ action_id, value }] })?.does).toEqual({
    kind: 'command',
    slash,
    text: words.join(' '),
  });
});

test('an action id that no card has is no command', () => {
  for (const action_id of ['card-release s-22222222', 'card-', 'cards-hold'])
    expect(clickInput({ ...click, actions: [{ action_id, value: 's-22222222' }] })?.does).toEqual({
      kind: 'click',
      offer: 's-22222222',
    });
});

describe('what comes from modals and Home', () => {
  test('a submission is its form and its fields, under its view and hash', () => {
    expect(submissionInput(submission, reports)).toEqual({
      key: 'view/V07/1.abc',
      actor: person,
      origin: inReports,
      does: {
        kind: 'submit',
        form: 'f-22222222',
        fields: { server: ['i-0a1'], note: ['a & b'], several: ['x', 'y'] },
      },
    });
  });

  test('a search is whose it is, in which modal, and what was typed', () => {
    const payload = {
      type: 'block_suggestion',
      user,
      value: 'prod',
      view: { id: 'V07', private_metadata: 'f-2' },
    };
    expect(lookupOf(payload)).toEqual({ actor: person, form: 'f-2', view: 'V07', text: 'prod' });
    for (const field of ['user', 'value', 'view']) expect(lookupOf(without(payload, field))).toBeNull();
  });

  test('the shortcut and buttons of Home open the modal; their card goes where reports go', () => {
    const opens = (server: string | null) => ({
      key: 'trigger/1.2.abc',
      actor: person,
      origin: inReports,
      does: { kind: 'open', form: { kind: 'snapshot', server } },
    });
    expect(shortcutInput({ type: 'shortcut', trigger_id: '1.2.abc', user }, reports)).toEqual(opens(null));
    expect(openInput(pressed('open-snapshot'), reports)).toEqual(opens(null));
    expect(openInput(pressed('open-snapshot', 'i-0a1'), reports)).toEqual(opens('i-0a1'));
    expect(openInput(pressed('open-snapshot', '/snapshot prod'), reports)).toEqual(opens(null));
    expect(openInput(pressed('open-everything', 'i-0a1'), reports)).toBeNull();
  });

  test('Home is opened or turned, and the other tabs are not Home', () => {
    const event = { type: 'app_home_opened', user: 'U07ALICE', tab: 'home' };
    const body = { team_id: 'T07HOME', event_id: 'Ev07', event };
    expect(homeInput(body, reports)).toMatchObject({
      key: 'event/Ev07',
      actor: { team: 'T07HOME', user: 'U07ALICE' },
      does: { kind: 'home', page: 0 },
    });
    expect(homeInput({ ...body, event: { ...event, tab: 'messages' } }, reports)).toBeNull();
    expect(pageInput(pressed('page-3', '3'), reports)?.does).toEqual({ kind: 'home', page: 3 });
    for (const value of ['-1', '1e9', '99999', 'x', ''])
      expect(pageInput(pressed('page-3', value), reports)?.does).toEqual({ kind: 'home', page: 0 });
  });

  test.each<[string, unknown]>([
    ['no person', without(submission, 'user')],
    ["no team of the person's", { ...submission, user: { id: 'U07ALICE' } }],
    ['no view', without(submission, 'view')],
    ['no hash', { ...submission, view: without(submission.view, 'hash') }],
    ['no state', { ...submission, view: without(submission.view, 'state') }],
    ['another type', { ...submission, type: 'view_closed' }],
    ['nothing', undefined],
  ])('a submission with %s is not understood', (_, payload) => {
    expect(submissionInput(payload, reports)).toBeNull();
  });
});
