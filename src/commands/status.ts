import type { Command } from '../core/command.ts';
import type { OperationId, SetId } from '../core/ids.ts';
import { setIdOf } from '../core/operation.ts';
import type { Reply } from '../core/reply.ts';
import type { SnapshotSet } from '../core/snapshot-set.ts';
import type { Asked, CommandDeps } from './asked.ts';
import { recorded } from './asked.ts';
import { findOperation } from './find-operation.ts';

const shown = 15;

/** `/snapkeeper status [operation]`: what runs and what ran last, or one operation in full. */
export async function status(
  deps: CommandDeps,
  asked: Asked,
  { subject }: Command & { kind: 'status' },
): Promise<Reply> {
  const { store, place } = deps;
  if (subject === null) return { kind: 'operations', operations: await store.recentOperations(place, shown) };
  const operation = await findOperation(deps, subject);
  if (operation !== null) {
    const made = setIdOf(operation);
    return { kind: 'operation', operation, set: made === null ? null : await store.set(made) };
  }
  const set = await findSet(deps, subject);
  if (set !== null) return { kind: 'set', set };
  const reply: Reply = { kind: 'no-such-id', given: subject, of: 'operation' };
  return recorded(store, asked, 'not-understood', subject, { reply, changes: [] });
}

/** A set of an operation that the database does not know, by its id or by the operation in its tags. */
async function findSet({ store, place }: CommandDeps, subject: string): Promise<SnapshotSet | null> {
  const set = subject.startsWith('s-')
    ? await store.set(subject as SetId)
    : await store.setOfOperation(subject as OperationId);
  return set?.place === place ? set : null;
}
