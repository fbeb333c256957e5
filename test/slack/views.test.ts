import { describe, expect, test } from 'vitest';
import { homeOverview } from '../../src/core/home.ts';
import type { ChannelId } from '../../src/core/ids.ts';
import type { Reply } from '../../src/core/reply.ts';
import { nobody } from '../../src/core/roles.ts';
import { serverChoice } from '../../src/core/server-choice.ts';
import type { SnapshotForm, SnapshotFormFault } from '../../src/core/snapshot-form.ts';
import { menuOption } from '../../src/sandbox/slack/validate/composition.ts';
import { faultsAtFields, loadingView, replyView } from '../../src/slack/words/form-words.ts';
import { homeReply, homeWords } from '../../src/slack/words/home-words.ts';
import { serverOption } from '../../src/slack/words/snapshot-form-words.ts';
import { hostile, origin, place, serverOf } from '../core/samples.ts';
import { repliesAbout } from './every-reply.ts';
import { formsAbout, homesAbout, serverId } from './every-view.ts';
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

/** The snapshot form with what a test is about. */
function formWith(name: string, more: Partial<SnapshotForm> = {}): Reply {
  const [form] = formsAbout(name).snapshot;
  if (form === undefined) throw new Error('no form');
  return { kind: 'form', form: { ...form, ...more } };
}

describe.each(names)('names %s', (_, name) => {
  test('fit into the modal and into its list', () => {
    for (const form of Object.values(formsAbout(name)).flat())
      expectSafeView(replyView({ kind: 'form', form }));
    for (const servers of [[serverOf(name)], [serverOf(name), serverOf(name, { id: serverId(2) })]]) {
      const choice = serverChoice(serverOf(name).id, servers);
      if (choice === null) throw new Error('no choice');
      const option = serverOption(choice);
      expect(menuOption(JSON.parse(JSON.stringify(option)), '')).toEqual([]);
      // Two servers of one name are told apart also where only the first line is shown.
      expect(option.text.text.includes(choice.id)).toBe(choice.ambiguous || name === '\u202E\u0007');
    }
  });

  test('fit into Home, on every page', () => {
    for (const home of Object.values(homesAbout(name)).flat()) expectSafeView(homeWords(home));
  });

  test('fit into the words that take the place of a modal, or of Home', () => {
    for (const reply of Object.values(repliesAbout(name, 128, name)).flat()) {
      expectSafeView(replyView(reply));
      expectSafeView(homeReply(reply));
    }
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
  const text = JSON.stringify(homesAbout('prod-web').overview.map(homeWords));
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
