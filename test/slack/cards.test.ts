import { describe, expect, test } from 'vitest';
import type { Card } from '../../src/core/cards.ts';
import { plainTwin } from '../../src/slack/message.ts';
import { cardMessage } from '../../src/slack/words/card-words.ts';
import { hostile } from '../core/samples.ts';
import { cardsAbout as everyCard } from './every-card.ts';
import { expectSafe } from './stage.ts';

/** Of all kinds, those of snapshots first. */
const cardsAbout = (server: string, size: number, note: string): readonly Card[] =>
  Object.values(everyCard(server, size, note)).flat();

const textsOf = (cards: readonly Card[], again = false) => cards.map(card => cardMessage(card, again).text);

describe('cards in words', () => {
  test.each([
    ['ordinary', 'prod-web', 2, 'before it'],
    ['without a note', 'prod-web', 1, ''],
    ['hostile', hostile, 3, hostile],
    ['long', 'n'.repeat(256), 128, '&'.repeat(200)],
    ['made of ampersands', '&'.repeat(256), 128, '<'.repeat(200)],
    ['made of emoji', '🚀'.repeat(128), 128, '🚀'.repeat(200)],
    ['of several lines', 'a\n<!here>\n• b', 2, 'a\n<!channel>'],
  ])('of %s names are taken by Slack and mention nobody', (_, server, size, note) => {
    for (const card of cardsAbout(server, size, note)) {
      expectSafe(cardMessage(card, false));
      expectSafe(cardMessage(card, true));
      expectSafe(plainTwin(cardMessage(card, true), 'r-4f9k'));
    }
  });

  test.each([
    ['prod-web', 'prod-web'],
    ['&'.repeat(256), '&amp;…'],
    ['🚀'.repeat(128), '🚀…'],
  ])('the first line holds the server and its state, however long the name: %s', (server, name) => {
    const [first, , , , taking, complete] = textsOf(cardsAbout(server, 2, ''));
    const [failed] = textsOf(cardsAbout(server, 2, '').filter(({ kind }) => kind === 'snapshot-failed'));
    const line = (text = '') => text.split('\n')[0];
    expect(line(first)).toMatch(/ · starting$/u);
    expect(line(taking)).toMatch(/ · taking, 64 %$/u);
    expect(line(complete)).toMatch(/ · complete$/u);
    expect(line(failed)).toMatch(/ · failed, nothing was taken$/u);
    for (const text of [first, taking, complete, failed]) expect(line(text)).toContain(name);
  });

  test('a running one lists twelve volumes and counts the others', () => {
    const [text = ''] = textsOf(
      cardsAbout('x', 128, '').filter(card => 'phase' in card && card.phase === 'taking'),
    );
    expect(text).toContain('root /dev/xvda 16,384 GiB: ');
    expect(text).toContain('and 116 more volumes');
    expect(text.match(/GiB: /gu)).toHaveLength(12);
  });

  test('a complete one tells its set, its time and what kind of snapshot it is', () => {
    const [text = '', without = ''] = textsOf(cardsAbout('x', 3, 'why').filter(card => 'set' in card));
    expect(text).toMatch(
      /^`s-22222222` · 3 volumes, 2,097,152 GiB · taken <!date\^\S+ [^>]+> · took 11 min · asked by <@U07ALICE>$/mu,
    );
    expect(text).toContain('Crash-consistent');
    expect(text).toContain('Note: why');
    expect(text).toContain('Not in it: 2 instance-store disks of 75 GB');
    expect(text).not.toContain('too many to copy');
    expect(without).toContain('own tags were too many to copy');
  });

  test('every failure tells the cause, what did not happen, the last good one and the next step', () => {
    for (const card of cardsAbout('x', 2, 'no').filter(({ kind }) => kind === 'snapshot-failed')) {
      const { text } = cardMessage(card, false);
      expect(text).toContain('Nothing on the server changed.');
      expect(text).toMatch(/The last good snapshot is `s-22222222` from <!date|There is no good snapshot/u);
      expect(text).toMatch(/\nNext: [A-Z].+\./u);
      const remains = card.kind === 'snapshot-failed' && card.remains.length > 0;
      expect(text.includes('Still in AWS and not usable: `snap-0a`, `snap-0a`.')).toBe(remains);
      expect(text.includes('nothing was taken')).toBe(!remains);
    }
  });

  test('an unknown code of AWS is shown with its message', () => {
    const failed = cardsAbout('x', 1, hostile).filter(card => card.kind === 'snapshot-failed');
    const text = textsOf(failed).find(words => words.includes('SomethingNew'));
    expect(text).toContain('AWS refused it: &lt;!channel&gt; &amp; "quotes"');
  });

  test('one that may stand there twice says so', () => {
    const cards = cardsAbout('x', 1, '');
    for (const text of textsOf(cards, true)) expect(text).toContain('Posted again after an interruption.');
    for (const text of textsOf(cards)) expect(text).not.toContain('Posted again');
  });
});
