import type { Actor } from '../core/actor.ts';
import type { Command } from '../core/command.ts';
import { parseHoldText } from '../core/hold-text.ts';
import type { OperationId, SetId } from '../core/ids.ts';
import type { HoldOperation } from '../core/operation.ts';
import { newOperation } from '../core/operation.ts';
import type { Reply } from '../core/reply.ts';
import type { Hold, SnapshotSet } from '../core/snapshot-set.ts';
import { holdTimer } from '../core/snapshot-set.ts';
import type { Change } from '../ports.ts';
import type { Asked, CommandDeps } from './asked.ts';
import { isAnswered, onRecord, recorded } from './asked.ts';

/** `/snapkeeper hold <snapshot> [reason] [until]`: nothing deletes it before somebody releases it, or its time is over. */
export async function hold(
  deps: CommandDeps,
  asked: Asked,
  command: Command & { kind: 'hold' },
): Promise<Reply> {
  const set = await deps.store.set(command.set as SetId);
  if (set === null || set.place !== deps.place)
    return refuse(deps, asked, command.set, noSuchSet(command.set));
  const text = parseHoldText(command.words, asked.at);
  if (text.kind === 'fault') return refuse(deps, asked, set.id, { kind: 'hold-text', fault: text.fault });
  const reason = holdRefusal(set, asked);
  if (reason !== null) return refuse(deps, asked, set.id, { kind: 'not-held', set, why: reason });
  const wanted: Hold = { by: asked.actor, at: asked.at, reason: text.reason, until: text.until };
  const { until } = wanted;
  const what = { kind: 'release', set: set.id, for: asked.actor, origin: asked.origin } as const;
  const timer: Change =
    until === null
      ? { kind: 'timer-off', key: holdTimer(set.id), due: null }
      : { kind: 'timer', timer: { key: holdTimer(set.id), due: until, what } };
  // The row protects from this moment on; the tag is the copy that survives the database.
  return begin(deps, asked, operationOn('hold', set, wanted, deps, asked), [
    { kind: 'hold', set: set.id, hold: wanted },
    timer,
  ]);
}

/** `/snapkeeper release <snapshot>`: by whoever holds it, or an admin; or by the moment that was set. */
export async function release(
  deps: CommandDeps,
  asked: Asked,
  command: Command & { kind: 'release' },
): Promise<Reply> {
  const set = await deps.store.set(command.set as SetId);
  if (set === null || set.place !== deps.place)
    return refuse(deps, asked, command.set, noSuchSet(command.set));
  const { hold: held } = set;
  if (held === null) return refuse(deps, asked, set.id, { kind: 'not-released', set, why: 'not-held' });
  if (!mayRelease(held, asked))
    return refuse(deps, asked, set.id, { kind: 'not-released', set, why: 'not-yours' });
  const off: Change = { kind: 'timer-off', key: holdTimer(set.id), due: null };
  return begin(deps, asked, operationOn('release', set, held, deps, asked), [off]);
}

function holdRefusal(
  set: SnapshotSet,
  { actor, role }: Asked,
): 'failed' | 'deleted' | 'held-by-other' | null {
  if (set.state === 'failed') return 'failed';
  if (set.state === 'deleting' || set.state === 'deleted') return 'deleted';
  const other = set.hold !== null && !samePerson(set.hold.by, actor);
  return other && role !== 'admin' ? 'held-by-other' : null;
}

function mayRelease(held: Hold, { actor, role, at }: Asked): boolean {
  if (actor.kind === 'timer') return held.until !== null && held.until <= at;
  return samePerson(held.by, actor) || role === 'admin';
}

const samePerson = (a: Actor, b: Actor): boolean => a.team === b.team && a.user === b.user;

const noSuchSet = (given: string): Reply => ({ kind: 'no-such-id', given, of: 'snapshot' });

function refuse(deps: CommandDeps, asked: Asked, object: string, reply: Reply): Promise<Reply> {
  return recorded(deps.store, asked, 'refused', object, { reply, changes: [] }, { reason: reply.kind });
}

function operationOn(
  kind: HoldOperation['kind'],
  set: SnapshotSet,
  held: Hold,
  { newId, place }: CommandDeps,
  { actor, origin, at }: Asked,
): HoldOperation {
  return {
    ...newOperation({ id: newId<OperationId>('o'), place, actor, origin, parent: null, at }),
    kind,
    plan: {
      set: set.id,
      server: { id: set.server, name: set.serverName },
      takenAt: set.takenAt,
      source: set.operation,
      snapshots: set.members.map(({ snapshot }) => snapshot),
      hold: held,
    },
    facts: { call: { kind: 'not-called' }, failure: null },
  };
}

/** The set belongs to one of these at a time: the second one is refused and told which the first is. */
async function begin(
  deps: CommandDeps,
  asked: Asked,
  operation: HoldOperation,
  more: readonly Change[],
): Promise<Reply> {
  const { id, plan, actor, origin } = operation;
  const resource = `set:${plan.set}`;
  const changes: readonly Change[] = [
    ...onRecord(asked, 'asked', plan.set, { operation: id, reason: plan.hold.reason }),
    { kind: 'operation', operation },
    { kind: 'resource', resource, operation: id, alone: true },
    { kind: 'card-dirty', key: `operation/${id}`, origin, requester: actor },
    // The snapshot's own card tells whether it is held.
    { kind: 'card-changed', key: `operation/${plan.source}` },
    ...more,
  ];
  const committed = await deps.store.commit(changes);
  if (committed === 'done') return { kind: 'taking', operation: id, server: plan.server.name };
  if (isAnswered(committed, asked)) return { kind: 'silent' };
  if (committed.conflict !== `resource/${resource}`) throw new Error(`conflict on ${committed.conflict}`);
  const holder = await deps.store.holderOf(resource);
  return refuse(deps, asked, plan.set, { kind: 'busy', set: plan.set, operation: holder });
}
