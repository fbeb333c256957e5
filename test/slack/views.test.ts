import { describe, expect, test } from 'vitest';
import type { Home } from '../../src/core/home.ts';
import { homeOverview } from '../../src/core/home.ts';
import type { ChannelId, FormId, OperationId, ServerId } from '../../src/core/ids.ts';
import type { Reply } from '../../src/core/reply.ts';
import { nobody } from '../../src/core/roles.ts';
import { serverChoice } from '../../src/core/server-choice.ts';
import { serverRows } from '../../src/core/server-rows.ts';
import type { SnapshotForm, SnapshotFormFault } from '../../src/core/snapshot-form.ts';
import { menuOption } from '../../src/sandbox/slack/validate/composition.ts';
import { faultsAtFields, loadingView, replyView } from '../../src/slack/words/form-words.ts';
import { homeReply, homeWords } from '../../src/slack/words/home-words.ts';
import { serverOption } from '../../src/slack/words/snapshot-form-words.ts';
import { hostile, noon, operationOf, origin, place, planOf, serverOf, setOf } from '../core/samples.ts';
import { expectSafeView } from './stage.ts';

const names: readonly (readonly [string, string])[] = [
  ['ordinary', 'prod-web'],
  ['hostile', hostile],
  ['long', 'n'.repeat(256)],
  ['made of ampersands', '&'.repeat(256)],
  ['made of emoji', '🚀'.repeat(128)],
  ['made of half characters', '\uD83D'.repeat(256)],
  ['without any visible character', '\u202E\u0007'],
  ['of several lines', 'a\n<!here>\n• b'],
];

const id = (n: number) => `i-0a00000000000${String(n).padStart(4, '0')}` as ServerId;

/** A Home as full as it gets: all servers of one name, thirteen operations on one of them. */
function fullHome(name: string, page: number): Home {
  const servers = Array.from({ length: 60 }, (_, n) => serverOf(name, { id: id(n), state: name }));
  const newest = setOf({ takenAt: noon });
  const rows = serverRows(servers, new Map(servers.map(server => [server.id, { count: 12_345, newest }])));
  const plan = planOf({ server: { id: id(0), name } });
  const running = Array.from({ length: 13 }, (_, n) =>
    operationOf({}, { id: `o-${String(n).padStart(8, '2')}` as OperationId, plan }),
  );
  return homeOverview({ place, running, servers: rows, serversRead: true }, page);
}

function formWith(name: string, more: Partial<SnapshotForm> = {}): Reply {
  const servers = [
    serverOf(name, { id: id(1), type: name, zone: name, state: name }),
    serverOf(name, { id: id(2) }),
  ];
  const card = { kind: 'here', channel: 'D07X' as ChannelId, reports: origin.channel } as const;
  const server = serverChoice(id(1), servers);
  const form = { kind: 'snapshot', id: 'f-22222222' as FormId, server, serversKnown: false, card } as const;
  return { kind: 'form', form: { ...form, ...more } };
}

describe.each(names)('names %s', (_, name) => {
  test('fit into the modal and into its list', () => {
    expectSafeView(replyView(formWith(name)));
    for (const servers of [[serverOf(name)], [serverOf(name), serverOf(name, { id: id(2) })]]) {
      const choice = serverChoice(serverOf(name).id, servers);
      if (choice === null) throw new Error('no choice');
      const option = serverOption(choice);
      expect(menuOption(JSON.parse(JSON.stringify(option)), '')).toEqual([]);
      // Two servers of one name are told apart also where only the first line is shown.
      expect(option.text.text.includes(choice.id)).toBe(choice.ambiguous || name === '\u202E\u0007');
    }
  });

  test('fit into Home, on every page', () => {
    for (const page of [0, 1, 2]) expectSafeView(homeWords(fullHome(name, page)));
  });

  test('fit into the words that take the place of a modal', () => {
    const refusals: readonly Reply[] = [
      { kind: 'refused', server: name, refusal: { kind: 'terminated' }, offers: [] },
      { kind: 'limit', server: name, limit: { kind: 'server', limit: 3, again: noon }, offers: [] },
      { kind: 'denied', denial: { kind: 'frozen', reason: name }, admins: nobody },
      { kind: 'form-gone' },
      { kind: 'silent' },
      { kind: 'not-ready', missing: 'place' },
      { kind: 'broken', reference: 'r-4f9k' },
    ];
    for (const reply of refusals) expectSafeView(replyView(reply));
    for (const reply of refusals) expectSafeView(homeReply(reply));
  });
});

test('a Home for nobody, of nothing, and before anything is known is taken by Slack too', () => {
  const empty = { place, running: [], servers: [], serversRead: true };
  expectSafeView(homeWords({ kind: 'denied', denial: { kind: 'guest' }, admins: nobody }));
  expectSafeView(homeWords(homeOverview(empty, 0)));
  expectSafeView(homeWords(homeOverview({ ...empty, serversRead: false }, 0)));
  expectSafeView(loadingView());
});

test('a modal carries nothing but the id of its form', () => {
  expect(replyView(formWith('prod-web'))).toMatchObject({
    private_metadata: 'f-22222222',
    callback_id: 'form',
  });
});

test('a modal says where the card will stand', () => {
  const reports = origin.channel;
  const wordsOf = (card: SnapshotForm['card']) => JSON.stringify(replyView(formWith('x', { card })));
  expect(wordsOf({ kind: 'reports', channel: reports, reports })).toContain('will stand in <#C07OPS>.');
  const elsewhere = wordsOf({ kind: 'here', channel: 'C07X' as ChannelId, reports });
  expect(elsewhere).toContain(
    'will stand in <#C07X>. If Snapkeeper cannot post there, it will be in <#C07OPS> or',
  );
  expect(wordsOf({ kind: 'here', channel: 'D07X' as ChannelId, reports })).toContain('in this conversation.');
});

test('buttons in a list of servers say to a screen reader which server they are about', () => {
  const text = JSON.stringify(homeWords(fullHome('prod-web', 0)));
  expect(text).toContain('"accessibility_label":"Take a snapshot of prod-web"');
});

test('what is wrong stands at its field, in plain text', () => {
  const faults: readonly SnapshotFormFault[] = [
    { field: 'server', kind: 'server-missing' },
    { field: 'server', kind: 'server-gone' },
    { field: 'note', kind: 'note-too-long', length: 1_201, limit: 200 },
    { field: 'note', kind: 'note-controls' },
  ];
  for (const fault of faults) {
    const [[field, words] = ['', '']] = Object.entries(faultsAtFields({ form: 'snapshot', faults: [fault] }));
    expect(field).toBe(fault.field);
    expect(words).toMatch(/^[A-Z][^<>`*]+\.$/u);
  }
  expect(faultsAtFields({ form: 'snapshot', faults: faults.slice(2, 3) })).toEqual({
    note: 'The note has 1,201 characters; 200 fit.',
  });
});
