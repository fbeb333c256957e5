import { groupBy } from './group-by.ts';
import type { AdoptionId, OperationId, PlaceId, SetId, SnapshotId, TeamId, VolumeId } from './ids.ts';
import type { ReadTags, TagFault } from './read-tags.ts';
import { readTags } from './read-tags.ts';
import type { SnapshotSet } from './snapshot-set.ts';
import type { Tag } from './tags.ts';
import { tagKeys } from './tags.ts';

/** An EBS snapshot with our `:app` tag, and all tags of ours on it. */
export type TaggedSnapshot = {
  readonly id: SnapshotId;
  readonly volume: string;
  readonly state: string;
  readonly gib: number;
  readonly startedAt: number;
  readonly tags: readonly Tag[];
};

/** Why a set was not adopted. */
export type ProblemReason =
  | TagFault
  | { readonly kind: 'tags-differ'; readonly key: string }
  | { readonly kind: 'incomplete'; readonly there: number; readonly planned: number }
  | { readonly kind: 'failed' }
  | { readonly kind: 'unfinished' }
  /** Its operation made another set, which is the one on record. */
  | { readonly kind: 'second-set' };

export type Verdict =
  /** `another`: a lost call made a second one under the same id. */
  | { readonly kind: 'set'; readonly set: SnapshotSet; readonly another: boolean }
  | { readonly kind: 'problem'; readonly why: ProblemReason }
  /** Somebody is at work on it, or AWS is. */
  | { readonly kind: 'later' };

export type AdoptableFacts = {
  readonly id: AdoptionId;
  readonly place: PlaceId;
  readonly team: TeamId;
  readonly now: number;
  readonly running: ReadonlySet<OperationId>;
};

/** As long as an operation would wait for it. */
const unfinishedAfter = 48 * 3_600_000;

/**
 * Everything that carries the id of one set → its row, or why there is none. Members of one call share their
 * start time; with another one they are of a second call. The first one that is whole is the set.
 */
export function judgeSet(id: SetId, found: readonly TaggedSnapshot[], facts: AdoptableFacts): Verdict {
  const calls = [...groupBy(found, ({ startedAt }) => startedAt)].toSorted(([a], [b]) => a - b);
  const verdicts = calls.map(([, members]) => judgeCall(id, members, facts));
  const whole = verdicts.find(verdict => verdict.kind === 'set');
  if (whole !== undefined) return { ...whole, another: calls.length > 1 };
  return verdicts[0] ?? { kind: 'later' };
}

function judgeCall(id: SetId, members: readonly TaggedSnapshot[], facts: AdoptableFacts): Verdict {
  const [first] = members;
  if (first === undefined) return { kind: 'later' };
  const operation = first.tags.find(({ key }) => key === tagKeys.operation)?.value;
  if (facts.running.has(operation as OperationId)) return { kind: 'later' };
  const key = differingKey(members);
  if (key !== null) return problem({ kind: 'tags-differ', key });
  const read = readTags(heldMost(members).tags, facts.team);
  if (read.kind !== 'read') return problem(read);
  if (members.some(({ state }) => state !== 'completed' && state !== 'pending'))
    return problem({ kind: 'failed' });
  if (members.some(({ state }) => state === 'pending')) {
    return facts.now - first.startedAt < unfinishedAfter
      ? { kind: 'later' }
      : problem({ kind: 'unfinished' });
  }
  const { devices } = read.tags;
  const there = members.filter(({ volume }) => devices.has(volume as VolumeId)).length;
  if (there < devices.size) return problem({ kind: 'incomplete', there, planned: devices.size });
  return { kind: 'set', set: setFrom(id, members, first.startedAt, read.tags, facts), another: false };
}

const problem = (why: ProblemReason): Verdict => ({ kind: 'problem', why });

/** One call writes the same on all; a hold may be on some of them only while it is being written. */
function differingKey([first, ...others]: readonly TaggedSnapshot[]): string | null {
  const wanted = fixedTags(first);
  for (const other of others) {
    const values = fixedTags(other);
    for (const key of new Set([...wanted.keys(), ...values.keys()])) {
      if (wanted.get(key) !== values.get(key)) return key;
    }
  }
  return null;
}

function fixedTags(snapshot: TaggedSnapshot | undefined): ReadonlyMap<string, string> {
  const fixed = (snapshot?.tags ?? []).filter(({ key }) => key !== tagKeys.hold);
  return new Map(fixed.map(({ key, value }) => [key, value]));
}

/** Held by one tag is held. */
function heldMost(members: readonly TaggedSnapshot[]): Pick<TaggedSnapshot, 'tags'> {
  const isHeld = ({ tags }: TaggedSnapshot): boolean => tags.some(({ key }) => key === tagKeys.hold);
  return members.find(isHeld) ?? members[0] ?? { tags: [] };
}

function setFrom(
  id: SetId,
  members: readonly TaggedSnapshot[],
  takenAt: number,
  tags: ReadTags,
  facts: AdoptableFacts,
): SnapshotSet {
  const { operation, server, by, note, policy, hold, devices } = tags;
  return {
    id,
    place: facts.place,
    operation,
    server: server.id,
    serverName: server.name,
    state: 'good',
    consistency: 'crash-consistent',
    takenAt,
    by,
    note,
    policy,
    hold,
    adoption: { id: facts.id, confirmed: null },
    missingSince: null,
    members: members.map(({ id: snapshot, volume, gib }) => ({
      snapshot,
      volume: volume as VolumeId,
      gib,
      device: devices.get(volume as VolumeId) ?? '',
    })),
  };
}
