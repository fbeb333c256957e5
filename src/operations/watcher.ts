import type { OperationId, PlaceId, SnapshotId } from '../core/ids.ts';
import type { Member, SnapshotOperation } from '../core/operation.ts';
import type { Cancel, CloudFault, Outcome, SeenSnapshot, WorkDeps } from '../ports.ts';
import type { Transition } from './transition.ts';
import { adopted, lookedInVain, notSeen, seen } from './record.ts';
import { lookFor } from './snapshot.ts';
import type { WatchStep } from './step.ts';

type Watch = { readonly operation: SnapshotOperation; readonly what: 'tag' | 'members'; readonly at: number };

export type Watcher = {
  /** Looks at EC2 for this operation at `step.at`, puts what it saw on record, then calls `changed`. */
  watch(operation: SnapshotOperation, step: WatchStep): void;
  stop(): void;
};

type WatcherOptions = {
  /** The engine's own, so that nothing is written after another process has taken over. */
  readonly commit: (transition: Pick<Transition, 'changes' | 'expect'>) => Promise<boolean>;
  readonly changed: (id: OperationId) => void;
};

/** Two watches this near to each other are answered by one look. */
const together = 5_000;
const longestPause = 60_000;
/** So many are put on record at once; a thousand together would keep everybody else waiting. */
const recordedTogether = 20;
/** A look may fail now and then; after so many in a row the cards say so. */
const tellAfter = 3;

/** Reads the facts of all watched operations of a place together: one paged list, then what left it. */
export function createWatcher(
  { cloud, clock, track, log }: Omit<WorkDeps, 'store'>,
  place: PlaceId,
  { commit, changed }: WatcherOptions,
): Watcher {
  const watches = new Map<OperationId, Watch>();
  let wake: { at: number; cancel: Cancel } | null = null;
  let looking = false;
  let failures = 0;
  let pauseUntil = 0;

  function schedule(): void {
    if (looking || watches.size === 0) return;
    const at = Math.max(pauseUntil, Math.min(...[...watches.values()].map(watch => watch.at)));
    if (wake?.at === at) return;
    wake?.cancel();
    wake = { at, cancel: clock.at(at, () => void track('look at EC2', look)) };
  }

  async function look(): Promise<void> {
    wake = null;
    looking = true;
    pauseUntil = clock.now() + longestPause;
    try {
      const due = [...watches.values()].filter(watch => watch.at <= clock.now() + together);
      const fault = await lookAt(due);
      if (fault === null) {
        failures = 0;
        pauseUntil = 0;
      } else await lookFailed(due, fault);
    } finally {
      looking = false;
      schedule();
    }
  }

  async function lookFailed(due: readonly Watch[], fault: CloudFault): Promise<void> {
    failures += 1;
    if (failures === 1)
      log.warn({ place, fault }, 'EC2 could not be asked about running snapshots; trying on');
    pauseUntil = clock.now() + Math.min(5_000 * 2 ** (failures - 1), longestPause);
    if (failures < tellAfter) return;
    await commitAll(due.map(({ operation }) => notSeen(operation, clock.now())));
    // Deciding anew lets an operation end that has been without news for too long.
    settle(due);
  }

  async function lookAt(due: readonly Watch[]): Promise<CloudFault | null> {
    const tagged = await readTagged(due.filter(wantsTag).map(({ operation }) => operation.id));
    if (tagged.kind === 'fault') return tagged.fault;
    const members = due
      .filter(({ what }) => what === 'members')
      .flatMap(({ operation }) => operation.facts.members);
    const listed = await readMembers(members.filter(isUnfinished).map(({ snapshot }) => snapshot));
    if (listed.kind === 'fault') return listed.fault;
    const now = clock.now();
    for (const some of inParts(due)) {
      await commitAll(
        some.map(({ operation, what }) => {
          const own = tagged.value.filter(snapshot => snapshot.operation === operation.id);
          return what === 'tag'
            ? lookResult(operation, own, now)
            : seenResult(operation, listed.value, own, now);
        }),
      );
      settle(some);
    }
    return null;
  }

  async function readTagged(ids: readonly OperationId[]): Promise<Outcome<readonly SeenSnapshot[]>> {
    return ids.length === 0 ? nothing : cloud.snapshotsByOperation(place, ids);
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

  async function commitAll(transitions: readonly (Transition | null)[]): Promise<void> {
    const real = transitions.filter(transition => transition !== null);
    if (real.length === 0) return;
    // A conflict means that another commit moved one of them on; all are simply looked at again.
    await commit({
      changes: real.flatMap(({ changes }) => changes),
      expect: real.flatMap(({ expect }) => expect),
    });
  }

  function settle(due: readonly Watch[]): void {
    for (const { operation } of due) {
      watches.delete(operation.id);
      changed(operation.id);
    }
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

/**
 * Looked for by tag: a set whose answer was lost; one that is smaller than planned, for its other members may
 * show up late; one with a lost call before it, for that may have made a set too.
 */
function wantsTag({ what, operation: { facts, plan } }: Watch): boolean {
  const lost = facts.call.kind !== 'not-called' && facts.call.lost > 0;
  return what === 'tag' || lost || facts.members.length < plan.volumes.length;
}

function seenResult(
  operation: SnapshotOperation,
  listed: readonly SeenSnapshot[],
  own: readonly SeenSnapshot[],
  now: number,
): Transition {
  const { members, duplicates } = operation.facts;
  const known = new Set(members.map(({ snapshot }) => snapshot));
  const started = members[0]?.startedAt;
  const others = own.filter(({ snapshot }) => !known.has(snapshot));
  // Members of one call share their start time; with another one they are of another call.
  const late = others.filter(({ startedAt }) => startedAt === started).map(memberOf);
  const second = others.filter(({ startedAt }) => startedAt !== started).map(({ snapshot }) => snapshot);
  const found = new Map(listed.map(snapshot => [snapshot.snapshot, snapshot]));
  const current = members.map(member => (isUnfinished(member) ? memberNow(member, found, now) : member));
  return seen(
    operation,
    { members: [...current, ...late], duplicates: [...new Set([...duplicates, ...second])] },
    now,
  );
}

function memberNow(member: Member, found: ReadonlyMap<SnapshotId, SeenSnapshot>, now: number): Member {
  const snapshot = found.get(member.snapshot);
  if (snapshot === undefined || snapshot.state === 'gone') {
    return { ...member, missingSince: member.missingSince ?? now };
  }
  return memberOf(snapshot);
}

/** Adopts the set as soon as all its members show, or what there is of it when the time for looking is over. */
function lookResult(
  operation: SnapshotOperation,
  own: readonly SeenSnapshot[],
  now: number,
): Transition | null {
  const { call } = operation.facts;
  if (call.kind !== 'intended') return null;
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

function inParts(due: readonly Watch[]): readonly (readonly Watch[])[] {
  const count = Math.ceil(due.length / recordedTogether);
  return Array.from({ length: count }, (_, part) =>
    due.slice(part * recordedTogether, (part + 1) * recordedTogether),
  );
}
