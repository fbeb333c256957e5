import { groupBy } from './group-by.ts';
import type { OperationId } from './ids.ts';
import type { Failure, PruneOperation, RunOperation, SnapshotOperation } from './operation.ts';
import type { Child, Pruning } from './run.ts';
import { serverTitle } from './server.ts';
import type { SnapshotRefusal } from './snapshot.ts';

/** One slot of a policy: how many servers, and what went wrong with which. */
export type RunCard = {
  readonly kind: 'run';
  readonly operation: OperationId;
  readonly policy: string;
  readonly state: RunOperation['state'];
  readonly slotAt: number;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly late: boolean;
  readonly mark: RunOperation['plan']['slot']['mark'];
  readonly missed: RunOperation['plan']['missed'];
  readonly servers: number;
  readonly complete: number;
  readonly running: number;
  /** Servers that have no snapshot of this slot so far and are not being snapshotted. */
  readonly without: number;
  /** Those among them of which the card tells why. */
  readonly troubled: readonly TroubledServer[];
  readonly pruning: Pruning;
  /** Of the deletions that it started. */
  readonly deleted: number;
  readonly notDeleted: number;
};

/** Deletions that somebody has agreed to. */
export type PruneCard = {
  readonly kind: 'prune';
  readonly operation: OperationId;
  readonly policy: string;
  readonly state: PruneOperation['state'];
  readonly approved: number;
  readonly pruning: Pruning;
  readonly deleted: number;
  readonly notDeleted: number;
};

/** A server of which this slot has no snapshot so far. */
export type TroubledServer =
  | { readonly kind: 'refused'; readonly server: string; readonly refusal: SnapshotRefusal }
  | {
      readonly kind: 'failed';
      readonly server: string;
      readonly operation: OperationId;
      readonly failure: Failure;
      readonly tries: number;
    };

/** `failed`: the newest failed tries, of which the card tells why. */
export function runCard(
  operation: RunOperation,
  children: readonly Child[],
  failed: readonly SnapshotOperation[],
): RunCard {
  const { id, plan, state, createdAt, endedAt, facts } = operation;
  const tried = byServer(children);
  const newest = tried.flatMap(tries => tries.at(-1) ?? []);
  const tellable = new Map(failed.map(one => [one.id, one]));
  return {
    kind: 'run',
    operation: id,
    policy: plan.name,
    state,
    slotAt: plan.slot.at,
    startedAt: createdAt,
    endedAt,
    late: plan.late,
    mark: plan.slot.mark,
    missed: plan.missed,
    pruning: facts.pruning,
    ...deletionsAmong(children),
    servers: tried.length + plan.refused.length,
    complete: newest.filter(child => child.state === 'finished').length,
    running: newest.filter(child => child.state === 'running').length,
    without:
      newest.filter(({ state: its }) => its === 'failed' || its === 'cancelled').length + plan.refused.length,
    troubled: [
      ...tried.flatMap(tries => failedServer(tries, tellable)),
      ...plan.refused.map(({ server, refusal }) => {
        return { kind: 'refused', server: serverTitle(server), refusal } as const;
      }),
    ],
  };
}

export function pruneCard({ id, plan, state, facts }: PruneOperation, children: readonly Child[]): PruneCard {
  return {
    kind: 'prune',
    operation: id,
    policy: plan.name,
    state,
    approved: plan.approved.length,
    pruning: facts.pruning,
    ...deletionsAmong(children),
  };
}

function deletionsAmong(children: readonly Child[]): {
  readonly deleted: number;
  readonly notDeleted: number;
} {
  const deletions = children.filter(({ kind }) => kind === 'delete');
  return {
    deleted: deletions.filter(child => child.state === 'finished').length,
    notDeleted: deletions.filter(child => child.state === 'failed').length,
  };
}

function failedServer(
  tries: readonly Child[],
  tellable: ReadonlyMap<OperationId, SnapshotOperation>,
): readonly TroubledServer[] {
  const last = tries.at(-1);
  const told = last === undefined ? undefined : tellable.get(last.id);
  const failure = told?.facts.failure;
  if (last?.state !== 'failed' || told === undefined || failure === undefined || failure === null) return [];
  const server = serverTitle(told.plan.server);
  return [{ kind: 'failed', server, operation: last.id, failure, tries: tries.length }];
}

/** The snapshots of each server, oldest first. */
export function byServer(children: readonly Child[]): readonly (readonly Child[])[] {
  const snapshots = children.filter(({ kind }) => kind === 'snapshot');
  return [...groupBy(snapshots, ({ server }) => server).values()];
}
