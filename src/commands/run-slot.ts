import type { OperationId, PolicyId, SetId } from '../core/ids.ts';
import type { RunOperation, SnapshotOperation } from '../core/operation.ts';
import { newOperation, noFacts } from '../core/operation.ts';
import type { Policy, SlotRecord } from '../core/policy.ts';
import { coveredBy, isPaused, reportsOf } from '../core/policy.ts';
import type { Reply } from '../core/reply.ts';
import type { RefusedServer, RunPlan } from '../core/run.ts';
import type { DueSlot } from '../core/slot.ts';
import { planSnapshot } from '../core/snapshot.ts';
import type { Server } from '../core/server.ts';
import type { Change, Committed } from '../ports.ts';
import type { Asked, CommandDeps } from './asked.ts';
import { onRecord } from './asked.ts';

/**
 * A slot of a policy is due: it happens once, as one transaction that starts a snapshot of every server that the
 * policy covers at this moment. Changed or run meanwhile, it is left to the next look.
 */
export async function runSlot(
  deps: CommandDeps,
  asked: Asked,
  { policy: id, due }: { readonly policy: PolicyId; readonly due: DueSlot },
): Promise<Reply> {
  const policy = await deps.store.policy(id);
  if (policy === null || policy.lastSlot >= due.at) return { kind: 'silent' };
  const outcome = outcomeOf(policy, due, asked.at);
  const { servers, readAt } = await deps.store.servers(deps.place);
  // Which servers there are was never known: that is not the same as none. It stays owed until AWS tells.
  if (readAt === null) return { kind: 'silent' };
  const work =
    outcome === 'run' ? startRun(deps, asked, policy, due, coveredBy(policy.servers, servers)) : null;
  const changes: readonly Change[] = [
    ...onRecord(asked, outcome === 'run' ? 'asked' : 'done', policy.id, { slot: due.key, outcome }),
    ...recordsOf(policy, due, outcome, work?.run.id ?? null).map(slot => ({ kind: 'slot', slot }) as const),
    { kind: 'policy', policy: past(policy, due, asked.at) },
    ...(work?.changes ?? []),
  ];
  const expect = [{ row: `policy/${policy.id}`, version: policy.version }];
  const committed = await deps.store.commit(changes, expect);
  const done = onRecordAlready(committed, policy, due);
  if (done !== null) {
    const detail = { slot: done.key, outcome: 'on-record' };
    const behind = { ...policy, version: policy.version + 1, lastSlot: done.at };
    await deps.store.commit(
      [...onRecord(asked, 'done', policy.id, detail), { kind: 'policy', policy: behind }],
      expect,
    );
  }
  return { kind: 'silent' };
}

/** A clock that was set back comes to what has been once more: it does not happen again, and bars nothing after it. */
function onRecordAlready(committed: Committed, { id }: Policy, { missed, key, at }: DueSlot) {
  if (committed === 'done') return null;
  const owed = [...(missed === null ? [] : [{ key: missed.key, at: missed.from }]), { key, at }];
  return owed.find(slot => committed.conflict === `slot/${id}/${slot.key}`) ?? null;
}

function outcomeOf(policy: Policy, due: DueSlot, now: number): SlotRecord['outcome'] {
  if (isPaused(policy, now)) return 'paused';
  return policy.skip === due.key ? 'skipped' : 'run';
}

function recordsOf(
  { id: policy, ...rest }: Policy,
  { key, at, missed }: DueSlot,
  outcome: SlotRecord['outcome'],
  run: OperationId | null,
): readonly SlotRecord[] {
  const slot: SlotRecord = { policy, key, at, outcome, to: at, count: 1, run };
  if (missed === null) return [slot];
  // What came due while it was paused was not missed.
  const before = outcome === 'paused' || isPaused(rest, missed.from) ? 'paused' : 'missed';
  const { key: first, from, to, count } = missed;
  return [{ policy, key: first, at: from, outcome: before, to, count, run: null }, slot];
}

/** The policy when this slot is behind it: a skip is used up, a pause that is over is gone. */
function past(policy: Policy, due: DueSlot, now: number): Policy {
  return {
    ...policy,
    version: policy.version + 1,
    lastSlot: due.at,
    skip: policy.skip === due.key ? null : policy.skip,
    pause: isPaused(policy, now) ? policy.pause : null,
  };
}

/** A run of the policy and a snapshot of each server, to be committed together. */
export function startRun(
  deps: CommandDeps,
  asked: Asked,
  policy: Policy,
  due: DueSlot,
  servers: readonly Server[],
) {
  const id = deps.newId<OperationId>('o');
  const origin = reportsOf(policy);
  const planned = servers.map(server => snapshotOf(deps, asked, policy, server, id));
  const refused = planned.flatMap(one => (one.kind === 'refused' ? [one.refused] : []));
  const { key, at, mark, late, missed } = due;
  const plan: RunPlan = {
    policy: policy.id,
    name: policy.name,
    slot: { key, at, mark },
    late,
    missed: missed === null ? null : { from: missed.from, to: missed.to, count: missed.count },
    refused,
  };
  const run: RunOperation = {
    ...basics(deps, asked, policy, id, null),
    kind: 'run',
    plan,
    facts: { call: { kind: 'not-called' }, pruning: { kind: 'not-yet' }, failure: null },
  };
  const operations = [run, ...planned.flatMap(one => (one.kind === 'started' ? [one.operation] : []))];
  const changes: readonly Change[] = [
    ...operations.map(operation => ({ kind: 'operation', operation }) as const),
    { kind: 'card-dirty', key: `operation/${id}`, origin, requester: asked.actor },
  ];
  return { run, changes };
}

type StartedSnapshot =
  | { readonly kind: 'started'; readonly operation: SnapshotOperation }
  | { readonly kind: 'refused'; readonly refused: RefusedServer };

function snapshotOf(
  deps: CommandDeps,
  asked: Asked,
  policy: Policy,
  server: Server,
  parent: OperationId,
): StartedSnapshot {
  const id = deps.newId<OperationId>('o');
  const planned = planSnapshot({
    server,
    note: '',
    policy: policy.name,
    set: deps.newId<SetId>('s'),
    operation: id,
    installation: deps.installation,
  });
  if (planned.kind === 'refused') {
    const { refusal } = planned;
    return { kind: 'refused', refused: { server: { id: server.id, name: server.name }, refusal } };
  }
  const { plan } = planned;
  const operation: SnapshotOperation = {
    ...basics(deps, asked, policy, id, parent),
    kind: 'snapshot',
    plan,
    facts: { ...noFacts, tagsLeftOut: !plan.copyTags },
  };
  return { kind: 'started', operation };
}

function basics(
  { place }: CommandDeps,
  { actor, at }: Asked,
  policy: Policy,
  id: OperationId,
  parent: OperationId | null,
) {
  return newOperation({ id, place, actor, origin: reportsOf(policy), parent, at });
}
