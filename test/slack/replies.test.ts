import { describe, expect, test } from 'vitest';
import type { ChannelId, OperationId } from '../../src/core/ids.ts';
import type { Reply } from '../../src/core/reply.ts';
import type { CardKey } from '../../src/ports.ts';
import { nowhereWords, placedWords } from '../../src/slack/words/placed-words.ts';
import { replyMessage } from '../../src/slack/words/reply-words.ts';
import { hostile, noon, offersOf } from '../core/samples.ts';
import { admins, fresh, repliesAbout } from './every-reply.ts';
import { expectSafe } from './stage.ts';

const channel = (id: string): ChannelId => id as ChannelId;
const isSilent = ({ kind }: Reply): boolean => kind === 'silent' || kind === 'taking';

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
    const spoken = Object.values(repliesAbout(name, size, note))
      .flat()
      .filter(reply => !isSilent(reply));
    for (const reply of spoken) expectSafe(replyMessage(reply));
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
