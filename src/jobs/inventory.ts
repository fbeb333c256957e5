import type { PlaceId } from '../core/ids.ts';
import type { Change, CloudFault, Inventory, Outcome, OwnedSnapshot, WorkDeps } from '../ports.ts';

export type InventoryJob = Inventory & {
  /** Reads everything once; the fault when AWS did not answer. */
  refresh(): Promise<CloudFault | null>;
  /** Called every minute: keeps the inventory younger than an hour. */
  tick(): void;
};

/** What else follows from a read of snapshots; committed together with it, so that neither is known without the other. */
export type FollowSnapshots = (
  snapshots: readonly OwnedSnapshot[],
  readAt: number,
) => Promise<readonly Change[]>;

/** Somebody else may write one of these rows in between; then what follows is found out anew. */
const tries = 3;
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Behind an answer, a list older than this is read again. */
const staleAfter = minute;
const atLeastEvery = hour;
/** Only a full read notices snapshots that were deleted elsewhere. */
const allSnapshotsEvery = 6 * hour;
/** People mistype in bursts: a name not found asks AWS again at most this often. */
const missAtMostEvery = 10_000;

export function createInventory(
  { store, cloud, clock, track, log }: WorkDeps,
  place: PlaceId,
  follow: FollowSnapshots,
): InventoryJob {
  let readingServers: Promise<CloudFault | null> | null = null;
  let readingAll: Promise<CloudFault | null> | null = null;
  let lastTry = Number.NEGATIVE_INFINITY;
  let failing = false;
  let everRead = false;

  /** Reads and records one kind of row; a fault leaves what is known as it was. */
  async function read<Value>(
    asked: Promise<Outcome<Value>>,
    changes: (value: Value) => Promise<readonly Change[]>,
  ): Promise<CloudFault | null> {
    const outcome = await asked;
    if (outcome.kind === 'fault') return outcome.fault;
    for (let attempt = 1; ; attempt += 1) {
      const committed = await store.commit(await changes(outcome.value));
      if (committed === 'done') return null;
      if (attempt === tries) throw new Error(`a read of AWS kept colliding on ${committed.conflict}`);
    }
  }

  /** Tells of an outage once, not every minute. */
  function note(fault: CloudFault | null): CloudFault | null {
    if (fault === null && failing) log.info({ place }, 'AWS answers again');
    if (fault !== null && !failing) log.warn({ place, fault }, 'AWS could not be read; what is known stays');
    failing = fault !== null;
    everRead ||= fault === null;
    return fault;
  }

  function refreshServers(): Promise<CloudFault | null> {
    lastTry = clock.now();
    readingServers ??= read(cloud.servers(place), async servers => [
      { kind: 'servers', place, servers, readAt: clock.now() },
    ]).finally(() => {
      readingServers = null;
    });
    return readingServers;
  }

  async function refreshSnapshots(): Promise<CloudFault | null> {
    const readAt = clock.now();
    const last = await store.snapshotsReadAt(place);
    const all = last.all === null || last.any === null || readAt - last.all >= allSnapshotsEvery;
    const days = all ? 'all' : daysBetween(last.any - day, readAt);
    return read(cloud.ownedSnapshots(place, days), async snapshots => [
      { kind: 'snapshots', place, snapshots, all, readAt },
      ...(await follow(snapshots, readAt)),
    ]);
  }

  /** A refusal at the start is told in a sentence; here it would only stand beside it. */
  function refresh(): Promise<CloudFault | null> {
    readingAll ??= refreshServers()
      .then(fault => fault ?? refreshSnapshots())
      .then(fault => (fault?.kind === 'refused' && !everRead ? fault : note(fault)))
      .finally(() => {
        readingAll = null;
      });
    return readingAll;
  }

  async function refreshIfOlder(age: number): Promise<void> {
    const { readAt } = await store.servers(place);
    const tried = clock.now() - lastTry < Math.min(age, minute);
    if (!tried && (readAt === null || clock.now() - readAt >= age)) await refresh();
  }

  return {
    refresh,
    refreshBehind() {
      void track('inventory', () => refreshIfOlder(staleAfter));
    },
    tick() {
      void track('inventory', () => refreshIfOlder(atLeastEvery));
    },
    async refreshWithin(ms) {
      if (clock.now() - lastTry < missAtMostEvery && readingServers === null)
        return failing ? 'failed' : 'fresh';
      const deadline = clock.deadline(ms);
      const reading = refreshServers().then(note);
      void track('inventory', async () => void (await reading));
      const first = await Promise.race([
        reading.then(fault => (fault === null ? 'fresh' : 'failed')),
        deadline.passed,
      ]);
      deadline.cancel();
      return first === 'passed' ? 'late' : first;
    },
  };
}

/** The UTC days from one instant to another as EC2's start-time filter takes them. */
function daysBetween(from: number, to: number): readonly string[] {
  const count = Math.floor(to / day) - Math.floor(from / day) + 1;
  return Array.from({ length: count }, (_, i) => new Date(from + i * day).toISOString().slice(0, 10));
}
