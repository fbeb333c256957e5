import type { Fields, FormWanted } from '../core/form.ts';
import type { FormId, ServerId } from '../core/ids.ts';
import type { Reply } from '../core/reply.ts';
import type { Server } from '../core/server.ts';
import { isTerminated } from '../core/server.ts';
import type { ServerChoice } from '../core/server-choice.ts';
import { serverChoice, serverChoices } from '../core/server-choice.ts';
import type { CardPlace, SnapshotFormFault } from '../core/snapshot-form.ts';
import { parseSnapshotFields } from '../core/snapshot-form.ts';
import type { StoredForm } from '../ports.ts';
import type { Asked, CommandDeps } from './asked.ts';
import { isAnswered, recorded } from './asked.ts';
import { takeOnce } from './snapshot.ts';

/** What remains of Slack's three seconds after looking the person up. */
const patience = 1_000;

type SnapshotWanted = FormWanted & { kind: 'snapshot' };

/** Which server, and a note: the same as `/snapshot <server> [note]`. */
export async function openSnapshotForm(
  deps: CommandDeps,
  asked: Asked,
  wanted: SnapshotWanted,
): Promise<Reply> {
  const { store, inventory, newId, place } = deps;
  const { key, actor, origin, at } = asked;
  const { servers, readAt } = await store.servers(place);
  inventory.refreshBehind();
  const id = newId<FormId>('f');
  const committed = await store.commit([
    { kind: 'dedupe', key, at },
    { kind: 'form', form: { id, actor, origin, asked: wanted, at } },
  ]);
  if (isAnswered(committed, asked)) return { kind: 'silent' };
  if (committed !== 'done') throw new Error(`a modal could not be opened: conflict on ${committed.conflict}`);
  const server = wanted.server === null ? null : serverChoice(wanted.server, servers);
  return {
    kind: 'form',
    form: { kind: 'snapshot', id, server, serversKnown: readAt !== null, card: cardPlace(deps, asked) },
  };
}

function cardPlace({ reports }: CommandDeps, { origin: { channel } }: Asked): CardPlace {
  return { kind: channel === reports ? 'reports' : 'here', channel, reports };
}

export async function submitSnapshotForm(
  deps: CommandDeps,
  asked: Asked,
  form: StoredForm & { readonly asked: SnapshotWanted },
  fields: Fields,
): Promise<Reply> {
  const filledIn = parseSnapshotFields(fields, form.asked.server);
  if (filledIn.kind === 'faults') return atFields(deps, asked, '', filledIn.faults);
  const server = await living(deps, filledIn.server);
  if (server === null)
    return atFields(deps, asked, filledIn.server, [{ field: 'server', kind: 'server-gone' }]);
  return takeOnce(deps, asked, server, filledIn.note);
}

/** The list may have changed since it was chosen from; one that is not in it is looked for in AWS once. */
async function living({ store, inventory, place }: CommandDeps, id: ServerId): Promise<Server | null> {
  const find = async (): Promise<Server | null> => {
    const { servers } = await store.servers(place);
    return servers.find(server => server.id === id && !isTerminated(server)) ?? null;
  };
  const known = await find();
  if (known !== null) return known;
  await inventory.refreshWithin(patience);
  return find();
}

function atFields(
  { store }: CommandDeps,
  asked: Asked,
  object: string,
  faults: readonly SnapshotFormFault[],
): Promise<Reply> {
  const reason = faults.map(({ kind }) => kind).join(' ');
  const reply: Reply = { kind: 'form-faults', form: 'snapshot', faults };
  return recorded(store, asked, 'not-understood', object.slice(0, 40), { reply, changes: [] }, { reason });
}

/** What its list of servers shows for this text. */
export async function suggestServers(
  { store, inventory, place }: CommandDeps,
  text: string,
): Promise<readonly ServerChoice[]> {
  const { servers } = await store.servers(place);
  inventory.refreshBehind();
  return serverChoices(text, servers);
}
