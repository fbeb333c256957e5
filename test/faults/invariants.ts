import { firstBroken } from '../../src/core/audit.ts';
import { tagKeys } from '../../src/core/tags.ts';
import type { Books } from './books.ts';
import { newSince } from './books.ts';

/** One request: what it must have left behind, wherever the power was cut. */
export type Request = {
  readonly kind: 'snapshot' | 'hold' | 'release';
  /** EBS snapshots of one set. */
  readonly volumes: number;
  /** What its finished card says. */
  readonly finished: RegExp;
};

export const postedAgain = 'Posted again after an interruption.';

/** Everything that is not as it must be some time after the cut, a line each. `taken`: the command itself was committed. */
export function brokenInvariants(
  request: Request,
  before: Books,
  after: Books,
  taken: boolean,
): readonly string[] {
  const news = newSince(before, after);
  return [
    ...inDatabase(request, news, taken),
    ...inEc2(request, news, after, taken),
    ...inSlack(request, news, taken),
    ...onAudit(request, news, after, taken),
    ...tagsLikeRows(after),
  ];
}

function inDatabase({ volumes, kind }: Request, news: Books, taken: boolean): readonly string[] {
  const wanted = taken ? 1 : 0;
  return [
    ...differs('operations', news.operations.length, wanted),
    ...differs('finished ones', news.operations.filter(({ state }) => state === 'finished').length, wanted),
    ...differs('resources still taken', news.resources, 0),
    ...differs('new sets', news.sets.length, kind === 'snapshot' ? wanted : 0),
    ...news.sets.flatMap(set => [
      ...differs('state of the set', set.state, 'good'),
      ...differs('members on record', (JSON.parse(set.members) as unknown[]).length, volumes),
    ]),
  ];
}

function inEc2({ kind, volumes }: Request, news: Books, after: Books, taken: boolean): readonly string[] {
  const wanted = kind === 'snapshot' && taken ? volumes : 0;
  const onRecord = after.sets.flatMap(({ members }) =>
    (JSON.parse(members) as { snapshot: string }[]).map(({ snapshot }) => snapshot),
  );
  return [
    ...differs('EBS snapshots made', news.snapshots.length, wanted),
    ...news.snapshots
      .filter(({ id }) => !onRecord.includes(id))
      .map(({ id }) => `${id} is of no set on record`),
  ];
}

function inSlack({ finished }: Request, news: Books, taken: boolean): readonly string[] {
  const wanted = taken ? 1 : 0;
  const again = news.cards.filter(({ text }) => text.includes(postedAgain));
  return [
    ...differs('cards', news.cards.length, wanted),
    ...differs(
      'cards that say finished',
      news.cards.filter(({ text }) => finished.test(text)).length,
      wanted,
    ),
    // With the manifest's scopes the channel's history tells whether the first one arrived.
    ...differs('cards that say posted again', again.length, 0),
    ...news.cardRows
      .filter(row => row.posting !== null || row.dead !== '' || row.sentRevision !== row.revision)
      .map(({ key }) => `${key} has not been brought up to date`),
  ];
}

function onAudit({ kind }: Request, news: Books, after: Books, taken: boolean): readonly string[] {
  const count = (wanted: string): number =>
    news.audit.filter(({ verb, outcome }) => verb === kind && outcome === wanted).length;
  const wanted = taken ? 1 : 0;
  const broken = firstBroken(after.audit);
  return [
    ...(['asked', 'called', 'done'] as const).flatMap(outcome =>
      differs(`audit rows '${outcome}'`, count(outcome), wanted),
    ),
    ...(broken === null ? [] : [`the audit chain is broken at row ${broken}`]),
  ];
}

/** The hold tag is on every member of exactly the sets whose row says held, and their own card says so too. */
function tagsLikeRows({ sets, snapshots, cardRows, cards }: Books): readonly string[] {
  return sets.flatMap(set => {
    const held = set.hold !== null;
    const members = (JSON.parse(set.members) as { snapshot: string }[]).map(({ snapshot }) => snapshot);
    const unlike = snapshots
      .filter(({ id }) => members.includes(id))
      .filter(({ tags }) => tags.some(({ Key }) => Key === tagKeys.hold) !== held)
      .map(({ id }) => `${id} is ${held ? 'held by the row and not by its tag' : 'held by its tag alone'}`);
    const row = cardRows.find(({ key }) => key === `operation/${set.operation}`);
    const card = cards.find(({ ts }) => ts === row?.ts);
    const told = card?.text.includes('Held by') ?? false;
    return [
      ...unlike,
      ...(told === held ? [] : [`the card of ${set.id} does not tell that held is ${held}`]),
    ];
  });
}

export function differs<Value>(what: string, is: Value, wanted: Value): readonly string[] {
  return is === wanted ? [] : [`${what}: ${String(is)} instead of ${String(wanted)}`];
}
