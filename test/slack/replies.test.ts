import { describe, expect, test } from 'vitest';
import type { RoleHolders } from '../../src/core/roles.ts';
import { nobody } from '../../src/core/roles.ts';
import type { ChannelId, OfferId, OperationId, ServerId, UserId } from '../../src/core/ids.ts';
import type { Offer, Reply } from '../../src/core/reply.ts';
import type { SnapshotRefusal } from '../../src/core/snapshot.ts';
import { commandTable } from '../../src/core/command-table.ts';
import type { Verb } from '../../src/core/command-table.ts';
import type { CardKey } from '../../src/ports.ts';
import { nowhereWords, placedWords } from '../../src/slack/words/placed-words.ts';
import { replyMessage } from '../../src/slack/words/reply-words.ts';
import { adoptionOf, alice, hostile, noon, place, planOf, setOf, volumesOf } from '../core/samples.ts';
import { expectSafe } from './stage.ts';

const channel = (id: string): ChannelId => id as ChannelId;
const verbs = Object.keys(commandTable) as Verb[];
const admins: RoleHolders = { users: ['U07CAROL', 'U07DAVE'] as UserId[], groups: [] };
const disks = [{ gb: 75, count: 2 }];
const fresh = { readAt: noon, stale: false };
const stale = { readAt: noon, stale: true };
const never = { readAt: null, stale: true };

const offersOf = (label: string, count: number): readonly Offer[] =>
  Array.from({ length: count }, (_, index) => ({ id: `b-${index}` as OfferId, label, command: label }));

const refusals = (count: number): readonly SnapshotRefusal[] => [
  { kind: 'instance-store-root', disks, volumes: volumesOf(count) },
  { kind: 'instance-store-root', disks: [], volumes: [] },
  { kind: 'terminated' },
  { kind: 'pending' },
  { kind: 'no-volumes' },
  { kind: 'too-many-volumes', count: 129, limit: 128 },
  { kind: 'note-too-long', length: 1_201, limit: 200 },
];

/** Every kind of reply, in every variety, about something of this name and size. */
function repliesAbout(name: string, size: number, note: string): readonly Reply[] {
  const [run] = offersOf(name, 1);
  if (run === undefined) throw new Error('no offer');
  const near = Array.from({ length: 3 }, () => `/snapshot ${name}`);
  const offers = offersOf(name, 3);
  const choices = offersOf(name, Math.min(size, 10)).map(offer => {
    const server = { id: 'i-1' as ServerId, state: name, type: 'u7inh-32tb.480xlarge', zone: 'eu-west-1a' };
    return { offer, server };
  });
  const rows = Array.from({ length: Math.min(size, 30) }, (_, index) => ({
    id: 'i-0a000000000000001' as ServerId,
    title: name,
    ambiguous: true,
    state: 'running',
    newest: index === 0 ? null : ({ at: noon, state: 'good' } as const),
    count: index,
  }));
  const sets = Array.from({ length: Math.min(size, 15) }, () => setOf({ note }));
  const plan = planOf({ server: { id: 'i-1' as ServerId, name }, volumes: volumesOf(size), note });
  const usage = { asked: 1, perHour: 20 };
  return [
    { kind: 'dry-run', plan, run },
    { kind: 'dry-run', plan: { ...plan, copyTags: false, leftOut: disks }, run },
    { kind: 'denied', denial: { kind: 'frozen', reason: name }, admins },
    ...(['other-team', 'guest', 'bot', 'deleted', 'not-known'] as const).map(
      kind => ({ kind: 'denied', denial: { kind }, admins: nobody }) as const,
    ),
    {
      kind: 'not-understood',
      fault: { kind: 'unknown-verb', slash: '/snapkeeper', given: name, near },
      offers,
    },
    {
      kind: 'not-understood',
      fault: { kind: 'unknown-flag', verb: 'snapshot', given: name, near: [] },
      offers: [],
    },
    { kind: 'not-understood', fault: { kind: 'extra-words', verb: 'whoami', given: name, near }, offers },
    { kind: 'not-understood', fault: { kind: 'argument-missing', verb: 'snapshot' }, offers: [] },
    { kind: 'not-understood', fault: { kind: 'too-long', length: 70_000, limit: 1_000 }, offers: [] },
    { kind: 'no-such-server', given: name, elsewhere: null, offers, list: fresh },
    { kind: 'no-such-server', given: name, elsewhere: null, offers: [], list: stale },
    { kind: 'no-such-server', given: name, elsewhere: null, offers: [], list: never },
    { kind: 'which-server', name, choices, more: 3 },
    ...refusals(size).map(refusal => ({ kind: 'refused', server: name, refusal, offers: [] }) as const),
    { kind: 'limit', server: name, limit: { kind: 'person', limit: 20, again: noon }, offers: [] },
    { kind: 'limit', server: name, limit: { kind: 'server', limit: 3, again: noon }, offers: [] },
    { kind: 'servers', place, rows, more: 12_000, list: stale },
    { kind: 'servers', place, rows: [], more: 0, list: never },
    { kind: 'sets', server: name, sets, more: 4, others: 1, list: fresh },
    { kind: 'sets', server: name, sets: [], more: 0, others: 2, list: never },
    { kind: 'help', verbs, topic: null },
    ...verbs.map(topic => ({ kind: 'help', verbs, topic }) as const),
    { kind: 'whoami', user: 'U07ALICE' as UserId, role: 'admin', verbs, admins, usage },
    { kind: 'whoami', user: 'U07ALICE' as UserId, role: 'operator', verbs, admins: nobody, usage },
    {
      kind: 'set',
      set: setOf({ serverName: name, note, adoption: { id: adoptionOf().id, confirmed: null } }),
    },
    { kind: 'to-confirm', adoptions: Array.from({ length: size }, () => adoptionOf()), offers },
    { kind: 'to-confirm', adoptions: [], offers: [] },
    { kind: 'confirmed', count: size },
    { kind: 'not-confirmed', adoption: adoptionOf() },
    { kind: 'not-confirmed', adoption: adoptionOf({ sets: null }) },
    { kind: 'not-confirmed', adoption: adoptionOf({ confirmed: { by: alice, at: noon } }) },
    { kind: 'no-such-id', given: name, of: 'adoption' },
    { kind: 'denied', denial: { kind: 'admins-only' }, admins },
    { kind: 'offer-gone' },
    { kind: 'offer-spent' },
    { kind: 'not-ready', missing: 'place' },
    { kind: 'not-ready', missing: 'stopping' },
    { kind: 'broken', reference: 'r-4f9k' },
  ];
}

const textOf = (reply: Reply): string => replyMessage(reply)?.text ?? '';

describe('replies in words', () => {
  test.each([
    ['ordinary', 'prod-web', 2, 'before it'],
    ['hostile', hostile, 3, hostile],
    ['long', 'n'.repeat(256), 128, 'n'.repeat(200)],
    ['made of ampersands', '&'.repeat(256), 128, '&'.repeat(200)],
    ['made of emoji', '🚀'.repeat(128), 128, '🚀'.repeat(200)],
    ['without any visible character', '\u202E\u0007', 1, '\u202E'],
    ['of several lines', 'a\n<!here>\n• b', 2, 'a\nb'],
  ])('of %s names are taken by Slack and mention nobody', (_, name, size, note) => {
    for (const reply of repliesAbout(name, size, note)) expectSafe(replyMessage(reply));
  });

  test('say nothing where the card does, or to a second delivery', () => {
    expect(replyMessage({ kind: 'silent' })).toBeNull();
    expect(replyMessage({ kind: 'taking', operation: 'o-1' as OperationId, server: 'x' })).toBeNull();
  });

  test.each<[Reply, readonly string[]]>([
    [
      {
        kind: 'no-such-server',
        given: 'prod-wbe',
        elsewhere: null,
        offers: offersOf('prod-web', 1),
        list: fresh,
      },
      ['No server is called `prod-wbe`. Did you mean', '[prod-web]'],
    ],
    [
      { kind: 'denied', denial: { kind: 'guest' }, admins },
      ['Guests have no rights', 'Nothing was done', '<@U07CAROL> or <@U07DAVE>'],
    ],
    [
      { kind: 'limit', server: 'x', limit: { kind: 'person', limit: 20, again: noon }, offers: [] },
      ['20 snapshots within the hour', '<!date^1795435200^{time}|12:00 UTC>'],
    ],
    [
      {
        kind: 'refused',
        server: 'legacy',
        refusal: { kind: 'note-too-long', length: 201, limit: 200 },
        offers: [],
      },
      ['201 characters; 200 fit', 'Nothing was taken'],
    ],
    [{ kind: 'broken', reference: 'r-4f9k' }, ['Reference `r-4f9k`']],
  ])('tell what was not done and what comes next: %j', (reply, parts) => {
    for (const part of parts) expect(textOf(reply)).toContain(part);
  });

  test('buttons hold the id of a stored command, and their labels are plain text', () => {
    const offers = offersOf(`/snapshot ${hostile.repeat(3)}`, 2);
    const fault = { kind: 'unknown-verb', slash: '/snapkeeper', given: 'x', near: ['y'] } as const;
    const message = replyMessage({ kind: 'not-understood', fault, offers });
    const actions = message?.blocks.find(block => block.type === 'actions');
    expect(actions).toMatchObject({
      elements: [
        { action_id: 'offer-1', value: 'b-0', text: { type: 'plain_text', emoji: false } },
        { action_id: 'offer-2', value: 'b-1' },
      ],
    });
  });

  test('a card that stands elsewhere is linked', () => {
    const about = {
      origin: channel('C07OLD'),
      archived: false,
      here: true,
      teamUrl: 'https://home.slack.com/',
    };
    const at = { channel: channel('C07OPS'), ts: '1763899200.000100' };
    const here = placedWords({ ...about, title: hostile, at });
    expectSafe(here);
    expect(here.text).toContain('<https://home.slack.com/archives/C07OPS/p1763899200000100|open it>');
    expect(here.text).toContain('Snapkeeper cannot post here, so its card is in <#C07OPS>');
    const direct = placedWords({ ...about, title: 'x', at: { channel: channel('D07'), ts: '1.2' } });
    expect(direct.text).toContain('in our direct messages');
    const later = placedWords({ ...about, title: 'x', at, here: false });
    expect(later.text).toContain('cannot post in <#C07OLD>');
    expect(later.text).toContain('type `/invite @snapkeeper` there');
    const closed = placedWords({ ...about, title: 'x', at, here: false, archived: true });
    expect(closed.text).toContain('<#C07OLD> is archived, so its card is in <#C07OPS>');
    expect(closed.text).not.toContain('/invite');
  });

  test('a card that stands nowhere leaves a way to ask', () => {
    const words = nowhereWords(hostile, 'operation/o-22222222' as CardKey);
    expectSafe(words);
    expect(words.text).toContain('`/snapkeeper status o-22222222` tells how it goes');
  });
});
