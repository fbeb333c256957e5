import type { Actor, Person } from '../../src/core/actor.ts';
import type { ProblemReason } from '../../src/core/adoptable-set.ts';
import type { Adoption } from '../../src/core/adoption.ts';
import type { Card, SnapshotRunning, VolumeProgress } from '../../src/core/cards.ts';
import type { KeptSnapshot } from '../../src/core/deletion.ts';
import type {
  OperationId,
  PolicyId,
  RequestId,
  ServerId,
  SetId,
  SnapshotId,
  UserId,
} from '../../src/core/ids.ts';
import type { Failure, Operation } from '../../src/core/operation.ts';
import type { Request, RequestOutcome } from '../../src/core/request.ts';
import type { TroubledServer } from '../../src/core/run-card.ts';
import type { Pruning } from '../../src/core/run.ts';
import type { Hold } from '../../src/core/snapshot-set.ts';
import type { SnapshotRefusal } from '../../src/core/snapshot.ts';
import { adoptionOf, alice, memberOf, noon, place, volumesOf } from '../core/samples.ts';

/** Somebody else than whom the hostile texts mention. */
const carol: Person = { ...alice, user: 'U07CAROL' as UserId };

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

/** All that has not to do with snapshots being taken too, with as many causes as there are. */
const failuresOf = (message: string, size: number): readonly Failure[] => {
  const kept = Array.from({ length: size }, (_, index): KeptSnapshot => {
    return { snapshot: memberOf().snapshot, code: `Code${index}`, message };
  });
  return [...failuresWith(message), { kind: 'not-deleted', kept }, { kind: 'children-failed', count: size }];
};

const phases: readonly SnapshotRunning['phase'][] = [
  'starting',
  'throttled',
  'unreachable',
  'looking',
  'taking',
];
const memberStates = ['completed', 'pending', 'error', 'gone'] as const;
const states: readonly Operation['state'][] = ['running', 'finished', 'failed', 'cancelled'];
const operation = 'o-22222222' as OperationId;
const set = 's-22222222' as SetId;

type CardsByKind = { readonly [Kind in Card['kind']]: readonly (Card & { readonly kind: Kind })[] };

/** Every kind of card in every variety, about something of this name and size: a new kind has to be added here. */
export function cardsAbout(server: string, size: number, note: string): CardsByKind {
  return {
    ...snapshotCards(server, size, note),
    adoption: adoptionsWith(note, size).map(adoption => ({ kind: 'adoption', adoption }) as const),
    request: requestsAbout(server, size).map(request => ({ kind: 'request', request }) as const),
    ...setCards(server, size, note),
    ...policyCards(server, size, note),
  };
}

function snapshotCards(server: string, size: number, note: string) {
  const basics = {
    server,
    serverId: 'i-0a000000000000001' as ServerId,
    operation,
    volumeCount: size,
    gib: 2_097_152,
    by: alice,
    askedAt: noon,
    note,
    leftOut: size > 2 ? [{ gb: 75, count: 2 }] : [],
    absent: size > 2 ? volumesOf(size) : [],
    duplicates: size > 2 ? ['snap-0b' as SnapshotId] : [],
  };
  const complete = {
    ...basics,
    kind: 'snapshot-complete',
    set,
    takenAt: noon,
    hold: null,
    cancelTooLate: false,
    consistency: 'crash-consistent',
  } as const;
  const remains = Array.from({ length: size }, () => memberOf({ snapshot: 'snap-0a' as SnapshotId }));
  return {
    'snapshot-running': phases.map(phase => {
      const volumes = phase === 'taking' ? progressOf(size) : [];
      const unseenSince = size > 2 ? noon : null;
      const shown = { phase, percent: 64, elapsedMs: 1, unseenSince, volumes };
      return { ...basics, kind: 'snapshot-running', ...shown } as const;
    }),
    'snapshot-complete': [
      { ...complete, tookMs: 660_000, tagsLeftOut: false },
      { ...complete, tookMs: 0, tagsLeftOut: true },
      { ...complete, tookMs: 0, tagsLeftOut: true, cancelTooLate: true, hold: holdFor(note, noon) },
    ],
    'snapshot-cancelled': [{ ...basics, kind: 'snapshot-cancelled', cancelledBy: carol } as const],
    'snapshot-failed': failuresWith(note).flatMap(failure => {
      const failed = { ...basics, kind: 'snapshot-failed', failure } as const;
      return [
        { ...failed, nothingTaken: true, remains: [], lastGood: null },
        { ...failed, nothingTaken: false, remains, lastGood: { set, at: noon } },
      ];
    }),
  } satisfies Partial<CardsByKind>;
}

const progressOf = (size: number): readonly VolumeProgress[] =>
  volumesOf(size).map((volume, index) => {
    const state = memberStates[index % 4] ?? 'gone';
    return { ...volume, state, missing: index % 5 === 0, percent: 64 };
  });

const holdFor = (reason: string, until: number | null): Hold => ({ by: alice, at: noon, reason, until });

/** Holds and deletions: what becomes of a set. */
function setCards(server: string, size: number, note: string) {
  const about = { operation, set, server, takenAt: noon };
  const timer: Actor = { ...alice, kind: 'timer' };
  return {
    hold: states.flatMap(state =>
      [null, ...failuresOf(note, size)].flatMap(failure => {
        const hold = { ...about, kind: 'hold', state, failure } as const;
        return [
          { ...hold, verb: 'hold', by: carol, hold: holdFor(note, noon), unconfirmed: false } as const,
          { ...hold, verb: 'release', by: timer, hold: holdFor('', null), unconfirmed: true } as const,
        ];
      }),
    ),
    delete: states.flatMap(state =>
      [null, ...failuresOf(note, size)].map(failure => {
        const gone = Array.from({ length: size }, () => memberOf().snapshot);
        return { ...about, kind: 'delete', state, by: alice, deleted: gone, kept: [], failure } as const;
      }),
    ),
  } satisfies Partial<CardsByKind>;
}

const many = 123_456;
const request = 'q-22222222' as RequestId;

const prunings: readonly Pruning[] = [
  { kind: 'not-yet' },
  { kind: 'none', kept: many },
  { kind: 'started', sets: many, kept: many },
  { kind: 'asks', sets: many, of: many, request },
  { kind: 'put-off', since: 0, at: 0 },
];

function policyCards(policy: string, size: number, note: string) {
  const counts = { deleted: many, notDeleted: many };
  const run = {
    operation,
    policy,
    slotAt: noon,
    startedAt: noon,
    endedAt: noon + 3_600_000,
    late: true,
    mark: 'gap',
    missed: { from: noon, to: noon, count: many },
    servers: many,
    complete: many,
    running: size,
    without: many,
    troubled: troubledOf(policy, size, note),
    ...counts,
  } as const;
  return {
    run: states.flatMap(state => [
      ...prunings.map(pruning => ({ ...run, kind: 'run', state, pruning }) as const),
      { ...run, kind: 'run', state, pruning: { kind: 'not-yet' }, servers: 0, troubled: [] } as const,
    ]),
    prune: states.flatMap(state =>
      prunings.map(pruning => {
        return { kind: 'prune', operation, policy, state, approved: many, pruning, ...counts } as const;
      }),
    ),
  } satisfies Partial<CardsByKind>;
}

function troubledOf(server: string, size: number, note: string): readonly TroubledServer[] {
  const failed = failuresOf(note, 3).map((failure): TroubledServer => {
    return { kind: 'failed', server, operation, failure, tries: 3 };
  });
  const refused = refusalsOf(size).map((refusal): TroubledServer => ({ kind: 'refused', server, refusal }));
  // Those that have most to say stand first: no more than some are shown.
  return [...failed.toReversed(), ...refused].slice(0, size + 1);
}

export const refusalsOf = (count: number): readonly SnapshotRefusal[] => [
  { kind: 'instance-store-root', disks: [{ gb: 75, count: 2 }], volumes: volumesOf(count) },
  { kind: 'instance-store-root', disks: [], volumes: [] },
  { kind: 'terminated' },
  { kind: 'pending' },
  { kind: 'no-volumes' },
  { kind: 'too-many-volumes', count: 129, limit: 128 },
  { kind: 'note-too-long', length: 1_201, limit: 200 },
];

/** What waits for approval, and whatever may have become of it. */
export function requestsAbout(name: string, size: number): readonly Request[] {
  const policy = 'p-22222222' as PolicyId;
  const outcomes: readonly RequestOutcome[] = [
    { kind: 'open' },
    { kind: 'approved', by: carol, at: noon },
    { kind: 'denied', by: carol, at: noon },
    { kind: 'expired', at: noon },
  ];
  const owner: Actor = { ...alice, kind: 'policy', policy, name };
  return outcomes.map(outcome => {
    const sets = Array.from({ length: size }, () => set);
    const effects = { kind: 'prune', policy, name, sets, of: many } as const;
    const times = { askedAt: noon, expiresAt: noon + 3_600_000 };
    return { id: request, place, version: 1, effects, hash: '0', requester: owner, ...times, outcome };
  });
}
