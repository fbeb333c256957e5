import type { Adoption } from '../core/adoption.ts';
import type { Command } from '../core/command.ts';
import { typed } from '../core/command-table.ts';
import type { AdoptionId } from '../core/ids.ts';
import type { Reply } from '../core/reply.ts';
import type { Change } from '../ports.ts';
import type { Asked, CommandDeps } from './asked.ts';
import { isAnswered, offer, onRecord, recorded } from './asked.ts';

/** `/snapkeeper confirm [adoption]`: sets known from their tags alone belong here; from then on they are like any other. */
export async function confirm(
  deps: CommandDeps,
  asked: Asked,
  { adoption: given }: Command & { kind: 'confirm' },
): Promise<Reply> {
  if (given === null) return toConfirm(deps, asked);
  const adoption = await find(deps, given);
  if (adoption === null) return refuse(deps, asked, given, { kind: 'no-such-id', given, of: 'adoption' });
  if (adoption.sets === null || adoption.confirmed !== null)
    return refuse(deps, asked, given, { kind: 'not-confirmed', adoption });
  const { id, sets } = adoption;
  const changes: readonly Change[] = [
    ...onRecord(asked, 'done', id, { sets: sets.count, servers: sets.servers }),
    { kind: 'confirm', adoption: id, by: asked.actor, at: asked.at },
    { kind: 'card-dirty', key: `adoption/${id}`, origin: asked.origin, requester: asked.actor },
  ];
  const committed = await deps.store.commit(changes);
  if (committed === 'done') return { kind: 'confirmed', count: sets.count };
  if (isAnswered(committed, asked)) return { kind: 'silent' };
  // Another admin was faster.
  const now = (await find(deps, id)) ?? adoption;
  return refuse(deps, asked, id, { kind: 'not-confirmed', adoption: now });
}

/** What waits, each with a button: whoever confirms has seen what it is. */
async function toConfirm(deps: CommandDeps, asked: Asked): Promise<Reply> {
  const all = await deps.store.adoptions(deps.place);
  const waiting = all.filter(({ sets, confirmed }) => sets !== null && confirmed === null);
  const { offers, changes } = offer(
    deps.newId,
    asked,
    waiting.map(({ id }) => ({ label: `Confirm ${id}`, command: `${typed('confirm')} ${id}` })),
  );
  const reply: Reply = { kind: 'to-confirm', adoptions: waiting, offers };
  return recorded(deps.store, asked, 'asked', deps.place, { reply, changes }, { waiting: waiting.length });
}

async function find({ store, place }: CommandDeps, id: string): Promise<Adoption | null> {
  const adoption = await store.adoption(id as AdoptionId);
  return adoption?.place === place ? adoption : null;
}

function refuse(deps: CommandDeps, asked: Asked, object: string, reply: Reply): Promise<Reply> {
  return recorded(deps.store, asked, 'refused', object, { reply, changes: [] }, { reason: reply.kind });
}
