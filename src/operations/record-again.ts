import { createHash } from 'node:crypto';
import { actorKey } from '../core/actor.ts';
import type { OperationId, SetId } from '../core/ids.ts';
import { idFromBytes } from '../core/ids.ts';
import type { SnapshotOperation } from '../core/operation.ts';
import { noFacts, toldBy } from '../core/operation.ts';
import { replanned } from '../core/snapshot.ts';
import type { Transition } from './transition.ts';

/**
 * The same snapshot once more, under ids that follow from the failed one's: started twice, the second start
 * finds them taken.
 */
export function startedAgain(failed: SnapshotOperation, now: number): Transition {
  const id = following<OperationId>('o', failed.id);
  const plan = replanned(failed.plan, { operation: id, set: following<SetId>('s', failed.plan.set) });
  const operation: SnapshotOperation = {
    ...failed,
    id,
    version: 0,
    state: 'running',
    createdAt: now,
    endedAt: null,
    cancel: null,
    plan,
    facts: { ...noFacts, tagsLeftOut: !plan.copyTags },
  };
  const { actor, place, origin } = operation;
  return {
    operation,
    changes: [
      { kind: 'operation', operation },
      { kind: 'card-dirty', key: `operation/${toldBy(operation)}`, origin, requester: actor },
      {
        kind: 'audit',
        entry: {
          at: now,
          actor: actorKey(actor),
          verb: 'snapshot',
          object: `${place}/${plan.server.id}`,
          outcome: 'asked',
          detail: { operation: id, set: plan.set, after: failed.id },
        },
      },
    ],
    expect: [],
  };
}

function following<Id extends string>(prefix: string, id: string): Id {
  return idFromBytes(prefix, createHash('sha256').update(`after ${id}`).digest()) as Id;
}
