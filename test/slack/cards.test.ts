import { describe, expect, test } from 'vitest';
import type { ProblemReason } from '../../src/core/adoptable-set.ts';
import type { Adoption } from '../../src/core/adoption.ts';
import type { Card, SnapshotRunning, VolumeProgress } from '../../src/core/cards.ts';
import type { OperationId, ServerId, SetId, SnapshotId } from '../../src/core/ids.ts';
import type { Failure } from '../../src/core/operation.ts';
import { cardMessage } from '../../src/slack/words/card-words.ts';
import { adoptionOf, alice, hostile, memberOf, noon, volumesOf } from '../core/samples.ts';
import { expectSafe } from './stage.ts';

const phases: readonly SnapshotRunning['phase'][] = [
  'starting',
  'throttled',
  'unreachable',
  'looking',
  'taking',
];

/** Codes that have words of their own, and one that has not. */
const codes = [
  'ConcurrentSnapshotLimitExceeded',
  'PendingSnapshotLimitExceeded',
  'SnapshotLimitExceeded',
  'UnauthorizedOperation',
  'InvalidInstanceID.NotFound',
  'IncorrectInstanceState',
  'IncorrectState',
  'TagLimitExceeded',
  'InvalidSnapshot.NotFound',
  'InvalidVolume.NotFound',
  'IncorrectModificationState',
  'CustomerKeyHasBeenRevoked',
  'AuthFailure',
  'OptInRequired',
  'TagPolicyViolation',
  'OperationNotPermitted',
  'SomethingNew',
];

const failuresWith = (message: string): readonly Failure[] => [
  ...codes.map(code => ({ kind: 'refused-by-aws', code, message }) as const),
  { kind: 'members-failed', message },
  { kind: 'members-failed', message: '' },
  { kind: 'vanished' },
  { kind: 'gave-up', why: 'throttled', attempts: 60 },
  { kind: 'gave-up', why: 'unreachable', attempts: 60 },
  { kind: 'gave-up', why: 'no-answer', attempts: 3 },
  { kind: 'stuck' },
  { kind: 'too-late', afterMs: 7_200_000 },
];

/** Every reason, for as many sets; the key of a tag is whatever somebody wrote. */
function adoptionsWith(key: string, size: number): readonly Adoption[] {
  const reasons: readonly ProblemReason[] = [
    { kind: 'tag-missing', key },
    { kind: 'tag-unreadable', key },
    { kind: 'tags-differ', key },
    { kind: 'incomplete', there: 1, planned: size + 1 },
    { kind: 'failed' },
    { kind: 'unfinished' },
    { kind: 'second-set' },
  ];
  const problems = volumesOf(size).flatMap((_, index) =>
    reasons.map(why => ({ subject: `s-${String(index).padStart(8, '0')}` as SetId, why })),
  );
  return [
    adoptionOf(),
    adoptionOf({ problems }),
    adoptionOf({ sets: null, problems }),
    adoptionOf({ problems, confirmed: { by: alice, at: noon } }),
  ];
}

const states = ['completed', 'pending', 'error', 'gone'] as const;

/** Every kind of card about a server of this name. */
function cardsAbout(server: string, size: number, note: string): readonly Card[] {
  const volumes = volumesOf(size).map(
    (volume, index): VolumeProgress => ({
      ...volume,
      state: states[index % 4] ?? 'gone',
      missing: index % 5 === 0,
      percent: 64,
    }),
  );
  const basics = {
    server,
    serverId: 'i-0a000000000000001' as ServerId,
    operation: 'o-22222222' as OperationId,
    volumeCount: size,
    gib: 2_097_152,
    by: alice,
    askedAt: noon,
    note,
    leftOut: size > 2 ? [{ gb: 75, count: 2 }] : [],
    absent: size > 2 ? volumesOf(size) : [],
    duplicates: size > 2 ? ['snap-0b' as SnapshotId] : [],
  };
  const remains = Array.from({ length: size }, () => memberOf({ snapshot: 'snap-0a' as SnapshotId }));
  const set = 's-22222222' as SetId;
  const complete = {
    ...basics,
    kind: 'snapshot-complete',
    set,
    takenAt: noon,
    hold: null,
    cancelTooLate: false,
    consistency: 'crash-consistent',
  } as const;
  return [
    ...phases.map(phase => {
      const shown = phase === 'taking' ? volumes : [];
      return {
        ...basics,
        kind: 'snapshot-running',
        phase,
        percent: 64,
        elapsedMs: 1,
        unseenSince: size > 2 ? noon : null,
        volumes: shown,
      } as const;
    }),
    { ...complete, tookMs: 660_000, tagsLeftOut: false },
    { ...complete, tookMs: 0, tagsLeftOut: true },
    ...adoptionsWith(note, size).map(adoption => ({ kind: 'adoption', adoption }) as const),
    ...failuresWith(note).flatMap(failure => {
      const failed = { ...basics, kind: 'snapshot-failed', failure } as const;
      return [
        { ...failed, nothingTaken: true, remains: [], lastGood: null },
        { ...failed, nothingTaken: false, remains, lastGood: { set, at: noon } },
      ];
    }),
  ];
}

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
