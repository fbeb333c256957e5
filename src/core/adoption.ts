import type { AdoptableFacts, ProblemReason, TaggedSnapshot } from './adoptable-set.ts';
import { judgeSet } from './adoptable-set.ts';
import { groupBy } from './group-by.ts';
import type { AdoptionId, OperationId, SetId, SnapshotId } from './ids.ts';
import type { Confirmation, SnapshotSet } from './snapshot-set.ts';
import { tagKeys } from './tags.ts';

/**
 * Sets of this installation that EC2 has and the database did not know. What is in it never changes, so that
 * whoever confirms it confirms what its card shows; what is found later is another adoption.
 */
export type Adoption = {
  readonly id: AdoptionId;
  readonly place: AdoptableFacts['place'];
  readonly at: number;
  /** Null when nothing could be adopted. */
  readonly sets: AdoptedSets | null;
  /** What carries our tags and was left alone. */
  readonly problems: readonly AdoptionProblem[];
  readonly confirmed: Confirmation | null;
};

/** Times in epoch ms. */
export type AdoptedSets = {
  readonly count: number;
  readonly servers: number;
  readonly oldest: number;
  readonly newest: number;
};

/** `subject`: a set where its id can be read, else one EBS snapshot. */
export type AdoptionProblem = { readonly subject: SetId | SnapshotId; readonly why: ProblemReason };

/** What the database knows of the sets and operations that the tags name. */
export type KnownRows = {
  readonly sets: ReadonlySet<SetId>;
  /** Operations whose set is on record. */
  readonly operations: ReadonlySet<OperationId>;
  readonly running: ReadonlySet<OperationId>;
};

export type AdoptionFacts = Omit<AdoptableFacts, 'running'> & {
  /** Those that carry this installation's `:app` tag. */
  readonly snapshots: readonly TaggedSnapshot[];
  readonly known: KnownRows;
  /** Problems that an earlier adoption has told of. */
  readonly told: readonly AdoptionProblem[];
};

export type AdoptionPlan = { readonly adoption: Adoption; readonly sets: readonly SnapshotSet[] };

const minute = 60_000;
/** Tags may show a minute late, and all of a set must show before it is judged. */
const settledAfter = 10 * minute;
const setPattern = /^s-[a-z0-9]{8}$/u;

/** Facts → the rows that the tags tell of, and what could not be read; null when there is nothing to tell. */
export function planAdoption(facts: AdoptionFacts): AdoptionPlan | null {
  const { id, place, now, known, told } = facts;
  const settled = facts.snapshots.filter(({ startedAt }) => now - startedAt >= settledAfter);
  const sets: SnapshotSet[] = [];
  const problems: AdoptionProblem[] = [];
  const withSet = new Set(known.operations);
  for (const [subject, members] of groupBy(settled, subjectOf)) {
    if (!isSet(subject)) {
      problems.push({ subject, why: setTagFault(members) });
      continue;
    }
    if (known.sets.has(subject)) continue;
    const verdict = judgeSet(subject, members, { ...facts, running: known.running });
    if (verdict.kind === 'problem') problems.push({ subject, why: verdict.why });
    if (verdict.kind !== 'set') continue;
    const second = withSet.has(verdict.set.operation);
    if (!second) sets.push(verdict.set);
    if (second || verdict.another) problems.push({ subject, why: { kind: 'second-set' } });
    withSet.add(verdict.set.operation);
  }
  const before = new Set(told.map(keyOf));
  const untold = problems.filter(problem => !before.has(keyOf(problem)));
  if (sets.length === 0 && untold.length === 0) return null;
  return { adoption: { id, place, at: now, sets: summary(sets), problems: untold, confirmed: null }, sets };
}

/** The sets and operations that the tags name, whether or not they are what they should be. */
export function namedBy(snapshots: readonly TaggedSnapshot[]): {
  readonly sets: readonly SetId[];
  readonly operations: readonly OperationId[];
} {
  const values = (key: string) => [
    ...new Set(snapshots.flatMap(({ tags }) => tags.filter(tag => tag.key === key).map(tag => tag.value))),
  ];
  return { sets: values(tagKeys.set) as SetId[], operations: values(tagKeys.operation) as OperationId[] };
}

const setTag = ({ tags }: TaggedSnapshot): string | undefined =>
  tags.find(({ key }) => key === tagKeys.set)?.value;

function subjectOf(snapshot: TaggedSnapshot): SetId | SnapshotId {
  const named = setTag(snapshot) ?? '';
  return setPattern.test(named) ? (named as SetId) : snapshot.id;
}

const isSet = (subject: SetId | SnapshotId): subject is SetId => setPattern.test(subject);

function setTagFault(members: readonly TaggedSnapshot[]): ProblemReason {
  const missing = members.every(member => setTag(member) === undefined);
  return { kind: missing ? 'tag-missing' : 'tag-unreadable', key: tagKeys.set };
}

/** The same trouble with the same set is told once. */
const keyOf = ({ subject, why }: AdoptionProblem): string => `${subject} ${JSON.stringify(why)}`;

function summary(sets: readonly SnapshotSet[]): AdoptedSets | null {
  if (sets.length === 0) return null;
  // No spread: an account may have a hundred thousand sets, more than a call takes arguments.
  const oldest = sets.reduce((least, { takenAt }) => Math.min(least, takenAt), Number.POSITIVE_INFINITY);
  const newest = sets.reduce((most, { takenAt }) => Math.max(most, takenAt), Number.NEGATIVE_INFINITY);
  return { count: sets.length, servers: new Set(sets.map(({ server }) => server)).size, oldest, newest };
}
