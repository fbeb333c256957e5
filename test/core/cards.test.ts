import { noDescendants } from '../../src/core/run.ts';
import { describe, expect, test } from 'vitest';
import { operationCard } from '../../src/core/cards.ts';
import type { SnapshotId, VolumeId } from '../../src/core/ids.ts';
import type { CallFacts, Member } from '../../src/core/operation.ts';
import { percentDone } from '../../src/core/operation.ts';
import { setOf as setOfOperation } from '../../src/core/snapshot-set.ts';
import { memberOf, noon, operationOf, planOf, setOf, volumeOf } from './samples.ts';

const data = volumeOf({ id: 'vol-2' as VolumeId, device: '/dev/sdf', gib: 112, root: false });
const plan = planOf({ volumes: [volumeOf(), data], note: 'why', leftOut: [{ gb: 75, count: 2 }] });
const made = { attempt: 1, lost: 0, at: noon };
const completed = { state: 'completed', progress: 100, completedAt: noon + 60_000 } as const;
const root = memberOf(completed);
const second = (more: Partial<Member> = {}) =>
  memberOf({ snapshot: 'snap-2' as SnapshotId, volume: data.id, gib: 112, ...more });

describe('the card of a snapshot', () => {
  test('that runs tells how far each volume is', () => {
    const members = [root, second({ progress: 57 })];
    const facts = { call: { kind: 'answered', ...made }, members, seenAt: noon + 90_000 } as const;
    expect(
      operationCard(operationOf(facts, { plan }), { ...noDescendants, set: null, lastGood: null }),
    ).toMatchObject({
      kind: 'snapshot-running',
      phase: 'taking',
      server: 'prod-web',
      volumeCount: 2,
      gib: 120,
      percent: 59,
      elapsedMs: 90_000,
      note: 'why',
      leftOut: plan.leftOut,
      volumes: [
        { device: '/dev/xvda', root: true, gib: 8, state: 'completed', percent: 100 },
        { device: '/dev/sdf', root: false, gib: 112, state: 'pending', percent: 57 },
      ],
    });
  });

  test('knows a volume attached since by its id alone', () => {
    const members = [memberOf({ volume: 'vol-new' as VolumeId })];
    const card = operationCard(operationOf({ members }, { plan }), {
      ...noDescendants,
      set: null,
      lastGood: null,
    });
    expect(card).toMatchObject({ volumes: [{ device: 'vol-new', root: false }] });
  });

  const lost = { kind: 'intended', ...made, copyTags: true } as const;
  test.each<[string, CallFacts]>([
    ['starting', { kind: 'not-called' }],
    ['starting', { ...lost, lookingSince: null, lookedAt: null }],
    ['looking', { ...lost, lookingSince: noon, lookedAt: noon }],
    [
      'throttled',
      { kind: 'turned-away', ...made, why: 'throttled', code: 'RequestLimitExceeded', retryAt: null },
    ],
    ['unreachable', { kind: 'turned-away', ...made, why: 'unreachable', code: '', retryAt: null }],
  ])('is %s before there are members', (phase, call) => {
    expect(
      operationCard(operationOf({ call }, { plan }), { ...noDescendants, set: null, lastGood: null }),
    ).toMatchObject({
      kind: 'snapshot-running',
      phase,
      percent: 0,
      volumeCount: 2,
      gib: 120,
      elapsedMs: 0,
      volumes: [],
    });
  });

  test('that is complete tells its set and how long the slowest volume took', () => {
    const members = [root, second({ ...completed, completedAt: noon + 660_000 })];
    const facts = { members, tagsLeftOut: true };
    const card = operationCard(operationOf(facts, { plan, state: 'finished' }), {
      ...noDescendants,
      set: null,
      lastGood: setOf(),
    });
    expect(card).toMatchObject({
      kind: 'snapshot-complete',
      set: plan.set,
      tookMs: 660_000,
      consistency: 'crash-consistent',
      tagsLeftOut: true,
    });
    expect(card).not.toHaveProperty('lastGood');
  });

  test('that failed tells why, what remains in AWS, and the last good one', () => {
    const members = [root, second({ state: 'gone' }), second({ state: 'error', message: 'key' })];
    const failure = { kind: 'members-failed', message: 'key' } as const;
    const failed = operationOf({ members, failure }, { plan, state: 'failed' });
    const good = setOf({ takenAt: noon - 36_000_000 });
    expect(operationCard(failed, { ...noDescendants, set: null, lastGood: good })).toMatchObject({
      kind: 'snapshot-failed',
      failure,
      remains: [root, members[2]],
      lastGood: { set: good.id, at: noon - 36_000_000 },
    });
    expect(operationCard(failed, { ...noDescendants, set: null, lastGood: null })).toMatchObject({
      lastGood: null,
    });
  });

  test.each<[number, readonly Member[]]>([
    [0, []],
    [0, [second()]],
    [50, [second({ gib: 10, progress: 100 }), second({ gib: 10 })]],
    [9, [second({ gib: 1, progress: 100 }), second({ gib: 10 })]],
    [99, [root, second({ progress: 100 })]],
    [99, [root, second({ progress: 99 })]],
    [100, [root, second(completed)]],
  ])('is %i %% of %j', (percent, members) => {
    expect(percentDone(members)).toBe(percent);
  });

  test('has a set as soon as EC2 shows members, each with its device', () => {
    expect(setOfOperation(operationOf(), 'pending')).toBeNull();
    const members = [root, second()];
    expect(setOfOperation(operationOf({ members }, { plan }), 'pending')).toMatchObject({
      id: plan.set,
      state: 'pending',
      takenAt: noon,
      members: [{ device: '/dev/xvda' }, { device: '/dev/sdf' }],
    });
  });
});
