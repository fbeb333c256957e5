import type { Command } from '../core/command.ts';
import { serverTitle } from '../core/server.ts';
import type { Reply } from '../core/reply.ts';
import type { Asked, CommandDeps } from './asked.ts';
import { recorded } from './asked.ts';
import { findOperation } from './find-operation.ts';
import { take } from './snapshot.ts';

/** `/snapkeeper retry <operation>`: a failed snapshot once more, of the server as it is now. Once per failure. */
export async function retry(
  deps: CommandDeps,
  asked: Asked,
  { subject }: Command & { kind: 'retry' },
): Promise<Reply> {
  const { store, place } = deps;
  const refuse = (reply: Reply): Promise<Reply> =>
    recorded(store, asked, 'refused', subject, { reply, changes: [] }, { reason: reply.kind });
  const operation = await findOperation(deps, subject);
  if (operation === null) return refuse({ kind: 'no-such-id', given: subject, of: 'operation' });
  if (operation.kind !== 'snapshot') return refuse({ kind: 'not-retried', operation, why: 'not-a-snapshot' });
  if (operation.state === 'running') return refuse({ kind: 'not-retried', operation, why: 'running' });
  if (operation.state === 'finished') return refuse({ kind: 'not-retried', operation, why: 'finished' });
  const { servers } = await store.servers(place);
  const server = servers.find(({ id }) => id === operation.plan.server.id);
  if (server === undefined) {
    return refuse({
      kind: 'refused',
      server: serverTitle(operation.plan.server),
      refusal: { kind: 'terminated' },
      offers: [],
    });
  }
  const { note } = operation.plan;
  const once = {
    key: `retry/${operation.id}`,
    spent: { kind: 'not-retried', operation, why: 'already' },
  } as const;
  return take(deps, asked, { server, note, dryRun: false, once });
}
