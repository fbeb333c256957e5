import type { Actor, Origin } from '../core/actor.ts';
import type { AdoptionPlan } from '../core/adoption.ts';
import { namedBy, planAdoption } from '../core/adoption.ts';
import type { AdoptionId, PlaceId, TeamId } from '../core/ids.ts';
import type { SnapshotSet } from '../core/snapshot-set.ts';
import { holdTimer } from '../core/snapshot-set.ts';
import type { Installation } from '../core/tags.ts';
import type { Change, Deps } from '../ports.ts';
import type { FollowSnapshots } from './inventory.ts';

export type ReconcileOptions = {
  readonly place: PlaceId;
  readonly installation: Installation;
  readonly team: TeamId;
  /** Where what was found is told. */
  readonly origin: Origin;
  /** Told in direct messages when that channel cannot be posted to. */
  readonly admin: Pick<Actor, 'team' | 'user'> | null;
};

/**
 * Makes rows again of what only the tags still know, from each read of EC2's snapshots: a lost database costs
 * policies and history, never the sets. Sets of other installations stay foreign.
 */
export function createReconcile(
  { store, log, newId }: Pick<Deps, 'store' | 'log' | 'newId'>,
  { place, installation, team, origin, admin }: ReconcileOptions,
): FollowSnapshots {
  function changes({ adoption, sets }: AdoptionPlan): readonly Change[] {
    const { id, at, problems } = adoption;
    const detail = {
      adoption: id,
      sets: sets.length,
      servers: adoption.sets?.servers ?? 0,
      unread: problems.length,
    };
    log.warn({ place, ...detail }, 'EC2 has sets of this installation that the database did not know');
    return [
      { kind: 'adoption', adoption, sets },
      {
        kind: 'audit',
        entry: { at, actor: 'snapkeeper', verb: 'adopt', object: place, outcome: 'done', detail },
      },
      { kind: 'card-dirty', key: `adoption/${id}`, origin, requester: admin },
      ...sets.flatMap(set => endOfHold(set, origin)),
    ];
  }

  return async (snapshots, now) => {
    const ours = snapshots.filter(({ app }) => app === installation);
    if (ours.length === 0) return [];
    const { sets, operations } = namedBy(ours);
    const known = await store.knownRows(sets, operations);
    const told = (await store.adoptions(place)).flatMap(({ problems }) => problems);
    const id = newId<AdoptionId>('a');
    const plan = planAdoption({ id, place, team, now, snapshots: ours, known, told });
    return plan === null ? [] : changes(plan);
  };
}

/** A hold with an end has its timer back. */
function endOfHold({ id, hold }: SnapshotSet, origin: Origin): readonly Change[] {
  if (hold === null || hold.until === null) return [];
  const what = { kind: 'release', set: id, for: hold.by, origin } as const;
  return [{ kind: 'timer', timer: { key: holdTimer(id), due: hold.until, what } }];
}
