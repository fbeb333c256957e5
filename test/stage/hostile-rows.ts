import type { AdoptionId, OperationId, PlaceId, PolicyId, RequestId, SetId } from '../../src/core/ids.ts';
import type { Policy } from '../../src/core/policy.ts';
import type { Request } from '../../src/core/request.ts';
import { effectsHash, requestLives } from '../../src/core/request.ts';
import type { SnapshotSet } from '../../src/core/snapshot-set.ts';
import type { Store } from '../../src/ports.ts';
import { adoptionOf, operationOf, planOf, setOf } from '../core/samples.ts';
import type { Stage } from './stage.ts';
import { minutes } from './stage.ts';

const place = 'eu-west-1' as PlaceId;
const elsewhere = 'us-east-1' as PlaceId;

/** Ids of this place, and of rows of another place in the same database. */
export type Ids = {
  readonly set: SetId;
  readonly heldByBob: SetId;
  readonly failed: OperationId;
  readonly running: OperationId;
  readonly adoption: AdoptionId;
  readonly requests: readonly [RequestId, RequestId];
  readonly policies: readonly [Policy, Policy];
};

/** Two that are complete, one that failed, and one that AWS has not taken yet. */
export async function takeSnapshots(stage: Stage): Promise<void> {
  const refuse = (code: string, status: number) => {
    stage.cloud.mishap = ({ action }) =>
      action === 'CreateSnapshots' ? { error: { code, status } } : undefined;
  };
  await stage.say('alice', 'ops', '/snapshot prod-web');
  await stage.say('bob', 'ops', '/snapshot grafana');
  refuse('SnapshotLimitExceeded', 400);
  await stage.say('alice', 'ops', '/snapshot prod-db');
  await stage.pass(minutes(40));
  refuse('RequestLimitExceeded', 503);
  await stage.say('alice', 'ops', '/snapshot "Accounts Payable"');
}

export async function writeRows(stage: Stage, store: Store, policies: Ids['policies']): Promise<Ids> {
  const [{ owner, channel }] = policies;
  const operations = await store.recentOperations(place, 10);
  const made = await Promise.all(operations.map(({ id }) => store.setOfOperation(id)));
  const setNamed = (server: string): SetId => {
    const found = made.find(set => set?.serverName === server && set.state === 'good');
    if (found === undefined || found === null) throw new Error(`no snapshot of ${server}`);
    return found.id;
  };
  const inState = (state: string): OperationId => {
    const found = operations.find(operation => operation.state === state);
    if (found === undefined) throw new Error(`no operation is ${state}`);
    return found.id;
  };
  const set = setNamed('prod-web');
  const at = stage.clock.now();
  const request = (id: string, { id: policy, name }: Pick<Policy, 'id' | 'name'>): Request => {
    const effects = { kind: 'prune', policy, name, sets: [set], of: 3 } as const;
    return {
      id: id as RequestId,
      place,
      version: 1,
      effects,
      hash: effectsHash(effects),
      requester: { ...owner, kind: 'policy', policy, name },
      askedAt: at,
      expiresAt: at + requestLives,
      outcome: { kind: 'open' },
    };
  };
  const adoption = adoptionOf({ place, at });
  const requests = [request('q-22222222', policies[0]), request('q-33333333', policies[1])] as const;
  const origin = { channel, visibility: 'public' } as const;
  const card = { kind: 'card-dirty', origin, requester: owner } as const;
  const committed = await store.commit([
    ...requests.map(one => ({ kind: 'request', request: one }) as const),
    ...requests.map(({ id }) => ({ ...card, key: `request/${id}` }) as const),
    { kind: 'adoption', adoption, sets: [] },
    { ...card, key: `adoption/${adoption.id}` },
    ...rowsElsewhere(request, policies[0]),
  ]);
  if (committed !== 'done') throw new Error(`conflict on ${committed.conflict}`);
  await stage.pass(minutes(1));
  return {
    set,
    heldByBob: setNamed('grafana'),
    failed: inState('failed'),
    running: inState('running'),
    adoption: adoption.id,
    requests: [requests[0].id, requests[1].id],
    policies,
  };
}

/** Rows of another place: known to the database, and nobody's business here. */
export const there = {
  operation: 'o-zzzzzzzz',
  set: 's-zzzzzzzz',
  adoption: 'a-zzzzzzzz',
  request: 'q-zzzzzzzz',
  policy: 'p-zzzzzzzz',
} as const;

function rowsElsewhere(requestOf: (id: string, policy: Policy) => Request, here: Policy) {
  const policy = { ...here, id: there.policy as PolicyId, place: elsewhere };
  const request = { ...requestOf(there.request, policy), place: elsewhere };
  const plan = planOf({ place: elsewhere, set: there.set as SetId });
  const id = there.operation as OperationId;
  const operation = operationOf({}, { id, place: elsewhere, state: 'failed', plan });
  const set: SnapshotSet = setOf({ id: there.set as SetId, place: elsewhere, operation: id });
  return [
    { kind: 'operation', operation } as const,
    { kind: 'set', set } as const,
    {
      kind: 'adoption',
      adoption: adoptionOf({ id: there.adoption as AdoptionId, place: elsewhere }),
      sets: [],
    } as const,
    { kind: 'request', request } as const,
    { kind: 'policy', policy } as const,
  ];
}
