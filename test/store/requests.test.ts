import { expect, it } from 'vitest';
import type { PolicyId, RequestId, SetId } from '../../src/core/ids.ts';
import type { Request } from '../../src/core/request.ts';
import { effectsHash, requestLives } from '../../src/core/request.ts';
import { alice, bob, noon, place } from '../core/samples.ts';
import { openStore } from './stage.ts';

function requestOf(id: string, policy: string, more: Partial<Request> = {}): Request {
  const sets = ['s-22222222'] as SetId[];
  const effects = { kind: 'prune', policy: policy as PolicyId, name: 'nightly', sets, of: 3 } as const;
  return {
    id: id as RequestId,
    place,
    version: 0,
    effects,
    hash: effectsHash(effects),
    requester: alice,
    askedAt: noon,
    expiresAt: noon + requestLives,
    outcome: { kind: 'open' },
    ...more,
  };
}

it('asks once about the pruning of a policy, and again when that is decided', async () => {
  const { store } = openStore();
  const first = requestOf('q-22222222', 'p-22222222');
  const second = requestOf('q-33333333', 'p-22222222');
  expect(await store.commit([{ kind: 'request', request: first }])).toBe('done');
  expect(await store.commit([{ kind: 'request', request: second }])).toEqual({
    conflict: 'request/p-22222222',
  });
  expect(await store.openRequest(first.effects.policy)).toEqual(first);
  const other = requestOf('q-44444444', 'p-33333333');
  expect(await store.commit([{ kind: 'request', request: other }])).toBe('done');
  if (bob.kind !== 'person') throw new Error('bob is a person');
  const outcome = { kind: 'denied', by: bob, at: noon } as const;
  await store.commit([{ kind: 'request-update', request: { ...first, version: 1, outcome } }]);
  expect(await store.commit([{ kind: 'request', request: second }])).toBe('done');
});
