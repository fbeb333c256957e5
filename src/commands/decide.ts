import type { Person } from '../core/actor.ts';
import type { OperationId, RequestId } from '../core/ids.ts';
import type { PruneOperation } from '../core/operation.ts';
import { newOperation } from '../core/operation.ts';
import type { Reply } from '../core/reply.ts';
import type { Request, RequestOutcome } from '../core/request.ts';
import { decisionRefusal } from '../core/request.ts';
import type { Change } from '../ports.ts';
import type { Asked, CommandDeps } from './asked.ts';
import { isAnswered, onRecord, recorded } from './asked.ts';

/** `/snapkeeper approve <request>`: by an approver who is not the requester; what was shown begins at once. */
export async function approve(deps: CommandDeps, asked: Asked, given: string): Promise<Reply> {
  return decide(deps, asked, given, (request, by) => {
    const operation = begun(deps, asked, request);
    const { id, origin } = operation;
    return {
      outcome: { kind: 'approved', by, at: asked.at },
      operation: id,
      changes: [
        { kind: 'operation', operation },
        { kind: 'card-dirty', key: `operation/${id}`, origin, requester: asked.actor },
      ],
    };
  });
}

/** `/snapkeeper deny <request>`: nothing of it is done. */
export async function deny(deps: CommandDeps, asked: Asked, given: string): Promise<Reply> {
  return decide(deps, asked, given, (_, by) => {
    return { outcome: { kind: 'denied', by, at: asked.at }, operation: null, changes: [] };
  });
}

/** Nobody has decided in time. Decided meanwhile, it stays decided. */
export async function expire(deps: CommandDeps, asked: Asked, id: RequestId): Promise<Reply> {
  const request = await deps.store.request(id);
  if (request?.outcome.kind !== 'open') return { kind: 'silent' };
  const outcome: RequestOutcome = { kind: 'expired', at: asked.at };
  await deps.store.commit(
    [...onRecord(asked, 'done', id, { outcome: 'expired' }), ...ended(request, outcome)],
    [{ row: `request/${id}`, version: request.version }],
  );
  return { kind: 'silent' };
}

type Decision = {
  readonly outcome: RequestOutcome;
  readonly operation: OperationId | null;
  readonly changes: readonly Change[];
};

/** Compare-and-set: of two who decide at once, the second is told what the first has decided. */
async function decide(
  deps: CommandDeps,
  asked: Asked,
  given: string,
  decision: (request: Request, by: Person) => Decision,
): Promise<Reply> {
  const request = await deps.store.request(given as RequestId);
  if (request?.place !== deps.place)
    return refuse(deps, asked, given, { kind: 'no-such-id', given, of: 'request' });
  const { actor } = asked;
  if (actor.kind !== 'person') throw new Error('only people decide');
  const refusal = decisionRefusal(request, actor, { now: asked.at, ownAllowed: !deps.approvalsRequired });
  if (refusal !== null) return refuse(deps, asked, given, { kind: 'not-decided', request, refusal });
  const { outcome, operation, changes } = decision(request, actor);
  const detail = { request: request.id, hash: request.hash, ...(operation === null ? {} : { operation }) };
  const committed = await deps.store.commit(
    [...onRecord(asked, 'done', request.effects.policy, detail), ...ended(request, outcome), ...changes],
    [{ row: `request/${request.id}`, version: request.version }],
  );
  if (committed === 'done') return { kind: 'decided', request: { ...request, outcome } };
  if (isAnswered(committed, asked)) return { kind: 'silent' };
  const now = (await deps.store.request(request.id)) ?? request;
  const late = { kind: 'decided', outcome: now.outcome } as const;
  return refuse(deps, asked, given, { kind: 'not-decided', request: now, refusal: late });
}

function ended(request: Request, outcome: RequestOutcome): readonly Change[] {
  const { id, version } = request;
  return [
    { kind: 'request-update', request: { ...request, version: version + 1, outcome } },
    { kind: 'timer-off', key: `request/${id}`, due: null },
    { kind: 'card-changed', key: `request/${id}` },
  ];
}

function refuse(deps: CommandDeps, asked: Asked, object: string, reply: Reply): Promise<Reply> {
  return recorded(deps.store, asked, 'refused', object, { reply, changes: [] }, { reason: reply.kind });
}

/** What executes is what was agreed to, as far as it would still go when it begins. */
function begun({ newId, place }: CommandDeps, { origin, at }: Asked, request: Request): PruneOperation {
  const { policy, name, sets } = request.effects;
  return {
    ...newOperation({
      id: newId<OperationId>('o'),
      place,
      actor: request.requester,
      origin,
      parent: null,
      at,
    }),
    kind: 'prune',
    plan: { policy, name, request: request.id, approved: sets },
    facts: { call: { kind: 'not-called' }, pruning: { kind: 'not-yet' }, failure: null },
  };
}
