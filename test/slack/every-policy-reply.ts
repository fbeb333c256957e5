import type { OperationId } from '../../src/core/ids.ts';
import type { PolicyChange, PolicyRefusal } from '../../src/core/policy-change.ts';
import type { ToldSlot } from '../../src/core/reply.ts';
import { alice, noon, offersOf, place } from '../core/samples.ts';
import { forecastAbout, largestPolicy } from './every-policy.ts';
import type { RepliesByKind } from './every-reply.ts';

/** Every kind of reply about policies, in every variety. */
export function policyRepliesAbout(name: string) {
  const policy = largestPolicy(name);
  const offers = offersOf(name, 3);
  const health = {
    policy,
    servers: 2_000,
    last: { at: noon, state: 'failed' },
    next: noon,
    isPaused: true,
  } as const;
  const rows = Array.from({ length: 20 }, () => ({ health, offers: offersOf('Resume', 1) }));
  const refusals: readonly PolicyRefusal[] = [
    { kind: 'not-yours', owner: alice },
    { kind: 'gone' },
    { kind: 'changed', by: alice, at: noon },
    { kind: 'fault', fault: { field: 'name', kind: 'name-taken', name } },
    { kind: 'not-paused' },
    { kind: 'skips-already', at: noon },
    { kind: 'no-next' },
    { kind: 'running', operation: 'o-22222222' as OperationId },
    { kind: 'due' },
  ];
  const changes: readonly PolicyChange[] = [
    { kind: 'paused', policy, until: noon },
    { kind: 'resumed', policy },
    { kind: 'skips', policy, at: noon },
    { kind: 'gone', policy, sets: 123_456 },
  ];
  const slots = (['run', 'missed', 'skipped', 'paused'] as const).map((outcome): ToldSlot => {
    const slot = {
      policy: policy.id,
      key: '2026-11-23T12:00Z',
      at: noon,
      outcome,
      to: noon,
      count: 99,
      run: null,
    };
    return { slot, run: { id: 'o-22222222' as OperationId, state: 'failed', late: true } };
  });
  const forecast = forecastAbout(name);
  return {
    'no-such-policy': [{ kind: 'no-such-policy', given: name, offers }],
    policies: [
      { kind: 'policies', place, rows, more: 1_000 },
      { kind: 'policies', place, rows: [], more: 0 },
    ],
    'policy-saved': [true, false].map(isNew => ({ kind: 'policy-saved', policy, isNew, forecast }) as const),
    'policy-refused': refusals.map(why => ({ kind: 'policy-refused', name, why }) as const),
    'policy-changed': changes.flatMap(change =>
      [noon, null].map(next => ({ kind: 'policy-changed', change, next }) as const),
    ),
    'to-unschedule': [
      { kind: 'to-unschedule', policy, sets: 123_456, offers: offersOf(`Delete ${name}`, 1) },
    ],
    why: [
      { kind: 'why', health, slots: Array.from({ length: 4 }, () => slots).flat() },
      { kind: 'why', health: { ...health, last: null, next: null }, slots: [] },
    ],
    'run-started': [{ kind: 'run-started', policy, servers: 2_000 }],
    'pause-text': [
      { kind: 'pause-text', fault: { kind: 'no-such-time', given: name } },
      { kind: 'pause-text', fault: { kind: 'past', until: noon } },
      { kind: 'pause-text', fault: { kind: 'extra', given: name } },
    ],
  } satisfies Partial<RepliesByKind>;
}
