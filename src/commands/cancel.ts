import { actorKey } from '../core/actor.ts';
import type { Command } from '../core/command.ts';
import type { Operation } from '../core/operation.ts';
import type { Reply } from '../core/reply.ts';
import type { Change } from '../ports.ts';
import type { Asked, CommandDeps } from './asked.ts';
import { isAnswered, onRecord, recorded } from './asked.ts';
import { findOperation } from './find-operation.ts';

/** `/snapkeeper cancel <operation>`: by whoever asked for it, or an admin. What AWS has taken cannot be untaken. */
export async function cancel(
  deps: CommandDeps,
  asked: Asked,
  { subject }: Command & { kind: 'cancel' },
): Promise<Reply> {
  const { store } = deps;
  const operation = await findOperation(deps, subject);
  const refusal = operation === null ? unknown(subject) : refuse(operation, asked);
  if (operation === null || refusal !== null) {
    const reply = refusal ?? unknown(subject);
    return recorded(store, asked, 'refused', subject, { reply, changes: [] }, { reason: reply.kind });
  }
  const { id, origin, actor } = operation;
  const changes: readonly Change[] = [
    ...onRecord(asked, 'asked', subject, { operation: id }),
    { kind: 'cancel', operation: id, by: asked.actor, at: asked.at },
    { kind: 'card-dirty', key: `operation/${id}`, origin, requester: actor },
  ];
  const committed = await store.commit(changes);
  if (committed === 'done') return { kind: 'cancelling', operation };
  if (isAnswered(committed, asked)) return { kind: 'silent' };
  // It ended, or somebody else was faster.
  const reply: Reply = { kind: 'not-cancelled', operation, why: 'too-late' };
  return recorded(store, asked, 'refused', subject, { reply, changes: [] }, { reason: 'too-late' });
}

const unknown = (given: string): Reply => ({ kind: 'no-such-id', given, of: 'operation' });

function refuse(operation: Operation, { actor, role }: Asked): Reply | null {
  const own = actorKey(operation.actor) === actorKey(actor);
  if (!own && role !== 'admin') return { kind: 'not-cancelled', operation, why: 'not-yours' };
  if (operation.state !== 'running') return { kind: 'not-cancelled', operation, why: 'ended' };
  if (operation.kind !== 'snapshot') return { kind: 'not-cancelled', operation, why: 'no-way' };
  const taken = operation.facts.members.length > 0;
  return taken ? { kind: 'not-cancelled', operation, why: 'taken' } : null;
}
