import { actorKey } from '../core/actor.ts';
import { hour } from '../core/calendar.ts';
import type { Command } from '../core/command.ts';
import { retype } from '../core/command.ts';
import type { Flag } from '../core/command-table.ts';
import type { OperationId, ServerId, SetId } from '../core/ids.ts';
import { limitReached } from '../core/limits.ts';
import type { SnapshotOperation } from '../core/operation.ts';
import { expectedEnd, newOperation, noFacts } from '../core/operation.ts';
import type { Reply } from '../core/reply.ts';
import type { Server } from '../core/server.ts';
import { serverTitle } from '../core/server.ts';
import type { SnapshotPlan } from '../core/snapshot.ts';
import { planSnapshot } from '../core/snapshot.ts';
import { foldTyping, splitWords } from '../core/typed-text.ts';
import type { Change, Expectation } from '../ports.ts';
import type { Answer, Asked, CommandDeps } from './asked.ts';
import { isAnswered, offer, onRecord, recorded } from './asked.ts';
import { locate } from './locate.ts';
import { noSuchServer, whichServer } from './server-answers.ts';

type SnapshotCommand = Command & { kind: 'snapshot' };

type Wanted = {
  readonly server: Server;
  readonly note: string;
  readonly dryRun: boolean;
  readonly once: Once | null;
};

type Once = { readonly key: string; readonly spent: Reply };

/** Another command of the same person or on the same server may slip in between; then the limits are read anew. */
const tries = 10;

/** `/snapshot <server> [note]`: gather, plan, commit. The engine takes it from there. */
export async function snapshot(deps: CommandDeps, asked: Asked, command: SnapshotCommand): Promise<Reply> {
  const flags: readonly Flag[] = command.dryRun ? ['dry-run'] : [];
  const { found, list } = await locate(deps, command.words, 'exact');
  switch (found.kind) {
    case 'none':
      return recorded(
        deps.store,
        asked,
        'not-understood',
        found.given,
        noSuchServer(deps, asked, found, flags, list),
      );
    case 'several':
      return recorded(
        deps.store,
        asked,
        'not-understood',
        found.name,
        whichServer(deps, asked, found, flags),
      );
    case 'one':
      return take(deps, asked, {
        server: found.server,
        note: found.rest.map(word => word.text).join(' '),
        dryRun: command.dryRun,
        once: pressedOnce(asked),
      });
  }
}

/** What a modal asks for, once for each time that it was opened. */
export function takeOnce(deps: CommandDeps, asked: Asked, server: Server, note: string): Promise<Reply> {
  const once = { key: `form/${asked.form}`, spent: { kind: 'form-gone' } } as const;
  return take(deps, asked, { server, note, dryRun: false, once });
}

/** Plans, checks the limits and commits. `once`: a key that lets this happen only once, and what is said the second time. */
export async function take(
  deps: CommandDeps,
  asked: Asked,
  { server, note, dryRun, once }: Wanted,
): Promise<Reply> {
  const object = `${server.place}/${server.id}`;
  const title = serverTitle(server);
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const facts = await gather(deps, asked, server);
    const operation = deps.newId<OperationId>('o');
    const planned = planSnapshot({
      server,
      note,
      set: deps.newId<SetId>('s'),
      operation,
      installation: deps.installation,
      policy: '',
    });
    if (planned.kind === 'refused') {
      const { refusal } = planned;
      const passes = refusal.kind === 'pending';
      const { offers, changes } = offer(deps.newId, asked, passes ? again(asked, server, note) : []);
      const reply: Reply = { kind: 'refused', server: title, refusal, offers };
      return recorded(deps.store, asked, 'refused', object, { reply, changes }, { reason: refusal.kind });
    }
    if (dryRun) {
      return recorded(deps.store, asked, 'asked', object, preview(deps, asked, planned.plan, note), {
        dryRun,
      });
    }
    const limit = limitReached(deps.limits, facts.limits, asked.at);
    if (limit !== null) {
      const { offers, changes } = offer(deps.newId, asked, again(asked, server, note));
      const reply: Reply = { kind: 'limit', server: title, limit, offers };
      return recorded(
        deps.store,
        asked,
        'refused',
        object,
        { reply, changes },
        { reason: `limit-${limit.kind}` },
      );
    }
    const committed = await deps.store.commit(
      started(asked, operation, planned.plan, object, once),
      facts.expect,
    );
    if (committed === 'done') return { kind: 'taking', operation, server: title };
    if (isAnswered(committed, asked)) return { kind: 'silent' };
    if (once !== null && committed.conflict === `dedupe/${once.key}`) {
      const { spent } = once;
      return recorded(
        deps.store,
        asked,
        'refused',
        object,
        { reply: spent, changes: [] },
        { reason: spent.kind },
      );
    }
  }
  throw new Error(`the limits of ${object} kept changing while the command was taken`);
}

async function gather({ store }: CommandDeps, { actor, at }: Asked, server: Server) {
  const asked = await store.askedSince(actor, at - hour);
  const running = await store.runningOn(server.place, server.id);
  const expect: readonly Expectation[] = [
    { row: `asked/${actorKey(actor)}`, version: asked.version },
    { row: `server/${server.place}/${server.id}`, version: running.version },
  ];
  const ends = running.operations.flatMap(operation => expectedEnd(operation) ?? []);
  const firstEnds = ends.length === 0 ? null : Math.min(...ends);
  return { limits: { askedAt: asked.at, runningOnServer: running.operations.length, firstEnds }, expect };
}

function started(
  asked: Asked,
  id: OperationId,
  plan: SnapshotPlan,
  object: string,
  once: Once | null,
): readonly Change[] {
  const { actor, origin, at } = asked;
  const operation: SnapshotOperation = {
    ...newOperation({ id, place: plan.place, actor, origin, parent: null, at }),
    kind: 'snapshot',
    plan,
    facts: { ...noFacts, tagsLeftOut: !plan.copyTags },
  };
  return [
    ...onRecord(asked, 'asked', object, { operation: id, set: plan.set, note: plan.note }),
    ...(once === null ? [] : [{ kind: 'dedupe', key: once.key, at } as const]),
    { kind: 'operation', operation },
    { kind: 'card-dirty', key: `operation/${id}`, origin, requester: actor },
  ];
}

/** Two presses of one button are one snapshot: on a phone the second one is a slip of the finger. */
function pressedOnce({ offer: id }: Asked): Once | null {
  return id === null ? null : { key: `offer/${id}`, spent: { kind: 'offer-spent' } };
}

/** A button for the same once more. Modals have none: they are opened again. */
function again({ form }: Asked, { id }: Pick<Server, 'id'>, note: string) {
  return form === null ? [{ label: 'Try again', command: commandFor(id, note) }] : [];
}

const commandFor = (id: ServerId, note: string): string =>
  retype('snapshot', [], splitWords(foldTyping(`${id} ${note}`)));

/** The plan, and a button that carries it out. */
function preview({ newId }: CommandDeps, asked: Asked, plan: SnapshotPlan, note: string): Answer {
  const { offers, changes } = offer(newId, asked, [
    { label: 'Take it now', command: commandFor(plan.server.id, note) },
  ]);
  const [run] = offers;
  if (run === undefined) throw new Error('an offer was asked for and not made');
  return { reply: { kind: 'dry-run', plan, run }, changes };
}
