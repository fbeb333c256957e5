import type { Books } from './books.ts';
import type { Request } from './invariants.ts';

/** Something that a person asks for, and what makes the world ready for it. */
export type Scenario = Request & {
  /** What is typed before, uncut, until this answers null. */
  readonly missing: (books: Books) => string | null;
  readonly typed: (books: Books) => string;
};

export const snapshotScenario: Scenario = {
  kind: 'snapshot',
  volumes: 2,
  finished: /· complete/u,
  missing: () => null,
  typed: () => '/snapshot prod-web before the deploy',
};

export const holdScenario: Scenario = {
  kind: 'hold',
  volumes: 2,
  finished: /· held/u,
  missing: books => takeFirst(books) ?? (isHeld(books) ? release(books) : null),
  typed: hold,
};

export const releaseScenario: Scenario = {
  kind: 'release',
  volumes: 2,
  finished: /· released/u,
  missing: books => takeFirst(books) ?? (isHeld(books) ? null : hold(books)),
  typed: release,
};

/**
 * How long EC2 works on a snapshot in these tests. Twenty minutes, as elsewhere, are some twenty looks and edits of
 * the card that differ in nothing but a number. This is enough for one of each kind: nothing has changed but the per
 * cent, one member is completed, all are.
 */
export const quickWork = (_id: string, gib: number): number => (gib < 100 ? 15_000 : 25_000);

/** The commit that takes the command: before it, nothing may come of the request. */
export const commandCommit = ({ kind }: Request): string => `commit of the ${kind} command`;

const takeFirst = ({ sets }: Books): string | null => (sets.length === 0 ? '/snapshot prod-web' : null);
const isHeld = ({ sets }: Books): boolean => sets[0]?.hold !== null;

function hold({ sets }: Books): string {
  return `/snapkeeper hold ${sets[0]?.id ?? ''} audit of 2026`;
}

function release({ sets }: Books): string {
  return `/snapkeeper release ${sets[0]?.id ?? ''}`;
}
