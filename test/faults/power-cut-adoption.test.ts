import { expect, it } from 'vitest';
import { firstBroken } from '../../src/core/audit.ts';
import type { Hold } from '../../src/core/snapshot-set.ts';
import { removeDatabase } from '../stage/lose-database.ts';
import { minutes } from '../stage/stage.ts';
import type { Books } from './books.ts';
import { isOf, sweep } from './cut-everywhere.ts';
import type { CutStage, Side } from './cut-points.ts';
import { createCutStage } from './cut-points.ts';

const settled = minutes(15);
const confirmation = 'commit of the confirmation';

/** Two sets in EC2, one of them held until a day that is far off. */
async function createWorld(): Promise<CutStage & { readonly original: Books }> {
  const cutStage = await createCutStage();
  const { stage, books } = cutStage;
  await stage.say('alice', 'ops', '/snapshot prod-web before the deploy');
  await stage.say('alice', 'ops', '/snapshot grafana');
  await stage.pass(minutes(40));
  await stage.say('bob', 'ops', `/snapkeeper hold ${books().sets[0]?.id} audit until 2027-12-24`);
  await stage.pass(settled);
  return { ...cutStage, original: books() };
}

async function lose({ stage, books }: CutStage): Promise<Books> {
  const before = books();
  await stage.stop();
  removeDatabase(stage.database);
  return before;
}

const bothSides = ['before', 'after'] as const;

it.each([
  ['the database', 'before', 6],
  ['the database', 'after', 6],
  ['Slack', 'before', 1],
  ['Slack', 'after', 1],
] as const)(
  'makes every row again once, on one card, when the power is cut at any call to %s, %s it took effect',
  async (port, side, atLeast) => {
    const world = await createWorld();
    const { cuts, broken } = await sweep(world, {
      prepare: () => lose(world),
      async run() {
        await world.stage.start();
        await world.stage.pass(minutes(2));
      },
      isWanted: isOf(port),
      side,
      broken: (before, after) => [...sameSets(world.original, after), ...toldOnce(before, after, false)],
    });
    expect(broken).toEqual([]);
    expect(cuts.length).toBeGreaterThanOrEqual(atLeast);
    if (port === 'the database') expect(cuts).toContain('commit of the adoption');
  },
  180_000,
);

it.each(bothSides)(
  'confirms once or not at all when the power is cut %s any commit of it',
  async side => {
    const world = await createWorld();
    const { stage } = world;
    const { cuts, broken } = await sweep(world, {
      async prepare() {
        const before = await lose(world);
        await stage.start();
        await stage.pass(settled);
        return before;
      },
      async run() {
        const [adoption] = world.books().adoptions;
        await stage.say('bob', 'ops', `/snapkeeper confirm ${adoption?.id}`);
        await stage.pass(settled);
      },
      isWanted: isOf('the database'),
      side,
      broken: (before, after, point) => [
        ...sameSets(world.original, after),
        ...toldOnce(before, after, !isCutOff(point?.name, side)),
      ],
    });
    expect(broken).toEqual([]);
    expect(cuts).toContain(confirmation);
    expect(cuts).toContain('commit of a card shown');
  },
  180_000,
);

const isCutOff = (name: string | undefined, side: Side): boolean =>
  side === 'before' && name === confirmation;

/** What the tags know is on record as it was; nothing else is, and EC2 is as it was. */
function sameSets(original: Books, after: Books): readonly string[] {
  const rows = ({ sets }: Books): string =>
    sets
      .map(row => JSON.stringify({ ...row, adoption: null, hold: holdText(row.hold) }))
      .toSorted()
      .join('\n');
  const tags = ({ snapshots }: Books): string =>
    JSON.stringify(snapshots.map(({ id, tags: own }) => [id, own]));
  return [
    ...(rows(after) === rows(original) ? [] : ['the sets are not as they were']),
    ...(tags(after) === tags(original) ? [] : ['EC2 is not as it was']),
    ...(after.timers === 1 ? [] : [`${after.timers} timers end one hold`]),
  ];
}

/** Whatever the order of its fields. */
function holdText(hold: string | null): string {
  if (hold === null) return '';
  const { by, at, until, reason } = JSON.parse(hold) as Hold;
  return [by.user, at, until, reason].join(' ');
}

/** One adoption, one card of it, one row in the audit trail for each thing that was done. */
function toldOnce(before: Books, after: Books, confirmed: boolean): readonly string[] {
  const known = new Set(before.cards.map(({ ts }) => ts));
  const cards = after.cards.filter(({ ts }) => !known.has(ts));
  const done = (verb: string): number =>
    after.audit.filter(row => row.verb === verb && row.outcome === 'done').length;
  const [adoption] = after.adoptions;
  const state = confirmed ? '· confirmed' : '· to be confirmed';
  const facts: readonly (readonly [string, boolean])[] = [
    ['one adoption', after.adoptions.length === 1 && done('adopt') === 1],
    ['every set is of it', after.sets.every(set => set.adoption === adoption?.id)],
    ['one card', cards.length === 1],
    [`the card says ${state}`, cards.every(({ text }) => text.includes(`2 sets found in AWS ${state}`))],
    [
      'the row says so too',
      (adoption?.confirmed !== null) === confirmed && done('confirm') === (confirmed ? 1 : 0),
    ],
    [
      'all cards are up to date',
      after.cardRows.every(row => row.sentRevision === row.revision && row.dead === ''),
    ],
    ['the audit chain holds', firstBroken(after.audit) === null],
  ];
  return facts.filter(([, holds]) => !holds).map(([what]) => `not so: ${what}`);
}
