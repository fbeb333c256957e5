import type { OperationId, PlaceId, SnapshotId } from '../core/ids.ts';
import type { Member, Operation } from '../core/operation.ts';
import type { Cancel, CloudFault, Outcome, SeenSnapshot, WorkDeps } from '../ports.ts';
import type { Record } from './record.ts';
import { adopted, lookedInVain, seen } from './record.ts';
import { lookFor } from './snapshot.ts';
import type { Step } from './step.ts';

type Watch = { readonly operation: Operation; readonly what: 'tag' | 'members'; readonly at: number };

export type Watcher = {
  /** Looks at EC2 for this operation at `step.at`, puts what it saw on record, then calls `changed`. */
  watch(operation: Operation, step: Step & { kind: 'watch' }): void;
  stop(): void;
};

/** Two watches this near to each other are answered by one look. */
const together = 1_000;
const longestPause = 60_000;

/** Reads the facts of all watched operations of a place together: one paged list, then what left it. */
export function createWatcher(
  { store, cloud, clock, track, log }: WorkDeps,
  place: PlaceId,
  changed: (id: OperationId) => void,
): Watcher {
  const watches = new Map<OperationId, Watch>();
  let wake: { at: number; cancel: Cancel } | null = null;
  let looking = false;
  let failures = 0;

  function schedule(notBefore = 0): void {
    if (looking || watches.size === 0) return;
    const at = Math.max(notBefore, Math.min(...[...watches.values()].map(watch => watch.at)));
    if (wake !== null && wake.at === at) return;
    wake?.cancel();
    wake = { at, cancel: clock.at(at, () => void track('look at EC2', look)) };
  }

  async function look(): Promise<void> {
    wake = null;
    looking = true;
    let notBefore = 0;
    try {
      const fault = await lookAtDue(
        [...watches.values()].filter(watch => watch.at <= clock.now() + together),
      );
      failures = fault === null ? 0 : failures + 1;
      if (fault !== null) {
        if (failures === 1)
          log.warn({ place, fault }, 'EC2 could not be asked about running snapshots; trying on');
        notBefore = clock.now() + Math.min(5_000 * 2 ** (failures - 1), longestPause);
      }
    } catch (error) {
      notBefore = clock.now() + longestPause;
      throw error;
    } finally {
      looking = false;
      schedule(notBefore);
    }
  }

  async function lookAtDue(due: readonly Watch[]): Promise<CloudFault | null> {
    const byTag = due.filter(watch => watch.what === 'tag').map(watch => watch.operation.id);
    const members = due
      .filter(watch => watch.what === 'members')
      .flatMap(watch => watch.operation.facts.members)
      .filter(isUnfinished);
    const tagged = byTag.length > 0 ? await cloud.snapshotsByOperation(place, byTag) : nothing;
    if (tagged.kind === 'fault') return tagged.fault;
    const listed = await readMembers(members.map(member => member.snapshot));
    if (listed.kind === 'fault') return listed.fault;
    const now = clock.now();
    const records = due.map(watch => {
      return watch.what === 'tag'
        ? lookResult(watch.operation, tagged.value, now)
        : seenResult(watch, listed.value, now);
    });
    await commitAll(records.filter(record => record !== null));
    for (const { operation } of due) {
      watches.delete(operation.id);
      changed(operation.id);
    }
    return null;
  }

  async function readMembers(ids: readonly SnapshotId[]): Promise<Outcome<readonly SeenSnapshot[]>> {
    if (ids.length === 0) return nothing;
    const pending = await cloud.pendingSnapshots(place);
    if (pending.kind === 'fault') return pending;
    const known = new Set(pending.value.map(({ snapshot }) => snapshot));
    const left = ids.filter(id => !known.has(id));
    if (left.length === 0) return pending;
    const rest = await cloud.snapshotsById(place, left);
    return rest.kind === 'fault' ? rest : { kind: 'ok', value: [...pending.value, ...rest.value] };
  }

  async function commitAll(records: readonly Record[]): Promise<void> {
    if (records.length === 0) return;
    // A conflict means that another commit moved one of them on; all are simply looked at again.
    await store.commit(
      records.flatMap(record => record.changes),
      records.flatMap(record => record.expect),
    );
  }

  return {
    watch(operation, step) {
      watches.set(operation.id, { operation, what: step.what, at: step.at });
      schedule();
    },
    stop() {
      watches.clear();
      wake?.cancel();
    },
  };
}

const nothing = { kind: 'ok', value: [] } as const;

function seenResult({ operation }: Watch, listed: readonly SeenSnapshot[], now: number): Record {
  const found = new Map(listed.map(snapshot => [snapshot.snapshot, snapshot]));
  const members = operation.facts.members.map((member): Member => {
    if (!isUnfinished(member)) return member;
    const snapshot = found.get(member.snapshot);
    if (snapshot === undefined) return { ...member, state: 'gone' };
    return memberOf(snapshot);
  });
  return seen(operation, members, now);
}

/**
 * Adopts the set as soon as all its members show, or what there is of it when the time for looking is over.
 * Members of one call share their start time; the earliest call is the one that counts.
 */
function lookResult(operation: Operation, tagged: readonly SeenSnapshot[], now: number): Record | null {
  const { call } = operation.facts;
  if (call.kind !== 'intended') return null;
  const own = tagged.filter(snapshot => snapshot.operation === operation.id);
  const earliest = Math.min(...own.map(snapshot => snapshot.startedAt));
  const members = own.filter(snapshot => snapshot.startedAt === earliest).map(memberOf);
  const over = call.lookingSince !== null && now - call.lookingSince >= lookFor;
  const whole = members.length >= operation.plan.volumes.length;
  return members.length > 0 && (whole || over)
    ? adopted(operation, call, members, now)
    : lookedInVain(operation, call, now);
}

/** A completed member stays completed; only the others are asked about again. */
const isUnfinished = (member: Member): boolean => member.state !== 'completed';

function memberOf({ operation: _operation, ...member }: SeenSnapshot): Member {
  return member;
}
