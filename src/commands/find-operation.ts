import type { OperationId, SetId } from '../core/ids.ts';
import type { Operation } from '../core/operation.ts';
import type { CommandDeps } from './asked.ts';

/** The operation of this id, or the one that made the snapshot of this id. */
export async function findOperation(
  { store, place }: Pick<CommandDeps, 'store' | 'place'>,
  subject: string,
): Promise<Operation | null> {
  const set = subject.startsWith('s-') ? await store.set(subject as SetId) : null;
  const operation = await store.operation(set?.operation ?? (subject as OperationId));
  return operation?.place === place ? operation : null;
}
